"""A review that was held: its agenda as it was told then, and what became of each item."""

from data.kinds.loop import DECISION
from data.kinds.schema import Column, DatasetKind, Type
from i18n import N_

HEAD = "head"  # the item that is the meeting itself
DISCUSSED, PUT_OFF = "discussed", "put_off"
# What the meeting says became of an earlier decision.
RESULTS = tuple(one for one in DECISION.column("result").choices if one[0] != "open")

# Written by the dashboard itself.
MEETING = DatasetKind(
    "meeting",
    N_("Review meeting"),
    N_("One row a meeting that was held, and one an item of its agenda as it was told then."),
    columns=(
        Column("meeting_id", N_("Meeting"), required=True, filled=True, example="2026-10-15"),
        Column("item", N_("Item"), required=True, filled=True, example="exception-survey-concern"),
        Column(
            "date",
            N_("Day of the meeting"),
            Type.DATE,
            required=True,
            filled=True,
            example="2026-10-15",
        ),
        Column(
            "mark",
            N_("What became of it"),
            example=DISCUSSED,
            choices=((DISCUSSED, N_("discussed")), (PUT_OFF, N_("put off")), *RESULTS),
        ),
        Column("told", N_("Sentences"), required=True, filled=True, example="{}"),
    ),
    identifiers=("meeting_id", "item"),
    lasting=True,
    dimensions=(),
    owner=N_("Culture committee"),
    enough=0,
    own=True,
)
