"""What the customer voice page asks of the records, kept for everyone by the state of the data;
numbers and comments, never words of ours."""

from datetime import date

import pandas as pd

from data.roles import sees_people
from data.text.personal_text import Masks
from data.uploads.known_staff import masks_for_role
from metrics.voice import records
from metrics.voice.comments import (
    Expressions,
    ThemeReport,
    expressions,
    fewest_told,
    listed,
    theme_report,
    told_of_enough,
)
from metrics.voice.discovery import FEWEST
from metrics.voice.distribution import Distribution, distributions
from metrics.voice.driver_report import DriverReport, driver_report
from metrics.voice.questions import QUESTIONS, SOURCES
from metrics.voice.records import Only
from metrics.voice.span import Span
from metrics.voice.terms import InUse, in_use
from ui.state.board import read, version
from ui.state.cache import kept


def answers_given(kpi: str, span: Span, by: str | None, only: Only) -> tuple[Distribution, ...]:
    """How the answers behind a KPI are spread, by group where split."""
    return _answers_given(version(), kpi, span, by, only)


@kept(100)
def _answers_given(
    version: int, kpi: str, span: Span, by: str | None, only: Only
) -> tuple[Distribution, ...]:
    question = next(question for question in QUESTIONS if question.kpi_name == kpi)
    return distributions(
        read(lambda reading: records.answer_counts(reading, question, span, by, only))
    )


def dictionary_in_use(language: str) -> InUse:
    """The dictionary as people changed it; the themes they added are called as in a language."""
    return _dictionary(version(), date.today(), language)


@kept(8)
def _dictionary(version: int, today: date, language: str) -> InUse:
    return in_use(read(lambda reading: records.typed_terms(reading, today)), language)


def comments_recorded(source: str, span: Span, only: Only) -> int:
    """Answers with a comment."""
    return _recorded(version(), source, span, only)


@kept(100)
def _recorded(version: int, source: str, span: Span, only: Only) -> int:
    return read(lambda reading: records.comment_count(reading, SOURCES[source], span, only))


def themes_of(source: str, span: Span, before: Span | None, only: Only) -> ThemeReport:
    """The comments of a span by theme, against the span before (None: against nothing)."""
    return _themes(version(), date.today(), source, span, before, only)


@kept(40)
def _themes(
    version: int, today: date, source: str, span: Span, before: Span | None, only: Only
) -> ThemeReport:
    dictionary = _dictionary(version, today, "en").dictionary
    report = theme_report(
        *_both(version, source, span, before, only),
        _recorded(version, source, span, only),
        dictionary,
    )
    return told_of_enough(report, fewest_told())


def expressions_of(source: str, span: Span, before: Span | None, only: Only) -> Expressions:
    """Expressions to look at."""
    return _expressions(version(), date.today(), sees_people(), source, span, before, only)


@kept(40)
def _expressions(
    version: int, today: date, named: bool, source: str, span: Span, before: Span | None, only: Only
) -> Expressions:
    return expressions(
        *_both(version, source, span, before, only),
        _dictionary(version, today, "en").dictionary,
        max(FEWEST, fewest_told()),
        _masks(version, named),
    )


def masks_here() -> Masks:
    """What is masked in texts of customers and files for this role."""
    return _masks(version(), sees_people())


@kept(4)
def _masks(version: int, named: bool) -> Masks:
    return read(masks_for_role)


def _both(
    version: int, source: str, span: Span, before: Span | None, only: Only
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The comments of the span, and those of the one before; none of these where there is none."""
    now = _scored(version, source, span, only)
    return now, now.iloc[:0] if before is None else _scored(version, source, before, only)


# Nobody changes these frames, so everyone may hold the same one.
@kept(12)
def _scored(version: int, source: str, span: Span, only: Only) -> pd.DataFrame:
    return read(lambda reading: records.scored_comments(reading, SOURCES[source], span, only))


def newest_comments(source: str, span: Span, only: Only, search: str) -> pd.DataFrame:
    """The newest comments with their themes; personal details are masked for those who may not see
    people."""
    return _newest(version(), date.today(), sees_people(), source, span, only, search)


@kept(20)
def _newest(
    version: int, today: date, named: bool, source: str, span: Span, only: Only, search: str
) -> pd.DataFrame:
    found = read(
        lambda reading: records.latest_comments(reading, SOURCES[source], span, only, search)
    )
    return listed(
        found, _dictionary(version, today, "en").dictionary, _masks(version, named), search
    )


def drivers_of(
    span: Span, only: Only, satisfied: tuple[tuple[str, tuple[int, int]], ...], recorded: int
) -> DriverReport:
    """The driver model; `satisfied`: each rating's satisfied answers and all its answers."""
    return _drivers(version(), span, only, satisfied, recorded)


@kept(40)
def _drivers(
    version: int,
    span: Span,
    only: Only,
    satisfied: tuple[tuple[str, tuple[int, int]], ...],
    recorded: int,
) -> DriverReport:
    return driver_report(
        read(lambda reading: records.ratings(reading, span, only)), dict(satisfied), recorded
    )


def modules_recorded() -> list[str]:
    """The modules that exams were held in."""
    return _modules(version())


@kept(4)
def _modules(version: int) -> list[str]:
    return read(records.modules_taught)
