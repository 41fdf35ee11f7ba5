"""The KPIs of complaints and of service operations."""

from data.kinds.catalog import COMPLAINT, CONTACT_VOLUME, PRAISE, SERVICE_REQUEST
from data.kinds.schema import DatasetKind
from i18n import N_, Text
from metrics.kpi import Direction, Kpi, count, events, mean, parts, quantile, share, totals
from metrics.value_units import HAND_OVERS, HOURS, ITEMS, MONEY, PER_THOUSAND, PERCENT, RATE

UP, DOWN = Direction.UP, Direction.DOWN

_MARKETING = N_("Marketing and customer service")
# What complaints and contacts are both recorded by.
_OF_CONTACTS = ("department", "store", "region", "channel")

# Summed like a KPI, but none: it says how far the share upheld can still move.
_UNDECIDED = Kpi(
    "complaints undecided",
    N_("Complaints still to be decided"),
    N_("Complaints of which it is still to be found whether they are justified."),
    ITEMS,
    DOWN,
    "customer",
    _MARKETING,
    COMPLAINT,
    count(relation="undecided_complaints"),
)
COMPLAINTS = (
    Kpi(
        "complaints",
        N_("Complaints"),
        N_(
            "Complaints received in the period. Several complaints of one customer or about one "
            "request count each."
        ),
        ITEMS,
        DOWN,
        "customer",
        _MARKETING,
        COMPLAINT,
        count(),
    ),
    Kpi(
        "complaints_per_1000",
        N_("Complaints per 1,000 contacts"),
        N_(
            "Complaints received in the period, for each 1,000 contacts of the same period and "
            "unit. Without contact volume there is no value."
        ),
        PER_THOUSAND,
        DOWN,
        "customer",
        _MARKETING,
        COMPLAINT,
        events("contacts", 1000, _OF_CONTACTS),
        source="Garwood 1936, Biometrika 28:437-442",
    ),
    Kpi(
        "attitude_complaint_share",
        N_("Attitude share of complaints"),
        N_(
            "Complaints about service attitude as a share of the complaints received that have a "
            "category, or of which the file says whether they are about attitude. Where the file "
            "does not say it, category and text tell by the dictionary of themes. It falls when "
            "other complaints rise: read it beside the attitude complaint rate."
        ),
        PERCENT,
        DOWN,
        "customer",
        _MARKETING,
        COMPLAINT,
        share("attitude = 'yes'", among="attitude IS NOT NULL"),
    ),
    Kpi(
        "attitude_complaint_rate",
        N_("Attitude complaint rate"),
        N_(
            "Complaints about service attitude received in the period, in percent of the contacts "
            "of the same period and unit. Without contact volume there is no value. Where the file "
            "does not say whether a complaint is about attitude, category and text tell by the "
            "dictionary of themes."
        ),
        RATE,
        DOWN,
        "customer",
        _MARKETING,
        COMPLAINT,
        events("contacts", 100, _OF_CONTACTS, among="attitude = 'yes'"),
        source="Garwood 1936, Biometrika 28:437-442",
    ),
    Kpi(
        "complaint_upheld_share",
        N_("Upheld share of complaints"),
        N_(
            "Complaints found to be justified as a share of those decided, in the month in which "
            "they were closed; one without a day of closing counts in the month in which it came. A "
            "month is final once 95% of its complaints are decided, and after 60 days at the latest."
        ),
        PERCENT,
        DOWN,
        "customer",
        _MARKETING,
        COMPLAINT,
        share("upheld = 'yes'", relation="decided_complaints"),
        matures_days=60,
        still_to_come=_UNDECIDED,
    ),
)

PRAISES = (
    Kpi(
        "praise_per_1000",
        N_("Praise per 1,000 contacts"),
        N_(
            "Verified praises received in the period, for each 1,000 contacts of the same period "
            "and unit. Without contact volume there is no value."
        ),
        PER_THOUSAND,
        UP,
        "customer",
        _MARKETING,
        PRAISE,
        events("contacts", 1000, _OF_CONTACTS, among="verified = 'yes'"),
        source="Garwood 1936, Biometrika 28:437-442",
    ),
)
_DEPARTMENTS = N_("Business departments")


def _kept_share(name: str, label: Text, meaning: Text, relation: str) -> Kpi:
    """A share of requests of which a promise was kept."""
    return Kpi(
        name,
        label,
        meaning,
        PERCENT,
        UP,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        share("kept", relation=relation, unsure="unsure"),
        source="Wilson 1927, JASA 22(158)",
    )


OPERATIONS = (
    _kept_share(
        "answered_in_time",
        N_("Answered in time"),
        N_(
            "Requests answered within the promise in force when they were opened, as a share of the "
            "requests opened in the period whose promise has run out or that were answered. Not "
            "answered past the promise is missed; an answer is a person's, no automatic reply. Unless "
            "promises are loaded: 2 hours, for emergencies 1 hour, of elapsed time. What was closed "
            "without that step on record counts by its closing."
        ),
        "answer_promises",
    ),
    _kept_share(
        "plan_in_time",
        N_("Plan in time"),
        N_(
            "Requests for which a plan was given within the promise in force when they were opened, "
            "as a share of the requests opened in the period whose promise has run out or that have "
            "a plan. Unless promises are loaded: 4 hours of working time, for ordinary requests. What was "
            "closed without that step on record counts by its closing."
        ),
        "plan_promises",
    ),
    _kept_share(
        "arrived_in_time",
        N_("On site in time"),
        N_(
            "Requests reached on site within the promise in force when they were opened, as a share "
            "of the requests opened in the period whose promise has run out or that were reached. "
            "An agreed appointment later than the promise takes its place. Unless promises are "
            "loaded: 6 hours of elapsed time, for emergencies. What was closed without that step on "
            "record counts by its closing."
        ),
        "arrival_promises",
    ),
    _kept_share(
        "repaired_in_time",
        N_("Repaired in time"),
        N_(
            "Requests repaired within the promise in force when they were opened, counted from the "
            "arrival, as a share of those reached in the period whose promise has run out or that "
            "were repaired. An agreed appointment later than the promise takes its place. Unless "
            "promises are loaded: 48 hours of elapsed time. What was closed without that step on record "
            "counts by its closing."
        ),
        "repair_promises",
    ),
    Kpi(
        "promises_kept",
        N_("Promises of a visit kept"),
        N_(
            "Promises kept as a share of the promises asked about, of the requests closed in the "
            "period: came on time, change announced, agreement kept, opinion asked before leaving. "
            "What nobody filled in was not asked."
        ),
        PERCENT,
        UP,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        parts("kept", "asked", relation="visit_promises"),
        source="Korn & Graubard 1998, Survey Methodology 24:193-201",
    ),
    Kpi(
        "first_contact_resolution",
        N_("First-contact resolution"),
        N_(
            "Requests solved at the first contact, not opened again and not followed by a request of "
            "the same customer and category within 7 days, as a share of the closed requests opened "
            "in the period; cancelled ones are left out. Where files name no customer, it is as the "
            "system reports, and repeated requests are not checked."
        ),
        PERCENT,
        UP,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        share("first", relation="first_contacts"),
        source="Wilson 1927, JASA 22(158)",
        matures_days=7,
        matures_with_records=True,
    ),
    Kpi(
        "first_responsibility_kept",
        N_("First responsibility kept"),
        N_(
            "Requests closed by the first person asked as a share of the requests closed in the "
            "period of which both are recorded."
        ),
        PERCENT,
        UP,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        share("kept", relation="first_asked_requests"),
        source="Wilson 1927, JASA 22(158)",
    ),
    Kpi(
        "hand_overs",
        N_("Hand-overs per request"),
        N_(
            "Mean number of hand-overs of the requests closed in the period that have their "
            "hand-overs counted."
        ),
        HAND_OVERS,
        DOWN,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        mean("hand_overs", among="TRUE", top="FALSE", relation="handed_requests"),
    ),
    Kpi(
        "reopening_rate",
        N_("Reopening rate"),
        N_(
            "Requests opened again within 14 days as a share of the requests closed in the period, "
            "of files that tell of reopening. Where a file tells only the last closing, any opening "
            "again before it counts."
        ),
        PERCENT,
        DOWN,
        "operations",
        _DEPARTMENTS,
        SERVICE_REQUEST,
        share("again", relation="reopened_requests"),
        source="Wilson 1927, JASA 22(158)",
        matures_days=14,
        matures_with_records=True,
    ),
    Kpi(
        "cost_per_contact",
        N_("Cost per contact"),
        N_(
            "Cost of service divided by contacts, of the rows of contact volume that have both, in "
            "the currency of the files."
        ),
        MONEY,
        DOWN,
        "operations",
        _MARKETING,
        CONTACT_VOLUME,
        totals("cost", "contacts", among="cost IS NOT NULL AND contacts > 0"),
    ),
)


def _length(
    name: str, label: Text, meaning: Text, p: float, relation: str, kind: DatasetKind
) -> Kpi:
    """A quantile of lengths of time."""
    of_complaints = kind is COMPLAINT
    return Kpi(
        name,
        label,
        meaning,
        HOURS,
        DOWN,
        "customer" if of_complaints else "operations",
        _MARKETING if of_complaints else _DEPARTMENTS,
        kind,
        quantile(p, relation),
        source=(
            "Kaplan & Meier 1958, JASA 53:457-481"
            if relation in ("complaint_times", "closing_times")
            else "Conover 1999, Practical Nonparametric Statistics, ch. 3.2"
        ),
    )


COMPLAINT_LENGTHS = (
    _length(
        "complaint_handling_time",
        N_("Median handling time of complaints"),
        N_(
            "Elapsed time from receiving to closing by which half of the complaints received in the "
            "period are closed; those still open count as open (Kaplan–Meier), not as if they were "
            "not there. Files without a column of closings say nothing of it."
        ),
        0.5,
        "complaint_times",
        COMPLAINT,
    ),
    _length(
        "complaint_handling_time_p90",
        N_("Handling time of nine in ten complaints"),
        N_(
            "Elapsed time from receiving to closing by which nine in ten of the complaints received "
            "in the period are closed; those still open count as open (Kaplan–Meier)."
        ),
        0.9,
        "complaint_times",
        COMPLAINT,
    ),
)
LENGTHS = (
    _length(
        "handling_time",
        N_("Median handling time, elapsed"),
        N_(
            "Elapsed time from opening to the last closing that half of the requests closed in the "
            "period took at most; cancelled ones are left out."
        ),
        0.5,
        "handling_times",
        SERVICE_REQUEST,
    ),
    _length(
        "closing_time",
        N_("Median time to closing, elapsed"),
        N_(
            "Elapsed time from opening to closing by which half of the requests opened in the period "
            "are closed; those still open count as open (Kaplan–Meier), so that a growing backlog "
            "shows. What was opened again is open until it is closed again. Cancelled ones are left "
            "out, and closed ones of which nobody says when."
        ),
        0.5,
        "closing_times",
        SERVICE_REQUEST,
    ),
    _length(
        "handling_time_p90",
        N_("Handling time of nine in ten, elapsed"),
        N_(
            "Elapsed time from opening to the last closing that nine in ten of the requests closed in "
            "the period took at most; cancelled ones are left out."
        ),
        0.9,
        "handling_times",
        SERVICE_REQUEST,
    ),
    _length(
        "handling_time_working",
        N_("Median handling time, working time"),
        N_(
            "Working time from opening to the last closing that half of the requests closed in the "
            "period took at most: nights, breaks and days off do not count. Of files that tell the time "
            "of day at which requests were opened."
        ),
        0.5,
        "working_times",
        SERVICE_REQUEST,
    ),
    _length(
        "handling_time_own",
        N_("Median handling time, working time less waiting"),
        N_(
            "Working time from opening to the last closing, less the minutes waited for the customer, "
            "that half of the requests closed in the period took at most, of files that tell of "
            "waiting and of the time of day."
        ),
        0.5,
        "own_times",
        SERVICE_REQUEST,
    ),
)
