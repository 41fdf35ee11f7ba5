"""Requests of the sample company's customers, its promises, and the days on which it works
otherwise.

On the phone the promised answer is missed on Monday mornings, and hardly ever else.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.answers import VOLUME
from data.samples.company import CHANNELS, STAFF_PER_STORE, STORES
from data.samples.stories import MONDAY_MORNINGS, MONTHS, month_at

REQUESTS_A_MONTH = 70
CATEGORIES = ("Repair", "Delivery", "Billing", "Product question")
CATEGORY_SHARES = (0.35, 0.3, 0.15, 0.2)
EMERGENCIES = 0.14
ANSWER, ANSWER_ON_MONDAYS = 32.0, 260.0  # minutes of half of them, on the phone on Monday mornings
MORNING_ENDS = 12
CANCELLED, REOPENED, WAITED, ASKED = 0.1, 0.06, 0.25, 0.8
STUCK = 0.16  # of the requests of the last two months, which nobody closes
PROMISES = (
    ("normal", "answer", 120, "working"),
    ("urgent", "answer", 60, "elapsed"),
    ("normal", "plan", 240, "working"),
    ("urgent", "arrive", 360, "elapsed"),
    ("normal", "repair", 2880, "elapsed"),
    ("urgent", "repair", 2880, "elapsed"),
)


def promises(until: date) -> pd.DataFrame:
    """What is promised since the first month; columns are those of the kind."""
    rows = [(*promise, month_at(until, -MONTHS)) for promise in PROMISES]
    return pd.DataFrame(rows, columns=["urgency", "step", "minutes", "clock", "date"])


def working_days(until: date) -> pd.DataFrame:
    """A stocktaking and a company outing in each year, and one evening that ends early; columns are
    those of the kind."""
    rows = []
    for year in range(3):
        start = month_at(until, -MONTHS + 12 * year)
        rows += [
            (start + timedelta(days=9), "休息", "", "", "", "盘点"),
            (start + timedelta(days=40), "休息", "", "", "", "公司团建"),
            (start + timedelta(days=70), "上班", "09:00", "16:00", "静安店", "提前下班"),
        ]
    return pd.DataFrame(rows, columns=["date", "working", "opens", "closes", "store", "reason"])


def requests(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The requests in order of time, as they stand at the end; columns are those of the kind."""
    frame = _opened(until, rng)
    count = len(frame)
    urgent = frame.urgency == "urgent"
    monday = (
        (frame.channel == MONDAY_MORNINGS.unit)
        & (frame.date.dt.day_of_week == 0)
        & (frame.date.dt.hour < MORNING_ENDS)
    )
    usual = np.where(monday, ANSWER_ON_MONDAYS, np.where(urgent, 0.5, 1) * ANSWER)
    answered = _later(frame.date, rng.lognormal(np.log(usual), np.where(monday, 0.5, 0.7)))
    planned = _later(answered, rng.lognormal(np.log(70), 0.7, count)).where(
        ~urgent & (frame.category != "Product question")
    )
    visit = (frame.category == "Repair") | urgent
    arrived = _later(
        answered, rng.lognormal(np.log(np.where(urgent, 150, 1500)), 0.5, count)
    ).where(visit)
    repaired = _later(arrived, rng.lognormal(np.log(600), 0.9, count))
    first = (rng.random(count) < 0.72) & ~visit
    quick = _later(answered, rng.lognormal(np.log(20), 0.6, count))
    slow = _later(answered, rng.lognormal(np.log(2200), 0.8, count))
    closed = quick.where(first, slow).where(~visit, _later(repaired, rng.integers(5, 300, count)))
    reopened = _later(closed, rng.integers(400, 14_000, count)).where(rng.random(count) < REOPENED)
    again = reopened.notna() & (reopened < pd.Timestamp(until))
    closed = _later(reopened, rng.lognormal(np.log(1500), 0.6, count)).where(again, closed)
    stuck = (rng.random(count) < STUCK) & (frame.date >= pd.Timestamp(month_at(until, -2)))
    closed = closed.mask(stuck & ~again)
    waited = np.where((rng.random(count) < WAITED) & ~first, rng.integers(30, 900, count), 0)
    steps = {
        "first_answer": answered,
        "plan_given": planned,
        "arrived": arrived,
        "repaired": repaired,
        "closed": closed,
        "reopened": reopened.where(again),
    }
    done = (closed < pd.Timestamp(until)).to_numpy()
    cancelled = (rng.random(count) < CANCELLED) & ~visit.to_numpy() & ~done
    asked_of = visit.to_numpy() & done & (rng.random(count) < ASKED)
    place = frame.store.map({store.name: at for at, store in enumerate(STORES)}).to_numpy()
    who = staff.employee.to_numpy()
    first_asked = who[place * STAFF_PER_STORE + rng.integers(0, STAFF_PER_STORE, count)]
    other = who[place * STAFF_PER_STORE + rng.integers(0, STAFF_PER_STORE, count)]
    stayed = rng.random(count) < 0.7
    return frame.assign(
        **{name: _written(moments, until) for name, moments in steps.items()},
        reopens=again.astype(int),
        hand_overs=np.where(stayed, 0, rng.integers(1, 4, count)),
        contacts=np.where(first, 1, rng.integers(2, 6, count)),
        status=np.where(done, "closed", np.where(cancelled, "cancelled", "in progress")),
        waiting_minutes=waited,
        first_asked=first_asked,
        closed_by=np.where(done, np.where(stayed, first_asked, other), ""),
        solved_at_first_contact=np.where(done, np.where(first, "yes", "no"), ""),
        **{
            name: np.where(asked_of, np.where(rng.random(count) < share, "yes", "no"), "")
            for name, share in (
                ("kept_on_time", 0.86),
                ("change_announced", 0.8),
                ("agreement_kept", 0.93),
                ("opinion_asked", 0.74),
            )
        },
    )


def _opened(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """Number, moment, place, channel, customer, category and urgency of the requests."""
    starts = [month_at(until, number - MONTHS) for number in range(MONTHS)]
    counts = rng.poisson([REQUESTS_A_MONTH * VOLUME[start.month - 1] for start in starts])
    month = np.repeat(np.arange(MONTHS), counts)
    days = np.array([(month_at(start, 1) - start).days for start in starts])[month]
    minutes = rng.integers(0, days) * 1440 + rng.integers(8 * 60, 20 * 60, len(month))
    moments = np.array(starts, "datetime64[s]")[month] + minutes.astype("timedelta64[m]")
    store = rng.choice(len(STORES), len(month))
    frame = pd.DataFrame(
        {
            "date": moments,
            "store": [STORES[at].name for at in store],
            "region": [STORES[at].region for at in store],
            "channel": rng.choice(CHANNELS, len(month), p=(0.15, 0.45, 0.15, 0.15, 0.1)),
            "customer": [f"K{number:05d}" for number in rng.integers(0, 4_000, len(month))],
            "category": rng.choice(CATEGORIES, len(month), p=CATEGORY_SHARES),
            "urgency": np.where(rng.random(len(month)) < EMERGENCIES, "urgent", "normal"),
        }
    ).sort_values(["date", "store", "customer"], kind="stable", ignore_index=True)
    return frame.assign(
        request_id=[f"R-{day:%Y%m}-{at:05d}" for at, day in enumerate(frame.date, start=1)]
    )


def _later(moments: pd.Series, minutes: np.ndarray) -> pd.Series:
    """Moments whole minutes after others."""
    return moments + pd.to_timedelta(np.maximum(np.round(minutes), 1), unit="min")


def _written(moments: pd.Series, until: date) -> pd.Series:
    """The moments before the end, as the file has them."""
    return moments.dt.strftime("%Y-%m-%d %H:%M").where(moments < pd.Timestamp(until), "")
