"""What the committee types on the mystery-shopper page: stored like an upload, and told once the
page is drawn anew."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.kinds.catalog import MYSTERY_VISIT, SECTION_WEIGHT
from data.kinds.schema import DatasetKind
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say
from metrics.mystery.checklist import refused_weight
from metrics.sums.visit_relations import PARTS, folded, part_names
from ui.parts import st
from ui.parts.form import Fields
from ui.state import changing
from ui.state.board import today

_TOLD = "mystery_told"


def draw_told(say: Say) -> None:
    """Says once what was stored; always takes a place, so that what follows keeps its own."""
    place = st.container()
    if _TOLD in st.session_state:
        with place:
            st.success(say(st.session_state.pop(_TOLD)))


def store(
    kind: DatasetKind,
    row: Mapping[str, object],
    refused: tuple[str, Message] | None,
    told: Message,
    fields: Fields,
    say: Say,
) -> None:
    """Store one row unless it is `refused`, which stands beside its field; the page then starts again
    with what it has to tell, and with empty fields."""
    if refused is not None:
        fields.refuse(*refused, say)
        return
    try:
        changing.store(typed_rows(kind, [row], say("typed in the app")))
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    st.session_state[_TOLD] = told
    fields.empty()
    st.rerun()


def draw_weight_form(sections: Sequence[str], say: Say) -> None:
    """Another weight for one section of the checklist, or part of a visit's score, from a day on,
    with the reason; earlier months keep the weights of their time."""
    known = {part_names().get(folded(section)) for section in sections}
    parts = {
        str(label): label
        for part in PARTS
        if part not in known and (label := MYSTERY_VISIT.column(part).label)
    }
    with st.expander(say("Change the weight of a section")), st.form("mystery_weight_form"):
        fields = Fields("mystery_weight", {"mystery_weight_reason": ""})
        first, second, third = st.columns(3)
        with first:
            section = st.selectbox(
                say("Section"),
                [*sections, *parts],
                key="mystery_weight_section",
                format_func=lambda name: say(parts[name]) if name in parts else name,
            )
        with second, fields.field("weight"):
            weight = st.number_input(
                say("New weight"), min_value=0.0, value=1.0, step=0.5, key="mystery_weight"
            )
        with third, fields.field("date"):
            day = st.date_input(
                say("In force from"),
                today().replace(day=1),
                min_value=date(2000, 1, 1),
                max_value=date(2100, 12, 31),
                key="mystery_weight_day",
            )
        with fields.field("reason"):
            reason = st.text_input(
                say("Reason"), key="mystery_weight_reason", max_chars=300
            ).strip()
        if st.form_submit_button(say("Store the weight"), key="mystery_weight_go"):
            store(
                SECTION_WEIGHT,
                {"section": section, "weight": float(weight), "date": day, "reason": reason},
                refused_weight(weight, reason),
                Message(
                    "Stored: {section} weighs {weight} from {day} on.",
                    {"section": section, "weight": weight, "day": day},
                ),
                fields,
                say,
            )
