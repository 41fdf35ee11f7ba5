"""Headings that nobody listed, by the stems of their words in many languages, and the day of the
records among several columns of days. Cells have to fit; what is not certain is for a person to
confirm."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.kinds.schema import Column, DatasetKind, Type
from data.matching.answered_contacts import put_processed, within_limit
from data.matching.best_first import put_best_first
from data.matching.cell_looks import are_codes
from data.matching.days_of_people import is_no_day_of
from data.matching.heading_says import is_day_of_life, is_measured, is_other_day
from data.matching.likeness import contradicts, could_hold
from data.matching.name_of_number import name_first, one_to_one
from data.matching.open_headings import OpenHeadings
from data.matching.own_number import own_number
from data.matching.personal import about_customer, about_superior, is_personal
from data.matching.record_stems import (
    KINDS as RECORDS,
    OTHER_DAY,
    SUBJECT,
    days_of_kind,
    form_of,
    is_asked,
    not_of,
    stems_of,
    steps_of,
)
from data.matching.somebody_else import is_somebody_else
from data.matching.stem_search import holds
from data.matching.worked_out import dated_columns, first_cells, once
from data.reading.sheet import Sheet
from data.text.folding import normal, parts, words
from data.values.looks import is_no_answer, is_number

KINDS = frozenset(
    {
        *("mystery_visit", "mystery_item", "behaviour_check", "praise", "supervisor_rating"),
        *("roster", "unit", "event", "section_weight", "star"),
        *RECORDS,
    }
)
_PERSON = (
    r"(?:employee|staff|agent|advisor|team ?member|associate|colleague|crew|worker|personnel|mitarbeiter|angestellt|emplead|colaborador"
    r"|funcion[áa]ri|trabajador|salari[ée]|collaborateur|dipendent|medewerker|сотрудник|员工|員工|社員|従業員|スタッフ|職員|职员|직원|사원)"
)
_NUMBER = r"\W{0,3}(?:id|no|nr|num|number|nummer|code|name|matricul|n[úu]mero|号|號|編|编|番号|コード|名|번호|이름|номер)"
# Column -> the stems of its headings; those under "weak" name a part of the score by what it is
# about, which is for a person to confirm.
_STEMS = {
    "employee": rf"{_PERSON}.{{0,8}}{_NUMBER}|{_NUMBER}\w{{0,3}} (?:de |of |des? )?{_PERSON}"
    r"|payroll\W{0,2}(?:no\b|nr|num|id\b)|personal-?\s?n(?:umme)?r|pers\W{0,2}n(?:umme)?r|stammnummer|\bmatricule\b|\bmatr[íi]cula\b"
    r"|\blegajo\b|\bmatricola\b|工号|工號|员编|員編|人編|사번|табельн"
    r"|表扬(?:对象|人员)|表揚(?:對象|人員)|被(?:评|評|考|检|檢|表扬|表揚)\w*人|(?:staff"
    r"|employee|colleague|team ?member)s? (?:mentioned|named|praised|recogni[sz]ed)"
    r"|(?:得奖|得獎|获奖|獲獎|受表扬|受表揚|当选|當選)(?:人|者|員|员)|対象(?:スタッフ|社員|者)|\bhonou?ree\b|\bwinner\b|\bnominee\b",
    "store": r"\b(?:location|facility|workplace|arbeitsort|lieu de travail|store|shop|branch"
    r"|outlet|site|restaurant|hotel|property|venue|filiale|markt"
    r"|standort|objekt|haus|magasin|boutique|agence|établissement"
    r"|tienda|sucursal|agencia|agência|agenzia|local|centro|loja|filial|unidade|negozio|punto vendita|winkel"
    r"|vestiging|establecimiento|estabelecimento)\b(?!\W*(?:type|category|class|kind)\b)|工作地点|工作地點|门店|店铺|分店|网点|門市|門店|分店|店鋪|店舗|支行|매장|지점|магазин|филиал|отделени",
    "department": r"\b(?:department|dept|abteilung|département|departamento|dipartimento|afdeling"
    r"|отдел)|(?:承办|承辦|责任|責任)(?:单位|單位)|部门|部門|科室|班组|班組|부서",
    "hired_on": r"\b(?:hire|hired|joined?|joining|employment start|employed|eintritt|anstell|einstellung|embauche"
    r"|entrée|alta|ingreso|antigüedad|admiss|assunzione|indienst)"
    r"|入职|入職|到职|到職|入社|聘用|入司|입사|приём|при[её]м",
    "left_on": r"\b(?:terminat|leav|left\b|last (?:working )?day|exit|austritt|ausgeschieden|ende des (?:arbeits|dienst|beschäftigungs)"
    r"|sortie|départ|baja|salida|cese|demiss|saída|cessazione"
    r"|uitdienst)|离职|離職|退社|退職|离司|최종|퇴사|увольн",
    "position": r"\b(?:designation|job|role|posten|stelle|funktion|puesto|cargo|fonction|poste|mansione|functie)\b"
    r"|职位|職位|岗位|崗位|职务|職務|役職|职级|직급|직책|должност",
    "section": r"\b(?:section|abschnitt|bereich|category|kategorie|rubrique|chapitre|secci[óo]n|bloque|apartado|seção|sezione|onderdeel|раздел)"
    r"|模块|模塊|板块|板塊|维度|維度|环节|環節|类别|類別|カテゴリ|分類|영역",
    "weight": r"\b(?:weight|gewicht|peso\b|poids|ponder|вес)|权重|權重|占比|佔比|比重|ウェイト|가중",
    "item": r"\b(?:question|item|criteri|standard|est[áa]ndar|norma|requisito|check ?point|frage|kriterium|prüfpunkt|point de contr[ôo]le"
    r"|critère|pregunta|ítem|critério|domanda|vraag)"
    r"|检查(?:项|内容|项目|标准)|檢查(?:項|內容|項目)|评(?:分|价|估)项|評(?:分|價|估)項"
    r"|評価項目|点検項目|チェック項目|考核内容|题目|題目|문항|항목",
    "earned": r"\b(?:points? (?:earned|scored|awarded|obtained|given)|scored?|earned|awarded"
    r"|ergebnis|erreicht|obtenu|obtenid|puntos|punteggio|resultado|résultat)"
    r"|得分|评分|評分|実得|获得|評点|点数|점수|응답",
    "available": r"\b(?:max|possible|available|out of|möglich|maximal|barème|posible|máxim|massimo)|满分|滿分|分值|标准分|標準分|配点|配點|배점",
    "behaviour": r"behavio|\bverhalten|comportement|comportamiento|comportamento|gedrag|行为|行為|行動|标准动作|標準動作|행동",
    "passed": r"demonstrat|\bshown|\bobserved\?|\bmet\b|\bdone\b|gezeigt|erfüllt|eingehalten"
    r"|cumpl|respecté|observé|达标|達標|是否|做到|合格|結果|结果",
    "verified": r"確認済|확인|verif|confirm|validat|核实|核實|确认|確認|属实|屬實|bestätigt|geprüft|vérifié|valid[ée]|comprob",
    "overall": r"\bwynik\b|\bocena (?:ogólna|końcowa)|\b(?:overall|total|final|global|gesamt)\W{0,2}(?:score"
    r"|result|mark|rating|ergebnis|note|punktzahl|nota|puntuaci[óo]n|%)"
    r"|\b(?:eind|totaal|slut|total|end)(?:score|cijfer|punktzahl|note)\b|gesamt(?:ergebnis"
    r"|note|punkt|wert)|note (?:globale|totale|finale)|(?:nota|puntaje|puntuaci[óo]n) (?:final"
    r"|total|global)"
    r"|(?:总|總|综合|綜合|総合|最终|最終)(?:得?分|评|評|得点|点)|合計点|종합|총점|итог",
    "score": r"\btotal\b|gesamt|合计|合計|总分|總分|\b(?:score|rating|mark|points|note|bewertung"
    r"|punkte|puntuaci[óo]n|calificaci[óo]n|nota|punteggio|beoordeling)"
    r"|得分|评分|評分|考评|考評|(?:评核|評核|考核)(?:总分|總分|得分|分数|分數|成绩|成績)|评定|打分|分数|分數|評点|評価点|点数|점수",
    "rater": r"\brat(?:er|ed by)|review(?:er|ed by)|evaluat(?:or|ed by)|bewert(?:er|et von)"
    r"|évaluateur|evaluador|avaliador|valutatore|[评評考][价價核估]人|[评評]分人|评分人|評分人"
    r"|評価者|평가자",
    "shopper": r"shopper|auditor|inspector|assessor|visited by|conducted by|prüfer|tester|enquêteur"
    r"|contrôleur|evaluador|检查人|檢查人|巡查人|调查员|訪查員|点検者|調査員"
    r"|督导|督導",
    "text": r"\bdescri|interven[çt]|\bazion|\bqu[ée]\b|\bwhat\b|happen|\bchang|\bcambi|\bevent|maßnahme|ereignis|\bwas\b"
    r"|événement|évènement|\bmesure|\baction|\bmedida|\bacción|mudan[çc]a"
    r"|事件|事项|事項|内容|內容|活动|活動|変更|出来事|できごと|изменен|событи",
    "name": r"\b(?:name|bezeichnung|nom|nombre|nome) (?:in|im|as in|used in|dans|en|no|nel)\b"
    r"|系统(?:中的)?|原名|别名|別名|曾用名|旧名|舊名|alias|as written|variant|spelling"
    r"|schreibweise|bezeichnung in|written|found in|nom dans|nombre en"
    r"|原始|表記",
    "same_as": r"standard|official|offiziell|officiel|oficial|ufficiale|canonical|correct|master|正式|标准|標準|规范|規範|统一|統一|正名|正しい",
    "honour": r"reconoc|recogni|distinc|honou?r|award|prize|auszeichnung|titel|prix|premio|荣誉|榮譽|奖项|獎項|称号|稱號|賞|상",
}
_WEAK = {
    "attitude": r"uprzejm|życzliw|accueil|ontvangst|cortesia|courtoisie|attitud|friendl|courte"
    r"|polite|warm|welcom|freundlich|begrüß|höflich|amabil"
    r"|cortes|trato\b|cordial|gentil|sourire|vriendelijk|accoglienza"
    r"|态度|態度|热情|熱情|礼貌|禮貌|接客|愛想|亲切|親切|친절|태도|응대|вежлив",
    "efficiency": r"szybko|rapid|wacht|\bspeed|\bprompt|efficien|wait|queue|schnell|geschwindig|tempo\b|wartezeit"
    r"|velocidad|agilidad|attente|snelheid|velocità"
    r"|效率|速度|及时|及時|迅速|スピード|신속|속도|скорост",
    "compliance": r"zgodno|complian|richtlij|conform|\bstandards?\b|procedure|einhaltung|regelkonform|normen"
    r"|cumplim|normas?\b|respect des|procédure|naleving"
    r"|padr[õo]es|规范|規範|遵守|合规|合規|标准|標準|流程|規律|준수|соблюд",
}
# What a heading of a day may speak of, the likeliest to be that of the records first.
_DAYS = tuple(
    re.compile(form, re.I)
    for form in (
        r"visit|audit|inspect|\bshop|check|conduct|observ|survey|assess|besuch|begeh|prüf|kontroll|testk|passage|contrôle|visita|inspecci"
        r"|巡|访|訪|检|檢|查|評価|点検|調査|来店|방문|점검|表扬|表揚|prais|compliment",
        r"\bdate\b|\bmonth|\bmonat|\bmois\b|\bmes\b|\bmês\b|年月|月份|datum|fecha|\bdata\b"
        r"|\bday\b|\btag\b|\bjour|\bdía\b|giorno|日期|日付|날짜|일자|дата",
        r"\bstart|begin|beginn|début|inicio|開始|开始",
        r"end|finish|complet|submit|abgeschlossen|fin\b|terminé|完成|提交|结束|結束",
        r"time|zeit|时间|時間|日時|일시|creat|record|登记|登記|erfasst|saisi|registr",
    )
)
_VISITS = ("mystery_visit", "mystery_item")
_NOT = re.compile(r"\bnon\b|non-?conform|no cumpl|不合|违规|違規|nicht", re.I)
_BEGUN = frozenset({"start", "started", "begin", "beginn", "début", "inicio", "from", "von"})
_ENDED = frozenset({"end", "ended", "finish", "completed", "ende", "fin", "to", "bis"})
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}.*$")
_COMPARED, _SAME = 200, 0.95  # rows, and the share of them on one day
_LOOKED_AT = 20  # first cells of which some are numbers in a column of scores
_FEWEST, _ROUNDED = 2, 0.6  # cells of a score; how far a rounded mean may be off
_NEARLY = 1e-6  # share by which sums may differ that were added up in another order


@dataclass(frozen=True)
class Proposed:
    """Positions in the sheet -> columns, those known before among them; `own`: those that stems
    found, `likely`: those of them that a person has to confirm; `rivals`: a likely column -> other
    positions that could be it."""

    columns: Mapping[int, str]
    own: tuple[int, ...] = ()
    likely: frozenset[int] = frozenset()
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def doubted(self) -> tuple[int, ...]:
        """Positions that have rivals."""
        return tuple(at for at in self.likely if self.columns[at] in self.rivals)


def by_stems(open_: OpenHeadings, told: Mapping[int, str], known: Mapping[int, str]) -> Proposed:
    """What headings that are known by no list mean. `told`: what a person said; `known`: what lists
    of headings say."""
    sheet, kind, samples = open_.sheet, open_.kind, open_.samples
    if kind.name not in KINDS:
        return Proposed(known)
    known = _by_number(sheet, kind, open_.free, told, known, samples)
    rest = [at for at in open_.free if at not in known]
    columns = [column for column in open_.columns if column.name not in known.values()]
    days = _day(sheet, kind, rest, columns, samples)
    rest = [at for at in rest if at not in days.columns and samples[at]]
    found = {
        column.name: fitting
        for column in columns
        if column.name != kind.date
        and (
            fitting := [at for at in rest if _means(sheet.headings[at], samples[at], column, kind)]
        )
    }
    if len(found.get("employee", ())) > 1:  # numbers of staff before names
        found["employee"].sort(key=lambda at: (not are_codes(samples[at]), at))
    if len(found.get("customer", ())) > 1:  # numbers of customers, then mails, before names
        found["customer"].sort(
            key=lambda at: (not are_codes(samples[at]), "@" in samples[at][0], at)
        )
        coded = [at for at in found["customer"] if _are_numbers(samples[at])]
        # Names and mails beside the only number of a customer say the same less surely.
        found["customer"] = coded if len(coded) == 1 else found["customer"]
    _put_subjects_last(sheet, found, kind, samples)
    put_best_first(sheet, found, samples)
    if len(found.get("category", ())) > 1:  # not what only says that these are complaints
        found["category"].sort(key=lambda at: says_kind(samples[at], kind))
    if len(found.get("store", ())) > 1:
        found["store"] = name_first(sheet, found["store"], samples)
    if "abandoned" in {*known.values(), *found} and "answered" not in {*known.values(), *found}:
        put_processed(sheet, found, rest, samples)
    limited = [] if found.get("answered") else within_limit(sheet, columns, rest, samples)
    if limited:
        found["answered"] = limited
    words = _each_once(found, kind)
    doubtful = {at for at in limited if words.columns.get(at) == "answered"}
    words = replace(words, likely=words.likely | doubtful)
    if kind.name == "mystery_visit" and not {*kind.one_of} & {
        *known.values(),
        *words.columns.values(),
    }:
        whole = _whole(sheet, [at for at in rest if at not in words.columns], samples)
        words = _with_whole(words, whole)
    own = {**days.columns, **words.columns}
    left = [at for at in rest if at not in own]
    numbers, doubted = own_number(sheet, kind, left, columns, own, samples)
    own.update(numbers)
    return Proposed(
        {**known, **own},
        tuple(sorted(own)),
        days.likely | words.likely | frozenset(numbers if doubted else ()),
        {**days.rivals, **words.rivals},
    )


def _put_subjects_last(
    sheet: Sheet,
    found: dict[str, list[int]],
    kind: DatasetKind,
    samples: Sequence[Sequence[str]],
) -> None:
    """What a record is about is its sort, or what was said, only where no other column is."""
    for name in ("category", "comment"):
        places = found.get(name, [])
        others = [at for at in places if not _SUBJECT.search(sheet.headings[at])]
        if any(not says_kind(samples[at], kind) for at in others):
            found[name] = others


def _each_once(found: Mapping[str, list[int]], kind: DatasetKind) -> Proposed:
    """Each position for one column, in the order of the kind's columns; likely where another position
    or another column fits too, or where the stem names a part of the score."""
    taken: dict[int, str] = {}
    likely, rivals = set(), {}
    for name, places in found.items():
        open_ = [at for at in places if at not in taken]
        if not open_:
            continue
        at = open_[0]
        taken[at] = name
        elsewhere = any(at in others for other, others in found.items() if other != name)
        if name in _WEAK or is_asked(kind.name, name) or len(places) > 1 or elsewhere:
            likely.add(at)
            if open_[1:]:
                rivals[name] = tuple(open_[1:])
    return Proposed(taken, likely=frozenset(likely), rivals=rivals)


def _with_whole(words: Proposed, whole: int | None) -> Proposed:
    if whole is None:
        return words
    return replace(
        words,
        columns={**words.columns, whole: "overall"},
        likely=words.likely | {whole},
    )


def _whole(sheet: Sheet, free: Sequence[int], samples: Sequence[Sequence[str]]) -> int | None:
    """The column of scores that is the mean or the sum of the others, else the only one, else the
    last one: what a total is, whatever it is called."""
    scores = {}
    for at in free:
        if not samples[at] or not any(map(is_number, samples[at][:_LOOKED_AT])):
            continue
        values = pd.to_numeric(
            sheet.cells[at].iloc[:_COMPARED].str.rstrip("% ").str.replace(",", "."), errors="coerce"
        )
        counts_up = (values.diff().dropna() == 1).all()
        if (
            len(samples[at]) >= _FEWEST
            and values.notna().sum() >= _SAME * len(samples[at])
            and values.between(0, 100).sum() >= _SAME * values.notna().sum()
            and values.nunique() > 1
            and not counts_up
            and not is_measured(sheet.headings[at])
            and not is_personal(sheet.headings[at], samples[at])
            and _NOT.search(sheet.headings[at]) is None
        ):
            scores[at] = values
    for at in _near_totals(scores):
        values = scores[at]
        others = [other for other in scores if other != at]
        rest = pd.DataFrame({other: scores[other] for other in others})
        if len(others) > 1 and any(
            ((values - form).abs() <= _ROUNDED).mean() >= _SAME
            for form in (rest.mean(axis=1), rest.sum(axis=1))
        ):
            return at
    return next(reversed(scores), None)


def _near_totals(scores: Mapping[int, pd.Series]) -> list[int]:
    """The columns that may be the mean or the sum of the others, told without adding these up for each;
    what is only nearly so is among them."""
    if not scores:
        return []
    values = np.array([each.to_numpy(dtype=float, na_value=np.nan) for each in scores.values()])
    filled = ~np.isnan(values)
    total, count = np.nansum(values, axis=0), filled.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = total - np.where(filled, values, 0)
        most = _ROUNDED + _NEARLY * (1 + np.nansum(np.abs(values), axis=0))
        near = [
            ~(np.abs(values - form) > most) & filled for form in (sums, sums / (count - filled))
        ]
    return [at for row, at in enumerate(scores) if any(form[row].mean() >= _SAME for form in near)]


def speaks_of(heading: str, column: Column, kind: DatasetKind) -> bool:
    """Whether the words of a label say that what follows is the column."""
    if column.name == kind.date:
        return _rank(heading, kind) < len(_days(kind)) and not _other_day(heading, kind)
    return _speaks(heading, column.name, kind.name) and not about_customer(heading)


def _means(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    return (
        any(_speaks(text, column.name, kind.name) for text in (heading, *parts(heading)))
        and not _excluded(heading, cells, column, kind)
        and could_hold(column, cells, kind, heading)
        and not contradicts(heading, cells, column, kind)
    )


def _speaks(heading: str, name: str, kind: str) -> bool:
    stems = _stems(name, kind)
    return stems is not None and holds(heading, stems)


def _stems(name: str, kind: str) -> str | None:
    if kind in RECORDS and name != "store":
        return stems_of(kind, name)
    return _STEMS.get(name) or _WEAK.get(name)


def _excluded(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether a heading speaks of somebody else, or of a length of time or an amount."""
    if kind.name in RECORDS:
        return _is_no_record(heading, cells, column, kind)
    is_day = column.type in (Type.DATE, Type.MOMENT)
    return (
        about_customer(heading)
        or column.name == "compliance"
        and _NOT.search(heading) is not None
        or column.name == "employee"
        and about_superior(heading)
        or not column.personal
        and is_personal(heading, cells)
        or not is_day
        and column.type in (Type.NUMBER, Type.INTEGER)
        and is_measured(heading)
        or column.name in ("item", "section", "behaviour", "text")
        and all(map(is_number, cells))
        or column.name in ("attitude", "efficiency", "compliance")
        and not _vary(cells)
    )


def _is_no_record(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether a heading of complaints, requests and the like, whose customers are columns of
    their own, is not that of the column."""
    other, named = not_of(kind.name, column.name), column.personal or column.hashed
    return (
        is_somebody_else(heading, column, kind)
        or column.name == kind.person
        and about_superior(heading)
        or not named
        and is_personal(heading, cells)
        or other is not None
        and other.search(normal(heading).replace("_", " ")) is not None
        or column.name in _SORTED
        and not _come_again(cells)
        or column.name in _WRITTEN
        and all(map(_CODE.fullmatch, cells))
        or column.name == "comment"
        and _SORTS.search(heading) is not None
        and _are_sorts(cells)
        or _SUBJECT.search(heading) is not None
        and column.name in ("category", "comment")
        and (column.name == "category") != _are_sorts(cells)
    )


_CODE = re.compile(r"[-+]?[\d.,% ]+|(?=.*\d)[A-Za-z0-9][-A-Za-z0-9/#_.]{1,24}")  # no text
_SORTED = frozenset({"category", "rule", "department", "store", "region", "channel"})
_WRITTEN = frozenset({"comment", "cause", "name", "benefit"})
_FEW_SAID, _NEARLY_ALL = 3, 0.9  # different sorts; share of the cells that name the kind
_FEW_SORTS = 15  # different ones of a category, however few rows there are


_SORTS = re.compile(
    r"type|\btyp\b|\btipo\b|\bart\b|\bkind\b|nature|categor|kategorie|类型|類型|类别|類別|種類|種別"
    r"|性质|性質|分类|分類|유형",
    re.I,
)


# What a record is about in a word or in a sentence, which its cells tell.
_SUBJECT = re.compile(SUBJECT, re.I)


def _are_sorts(cells: Sequence[str]) -> bool:
    """Whether half of the cells and more say what others say too."""
    return len(cells) > 2 and 2 * len(set(cells)) <= len(cells)


def says_kind(cells: Sequence[str], kind: DatasetKind) -> bool:
    """Whether most cells only name the kind of record itself, such as "Formal complaint"."""
    return 2 * _share_of_kind(cells, kind) > 1


def _share_of_kind(cells: Sequence[str], kind: DatasetKind) -> float:
    if not kind.named_by or not cells:
        return 0.0
    named = sum(re.search(kind.named_by, cell, re.I) is not None for cell in cells)
    return named / len(cells)


def sorts_say(sheet: Sheet, kind: DatasetKind) -> bool:
    """Whether a column headed as one of sorts says in nearly every row what kind of record it is."""
    sorts = once(sheet, "sorts", lambda: _sorts_of(sheet))
    return any(_share_of_kind(told, kind) >= _NEARLY_ALL for told in sorts)


def _sorts_of(sheet: Sheet) -> list[list[str]]:
    """The cells of the columns of sorts in which one to three different ones come again."""
    columns = zip(sheet.headings, first_cells(sheet), strict=True)
    sorts = [cells for heading, cells in columns if _SORTS.search(normal(heading))]
    told = [[cell for cell in cells if not is_no_answer(cell)] for cells in sorts]
    return [cells for cells in told if len(cells) > 1 and len(set(cells)) <= _FEW_SAID]


def _come_again(cells: Sequence[str]) -> bool:
    """Whether few different texts come again, as what sorts records does."""
    told = [cell for cell in cells if not is_no_answer(cell)]
    return len(set(told)) <= max(_FEW_SORTS, len(told) // 2)


def _vary(cells: Sequence[str]) -> bool:
    """Whether numbers are no mere flags, as scores are."""
    return not set(cells) <= {"0", "1"}


def _by_number(
    sheet: Sheet,
    kind: DatasetKind,
    free: Collection[int],
    told: Mapping[int, str],
    known: Mapping[int, str],
    samples: Sequence[Sequence[str]],
) -> dict[int, str]:
    """The known columns, with the numbers of the staff in place of their names where each name goes
    with one number, and each number with one name."""
    at = next((at for at, name in known.items() if name == "employee"), None)
    if at is None or at in told or _are_numbers(samples[at]):
        return dict(known)
    found = [
        other
        for other in free
        if other not in known
        and _are_numbers(samples[other])
        and _means(sheet.headings[other], samples[other], kind.column("employee"), kind)
        and one_to_one(sheet, at, other)
    ]
    if len(found) != 1:
        return dict(known)
    return {**{place: name for place, name in known.items() if place != at}, found[0]: "employee"}


def _are_numbers(cells: Sequence[str]) -> bool:
    """Codes, and no addresses of mail, which may hold digits as well."""
    return are_codes(cells) and "@" not in cells[0]


# The day of the records.


def _day(
    sheet: Sheet,
    kind: DatasetKind,
    free: Collection[int],
    columns: Sequence[Column],
    samples: Sequence[Sequence[str]],
) -> Proposed:
    """The column of days that the records are likeliest of; certain where all name the same days."""
    moment = (
        kind.column(kind.date).type is Type.MOMENT
        or kind.name in ("event", "star")
        or kind.name in RECORDS
    )
    if not moment or kind.date not in {column.name for column in columns}:
        return Proposed({})
    found = [
        at
        for at in free
        if (at in dated_columns(sheet) or _are_months(sheet.headings[at], samples[at]))
        and not _other_day(sheet.headings[at], kind)
        and (kind.name in RECORDS or not about_customer(sheet.headings[at]))
    ]
    if not found:
        return Proposed({})
    # A form writes the time of day at which it was sent; the day of a visit was filled in by hand.
    stamped = {at for at in found if kind.name in _VISITS and ":" in "".join(samples[at][:1])}
    ranked = sorted(found, key=lambda at: (_rank(sheet.headings[at], kind), at in stamped, at))
    best, others = ranked[0], ranked[1:]
    if kind.name in RECORDS and _rank(sheet.headings[best], kind) < len(_days(kind)):
        # What comes later, or happens besides, is no rival of a day whose heading says what it is.
        first = _rank(sheet.headings[best], kind)
        others = [at for at in others if _rank(sheet.headings[at], kind) == first]
    differing = tuple(
        at
        for at in others
        if not _same_days(sheet, best, at) and not _ends(sheet.headings[best], sheet.headings[at])
    )
    if not differing and _rank(sheet.headings[best], kind) < len(_days(kind)):
        return Proposed({best: kind.date})
    rivals = {kind.date: differing} if differing else {}
    return Proposed({best: kind.date}, likely=frozenset({best}), rivals=rivals)


# Kinds that are about what happened on a day, which the sender of a form fills in.
_HAPPENED = KINDS - RECORDS | {"violation", "audit"}


def names_own_day(
    sheet: Sheet, kind: DatasetKind, free: Collection[int], samples: Sequence[Sequence[str]]
) -> bool:
    """Whether a heading above days speaks of that on which the record happened."""
    return kind.name in _HAPPENED and any(
        at in dated_columns(sheet)
        and _rank(sheet.headings[at], kind) == 0
        and not _other_day(sheet.headings[at], kind)
        for at in free
    )


def _ends(start: str, end: str) -> bool:
    """Whether two headings tell when the same thing began and ended: "Audit start", "Audit end"."""
    begun, ended = {*words(start)}, {*words(end)}
    return bool(begun & ended and begun & _BEGUN and ended & _ENDED)


def _days(kind: DatasetKind) -> tuple[re.Pattern, ...]:
    """What the day of its records may be called, the likeliest first."""
    return days_of_kind(kind.name) if kind.name in RECORDS else _DAYS


def _rank(heading: str, kind: DatasetKind) -> int:
    text, forms = heading.replace("_", " "), _days(kind)
    return next((rank for rank, form in enumerate(forms) if form.search(text)), len(forms))


def _other_day(heading: str, kind: DatasetKind) -> bool:
    """Whether a heading tells another day than that of the records."""
    if is_no_day_of(kind.name, heading) or kind.name == "staff_survey" and is_day_of_life(heading):
        return True
    if kind.name not in RECORDS:
        return is_other_day(heading)
    later, text = steps_of(kind.name), normal(heading).replace("_", " ")
    number = form_of(
        kind.name, kind.identifiers[0]
    )  # "1/2026" may be the first complaint of a year
    return any(
        form is not None and form.search(text) is not None for form in (OTHER_DAY, later, number)
    )


_MONTH = re.compile(r"month|monat|\bm[eê]s\b|\bmois\b|月", re.I)
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")


def _are_months(heading: str, cells: Sequence[str]) -> bool:
    """Whether a heading that speaks of months stands above numbers such as 202610."""
    return (
        bool(cells)
        and _MONTH.search(heading) is not None
        and all(map(_YEAR_AND_MONTH.fullmatch, cells))
    )


def _same_days(sheet: Sheet, one: int, other: int) -> bool:
    """Whether two columns of days agree but for the time of day."""
    return once(sheet, ("same days", one, other), lambda: _agree(sheet, one, other))


def _agree(sheet: Sheet, one: int, other: int) -> bool:
    first, second = (sheet.cells[at].iloc[:_COMPARED].tolist() for at in (one, other))
    pairs = [
        (_TIME.sub("", a), _TIME.sub("", b))
        for a, b in zip(first, second, strict=True)
        if not is_no_answer(a) and not is_no_answer(b)
    ]
    return bool(pairs) and sum(a == b for a, b in pairs) >= _SAME * len(pairs)
