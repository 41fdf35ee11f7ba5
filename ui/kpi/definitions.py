"""What each KPI means, how it is calculated, and on what it rests."""

from collections.abc import Sequence
from html import escape

from data.workdays.words import calendar_words
from i18n import N_, Say, Text
from metrics.answers.methods import interval_words
from metrics.catalog import AWAITED, DECLARED, KPIS, LEVELS, indicator_named
from metrics.kpi import Direction, Indicator, Kpi, Measure, Shape
from metrics.sums.query import Query, sums_sql
from metrics.sums.request_relations import CLOCKED, TIMED
from ui.parts import st
from ui.state.board import today
from ui.state.filters import LABELS, linked

ALL = "all"
_LOOK = """<style>
.scd-definition { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr;
  gap: .45rem 1.4rem; line-height: 1.5; }
.scd-definition dt { font-weight: 600; } .scd-definition dd { margin: 0; overflow-wrap: anywhere; }
.scd-definition a { color: inherit; } .scd-definition code { font-size: .85em; white-space: pre-wrap; }
@media (max-width: 640px) {
  .scd-definition { grid-template-columns: 1fr; gap: .1rem; } .scd-definition dd { margin-bottom: .6rem; }
}
</style>"""
_FORMULAS = {
    Shape.SHARE: N_("Rows that fulfil the condition, divided by all rows considered, times 100."),
    Shape.NET_SHARE: N_(
        "Rows that fulfil the first condition minus rows that fulfil the second, divided by all "
        "rows considered, "
        "times 100."
    ),
    Shape.MEAN: N_("Sum of the scores, divided by the number of rows that have one."),
    Shape.COUNT: N_("The number of rows in the period."),
    Shape.RATE: N_(
        "The number of rows, divided by the number they are measured against in the same period "
        "and unit."
    ),
    Shape.EVENTS: N_(
        "The number of rows, divided by what they are counted against in the same period and unit, "
        "times what the rate is given for."
    ),
    Shape.QUANTILE: N_(
        "The length by which that share of the rows has ended; lengths are counted to the minute up "
        "to a day, to 15 minutes up to 30 days, to a day beyond."
    ),
    Shape.TOTALS: N_("One total divided by another."),
    Shape.GIVEN: N_(
        "The values as they were given, weighted by the answers behind them where these are told."
    ),
    Shape.STATE: N_("What began minus what ended, up to the end of the period."),
}
_EXPOSURES = {
    "store_months": N_("stores times months"),
    "contacts": N_("contacts with customers, from the contact volume"),
    "staff": N_("staff on the roster at the end of each month"),
}


def chosen_kpi(say: Say) -> str:
    """The KPI that the link names, or ALL."""
    names = [ALL, *(kpi.name for kpi in DECLARED)]
    return linked(
        "kpi",
        say("KPI"),
        names,
        ALL,
        lambda name: say("All KPIs") if name == ALL else say(indicator_named(name).label),
    )


def draw_catalogue(say: Say) -> None:
    """Every KPI with its meaning, by level; those without records last."""
    for level, label in LEVELS.items():
        _draw_list(say(label), [kpi for kpi in KPIS if kpi.level == level], say)
    _draw_list(say("Records not collected yet"), AWAITED, say)


def _draw_list(title: str, kpis: Sequence[Indicator], say: Say) -> None:
    if not kpis:
        return
    st.header(title)
    terms = [
        (
            f'<a href="definitions?kpi={kpi.name}&amp;lang={say.language}" '
            f'target="_self">{escape(say(kpi.label))}</a>',
            escape(say(kpi.meaning)),
        )
        for kpi in kpis
    ]
    st.html(_terms(terms))


def _terms(terms: list[tuple[str, str]]) -> str:
    """Terms and their explanations, both HTML."""
    rows = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in terms)
    return f'{_LOOK}<dl class="scd-definition" style="margin: .6rem 0; padding: 0">{rows}</dl>'


def draw_definition(kpi: Indicator, say: Say) -> None:
    """One KPI: in words first, then its numbers, its source and its SQL."""
    st.header(say(kpi.label))
    st.markdown(say(kpi.meaning))
    if not isinstance(kpi, Kpi):
        st.info(
            say(
                "Records of this KPI are not collected here yet. Plans may already set targets "
                "for it."
            )
        )
    terms = [*_common(kpi, say), *(_measured(kpi, say) if isinstance(kpi, Kpi) else [])]
    st.html(_terms([(escape(say(term)), words) for term, words in terms]))
    if isinstance(kpi, Kpi):
        with st.expander(say("SQL")):
            st.code(sums_sql(kpi, Query())[0], language="sql")


def _common(kpi: Indicator, say: Say) -> list[tuple[Text, str]]:
    better = N_("More is better.") if kpi.direction is Direction.UP else N_("Less is better.")
    low, high = kpi.unit.show(say, kpi.unit.low), kpi.unit.show(say, kpi.unit.high)
    span = (
        say("from {low} to {high}", low=low, high=high)
        if kpi.unit.high is not None
        else say("from {low} up", low=low)
    )
    return [
        (N_("Direction"), escape(say(better))),
        (N_("Range"), escape(span)),
        (N_("Owner"), escape(say(kpi.owner))),
        (N_("Name in files and links"), _code(kpi.name)),
    ]


def _measured(kpi: Kpi, say: Say) -> list[tuple[Text, str]]:
    kind = kpi.dataset
    found = [
        (N_("Formula"), escape(say(_FORMULAS[kpi.measure.shape]))),
        *_parts(kpi.measure, say),
        (N_("Dataset"), escape(say("{label}: {meaning}", label=kind.label, meaning=kind.meaning))),
        (
            N_("Can be split and filtered by"),
            escape(say.list([LABELS[name] for name in kpi.dimensions])),
        ),
        (N_("Interval"), escape(say(interval_words(kpi)))),
        (N_("Least number to judge"), escape(_least(kpi, say))),
        (N_("Privacy"), escape(_privacy(kpi, say))),
    ]
    if kpi.matures_days:
        text = (
            N_("{days} days: until then, later records still count towards a month.")
            if kpi.still_to_come is None
            else N_("{days} days, or sooner: once 95% of a month's records are decided.")
        )
        final = say(text, days=kpi.matures_days)
        found.append((N_("Final after"), escape(final)))
    if kpi.measure.relation in (*CLOCKED, *TIMED):
        found.append((N_("Working time"), escape(say(calendar_words(today())))))
    if kpi.source:
        found.append((N_("Source"), escape(kpi.source)))
    return [*found, (N_("Version"), "<br>".join(escape(line) for line in _versions(kpi, say)))]


def _versions(kpi: Kpi, say: Say) -> list[str]:
    if not kpi.versions:
        return [
            say("This is the first version of the definition; a later change will be dated here.")
        ]
    return [say("From {day} on: {note}", day=one.since, note=one.note) for one in kpi.versions]


def _parts(measure: Measure, say: Say) -> list[tuple[Text, str]]:
    """Numerator and denominator as conditions on the columns of the dataset, as HTML."""
    parts = [(N_("Numerator"), _counted(measure, say))]
    if measure.shape is Shape.NET_SHARE:
        parts.append((N_("Taken off the numerator"), _rows_where(measure.less, say)))
    if measure.exposure:
        parts.append((N_("Denominator"), escape(say(_EXPOSURES[measure.exposure]))))
    elif measure.shape in (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN):
        parts.append((N_("Denominator"), _rows_where(measure.among, say)))
    return parts


def _counted(measure: Measure, say: Say) -> str:
    if measure.shape is Shape.QUANTILE:
        return _code(measure.y)
    if measure.shape in (Shape.MEAN, Shape.STATE, Shape.TOTALS, Shape.GIVEN):
        return say("Sum of {expression}", expression=_code(measure.y))
    return _rows_where(measure.among if measure.y == "1" else measure.y, say)


def _rows_where(condition: str, say: Say) -> str:
    if condition in ("1", "TRUE"):
        return escape(say("Every row"))
    return say(
        "Rows where {condition}", condition=_code(condition.removesuffix("::INT").strip("()"))
    )


def _code(sql: str) -> str:
    return f"<code>{escape(sql)}</code>"


def _least(kpi: Kpi, say: Say) -> str:
    if kpi.measure.counted_in_full:
        return say("None: everything is counted, so any value is judged.")
    return say(
        "{n} in a period; with fewer the value is shown pale and gets no verdict.",
        n=kpi.dataset.enough,
    )


def _privacy(kpi: Kpi, say: Say) -> str:
    least = kpi.dataset.anonymous_below
    if not least:
        return say("No group is hidden for being small.")
    return say(
        "Groups of fewer than {n} people are hidden, and what would give them away.", n=least
    )
