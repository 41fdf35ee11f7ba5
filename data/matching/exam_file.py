"""Whether a file holds results of exams."""

from datetime import date

from data.kinds.catalog import (
    TRAINING,
)
from data.kinds.schema import DatasetKind
from data.matching.exam_cells import are_names, lone_points
from data.matching.exam_forms import as_plain
from data.matching.exam_marks import marked_items
from data.matching.exam_signs import is_called_exam, shows_exams, shows_options
from data.matching.headings import match
from data.matching.inferred import with_own_words
from data.matching.month_columns import one_a_month
from data.matching.stated_marks import states_marks
from data.matching.wide_attempts import one_a_result
from data.matching.wide_courses import one_a_course
from data.reading.options import Options
from data.reading.sheet import Sheet


def is_exam_file(sheet: Sheet, name: str) -> bool:
    """Whether a heading, a title or the name of the file says that these are results of exams, or
    the cells of a score are points out of points, and there are people with results."""
    names = (*sheet.title, name.replace("_", " "))
    if (
        not is_called_exam(sheet, names)
        and not states_marks(sheet.title)
        and not shows_exams(sheet)
        and not shows_options(sheet, name)
    ):
        return False
    sheet = one_a_month("", sheet, TRAINING, Options(), date.today()).sheet
    plain = one_a_course(
        one_a_result(as_plain(sheet, TRAINING, Options()).sheet, TRAINING, Options()).sheet,
        TRAINING,
        Options(),
    ).sheet
    people = names_person(plain, TRAINING) or any(
        are_names(plain, at) for at in range(len(plain.headings))
    )
    has_items = marked_items(plain, Options()).question is not None
    return people and (has_results(plain) or has_lone_points(plain) or has_items)


def has_results(sheet: Sheet) -> bool:
    """Whether a column holds what somebody reached."""
    found = match(sheet, TRAINING, with_own_words(sheet, TRAINING, Options()))
    return any(found.position(name) is not None for name in TRAINING.one_of)


def has_lone_points(sheet: Sheet) -> bool:
    """Whether a file of exams has one column of points, whatever it is headed."""
    return lone_points(sheet, set(match(sheet, TRAINING, Options()).columns)) is not None


def names_person(sheet: Sheet, kind: DatasetKind) -> bool:
    """Whether a column names the person that each row is about."""
    return match(sheet, kind, Options()).position("employee") is not None
