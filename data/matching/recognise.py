"""Which kind of record a file probably holds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.kinds.catalog import (
    AUDIT,
    BEHAVIOUR_CHECK,
    CONTACT_VOLUME,
    EVENT,
    EXAM_ITEM,
    KPI_VALUE,
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    PRAISE,
    PROMISE,
    PURCHASE,
    ROSTER,
    SERVICE_REQUEST,
    SUGGESTION,
    SUPERVISOR_RATING,
    TARGET,
    TRAINING,
    UNIT,
    UPLOADED,
    VIOLATION,
    kind_named,
)
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.answered import is_about_answers, is_another
from data.matching.attendance_grid import one_a_call
from data.matching.audit_columns import one_a_rating
from data.matching.behaviour_columns import one_a_behaviour
from data.matching.checklist_columns import one_an_item
from data.matching.column_trust import LIKELY, trust_in
from data.matching.counted_answers import holds_answers, one_an_answer
from data.matching.days_off import as_days_off
from data.matching.dead_marks import without_dead_marks
from data.matching.exam_cells import are_names, lone_points, nameless
from data.matching.exam_forms import as_plain
from data.matching.exam_headings import slots
from data.matching.exam_items import read_items
from data.matching.exam_marks import marked_items
from data.matching.exam_signs import is_called_exam, says_exam, shows_exams
from data.matching.head_lines import with_head_lines
from data.matching.headings import is_nameless, match
from data.matching.inferred import with_own_words
from data.matching.inspected import speaks_of_visits, tells_respondents, was_inspected
from data.matching.item_type import with_type
from data.matching.lacking_day import says_day, with_day
from data.matching.long_form import long_form
from data.matching.match import Match
from data.matching.measured_by import with_source
from data.matching.missing import missing_columns, missing_words
from data.matching.month_columns import has_months, one_a_month
from data.matching.off_periods import as_single_days
from data.matching.present import as_present
from data.matching.promise_table import as_promises, looks_like_promises
from data.matching.ratings import sums_up
from data.matching.record_names import (
    counts_for,
    is_disciplined,
    lacks_answers,
    says_measured,
)
from data.matching.record_stems import KINDS as RECORDS
from data.matching.request_history import one_a_request
from data.matching.riddles import riddle
from data.matching.said_days import with_said_days
from data.matching.share_cells import with_plain_shares
from data.matching.sheet_about import AboutSheet
from data.matching.staff_survey import answered_themselves, staff_headings, training_headings
from data.matching.stated_marks import states_marks
from data.matching.stems import sorts_say
from data.matching.store_columns import one_a_store
from data.matching.store_list import looks_like_stores, names_stores
from data.matching.target_columns import has_stages, is_called_target, is_wide, names_targets
from data.matching.target_shape import heads_kpis, is_called_wide, names_kpis, told_by_cells
from data.matching.unsaid_lists import as_said, lists_suggestions, names_giver, names_praise
from data.matching.visit_points import lost_points
from data.matching.volume_columns import one_a_channel
from data.matching.volume_total import with_total
from data.matching.which_score import meant
from data.matching.wide_attempts import one_a_result
from data.matching.wide_courses import one_a_course
from data.matching.worked_out import first_rows
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.which_sheet import Judge
from errors import FileRefused, Message
from i18n import Text

_OF_CUSTOMERS = ("survey", "nps")
_OF_STAFF = 0.3  # what their columns count where staff seem to have answered, or were sent
_NO_RESULT = 0.6  # the same of kinds about single members of staff
FITS = 0.5  # sureness below which a file is of no kind
_PLAINLY, _TARGETS = 0.9, 0.2  # sureness of targets whose KPIs are named; that suffices for others
_FEW_USED = 0.25  # share of the columns of a list of events
_WITH_TOTAL = 0.7  # what the items of visits count beside their total
_UNNAMED = 0.3  # what a kind counts that its file has to name, and does not
_RESULTS = ("overall", "score")
_SATISFIED = re.compile(r"满意|滿意|satisf|zufried|\bnps\b", re.I)
_NAMED = 0.3  # what a unit counts that may stand in place of a person, since most files have one
_ONE_OF = 0.4  # what a question counts whose rows may hold the score
_UNSAID = 0.7  # what a column counts that a file of exams need not have
_NAMELESS = 0.6  # sureness of a file without headings that holds letters of options
_OF_RATINGS = (*_OF_CUSTOMERS, "supervisor_rating", "mystery_visit")
_OF_REQUESTS = 0.9  # what columns of answers count beside requests, where no heading is sure
_NO_EXAM = 0.4  # what the columns of ratings count in a file of exams
_OF_EXAMS, _FIRST = (TRAINING, EXAM_ITEM), 2000  # rows looked at
_WHO_AND_WHEN = {"employee", "name", "date"}
_READ = 500  # people, or visits, whose items are looked at


def recognise(
    sheet: Sheet, name: str = "", kpis: KpiFacts | None = None
) -> tuple[tuple[str, float], ...]:
    """The names of all kinds with a sureness from 0 to 1, the most probable first. `name`: of the
    file, which may say that it holds exams; `kpis`: whose names tell targets."""
    sheet = without_dead_marks(sheet)
    # The first rows tell enough of a file of exams, whose columns may have to be taken apart.
    first = first_rows(sheet, _FIRST)
    is_exam, about = _is_exam(first, name), AboutSheet(first)
    ranked = [
        (
            kind.name,
            _sureness(_seen(sheet, first, kind, kpis), kind, is_exam, name, about)
            * (1.0 if _is_named(kind, sheet, name, about) else _UNNAMED),
        )
        for kind in UPLOADED
    ]
    of_kpis = not looks_like_promises(first)
    headed, listed = of_kpis and heads_kpis(first, name, kpis), of_kpis and names_kpis(first, kpis)
    headed = headed or (of_kpis and is_called_wide(first, name))
    headed = headed or (
        listed  # beside values that were measured elsewhere a target is only said
        and dict(ranked)[KPI_VALUE.name] < FITS
        and any(map(is_called_target, first.headings))
    )
    if headed or listed:
        ranked = [
            (each, _of_kpis(kind_named(each), sure, first, headed, name)) for each, sure in ranked
        ]
    ranked.sort(key=lambda entry: -entry[1])
    if not fits(ranked) and not is_exam and (told := riddle(first)):
        ranked.sort(key=lambda entry: entry[0] != told)
        ranked[0] = (told, FITS)
    if not fits(ranked) and lists_suggestions(first, name):
        ranked.sort(key=lambda entry: entry[0] != SUGGESTION.name)
        ranked[0] = (SUGGESTION.name, FITS)
    likelier = meant(first, name, kind_named(ranked[0][0])).name
    if likelier != ranked[0][0]:
        best = ranked[0][1]
        ranked = [(likelier, best), *(entry for entry in ranked if entry[0] != likelier)]
    return tuple(ranked)


def _of_kpis(kind: DatasetKind, sure: float, sheet: Sheet, headed: bool, name: str) -> float:
    """The sureness of a kind where a column or the headings hold the names of KPIs: such rows are no
    visits or events. With a column for each period they are targets, and where the file says so
    (`headed`); what it says was measured is not."""
    measured = says_measured(sheet, name)
    if kind is TARGET and (headed or is_wide(sheet)) and not measured:
        return _PLAINLY
    if kind is KPI_VALUE and measured and (sure >= FITS or is_wide(sheet)):
        return _PLAINLY
    about = any(column.name == "kpi" and column.required for column in kind.columns)
    return sure if about else sure * _OF_STAFF


def _seen(sheet: Sheet, first: Sheet, kind: DatasetKind, kpis: KpiFacts | None) -> Sheet:
    """What is looked at as one kind: the first rows of exams, of targets what their cells tell."""
    if kind.name in _OF_CUSTOMERS:
        return one_an_answer("", with_said_days(first), kind, Options()).sheet
    if kind is TARGET and len(sheet.cells) <= _FIRST:
        return told_by_cells(sheet, Options(), kpis)
    if kind is SERVICE_REQUEST:
        together = one_a_request(first, kind, Options(), date.today()).sheet
        return sheet if together is first else together
    return first if kind in _OF_EXAMS else sheet


def fits(ranked: Sequence[tuple[str, float]]) -> bool:
    """Whether the likeliest kind is one at all."""
    name, sureness = ranked[0]
    return sureness >= (_TARGETS if name == "target" else FITS)


def judge_of(name: str, kind: DatasetKind | None = None) -> Judge:
    """How surely a table of the file called `name` holds records of `kind`, else of any kind; below
    FITS where it holds none."""

    def judge(sheet: Sheet) -> float:
        if kind is not None:
            first = first_rows(sheet, _FIRST)
            return _sureness(first, kind, _is_exam(first, name), name, AboutSheet(first))
        ranked = recognise(sheet, name)
        return ranked[0][1] if fits(ranked) else ranked[0][1] * FITS

    return judge


def nearest(
    sheet: Sheet, ranked: Sequence[tuple[str, float]], most: int = 3
) -> list[tuple[DatasetKind, tuple[Text | Message, ...]]]:
    """The kinds that a file of no kind comes nearest to, and what each of them would need
    besides."""
    found = []
    for name, _ in ranked[:most]:
        kind = kind_named(name)
        proposed = match(sheet, kind, Options())
        found.append(
            (kind, missing_words(missing_columns(proposed, kind, Options()), kind, proposed))
        )
    return found


def _sureness(
    sheet: Sheet, kind: DatasetKind, is_exam: bool, name: str, about: AboutSheet
) -> float:
    """Mostly how many required columns are there and hold what they should, then how much of the
    file is used."""
    given = sheet
    if kind is EXAM_ITEM and is_nameless(sheet) and marked_items(sheet, Options()).slots:
        return _NAMELESS
    sheet = with_head_lines(with_plain_shares(sheet, kind), kind, Options()).sheet
    sheet = as_present(sheet, kind, Options()).sheet
    plain = as_plain(sheet, kind, Options(), looks_at_cells=is_exam).sheet
    plain = one_a_month("", plain, kind, Options(), date.today()).sheet
    if kind in (MYSTERY_ITEM, MYSTERY_VISIT) and (
        was_inspected(given.headings) or speaks_of_visits((*given.title, given.name, name))
    ):
        plain = with_day(name, plain, kind, Options(), date.today()).sheet
    plain = with_total(one_a_channel(name, plain, kind, Options()).sheet, kind, Options()).sheet
    plain = one_a_rating(name, plain, kind, Options()).sheet
    counts = kind.name in _OF_CUSTOMERS and holds_answers(given)
    if (counts or kind in (AUDIT, CONTACT_VOLUME, KPI_VALUE)) and says_day(
        name, plain, kind, date.today()
    ):
        plain = with_day(name, plain, kind, Options(), date.today()).sheet
    if kind is MYSTERY_ITEM:
        plain = one_a_store(name, first_rows(plain, _READ), kind, Options(), date.today()).sheet
        plain = one_an_item("", plain, kind, Options()).sheet
    if kind is BEHAVIOUR_CHECK and about.names_staff:
        plain = one_a_behaviour("", first_rows(plain, _READ), kind, Options()).sheet
    plain = one_a_call(name, plain, kind, Options()).sheet
    if kind is not SUGGESTION:  # that nothing was decided makes no list one of suggestions
        plain = as_said("", plain, kind, Options(), date.today()).sheet
    plain = as_single_days(name, plain, kind, Options(), date.today()).sheet
    plain = as_days_off(name, plain, kind, Options()).sheet
    plain = as_promises(name, plain, kind, Options(), date.today()).sheet
    plain = with_source(name, with_type(name, plain, kind, Options()).sheet, kind, Options()).sheet
    sheet, seen = _with_items(
        one_a_course(one_a_result(plain, kind, Options()).sheet, kind, Options()).sheet, kind
    )
    proposed = match(sheet, kind, with_own_words(sheet, kind, Options()))
    required = [
        column
        for column in kind.columns
        if column.required and column.name not in (*kind.one_of, *kind.placed_by)
    ]
    either = max(
        (
            trust_in(sheet, proposed, column, kind)
            * (
                _NAMED
                if kind.is_code(column) and not column.required and not kind.named_by
                else 1.0
            )
            for column in map(kind.column, kind.one_of)
            if not _is_hollow(sheet, proposed.position(column.name))
        ),
        default=0.0,
    )
    if kind is MYSTERY_VISIT and not either and lost_points(sheet) is not None:
        either = LIKELY
    ways = long_form(sheet, kind, proposed, Options())
    certain = any(way.certain for way in ways)
    held = (
        sum(trust_in(sheet, proposed, column, kind) for column in required)
        + either
        + (LIKELY if certain else _ONE_OF if ways else 0)
        + seen
    )
    if kind is TRAINING and not either and (is_exam and _lone(plain) or nameless(plain)):
        either = _UNSAID
        held += either
        is_exam = True
    if is_exam and kind is EXAM_ITEM and seen and proposed.position("course") is None:
        held += _UNSAID
    if is_exam and kind is TRAINING and either:
        held += sum(
            _UNSAID for column in required if column.name not in proposed.columns.values()
        )  # what it does not say may be in the name of the file, or is asked for
    elif is_exam and (
        kind.name in _OF_RATINGS
        or kind.name in (*RECORDS, BEHAVIOUR_CHECK.name)
        and says_exam(given, name)
        or kind is EXAM_ITEM
        and _has_results(plain)
        and proposed.position("item") in (None, *proposed.likely)
    ):
        held *= _NO_EXAM
    if kind.name in _OF_CUSTOMERS and (
        staff_headings(sheet.headings)
        or training_headings(sheet.headings)
        or was_inspected(sheet.headings)
        or speaks_of_visits((*sheet.title, sheet.name, name))
        and not tells_respondents(sheet.headings)
        or answered_themselves(sheet, proposed)
    ):
        held *= _OF_STAFF
    elif kind.name in _OF_CUSTOMERS and any(
        sums_up(sheet, at)
        for at, heading in enumerate(sheet.headings)
        if proposed.columns.get(at) in _RESULTS or _SATISFIED.search(heading)
    ):
        held *= _OF_STAFF
    elif (
        kind.name in _OF_CUSTOMERS
        and about.are_requests
        and {at for at, name in proposed.columns.items() if name in _RESULTS} <= {*proposed.likely}
    ):
        held *= _OF_REQUESTS
    elif _lacks_person(kind, proposed) and was_inspected(sheet.headings):
        held *= _OF_STAFF
    elif kind.person and staff_headings(sheet.headings):
        held *= _NO_RESULT
    if kind is TARGET and (
        is_wide(sheet) if held else has_stages(sheet) or names_targets(sheet.headings)
    ):
        held = LIKELY * len(required)
    held *= counts_for(kind, given, name)
    if not (either or ways or seen) and lacks_answers(kind, sheet, proposed):
        held *= _NO_RESULT
    if kind is MYSTERY_ITEM and not was_inspected(given.headings):
        # answers to a questionnaire or of an exam have items too
        held *= (
            _OF_STAFF
            if tells_respondents(given.headings) or _person(given, TRAINING)
            else _NO_RESULT
            if proposed.position("store") is None
            else 1.0
        )
    if kind is BEHAVIOUR_CHECK and not {"employee", "way", kind.date} & {
        *proposed.columns.values()
    }:
        held *= _NO_RESULT  # a checklist of a place has such columns too
    if kind in (BEHAVIOUR_CHECK, SUPERVISOR_RATING) and about.names_survey:
        held *= _NO_RESULT
    if kind is MYSTERY_ITEM and plain is given and _is_one_a_visit(sheet, proposed):
        held *= _NO_RESULT
    if kind is MYSTERY_ITEM and plain is not given and about.names_staff:
        held *= _NO_RESULT
    if kind is MYSTERY_ITEM and plain is not given and about.has_total:
        held *= _WITH_TOTAL  # its total says the same in one row
    if kind is MYSTERY_VISIT and not was_inspected(sheet.headings) and about.is_rated:
        held *= _NO_RESULT
    if kind is SERVICE_REQUEST and about.is_answered:
        named = (*given.title, given.name, name.replace("_", " "))
        held *= _NO_RESULT if is_about_answers(sheet, proposed, named) else 1.0
    if kind.about_staff and kind.answered and about.names_customers:
        held *= _NO_RESULT
    if kind.name not in _OF_CUSTOMERS and about.has_answers:
        held *= _NO_RESULT
    if (
        about.is_answered
        and not {"position", "left_on", "amount"} & {*proposed.columns.values()}
        and kind in (ROSTER, PURCHASE)
    ):
        held *= _NO_RESULT  # whoever answered a form left an address and a day as well
    if kind is ROSTER and about.has_shares:  # a column of results for each course
        held *= _NO_RESULT
    if is_another(kind, sheet, proposed):
        held *= _OF_STAFF
    if kind is MYSTERY_VISIT and _has_lines(sheet, proposed):
        held *= _NO_RESULT
    if kind is PRAISE and not names_praise(sheet, name):
        held *= _NO_RESULT
    if (
        kind is UNIT
        and not (looks_like_stores(given) or names_stores((*given.title, given.name, name)))
        and (plain.headings != given.headings or has_months(given))
        and proposed.position("same_as") is None
    ):
        held *= _OF_STAFF
    told = {column.name for column in required} & {*proposed.columns.values()}
    besides = told - {kind.date}
    nothing_else = kind is not TARGET and {*proposed.columns.values()} <= {
        kind.date,
        *kind.dimensions,
    }
    if (
        (besides and told <= _WHO_AND_WHEN or nothing_else)
        and not (either or seen or ways)
        and len(told) < len(required)
    ):
        held *= _NO_RESULT  # who, where and when, and nothing of what the kind is about
    if (
        kind is MYSTERY_VISIT
        and proposed.position("store") is None
        and training_headings(sheet.headings)
    ):
        held *= _OF_STAFF
    if (
        kind is MYSTERY_VISIT
        and {*proposed.columns} <= {*proposed.stems}
        and not was_inspected(sheet.headings)
        and not speaks_of_visits((*given.title, given.name, name))
    ):
        held *= _NO_RESULT  # a score and a day, by the stems of their words alone
    if kind is MYSTERY_VISIT and (_is_of_person(proposed) or _only_people(given, proposed)):
        held *= _NO_RESULT  # somebody is judged at work, and no place is named that was visited
    used = len(proposed.columns) / (len(proposed.columns) + len(proposed.unused))
    if kind in _OF_EXAMS and not is_exam and about.is_rated:
        held *= _NO_RESULT  # somebody judged them at work
    paid = proposed.position("order_id") is not None or proposed.position("amount") is not None
    if kind is PURCHASE and (names_giver(given) or not paid):
        held *= _NO_RESULT  # somebody and a day, or points that colleagues give each other
    if kind is EVENT and names_praise(given, name) and _praised(given):
        held *= _NO_RESULT
    if kind is EVENT and used < _FEW_USED:
        held *= _NO_RESULT  # a list of what happened says little besides
    lacking = (
        1 if either else max(1, sum(kind.column(name).required for name in kind.one_of))
    )  # of several of which one is enough all are lacking
    return round(0.8 * held / (len(required) + (lacking if kind.one_of else 0)) + 0.2 * used, 3)


def _is_named(kind: DatasetKind, sheet: Sheet, name: str, about: AboutSheet) -> bool:
    """Whether a kind whose columns many files have is named by the file, where it has to be."""
    if (
        kind is PROMISE
        and looks_like_promises(sheet)
        or kind is VIOLATION
        and is_disciplined(sheet)
    ):
        return True
    if kind is KPI_VALUE and says_measured(sheet, name):
        found = match(sheet, KPI_VALUE, Options())
        at = found.position("kpi")
        if at is not None and at not in found.likely:
            return True
    return (
        not kind.named_by
        or any(
            re.search(kind.named_by, text, re.I)
            for text in (*sheet.headings, *sheet.title, sheet.name, name.replace("_", " "))
        )
        or kind.name in RECORDS
        and sorts_say(sheet, kind)
        and not about.is_answered
    )


def _is_exam(sheet: Sheet, name: str) -> bool:
    """Whether a heading, a title or the name of the file says that these are results of exams, or
    the cells of a score are points out of points, and there are people with results."""
    names = (*sheet.title, name.replace("_", " "))
    if (
        not is_called_exam(sheet, names)
        and not states_marks(sheet.title)
        and not shows_exams(sheet)
    ):
        return False
    sheet = one_a_month("", sheet, TRAINING, Options(), date.today()).sheet
    plain = one_a_course(
        one_a_result(as_plain(sheet, TRAINING, Options()).sheet, TRAINING, Options()).sheet,
        TRAINING,
        Options(),
    ).sheet
    people = _person(plain, TRAINING) or any(
        are_names(plain, at) for at in range(len(plain.headings))
    )
    has_items = marked_items(plain, Options()).question is not None
    return people and (_has_results(plain) or _lone(plain) or has_items)


def _is_hollow(sheet: Sheet, at: int | None) -> bool:
    """Whether nothing stands in a column of a file that has rows."""
    return at is not None and len(sheet.cells) > 0 and bool((sheet.cells[at] == "").all())


def _lone(sheet: Sheet) -> bool:
    """Whether a file of exams has one column of points, whatever it is headed."""
    return lone_points(sheet, set(match(sheet, TRAINING, Options()).columns)) is not None


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


def _with_items(sheet: Sheet, kind: DatasetKind) -> tuple[Sheet, float]:
    """The answers of a wide exam file, and what its items count where nobody can mark them yet.

    A total beside the items, or no column for the person, speaks for another kind; columns that
    only look like items are asked about.
    """
    if (
        kind is EXAM_ITEM
        and _person(sheet, kind)
        and not _has_results(sheet)
        and marked_items(sheet, Options()).question is not None
    ):
        return sheet, LIKELY + _ONE_OF
    try:
        found = read_items(sheet, kind, most=_READ)
    except FileRefused:
        return (_without_items(sheet), LIKELY + _ONE_OF) if _person(sheet, kind) else (sheet, 0.0)
    is_meant = found.items and not found.aside and _person(sheet, kind)
    return (found.sheet if is_meant else sheet), 0.0


def _without_items(sheet: Sheet) -> Sheet:
    items = {at for slot in slots(sheet.headings) for at in slot.columns}
    rest = [at for at in range(len(sheet.headings)) if at not in items]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in rest),
        cells=sheet.cells[rest].set_axis(range(len(rest)), axis=1),
    )


def _has_results(sheet: Sheet) -> bool:
    found = match(sheet, TRAINING, with_own_words(sheet, TRAINING, Options()))
    return any(found.position(name) is not None for name in TRAINING.one_of)


def _person(sheet: Sheet, kind: DatasetKind) -> bool:
    return match(sheet, kind, Options()).position("employee") is not None
