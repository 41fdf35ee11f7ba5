"""The page Published periods: publish one, all that were, and one of them in full."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import pandas as pd

from errors import Message, ServiceCultureError
from i18n import N_, Say, Text
from metrics.answers.asked import months_with_data
from metrics.catalog import indicator_named
from metrics.frozen.published import HIDDEN, FrozenFigure, Publication, figures_of, published
from metrics.frozen.publishing import publish, withdraw
from metrics.frozen.restated import (
    Restatement,
    restatement_message,
    restatements,
    standing_again,
    standing_again_named,
    told_together,
)
from metrics.periods import (
    Period,
    add_months,
    last_day,
    last_whole_month,
    period_written,
    start_of,
)
from metrics.snapshot import Snapshot, remembered
from metrics.targets.owners import owner_told
from metrics.targets.verdict import Status
from ui.frozen.words import place_words
from ui.parts import st
from ui.parts.kpi_link import kpi_link
from ui.parts.role import reviewing_is_off
from ui.parts.table import TableLook, show_first_with_file, show_table
from ui.parts.viewer import holds_reviews, sees_people, viewer
from ui.state.board import database, looked_at, today
from ui.state.link import linked
from ui.state.person import who, who_input

_TOLD, _FAULT = "frozen_told", "frozen_fault"
_OFFERED = 36  # months back from today that can be published
_SHOWN = 25  # figures of a table
_STATES: dict[str, Text] = {"published": N_("published"), "withdrawn": N_("withdrawn")}
_VERDICTS = {word.key: word.label for word in Status}
_LOOK = """<style>
.scd-restated { margin: .2rem 0 .6rem; padding-left: 1.1rem; }
.scd-restated li { margin: .15rem 0; }
.scd-frozen summary { cursor: pointer; }
</style>"""


def draw_head(say: Say) -> None:
    """What publishing is, and what was done just now."""
    st.markdown(
        say(
            "What is published here stays as it was told: value, number of cases, verdict and "
            "sentence. Where a file or a target changes a figure later, both numbers are told, "
            "with the cause."
        )
    )
    place = st.container()
    with place:
        for key, draw in ((_TOLD, st.success), (_FAULT, st.error)):
            if key in st.session_state:
                draw(say(st.session_state.pop(key)))


def draw_publish(say: Say) -> None:
    """The choice of a period that is over and does not stand published, and the button."""
    st.header(say("Publish a period"))
    if reviewing_is_off(say):
        return
    offered = looked_at(_offered)
    if not offered:
        st.info(
            say("Every month and quarter that is over and has records is published.")
            if looked_at(published)
            else say("There are no records of a month that is over.")
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            say("Month or quarter that is over"),
            offered,
            _named(offered),
            format_func=lambda period: period.spoken(say),
            key="frozen_period",
            width=260,
        )
        # each period has a button of its own: a second click on it does not publish the next one
        clicked = st.button(say("Publish"), type="primary", key=f"frozen_publish_{chosen.written}")
    working = st.container()
    _tell_named(offered, say)
    st.caption(
        say(
            "Stored are all KPIs that have records or a target: the whole company, its regions "
            "and its departments, as everybody may see them."
        )
    )
    who_input(say, say("Your name (optional, kept with the published period)"))
    if clicked:
        with working, st.spinner(say("Every figure is worked out and stored …")):
            _publish(chosen)
        st.rerun()


def _named(offered: Sequence[Period]) -> int:
    """Which of these the link names, as that of a meeting's minutes does; else the first."""
    named = st.query_params.get("period", "")
    return next((at for at, period in enumerate(offered) if period.written == named), 0)


def _tell_named(offered: Sequence[Period], say: Say) -> None:
    """Why the period that the link names is not the one that is chosen."""
    named = period_written(st.query_params.get("period", ""))
    if named is None or named in offered:
        return
    if any(one.period == named and one.stands for one in looked_at(published)):
        st.info(say("{period} is published already; it is listed below.", period=named))
        return
    st.info(
        say(
            "{period} cannot be published here: it is not over, has no records, or ended more than "
            "{count} months ago.",
            period=named,
            count=_OFFERED,
        )
    )


@remembered(4)
def _offered(snapshot: Snapshot) -> tuple[Period, ...]:
    """The periods that may be published, the latest quarter first, then months and quarters from
    the latest back."""
    last = last_whole_month(snapshot.today)
    stands = {one.period for one in published(snapshot) if one.stands}
    months = [
        month
        for month in months_with_data(snapshot)
        if add_months(last, 1 - _OFFERED) <= month <= last
    ]
    quarters = {start_of(month, "quarter") for month in months}
    periods = [
        *(
            Period(start, "quarter")
            for start in quarters
            if last_day(start, "quarter") < snapshot.today
        ),
        *(Period(month, "month") for month in months),
    ]
    # of two that end on the same day the quarter comes first: it is what a committee publishes
    found = [period for period in periods if period not in stands]
    return tuple(
        sorted(
            found,
            key=lambda period: (last_day(period.start, period.grain), period.grain == "quarter"),
            reverse=True,
        )
    )


def _publish(period: Period) -> None:
    try:
        done = publish(database(), period, today(), who(), viewer())
        st.session_state[_TOLD] = Message("{period} is published.", {"period": done.period})
        st.query_params["publication"] = done.number
        st.query_params.pop("period", None)  # what it asked for is done
    except ServiceCultureError as fault:
        st.session_state[_FAULT] = fault.message


def draw_list(say: Say) -> Publication | None:
    """All publications, and the choice of one; None where there is none."""
    found = looked_at(published)
    st.header(say("Published so far"))
    if not found:
        st.info(say("Nothing is published yet."))
        return None
    show_table(pd.DataFrame([_line(one, say) for one in found]), "frozen_list")
    numbers = {one.number: one for one in found}
    default = next((one.number for one in found if one.stands), found[0].number)
    chosen = linked(
        "publication",
        say("Look at one"),
        list(numbers),
        default,
        lambda number: _title(numbers[number], say),
    )
    return numbers[chosen]


def _title(one: Publication, say: Say) -> str:
    title = one.period.spoken(say)
    told = say("{period}, published on {day}", period=title, day=_day(one.at))
    return told if one.stands else say("{title} (withdrawn)", title=told)


def _line(one: Publication, say: Say) -> dict[str, str]:
    told = {
        say("Period"): one.period.spoken(say),
        say("State"): say(_STATES[one.state]),
        say("Published on"): say.date(_day(one.at)),
        say("Published by"): say.list([owner_told(one.by)]),
        say("State of the data"): str(one.data_version),
        say("Withdrawn on"): "" if one.withdrawn_at is None else say.date(_day(one.withdrawn_at)),
        say("Withdrawn by"): one.withdrawn_by,
        say("Why it was withdrawn"): one.reason,
    }
    if not sees_people():
        for named in (say("Published by"), say("Withdrawn by")):
            del told[named]
    return told


def _day(moment: datetime) -> datetime:
    """A moment kept in UTC, in the time of this server."""
    return moment.replace(tzinfo=UTC).astimezone()


def draw_chosen(one: Publication, say: Say) -> None:
    """What of a publication is another now, its figures, and withdrawing it."""
    if one.stands:
        st.html(looked_at(_restated, one, say))
    else:
        st.warning(
            say(
                "Withdrawn on {day}: {reason}. What was published stays on record here.",
                day=_day(one.withdrawn_at or one.at),
                reason=one.reason,
            )
        )
    st.subheader(say("As it was published"))
    rows = looked_at(_table, one, say)
    file, look = f"published-{one.number}", TableLook(wide={say("Verdicts"): 190})
    show_first_with_file(rows, _SHOWN, file, "frozen_figures", say, look)
    if one.stands and holds_reviews():
        _draw_withdraw(one, say)


def _restated(snapshot: Snapshot, one: Publication, say: Say) -> str:
    """What is another now, the company before its units, which are folded."""
    found = restatements(snapshot, one)
    title = escape(say("Restated since"))
    if not found:
        told = (
            say("Every figure stands as it was published.")
            if one.compares
            else say(
                "Quarters begin in other months since this one was published, so its figures are not "
                "compared with today’s. They stay on record as they were."
            )
        )
        return f"{_LOOK}<h3>{title}</h3><div>{escape(told)}</div>{_again(snapshot, one, say)}"
    company = [restatement for restatement in found if restatement.place[1] is None]
    units = [restatement for restatement in found if restatement.place[1] is not None]
    parts = [f"{_LOOK}<h3>{title}</h3>"]
    if not company:
        parts.append(f"<div>{escape(say('The figures of the whole company stand.'))}</div>")
    parts.append(_listed(company, say))
    if units:
        summary = say("Figures of regions and departments: {count}", count=len(units))
        parts.append(
            f'<details class="scd-frozen"><summary>{escape(summary)}</summary>'
            f"{_listed(units, say)}</details>"
        )
    return "".join([*parts, _again(snapshot, one, say)])


def _again(snapshot: Snapshot, one: Publication, say: Say) -> str:
    """What stands although uploads with rows of it came since, which were taken back."""
    items = "".join(
        f"<li>{escape(say(standing_again_named(together)))}</li>"
        for together in told_together(standing_again(snapshot, one))
    )
    return f'<ul class="scd-restated">{items}</ul>' if items else ""


def _listed(found: list[Restatement], say: Say) -> str:
    items = "".join(
        f"<li><b>{_name(one, say)}</b> · {escape(say(restatement_message(one)))}</li>"
        for one in found
    )
    return f'<ul class="scd-restated">{items}</ul>' if items else ""


def _name(one: Restatement, say: Say) -> str:
    """Linked to the number as it is now."""
    label = say(indicator_named(one.kpi).label)
    words = label if one.place[1] is None else f"{label} · {one.place[1]}"
    period = one.publication.period
    month = last_day(period.start, period.grain).replace(day=1)
    return kpi_link(one.kpi, words, say, one.place, month, period.grain)


def _table(snapshot: Snapshot, one: Publication, say: Say) -> pd.DataFrame:
    return pd.DataFrame([_row(figure, say) for figure in figures_of(snapshot, one)])


def _row(figure: FrozenFigure, say: Say) -> dict[str, str]:
    kpi = indicator_named(figure.kpi)
    value = say("hidden") if figure.shown == HIDDEN else kpi.unit.show(say, figure.value)
    limits = (
        ""
        if figure.low is None
        else say(
            "{low} to {high}",
            low=kpi.unit.show(say, figure.low),
            high=kpi.unit.show(say, figure.high),
        )
    )
    return {
        say("KPI"): say(kpi.label),
        say("Place"): place_words(figure.place, say),
        say("Value"): value,
        "n": "" if figure.n is None else say.number(figure.n, 0),
        say("95% interval"): limits,
        say("Verdicts"): say.list([_VERDICTS[verdict.status] for verdict in figure.verdicts]),
        say("As it was said"): figure.words.spoken(say),
    }


def _draw_withdraw(one: Publication, say: Say) -> None:
    period = one.period.spoken(say)
    with st.expander(say("Withdraw {period}", period=period)):
        st.caption(
            say(
                "What was published stays on record, with the reason, and the period can be "
                "published anew. Where figures have changed nothing need be withdrawn: that they "
                "are others now is told by itself."
            )
        )
        reason = st.text_input(
            say("{label} (required)", label=say("Why it is withdrawn")),
            key="frozen_reason",
            max_chars=300,
        )
        if st.button(say("Withdraw"), key="frozen_withdraw"):
            _withdraw(one, reason)
            st.rerun()


def _withdraw(one: Publication, reason: str) -> None:
    try:
        done = withdraw(database(), one.period, reason, today(), who(), viewer())
        st.session_state[_TOLD] = Message("{period} is withdrawn.", {"period": done.period})
    except ServiceCultureError as fault:
        st.session_state[_FAULT] = fault.message
