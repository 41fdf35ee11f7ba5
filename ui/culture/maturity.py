"""Section “Maturity and culture”: levels by dimension over time with the agreement of the raters,
and the types of culture now and preferred."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from charts.culture import Mark, RatedRow, description, rated_rows
from charts.theme import CONFIG, Palette, plain
from data.kinds.catalog import AUDIT
from i18n import N_, Say, Text, rounded
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.culture.maturity import (
    LABELS,
    TYPES,
    Culture,
    Rated,
    apart_sentence,
    culture,
    culture_sentence,
    latest,
    rated,
)
from metrics.culture.view import CultureView
from metrics.kpi import Kpi
from metrics.periods import Period, add_months
from metrics.statistics.agreement import AGREED
from metrics.sums.values import RATERS_FOR_T
from metrics.value_units import LEVEL, SCORE
from ui.culture.data import of_quarter, ratings, refused, stage_now
from ui.culture.file import draw_table
from ui.culture.missing import draw_needs, needs, refused_words
from ui.culture.tiles import draw_tiles, heading, stage_chip, tile
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.visitor import is_phone
from ui.rows.way import draw_way_to_rows
from ui.state.link import linked

_POINTS_LEVELS = 101  # of points from 0 to 100, for the agreement of raters
_MOST_AUDITS = 8  # columns of the table over time
INSTRUMENTS: dict[str, Text] = {"maturity": N_("Maturity"), "capability": N_("Capability")}
_LOOK = """<style>
.scd-audits { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
.scd-audits th, .scd-audits td { padding: .22rem .9rem .22rem 0; text-align: left; font-weight: 400; vertical-align: top; white-space: nowrap; }
.scd-audits thead th { font-weight: 600; } .scd-wide { overflow-x: auto; }
</style>"""


def draw_maturity(view: CultureView, say: Say, palette: Palette) -> None:
    """Levels by dimension over time; then the types of culture."""
    kpi = kpi_named("maturity")
    lacking_by = refused(kpi, view)
    if lacking_by:
        st.info(say(refused_words(kpi, lacking_by)))
        return
    given = {name: ratings(name, view) for name in INSTRUMENTS}
    offered = [name for name in INSTRUMENTS if not given[name].empty]
    types = ratings("culture_type", view)
    if not offered and types.empty:
        draw_needs([AUDIT.name], say)
        return
    st.html(heading(say("Levels by dimension")))
    if offered:
        _draw_levels(kpi, given, offered, view, say, palette)
    else:
        st.info(say(needs([AUDIT.name])))
    st.html(heading(say("Types of culture, now and preferred")))
    _draw_types(types, view, say, palette)


def _draw_levels(
    kpi: Kpi,
    given: dict[str, pd.DataFrame],
    offered: Sequence[str],
    view: CultureView,
    say: Say,
    palette: Palette,
) -> None:
    name = offered[0]
    if len(offered) > 1:
        name = linked(
            "instrument",
            say("Instrument"),
            list(offered),
            offered[0],
            lambda name: say(INSTRUMENTS[name]),
        )
    by_level = given[name]["level"].notna().any()
    column, levels = ("level", 5) if by_level else ("points", _POINTS_LEVELS)
    found = rated(given[name], column, levels=levels)
    if not found:
        st.info(say("No rater has given a level as it is now."))
        return
    if name == "maturity":
        draw_tiles([_overall(kpi, found, view, say)])
        period = max(one.period for one in found)
        draw_way_to_rows(kpi, "culture", period, add_months(period, 2), say)
    told = apart_sentence(found)
    if told is not None:
        st.markdown(say(told))
    unit, limits = (LEVEL, (1, 5)) if by_level else (SCORE, (0, 100))
    rows = [_line(one, found, unit, say) for one in latest(found)]
    st.plotly_chart(
        rated_rows(rows, unit, limits, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(rows, say),
        key="culture_levels",
    )
    st.caption(
        say(
            "Dot: the mean of the raters in {period}; rings: earlier audits; bar: its 95% interval, "
            "from {least} raters on. A dotted line from the lowest to the highest: the raters "
            "disagree (agreement below {agreed}), and a mean would hide that.",
            period=Period(max(one.period for one in found), "quarter"),
            least=RATERS_FOR_T,
            agreed=AGREED,
        )
    )
    st.html(_over_time(found, unit, say))
    lazy_expander(
        say("Table and download"),
        lambda: _draw_file(found, kpi, view, unit, say),
        "culture_levels_table",
    )


def _overall(kpi: Kpi, found: Sequence[Rated], view: CultureView, say: Say) -> str:
    """The mean over all dimensions in the last audit, as the KPI has it."""
    period = max(one.period for one in found)
    rows = of_quarter(kpi.name, period, view.only).rows
    row = None if rows.empty else rows.iloc[0]
    name = say(kpi.label)
    chip = stage_chip(kpi, stage_now(kpi, view), say)
    if row is None or pd.isna(row["value"]):
        why = None if row is None else lacking(kpi, row)
        return tile(name, None, [say(why) if why else say("No value to show.")], [chip])
    lines = [
        say(
            "{period}, raters: {count}",
            period=Period(period, "quarter"),
            count=rounded(row["n"]),
        )
    ]
    if not pd.isna(row["low"]):
        low, high = (kpi.unit.show(say, row[end]) for end in ("low", "high"))
        lines.append(say("95% interval {low} to {high}", low=low, high=high))
    else:
        lines.append(
            say(
                "no interval with fewer than {least} raters, or where all are alike",
                least=RATERS_FOR_T,
            )
        )
    if any(one.apart for one in latest(found)):
        lines.append(say("over all dimensions, those that raters disagree about among them"))
    return tile(name, kpi.unit.show(say, row["value"]), lines, [chip], pale=not row["enough"])


def _line(one: Rated, found: Sequence[Rated], unit, say: Say) -> RatedRow:
    earlier = [
        other
        for other in found
        if other.name == one.name and other.period < one.period and not other.apart
    ]
    marks = tuple(
        Mark(other.mean, None, None, "before", _hover(other, unit, say)) for other in earlier
    )
    now = (
        Mark(None, one.least, one.most, "now", _hover(one, unit, say))
        if one.apart
        else Mark(one.mean, one.low, one.high, "now", _hover(one, unit, say))
    )
    return RatedRow(one.name, _cell(one, unit, say), (*marks, now))


def _hover(one: Rated, unit, say: Say) -> str:
    lines = [f"<b>{plain(one.name)}</b>", say("{period}", period=Period(one.period, "quarter"))]
    return "<br>".join([*lines, plain(_cell(one, unit, say)), plain(_agreement(one, say))])


def _cell(one: Rated, unit, say: Say) -> str:
    """A mean with its interval, or what the raters gave."""
    least, most = unit.show_exact(say, one.least), unit.show_exact(say, one.most)
    if one.apart:
        return say("raters disagree: {least} to {most}", least=least, most=most)
    mean = unit.show(say, one.mean)
    if one.low is not None and one.high is not None:
        return say(
            "{mean} ({low} to {high})",
            mean=mean,
            low=unit.show(say, one.low),
            high=unit.show(say, one.high),
        )
    if one.raters == 1:
        return say("{mean} (one rater)", mean=mean)
    if one.least == one.most:
        return say("{mean} (all {count} alike)", mean=mean, count=one.raters)
    return say("{mean} (raters from {least} to {most})", mean=mean, least=least, most=most)


def _agreement(one: Rated, say: Say) -> str:
    if one.agreement is None:
        return say("agreement cannot be told of one rater")
    return say("agreement {value}", value=say.number(one.agreement, 2))


def _over_time(found: Sequence[Rated], unit, say: Say) -> str:
    """A row a dimension, a column an audit; the latest last."""
    periods = sorted({one.period for one in found})[-_MOST_AUDITS:]
    at = {(one.period, one.name): one for one in found}
    heads = "".join(
        f'<th scope="col">{escape(say("{period}", period=Period(period, "quarter")))}</th>'
        for period in periods
    )
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(_audit(at.get((period, name)), unit, say) for period in periods)
        + "</tr>"
        for name in dict.fromkeys(one.name for one in [*latest(found), *found])
    )
    return (
        f'{_LOOK}<div class="scd-wide" tabindex="0" role="region" aria-label="{escape(say("Levels over time"))}">'
        f'<table class="scd-audits"><thead><tr><th scope="col">{escape(say("Dimension"))}</th>{heads}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _audit(one: Rated | None, unit, say: Say) -> str:
    if one is None:
        return "<td>–</td>"
    looks = ' class="scd-worse"' if one.apart else ""
    return (
        f"<td><span{looks}>{escape(_cell(one, unit, say))}</span>"
        f'<div class="scd-small">{escape(_agreement(one, say))}</div></td>'
    )


def _draw_file(found: Sequence[Rated], kpi: Kpi, view: CultureView, unit, say: Say) -> None:
    stage = stage_now(kpi, view)
    rows = pd.DataFrame(
        [
            {
                say("Audit"): say("{period}", period=Period(one.period, "quarter")),
                say("Dimension"): one.name,
                say("Mean"): None if one.mean is None else rounded(one.mean, 2),
                say("95% from"): None if one.low is None else rounded(one.low, 2),
                say("95% to"): None if one.high is None else rounded(one.high, 2),
                say("Lowest"): one.least,
                say("Highest"): one.most,
                say("Raters"): one.raters,
                say("Agreement"): None if one.agreement is None else rounded(one.agreement, 2),
                say("Note"): say("raters disagree") if one.apart else "",
                say("Target"): "" if stage is None else stage.asked.spoken(say),
            }
            for one in found
        ]
    )
    draw_table(rows, say("All audits"), "maturity", view, say)


def _draw_types(given: pd.DataFrame, view: CultureView, say: Say, palette: Palette) -> None:
    now, preferred = culture(given, "now"), culture(given, "preferred")
    if now is None and preferred is None:
        st.info(
            say(
                "No rater has shared points among the types of culture: it needs rows of “{kind}” "
                "with the instrument “{instrument}”.",
                kind=AUDIT.label,
                instrument=dict(AUDIT.column("instrument").choices)["culture_type"],
            )
        )
        return
    told = culture_sentence(now, preferred)
    if told is not None:
        st.markdown(say(told))
    rows = [_type_line(name, now, preferred, say) for name in TYPES]
    st.plotly_chart(
        rated_rows(rows, SCORE, (0, _most(now, preferred)), say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(rows, say),
        key="culture_types",
    )
    for words, found in ((N_("Dot, now"), now), (N_("Diamond, preferred"), preferred)):
        if found is not None:
            st.caption(
                say(
                    "{look}: mean points in {period}, raters: {count}.",
                    look=words,
                    period=Period(found.period, "quarter"),
                    count=found.raters,
                )
            )
    st.caption(
        say(
            "Each rater shares 100 points among the four types. A type is named only where its 95% "
            "interval lies above those of all others, which takes {least} raters.",
            least=RATERS_FOR_T,
        )
    )
    lazy_expander(
        say("Table and download"),
        lambda: _draw_types_file(now, preferred, view, say),
        "culture_types_table",
    )


def _most(*cultures: Culture | None) -> float:
    """The end of the axis: the next ten above all that is drawn."""
    ends = [
        one.high if one.high is not None else one.mean
        for found in cultures
        if found is not None
        for one in found.types
    ]
    return min(100, 10 * (int(max(ends)) // 10 + 1))


def _type_line(name: str, now: Culture | None, preferred: Culture | None, say: Say) -> RatedRow:
    label = say(LABELS[name])
    views = (("now", N_("now"), now), ("preferred", N_("preferred"), preferred))
    known = [
        (look, say(words), found.of(name)) for look, words, found in views if found is not None
    ]
    marks = tuple(
        Mark(
            one.mean,
            one.low,
            one.high,
            look,
            f"<b>{escape(label)}</b><br>{escape(words)} {SCORE.show(say, one.mean)}",
        )
        for look, words, one in known
    )
    end = say.list(
        say("{view} {points}", view=words, points=SCORE.show(say, one.mean))
        for _, words, one in known
    )
    return RatedRow(label, end, marks)


def _draw_types_file(
    now: Culture | None, preferred: Culture | None, view: CultureView, say: Say
) -> None:
    rows = [
        {
            say("View"): say(words),
            say("Audit"): say("{period}", period=Period(found.period, "quarter")),
            say("Culture type"): say(LABELS[one.name]),
            say("Points"): rounded(one.mean, 1),
            say("95% from"): None if one.low is None else rounded(one.low, 1),
            say("95% to"): None if one.high is None else rounded(one.high, 1),
            say("Raters"): found.raters,
        }
        for words, found in ((N_("now"), now), (N_("preferred"), preferred))
        if found is not None
        for one in found.types
    ]
    draw_table(pd.DataFrame(rows), say("the last audit"), "culture-types", view, say)
