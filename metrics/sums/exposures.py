"""What events are counted against: totals of another kind of record, in the same period and unit."""

from data.kinds.catalog import CONTACT_VOLUME, ROSTER
from i18n import N_, Text
from metrics.kpi import Direction, Kpi, Measure, Shape
from metrics.value_units import ITEMS, PEOPLE

# Summed like KPIs, but no KPIs: more or fewer contacts are neither better nor worse.
EXPOSURES = {
    "contacts": Kpi(
        "contacts of contact_volume",
        N_("Contacts"),
        N_("Contacts with customers in the period."),
        ITEMS,
        Direction.UP,
        "customer",
        N_("Marketing and customer service"),
        CONTACT_VOLUME,
        Measure(Shape.COUNT, y="contacts"),
    ),
    "staff": Kpi(
        "staff of roster",
        N_("Staff on the roster"),
        N_("Staff on the roster at each month's end."),
        PEOPLE,
        Direction.UP,
        "people",
        N_("Human resources"),
        ROSTER,
        Measure(Shape.COUNT, y="1", relation="staff_at_month_ends"),
    ),
}
# What is said where there is nothing to count against.
LACKING: dict[str, Text] = {
    "contacts": N_(
        "No contact volume for this period and selection, so there is no rate: it needs a file of "
        "contact volume."
    ),
    "staff": N_(
        "No staff roster for this period, so there is no rate: it needs a file of the staff roster."
    ),
}
