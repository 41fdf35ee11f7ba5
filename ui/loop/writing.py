"""What the forms of this page share: fields by the columns of a kind, numbers, and the way into the
ledger."""

from collections.abc import Callable, Mapping, Sequence

from data.kinds.schema import Column, DatasetKind
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say, Text
from metrics.answers.asked import values_of
from metrics.catalog import KPIS, kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Kpi
from ui.parts import st
from ui.parts.form import Fields, label_of
from ui.state.board import looked_at
from ui.state.changing import store, store_new
from ui.state.filters import LABELS, first_recorded

_TOLD = "loop_told"
_EMPTIED = "loop_emptied"
_WHOLE = ""
_PLACES = ("region", "store", "department", "channel")
# More names than these are typed: a list of them would be sent with every click.
MOST_NAMES = 200
# The forms in which something new is written, and what their fields hold when they are empty: those
# of another change hold what is stored.
_OF_THE_NEW = ("problem", "action", "decision", "end", "reopen")
_BLANKS: Mapping[str, object] = {
    **dict.fromkeys(("title", "category", "owner", "cause", "text", "reason", "conditions"), ""),
    **dict.fromkeys(("size", "share", "due", "impact", "department", "problem"), None),
    **dict.fromkeys(("worst", "dropped"), False),
    **{f"compared_{dimension}": [] for dimension in _PLACES},
}
Row = Mapping[str, object]
Place = tuple[str | None, str | None]


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored, and empties its form; to be called
    before forms are drawn."""
    st.session_state.update(st.session_state.pop(_EMPTIED, {}))
    place = st.container()  # always there, so that what follows keeps its place
    if _TOLD in st.session_state:
        with place:
            st.success(say(st.session_state.pop(_TOLD)))


def store_row(
    kind: DatasetKind, row: Row, told: Message, fields: Fields, say: Say, form: str = ""
) -> None:
    """Through the checker into the ledger, what is wrong said below its field; the page then starts
    again with what it has to tell. `form`: what the keys of the form begin with, emptied then; the
    kind's name unless given."""

    def stored() -> Message:
        store(typed_rows(kind, [row], say("typed in the app"), kpis=KPI_FACTS))
        return told

    _tell(stored, form or kind.name, fields, say)


def store_new_row(kind: DatasetKind, row: Row, told: Text, fields: Fields, say: Say) -> None:
    """Store a row of something new, which gets the next number: `told` has a blank for it."""
    _tell(
        lambda: Message(told, {"number": store_new(kind, row, say("typed in the app"))}),
        kind.name,
        fields,
        say,
    )


def _tell(stored: Callable[[], Message], form: str, fields: Fields, say: Say) -> None:
    try:
        st.session_state[_TOLD] = stored()
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    head = f"{form}_"
    held = [str(name) for name in st.session_state if str(name).startswith(head)]
    for name in held:
        st.session_state.pop(name, None)
    # Said, not forgotten: else the browser would keep showing what was typed, and store it again.
    st.session_state[_EMPTIED] = {
        name: _BLANKS[name.removeprefix(head)]
        for name in held
        if form in _OF_THE_NEW and name.removeprefix(head) in _BLANKS
    }
    st.rerun()


def text_field(
    kind: DatasetKind,
    name: str,
    fields: Fields,
    say: Say,
    form: str = "",
    required: bool | None = None,
) -> str:
    """A column that is written in words; `required` where the form asks for what the column leaves
    open."""
    label = label_of(kind.column(name), say, required)
    with fields.field(name):
        return st.text_input(label, key=f"{form or kind.name}_{name}")


def word_field(
    column: Column, form: str, fields: Fields, say: Say, required: bool | None = None
) -> str | None:
    """A column of a few fixed words; `required` as above."""
    labels = dict(column.choices)
    with fields.field(column.name):
        return st.selectbox(
            label_of(column, say, required),
            list(labels),
            None,
            format_func=lambda word: say(labels[word]),
            placeholder=say("Choose one"),
            key=f"{form}_{column.name}",
        )


def name_field(
    column: Column, known: Sequence[str], form: str, fields: Fields, say: Say
) -> str | None:
    """A column of names: one of those known, or another."""
    with fields.field(column.name):
        return st.selectbox(
            label_of(column, say),
            [name for name in known if name],
            None,
            accept_new_options=True,
            placeholder=say("Choose or type"),
            key=f"{form}_{column.name}",
        )


def kpi_field(form: str, say: Say) -> Kpi:
    """One of all KPIs; at first the one that the link names, else the first with records."""
    names, first = [kpi.name for kpi in KPIS], first_recorded(KPIS).name
    asked = st.query_params.get("kpi", first)
    name = st.selectbox(
        say("KPI"),
        names,
        names.index(asked if asked in names else first),
        format_func=lambda name: say(kpi_named(name).label),
        key=f"{form}_kpi",
    )
    return kpi_named(name)


def place_field(kpi: Kpi, form: str, say: Say) -> Place:
    """Dimension and unit, both None for the whole company; at first those that the link names. The
    unit is typed where there are many.
    A unit that no record names is refused when it is stored."""
    offered = [_WHOLE, *(name for name in _PLACES if name in kpi.dimensions)]
    asked = next((name for name in offered if st.query_params.get(name)), _WHOLE)
    dimension = st.selectbox(
        say("Place"),
        offered,
        offered.index(asked),
        format_func=lambda name: say("whole company") if name == _WHOLE else say(LABELS[name]),
        key=f"{form}_dimension",
    )
    if dimension == _WHOLE:
        return None, None
    units = [unit for unit in looked_at(values_of, dimension) if unit]
    label, key = say(LABELS[dimension]), f"{form}_unit_{dimension}"
    wanted = st.query_params.get(dimension, "")
    if len(units) > MOST_NAMES:
        return dimension, st.text_input(label, wanted, key=key).strip() or None
    return dimension, st.selectbox(
        label, units, units.index(wanted) if wanted in units else 0, key=key
    )


def units_field(column: Column, place: Place, form: str, say: Say) -> list[str]:
    """Other units of the place's dimension; none of the whole company. They are typed where there
    are many."""
    dimension, unit = place
    if dimension is None:
        return []
    others = [one for one in looked_at(values_of, dimension) if one and one != unit]
    return st.multiselect(
        say(column.label),
        others if len(others) <= MOST_NAMES else [],
        accept_new_options=len(others) > MOST_NAMES,
        placeholder=say("Choose or type"),
        help=say(
            "Units like this one, where nothing is done: what changes there in the same months is "
            "taken off the effect."
        ),
        key=f"{form}_compared_{dimension}",
    )


def is_known(place: Place, fields: Fields, say: Say) -> bool:
    """Whether some record names the unit; else says below its field that none does."""
    dimension, unit = place
    if dimension is None:
        return True
    if unit and unit in looked_at(values_of, dimension):
        return True
    unknown = Message(
        "{dimension}: no record names \u201c{unit}\u201d. Type the name as it stands in the "
        "records, for example {example}.",
        {
            "dimension": LABELS[dimension],
            "unit": unit or "",
            "example": next(iter(looked_at(values_of, dimension)), "–"),
        },
    )
    fields.refuse("unit", unknown, say)
    return False
