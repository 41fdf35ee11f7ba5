"""Section “What staff say”: what they know and how they rate support, and whether they serve
unasked, as they say and as it is observed."""

import pandas as pd

from charts.alternative import table
from charts.theme import Palette
from charts.words import interval
from data.kinds.catalog import STAFF_SURVEY
from errors import Message
from i18n import Month, Say, rounded
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.culture.said import ASKED, Wave, waves
from metrics.culture.view import CultureView
from metrics.kpi import Kpi
from metrics.periods import is_over
from ui.culture.data import in_month, last_wave, months_of, over, refused, stage_now
from ui.culture.file import draw_table
from ui.culture.missing import draw_needs, needs_column, refused_words
from ui.culture.split import draw_split
from ui.culture.tiles import draw_tiles, heading, stage_chip, tile
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import late_changes
from ui.parts.viewer import viewer
from ui.rows.way import draw_way_to_rows
from ui.state.board import today
from ui.state.filters import LABELS, linked

SAID, OBSERVED = "proactive_service", "proactive_observed"
_KNOWN = ("concept_awareness", "handbook_awareness")
_RATED = ("support_satisfaction", "empowerment", "internal_satisfaction", "service_capability")


def draw_staff(view: CultureView, say: Say, palette: Palette) -> None:
    """What staff know and say; said and observed side by side; one question by unit."""
    if all(months_of(name).rows.empty for name in ASKED):
        draw_needs([STAFF_SURVEY.name], say)
    else:
        st.html(heading(say("What staff know, and how they rate what they are given")))
        draw_tiles([_said(kpi_named(name), view, say) for name in (*_KNOWN, *_RATED)], 380)
    st.html(heading(say("Proactive service: said and observed")))
    draw_tiles([_said(kpi_named(SAID), view, say), _observed(view, say)], 320)
    st.caption(
        say(
            "What staff say of themselves and what is seen on the job are two measures: they are "
            "never added."
        )
    )
    draw_way_to_rows(kpi_named(OBSERVED), "culture", view.first, view.last, say)
    _draw_by_unit(view, say, palette)


def _said(kpi: Kpi, view: CultureView, say: Say) -> str:
    lacking = refused(kpi, view)
    if lacking:
        return tile(say(kpi.label), None, [say(refused_words(kpi, lacking))])
    found = last_wave(kpi, view)
    if found.row is None:
        return tile(say(kpi.label), None, [say(_why_not(kpi, found))])
    row = found.row
    lines = [
        say("{month}, n {n}", month=Month(found.month), n=rounded(row["x"])),
        say("95% interval {interval}", interval=interval(kpi, row, say)),
    ]
    if not pd.isna(row["roster"]):
        lines.append(say("on the roster: {count}", count=rounded(row["roster"])))
    if not pd.isna(row["since"]):
        lines.append(say("as of {day}, later changes would tell of few people", day=row["since"]))
    if not row["enough"]:
        lines.append(say("few answers"))
    if found.month == view.month and not is_over(view.month, today()):
        lines.append(say("month not over"))
    if found.later:
        lines.append(say("Later answers are of too few people to show."))
    if found.change is not None:
        lines.append(say(found.change.sentence()))
    return tile(
        say(kpi.label),
        kpi.unit.show(say, row["value"]),
        lines,
        [stage_chip(kpi, stage_now(kpi, view), say)],
        pale=not row["enough"],
    )


def _why_not(kpi: Kpi, found: Wave) -> Message:
    if found.hidden:
        return Message("Too few people to show.")
    if found.month is not None:
        return Message("No answers here in {month}.", {"month": Month(found.month)})
    return needs_column(STAFF_SURVEY, ASKED[kpi.name])


def _observed(view: CultureView, say: Say) -> str:
    """What was looked for on the job in the months looked at."""
    kpi = kpi_named(OBSERVED)
    lacking = refused(kpi, view)
    if lacking:
        return tile(say(kpi.label), None, [say(refused_words(kpi, lacking))])
    everywhere = months_of(OBSERVED)
    if everywhere.rows.empty:
        return tile(say(kpi.label), None, [say(needs_column(kpi.dataset, "proactive"))])
    found = over(OBSERVED, view)
    row = None if found.rows.empty else found.rows.iloc[0]
    if row is not None and row["hidden"]:
        return tile(say(kpi.label), None, [say("Too few people to show.")])
    if row is None or not row["x"] > 0:
        return tile(
            say(kpi.label), None, [say("No checks looked for it in {time}.", time=view.span)]
        )
    return tile(
        say(kpi.label),
        kpi.unit.show(say, row["value"]),
        [
            say("{time}, n {n}", time=view.span, n=rounded(row["x"])),
            say("95% interval {interval}", interval=interval(kpi, row, say)),
            *([] if row["enough"] else [say("few checks")]),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
        pale=not row["enough"],
    )


def _draw_by_unit(view: CultureView, say: Say, palette: Palette) -> None:
    """One question in its latest wave, by the units of a dimension."""
    names = [name for name in ASKED if last_wave(kpi_named(name), view).month is not None]
    if not names:
        return
    st.html(heading(say("By unit")))
    left, right = st.columns(2)
    with left:
        name = linked("asked", say("KPI"), names, names[0], lambda name: say(kpi_named(name).label))
    kpi = kpi_named(name)
    filtered = {dimension for dimension, _ in view.only}
    free = [dimension for dimension in kpi.dimensions if dimension not in filtered]
    with right:
        by = (
            linked("by", say("By"), free, free[0], lambda dimension: say(LABELS[dimension]))
            if free
            else None
        )
    found = last_wave(kpi, view)
    lacking = refused(kpi, view, by)
    if by is None or lacking:
        st.info(say(refused_words(kpi, lacking or kpi.dimensions)))
        return
    answered = in_month(name, found.month, by, view.only)
    if answered.rows.empty or answered.rows["hidden"].all():
        st.info(say("Too few people stand behind each of these groups to show any."))
    elif not is_over(found.month, today()):
        st.info(
            say(
                "{month} is not over, so its units are not set side by side yet.",
                month=Month(found.month),
            )
        )
    else:
        draw_split(
            answered,
            in_month(name, found.month, None, view.only),
            stage_now(kpi, view),
            "culture_split",
            say,
            palette,
        )
    for told in late_changes(kpi, viewer()):
        st.caption(say(told))
    lazy_expander(
        say("Table and download"), lambda: _draw_waves(kpi, view, answered, say), "culture_said"
    )


def _draw_waves(kpi: Kpi, view: CultureView, answered: Answer, say: Say) -> None:
    """The units of the latest wave, and all waves of the units looked at up to it."""
    stage = stage_now(kpi, view)
    target = "" if stage is None else stage.asked.spoken(say)
    of_units = table(answered, say).assign(**{say("Target"): target})
    draw_table(of_units, Month(answered.rows["period"].iloc[0]), f"{kpi.name}-units", view, say)
    place = months_of(kpi.name, view.only)
    course = Answer(kpi, place.query, waves(place, place.rows["period"].min(), view.month))
    st.caption(say("All waves up to {month}", month=Month(view.month)))
    of_waves = table(course, say).assign(**{say("Target"): target})
    draw_table(of_waves, say("All waves"), f"{kpi.name}-waves", view, say)
