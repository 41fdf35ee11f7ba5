"""What the staff of the sample company answer and suggest, what the programme has done, and what
others measured of it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.company import STORES
from data.samples.stories import UNDECIDED, month_at

WAVES = (-10, -7, -4, -1)  # months before the end of the data in which staff were asked
ANSWERED = 0.86  # of those who work there by then
KNOWN = {"concept_known": (0.52, 0.71, 0.86, 0.97), "handbook_known": (0.66, 0.78, 0.88, 0.95)}
PROACTIVE = (0.48, 0.54, 0.6, 0.66)
RATED = {
    "support": (0.06, 0.1, 0.2, 0.38, 0.26),
    "authority": (0.12, 0.18, 0.28, 0.28, 0.14),
    "internal_service": (0.05, 0.11, 0.24, 0.38, 0.22),
    "capability": (0.02, 0.06, 0.2, 0.46, 0.26),
}
REMARKS = {
    "希望有更多现场决定的权限": 0.03,
    "The handbook is clear and short": 0.03,
    "系统太慢，顾客等得久": 0.02,
    "More practice with upset customers, please": 0.02,
}
TENURES = ((365, "1年以内"), (1095, "1-3年"), (99999, "3年以上"))


def staff_survey(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The answers of four waves in order of time, without names; columns are those of the kind."""
    region = {store.name: store.region for store in STORES}
    waves = []
    for number, offset in enumerate(WAVES):
        start = month_at(until, offset)
        there = staff[pd.to_datetime(staff.hired_on) < pd.Timestamp(start)]
        who = there[rng.random(len(there)) < ANSWERED]
        count = len(who)
        minutes = rng.integers(0, 12 * 1440, count) // 1440 * 1440 + rng.integers(540, 1200, count)
        frame = pd.DataFrame(
            {
                "date": np.datetime64(start, "s") + minutes.astype("timedelta64[m]"),
                "department": who.department.to_numpy(),
                "store": who.store.to_numpy(),
                "region": [region[name] for name in who.store],
                "tenure": [_tenure((start - hired).days) for hired in who.hired_on],
            }
        )
        for name, shares in KNOWN.items():
            frame[name] = np.where(rng.random(count) < shares[number], "知道", "不知道")
        frame["proactive"] = np.where(rng.random(count) < PROACTIVE[number], "是", "否")
        for name, points in RATED.items():
            frame[name] = rng.choice(np.arange(1, 6), count, p=points)
        frame["comment"] = rng.choice(
            ["", *REMARKS], count, p=[1 - sum(REMARKS.values()), *REMARKS.values()]
        )
        waves.append(frame)
    every = pd.concat(waves).sort_values(["date", "store"], ignore_index=True)
    return every.assign(response_id=[f"Q{number:05d}" for number in range(1, len(every) + 1)])


def _tenure(days: int) -> str:
    return next(word for most, word in TENURES if days < most)


SUGGESTIONS_A_MONTH = 26
TOPICS = {
    "Greet in the queue": "Waiting",
    "设置自助取号机": "Waiting",
    "Small repairs at once, without a form": "Authority",
    "雨天提供雨伞": "Extras",
    "Call back within a day": "Follow-up",
    "更新产品手册图片": "Product knowledge",
}
ADOPTED, WITHDRAWN = 0.72, 0.05
DAYS_TO_DECIDE = 21


def suggestions(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The suggestions of the last twelve months; those of one department are never decided."""
    rows = []
    for offset in range(-12, 0):
        start = month_at(until, offset)
        there = staff[pd.to_datetime(staff.hired_on) < pd.Timestamp(start)]
        who = there.iloc[rng.integers(0, len(there), SUGGESTIONS_A_MONTH)]
        for person in who.itertuples():
            submitted = start + timedelta(days=int(rng.integers(0, 28)))
            decided = submitted + timedelta(days=int(rng.exponential(DAYS_TO_DECIDE)) + 2)
            topic = str(rng.choice(list(TOPICS)))
            is_open = person.department == UNDECIDED.unit or decided >= until
            withdrawn, adopted = rng.random(2)
            done = decided + timedelta(days=int(rng.integers(10, 90)))
            decision = (
                "待评审"
                if is_open
                else "撤回"
                if withdrawn < WITHDRAWN
                else "已采纳"
                if adopted < ADOPTED
                else "不采纳"
            )
            rows.append(
                {
                    "date": submitted,
                    "employee": person.employee,
                    "department": person.department,
                    "store": person.store,
                    "category": TOPICS[topic],
                    "comment": topic,
                    "decision": decision,
                    "decided": "" if is_open else decided,
                    "done": done if decision == "已采纳" and done < until else "",
                }
            )
    frame = pd.DataFrame(rows).sort_values("date", kind="stable", ignore_index=True)
    return frame.assign(suggestion_id=[f"S-{at:04d}" for at in range(1, len(frame) + 1)])


SCENES_A_MONTH = (1, 2, 3, 2, 3, 2, 3, 2, 2, 3, 2, 2)
STORIES_A_MONTH = (5, 6, 8, 7, 9, 8, 10, 9, 8, 9, 8, 7)
# Candidates in order of their votes, of which the first few became the keywords of the culture.
KEYWORDS = (
    *("温度", "Trust", "担当", "Listening", "及时", "尊重", "Care", "专业", "Patience", "真诚"),
    *("Ownership", "细致", "Warmth", "共赢", "Honesty", "耐心", "Speed", "微笑", "Courage", "感恩"),
)
CHOSEN = 4
LATE_DAY, MISSED_BY = 7, 9  # the month in which the culture day was held too late, by so many days
SCENES = ("Arrival", "等候", "Complaint", "退换货", "Payment", "道别")


def programme(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """The items of the programme of the last twelve months; columns are those of the kind."""
    rows: list[tuple] = []
    departments = ["Front desk", "Customer service", "Sales", "维修部"]
    for at in range(12):
        start = month_at(until, at - 12)
        last = month_at(until, at - 11) - timedelta(days=1)
        number = sum(SCENES_A_MONTH[:at])
        for scene in range(SCENES_A_MONTH[at]):
            name = f"{SCENES[(number + scene) % len(SCENES)]} {number + scene + 1}"
            rows.append(("场景", name, _day(start, rng), "完成", "", "", departments[at % 4]))
        for story in range(STORIES_A_MONTH[at]):
            name = f"Story {start:%Y-%m} {story + 1}"
            rows.append(("故事", name, _day(start, rng), "完成", "", "", ""))
        fifteenth = start.replace(day=15)
        held = fifteenth + timedelta(days=MISSED_BY if at == LATE_DAY else int(rng.integers(0, 2)))
        rows.append(("服务文化日", f"Culture day {start:%Y-%m}", held, "完成", "", "", ""))
        points = int(rng.integers(180, 320))
        rows.append(("积分", f"Points {start:%Y-%m}", last, "完成", points, "", ""))
        due = 60
        made = int(rng.binomial(due, 0.7 + 0.015 * at))
        rows.append(("主动回访", f"Return visits {start:%Y-%m}", last, "完成", made, due, ""))
        signed = int(rng.binomial(30, min(0.99, 0.8 + 0.02 * at)))
        rows.append(("承诺书", f"Commitments {start:%Y-%m}", last, "完成", signed, 30, ""))
    rows += [_keyword(at, until) for at in range(len(KEYWORDS))]
    names = ["type", "name", "date", "state", "number", "due_number", "department"]
    return pd.DataFrame(rows, columns=names)


def _keyword(at: int, until: date) -> tuple:
    """A candidate with its votes in the last round; the first few were chosen."""
    state = "完成" if at < CHOSEN else "计划中"
    return ("关键词", KEYWORDS[at], month_at(until, -5), state, 96 - 4 * at, "", "")


def _day(start: date, rng: np.random.Generator) -> date:
    return start + timedelta(days=int(rng.integers(0, 28)))


def values_elsewhere(until: date) -> pd.DataFrame:
    """What studies by others say: one with its number of answers, one without."""
    rows = [
        ("brand_recognition", -9, 31.0, 420, "Brand study"),
        ("brand_recognition", -3, 36.5, 400, "Brand study"),
        ("brand_recognition", -1, 41.0, "", "Trade magazine"),
    ]
    return pd.DataFrame(
        [
            {
                "kpi": kpi,
                "date": month_at(until, offset + 1) - timedelta(days=1),
                "value": value,
                "n": n,
                "source": source,
            }
            for kpi, offset, value, n, source in rows
        ]
    )


def observed(checks: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The behaviour checks, a third of which looked for proactive service as well."""
    asked, shown = rng.random(len(checks)) < 1 / 3, rng.random(len(checks)) < 0.44
    return checks.assign(proactive=np.where(asked, np.where(shown, "是", "否"), ""))


VIOLATIONS_A_MONTH, STEPS = 17, {"口头警告": 0.7, "书面警告": 0.22, "严重": 0.08}
RULES = ("十秒内主动问候", "Uniform", "先道歉再说明原因", "Phone at the counter")


def violations(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The violations of the last twelve months in order of time; columns are those of the kind."""
    rows = []
    for offset in range(-12, 0):
        start = month_at(until, offset)
        there = staff[pd.to_datetime(staff.hired_on) < pd.Timestamp(start)]
        count = int(rng.poisson(VIOLATIONS_A_MONTH)) + 6
        for at, person in enumerate(there.iloc[rng.integers(0, len(there), count)].itertuples()):
            step = "严重" if at == 0 else str(rng.choice(list(STEPS), p=list(STEPS.values())))
            rows.append(
                {
                    "date": _day(start, rng),
                    "employee": person.employee,
                    "department": person.department,
                    "store": person.store,
                    "step": step,
                    "rule": str(rng.choice(RULES)),
                    "retraining": "否" if step == "口头警告" else "是",
                    "appeal": str(rng.choice(["无", "成立", "驳回"], p=[0.92, 0.03, 0.05])),
                }
            )
    frame = pd.DataFrame(rows).sort_values("date", kind="stable", ignore_index=True)
    return frame.assign(violation_id=[f"V-{at:04d}" for at in range(1, len(frame) + 1)])
