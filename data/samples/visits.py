"""Mystery-shopper visits of the sample company: one or two a store and month, now and then none."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.company import STORES
from data.samples.stories import EMPATHY_WORKSHOP, FALLING_STORE, MONTHS, month_at

DEPARTMENTS = ("Front desk", "Sales", "Customer service", "会员服务部", "维修部")
SCENES = (
    "Advice before buying",
    "退换货",
    "Complaint at the counter",
    "会员咨询",
    "Repair request",
    "高峰期接待",
)
REMARKS = {
    "good": (
        "Greeted at the door within seconds, eye contact, name badge worn.",
        "主动问候，全程微笑，离店时送至门口。",
        "Listened to the whole question before answering.",
        "讲解耐心，主动询问是否还有其他需要。",
    ),
    "usual": (
        "Correct and polite, but no question about further needs.",
        "流程基本规范，结束语缺失。",
        "Service correct once it was our turn; the wait was not explained.",
        "着装规范，讲解略快。",
    ),
    "poor": (
        "Nobody looked up for several minutes; the answer was short.",
        "无人问候，员工在聊天，询问后才回应。",
        "Said \u201cnot my job\u201d and did not hand over to a colleague.",
        "态度冷淡，没有道歉也没有说明原因。",
    ),
}


def visits(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """The visits in order of time, scores from 0 to 100 in whole points; columns are those of the
    kind."""
    planned = rng.choice([0, 1, 2], (MONTHS, len(STORES)), p=(0.01, 0.49, 0.5))
    month, store = (np.repeat(part.ravel(), planned.ravel()) for part in np.indices(planned.shape))
    frame = pd.DataFrame(
        {
            "month": month,
            "date": _moments(until, month, rng),
            "department": rng.choice(DEPARTMENTS, len(month), p=(0.4, 0.2, 0.15, 0.15, 0.1)),
            "store": np.array([store.name for store in STORES])[store],
            "region": np.array([store.region for store in STORES])[store],
            "quality": np.array([store.quality for store in STORES])[store],
            "channel": rng.choice(("Store", "Phone", "WeChat"), len(month), p=(0.8, 0.12, 0.08)),
            "shopper": [f"S{number:02d}" for number in rng.integers(1, 15, len(month))],
            "scene": rng.choice(SCENES, len(month)),
        }
    ).sort_values("date", ignore_index=True)
    _score(frame, rng)
    frame.insert(
        0,
        "visit_id",
        [f"V-{moment:%Y%m}-{number:04d}" for number, moment in enumerate(frame.date, start=1)],
    )
    frame["remark"] = _remarks(frame.attitude, rng)
    return frame.drop(columns=["month", "quality"])


def _moments(until: date, month: np.ndarray, rng: np.random.Generator) -> list[pd.Timestamp]:
    minutes = rng.integers(9 * 60, 20 * 60, len(month))
    days = rng.integers(0, 28, len(month))
    starts = [month_at(until, int(number) - MONTHS) for number in month]
    return [
        pd.Timestamp(start) + timedelta(days=int(day), minutes=int(minute))
        for start, day, minute in zip(starts, days, minutes, strict=True)
    ]


def _score(frame: pd.DataFrame, rng: np.random.Generator) -> None:
    fallen = FALLING_STORE.so_far(frame.store, frame.month)
    workshop = EMPATHY_WORKSHOP.here(frame.region, frame.month)
    south = frame.region == EMPATHY_WORKSHOP.unit
    level = 78 + 8.5 * frame.month / MONTHS + 0.6 * frame.quality + rng.normal(0, 3, len(frame))
    points = {
        "attitude": 1
        - 3 * south
        + EMPATHY_WORKSHOP.points * workshop
        + FALLING_STORE.points * fallen,
        "efficiency": -1.5 - 8 * fallen,
        "compliance": 0.5 - 6 * fallen,
    }
    for column, own in points.items():
        frame[column] = np.clip(
            np.round(level + own + rng.normal(0, 5, len(frame))), 0, 100
        ).astype(int)


def _remarks(attitude: pd.Series, rng: np.random.Generator) -> np.ndarray:
    chosen = {name: rng.choice(texts, len(attitude)) for name, texts in REMARKS.items()}
    fitting = np.select(
        [attitude >= 88, attitude < 74], [chosen["good"], chosen["poor"]], chosen["usual"]
    )
    return np.where(rng.random(len(attitude)) < 0.6, fitting, "")
