"""Service stars: who may be named and why, what the committee named, and the hall of past stars."""

from datetime import date
from html import escape

import pandas as pd

from charts.mystery import Estimated, Estimates, estimates
from charts.theme import CONFIG, Palette
from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import STAR
from errors import Message
from i18n import Say, all_rounded
from metrics.catalog import SCORE
from metrics.mystery.finding import candidates_sentences, named_sentence
from metrics.mystery.recognition import refused_name, shown_first
from metrics.mystery.refusal import Refused
from metrics.mystery.stars import ENOUGH, Ranking
from ui.mystery.data import NOT_NAMED, VisitsView, honours, ranked
from ui.mystery.typed import draw_told, store
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.heading import heading
from ui.parts.role import draw_off
from ui.parts.table import draw_rest, show_table
from ui.parts.viewer import sees_people
from ui.parts.visitor import is_phone
from ui.state.board import today
from ui.state.person import who

_SHOWN, _MOST_CHOICES, _MOST_ROWS = 15, 200, 50
_HONOURS = dict(STAR.column("honour").choices)


def draw_stars(view: VisitsView, say: Say, palette: Palette) -> None:
    """Candidates of the month, the committee's choice, and past stars, for those who may see
    people."""
    if not sees_people():
        draw_off(NOT_NAMED, say)
        return
    awarded = honours()
    st.html(f'<h2 class="scd-finding">{escape(say(named_sentence(awarded, view.month)))}</h2>')
    draw_told(say)
    whole = view.whole(today())
    seen, found = ranked(whole.month)
    _draw_candidates(seen, found, whole, say, palette)
    _draw_form(seen, found, awarded, view.month, say)
    _draw_hall(awarded, say)


def _draw_candidates(
    seen: pd.DataFrame, found: Ranking | Refused, view: VisitsView, say: Say, palette: Palette
) -> None:
    st.html(
        heading(
            say("Candidates: observations of twelve months to {month}", month=say.month(view.month))
        )
    )
    if view.only:
        st.caption(
            say("Candidates are those of the whole company; the filters above do not change them.")
        )
    if isinstance(found, Refused):
        st.info(say(found.reason))
        return
    first = shown_first(found, _SHOWN)
    beside = seen.set_index("employee")
    lines = [
        Estimated(
            row.unit,
            row.mean,
            max(0, row.low),
            min(100, row.high),
            row.raw,
            int(row.n),
            pale=not row.top,
        )
        for row in first.itertuples()
    ]
    words = say.sentences(candidates_sentences(found))
    st.plotly_chart(
        estimates(
            Estimates(lines, SCORE, found.centre, say("90% interval")), say, palette, is_phone()
        ),
        theme=None,
        config=CONFIG,
        alt=words,
        key="mystery_candidates",
    )
    st.caption(words)
    st.caption(
        say(
            "Each visit that names who served, each supervisor's rating (rescaled) and each "
            "verified praise (100) counts as one "
            "observation from 0 to 100. Dot: the estimate, drawn towards all staff the more the "
            "fewer the observations; ring: the "
            "person's own mean."
        )
    )
    with st.expander(say("Table and download")):
        numbers = _numbers(found, beside, say)
        show_table(numbers.head(_MOST_ROWS), "mystery_candidates_table")
        st.download_button(
            say("Download as CSV"),
            csv_bytes(numbers),
            f"candidates-{view.month:%Y-%m}.csv",
            "text/csv",
            key="mystery_candidates_file",
            on_click="ignore",
        )


def _numbers(found: Ranking, beside: pd.DataFrame, say: Say) -> pd.DataFrame:
    rows = found.units
    own = beside.loc[rows["unit"]].reset_index()
    return pd.DataFrame(
        {
            say("Employee"): rows["unit"],
            say("Department"): own["department"],
            say("Store"): own["store"],
            say("Observations"): rows["n"].astype(int),
            say("Estimate"): all_rounded(rows["mean"], 1),
            say("90% from"): all_rounded(rows["low"].clip(0), 1),
            say("90% to"): all_rounded(rows["high"].clip(upper=100), 1),
            say("Visits"): own["visits"],
            say("Mean of visits"): all_rounded(own["visits_mean"], 1),
            say("Ratings"): own["ratings"],
            say("Mean of ratings"): all_rounded(own["ratings_mean"], 1),
            say("Verified praises"): own["praises"],
            say("Reading"): [_reading(row, say) for row in rows.itertuples()],
        }
    )


def _reading(row, say: Say) -> str:
    if row.n < ENOUGH:
        return say("fewer than {least} observations: not ranked", least=ENOUGH)
    return (
        say("among the first, not separable from rank 1")
        if row.top
        else say("separable from rank 1")
    )


def _draw_form(
    seen: pd.DataFrame, found: Ranking | Refused, awarded: pd.DataFrame, month: date, say: Say
) -> None:
    """The committee names one person at a time, with the reason; a star row is stored like any
    upload and can be taken back there."""
    if seen.empty:
        return
    names = list(found.units["unit"]) if not isinstance(found, Refused) else list(seen["employee"])
    st.html(heading(say("The committee names"), 3))
    with st.form("mystery_star_form"):
        fields = Fields("mystery_star", {"mystery_star_employee": None, "mystery_star_reason": ""})
        first, second = st.columns(2)
        with first, fields.field("employee"):
            employee = st.selectbox(
                say("Employee"),
                names[:_MOST_CHOICES],
                index=None,
                key="mystery_star_employee",
                placeholder=say("Choose an employee"),
            )
        with second, fields.field("honour"):
            honour = st.radio(
                say(STAR.column("honour").label),
                list(_HONOURS),
                horizontal=True,
                format_func=lambda name: say(_HONOURS[name]),
                key="mystery_star_honour",
            )
        with fields.field("reason"):
            reason = st.text_input(
                say("Reason, as it is told to everyone"), key="mystery_star_reason", max_chars=300
            )
        if st.form_submit_button(
            say("Name for {month}", month=say.month(month)), type="primary", key="mystery_star_go"
        ):
            row = {
                "date": month,
                "honour": honour,
                "employee": employee,
                "reason": reason.strip(),
                "author": who() or None,
                **_place(employee, seen),
            }
            refused = refused_name(employee, honour, reason.strip(), awarded, month)
            told = {"employee": employee, "honour": _HONOURS[honour]}
            store(STAR, row, refused, Message("Stored: {employee}, {honour}.", told), fields, say)
    st.caption(
        say(
            "What was stored by mistake is taken back on the Upload page, by a data steward, like "
            "any upload."
        )
    )


def _place(employee: str | None, seen: pd.DataFrame) -> dict[str, object]:
    """The department and the store of a candidate."""
    own = seen.set_index("employee").to_dict("index").get(employee, {})
    return {name: None if pd.isna(own.get(name)) else own[name] for name in ("department", "store")}


def _draw_hall(awarded: pd.DataFrame, say: Say) -> None:
    """Past stars, latest first; role models apart."""
    if awarded.empty:
        return
    for honour, title in (
        ("year", say("Role models of the year")),
        ("month", say("Hall of stars")),
    ):
        rows = awarded[awarded["honour"] == honour]
        if rows.empty:
            continue
        st.html(heading(title, 3))
        numbers = pd.DataFrame(
            {
                say("Month"): [say.month(day) for day in rows["date"]],
                say("Employee"): rows["employee"],
                say("Store"): rows["store"],
                say("Department"): rows["department"],
                say("Reason"): rows["reason"],
            }
        )
        show_table(numbers.head(_MOST_ROWS), f"mystery_hall_{honour}")
        draw_rest(numbers, _MOST_ROWS, f"stars-{honour}", f"mystery_hall_file_{honour}", say)
