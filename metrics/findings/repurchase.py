"""What the months say of customers who come back: new and returning ones apart, and which months are
not to be judged yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

import pandas as pd

from errors import Message
from i18n import N_, Month, Text, rounded
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.kpi import Amount
from metrics.periods import last_day
from metrics.value_units import PERCENT
from metrics.window import length

ALL, NEW, RETURNING = "repurchase_rate", "repurchase_rate_new", "repurchase_rate_returning"
GROUPS: dict[str, Text] = {
    ALL: N_("All customers"),
    NEW: N_("New customers"),
    RETURNING: N_("Returning customers"),
}


class State(Enum):
    """Whether a month may be judged."""

    FINAL = N_("final")
    MATURING = N_("still maturing")
    RUNNING = N_("not over yet")


@dataclass(frozen=True)
class Back:
    """Customers of a month (`n`) and how many of them came back (`k`), with the share in percent and
    its limits; `enough` to be judged."""

    k: int
    n: int
    value: float
    low: float | None
    high: float | None
    enough: bool


@dataclass(frozen=True)
class Cohort:
    """The customers of one month; `of`: the groups that had any."""

    month: date
    state: State
    of: Mapping[str, Back]

    @property
    def final(self) -> bool:
        """Whether its customers have all had their time, so that it may be judged."""
        return self.state is State.FINAL

    @property
    def final_on(self) -> date:
        """The day that the records have to reach until it is final."""
        return last_day(self.month, "month") + timedelta(days=within())


def within() -> int:
    """In how many days a customer has to come back."""
    return kpi_named(ALL).matures_days


def cohorts(answers: Mapping[str, Answer]) -> tuple[Cohort, ...]:
    """The months on record, oldest first, of the answers of the three KPIs by month."""
    found: dict[date, dict[str, Back]] = {}
    states: dict[date, State] = {}
    for name in GROUPS:
        for row in answers[name].rows.to_dict("records"):
            if pd.isna(row["value"]):
                continue
            states[row["period"]] = (
                State.RUNNING
                if row["partial"]
                else State.MATURING
                if row["maturing"]
                else State.FINAL
            )
            low, high = (None if pd.isna(row[end]) else float(row[end]) for end in ("low", "high"))
            found.setdefault(row["period"], {})[name] = Back(
                k=rounded(row["y"]),
                n=rounded(row["x"]),
                value=float(row["value"]),
                low=low,
                high=high,
                enough=bool(row["enough"]),
            )
    return tuple(Cohort(month, states[month], found[month]) for month in sorted(found))


def latest_final(found: Sequence[Cohort]) -> Cohort | None:
    """The last month that may be judged; None without one."""
    return next((cohort for cohort in reversed(found) if cohort.final), None)


def apart(cohort: Cohort) -> list[Message]:
    """New and returning customers of a final month, each by themselves."""
    new, returning = cohort.of.get(NEW), cohort.of.get(RETURNING)
    if new and returning and new.enough and returning.enough:
        blanks = {
            "month": Month(cohort.month),
            "new": Amount(PERCENT, new.value),
            "n": new.n,
            "returning": Amount(PERCENT, returning.value),
            "others": returning.n,
        }
        return [
            Message(
                "New customers of {month}: {new} came back (n = {n}); returning ones: {returning} "
                "(n = {others}).",
                blanks,
            )
        ]
    return [_alone(cohort, name) for name in (NEW, RETURNING)]


def _alone(cohort: Cohort, name: str) -> Message:
    back, blanks = cohort.of.get(name), {"month": Month(cohort.month), "group": GROUPS[name]}
    if back is None:
        return Message("{group} of {month}: none.", blanks)
    blanks |= {
        "value": Amount(PERCENT, back.value),
        "n": back.n,
        "least": kpi_named(name).dataset.enough,
    }
    return (
        Message("{group} of {month}: {value} came back (n = {n}).", blanks)
        if back.enough
        else Message(
            "{group} of {month}: {value} came back, too few to judge (n = {n}, {least} are needed).",
            blanks,
        )
    )


def maturing_words(found: Sequence[Cohort]) -> Message | None:
    """Which months wait for their customers to come back; None where none does."""
    waiting = [cohort for cohort in found if not cohort.final]
    if not waiting:
        return None
    blanks = {"first": Month(waiting[0].month), "last": Month(waiting[-1].month)}
    if len(waiting) == 1:
        return Message("{first} is still maturing and not judged.", blanks)
    return Message("{first} to {last} are still maturing and not judged.", blanks)


def maturing_why(found: Sequence[Cohort]) -> Message | None:
    """Why they do, and until when the first of them does."""
    waiting = [cohort for cohort in found if not cohort.final]
    if not waiting:
        return None
    return Message(
        "As long as the customers of a month have not all had {days} days to come back, a low "
        "value says nothing yet; {month} is final once the records reach {day}.",
        {"days": within(), "month": Month(waiting[0].month), "day": waiting[0].final_on},
    )


@dataclass(frozen=True)
class Mix:
    """Why a final month differs from an earlier one, in points that add up: because the share of new
    customers is another (`mix`), and because new and returning ones come back more or less often
    (`rates`)."""

    month: date
    before: date
    mix: float
    rates: float
    shares: tuple[float, float]

    def sentence(self) -> Message:
        """Both parts, and the share of new customers then and now."""
        return Message(
            "Of the difference from {before}, {mix} come from another share of new customers "
            "({now} against {then}), {rates} from how often new and returning ones come back.",
            {
                "before": Month(self.before),
                "mix": Amount(PERCENT, self.mix, change=True),
                "rates": Amount(PERCENT, self.rates, change=True),
                "now": Amount(PERCENT, self.shares[1]),
                "then": Amount(PERCENT, self.shares[0]),
            },
        )


def mix_of(found: Sequence[Cohort], month: date, before: date) -> Mix | None:
    """What the mix of customers does to the difference of two final months (Kitagawa 1955, JASA
    50:1168-1194); None where either group is missing, or too small, in one of them."""
    at = {cohort.month: cohort for cohort in found if cohort.final}
    if month not in at or before not in at:
        return None
    now, then = _both(at[month]), _both(at[before])
    if now is None or then is None:
        return None
    share_now, share_then = (new.n / (new.n + old.n) for new, old in (now, then))
    apart_now, apart_then = (new.value - old.value for new, old in (now, then))
    usual = (share_now + share_then) / 2
    return Mix(
        month=month,
        before=before,
        mix=(share_now - share_then) * (apart_now + apart_then) / 2,
        rates=usual * (now[0].value - then[0].value) + (1 - usual) * (now[1].value - then[1].value),
        shares=(100 * share_then, 100 * share_now),
    )


def _both(cohort: Cohort) -> tuple[Back, Back] | None:
    """New and returning customers, where there are enough of both."""
    new, returning = cohort.of.get(NEW), cohort.of.get(RETURNING)
    if new is None or returning is None or not (new.enough and returning.enough):
        return None
    return new, returning


def pooled_words(found: Sequence[Cohort]) -> Message | None:
    """All final months taken together; None without two."""
    final = [cohort.of[ALL] for cohort in found if cohort.final and ALL in cohort.of]
    months = [cohort.month for cohort in found if cohort.final]
    if len(final) < 2:
        return None
    k, n = sum(back.k for back in final), sum(back.n for back in final)
    return Message(
        "{first} to {last}, all final months: {k} of {n} customers of a month came back, {value}; "
        "who bought in several months counts in each.",
        {
            "first": Month(months[0]),
            "last": Month(months[-1]),
            "k": k,
            "n": n,
            "value": Amount(PERCENT, 100 * k / n),
        },
    )


def shown(found: Sequence[Cohort], months: int, last: date) -> tuple[Cohort, ...]:
    """The months of so many up to `last`."""
    return tuple(
        cohort for cohort in found if cohort.month <= last and length(cohort.month, last) <= months
    )
