"""The course of a list of who was at a training, where no column holds it: what its title, its name
or that of its sheet says, else one of its columns, in one question."""

import re

from data.issues import NOTE, Issue
from data.kinds.schema import DatasetKind
from data.matching.exam_forms import with_column
from data.matching.headings import is_nameless, match
from data.matching.named_after import course_in
from data.matching.needed import candidates, needed
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_, Text

NAME, YES, NO, _COLUMN = "unsaid:course", "yes", "no", "column"
# What says that it is a list of who came, and nothing of what they came to.
_OF_LISTS = re.compile(
    r"(?<![^\W_])(?:attend(?:ance|ees?)|participants?|registrations?|sign[-_ ]?in|check[-_ ]?in|register|roster|log"
    r"|(?:teilnehmer|anwesenheits)(?:liste)?|(?:lista de )?(?:asistencia|asistentes|presença)"
    r"|(?:liste|feuille) (?:de|d’|d') ?(?:présences?|émargement))(?![^\W_])"
    r"|出勤|签到|簽到|考勤|到课|到課|参训|參訓|出席|参加|參加|情况|情況|出欠",
    re.I,
)
# Nothing but words for a training, a place, a time or a file.
_ANY_COURSE = re.compile(
    r"[\W_\d]*(?:(?:trainings?|courses?|class(?:es)?|schulung(?:en)?|formations?|stores?|branch|team|weeks?|months?|q[1-4]|hr|untitled|data|export"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|july?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
    r"|培训|培訓|研修|门店|門店|[表册冊])[\W_\d]*)*",
    re.I,
)
_BESIDES = frozenset({"employee", "date", "attended"})


def with_course(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the course in a column, as answered, else as is likely; of files that say it, or
    lack more than can be asked, the sheet itself."""
    if is_nameless(sheet):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set, match=options.match))
    asked = needed(sheet, kind, own, options, _BESIDES)
    own = own.with_columns(asked.columns, sheet.headings)
    supplied = {*own.columns.values(), *options.set}
    if "course" in supplied or not supplied >= _BESIDES:
        return Written(sheet)
    if needed(sheet, kind, own, options, frozenset({"course"})).columns:
        return Written(sheet)  # a heading says it
    named = _named(file, sheet)
    if named is None:
        return Written(sheet)  # what is missing is named together
    columns = candidates("course", sheet, kind, own, options)
    question = _question(*named, kind, _with_answered(columns, named[0], sheet, options))
    answer = question.answer(options.answers)
    label = kind.column("course").label
    if answer == NO:
        return Written(sheet, questions=(question,))
    heading = answer.removeprefix(f"{_COLUMN}:")
    if answer != YES:
        cells = sheet.cells[sheet.headings.index(heading)].tolist()
        return Written(with_column(sheet, label, cells), questions=(question,))
    course = question.name.removeprefix(f"{NAME}=")
    told = Issue(NOTE, question.evidence[0])
    return Written(
        with_column(sheet, label, [course] * len(sheet.cells)), (told,), questions=(question,)
    )


def _with_answered(columns: list[str], course: str, sheet: Sheet, options: Options) -> list[str]:
    """The columns with the one that was answered for an earlier file, whose cells showed more."""
    given = options.answers.get(f"{NAME}={course}", "").removeprefix(f"{_COLUMN}:")
    return [*columns, given] if given in sheet.headings and given not in columns else columns


def _question(course: str, place: Text, kind: DatasetKind, columns: list[str]) -> Question:
    label = kind.column("course").label
    seen = Message(
        "{column}: “{value}”, from {place}.", {"column": label, "value": course, "place": place}
    )
    return Question(
        f"{NAME}={course}",
        Message(
            "The file does not say everything that is needed: {columns}. Is it as follows?",
            {"columns": [label]},
        ),
        (
            Choice(YES, N_("Yes, all of it.")),
            *(
                Choice(
                    f"{_COLUMN}:{heading}",
                    Message(
                        "{column}: what stands under “{heading}”.",
                        {"column": label, "heading": heading},
                    ),
                )
                for heading in columns
            ),
            Choice(NO, N_("No: I say it myself.")),
        ),
        YES,
        (seen,),
    )


def _named(file: str, sheet: Sheet) -> tuple[str, Text] | None:
    """What a title or a name calls the training, and where; None where it only says that there was
    one."""
    for text, place in (
        *((line, N_("the title above the table")) for line in sheet.title),
        (file, N_("the name of the file")),
        (sheet.name, N_("the name of the sheet")),
    ):
        course = course_in(_OF_LISTS.sub(" ", text))
        if course and _ANY_COURSE.fullmatch(course) is None:
            return course, place
    return None
