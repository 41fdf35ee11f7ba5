"""What only a person can say about a file: a doubt, its evidence, the answers, and the likeliest of
them.

All open questions of a file are asked together, once; what was answered is part of
its `Options` and remembered for files with the same headings.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from errors import FileRefused, Message, WrongCall
from i18n import N_, Text

# All that may be asked of files of several kinds; what only one kind asks it declares itself
# (`asks` of DatasetKind). The answers of OF_ONE_FILE hold for the one file, those of the others for
# all with its headings. "answer_word" is asked of each word: its name is answer_word:WORD; that of "choice_word" is
# choice_word:COLUMN:WORD. What is
# answered to "headings" is kept as settled headings. "rated_part" is asked of each part of the
# service that a survey may rate, "left_over" of each
# column for which no heading is known, "needed" of each such column that a kind cannot do without,
# "kpi_name" of each name of a KPI that is not known, "which_kind" of two kinds that fit alike. "unsaid" is about what it proposes: its name is
# unsaid:PROPOSAL, so that another proposal is asked about anew.
NAMES = frozenset(
    {
        "again",
        "alias_list",
        "as_of",
        "alike_channel",
        "alike_department",
        "alike_region",
        "alike_store",
        "also_nps",
        "also_survey",
        "answer_codes",
        "answer_scale",
        "answer_word",
        "answer_words",
        "as_of_name",
        "attempt_results",
        "attempts",
        "attendance_blank",
        "attendance_columns",
        "audit_columns",
        "audit_instrument",
        "basic_satisfied",
        "before_after",
        "behaviour_columns",
        "checklist_items",
        "choice_word",
        "column_scales",
        "counted_answers",
        "courses",
        "day_first",
        "days_off",
        "doubles",
        "encoding",
        "event_type",
        "exam_day",
        "exam_items",
        "headings",
        "hidden_columns",
        "hidden_rows",
        "identifier",
        "item_type",
        "kpi_name",
        "lacking_day",
        "lacking_day_named",
        "left_over",
        "lowest_best",
        "measured_by",
        "missing_year",
        "month_columns_year",
        "modules",
        "month_columns",
        "needed",
        "no_headings",
        "not_counted",
        "nps_scale",
        "off_periods",
        "request_length",
        "request_urgency",
        "option_order",
        "other_scale",
        "own_years",
        "points_lost",
        "praise_verified",
        "rated_part",
        "rows_above",
        "same_day",
        "scale_change",
        "sheet_course",
        "sheet_dates",
        "sheet_store",
        "sheet_year",
        "sheets",
        "store_columns",
        "store_list",
        "stretch_day",
        "struck_rows",
        "swapped_dates",
        "suggestions_open",
        "tables",
        "tenth_month",
        "time_zone",
        "unit_since",
        "unit_since_opening",
        "unsaid",
        "visit_maximum",
        "visit_parts",
        "visit_person",
        "visit_rows",
        "visit_scale",
        "visit_store",
        "visit_twice",
        "visit_zeros",
        "volume_columns",
        "volume_fractions",
        "volume_parts",
        "volume_places",
        "volume_total",
        "weights_since",
        "which_kind",
        "which_sheet",
        "which_score",
        "whose_answers",
        "year_place",
        "zeros",
        "zeros_department",
        "zeros_store",
    }
)
OF_ONE_FILE = frozenset(
    {
        "again",
        "as_of",
        "encoding",
        "exam_day",
        "headings",
        "lacking_day",
        "lacking_day_named",
        "missing_year",
        "month_columns_year",
        "off_periods",
        "other_scale",
        "rows_above",
        "sheet_year",
        "suggestions_open",
        "tables",
        "target_year",
        "tenth_month",
    }
)
# Which table of a file: its name is which_sheet:TABLES, so that others are asked about anew.
WHICH_SHEET = "which_sheet"
# Those that decide which rows are read at all.
ENCODING = "encoding"
OF_READING = frozenset({ENCODING, "exam_items", "no_headings", "rows_above", "tables", WHICH_SHEET})


@dataclass(frozen=True)
class Choice:
    """One answer: `name` is lasting (options, commands), `label` a sentence that says what it
    does."""

    name: str
    label: Text | Message


@dataclass(frozen=True)
class Question:
    """A doubt that changes numbers. `name` is lasting, `message` says what is in doubt, `likely` is
    the name of a choice.

    `evidence`: what was seen, a sentence each. The answer holds for later files
    with the same headings too, unless the name is one of OF_ONE_FILE.
    """

    name: str
    message: Message
    choices: tuple[Choice, ...]
    likely: str
    evidence: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        if self.likely not in [choice.name for choice in self.choices]:
            raise ValueError(f"{self.name}: {self.likely} is not one of its choices")

    def answer(self, answers: Mapping[str, str]) -> str:
        """What was answered, else what is likely; WrongCall for an answer that is no choice."""
        given = answers.get(self.name, self.likely)
        known = [choice.name for choice in self.choices]
        if given not in known:
            raise WrongCall(
                "\u201c{answer}\u201d is no answer to \u201c{name}\u201d. Its answers are: "
                "{known}.",
                answer=given,
                name=self.name,
                known=known,
            )
        return given


def _asked(name: str) -> str:
    """What a name asks: all but the word that it asks about."""
    return name.partition(":")[0]


class Unanswered(FileRefused):
    """Nothing was stored, since only a person can answer `questions`."""

    def __init__(self, questions: tuple[Question, ...]):
        super().__init__(
            N_("Nothing was stored. Questions that only you can answer: {count}."),
            count=len(questions),
        )
        self.questions = questions


def require_declared(questions: Iterable[Question], of_kind: Collection[str]) -> None:
    """ValueError for a question that could never be answered by its name; `of_kind`: those that
    only this kind asks."""
    for question in questions:
        if _asked(question.name) not in NAMES and _asked(question.name) not in of_kind:
            raise ValueError(f"{question.name} is not one of the questions")


def require_known(answers: Mapping[str, str], of_kinds: Iterable[str]) -> None:
    """WrongCall for an answer to a question that is never asked; `of_kinds`: those that only one
    kind asks."""
    names = NAMES.union(of_kinds)
    for name in answers:
        if _asked(name) not in names:
            raise WrongCall(
                "There is no question \u201c{name}\u201d. Questions are: {known}.",
                name=name,
                known=sorted(names),
            )


def require_asked(answered: Collection[str], questions: Iterable[Question], file: str) -> None:
    """FileRefused for an answer to what this file does not ask."""
    asked = [question.name for question in questions]
    strange = [name for name in answered if name not in asked]
    if strange and asked:
        raise FileRefused(
            "“{name}” is nothing that {file} asks, so its answer would do nothing. Nothing was "
            "stored. Leave it out, or correct it: the file asks {asked}.",
            name=strange[0],
            file=file,
            asked=asked,
        )
    if strange:
        raise FileRefused(
            "“{name}” is nothing that {file} asks: it asks nothing. Nothing was stored. Leave the "
            "answer out.",
            name=strange[0],
            file=file,
        )


def lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that hold for later files with the same headings."""
    return {name: answer for name, answer in answers.items() if _asked(name) not in OF_ONE_FILE}


def of_reading(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The answers that decide which rows are read at all."""
    return tuple(sorted((name, answer) for name, answer in answers.items() if is_of_reading(name)))


def is_of_reading(name: str) -> bool:
    """Whether a question decides which rows are read at all."""
    return _asked(name) in OF_READING


def is_which_sheet(name: str) -> bool:
    """Whether a question lets choose among the tables of a file."""
    return _asked(name) == WHICH_SHEET


def still_open(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that nobody answered."""
    return tuple(question for question in questions if question.name not in answers)
