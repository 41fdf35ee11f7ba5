"""Stores by their visits: the funnel, estimates that allow for few visits, and who moved."""

import pandas as pd

from charts.funnel import MOST_DOTS, SIDES, description, funnel, thinned
from charts.mystery import Estimated, Estimates, estimates
from charts.theme import CONFIG, Palette
from i18n import N_, Say, all_rounded
from metrics.comparisons.units import Standing, caution, finding
from metrics.kpi import Kpi
from metrics.mystery.finding import movement_sentence, needed_sentence, stores_sentence
from metrics.mystery.movement import ENOUGH
from metrics.mystery.refusal import Refused
from metrics.mystery.visits import StoreEstimates
from metrics.periods import Period
from ui.mystery.data import COLUMNS, SCORES, VisitsView, estimated, moved, stores_standing
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.parts.table import show_first_with_file
from ui.parts.visitor import is_phone
from ui.state.filters import link_to_view, linked

_MOST = 50  # rows of the table
_MOST_MOVED, _MOST_DRAWN = 6, 30


def draw_stores(view: VisitsView, say: Say, palette: Palette) -> None:
    """One score by store; at first one in which a store stands out."""
    standings = {kpi.name: stores_standing(view, kpi) for kpi in SCORES}
    kpi = _score_choice(standings, say)
    _draw_moved(view, say)
    found, judged = estimated(view, kpi), standings[kpi.name]
    left, right = st.columns(2, gap="large")
    with left:
        _draw_funnel(judged, say, palette)
    with right:
        _draw_estimates(found, judged, kpi, view, say, palette)
    if not isinstance(found, Refused):
        _draw_table(found, judged, kpi, say)


def _score_choice(standings: dict[str, Standing], say: Say) -> Kpi:
    names = {kpi.name: kpi for kpi in SCORES}
    default = next((name for name in names if len(standings[name].outside)), SCORES[0].name)
    with st.columns([1, 2])[0]:
        return names[
            linked("score", say("Score"), list(names), default, lambda name: say(names[name].label))
        ]


def _draw_moved(view: VisitsView, say: Say) -> None:
    """The certain movements, falls first; each a link to the store's own course."""
    all_of_them = [(kpi, movement) for kpi in SCORES for movement in moved(view)[kpi.name]]
    found = [(kpi, movement) for kpi, movement in all_of_them if movement.certain]
    if not found:
        st.caption(
            say("No store's score moved within half a year by more than chance.")
            if all_of_them
            else say(
                "No store has {least} visits in both of the last two half-years, so nobody can "
                "say whether its score moved.",
                least=ENOUGH,
            )
        )
        return
    st.html(heading(say("Moved within half a year by more than chance")))
    for at, (kpi, movement) in enumerate(
        sorted(found, key=lambda pair: pair[1].change)[:_MOST_MOVED]
    ):
        fell = movement.change < 0
        with st.container(key=f"lead_moved_{at}"):
            words = say(movement_sentence(kpi, movement))
            st.page_link(
                page_named("kpi", say),
                label=f"{'▼' if fell else '▲'} {words}",
                icon="",
                query_params=link_to_view(kpi=kpi.name, store=movement.store, lang=say.language),
            )


def _draw_funnel(found: Standing, say: Say, palette: Palette) -> None:
    query = found.answer.query
    st.html(
        heading(
            say(
                "Funnel: what chance alone explains, {period}",
                period=Period(query.start, query.grain),
            )
        )
    )
    words = say.sentences(finding(found, N_("the whole")))
    if found.funnel is None:
        st.info(words)
        return
    shown = thinned(found, MOST_DOTS)
    st.plotly_chart(
        funnel(shown, say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=say.sentences([description(say), words]),
        key="mystery_funnel",
    )
    st.caption(say.sentences([words, caution(found)]))
    if shown is not found:
        st.caption(
            say(
                "Of {all} units only some are drawn, and all that lie outside the limits.",
                all=len(found.answer.rows),
            )
        )


def _draw_estimates(
    found: StoreEstimates | Refused,
    judged: Standing,
    kpi: Kpi,
    view: VisitsView,
    say: Say,
    palette: Palette,
) -> None:
    st.html(
        heading(
            say(
                "Estimates that allow for few visits, twelve months to {month}",
                month=say.month(view.month),
            )
        )
    )
    if isinstance(found, Refused):
        st.info(say(found.reason))
        return
    below = set(judged.outside.loc[judged.outside["side"] < 0, "group"])
    rows = found.stores.sort_values("estimate", ascending=False)
    if len(rows) > _MOST_DRAWN:
        st.caption(
            say(
                "The {shown} lowest of {all}; the table's file has all of them.",
                shown=_MOST_DRAWN,
                all=len(rows),
            )
        )
    lines = [
        Estimated(
            row.store,
            row.estimate,
            row.low,
            row.high,
            row.mean,
            row.visits,
            row.visits < kpi.dataset.enough,
            row.store in below,
        )
        for row in rows.tail(_MOST_DRAWN).itertuples()
    ]
    st.plotly_chart(
        estimates(
            Estimates(lines, kpi.unit, found.centre, say("95% interval")), say, palette, is_phone()
        ),
        theme=None,
        config=CONFIG,
        alt=say(stores_sentence(found, kpi)),
        key="mystery_estimates",
    )
    st.caption(
        say.sentences(
            [
                say(
                    "Dot: the estimate, drawn towards all stores the more the fewer its visits; "
                    "ring: the mean of its own visits. Order means little "
                    "where intervals overlap."
                ),
                needed_sentence(found.needed),
            ]
        )
    )


def _draw_table(found: StoreEstimates, judged: Standing, kpi: Kpi, say: Say) -> None:
    sides = dict(zip(judged.units["group"], judged.units["side"], strict=True))
    rows = found.stores.sort_values("store")
    numbers = pd.DataFrame(
        {
            say("Store"): rows["store"],
            say("Visits"): rows["visits"],
            say("Mean of its visits"): all_rounded(rows["mean"], 1),
            say("Estimate"): all_rounded(rows["estimate"], 1),
            say("95% from"): all_rounded(rows["low"], 1),
            say("95% to"): all_rounded(rows["high"], 1),
            say("Against the whole"): [
                _side(sides, row.store, row.visits, kpi, say) for row in rows.itertuples()
            ],
        }
    )
    file = f"stores-{COLUMNS[kpi.name]}"
    lazy_expander(
        say("Table and download"),
        lambda: show_first_with_file(numbers, _MOST, file, "mystery_stores", say),
        "mystery_stores_fold",
    )


def _side(sides: dict[str, int], store: str, visits: int, kpi: Kpi, say: Say) -> str:
    if store not in sides:
        return say(
            "too few visits to compare: {least} are needed", least=kpi.dataset.enough_to_compare
        )
    return say(SIDES[sides[store]])
