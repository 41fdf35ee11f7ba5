"""What the cells and the headings of columns look like that no list of headings knows: places, sorts,
words of a choice, ratings, and days beside the day of the records."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from data.kinds.catalog import SURVEY
from data.kinds.schema import Column, DatasetKind
from data.matching.likeness import is_measured, is_other_day
from data.matching.personal import about_customer, about_superior, is_personal
from data.matching.record_stems import OTHER_DAY, steps_of
from data.matching.voice_columns import is_yes_or_no, may_be_answers
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.text.writing import folded
from data.values.cells import spellings
from data.values.date_forms import Order, read
from data.values.looks import is_date, is_no_answer, is_number

_PLACE = re.compile(
    r"\b(?:store|shop|branch|outlet|site|location|restaurant|hotel|venue|property|office|centre|center|clinic|showroom|kiosk|depot|dealer"
    r"|filiale?|standort|niederlassung|markt|haus|magasin|boutique|agence|établissement|establecimiento|estabelecimento|point de vente"
    r"|tienda|sucursal|local|centro|oficina|sede|loja|filial|unidade|agência|negozio|punto vendita|succursale|winkel|vestiging|filiaal"
    r"|sklep|oddział|placówka|butik|butikk|myymälä|toimipiste|mağaza|şube|prodejna|pobočka|üzlet|magazin)s?\b"
    r"|магазин|филиал|отделени|точк|门店|門店|店铺|店鋪|店舗|分店|门市|門市|网点|網點|支行|分行|营业部|營業部|营业厅|營業廳|站点|据点|拠点|営業所"
    r"|매장|지점|점포|สาขา|chi nhánh|cửa hàng|cabang|toko",
    re.I,
)
_NO_PLACE = re.compile(
    r"type|format|class|categor|manager|phone|address|url|link|类型|類型|等级|等級|店长|店長|经理|電話|电话|地址|[?？].*(?:why|为什么)",
    re.I,
)
_CALLED_PLACE = re.compile(
    r"\b(?:store|shop|branch|outlet|site|restaurant|hotel|filiale|markt|magasin|agence|tienda|sucursal|loja|filial|negozio|winkel|clinic)\b"
    r"|(?:门店|門店|门市|門市|分店|店|支行|分行|营业厅|營業廳|营业部|营业所|営業所|점|지점)$",
    re.I,
)
_END = re.compile(
    r"clos|complet|resol|finish|\bend|\bdone|settl|final|fulfil|结案|結案|办结|辦結|完成|完结|关闭|關閉|解决|解決|回复|回覆|erledigt|abgeschlossen"
    r"|gelöst|behoben|\bfin\b|cierre|cerrad|respuesta|resposta|réponse|antwort|resuel|clôtur|résol|trait[ée]|conclu|encerr|chius|risol|afgehandeld|gesloten|zamkn|закры|решен"
    r"|完了|対応日|종료|완료|해결",
    re.I,
)
_NO_END = re.compile(
    r"start|begin|open|creat|receiv|sent|assign|acknowledg|respon|first|view|export|sync|plan|expect|estimat"
    r"|登记|登記|受理|开始|開始|派|接收|计划|計劃|预计|預計|应|應|发生|發生|incident",
    re.I,
)
_PAGE = re.compile(r"\bpage\b|lastpage|\bseite|页|頁|ページ", re.I)  # how far somebody got
_MACHINE = re.compile(
    r"sync|export|extract|ingest|import|\bload|导出|匯出|同步", re.I
)  # when files were made
_FEW, _MOST, _SHARE = 15, 0.7, 0.95
_LONGEST, _COMPARED, _ROWS = 40, 500, 9
_BARE = frozenset({"yes", "no", "y", "n", "true", "false", "0", "1", "是", "否", "有", "无", "無"})


def are_sorts(cells: Sequence[str]) -> bool:
    """Whether few short texts come again, as names of places or of sorts do, and no answers."""
    different = set(cells)
    return (
        1 < len(different) <= max(_FEW, len(cells) // 2)
        and len(different) < len(cells)
        and not {folded(cell) for cell in different} <= _BARE
        and sum(map(len, different)) <= _LONGEST * len(different)
        and not any(is_number(cell) or is_date(cell) for cell in different)
        and not may_be_answers("", list(cells), SURVEY, "overall")
    )


def are_places(cells: Sequence[str]) -> bool:
    """Whether most cells call themselves stores or branches."""
    called = sum(_CALLED_PLACE.search(cell) is not None for cell in cells)
    return are_sorts(cells) and called >= _MOST * len(cells)


def names_place(heading: str) -> bool:
    """Whether a heading speaks of a place, and of nothing about it."""
    text = normal(heading).replace("_", " ")
    return _PLACE.search(text) is not None and _NO_PLACE.search(text) is None


def are_words_of(column: Column, cells: Sequence[str]) -> bool:
    """Whether all cells are known words of a choice, of two answers at least, that say more than yes
    and no."""
    known = {folded(word): choice for choice, _ in column.choices for word in (choice,)}
    known |= spellings(column)
    told = {folded(cell) for cell in cells}
    answers = {known.get(word) for word in told}
    return not told <= _BARE and None not in answers and len(answers) > 1


def are_names_that_recur(heading: str, cells: Sequence[str]) -> bool:
    """Whether few names come again in many rows, as those of staff do and of customers do not."""
    different = set(cells)
    return (
        len(cells) >= _ROWS
        and 1 < len(different) <= len(cells) // 3
        and not about_customer(heading)
        and not about_superior(heading)
        and not any("@" in cell or any(map(str.isdigit, cell)) for cell in different)
        and is_personal(heading, ())
    )


def are_ratings(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells are answers on a scale that come again."""
    plain = list(cells)
    return (
        len(plain) >= _ROWS
        and may_be_answers(heading, plain, SURVEY, "overall")
        and _PAGE.search(normal(heading)) is None
        and not is_yes_or_no(plain)
        and not is_measured(heading)
    )


def are_days(cells: Sequence[str]) -> bool:
    """Whether cells are days, and no numbers."""
    return sum(is_date(cell) and not is_number(cell) for cell in cells) >= _MOST * len(cells) > 0


def names_end(heading: str) -> bool:
    """Whether a heading speaks of an end."""
    return _END.search(normal(heading).replace("_", " ")) is not None


class Days:
    """The days of the records, beside which other days of the file are looked at."""

    def __init__(self, sheet: Sheet, day: int):
        self.sheet, self.day = sheet, day

    @cached_property
    def own(self) -> list[date | None]:
        """The days of the first records."""
        return self.of(self.day)

    def of(self, at: int) -> list[date | None]:
        """The days of another column in the same rows; None for a cell without one."""
        cells = self.sheet.cells[at].iloc[:_COMPARED].tolist()
        return _read(cells, day_first=False) or _read(cells, day_first=True) or []

    def pairs(self, at: int) -> list[tuple[date, date]]:
        """The day of a record and the other one, of rows that have both."""
        both = zip(self.own, self.of(at), strict=False)
        return [(own, other) for own, other in both if own is not None and other is not None]


def _read(cells: Sequence[str], day_first: bool) -> list[date | None]:
    """The days of cells; none at all where one is none in this order."""
    found: list[date | None] = []
    order = Order(day_first=day_first)
    for cell in cells:
        if is_no_answer(cell):
            found.append(None)
            continue
        try:
            told = read(normal(cell), order)
        except ValueError:
            return []
        if told is None:
            return []
        found.append(told.moment.date())
    return found


def ends_later(days: Days, at: int, heading: str) -> bool:
    """Whether a column of days can be that on which records ended: none is before the record's own
    day, and some are later or still open."""
    text = normal(heading).replace("_", " ")
    if _NO_END.search(text) or OTHER_DAY.search(text):
        return False
    pairs = days.pairs(at)
    later = sum(other >= own for own, other in pairs)
    return bool(pairs) and later >= _SHARE * len(pairs) and any(a != b for a, b in pairs)


def counts_elsewhere(days: Days, at: int, kind: DatasetKind) -> int:
    """In how many rows a column of days names another month than that of the record, where it is
    neither a later step of it nor a day of somebody's life."""
    heading = normal(days.sheet.headings[at]).replace("_", " ")
    later = steps_of(kind.name)
    if OTHER_DAY.search(heading) or _MACHINE.search(heading) or is_other_day(heading):
        return 0
    if _END.search(heading) or later is not None and later.search(heading):
        return 0
    return sum((a.year, a.month) != (b.year, b.month) for a, b in days.pairs(at))
