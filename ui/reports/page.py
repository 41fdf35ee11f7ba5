"""Reports: which period, language and form; what the report will miss, and writing that down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from data.kinds.catalog import EVENT
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import LANGUAGES, N_, Say
from metrics.answers.asked import months_with_data
from metrics.catalog import indicator_named
from metrics.findings.overview import rows_of
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import last_day
from metrics.snapshot import Snapshot, remembered
from metrics.targets.events import CAUSE, NOTE
from reports.formats import ENDINGS, FORMATS
from reports.making import Wanted
from reports.outline.build import lacking
from reports.outline.kpis import has_values
from reports.outline.loop import kpis_without_cause
from reports.outline.period import MONTH, QUARTER, TITLES, ReportPeriod, offered
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.viewer import viewer, why_not_written
from ui.reports.making import draw_making
from ui.state.board import looked_at, one_state, today
from ui.state.changing import store
from ui.state.link import linked

_TOLD = "report_told"


@dataclass(frozen=True)
class _Line:
    """What is typed of a KPI: an event of this type. `form`: how its fields are called."""

    type: str
    form: str
    label: str
    keep: str
    kept: str
    about: str


_CAUSE = _Line(
    CAUSE,
    "cause",
    N_("Cause"),
    N_("Keep the cause"),
    N_("The cause is kept for {kpi}."),
    N_(
        "A cause that is written down here is kept with the events of its KPI, and stands in "
        "this report and every later one of the same period."
    ),
)
_NOTE = _Line(
    NOTE,
    "note",
    N_("Note"),
    N_("Keep the note"),
    N_("The note is kept for {kpi}."),
    N_(
        "A note is kept with the events of its KPI, on the last day that the report tells of. "
        "It stands on the KPI's page and in the quarterly report of that day; the monthly "
        "brief shows the latest."
    ),
)


def draw_reports(say: Say) -> None:
    """The whole page."""
    st.title(say("Reports"))
    _tell_stored(say)
    with one_state():
        wanted = _choice(say)
        if wanted is None:
            st.info(
                say(
                    "There are no records of a month that is over yet, so there is nothing to report."
                )
            )
            return
        _draw_lacking(wanted.period, say)
        _draw_causes(wanted.period, say)
        _draw_notes(wanted.period, say)
    st.header(say("Make it"))
    draw_making(wanted, say)


def _choice(say: Say) -> Wanted | None:
    """Period, language and form."""
    grain = linked(
        "report",
        say("Report"),
        [QUARTER, MONTH],
        QUARTER,
        lambda name: say(TITLES[name]),
        widget=st.segmented_control,
        required=True,
    )
    periods = {one.written: one for one in offered(grain, looked_at(months_with_data), today())}
    if not periods:
        return None
    first, second, third = st.columns(3)
    whole = next((name for name, one in periods.items() if one.over), next(iter(periods)))
    with first:
        name = linked(
            grain, say("Period"), list(periods), whole, lambda name: periods[name].spoken(say)
        )
    with second:
        language = linked(
            "in", say("Language"), list(LANGUAGES), say.language, lambda name: LANGUAGES[name]
        )
    with third:
        ending = linked(
            "form", say("File format"), list(ENDINGS), ENDINGS[0], lambda name: _form(name, say)
        )
    return Wanted(periods[name], language, ending, viewer())


def _form(ending: str, say: Say) -> str:
    return say(next(form.label for form in FORMATS if form.ending == ending))


def _draw_lacking(period: ReportPeriod, say: Say) -> None:
    """What the report will miss."""
    st.header(say("What it will miss"))
    with st.spinner(say("The records of the period are looked through …")):
        found = looked_at(_lacking, period)
    if not found:
        st.markdown(
            say(
                "Nothing that is known of: every missed target has a cause, and all records are there."
            )
        )
        return
    lines = "".join(f"<li>{escape(say(message))}</li>" for message in found)
    st.html(f'<ul style="margin: 0; padding-left: 1.2rem">{lines}</ul>')


@remembered(40)
def _lacking(snapshot: Snapshot, period: ReportPeriod) -> tuple[Message, ...]:
    return lacking(snapshot, period)


@remembered(40)
def _without_cause(snapshot: Snapshot, period: ReportPeriod) -> tuple[str, ...]:
    return tuple(kpi.name for kpi in kpis_without_cause(snapshot, period))


def _draw_causes(period: ReportPeriod, say: Say) -> None:
    """A line for the cause of a target that is off, for who may write one; it is kept with the events
    of its KPI."""
    names = looked_at(_without_cause, period)
    if not names or why_not_written() is not None:
        return
    _draw_line(_CAUSE, names, min(period.end, today()), say)


def _draw_notes(period: ReportPeriod, say: Say) -> None:
    """A line for what else is to be said of a KPI, folded, for who may write one; it is a note beside
    its chart."""
    names = looked_at(_with_values, period)
    if not names or why_not_written() is not None:
        return
    with st.expander(say("A note for the report")):
        _draw_line(_NOTE, names, last_day(period.month, "month"), say)


def _draw_line(line: _Line, names: Sequence[str], day: date, say: Say) -> None:
    """The form of one line about one of these KPIs, which is kept on a day."""
    key = f"report_{line.form}"
    fields = Fields(key, {f"{key}_text": ""})
    with st.form(key):
        st.caption(say(line.about))
        first, second = st.columns([1, 3])
        with first:
            name = st.selectbox(
                say("KPI"),
                names,
                format_func=lambda name: say(indicator_named(name).label),
                key=f"{key}_kpi",
            )
        with second, fields.field("text"):
            text = st.text_input(say(line.label), key=f"{key}_text")
        if st.form_submit_button(say(line.keep)):
            told = Message(line.kept, {"kpi": indicator_named(name).label})
            _keep({"type": line.type, "kpi": name, "text": text, "date": day}, told, fields, say)


@remembered(40)
def _with_values(snapshot: Snapshot, period: ReportPeriod) -> tuple[str, ...]:
    return tuple(
        row.kpi.name
        for row in rows_of(snapshot, period.month, ())
        if row.card is not None and has_values(row.card)
    )


def _keep(row: dict[str, object], told: Message, fields: Fields, say: Say) -> None:
    try:
        store(typed_rows(EVENT, [row], say("Typed for a report"), today(), KPI_FACTS))
    except ServiceCultureError as fault:
        fields.refuse_all(fault, say)
        return
    fields.empty()
    st.session_state[_TOLD] = told
    st.rerun()


def _tell_stored(say: Say) -> None:
    """Says once what was kept."""
    place = st.container()  # always there, so that what follows keeps its place
    if _TOLD in st.session_state:
        with place:
            st.success(say(st.session_state.pop(_TOLD)))
