"""Complaints of the sample company, and the contacts that they are counted against.

The attitude share of complaints falls although as many customers as before complain of attitude:
since the deliveries changed hands, others complain more.
"""

from datetime import date

import numpy as np
import pandas as pd

from data.samples.answers import VOLUME
from data.samples.company import CHANNELS, SEGMENT_SHARES, SEGMENTS, STORES
from data.samples.stories import DELIVERY_COMPLAINTS, FALLING_STORE, MONTHS, month_at

CONTACTS_A_STORE = 1_500  # a month, in a store of usual size
CHANNEL_SHARES = (0.38, 0.3, 0.12, 0.12, 0.08)
COST = {"Store": 14.0, "Phone": 9.0, "App": 2.5, "WeChat": 3.5, "Web": 2.0}
# Category -> complaints for each 1,000 contacts, and what customers write.
CATEGORIES = {
    "服务态度": (
        0.45,
        ("员工态度冷淡，爱理不理", "说话很不耐烦", "语气很差，还黑脸", "对顾客不尊重"),
    ),
    "等候时间": (0.5, ("等了四十分钟才轮到", "排队太久，窗口只开一个")),
    "配送延误": (0.4, ("约好周六送货，周一才到", "送货一拖再拖", "配送没有按约定时间到")),
    "商品质量": (0.35, ("买回去两天就坏了", "收到的商品有破损")),
    "收费问题": (0.2, ("多收了一次安装费", "账单和报价不一致")),
}
ATTITUDE, DELIVERY = "服务态度", "配送延误"
WORSE_DELIVERY, WORSE_ATTITUDE = 4.0, 2.5  # times as many, at the end of a story
SEVERITIES, SEVERITY_SHARES = ("一般", "较大", "重大"), (0.72, 0.23, 0.05)
UPHELD = {"服务态度": 0.6, "等候时间": 0.7, "配送延误": 0.85, "商品质量": 0.55, "收费问题": 0.4}
DAYS_OPEN = 5.0  # of half of them


def contact_volume(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """The contacts of each month, store and channel; columns are those of the kind."""
    rows = []
    for number in range(MONTHS):
        start = month_at(until, number - MONTHS)
        for store in STORES:
            usual = CONTACTS_A_STORE * store.size * VOLUME[start.month - 1]
            counts = rng.poisson(usual * np.array(CHANNEL_SHARES))
            for channel, contacts in zip(CHANNELS, counts.tolist(), strict=True):
                abandoned = int(rng.binomial(contacts, 0.06)) if channel == "Phone" else 0
                cost = round(contacts * COST[channel] * (1 + 0.1 * rng.standard_normal()), 2)
                rows.append(
                    (start, store.name, store.region, channel, contacts, contacts - abandoned)
                    + (abandoned, cost)
                )
    names = ["date", "store", "region", "channel", "contacts", "answered", "abandoned", "cost"]
    return pd.DataFrame(rows, columns=names)


def complaints(until: date, volume: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The complaints in order of time; columns are those of the kind. Those of the last weeks are
    still open."""
    month = (
        pd.to_datetime(volume.date).dt.year * 12 + pd.to_datetime(volume.date).dt.month
    ).to_numpy() - (until.year * 12 + until.month - MONTHS)
    whole = np.full(len(volume), DELIVERY_COMPLAINTS.unit)
    parts = []
    for category, (often, texts) in CATEGORIES.items():
        times = np.ones(len(volume))
        if category == DELIVERY:
            times += (WORSE_DELIVERY - 1) * DELIVERY_COMPLAINTS.so_far(whole, month)
        if category == ATTITUDE:
            times += (WORSE_ATTITUDE - 1) * FALLING_STORE.so_far(volume.store, month)
        counts = rng.poisson(volume.contacts.to_numpy() * often / 1_000 * times)
        at = np.repeat(np.arange(len(volume)), counts)
        part = volume.loc[at, ["date", "store", "region", "channel"]].reset_index(drop=True)
        parts.append(part.assign(category=category, comment=rng.choice(texts, len(part))))
    frame = pd.concat(parts, ignore_index=True)
    days = np.array([(month_at(day, 1) - day).days for day in frame.date])
    minutes = rng.integers(0, days) * 1440 + rng.integers(9 * 60, 21 * 60, len(frame))
    frame["date"] = frame.date.to_numpy("datetime64[s]") + minutes.astype("timedelta64[m]")
    open_for = (rng.lognormal(np.log(DAYS_OPEN), 0.8, len(frame)) * 1440).astype("timedelta64[m]")
    closed = pd.Series(frame.date.to_numpy() + open_for)
    is_open = closed >= pd.Timestamp(until)
    upheld = rng.random(len(frame)) < frame.category.map(UPHELD).to_numpy()
    frame = frame.assign(
        closed=closed.dt.strftime("%Y-%m-%d %H:%M").mask(is_open, ""),
        segment=rng.choice(SEGMENTS, len(frame), p=SEGMENT_SHARES),
        severity=rng.choice(SEVERITIES, len(frame), p=SEVERITY_SHARES),
        upheld=np.where(is_open, "核实中", np.where(upheld, "属实", "不属实")),
    )
    frame = frame.sort_values(["date", "store", "category"], kind="stable", ignore_index=True)
    return frame.assign(
        complaint_id=[f"TS-{day:%Y%m}-{at:05d}" for at, day in enumerate(frame.date, start=1)]
    )
