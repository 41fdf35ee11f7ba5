"""How surely the rows of a file are of one kind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.kinds.catalog import (
    BEHAVIOUR_CHECK,
    EVENT,
    EXAM_ITEM,
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    PRAISE,
    PURCHASE,
    ROSTER,
    SERVICE_REQUEST,
    SUPERVISOR_RATING,
    TARGET,
    TRAINING,
    UNIT,
)
from data.kinds.schema import Column, DatasetKind
from data.matching.answered import is_about_answers, is_another
from data.matching.as_kind import OF_CUSTOMERS, as_kind, with_items
from data.matching.column_trust import LIKELY, trust_in
from data.matching.exam_cells import are_names, nameless
from data.matching.exam_file import has_lone_points, has_results, names_person
from data.matching.exam_marks import marked_items
from data.matching.exam_signs import says_exam
from data.matching.headings import is_nameless, match
from data.matching.inferred import with_own_words
from data.matching.inspected import speaks_of_visits, tells_respondents, was_inspected
from data.matching.long_form import LongForm, long_form
from data.matching.match import Match
from data.matching.month_columns import has_months
from data.matching.named_kinds import named_kinds
from data.matching.personal import about_staff
from data.matching.praise_givers import names_giver
from data.matching.ratings import sums_up
from data.matching.record_names import asks_staff, counts_for, lacks_answers
from data.matching.record_stems import KINDS as RECORDS
from data.matching.sheet_about import AboutSheet
from data.matching.staff_survey import answered_themselves, staff_headings, training_headings
from data.matching.store_list import looks_like_stores, names_stores
from data.matching.target_columns import has_stages, is_wide, names_targets
from data.matching.unsaid_lists import names_praise
from data.matching.visit_points import lost_points
from data.matching.wide_attempts import one_a_result
from data.matching.wide_courses import one_a_course
from data.reading.options import Options
from data.reading.sheet import Sheet

OF_EXAMS = (TRAINING, EXAM_ITEM)
OF_STAFF = 0.3  # what their columns count where staff seem to have answered, or were sent
_NO_RESULT = 0.6  # the same of kinds about single members of staff
_FEW_USED = 0.25  # share of the columns of a list of events
_WITH_TOTAL = 0.7  # what the items of visits count beside their total
_RESULTS = ("overall", "score")
_SATISFIED = re.compile(r"满意|滿意|satisf|zufried|\bnps\b", re.I)
_NAMED = 0.3  # what a unit counts that may stand in place of a person, since most files have one
_ONE_OF = 0.4  # what a question counts whose rows may hold the score
_OF_SHOPPER = 0.6  # what a total up to ten counts of a visit beside the name of the shopper
_UNSAID = 0.7  # what a column counts that a file of exams need not have
_NAMELESS = 0.6  # sureness of a file without headings that holds letters of options
_OF_RATINGS = (*OF_CUSTOMERS, "supervisor_rating", "mystery_visit")
_OF_REQUESTS = 0.9  # what columns of answers count beside requests, where no heading is sure
_NO_EXAM = 0.4  # what the columns of ratings count in a file of exams
_UNNAMED = 0.5  # the same of a survey of staff that names none
_OF_MANAGER = re.compile(
    r"(?:\b|_)(?:mgr|managers?|supervisors?|vorgesetzte\w*)(?:\b|_)|上级|上級|主管", re.I
)
_WHO_AND_WHEN = {"employee", "name", "date"}


def sureness(sheet: Sheet, kind: DatasetKind, is_exam: bool, name: str, about: AboutSheet) -> float:
    """From 0 to 1: mostly how many required columns are there and hold what they should, then how
    much of the file is used. `name`: of the file; `is_exam`: whether it holds results of exams."""
    if kind is EXAM_ITEM and is_nameless(sheet) and marked_items(sheet, Options()).slots:
        return _NAMELESS
    looked = _looked_at(sheet, kind, is_exam, name, about)
    held = _held(looked)
    for doubt in _DOUBTS:
        held *= doubt(looked)
    lacking = (
        1 if looked.either else max(1, sum(kind.column(name).required for name in kind.one_of))
    )  # of several of which one is enough all are lacking
    asked = len(looked.required) + (lacking if kind.one_of else 0)
    return round(0.8 * held / asked + 0.2 * looked.used, 3)


@dataclass(frozen=True)
class _Looked:
    """A file looked at as one kind. `given`: as it was handed over; `plain`: with a row for each
    record; `sheet`: with one for each answer of an exam, too, whose items count `seen`; `either`:
    what those columns count of which one is enough."""

    kind: DatasetKind
    name: str
    about: AboutSheet
    is_exam: bool
    given: Sheet
    plain: Sheet
    sheet: Sheet
    seen: float
    proposed: Match
    required: tuple[Column, ...]
    either: float
    ways: tuple[LongForm, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the file is called: its titles, its sheet, itself."""
        return (*self.given.title, self.given.name, self.name)

    @cached_property
    def columns(self) -> set[str]:
        """The columns of the kind that the file has."""
        return {*self.proposed.columns.values()}

    @property
    def needed(self) -> set[str]:
        """What tells records of the kind from others, besides their day."""
        return {column.name for column in self.required} | {*self.kind.one_of}

    @property
    def used(self) -> float:
        """The share of its columns that the kind uses."""
        both = len(self.proposed.columns) + len(self.proposed.unused)
        return len(self.proposed.columns) / both


def _looked_at(
    sheet: Sheet, kind: DatasetKind, is_exam: bool, name: str, about: AboutSheet
) -> _Looked:
    plain = as_kind(sheet, kind, is_exam, name, about)
    items, seen = with_items(
        one_a_course(one_a_result(plain, kind, Options()).sheet, kind, Options()).sheet, kind
    )
    proposed = match(items, kind, with_own_words(items, kind, Options()))
    either = _either(items, proposed, kind)
    is_unsaid = kind is TRAINING and not either
    is_unsaid = is_unsaid and bool(is_exam and has_lone_points(plain) or nameless(plain))
    return _Looked(
        kind=kind,
        name=name,
        about=about,
        is_exam=is_exam or is_unsaid,
        given=sheet,
        plain=plain,
        sheet=items,
        seen=seen,
        proposed=proposed,
        required=tuple(
            column
            for column in kind.columns
            if column.required and column.name not in (*kind.one_of, *kind.placed_by)
        ),
        either=_UNSAID if is_unsaid else either,
        ways=tuple(long_form(items, kind, proposed, Options())),
    )


def _either(sheet: Sheet, proposed: Match, kind: DatasetKind) -> float:
    """What those columns count of which one is enough: an empty one nothing, unless it waits for
    results that are still to come."""
    found = max(
        (
            trust_in(sheet, proposed, column, kind) * _weight(column, kind)
            for column in map(kind.column, kind.one_of)
            if kind.is_result(column) or not _is_hollow(sheet, proposed.position(column.name))
        ),
        default=0.0,
    )
    lost = kind is MYSTERY_VISIT and not found and lost_points(sheet) is not None
    if 0 < found < _OF_SHOPPER and kind is MYSTERY_VISIT and _names_shopper(proposed):
        return _OF_SHOPPER
    return LIKELY if lost else found


def _names_shopper(proposed: Match) -> bool:
    at = proposed.position("shopper")
    return at is not None and at not in proposed.likely


def _weight(column: Column, kind: DatasetKind) -> float:
    is_unit = kind.is_code(column) and not column.required and not kind.named_by
    return _NAMED if is_unit else 1.0


def _held(looked: _Looked) -> float:
    """What the columns count that the kind needs."""
    kind = looked.kind
    certain = any(way.certain for way in looked.ways)
    held = (
        sum(trust_in(looked.sheet, looked.proposed, column, kind) for column in looked.required)
        + looked.either
        + (LIKELY if certain else _ONE_OF if looked.ways else 0)
        + looked.seen
    )
    if kind is TARGET and _tells_targets(looked, held):
        return LIKELY * len(looked.required)
    if not looked.is_exam:
        return held
    if kind is EXAM_ITEM and looked.seen and looked.proposed.position("course") is None:
        held += _UNSAID
    if kind is TRAINING and looked.either:
        held += sum(
            _UNSAID for column in looked.required if column.name not in looked.columns
        )  # what it does not say may be in the name of the file, or is asked for
    return held


def _tells_targets(looked: _Looked, held: float) -> bool:
    return (
        is_wide(looked.sheet)
        if held
        else has_stages(looked.sheet) or names_targets(looked.sheet.headings)
    )


# What speaks against a kind: each is what its columns count then, 1.0 where it does not.


def _of_exam(looked: _Looked) -> float:
    kind = looked.kind
    if not looked.is_exam or kind is TRAINING and looked.either:
        return 1.0
    speaks = (
        kind.name in _OF_RATINGS
        or kind.name in (*RECORDS, BEHAVIOUR_CHECK.name)
        and says_exam(looked.given, looked.name)
        or kind is EXAM_ITEM
        and has_results(looked.plain)
        and looked.proposed.position("item") in (None, *looked.proposed.likely)
    )
    return _NO_EXAM if speaks else 1.0


def _of_people(looked: _Looked) -> float:
    kind, sheet = looked.kind, looked.sheet
    if kind.name in OF_CUSTOMERS and (_answered_by_staff(looked) or _sums_answers_up(looked)):
        return OF_STAFF
    if kind.name in OF_CUSTOMERS and looked.about.are_requests and not _has_sure_result(looked):
        return _OF_REQUESTS
    if _lacks_person(kind, looked.proposed) and was_inspected(sheet.headings):
        return OF_STAFF
    return _NO_RESULT if kind.person and staff_headings(sheet.headings) else 1.0


def _has_sure_result(looked: _Looked) -> bool:
    results = {at for at, name in looked.proposed.columns.items() if name in _RESULTS}
    return not results <= {*looked.proposed.likely}


def _answered_by_staff(looked: _Looked) -> bool:
    sheet = looked.sheet
    return bool(
        staff_headings(sheet.headings)
        or training_headings(sheet.headings)
        or was_inspected(sheet.headings)
        or speaks_of_visits((*sheet.title, sheet.name, looked.name))
        and not tells_respondents(sheet.headings)
        or answered_themselves(sheet, looked.proposed)
    )


def _sums_answers_up(looked: _Looked) -> bool:
    return any(
        sums_up(looked.sheet, at)
        for at, heading in enumerate(looked.sheet.headings)
        if looked.proposed.columns.get(at) in _RESULTS or _SATISFIED.search(heading)
    )


def _by_its_name(looked: _Looked) -> float:
    return counts_for(looked.kind, looked.given, looked.name)


def _without_answers(looked: _Looked) -> float:
    if looked.either or looked.ways or looked.seen:
        return 1.0
    lacks = lacks_answers(looked.kind, looked.sheet, looked.proposed)
    return _NO_RESULT if lacks else 1.0


def _of_visited_place(looked: _Looked) -> float:
    given = looked.given
    if looked.kind is not MYSTERY_ITEM or was_inspected(given.headings):
        return 1.0
    # answers to a questionnaire or of an exam have items too
    if tells_respondents(given.headings) or names_person(given, TRAINING):
        return OF_STAFF
    return _NO_RESULT if looked.proposed.position("store") is None else 1.0


def _of_behaviour(looked: _Looked) -> float:
    # a checklist of a place has such columns too
    lacks = (
        looked.kind is BEHAVIOUR_CHECK
        and not {
            "employee",
            "way",
            looked.kind.date,
        }
        & looked.columns
    )
    return _NO_RESULT if lacks else 1.0


def _of_observed(looked: _Looked) -> float:
    observed = looked.kind in (BEHAVIOUR_CHECK, SUPERVISOR_RATING)
    return _NO_RESULT if observed and looked.about.names_survey else 1.0


def _of_single_result(looked: _Looked) -> float:
    whole = looked.plain is looked.given and _is_one_a_visit(looked.sheet, looked.proposed)
    return _NO_RESULT if looked.kind is MYSTERY_ITEM and whole else 1.0


def _of_checked_staff(looked: _Looked) -> float:
    reshaped = looked.kind is MYSTERY_ITEM and looked.plain is not looked.given
    return _NO_RESULT if reshaped and looked.about.names_staff else 1.0


def _beside_total(looked: _Looked) -> float:
    # its total says the same in one row
    reshaped = looked.kind is MYSTERY_ITEM and looked.plain is not looked.given
    return _WITH_TOTAL if reshaped and looked.about.has_total else 1.0


def _of_judged_staff(looked: _Looked) -> float:
    visited = was_inspected(looked.sheet.headings)
    is_rated = looked.kind is MYSTERY_VISIT and not visited and looked.about.is_rated
    return _NO_RESULT if is_rated else 1.0


def _of_requests(looked: _Looked) -> float:
    if looked.kind is not SERVICE_REQUEST or not looked.about.is_answered:
        return 1.0
    given = looked.given
    named = (*given.title, given.name, looked.name.replace("_", " "))
    return _NO_RESULT if is_about_answers(looked.sheet, looked.proposed, named) else 1.0


def _of_staff_answers(looked: _Looked) -> float:
    kind = looked.kind
    asked = kind.about_staff and kind.answered and looked.about.names_customers
    return _NO_RESULT if asked else 1.0


def _of_unnamed_staff(looked: _Looked) -> float:
    # the day alone, or a rating, have the answers of customers as well
    kind = looked.kind
    if not (kind.about_staff and kind.answered) or len(looked.columns & looked.needed) > 1:
        return 1.0
    given = looked.given
    staff = (
        any(about_staff(heading) or _OF_MANAGER.search(heading) for heading in given.headings)
        or staff_headings(given.headings)
        or asks_staff(given, looked.name)
        or kind.name in named_kinds(looked.names)
        and "survey" not in named_kinds(looked.names)
    )
    return 1.0 if staff else _UNNAMED


def _of_other_answers(looked: _Looked) -> float:
    answers = looked.kind.name not in OF_CUSTOMERS and looked.about.has_answers
    return _NO_RESULT if answers else 1.0


def _of_forms(looked: _Looked) -> float:
    # whoever answered a form left an address and a day as well
    lists = looked.kind in (ROSTER, PURCHASE) and looked.about.is_answered
    if not lists or {"position", "left_on", "amount"} & looked.columns:
        return 1.0
    is_order = looked.proposed.position("order_id") not in (None, *looked.proposed.stems)
    return 1.0 if is_order or _tells_hire(looked) else _NO_RESULT


def _tells_hire(looked: _Looked) -> bool:
    """Whether a column is sure to tell the days on which somebody was hired, without times."""
    proposed = looked.proposed
    at = proposed.position("hired_on")
    if at is None or at in proposed.likely or at in proposed.stems or at in proposed.guessed:
        return False
    return not looked.sheet.cells[at].str.contains(":").any()


def _of_course_list(looked: _Looked) -> float:
    # a column of results for each course
    return _NO_RESULT if looked.kind is ROSTER and looked.about.has_shares else 1.0


def _of_another_kind(looked: _Looked) -> float:
    return OF_STAFF if is_another(looked.kind, looked.sheet, looked.proposed) else 1.0


def _of_checklist_lines(looked: _Looked) -> float:
    lines = looked.kind is MYSTERY_VISIT and _has_lines(looked.sheet, looked.proposed)
    return _NO_RESULT if lines else 1.0


def _of_praise(looked: _Looked) -> float:
    unnamed = looked.kind is PRAISE and not names_praise(looked.sheet, looked.name)
    return _NO_RESULT if unnamed else 1.0


def _of_store_list(looked: _Looked) -> float:
    if looked.kind is not UNIT or looked.proposed.position("same_as") is not None:
        return 1.0
    given = looked.given
    listed = looks_like_stores(given) or names_stores(looked.names)
    others = looked.plain.headings != given.headings or has_months(given)
    return OF_STAFF if others and not listed else 1.0


def _of_who_and_when(looked: _Looked) -> float:
    """Who, where and when, and nothing of what the kind is about."""
    kind = looked.kind
    told = {column.name for column in looked.required} & looked.columns
    if looked.either or looked.seen or looked.ways or len(told) >= len(looked.required):
        return 1.0
    nothing_else = kind is not TARGET and looked.columns <= {kind.date, *kind.dimensions}
    besides = told - {kind.date}
    return _NO_RESULT if besides and told <= _WHO_AND_WHEN or nothing_else else 1.0


def _of_trained_place(looked: _Looked) -> float:
    placeless = looked.kind is MYSTERY_VISIT and looked.proposed.position("store") is None
    return OF_STAFF if placeless and training_headings(looked.sheet.headings) else 1.0


def _of_stems_alone(looked: _Looked) -> float:
    """A score and a day, by the stems of their words alone."""
    stems = looked.kind is MYSTERY_VISIT and {*looked.proposed.columns} <= {*looked.proposed.stems}
    visited = was_inspected(looked.sheet.headings) or speaks_of_visits(looked.names)
    return _NO_RESULT if stems and not visited else 1.0


def _of_person_at_work(looked: _Looked) -> float:
    """Somebody is judged at work, and no place is named that was visited."""
    people = looked.kind is MYSTERY_VISIT and (
        _is_of_person(looked.proposed) or _only_people(looked.given, looked.proposed)
    )
    return _NO_RESULT if people else 1.0


def _of_rated_staff(looked: _Looked) -> float:
    # somebody judged them at work
    rated = looked.kind in OF_EXAMS and not looked.is_exam and looked.about.is_rated
    return _NO_RESULT if rated else 1.0


def _of_gifts(looked: _Looked) -> float:
    """Somebody and a day, or points that colleagues give each other."""
    proposed = looked.proposed
    paid = proposed.position("order_id") is not None or proposed.position("amount") is not None
    given = looked.kind is PURCHASE and (names_giver(looked.given) or not paid)
    return _NO_RESULT if given else 1.0


def _of_praised(looked: _Looked) -> float:
    if looked.kind is not EVENT or not names_praise(looked.given, looked.name):
        return 1.0
    return _NO_RESULT if _praised(looked.given) else 1.0


def _of_long_rows(looked: _Looked) -> float:
    # a list of what happened says little besides
    return _NO_RESULT if looked.kind is EVENT and looked.used < _FEW_USED else 1.0


_DOUBTS: Sequence[Callable[[_Looked], float]] = (
    _of_exam,
    _of_people,
    _by_its_name,
    _without_answers,
    _of_visited_place,
    _of_behaviour,
    _of_observed,
    _of_single_result,
    _of_checked_staff,
    _beside_total,
    _of_judged_staff,
    _of_requests,
    _of_staff_answers,
    _of_unnamed_staff,
    _of_other_answers,
    _of_forms,
    _of_course_list,
    _of_another_kind,
    _of_checklist_lines,
    _of_praise,
    _of_store_list,
    _of_who_and_when,
    _of_trained_place,
    _of_stems_alone,
    _of_person_at_work,
    _of_rated_staff,
    _of_gifts,
    _of_praised,
    _of_long_rows,
)


def _is_hollow(sheet: Sheet, at: int | None) -> bool:
    """Whether nothing stands in a column of a file that has rows."""
    return at is not None and len(sheet.cells) > 0 and bool((sheet.cells[at] == "").all())


def _lacks_person(kind: DatasetKind, proposed: Match) -> bool:
    """Whether nobody is named whom each row would have to be about."""
    return (
        kind.person is not None
        and kind.column(kind.person).required
        and proposed.position(kind.person) is None
    )


def _is_of_person(proposed: Match) -> bool:
    return proposed.position("employee") is not None and proposed.position("store") is None


def _praised(sheet: Sheet) -> bool:
    found = match(sheet, PRAISE, Options())
    return any(found.position(name) is not None for name in PRAISE.one_of)


def _has_lines(sheet: Sheet, proposed: Match) -> bool:
    """Whether each visit has several rows, so that these are lines of its checklist."""
    at = proposed.position("visit_id")
    if at is None:
        return False
    different = sheet.cells.drop_duplicates()
    return len(different) > 1 and 2 * different[at].nunique() <= len(different)


def _is_one_a_visit(sheet: Sheet, proposed: Match) -> bool:
    """Whether each visit has one row that names no item, so that it holds the whole result."""
    at = proposed.position("visit_id")
    return (
        at is not None
        and proposed.position("item") is None
        and len(sheet.cells) > 1
        and bool(sheet.cells[at].is_unique)
    )


def _only_people(sheet: Sheet, proposed: Match) -> bool:
    """Whether no place is named, but people of whom each has one row."""
    return proposed.position("store") is None and any(
        are_names(sheet, at) for at in range(len(sheet.headings)) if at not in proposed.columns
    )
