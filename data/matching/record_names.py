"""What the headings, the title and the names of a file say of complaints, requests, purchases and
measured values: which of these kinds its rows are rather not."""

import re
from collections.abc import Iterable

from data.kinds.audits import TYPE_WORDS
from data.kinds.catalog import (
    DECISION,
    EVENT,
    EXAM_ITEM,
    NPS,
    PROBLEM,
    PURCHASE,
    SECTION_WEIGHT,
    SERVICE_REQUEST,
    SUPERVISOR_RATING,
    SURVEY,
    TARGET,
    TRAINING,
)
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.inspected import speaks_of_visits, was_inspected
from data.matching.match import Match
from data.matching.record_stems import DATE, NUMBER
from data.matching.worked_out import filled_of, once
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import folded
from data.values.looks import is_date, is_no_answer, is_number

_FEW_WORDS = 12  # of an answer scale
_RATHER_NOT, _HARDLY = 0.6, 0.3  # what the columns of a kind count then
# What only a request has.
_STEPS = frozenset({"closed", "first_answer", "answer_length", "urgency", "closed_by"})
_OF_COMPLAINTS = r"complain|grievance|投诉|投訴|客诉|客訴|beschwerde|reklamation|r[ée]clamation|plainte|\bqueja|\breclam|苦情|クレーム|불만"
r"|жалоб|претенз|рекламаци|reklamacj|klacht"
_NAMED = re.compile(_OF_COMPLAINTS, re.I)
_DAY_OR_NUMBER = re.compile(
    rf"(?:{_OF_COMPLAINTS}).{{0,12}}(?:{DATE}|{NUMBER}|received|\bam\b)|(?:{DATE}|n[°ºo]\.?).{{0,10}}(?:{_OF_COMPLAINTS})",
    re.I,
)
_TICKETS = re.compile(r"ticket|工单|工單|request|incident|helpdesk|anfrage|hotline|热线|熱線", re.I)


def names_complaints(sheet: Sheet, file: str) -> bool:
    """Whether a title or a name says that the rows are complaints, or the heading of their number or
    day does: a complaint among the types of requests does not."""
    names = (*sheet.title, sheet.name, file.replace("_", " "))
    if any(map(_DAY_OR_NUMBER.search, sheet.headings)):
        return True
    return any(map(_NAMED.search, names)) and not any(map(_TICKETS.search, names))


_ASKED = re.compile(
    r"survey|satisf|questionn|encuesta|umfrage|enqu[êe]te|调查|調查|问卷|問卷|满意|滿意", re.I
)


def names_complaint(text: str) -> bool:
    """Whether a name or a title speaks of complaints."""
    return _NAMED.search(text) is not None


def is_called_complaints(sheet: Sheet, file: str) -> bool:
    """Whether a title or the name of the file calls its rows complaints, and nothing a survey."""
    names = (*sheet.title, file.replace("_", " "))
    return any(map(_NAMED.search, names)) and not any(map(_ASKED.search, (*names, *sheet.headings)))


_MEASURED = re.compile(
    r"actual|\bresults?\b|achiev|measured|istwert|\bist\b|ergebnis|r[ée]alis|r[ée]sultat|resultad|实际|實際|完成值|达成|達成|结果|結果|实绩|実績"
    r"|监测|監測",
    re.I,
)
_AIMED = re.compile(
    r"target|\bgoals?\b|\bziel|\bsoll|objecti|objetiv|\bmeta\b|目标|目標|计划|計劃|\bdue\b|截止",
    re.I,
)


def says_measured(sheet: Sheet, file: str) -> bool:
    """Whether a heading, a title or a name speaks of what was reached, and none of what is to be."""
    texts = [text.replace("_", " ") for text in (*sheet.headings, *sheet.title, sheet.name, file)]
    return any(map(_MEASURED.search, texts)) and not any(map(_AIMED.search, texts))


_STAFF_ASKED = re.compile(
    r"mitarbeiterbefragung|(?:employee|staff) (?:survey|engagement|opinion|pulse|satisfaction)|engagement survey|pulse survey|员工(?:敬业|满意"
    r"|意见|文化|调研|调查|问卷)|員工(?:敬業"
    r"|滿意|意見|調查|問卷)|enquête (?:collaborateurs|salari|interne)|encuesta (?:de clima|a? ?emplead|interna)|(?:임직원|직원|구성원) ?(?:설문"
    r"|만족|의견|조사)|従業員|社員(?:満足|意識)",
    re.I,
)
_TENURE = re.compile(
    r"司龄|工龄|年资|年資|入职年限|\btenure|length of service|years of service|betriebszugeh|anciennet|antigüedad|勤続",
    re.I,
)
_CUSTOMERS = re.compile(r"customer|client|guest|客户|客戶|顾客|顧客|kunde|お客", re.I)


def asks_staff(sheet: Sheet, file: str) -> bool:
    """Whether a title or a name says that members of staff answered, or a heading asks how long they
    have been there, and none asks about the customer."""
    names = (*sheet.title, sheet.name, file.replace("_", " "))
    if any(map(_TENURE.search, sheet.headings)):
        return not any(map(_CUSTOMERS.search, sheet.headings))
    return any(map(_STAFF_ASKED.search, names)) and not any(map(_CUSTOMERS.search, names))


_SUGGESTED = re.compile(
    r"suggestion|\bideas?\b|\bid[ée]es?\b|proposal|vorschl[aä]g|\bideen|sugerencia|propuesta|sugest[õa]|建议|建議|提案|金点子|金點子|改善",
    re.I,
)


def _names_suggestions(sheet: Sheet, file: str) -> bool:
    """Whether a title or a name says that the rows are suggestions, and none that they are
    requests."""
    names = (*sheet.title, sheet.name, file.replace("_", " "))
    return any(map(_SUGGESTED.search, names)) and not any(map(_TICKETS.search, names))


def lacks_answers(kind: DatasetKind, sheet: Sheet, proposed: Match) -> bool:
    """Whether nothing in a file could be the answers of a survey: no numbers, and no few words that
    come again."""
    found = map(kind.column, proposed.columns.values())
    if not kind.answered or any(kind.is_result(column) for column in found):
        return False
    rest = [at for at in range(len(sheet.headings)) if at not in proposed.columns]
    return not any(_could_answer(filled_of(sheet, at)) for at in rest)


def _could_answer(cells: list[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    if not told or any(is_date(cell) and not is_number(cell) for cell in told):
        return False
    if all(map(is_number, told)):
        return True
    words = not any(":" in cell and cell[:1].isdigit() for cell in told)  # no times of day
    return words and len(set(told)) <= _FEW_WORDS and len(set(told)) < len(told)


_INSPECTED = re.compile(
    r"\b(?:inspection|audit|visit)\W*$|(?:检查|檢查|巡检|巡檢|稽核|抽查)$", re.I
)
_OF_COURSES = re.compile(r"course|training|quiz|exam|test|课|課|培训|培訓|考", re.I)


def _says_inspected(sheet: Sheet) -> bool:
    """Whether a column says of most rows that they were inspections, and heads no courses."""
    return once(sheet, "inspected", lambda: _were_inspected(sheet))


def _were_inspected(sheet: Sheet) -> bool:
    for at, heading in enumerate(sheet.headings):
        cells = filled_of(sheet, at)
        said = sum(_INSPECTED.search(cell) is not None for cell in cells)
        if cells and 2 * said > len(cells) and not _OF_COURSES.search(heading):
            return True
    return False


def _is_called_visits(sheet: Sheet, file: str) -> bool:
    """Whether a title or the name of the file says that somebody was sent, and a heading who or
    when."""
    named = (*sheet.title, file.replace("_", " "))
    return speaks_of_visits(named) and was_inspected(sheet.headings)


_UPHELD = re.compile(r"обоснован|upheld|substantiat|justif|berechtigt|属实|屬實|procedente", re.I)


def _says_upheld(sheet: Sheet) -> bool:
    """Whether a heading says that it was looked into who was right."""
    return any(map(_UPHELD.search, sheet.headings))


def counts_for(kind: DatasetKind, sheet: Sheet, file: str) -> float:
    """What the columns of a kind count in a file that speaks of another one."""
    if kind is SERVICE_REQUEST and (
        names_complaints(sheet, file)
        or _says_upheld(sheet)
        or _names_suggestions(sheet, file)
        or _is_sold(sheet)
    ):
        return _RATHER_NOT
    if kind in (TRAINING, EXAM_ITEM, SUPERVISOR_RATING) and _says_inspected(sheet):
        return _RATHER_NOT
    if kind is SUPERVISOR_RATING and _is_called_visits(sheet, file):
        return _HARDLY
    if kind in (SURVEY, NPS) and asks_staff(sheet, file):
        return _HARDLY
    if kind in (SURVEY, NPS) and is_called_complaints(sheet, file):
        return _RATHER_NOT
    if kind in (SERVICE_REQUEST, EVENT, PROBLEM) and is_disciplined(sheet):
        return _RATHER_NOT
    if kind is DECISION and _names_suggestions(sheet, file):
        return _RATHER_NOT
    if kind in (EVENT, PROBLEM) and names_complaints(sheet, file):
        return _RATHER_NOT
    if kind is SECTION_WEIGHT and names_types(sheet.headings):
        return _HARDLY
    return _HARDLY if kind is TARGET and says_measured(sheet, file) else 1.0


def names_types(headings: Iterable[str]) -> bool:
    """Whether headings are the types of culture, among which points are shared."""
    return sum(folded(heading) in _TYPES for heading in headings) >= _MOST_TYPES


_MOST_TYPES = 3  # of the four
_TYPES = frozenset(folded(word) for words in TYPE_WORDS.values() for word in words if len(word) > 1)


_WARNED = re.compile(
    r"(?:verbal|oral|written|final)\W+(?:\w+\W+)?warning|dismiss|terminat|suspen|demotion|abmahnung|avertissement|amonestaci|口头警告|口頭警告"
    r"|书面警告|書面警告|记过|記過|辞退|辭退|申誡|譴責|けん責",
    re.I,
)


def is_disciplined(sheet: Sheet) -> bool:
    """Whether a column says of most rows how staff were warned or punished."""
    return once(sheet, "disciplined", lambda: _is_disciplined(sheet))


def _is_disciplined(sheet: Sheet) -> bool:
    for at in range(len(sheet.headings)):
        cells = filled_of(sheet, at)
        if cells and 2 * sum(map(bool, map(_WARNED.search, cells))) > len(cells):
            return True
    return False


def _is_sold(sheet: Sheet) -> bool:
    """Whether rows name a customer and an amount, and nothing of how a request went."""
    sold = {*match(sheet, PURCHASE, Options()).columns.values()}
    if not {"customer", "amount"} <= sold:
        return False
    return not _STEPS & {*match(sheet, SERVICE_REQUEST, Options()).columns.values()}
