"""What the committee published: a month or a quarter, with every figure as it was told then.

Nothing of it is ever replaced: a publication that is withdrawn says so in a row of its own.
"""

from data.kinds.schema import Column, DatasetKind, Type
from i18n import N_

MONTH, QUARTER = "month", "quarter"
PUBLISHED, WITHDRAWN, FIGURE = "published", "withdrawn", "figure"

# Written by the dashboard itself.
PUBLICATION = DatasetKind(
    "publication",
    N_("Published period"),
    N_(
        "One row a period that was published or withdrawn, and one a figure of it as it was "
        "published."
    ),
    columns=(
        Column("publication", N_("Publication"), required=True, filled=True, example="2026-Q3-1"),
        Column(
            "date",
            N_("First day of the period"),
            Type.DATE,
            required=True,
            filled=True,
            example="2026-07-01",
        ),
        Column(
            "length",
            N_("Length of the period"),
            required=True,
            filled=True,
            example=QUARTER,
            choices=((MONTH, N_("month")), (QUARTER, N_("quarter"))),
        ),
        Column(
            "row_type",
            N_("What the row says"),
            required=True,
            filled=True,
            example=PUBLISHED,
            choices=(
                (PUBLISHED, N_("published")),
                (WITHDRAWN, N_("withdrawn")),
                (FIGURE, N_("figure")),
            ),
        ),
        Column("reason", N_("Why it was withdrawn"), example=""),
        Column("version", N_("State of the data"), Type.NUMBER, example="41"),
        Column("kpi", N_("KPI"), example=""),
        Column("dimension", N_("Unit type"), example=""),
        Column("unit", N_("Unit"), example=""),
        Column("value", N_("Value"), Type.NUMBER, example=""),
        Column("low", N_("95% from"), Type.NUMBER, example=""),
        Column("high", N_("95% to"), Type.NUMBER, example=""),
        Column("n", N_("Cases"), Type.NUMBER, example=""),
        Column(
            "shown",
            N_("Whether it was shown"),
            example="",
            choices=(
                ("final", N_("final")),
                ("open", N_("later records were still to come")),
                ("hidden", N_("hidden to protect the staff behind it")),
            ),
        ),
        Column("verdicts", N_("Verdicts"), example=""),
        Column("words", N_("Sentences"), example=""),
        Column("definition", N_("Definition"), example=""),
    ),
    identifiers=("publication", "row_type", "kpi", "dimension", "unit"),
    dimensions=(),
    owner=N_("Culture committee"),
    enough=0,
    own=True,
    sealed=True,
)
