"""What the sample company's committee wrote down: problems, actions against them, decisions.

Of its actions one worked, one did not, one only seems to have (its store was chosen in its worst
month), one is too young to tell, and one was written down long after it began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.samples.company import STORES
from data.samples.stories import (
    EMPATHY_WORKSHOP,
    FALLING_STORE,
    MONDAY_MORNINGS,
    SPEED_PROGRAMME,
    month_at,
)

WORKED, WITHOUT_EFFECT, ONLY_SEEMS, TOO_EARLY, WRITTEN_LATE = "A-01", "A-02", "A-03", "A-04", "A-05"


@dataclass(frozen=True)
class _Raised:
    """A problem: months before the end of the data in which it was raised, is due, was closed."""

    title: str
    category: str
    department: str
    owner: str
    raised: int
    due: int
    closed: int | None = None
    source: str = "signal"
    kpi: str = ""
    place: tuple[str, str] = ("", "")
    share: str = ""
    impact: str = "medium"
    cause: str = ""
    status: str = ""


_FELL = "Attitude fell to its lowest at {store}"
_PROBLEMS = (
    _Raised(
        "Guests in the South find the staff cold",
        *("Lack of empathy", "Front desk", "王芳 Wang Fang", 13, 4, 3),
        kpi=EMPATHY_WORKSHOP.kpis[0],
        place=(EMPATHY_WORKSHOP.dimension, EMPATHY_WORKSHOP.unit),
        share="25",
        impact="high",
        cause="Induction teaches the forms, not how to talk with an upset guest",
    ),
    _Raised(
        "Answers take too long in the North",
        *("Slow response", "Customer service", "李娜 Li Na", 14, 2),
        kpi=SPEED_PROGRAMME.kpis[0],
        place=(SPEED_PROGRAMME.dimension, SPEED_PROGRAMME.unit),
        share="30",
        impact="high",
        cause="Requests wait for a second department",
        status="doing",
    ),
    _Raised(
        "周一上午电话无法按承诺接听",
        *("Slow response", "Customer service", "李娜 Li Na", 4, -1),
        source="complaint",
        kpi=MONDAY_MORNINGS.kpis[0],
        place=(MONDAY_MORNINGS.dimension, MONDAY_MORNINGS.unit),
        share="12",
        impact="high",
        cause="Two of six lines are not staffed on Monday mornings",
        status="doing",
    ),
    _Raised(
        "Satisfaction falls at Harbour Plaza month after month",
        *("Falling unit", "Sales", "陈洁 Chen Jie", 5, 1),
        source="unit",
        kpi="csat",
        place=("store", "Harbour Plaza"),
        impact="high",
        status="open",
    ),
    _Raised(
        "客户投诉配送延误不断增加",
        *("Slow delivery", "Delivery", "刘洋 Liu Yang", 6, 1),
        source="complaint",
        share="34",
        impact="high",
        cause="One carrier for three districts",
        status="doing",
    ),
    _Raised(
        "Four in ten fail the course on difficult customers",
        *("Training", "会员服务部", "赵敏 Zhao Min", 11, 3),
        source="dimension",
        kpi="first_attempt_pass_rate",
        impact="medium",
        cause="The exam asks what the course does not teach",
        status="doing",
    ),
    _Raised(
        "Checklist steps are skipped at 高新店",
        *("Passed, not practised", "维修部", "孙磊 Sun Lei", 7, 2, 2),
        source="check",
        place=("store", "高新店"),
        impact="medium",
    ),
    _Raised(
        "Comments speak of long queues at noon",
        *("Slow response", "Front desk", "王芳 Wang Fang", 20, 15, 16),
        source="theme",
        share="18",
        impact="medium",
        cause="All breaks at one time",
    ),
    _Raised(
        "会员积分查询入口难找",
        *("Information", "线上客服部", "刘洋 Liu Yang", 18, 12, 13),
        source="theme",
        share="7",
        impact="low",
    ),
    _Raised(
        "Suggestions of Business accounts are never decided",
        *("Suggestions", "Business accounts", "陈洁 Chen Jie", 2, -2),
        source="hand",
        impact="medium",
        status="open",
    ),
    _Raised(
        "Night staff do not know the new refund rule",
        *("Product knowledge", "Front desk", "张伟 Zhang Wei", 23, 19, 20),
        source="check",
        impact="low",
    ),
    _Raised(
        "A second loyalty card was asked for",
        *("Information", "会员服务部", "赵敏 Zhao Min", 16, 10, 14),
        source="hand",
        impact="low",
        status="dropped",
    ),
    _Raised(
        "Recommendation has not risen for a year",
        *("Loyalty", "Sales", "陈洁 Chen Jie", 15, 0),
        kpi="net_promoter_score",
        impact="medium",
        status="doing",
    ),
)


@dataclass(frozen=True)
class WorstMonth:
    """The store that fell the furthest below its own level, and how many months before the end of
    the data: by chance, as nothing happened there."""

    store: str
    months: int


_WORST_KPI = "attitude_satisfaction"
_FEWEST = 15  # answers of a month that a store is chosen by
_NOT_CHOSEN = (EMPATHY_WORKSHOP.unit, SPEED_PROGRAMME.unit)  # regions where something happened


def worst_month(until: date, answers: pd.DataFrame) -> WorstMonth:
    """Where a coach is sent; `answers`: the survey with date, store, region and attitude."""
    seen = answers[
        ~answers.region.isin(_NOT_CHOSEN)
        & (answers.store != FALLING_STORE.unit)
        & answers.attitude.notna()
    ]
    good = (seen.attitude.astype(float) >= 4).rename("good")
    month = seen.date.dt.year * 12 + seen.date.dt.month - (until.year * 12 + until.month)
    by = good.groupby([seen.store, month.rename("offset")]).agg(["mean", "size"]).reset_index()
    usual = by.groupby("store")["mean"].transform("mean")
    by = by.assign(below=by["mean"] - usual)[(by["size"] >= _FEWEST) & by.offset.between(-10, -8)]
    lowest = by.loc[by.below.idxmin()]
    return WorstMonth(str(lowest.store), -int(lowest.offset))


def problems(until: date, worst: WorstMonth) -> pd.DataFrame:
    """One row a problem, oldest first; columns are those of the kind."""
    raised = (
        *_PROBLEMS,
        _Raised(
            _FELL.format(store=worst.store),
            *("Lack of empathy", "Front desk", "张伟 Zhang Wei", worst.months - 1, 1, 2),
            kpi=_WORST_KPI,
            place=("store", worst.store),
            impact="medium",
            cause="Nobody knows; a coach was sent",
        ),
    )
    rows = [
        {
            "date": month_at(until, -one.raised) + timedelta(days=8),
            "title": one.title,
            "category": one.category,
            "source": one.source,
            "kpi": one.kpi,
            "dimension": one.place[0],
            "unit": one.place[1],
            "department": one.department,
            "owner": one.owner,
            "due": month_at(until, -one.due) + timedelta(days=14),
            "status": one.status or "solved",
            "share": one.share,
            "impact": one.impact,
            "cause": one.cause,
            "closed": ""
            if one.closed is None
            else month_at(until, -one.closed) + timedelta(days=19),
        }
        for one in raised
    ]
    frame = pd.DataFrame(rows).sort_values("date", kind="stable", ignore_index=True)
    return frame.assign(problem_id=_numbers("P", len(frame)))


def _numbers(letter: str, count: int) -> list[str]:
    return [f"{letter}-{number:02d}" for number in range(1, count + 1)]


def actions(until: date, worst: WorstMonth) -> pd.DataFrame:
    """One row an action; columns are those of the kind."""
    of = {row.title: row.problem_id for row in problems(until, worst).itertuples()}
    rows = [
        _action(
            WORKED,
            of["Guests in the South find the staff cold"],
            "Empathy workshop for everyone who meets guests",
            EMPATHY_WORKSHOP.kpis[0],
            (EMPATHY_WORKSHOP.dimension, EMPATHY_WORKSHOP.unit),
            month_at(until, -EMPATHY_WORKSHOP.months),
            registered=month_at(until, -EMPATHY_WORKSHOP.months) - timedelta(days=20),
            size="5",
            compared_with="华东区; North; 西部区",
            owner="王芳 Wang Fang",
            status="closed",
            closed=month_at(until, -1) + timedelta(days=11),
            reason="Its effect was seen; it is part of every induction now",
            conditions="Half a day, ten people at most, with the team leader in the room",
        ),
        _action(
            WITHOUT_EFFECT,
            of["Answers take too long in the North"],
            "Speed programme: answer within two hours",
            SPEED_PROGRAMME.kpis[0],
            (SPEED_PROGRAMME.dimension, SPEED_PROGRAMME.unit),
            month_at(until, -SPEED_PROGRAMME.months),
            registered=month_at(until, -SPEED_PROGRAMME.months) - timedelta(days=12),
            size="5",
            compared_with="华东区; South; 西部区",
            owner="李娜 Li Na",
        ),
        _action(
            ONLY_SEEMS,
            of[_FELL.format(store=worst.store)],
            f"A coach at {worst.store} for four weeks",
            _WORST_KPI,
            ("store", worst.store),
            month_at(until, 1 - worst.months),
            registered=month_at(until, 1 - worst.months) + timedelta(days=-1),
            size="10",
            compared_with=_beside(worst.store),
            chosen_because_worst="yes",
            owner="张伟 Zhang Wei",
        ),
        _action(
            TOO_EARLY,
            of["周一上午电话无法按承诺接听"],
            "Two more people on the phones on Monday mornings",
            MONDAY_MORNINGS.kpis[0],
            (MONDAY_MORNINGS.dimension, MONDAY_MORNINGS.unit),
            month_at(until, -2),
            registered=month_at(until, -2) - timedelta(days=15),
            size="4",
            owner="李娜 Li Na",
        ),
        _action(
            WRITTEN_LATE,
            of["Recommendation has not risen for a year"],
            "会员日礼遇",
            "net_promoter_score",
            ("", ""),
            month_at(until, -14),
            registered=month_at(until, -6) + timedelta(days=4),
            owner="陈洁 Chen Jie",
        ),
    ]
    return pd.DataFrame(rows)


def _beside(store: str) -> str:
    """The other stores of the region, but for the one that falls."""
    (region,) = [one.region for one in STORES if one.name == store]
    return "; ".join(
        one.name
        for one in STORES
        if one.region == region and one.name not in (store, FALLING_STORE.unit)
    )


def _action(
    number: str,
    problem: str,
    title: str,
    kpi: str,
    place: tuple[str, str],
    starts: date,
    **told: object,
) -> dict[str, object]:
    usual = {
        "lag_months": 0,
        "window_months": 12,
        "expected": "up",
        "size": "",
        "compared_with": "",
        "chosen_because_worst": "no",
        "owner": "",
        "status": "running",
        "closed": "",
        "reason": "",
        "conditions": "",
    }
    return {
        "action_id": number,
        "problem_id": problem,
        "title": title,
        "kpi": kpi,
        "dimension": place[0],
        "unit": place[1],
        "date": starts,
        "registered": starts,
        **usual,
        **told,
    }


# What was decided: months before the end of the data, text, action, owner, months until due, what
# became of it.
_DECISIONS = (
    (13, "Hold an empathy workshop in the South", WORKED, "王芳 Wang Fang", 3, "kept"),
    (13, "Start the speed programme in the North", WITHOUT_EFFECT, "李娜 Li Na", 1, "kept"),
    (13, "Bring the causes of slow answers to the next meeting", "", "李娜 Li Na", 3, "late"),
    (10, "Write down actions before they begin", "", "陈洁 Chen Jie", 1, "kept"),
    (10, "Two comments of guests at every morning briefing", "", "王芳 Wang Fang", 2, "dropped"),
    (7, "Keep the workshop as part of induction", WORKED, "王芳 Wang Fang", 3, "kept"),
    (7, "向当月最差的门店派一名教练", ONLY_SEEMS, "张伟 Zhang Wei", 1, "kept"),
    (4, "周一上午增加两名话务员", TOO_EARLY, "李娜 Li Na", 2, "kept"),
    (4, "Rewrite the exam on difficult customers", "", "赵敏 Zhao Min", 2, "open"),
    (1, "Visit Harbour Plaza and say what has changed there", "", "陈洁 Chen Jie", 2, "open"),
    (1, "Decide the waiting suggestions of Business accounts", "", "陈洁 Chen Jie", 1, "open"),
)


def decisions(until: date) -> pd.DataFrame:
    """One row a decision, meeting by meeting; columns are those of the kind."""
    return pd.DataFrame(list(_decided(until)))


def _decided(until: date) -> Iterable[dict[str, object]]:
    for number, (months, text, action, owner, due, result) in enumerate(_DECISIONS, start=1):
        day = month_at(until, -months) + timedelta(days=10)
        yield {
            "decision_id": f"D-{number:02d}",
            "meeting": f"Culture committee {day:%Y-%m}",
            "date": day,
            "text": text,
            "action_id": action,
            "owner": owner,
            "due": month_at(until, due - months) + timedelta(days=10),
            "result": result,
        }
