"""What the customer voice page asks of the records, kept for everyone by the state of the data;
numbers and comments, never words of ours."""

import pandas as pd

from data.text.personal_text import Masks
from data.uploads.known_staff import masks_for_viewer
from metrics.answers.asked import answer
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.voice import records
from metrics.voice.comments import (
    Expressions,
    ThemeReport,
    against_company,
    expressions,
    fewest_told,
    listed,
    theme_report,
    told_of_enough,
)
from metrics.voice.cost import Base
from metrics.voice.discovery import FEWEST
from metrics.voice.distribution import Distribution, distributions
from metrics.voice.driver_report import DriverReport, driver_report
from metrics.voice.questions import QUESTIONS, RECOMMENDATION, SOURCES
from metrics.voice.scores import over, query_for
from metrics.voice.span import Span
from metrics.voice.terms import InUse, in_use
from metrics.voice.theme_scores import ThemeChange
from ui.state.board import looked_at


def answers_given(kpi: str, span: Span, by: str | None, only: Filter) -> tuple[Distribution, ...]:
    """How the answers behind a KPI are spread, by group where split."""
    return looked_at(_answers_given, kpi, span, by, only)


@remembered(100)
def _answers_given(
    snapshot: Snapshot, kpi: str, span: Span, by: str | None, only: Filter
) -> tuple[Distribution, ...]:
    question = next(question for question in QUESTIONS if question.kpi_name == kpi)
    return distributions(records.answer_counts(snapshot.reading, question, span, by, only))


def dictionary_in_use(language: str) -> InUse:
    """The dictionary as people changed it; the themes they added are called as in a language."""
    return looked_at(_dictionary, language)


@remembered(8)
def _dictionary(snapshot: Snapshot, language: str) -> InUse:
    return in_use(records.typed_terms(snapshot.reading, snapshot.today), language)


def comments_recorded(source: str, span: Span, only: Filter) -> int:
    """Answers with a comment."""
    return looked_at(_recorded, source, span, only)


@remembered(100)
def _recorded(snapshot: Snapshot, source: str, span: Span, only: Filter) -> int:
    return records.comment_count(snapshot.reading, SOURCES[source], span, only)


def themes_of(source: str, span: Span, before: Span | None, only: Filter) -> ThemeReport:
    """The comments of a span by theme, against the span before (None: against nothing)."""
    return looked_at(_themes, source, span, before, only)


@remembered(40)
def _themes(
    snapshot: Snapshot, source: str, span: Span, before: Span | None, only: Filter
) -> ThemeReport:
    return told_of_enough(
        _report(snapshot, source, span, before, only), fewest_told(snapshot.viewer)
    )


def _report(
    snapshot: Snapshot, source: str, span: Span, before: Span | None, only: Filter
) -> ThemeReport:
    """With themes of the fewest comments, too: not to be shown so."""
    return theme_report(
        *_both(snapshot, source, span, before, only),
        _dictionary(snapshot, "en").dictionary,
        _base(snapshot, source, span, only),
        None if before is None else _base(snapshot, source, before, only),
    )


def _base(snapshot: Snapshot, source: str, span: Span, only: Filter) -> Base:
    """What the comments of a span are a part of."""
    asked = SOURCES[source]
    found = over(answer(snapshot, asked.kpi_name, query_for(span, None, None, only)), span)
    return Base(
        recorded=_recorded(snapshot, source, span, only),
        answered=int(found["x"].sum()),
        net=asked is RECOMMENDATION,
    )


def themes_here(source: str, span: Span, only: Filter) -> dict[str, ThemeChange]:
    """How often the units chosen mention each theme, against the rest of the company; themes of too
    few comments on either side are not told."""
    return looked_at(_themes_here, source, span, only)


@remembered(40)
def _themes_here(
    snapshot: Snapshot, source: str, span: Span, only: Filter
) -> dict[str, ThemeChange]:
    own, company = (_report(snapshot, source, span, None, units) for units in (only, ()))
    fewest = fewest_told(snapshot.viewer)
    return {
        found.theme: found
        for found in against_company(own, company)
        if min(found.before.k, found.now.k) >= fewest
    }


def expressions_of(source: str, span: Span, before: Span | None, only: Filter) -> Expressions:
    """Expressions to look at."""
    return looked_at(_expressions, source, span, before, only)


@remembered(40)
def _expressions(
    snapshot: Snapshot, source: str, span: Span, before: Span | None, only: Filter
) -> Expressions:
    return expressions(
        *_both(snapshot, source, span, before, only),
        _dictionary(snapshot, "en").dictionary,
        max(FEWEST, fewest_told(snapshot.viewer)),
        _masks(snapshot),
    )


def masks_here() -> Masks:
    """What is masked in texts of customers and files for the viewer."""
    return looked_at(_masks)


@remembered(4)
def _masks(snapshot: Snapshot) -> Masks:
    return masks_for_viewer(snapshot.reading)


def _both(
    snapshot: Snapshot, source: str, span: Span, before: Span | None, only: Filter
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The comments of the span, and those of the one before; none of these where there is none."""
    now = _scored(snapshot, source, span, only)
    return now, now.iloc[:0] if before is None else _scored(snapshot, source, before, only)


# Nobody changes these frames, so everyone may hold the same one.
@remembered(12)
def _scored(snapshot: Snapshot, source: str, span: Span, only: Filter) -> pd.DataFrame:
    return records.scored_comments(snapshot.reading, SOURCES[source], span, only)


def newest_comments(source: str, span: Span, only: Filter, search: str) -> pd.DataFrame:
    """The newest comments with their themes; personal details are masked for those who may not see
    people."""
    return looked_at(_newest, source, span, only, search)


@remembered(20)
def _newest(snapshot: Snapshot, source: str, span: Span, only: Filter, search: str) -> pd.DataFrame:
    found = records.latest_comments(snapshot.reading, SOURCES[source], span, only, search)
    return listed(found, _dictionary(snapshot, "en").dictionary, _masks(snapshot), search)


def drivers_of(
    span: Span, only: Filter, satisfied: tuple[tuple[str, tuple[int, int]], ...], recorded: int
) -> DriverReport:
    """The driver model; `satisfied`: each rating's satisfied answers and all its answers."""
    return looked_at(_drivers, span, only, satisfied, recorded)


@remembered(40)
def _drivers(
    snapshot: Snapshot,
    span: Span,
    only: Filter,
    satisfied: tuple[tuple[str, tuple[int, int]], ...],
    recorded: int,
) -> DriverReport:
    found = records.ratings(snapshot.reading, span, only)
    return driver_report(found, dict(satisfied), recorded)


def modules_recorded() -> list[str]:
    """The modules that exams were held in."""
    return looked_at(_modules)


@remembered(4)
def _modules(snapshot: Snapshot) -> list[str]:
    return records.modules_taught(snapshot.reading)
