"""THE REGISTRY of what is read of staff's records besides the gate: what is shown of it, where, and
what protects it.

Numbers about staff pass the gate in `ask`, which registers them here by itself (`passing`).
Whatever else reads such records stands in FIGURES, or shows nothing and stands in one of the sets
below. tests/test_figures.py finds readers that stand nowhere. The page Privacy check lists all of
it.
"""

from dataclasses import dataclass
from enum import Enum

from data.kinds.catalog import KINDS
from i18n import N_, Text
from metrics.catalog import KPIS
from metrics.kpi import Kpi
from metrics.sums.relations import kinds_read
from metrics.training.measures import MEASURES


class Guard(Enum):
    """What protects a figure."""

    GATE = N_("The gate: small groups are hidden, and with them whatever would give them away")
    OPEN = N_("For all: praise and awards counted by unit, never by person")
    PEOPLE = N_("For trainers, the committee and administrators only")
    EXAMS = N_(
        "For trainers, of their units alone where these are some, the committee and administrators "
        "only"
    )
    RECORDS = N_("For data stewards and administrators only")
    COUNTS = N_("For all roles; readers see that there are records, not how many")
    NAMES = N_("Names, codes and months only, never a number")
    COURSES = N_("What holds for a course, never what a person did in it")
    TOGETHER = N_("Counted together with the records of all other kinds only")
    COMPANY = N_("For the whole company only, where at least ten people answered")


@dataclass(frozen=True)
class Figure:
    """What is shown: `reader`, the function that reads it; `shows`, in words; on which pages (names
    of files in pages/); of which kinds.

    `asks`: the function that asks for the role, where it is not the reader.
    """

    reader: str
    shows: Text
    pages: tuple[str, ...]
    kinds: tuple[str, ...]
    guard: Guard
    asks: str = ""


_STAFF = tuple(kind.name for kind in KINDS if kind.about_staff)
_NAMED = tuple(kind.name for kind in KINDS if kind.about_staff and not kind.unnamed)
# Those of staff of which no KPI is made.
_APART = tuple(
    kind.name for kind in KINDS if kind.about_staff and kind not in {kpi.dataset for kpi in KPIS}
)
_EXAMS, _ITEMS = ("training",), ("exam_item", "training")


def _exams(name: str, shows: Text, *kinds: str, guard: Guard = Guard.EXAMS) -> Figure:
    return Figure(f"metrics.training.records.{name}", shows, ("training",), kinds or _EXAMS, guard)


def _of_culture(name: str, shows: Text, kind: str) -> Figure:
    return Figure(f"metrics.culture.records.{name}", shows, ("culture",), (kind,), Guard.PEOPLE)


FIGURES = (
    _exams("courses", N_("Courses with exams on record"), guard=Guard.NAMES),
    _exams("waiting", N_("Who waits for a retake"), "training", "roster"),
    _exams("retakes_sat", N_("Retakes sat and passed lately")),
    _exams(
        "examined",
        N_("Exams of the last twelve months and how many of them were passed"),
        "training",
        "roster",
    ),
    _exams("passing_times", N_("At which attempt exams are passed")),
    _exams("papers", N_("Papers and how many people sat them"), *_ITEMS),
    _exams(
        "item_answers",
        N_("Exam items, their drift, reliability, and who stands near the pass mark"),
        *_ITEMS,
    ),
    _exams("answers_again", N_("How much better items are answered that were met before"), *_ITEMS),
    _exams("pass_share", N_("The usual pass mark of a course or module")),
    _exams("modules", N_("Modules of which retention can be looked at")),
    _exams("second_looks", N_("Scores by the time since the last course")),
    _exams("newcomers", N_("New staff"), "roster", guard=Guard.PEOPLE),
    _exams("sat_by", N_("Courses that new staff sat"), guard=Guard.PEOPLE),
    _of_culture("decision_lengths", N_("How long suggestions take to be decided"), "suggestion"),
    _of_culture("waiting_longest", N_("The suggestions that wait longest"), "suggestion"),
    _of_culture("broken_by", N_("Who broke a standard, and at which step"), "violation"),
    Figure(
        "metrics.voice.records.modules_taught",
        N_("Modules that teach an aspect of service"),
        ("voice",),
        _EXAMS,
        Guard.NAMES,
    ),
    Figure(
        "metrics.voice.records.staff_texts",
        N_(
            "Themes of suggestions, and by quarter of what staff write in surveys, of ten and more of "
            "them"
        ),
        ("voice",),
        ("staff_survey", "suggestion"),
        Guard.PEOPLE,
    ),
    Figure(
        "metrics.answers.rows.rows_of_staff",
        N_("The rows behind a figure about staff"),
        ("rows",),
        tuple(name for name in _NAMED if name not in _ITEMS),
        Guard.PEOPLE,
    ),
    Figure(
        "metrics.answers.rows.rows_naming_people",
        N_("Who is named in the rows behind a figure of customers"),
        ("rows",),
        tuple(kind.name for kind in KINDS if not kind.about_staff),
        Guard.PEOPLE,
    ),
    Figure(
        "metrics.answers.rows.rows_of_exams",
        N_("The rows behind a figure of exams"),
        ("rows",),
        _ITEMS,
        Guard.EXAMS,
    ),
    Figure(
        "data.uploads.known_staff.masks_for_all",
        N_("Which names and numbers of staff are masked in comments and findings"),
        ("voice", "upload", "reports"),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "metrics.mystery.records.evidence",
        N_("Candidates for service stars"),
        ("mystery",),
        ("mystery_visit", "supervisor_rating", "praise"),
        Guard.PEOPLE,
    ),
    Figure(
        "metrics.mystery.records.honours",
        N_("Service stars that the committee named"),
        ("mystery",),
        ("star",),
        Guard.PEOPLE,
    ),
    Figure(
        "metrics.mystery.records.last_record",
        N_("The latest month with records"),
        ("mystery",),
        ("praise", "supervisor_rating"),
        Guard.NAMES,
    ),
    Figure(
        "metrics.mystery.records.units_known",
        N_("Stores that visits are due to"),
        ("mystery",),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "data.uploads.pass_marks.known_pass_marks",
        N_("Pass marks that courses were stored with"),
        ("upload",),
        _EXAMS,
        Guard.COURSES,
    ),
    Figure(
        "metrics.answers.recorded.rows_by_month",
        N_("Rows of each kind by month"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
    ),
    Figure(
        "data.database.changed_rows.changed_rows",
        N_("How many rows a file changed of a period that was published"),
        ("kpi", "frozen"),
        _STAFF,
        Guard.COUNTS,
        "metrics.frozen.causes._told",
    ),
    Figure(
        "data.database.changed_rows.rows_held",
        N_("How many rows of such a period a file held that was taken back"),
        ("kpi", "frozen"),
        _STAFF,
        Guard.COUNTS,
        "metrics.frozen.causes._told",
    ),
    Figure(
        "metrics.answers.recorded.first_months",
        N_("The first month of each kind"),
        ("upload",),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "metrics.answers.recorded.months_recorded",
        N_("Months to choose from"),
        ("overview", "kpi", "compare", "training", "voice", "mystery", "culture"),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "metrics.answers.recorded.units_recorded",
        N_("Units to choose from"),
        ("overview", "kpi", "compare", "voice", "mystery", "targets", "culture"),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "data.units.names.units",
        N_("Names in files with their rows, first and last month"),
        ("units",),
        _STAFF,
        Guard.RECORDS,
        "ui.units.known_units",
    ),
    Figure(
        "data.units.names.statements",
        N_("What was said of units"),
        ("units",),
        ("unit",),
        Guard.RECORDS,
        "ui.units.draw_history",
    ),
    Figure(
        "data.units.names.known_names",
        N_("Names of units, beside those of a file"),
        ("upload",),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "data.uploads.codes.with_known_codes",
        N_("Codes of staff that lack leading zeros"),
        ("upload",),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "data.uploads.moved.uploads_since",
        N_("How many uploads of a kind came or were taken back, not what they hold"),
        ("overview",),
        _STAFF,
        Guard.NAMES,
    ),
    Figure(
        "data.uploads.store.ledger",
        N_("Uploads with their rows and days"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.upload.ledger._count",
    ),
    Figure(
        "data.uploads.store.ledger_entry",
        N_("One upload and its settings"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.upload.ledger._draw_one",
    ),
    Figure(
        "data.uploads.store.issues_of",
        N_("What was found in an upload"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.upload.ledger._draw_one",
    ),
    Figure(
        "data.uploads.store.undo",
        N_("Rows that an upload taken back had"),
        ("upload", "units"),
        _STAFF,
        Guard.RECORDS,
        "ui.state.changing.take_back",
    ),
    Figure(
        "data.uploads.store.rehearse",
        N_("What a file would change"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.upload.check.draw_check",
    ),
    Figure(
        "metrics.answers.answer.live_values",
        N_("What a file changes in figures about staff"),
        ("upload",),
        _NAMED,
        Guard.COUNTS,
        "ui.upload.check.draw_check",
    ),
    Figure(
        "data.uploads.store.add",
        N_("What a stored file changed"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.state.storing.begin",
    ),
    Figure(
        "data.uploads.again.meant",
        N_("Rows of a file that are stored already"),
        ("upload",),
        _STAFF,
        Guard.COUNTS,
        "ui.upload.questions.draw_questions",
    ),
    Figure(
        "metrics.privacy.gate.views",
        N_("How many small groups are hidden, and how much of each breakdown is shown"),
        ("privacy",),
        tuple(kind.name for kind in KINDS if kind.anonymous_below),
        Guard.COUNTS,
        "ui.privacy.draw_shown",
    ),
    Figure(
        "metrics.answers.headcount.with_roster",
        N_("How many staff the roster has, beside the surveys that ask all of them"),
        ("overview", "kpi", "targets", "culture"),
        ("roster",),
        Guard.COMPANY,
    ),
    Figure(
        "metrics.answers.recorded.kinds_beside",
        N_("Kinds of record that are stored and of which no KPI is made"),
        ("overview", "kpi", "compare", "culture", "operations", "voice", "rows", "review"),
        _APART,
        Guard.COUNTS,
    ),
    Figure(
        "data.archive.whose.held",
        N_("Uploads of one's own beside the sample company"),
        ("upload",),
        _STAFF,
        Guard.TOGETHER,
    ),
    Figure(
        "data.archive.rebuild.counted",
        N_("Uploads in a backup, and rows after a rebuild"),
        ("upload",),
        _STAFF,
        Guard.TOGETHER,
    ),
    Figure(
        "metrics.review.meetings.changed_since",
        N_("Files stored or taken back since the agenda of a meeting was made"),
        ("review",),
        _STAFF,
        Guard.TOGETHER,
    ),
)

# What the gate is made of, what asks it, and what shows how it is asked.
THE_GATE = frozenset(
    (
        "metrics.__main__.main",
        "metrics.answers.answer.ask",
        "metrics.answers.answer.ask_all",
        "metrics.answers.maturing.still_maturing",
        "metrics.sums.relations.ANEW",
        "metrics.sums.request_relations.COMPLAINTS",
        "metrics.sums.request_relations.REQUESTS",
        "metrics.sums.rollups.keeping",
        "metrics.sums.rollups.kept_sums",
        "metrics.sums.rollups.last_month",
        "metrics.sums.rollups.months_of",
        "metrics.sums.against.against",
        "metrics.sums.rollups.measured",
        "metrics.handed.moves.month_values",
        "metrics.handed.moves.kinds_behind",
        "metrics.frozen.figures.definition",
        "metrics.privacy.gate.gated",
        "metrics.privacy.gate.hides_moved",
        "metrics.privacy.gate.sums_for_readers",
        "metrics.privacy.gate.tells_of_exams",
        "metrics.privacy.entries.Counted",
        "metrics.privacy.entries.log_rows",
        "metrics.privacy.entries.sums_of_cells",
        "metrics.privacy.entries.span",
        "metrics.answers.answer.exposed",
        "metrics.sums.query.exposure_sql",
        "metrics.sums.query.listed_sql",
        "metrics.sums.query.rows_sql",
        "metrics.sums.lengths.lengths_sql",
        "metrics.sums.lengths.with_quantiles",
        "metrics.sums.query.sums_sql",
        "ui.kpi.definitions.draw_definition",
    )
)
# Words of SQL that others put into a question, and what tells of which kinds they are.
WORDS = frozenset(
    (
        "data.database.rollups.records_of",
        "data.database.tables.cube_table",
        "data.database.tables.rows_table",
        "metrics.sums.relations.LEAVERS",
        "metrics.sums.relations.READS_TOO",
        "metrics.sums.relations.RELATIONS",
        "metrics.sums.relations.cases_sql",
        "metrics.sums.relations.in_order",
        "metrics.sums.relations.kept_relation_sql",
        "metrics.sums.relations.kinds_read",
        "metrics.sums.relations.relation_sql",
    )
)
# What stores, pairs, keeps and adds up rows; what it tells of them is told by what stands in
# FIGURES.
THE_STORE = frozenset(
    (
        # taken out of the rows on request: tells counts, and texts' places, to administrators
        "data.forgetting.exchange.cells_of",
        "data.forgetting.exchange.exchange",
        "data.forgetting.exchange.touched",
        "data.forgetting.finishing.copies_of",
        "data.forgetting.finishing.finish",
        "data.lake.publish.publish_lake",
        "metrics.review.records.free_number",
        "metrics.review.records.require_free",
        "data.forgetting.again.let_go_again",
        "data.forgetting.forget.forget",
        "data.forgetting.forget.forget_again",
        "data.forgetting.forget.rehearse",
        "data.uploads.forgotten.comments_emptied",
        "data.uploads.forgotten.without_forgotten",
        "data.forgetting.retention.rehearse_retention",
        "data.forgetting.retention.retain",
        "data.forgetting.retention.is_named_still",
        "data.forgetting.retention.retain_again",
        "data.commands.retention_commands.asked_for",
        "data.forgetting.mentions.elsewhere",
        "data.forgetting.remains.older_copies",
        "data.forgetting.mentions.mentions",
        "data.forgetting.mentions.take_out",
        "data.uploads.hashed.company_key",
        "data.uploads.context.context_issues",
        "data.uploads.context.rows_of",
        "data.uploads.context.thin_months",
        "data.uploads.sample_company.load_demo",
        "data.uploads.sample_company.remove_demo",
        "data.database.meeting.meet",
        "data.database.pairing.count_within_file",
        "data.database.pairing.is_replaced",
        "data.database.pairing.number_the_others",
        "data.database.pairing.pair",
        "data.database.pairing.refresh_live",
        "data.database.reach.Reach",
        "data.database.reach.reach_between",
        "data.database.reach.reach_of",
        "data.database.rollups.recorded",
        "data.archive.anchor.owe",
        "data.archive.archive.accept",
        "data.archive.archive.keep_removal",
        "data.archive.archive.keep_state",
        "data.archive.archive.keep_undo",
        "data.archive.archive.keep_uploads",
        "data.archive.archive.mend",
        "data.archive.archive.next_number",
        "data.archive.rebuild.check",
        "data.archive.rebuild.rebuild",
        "data.archive.standing.standing_beside",
        "data.uploads.hashed.with_hashes",
        "data.uploads.store.add_sample",
        "data.uploads.remembered.settings_of_file",
        "data.uploads.remembered.settings_of_source",
        "data.access.rights.to_store",
        "data.access.rights.to_take_back",
        "data.uploads.store.take_back",
        "data.uploads.store.uploads",
        "data.uploads.told.told_of_upload",
        "data.database.rollups.follow",
        "data.database.rollups.remake",
        "data.database.tables.create_tables",
        "data.database.tables.is_as_declared",
        "data.database.shown_names.shown_units",
    )
)
# What reads the kind that it is handed, and is handed kinds of customers' answers only; and what the
# committee keeps of its own work.
CUSTOMERS = frozenset(
    (
        "metrics.effect.actions.actions_of",
        "metrics.effect.carried.noted_actions",
        "metrics.frozen.causes.causes_of",
        "metrics.frozen.causes.kinds_between",
        "metrics.frozen.causes.returned",
        "metrics.frozen.restated.stands_again",
        "metrics.frozen.restated.standing_again",
        "metrics.frozen.published.publications",
        "metrics.frozen.publishing.withdraw",
        "data.database.reach.last_recorded",
        "data.uploads.moved.moves_since",
        "metrics.answers.recorded.scale_breaks",
        "metrics.answers.rows.rows_of_customers",
        "metrics.sums.hours.hours_of",
        "metrics.sums.lengths.lengths_together",
        "metrics.voice.records.answer_counts",
        "metrics.voice.records.comment_count",
        "metrics.voice.records.latest_comments",
        "metrics.voice.records.scored_comments",
        "metrics.voice.records.texts",
    )
)


def passing() -> tuple[Figure, ...]:
    """What comes through the gate: every KPI about staff, and the measures of the page Training,
    which it hides from readers."""
    kpis = tuple(
        _passing(kpi, ("overview", "kpi", "compare", "targets", "training", "culture"))
        for kpi in KPIS
        if kpi.dataset.about_staff
    )
    return kpis + tuple(_passing(kpi, ("training",)) for kpi in MEASURES.values())


def _passing(kpi: Kpi, pages: tuple[str, ...]) -> Figure:
    kinds = {
        kpi.dataset.name,
        *(kind.name for kind in kinds_read(kpi.measure.relation or f"live_{kpi.dataset.name}")),
    }
    measure = kpi.name in MEASURES
    guard = Guard.PEOPLE if measure else Guard.GATE if kpi.dataset.anonymous_below else Guard.OPEN
    return Figure(
        "metrics.answers.answer.ask",
        kpi.label,
        pages,
        tuple(kind.name for kind in KINDS if kind.name in kinds),
        guard,
        "ui.training.page.measured" if measure else "",
    )


def figures() -> tuple[Figure, ...]:
    """All that is shown of staff's records, what passes the gate first."""
    return passing() + FIGURES
