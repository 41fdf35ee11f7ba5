"""A whole report, worked out of one snapshot: the sections in the order of the committee."""

from collections.abc import Callable
from functools import partial

from errors import Message
from i18n import N_, Text
from metrics.snapshot import Snapshot
from reports.outline.appendix import appendix_pages, missing_kinds, without_records
from reports.outline.brief import brief_page
from reports.outline.headline import not_over, said_first
from reports.outline.levels import (
    CUSTOMER,
    MYSTERY,
    PEOPLE,
    level_pages,
    plan_pages,
    sheet_pages,
)
from reports.outline.loop import (
    action_pages,
    asked_decisions,
    asked_paragraphs,
    decision_pages,
    next_pages,
    problem_pages,
    without_cause,
)
from reports.outline.parts import Outline, Page, Paragraph, ReportSection, Saying
from reports.outline.period import MONTH, TITLES, ReportPeriod
from reports.outline.signals import exception_pages, restated_pages
from reports.outline.units import unit_pages
from reports.outline.voice import voice_pages

Step = Callable[[Snapshot, ReportPeriod], tuple[Page, ...]]
Progress = Callable[[float], None]


def _cover(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    asked = asked_decisions(snapshot, period)
    heading = (
        Message("Decisions asked for: {count}", {"count": len(asked)})
        if asked
        else N_("No decision is asked for.")
    )
    return (
        Page(
            Saying(tuple(said_first(snapshot, period))),
            (Paragraph((), heading, leading=True), *asked_paragraphs(asked)),
        ),
    )


SECTIONS: tuple[tuple[str, Text, Step], ...] = (
    ("cover", N_("Where we stand, and the decisions asked for"), _cover),
    ("decisions", N_("Last decisions and their effect"), decision_pages),
    ("exceptions", N_("Exceptions"), exception_pages),
    ("plan", N_("The plan: short, mid and long term"), plan_pages),
    ("restated", N_("What was restated"), restated_pages),
    ("customer", N_("Customer"), partial(level_pages, levels=CUSTOMER)),
    ("people", N_("People and culture"), partial(level_pages, levels=PEOPLE)),
    ("mystery", N_("Mystery shopper"), partial(level_pages, levels=MYSTERY)),
    ("units", N_("Units that differ for certain"), unit_pages),
    ("problems", N_("Problems"), problem_pages),
    ("actions", N_("Actions and their effect"), action_pages),
    ("voice", N_("Customer voice"), voice_pages),
    ("next", N_("Next period"), next_pages),
    ("appendix", N_("Appendix"), appendix_pages),
)


def lacking(snapshot: Snapshot, period: ReportPeriod) -> tuple[Message, ...]:
    """What a report of the period will miss, to be seen before it is made."""
    found = []
    if not period.over:
        found.append(not_over(period))
    if without_records(snapshot, period):
        found.append(Message("There are no records of {period}.", {"period": period}))
    found += [
        Message("No cause given: {kpi}.", {"kpi": label})
        for label in without_cause(snapshot, period)
    ]
    found += [
        Message("No records of {kind} for {months}.", {"kind": kind, "months": months})
        for kind, months in missing_kinds(snapshot, period)
    ]
    return tuple(found)


def outline(
    snapshot: Snapshot, period: ReportPeriod, progress: Progress = lambda part: None
) -> Outline:
    """The report of a quarter, or the brief of a month; `progress` is told how far it is."""
    steps = SECTIONS if period.grain != MONTH else ()
    sections = []
    for done, (name, title, step) in enumerate(steps):
        progress(done / (len(steps) + 1))
        sections.append(ReportSection(name, title, step(snapshot, period)))
    if period.grain == MONTH:
        sections.append(ReportSection("brief", TITLES[MONTH], (brief_page(snapshot, period),)))
    sheets = sheet_pages(snapshot, period)
    progress(1.0)
    return Outline(
        period=period,
        title=TITLES[period.grain],
        made_on=snapshot.today,
        version=snapshot.version,
        sections=tuple(sections),
        sheets=sheets,
        lacking=lacking(snapshot, period),
    )
