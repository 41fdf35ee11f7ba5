"""A list of stores, one a row: which column names them and which says where they belong, told by
their cells where no heading does, and from when on the list holds. All of it is one question."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import UNIT
from data.kinds.programme import STORE_NAMES
from data.matching.headings import is_nameless, match
from data.matching.personal import about_staff, about_superior, is_personal
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, words
from data.text.writing import shown
from data.values.looks import is_date, is_no_answer, is_number, is_serial
from errors import Message
from i18n import N_

SINCE, SINCE_OPENING, GUESSED = "unit_since", "unit_since_opening", "store_list"
NO = "no"
_LONG_AGO = date(2000, 1, 1)  # before all records
_OPENED = frozenset(
    map(
        fold,
        (
            *("open date", "opening date", "opened", "opened on", "date opened", "go live date"),
            *("store open date", "launch date", "opening", "opening day", "trading since"),
            *("开业日期", "开业时间", "开店日期", "开业日", "启用日期", "开张日期", "营业日期"),
            *("開業日期", "開幕日期", "開店日期", "開幕日", "開店日", "オープン日", "開業日"),
            *("Eröffnung", "Eröffnungsdatum", "Eröffnet am", "eröffnet", "Eröffnungstag"),
            *("date d'ouverture", "ouverture", "ouvert le", "data di apertura", "data apertura"),
            *("fecha de apertura", "apertura", "data de abertura", "inauguração", "오픈일"),
        ),
    )
)
_OPENING = re.compile(
    r"\bopen(?:ed|ing)\b|eröffn|ouvert|apertur|abertur|inaugur|开业|開業|开店|開店|開幕|オープン",
    re.I,
)
_STORES = frozenset(map(fold, STORE_NAMES))
_MEASURED = re.compile(
    r"scor|rating|target|goal|nps|csat|satisf|%|complaint|sales|visits?\b|分$|满意|滿意|目标|目標|评|評|率|数量|數量",
    re.I,
)
# Words of a heading above names of stores, in the languages that people load.
_OF_STORE = re.compile(
    r"\b(?:stores?|shops?|branch(?:es)?|outlets?|locations?|sites?|restaurants?|hotels?|propert(?:y|ies)|clinics?|salons?"
    r"|filialen?|märkte?|markt|standorte?|betriebsstätten?|verkaufsstellen?|häuser|haus"
    r"|magasins?|boutiques?|agences?|points? de vente|établissements?|pdv"
    r"|tiendas?|sucursal(?:es)?|locales?|centros?|oficinas?|lojas?|filia(?:l|is)|unidades?|negozi[oi]?|punti? vendita"
    r"|winkels?|vestiging(?:en)?|butik(?:er)?|sklep|магазин|филиал)"
    r"|门店|店铺|分店|网点|門市|門店|分店|店鋪|店舗|支行|營業所|营业厅|餐厅|餐廳|專櫃|专柜|店名|机构|機構|拠点|営業所|매장|지점|점포",
    re.I,
)
# Endings of names of stores.
_IS_STORE = re.compile(
    r"(?:店|支行|分行|分公司|营业部|营业厅|網點|网点|專櫃|专柜|餐厅|酒店|百貨|百货|広場|广场|廣場|점|지점)$"
    r"|\b(?:store|shop|branch|outlet|filiale|markt|hotel|inn|mall|plaza|centre|center|station|airport)\b",
    re.I,
)
_OF_REGION = re.compile(
    r"\b(?:regions?|regional|r[ée]gionale?|areas?|districts?|zones?|territor(?:y|ies)|markets?|clusters?|divisions?|countr(?:y|ies)|state|province|county"
    r"|delegaci[óo]n(?:es)?|dirección territorial|sector|gebiete?|bezirke?|bundesland"
    r"|länder|land|vertriebs\w*|régions?|secteurs?|pays|département"
    r"|regi[oó]n(?:es)?|zonas?|provincias?|regi(?:ão|ões)|estado|regione|regio|gebied)\b"
    r"|大区|大區|区域|區域|片区|片區|地区|地區|战区|营运区|營運區|区划|省份|省|城市|市|县市|縣市|上级(?:机构|单位|行)|上級(?:機構|單位)|所属(?:机构|分行|支行|分公司)|管辖|辖区|管轄|エリア|地域|支社|지역|권역",
    re.I,
)
_NO_REGION = re.compile(
    r"manager|leit|leader|owner|director|contact|responsab|gerente|encargad|verantwort|chef|stat(?:us|e of)|type|typ\b|format|class"
    r"|size|brand|concept|category|grade|currency|time ?zone|language|经理|经营|督导|督導|负责|負責|店长|店長|主管|状态|狀態|类型|類型"
    r"|级别|級別|等级|等級|品牌|业态|業態|性质|性質|形态|型態|estado\b|statut|tipo|stato|状況|種別|備考|备注|備註|note|remark",
    re.I,
)
_ADDRESS = re.compile(
    r"address|street|stra(?:ß|ss)e|adress|rue|calle|direcc|direç|endereço|indirizzo"
    r"|via\b|adres|地址|住所|주소|post|zip|plz|cap\b|邮编|郵遞|phone"
    r"|tel(?:efon|éfono|éphone)?\b|电话|電話|latitude|longitude|\blat\b|\blng\b|\blon\b|经度|纬度",
    re.I,
)
_FORMER = re.compile(
    r"\b(?:old|former|previous|prior|alte[rsn]?|bisher\w*|ancien\w*|anterior|vecchi\w*)\b|原|旧|舊|变更前",
    re.I,
)
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]{0,4}[-_/#. ]?[A-Za-z]{0,3}\d{1,8}[A-Za-z]?")
_DISTINCT, _FILLED, _FEWEST = 0.95, 0.95, 2  # of the names of a list, and its rows
_LONGEST, _REPEATED = 40, 0.7  # letters of a name; share of different texts among regions
_MOST_RIVALS = 2
_SHOWN = 3


@dataclass(frozen=True)
class _Found:
    """What a list of stores holds: positions of the names and the regions, None where a heading says
    it already, with rivals of both. `sure`: headings say what it is; `evident`: headings or
    cells speak of stores, so that it is one whoever looks at it."""

    name: int | None
    region: int | None
    names: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    sure: bool = False
    evident: bool = False
    dated: bool = False


def looks_like_stores(sheet: Sheet) -> bool:
    """Whether headings or cells speak of a list of stores, so that it needs nobody to say so."""
    found = _found(sheet, Options())
    return found is not None and found.evident


def names_stores(texts: Iterable[str]) -> bool:
    """Whether a title or a name says that these are stores."""
    return any(_OF_STORE.search(text.replace("_", " ")) for text in texts)


def as_stores(sheet: Sheet, options: Options, today: date) -> Written:
    """The sheet with unit type, names, regions and the first day in columns of their own where it is
    a list of stores, as answered, else as is likely; else the sheet itself."""
    found = _found(sheet, options)
    if found is None:
        return Written(sheet)
    question = _question(sheet, found, today)
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    since, _, other = answer.partition(":")
    which, _, heading = other.partition(":")
    name = sheet.headings.index(heading) if which == "name" else found.name
    region = sheet.headings.index(heading) if which == "region" else found.region
    made = sheet
    columns = [("dimension", ["store"] * len(sheet.cells))]
    if not found.dated:
        columns.append(("date", _days(sheet, since, today)))
    for column, at in (("name", name), ("region", region)):
        if at is not None and not (column == "name" and found.sure):
            columns.append((column, sheet.cells[at].tolist()))
    for column, cells in columns:
        made = _with(made, column, cells)
    read = name if name is not None else match(sheet, UNIT, Options()).position("name")
    told = Message(
        "Read as a list of stores, by the names under {heading}.",
        {"heading": "" if read is None else sheet.headings[read]},
    )
    return Written(made, (Issue(NOTE, told),), (question,))


def _with(sheet: Sheet, column: str, cells: Sequence[str]) -> Sheet:
    """The sheet with the column of the kind under its own name; a heading that said the same by
    likeness alone is left as it is."""
    heading: str = UNIT.column(column).label
    more = pd.Series(pd.array(list(cells), dtype="str"), index=sheet.cells.index)
    own = [name if fold(name) != fold(heading) else f"{name} (2)" for name in sheet.headings]
    return replace(
        sheet,
        headings=(*own, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )


# What its columns are.


def _found(sheet: Sheet, options: Options) -> _Found | None:
    own = match(sheet, UNIT, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if (
        "dimension" in supplied
        or "same_as" in supplied
        or len(sheet.cells) < _FEWEST
        or is_nameless(sheet)
    ):
        return None
    if any(map(_MEASURED.search, sheet.headings)) or _happened(sheet, own.position("date")):
        return None
    known = {column: at for at, column in own.columns.items() if at not in own.likely}
    by_heading = known.get("name")
    if by_heading is not None and (
        fold(sheet.headings[by_heading]) not in _STORES or not _are_different(sheet, by_heading)
    ):
        by_heading = None
    belongs = {"region", "department"} & ({*known} | {*options.set, *options.match.values()})
    dated = "date" in supplied
    if by_heading is not None and belongs and not dated:
        return _Found(by_heading, None, sure=True, evident=True)
    if "name" in {*options.set, *options.match.values()}:
        return None
    names = (
        [by_heading]
        if by_heading is not None
        else [at for at in _names(sheet) if at not in known.values()]
    )
    regions = [] if belongs else list(_regions(sheet, {*known.values(), *names[:1]}))
    region = regions[0] if regions else None
    if not names or not belongs and region is None:
        return None
    of_stores = by_heading is not None or _speaks_of_stores(sheet, names[0])
    places = any(map(_ADDRESS.search, sheet.headings)) or _opening(sheet) is not None
    belong = (
        bool(belongs)
        or region is not None
        and _OF_REGION.search(sheet.headings[region]) is not None
    )
    rivals = tuple(names[1 : 1 + _MOST_RIVALS])
    return _Found(
        names[0],
        region,
        rivals,
        tuple(regions[1:2]),
        evident=of_stores or places and belong,
        dated=dated,
    )


def _told(sheet: Sheet, at: int) -> list[str]:
    return [cell for cell in sheet.cells[at] if not is_no_answer(cell)]


def _are_different(sheet: Sheet, at: int) -> bool:
    told = _told(sheet, at)
    return len(told) >= _FEWEST and len(set(told)) >= _DISTINCT * len(sheet.cells)


def _names(sheet: Sheet) -> list[int]:
    """Columns that could name the stores, the likeliest first: all different, short, and no
    address, number or person."""
    found = []
    for at, heading in enumerate(sheet.headings):
        told = _told(sheet, at)
        if (
            not _are_different(sheet, at)
            or len(told) < _FILLED * len(sheet.cells)
            or _ADDRESS.search(heading)
            or _NO_REGION.search(heading)
            or about_staff(heading)
            or about_superior(heading)
            or is_personal(heading, told[:50])
            or sum(map(len, told)) > _LONGEST * len(told)
            or _most(told, lambda cell: is_number(cell) or is_date(cell) or is_serial(cell))
        ):
            continue
        rank = (
            (fold(heading) in _STORES)
            + (_OF_STORE.search(heading) is not None)
            + 2 * _most(told, lambda cell: _IS_STORE.search(cell) is not None)
            + (
                {"name", "名称", "名稱", "nom", "nombre", "bezeichnung"} & {*words(heading)}
                != set()
            )
            + ("名" in heading)
            - 3 * _most(told, lambda cell: _CODE.fullmatch(cell) is not None)
        )
        found.append((-rank, at))
    return [at for _, at in sorted(found)]


def _regions(sheet: Sheet, taken: set[int]) -> Iterator[int]:
    """Columns that could say where stores belong, the likeliest first: few texts that come again."""
    found = []
    for at, heading in enumerate(sheet.headings):
        told = _told(sheet, at)
        different = len(set(told))
        if (
            at in taken
            or len(told) < _FILLED * len(sheet.cells)
            or different > max(_REPEATED * len(told), 1)
            and not _OF_REGION.search(heading)
            or _NO_REGION.search(heading)
            or _FORMER.search(heading)
            or _ADDRESS.search(heading)
            or about_staff(heading)
            or about_superior(heading)
            or _most(told, lambda cell: is_number(cell) or is_date(cell) or is_serial(cell))
            or sum(map(len, told)) > _LONGEST * len(told)
        ):
            continue
        speaks = _OF_REGION.search(heading) is not None
        if speaks or different > 1:
            found.append((not speaks, different == 1, different, at))
    yield from (at for *_, at in sorted(found))


def _speaks_of_stores(sheet: Sheet, at: int) -> bool:
    return (
        _OF_STORE.search(sheet.headings[at]) is not None
        or _most(_told(sheet, at), lambda cell: _IS_STORE.search(cell) is not None)
        or any(map(_OF_STORE.search, (*sheet.title, sheet.name)))
    )


def _most(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    return 2 * sum(map(bool, map(fits, cells))) > len(cells)


def _opening(sheet: Sheet) -> int | None:
    named = [at for at, heading in enumerate(sheet.headings) if fold(heading) in _OPENED]
    spoken = [
        at
        for at, heading in enumerate(sheet.headings)
        if _OPENING.search(heading) and _are_days(sheet, at)
    ]
    return next(iter((*named, *spoken)), None)


def _happened(sheet: Sheet, dated: int | None) -> bool:
    """Whether a column holds days of something else than the opening or closing of stores."""
    return any(
        at != dated
        and _are_days(sheet, at)
        and fold(heading) not in _OPENED
        and not _OTHER_DAYS.search(heading)
        for at, heading in enumerate(sheet.headings)
    )


_OTHER_DAYS = re.compile(
    r"clos|schlie|ferm|cierre|chius|encerr|renov|refurb|umbau|lease|rent|contract|updat"
    r"|creat|open|eröffn|ouvert|apertur|abertur|inaugur|关店|闭店|閉店|歇業|装修|改装|改裝|租|合同"
    r"|更新|创建|建立|开业|開",
    re.I,
)


def _are_days(sheet: Sheet, at: int) -> bool:
    told = _told(sheet, at)
    return bool(told) and sum(map(is_date, told)) * 2 > len(told)


# What is asked.


def _days(sheet: Sheet, since: str, today: date) -> list[str]:
    opened = _opening(sheet)
    if since == "opening" and opened is not None:
        return [cell or _LONG_AGO.isoformat() for cell in sheet.cells[opened]]
    return [(_LONG_AGO if since == "always" else today).isoformat()] * len(sheet.cells)


_OTHER_NAME = N_("As the first answer, but the stores are named under “{heading}” ({cells}).")
_OTHER_REGION = N_("As the first answer, but the regions stand under “{heading}” ({cells}).")


def _question(sheet: Sheet, found: _Found, today: date) -> Question:
    opened = _opening(sheet)
    labels = {
        "opening": N_("From the day on which each store opened, as the file has it."),
        "always": N_("For all records, the oldest too."),
        "today": N_("From {day} on, the day on which it is loaded."),
    }
    if opened is None:
        del labels["opening"]
    if found.dated:
        labels = {"dated": N_("Yes, from the day on that each row says.")}
    choices = [Choice(name, Message(label, {"day": today})) for name, label in labels.items()]
    likely = choices[0].name
    if found.sure:
        message = Message(
            "This is a list of stores, and no column says from when on it holds. For which records "
            "do the stores belong where it says?",
            {},
        )
        return Question(SINCE if opened is None else SINCE_OPENING, message, tuple(choices), likely)
    for which, label, places in (
        ("name", _OTHER_NAME, found.names),
        ("region", _OTHER_REGION, found.regions),
    ):
        choices += [
            Choice(
                f"{likely}:{which}:{sheet.headings[at]}",
                Message(label, {"heading": sheet.headings[at], "cells": _cells(sheet, at)}),
            )
            for at in places
        ]
    return Question(
        GUESSED,
        Message(
            "This looks like a list of stores, though not all of its headings say so. Is it one, "
            "and for which records do the stores belong where it says?",
            {},
        ),
        (*choices, Choice(NO, N_("No: I say which heading means what."))),
        likely,
        tuple(_evidence(sheet, found)),
    )


def _evidence(sheet: Sheet, found: _Found) -> Iterator[Message]:
    for column, at in (("name", found.name), ("region", found.region)):
        if at is not None:
            yield Message(
                "“{heading}” is taken for “{column}”. Cells below it: {cells}.",
                {
                    "heading": sheet.headings[at],
                    "column": UNIT.column(column).label,
                    "cells": _cells(sheet, at),
                },
            )


def _cells(sheet: Sheet, at: int) -> list[str]:
    return [shown(cell) for cell in dict.fromkeys(_told(sheet, at))][:_SHOWN]
