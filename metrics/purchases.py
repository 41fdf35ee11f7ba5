"""The KPIs of customers who come back to buy."""

from data.kinds.catalog import PURCHASE
from i18n import N_, Text
from metrics.kpi import Direction, Kpi, share
from metrics.settings import repurchase_days
from metrics.value_units import PERCENT


def _bought_again(name: str, label: Text, meaning: Text, among: str) -> Kpi:
    return Kpi(
        name,
        label,
        meaning,
        PERCENT,
        Direction.UP,
        "customer",
        N_("Marketing and customer service"),
        PURCHASE,
        share("again", among=among, relation="customer_months"),
        source="Wilson 1927, JASA 22(158)",
        matures_days=repurchase_days(),
        matures_with_records=True,
    )


PURCHASES = (
    _bought_again(
        "repurchase_rate",
        N_("Customer repurchase rate"),
        N_(
            "Customers of a month with another order within 90 days (unless set otherwise) after "
            "the day of their first order in it, as a share of that month's customers. Orders of "
            "one day are one; returned, cancelled and wholly refunded orders are none. A month is "
            "final once the records reach so many days beyond its last day."
        ),
        "TRUE",
    ),
    _bought_again(
        "repurchase_rate_new",
        N_("Repurchase rate of new customers"),
        N_(
            "The repurchase rate of customers who are not on record with an order before that "
            "month; in the first months on record that is nearly everybody."
        ),
        "newcomer",
    ),
    _bought_again(
        "repurchase_rate_returning",
        N_("Repurchase rate of returning customers"),
        N_("The repurchase rate of customers who are on record with an order before that month."),
        "NOT newcomer",
    ),
)
