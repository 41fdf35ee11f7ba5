"""What customers say: the themes of their comments, and two or three comments behind which at least
ten stand."""

from dataclasses import dataclass

import pandas as pd

from data.text.personal_text import spoken as unmasked
from data.uploads.known_staff import masks_for_all
from errors import Message
from i18n import N_, Say
from metrics.answers.asked import answer
from metrics.kpi import Amount
from metrics.snapshot import Snapshot
from metrics.value_units import PERCENT
from metrics.voice import records
from metrics.voice.comments import (
    ThemeReport,
    fewest_told,
    listed,
    theme_finding,
    theme_report,
    told_of_enough,
)
from metrics.voice.cost import Base
from metrics.voice.questions import RECOMMENDATION, SATISFACTION, Source
from metrics.voice.scores import over, query_for
from metrics.voice.span import Span
from metrics.voice.terms import in_use, label_of
from metrics.voice.themes import Dictionary
from metrics.window import length
from reports.outline.parts import (
    Block,
    Cell,
    Count,
    Page,
    Paragraph,
    ReportTable,
    Saying,
    TableColumn,
)
from reports.outline.period import ReportPeriod

STAND_BEHIND = 10  # comments of a theme from which on one of them is quoted
_QUOTED, _THEMES = 3, 8
_SHORTEST, _LONGEST = 6, 160  # letters of a comment that is quoted


@dataclass(frozen=True)
class Quoted:
    """Words of a customer, in which what would tell who somebody is has been masked."""

    text: str

    def spoken(self, say: Say) -> str:
        return say("“{text}”", text=unmasked(self.text, say))


def voice_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """A page for each survey with comments in the period."""
    pages = [
        page
        for source in (SATISFACTION, RECOMMENDATION)
        if (page := _page(snapshot, source, period)) is not None
    ]
    return tuple(pages) or (Page(N_("No comments of customers in this period."), ()),)


def _page(snapshot: Snapshot, source: Source, period: ReportPeriod) -> Page | None:
    span = Span(period.first, length(period.first, period.month))
    dictionary = in_use(records.typed_terms(snapshot.reading, snapshot.today), "en").dictionary
    now = records.scored_comments(snapshot.reading, source, span)
    if not len(now):
        return None
    before = span.earlier("before")
    report = told_of_enough(
        theme_report(
            now,
            records.scored_comments(snapshot.reading, source, before),
            dictionary,
            _base(snapshot, source, span),
            _base(snapshot, source, before),
        ),
        max(STAND_BEHIND, fewest_told(snapshot.viewer)),
    )
    if report.said < report.fewest:
        return Page(
            Message(
                "{kind}: comments in which something is said are fewer than {least}, so nothing is "
                "told of them.",
                {"kind": source.kind.label, "least": report.fewest},
            ),
            (),
        )
    told = theme_finding(report, source.kpi, dictionary, PERCENT)
    quotes = _quotes(snapshot, source, span, report, dictionary)
    blocks: list[Block] = []
    if report.themes:
        blocks.append(_table(report, dictionary))
    blocks += quotes
    blocks.append(
        Paragraph(
            (
                Message(
                    "{kind}: comments in which something is said: {count}.",
                    {"kind": source.kind.label, "count": report.said},
                ),
            )
        )
    )
    return Page(Saying(tuple(told)), tuple(blocks))


def _base(snapshot: Snapshot, source: Source, span: Span) -> Base:
    found = over(answer(snapshot, source.kpi_name, query_for(span, None, None, ())), span)
    return Base(
        recorded=records.comment_count(snapshot.reading, source, span),
        answered=int(found["x"].sum()),
        net=source is RECOMMENDATION,
    )


def _table(report: ThemeReport, dictionary: Dictionary) -> ReportTable:
    rows = [
        (
            label_of(dictionary, theme.theme),
            Count(theme.mentioned.k),
            _share(theme.mentioned.value),
            _share(theme.top.value),
            _share(theme.bottom.value),
        )
        for theme in report.dearest_first[:_THEMES]
    ]
    return ReportTable(
        (
            TableColumn(N_("Theme"), 3),
            TableColumn(N_("Comments"), 1.2, number=True),
            TableColumn(N_("Part of the comments"), 1.6, number=True),
            TableColumn(N_("With a top score"), 1.6, number=True),
            TableColumn(N_("With a low score"), 1.6, number=True),
        ),
        tuple(rows),
        N_("Themes of the comments"),
        small=True,
    )


def _share(value: float | None) -> Cell:
    return None if value is None else Amount(PERCENT, 100 * value)


def _quotes(
    snapshot: Snapshot, source: Source, span: Span, report: ThemeReport, dictionary: Dictionary
) -> list[Block]:
    """The newest comment on each of the dearest themes, masked for everybody: a report is handed
    on."""
    found = listed(
        records.latest_comments(snapshot.reading, source, span),
        dictionary,
        masks_for_all(snapshot.reading),
    )
    quoted: list[Block] = []
    used: set[str] = set()
    for theme in report.dearest_first:
        text = _newest(found, theme.theme, used)
        if text is None or theme.mentioned.k < STAND_BEHIND:
            continue
        used.add(text)
        about = Message(
            "{theme} (comments: {count})",
            {"theme": label_of(dictionary, theme.theme), "count": theme.mentioned.k},
        )
        quoted.append(Paragraph((Saying((Quoted(text),)),), about))
        if len(quoted) == _QUOTED:
            break
    return quoted


def _newest(comments: pd.DataFrame, theme: str, used: set[str]) -> str | None:
    for text, themes in zip(comments["comment"], comments["themes"], strict=True):
        if theme in themes and text not in used and _SHORTEST <= len(text) <= _LONGEST:
            return " ".join(text.split())
    return None
