"""Whether a heading and the cells below it mean a column: similar words, and cells that such a
column could hold."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice

from data.kinds.schema import Column, DatasetKind, Type
from data.matching.alike_words import as_words
from data.matching.asked_words import are_asked_about, is_state_asked_about
from data.matching.cell_looks import (
    are_yes_or_no,
    begins_with_digit,
    count_on,
    is_file,
    is_nobody,
    is_sentence,
    is_time_of_day,
    is_within_hundred,
    says_nothing_in_words,
    says_whether,
)
from data.matching.days_of_people import is_no_day_of
from data.matching.heading_says import JUDGED, is_measured, is_other_day
from data.matching.nps_groups import GROUPS
from data.matching.personal import about_customer, about_staff, about_superior
from data.matching.questions import asks_for, is_asked_for
from data.matching.rated_thing import is_of_what_was_rated
from data.matching.record_stems import PAPERS
from data.matching.sampled import Sample, known_of, told_by
from data.matching.somebody_else import is_somebody_else
from data.matching.with_unit import has_unit
from data.text.folding import (
    doubts,
    fold,
    is_listed,
    normal,
    parts,
    stated_maximum,
    words,
)
from data.text.writing import folded
from data.values.cells import choice_of, spellings
from data.values.durations import seconds
from data.values.looks import (
    is_answer,
    is_date,
    is_no_answer,
    is_number,
    is_prose,
    is_serial,
    is_unsaid,
    is_written_score,
)
from data.values.scale_words_parts import BARE
from data.values.words import known_words, says_nothing, stars

_ASKED = 0.8  # for a whole question that asks for the column
_DOUBTED = 0.6  # for a listed word that means something else as well
# Letters of a single word that tells much wherever it stands in a question, or above free text.
_TELLING, _TELLING_TEXT = 8, 6
_FEW_ROWS, _FEW_COUNTS = 5, 2  # rows from which on so few numbers say how many
_LONGEST_NAME = 40  # characters of the name of a unit or a person
_NUMBER_WORDS = {"id", "no", "number", "nr"}
_NUMBERED = ("号", "號", "编", "編", "码", "碼", "番", "번호", "номер", "nummer", "numer", "matric")
_OF_OTHERS = {
    "store",
    "branch",
    "shop",
    "site",
    "location",
    "facility",
    "department",
    "dept",
    "team",
    "survey",
    "form",
    "questionnaire",
    "campaign",
    "course",
    "quiz",
    "exam",
    "product",
    "order",
    "user",
    "account",
    "phone",
    "company",
    "organization",
    "organisation",
    "question",
    "project",
    "group",
    "business",
    "establishment",
    "license",
    "licence",
    "permit",
    "template",
}
# The same where it stands next to the number alone: a hotel audit ID numbers audits.
_NEXT_TO_NUMBER = {
    *("hotel", "restaurant", "clinic", "hospital", "practice", "outlet", "property", "venue"),
    *("dealer", "station", "airport", "listing", "provider", "vehicle", "room", "table", "till"),
    *("terminal", "device", "sku", "asin", "city", "region", "area", "zone", "country"),
    *("member", "subscriber", "rider", "cliente", "clientes", "usuario", "usuário", "utente"),
    *("klient", "kunde", "kunden", "paciente", "membro", "socio", "sócio", "tienda", "sucursal"),
    *("loja", "filial", "filiale", "magasin", "negozio", "producto", "produto", "pedido", "orden"),
    *("empresa", "empleado", "funcionario", "funcionário", "vendedor", "agente", "curso"),
}
_WHO_IS_JUDGED = re.compile(
    r"被[评評考]|\b(?:ratee|appraisee|evaluatee)\b|\brated (?:person|employee|staff)\b", re.I
)
_RATING = re.compile(r"\b(?:ratings?|scores?|stars?)\W*$|评分|評分|打分|评级|評級|星级|星級", re.I)
_NAMES = {"name", "names"}  # of what, the words before it say
_PERSONS = {
    "employee",
    "staff",
    "learner",
    "student",
    "trainee",
    "participant",
    "user",
    "person",
    "agent",
    "worker",
    "member",
    "candidate",
    "attendee",
    "first",
    "last",
    "full",
    "your",
    "display",
    "player",
    "colleague",
    "associate",
    "rater",
    "manager",
    "supervisor",
    "s",
}
_SEGMENT = "segment"
_COURSE = "course"  # a name, though some of them are numbers that come again
_PLACES = {"department", "store", "region", "channel", "segment", "position"}
# Where the customer lives, and which part of what is sold.
_NO_REGION = re.compile(r"(?<![a-z])(?:state|products?)(?![a-z])|产品|產品|商品", re.I)
_STANDARD = re.compile(
    r"official|standard|canonical|offiziell|oficial|正式|标准|標準|统一|統一", re.I
)
_COORDINATES = re.compile(  # where somebody stood
    r"(?:point\s*)?\(?\s*-?\d{1,3}\.\d+\s*[,;\s]\s*-?\d{1,3}\.\d+\s*\)?", re.I
)
_OF_A_COURSE = {"type", "status", "category", "version", "language", "provider", "duration", "mode"}
_OF_LEARNERS = ("training", "exam_item", "roster")
_RATEABLE, _HIGHEST_MARK = {"location", "facility", "facilities", "property"}, 10
_HUNDRED, _TEN = (0, 100), (0, 10)
_OF_ANSWERS = frozenset({"survey", "nps"})  # whose numbers stand beside sentences
_FEW_FIT = 0.3  # share of cells under a known heading of which a column must be able to hold more
_LONGEST_ANSWER = 30  # letters, on average, of the words of a scale
_SEVERAL, _FEW_ANSWERS = 10, 7  # cells among which so few different ones are rather answers
_MOST_WORDS = 12  # of an answer scale; more different texts are free answers
_LONGEST_PROSE = 60  # letters, on average, of what is still a name


def likeness(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> float:
    """How probably a heading means the column, 0 to 1; 0 where the cells speak against it. `cells`: some
    filled cells of the column of the file."""
    score = as_words(heading, column, _telling(column, kind))
    texts = (heading, *parts(heading)) if is_asked_for(column, kind) else ()
    if any(asks_for(text, column, kind) for text in texts):
        score = max(score, _ASKED)
    if doubts(heading, column.name, kind) and not _are_sorts(cells, column, kind):
        score = max(score, _DOUBTED)
    last = words(heading)[-1:]
    numbered = bool(last) and last[0] in _NUMBER_WORDS
    own_number = numbered and _numbers_records(column, kind)
    if own_number:
        score = max(score, 0.3)
    # Most headings have nothing to do with the column, so that is found out first.
    if not score or _means_else(heading, last, column, kind):
        return 0.0
    if numbered and not own_number and not column.personal:
        return 0.0
    return score if could_hold(column, cells, kind, heading) else 0.0


def _are_sorts(cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether few short words come again above which a word such as "Details" heads no remarks."""
    return is_remark(column, kind) and 2 * len(set(cells)) <= len(cells)


def speaks_against(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether a known heading cannot mean the column; one that is only listed needs cells that fit,
    since marks, dates and numbers of else stand under words of a trade as well."""
    if contradicts(heading, cells, column, kind):
        return True
    if is_state_asked_about(heading, told_by(cells), column, kind):
        return False
    if not is_listed(heading, column.name, kind):
        return False
    if column.name.endswith("_id") and not column.required and _are_counted(cells):
        return True  # the same numbers are others' next month
    if _is_numbered(heading) and not _numbers_records(column, kind):
        return False
    marks = column.personal and not column.required and bool(cells) and all(map(is_number, cells))
    return marks or not could_hold(column, cells, kind, heading)


def _are_counted(cells: Sequence[str]) -> bool:
    """Whether cells count the rows, each of which has a number of its own."""
    return len(set(cells)) == len(cells) and count_on(cells)


def _is_numbered(heading: str) -> bool:
    """Whether a heading says that numbers or codes stand below it."""
    told = words(heading)
    return not {*_NUMBER_WORDS, "code"}.isdisjoint(told) or any(
        word in fold(heading) for word in _NUMBERED
    )


def _means_else(heading: str, last: tuple[str, ...], column: Column, kind: DatasetKind) -> bool:
    """Whether a heading that resembles the column says that something else stands below it. `last`:
    its last word."""
    return (
        is_somebody_else(heading, column, kind)
        or column.personal
        and JUDGED.search(heading) is not None
        and _WHO_IS_JUDGED.search(heading) is None
        or column.name == "region"
        and _NO_REGION.search(heading) is not None
        or column.name == "name"
        and _STANDARD.search(heading) is not None  # what names are shown as
        or column.name == "customer"
        and PAPERS.search(heading) is not None
        or column.name == "channel"
        and "distribution" in words(heading)  # of the questionnaire
        or column.name == kind.person
        and kind.name in _OF_LEARNERS
        and about_superior(heading)
        or column.name == "course"
        and not _OF_A_COURSE.isdisjoint(last)
        or column.name == "maximum"
        and stated_maximum(heading) is not None  # so the points stand below it
        or column.name == kind.date
        and (is_other_day(heading) or is_no_day_of(kind.name, heading))
        or kind.is_result(column)
        and is_measured(heading)
        or column.name.endswith("_id")
        and len(words(heading)) > 1
        and not _NAMES.isdisjoint(last)
        or _numbers_records(column, kind)
        and (_numbers_others(heading) or kind.name in _OF_ANSWERS and is_of_what_was_rated(heading))
        or column.personal
        and not _NAMES.isdisjoint(last)
        and not _PERSONS.intersection(words(heading)[:-1])
    )


def contradicts(heading: str, cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether a known heading cannot mean the column, since most cells below it are clearly
    something else.

    Where single cells are wrong, or words of answers not known, the heading counts: they are told
    or asked about.
    """
    if is_somebody_else(heading, column, kind):
        return True
    if _numbers_records(column, kind) and about_staff(heading):
        return True
    told = told_by(cells)
    return bool(told) and _are_something_else(heading, told, column, kind)


def _are_something_else(
    heading: str, told: Sequence[str], column: Column, kind: DatasetKind
) -> bool:
    if column.type in (Type.DATE, Type.MOMENT):
        return not _some(told, _may_be_date)
    if column.type in (Type.NUMBER, Type.INTEGER):
        return _are_no_numbers(told, column, kind)
    if column.choices:
        if is_state_asked_about(heading, told, column, kind):
            return False
        return _are_no_choices(told, column, kind)
    if _are_no_place(told, column) or _are_no_course(heading, told, column):
        return True
    if kind.is_code(column):
        return _are_no_codes(heading, told, column, kind)
    several = len(told) > 2  # one remark may be a mere "No"
    return not column.required and _most(
        told, lambda cell: is_number(cell) or is_date(cell) or several and says_whether(cell)
    )


def _are_no_numbers(told: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    if column.type is Type.INTEGER and _some(told, lambda cell: cell.endswith("%")):
        return True  # a share is no count
    unread = not _some(
        told, lambda cell: _may_be_score(cell, column) or has_unit(cell, column)
    ) and (not _takes_words(column, kind) or not _are_answer_words(told))
    of_hundred = column.scaled or (column.low, column.high) == _HUNDRED
    return unread or of_hundred and not _some_known(told, is_within_hundred)


def _are_no_choices(told: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    if are_asked_about(told, column, kind):
        return False
    known = _some(told, lambda cell: _is_choice(cell, column))
    words_only = not column.stems and _some(
        told, lambda cell: not is_number(cell) and not is_prose(cell)
    )
    return not known and (column.name in kind.one_of or not column.required and not words_only)


def _are_no_place(told: Sequence[str], column: Column) -> bool:
    if column.name == _SEGMENT and all(map(GROUPS.fullmatch, told)):
        return True  # what the score itself says
    return column.name in _PLACES and _most(told, _COORDINATES.fullmatch)


def _are_no_course(heading: str, told: Sequence[str], column: Column) -> bool:
    if column.name != _COURSE:
        return False
    if is_measured(heading) and _most(told, begins_with_digit):
        return True  # how long somebody was there
    if _most(told, is_file):
        return True  # what was read for it
    different = len(set(told)) * 2 > len(told) > 2
    return different and _most(told, lambda cell: is_number(cell) or is_date(cell))


def _are_no_codes(heading: str, told: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    if column.name == "visit_id" and _most(told, is_time_of_day):  # the same elsewhere
        return True
    if column.personal and (_most(told, is_nobody) or are_yes_or_no(told)):
        return True
    if (column.personal or column.name in _PLACES) and _most(told, is_file):
        return True
    if _most(told, _is_verdict) or _are_marks(heading, told, column):
        return True
    return (
        _most(told, lambda cell: is_date(cell) and not is_number(cell))
        and column.name not in kind.identifiers
        or (column.personal or column.name in _PLACES)
        and _is_long(told)
    )


def are_verdicts(cells: Sequence[str]) -> bool:
    """Whether cells are few words of an answer scale that come again, rather than remarks."""
    told = [cell for cell in cells if not is_no_answer(cell)]
    few = len(told) >= _SEVERAL and len(set(told)) <= _FEW_ANSWERS
    return few and _most(told, _is_verdict)


def is_remark(column: Column, kind: DatasetKind) -> bool:
    """Whether a column holds free text that no number depends on."""
    return (
        column.type is Type.TEXT
        and not column.choices
        and not column.required
        and not kind.is_code(column)
    )


@lru_cache(maxsize=20_000)
def _is_verdict(cell: str) -> bool:
    """A word of an answer scale, which names nobody and no place."""
    return not is_number(cell) and folded(cell) not in BARE and bool(known_words({cell: 1}))


def _are_marks(heading: str, cells: Sequence[str], column: Column) -> bool:
    """Whether a heading such as "Staff" or "Location" stands above marks up to ten, which are no
    names."""
    rateable = column.personal or fold(heading) in _RATEABLE
    plain = [cell.replace(".", "", 1) for cell in cells]
    return (
        rateable
        and not _is_numbered(heading)
        and len(cells) > 1
        and all(
            cell.isdecimal() and float(written) <= _HIGHEST_MARK
            for cell, written in zip(plain, cells, strict=True)
        )
    )


def _takes_words(column: Column, kind: DatasetKind) -> bool:
    """Whether the answers that a file is about stand in this column, perhaps in words that nobody
    knows yet."""
    return column.required and (column.scaled or kind.name == "nps")


def _is_long(cells: Sequence[str]) -> bool:
    return (
        len(set(cells)) > 1
        and sum(map(len, cells)) > _LONGEST_PROSE * len(cells)
        and _most(cells, is_prose)
    )


def _may_be_date(cell: str) -> bool:
    """Anything with digits that is no plain small number, no length of time and no address: dates
    are written in many ways."""
    if is_date(cell) or is_serial(cell):
        return True
    digits = sum(letter.isdigit() for letter in cell)
    lasts = seconds(normal(cell)) is not None and not cell.isdigit()
    return (
        digits > 0
        and "@" not in cell
        and not lasts
        and (digits >= 4 or not is_number(cell))
        and len(cell) <= 60
    )


def _may_be_score(cell: str, column: Column) -> bool:
    """A number, an answer that begins or ends with one, stars, a smiley, or a word of a scale."""
    return (
        is_number(cell)
        or is_written_score(cell)
        or is_answer(cell)
        or folded(cell) in spellings(column)
        or stars(cell) is not None
        or not any(letter.isalnum() for letter in cell)
        or bool(known_words({cell: 1}))
    )


def _are_answer_words(cells: Sequence[str]) -> bool:
    """Few short texts that come again, as the answers of a scale that nobody knows do, or one text
    only."""
    different = set(cells)
    few = (
        1 < len(different) <= _MOST_WORDS
        and (2 * len(different) <= len(cells) or len(cells) <= _MOST_WORDS)
        or len(cells) == 1
    )
    short = sum(map(len, different)) <= _LONGEST_ANSWER * len(different)
    return few and short and not _most(cells, lambda cell: is_prose(cell) or "@" in cell)


def _is_choice(cell: str, column: Column) -> bool:
    if column.stems:
        return choice_of(cell, column) is not None
    return fold(cell) in {fold(word) for choice in column.choices for word in choice} or folded(
        cell
    ) in spellings(column)


def _some(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return sum(map(fits, cells)) > _FEW_FIT * len(cells)


def _some_known(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Whether enough cells fit a function that has a name, by which its answer is kept."""
    return known_of(cells, ("some", fits), lambda: _some(cells, fits))


def _numbers_others(heading: str) -> bool:
    """Whether a heading numbers somebody or something else than the record, such as a member of
    staff or the questionnaire."""
    return (
        about_staff(heading)
        or about_customer(heading)
        or bool(_OF_OTHERS.intersection(words(heading)[:-1]))
        or is_next_to_other(heading)
    )


def is_next_to_other(heading: str) -> bool:
    """Whether the last word of a heading, "ID" or "No", stands next to a word for a place or for
    somebody or something else that is no record."""
    return bool(_NEXT_TO_NUMBER.intersection(words(heading)[-2:-1]))


def could_hold(column: Column, cells: Sequence[str], kind: DatasetKind, heading: str = "") -> bool:
    """Whether these filled cells could be values of the column; an empty column could be anything.
    `heading`: what stands above them."""
    told = _scaled(cells) if column.scaled else told_by(cells)
    if not told:
        return True
    if column.type in (Type.DATE, Type.MOMENT):
        return _most_known(told, _may_be_day)
    if column.type in (Type.NUMBER, Type.INTEGER):
        spelt = spellings(column)
        numbers = _most(
            told,
            lambda cell: is_number(cell) or folded(cell) in spelt or has_unit(cell, column),
        )
        flags = (column.scaled or (column.low, column.high) == _HUNDRED) and _are_flags(
            told, heading
        )
        labelled = _takes_labels(column) and not all(map(is_number, told))
        return numbers and not flags or labelled and _most_known(told, _is_answered)
    if column.choices:
        known = _most(told, lambda cell: _is_choice(cell, column))
        return known or are_asked_about(told, column, kind)
    if _numbers_records(column, kind):
        return len(set(told)) >= 0.9 * len(told) and not (
            kind.name in _OF_ANSWERS and _most(told, is_sentence)
        )
    if column.personal or column.name in kind.dimensions:
        short = sum(map(len, told)) <= _LONGEST_NAME * len(told)
        several_people = column.personal and len(set(told)) > 1
        return (
            short
            and (column.personal or not all(map(is_unsaid, told)))
            and not _most_known(told, is_date)
            and not _most_known(told, is_nobody)
            and not (column.personal and are_yes_or_no(told))
            and not _most_known(told, is_file)
            and not _most_known(told, _is_verdict)
            and not (any(map(_is_labelled, told)) and _most_known(told, _is_point))
            and (several_people or not _most_known(told, is_number))
        )
    if (
        column.name in kind.identifiers
    ):  # one of several: the number of an item, of a visit with many lines
        return not _most_known(told, is_date) and not _counts_items(column, told)
    return not _most_known(told, says_nothing_in_words)


def _counts_items(column: Column, told: Sequence[str]) -> bool:
    """Whether the same numbers stand below an item again and again: how many items there are."""
    few = len(told) > _FEW_ROWS and len(set(told)) <= _FEW_COUNTS
    return column.name == "item" and few and all(map(is_number, told))


def _scaled(cells: Sequence[str]) -> Sequence[str]:
    """The cells that hold an answer of a scale."""
    told = told_by(cells)
    return known_of(
        told, "scaled", lambda: Sample([cell for cell in told if not says_nothing(cell)])
    )


def _is_labelled(cell: str) -> bool:
    """A point with its label, as in "5 (very good)"."""
    return cell[:1].isdigit() and is_written_score(cell)


def _may_be_day(cell: str) -> bool:
    return is_date(cell) or is_serial(cell)


def _is_point(cell: str) -> bool:
    return is_number(cell) or _is_labelled(cell)


def _takes_labels(column: Column) -> bool:
    """Whether answers on a scale stand in the column, some of them with their labels."""
    return column.scaled or (column.low, column.high) == _TEN


def _is_answered(cell: str) -> bool:
    return is_number(cell) or is_answer(cell) or is_written_score(cell)


def _numbers_records(column: Column, kind: DatasetKind) -> bool:
    """Whether each record has a number of its own in this column, as answers and visits do."""
    return kind.numbered[:1] == (column.name,)


def _are_flags(cells: Sequence[str], heading: str) -> bool:
    """Whether the cells only say that an option was chosen: 0 and 1, or ten times the same where no
    heading says that they are ratings."""
    different = set(cells)
    return (
        different <= {"0", "1"}
        and "0" in different
        or len(cells) >= 10
        and len(different) == 1
        and _RATING.search(heading) is None
    )


def _most(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    return sum(bool(fits(cell)) for cell in cells) >= 0.7 * len(cells)


def _most_known(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether most cells fit, by a function that has a name, by which its answer is kept."""
    return known_of(cells, fits, lambda: _most(cells, fits))


def _telling(column: Column, kind: DatasetKind) -> int | None:
    """Letters from which a single word counts anywhere in a heading; None: only as its last
    word."""
    if column.type in (Type.NUMBER, Type.INTEGER):
        return _TELLING
    named = column.personal or column.name in (*kind.dimensions, *kind.identifiers)
    return None if column.type is not Type.TEXT or column.choices or named else _TELLING_TEXT


def sample(cells: Sequence[str], most: int = 200) -> Sample:
    """Some filled cells, half-width and stripped, from the first rows."""
    return Sample([normal(cell) for cell in islice(filter(None, cells), most)])
