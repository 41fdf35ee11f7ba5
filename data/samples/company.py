"""Who the sample company is: stores, departments, channels, customers, staff.

Every unit has one name, Chinese or English, in all files, so that filters match.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.stories import MONTHS, month_at


@dataclass(frozen=True)
class Store:
    """A store: `quality` in points above the company's mean, `size` relative to a usual store."""

    name: str
    region: str
    quality: float = 0
    size: float = 1


STORES = (
    Store("静安店", "华东区", 2.5, 1.2),
    Store("陆家嘴店", "华东区", 1, 1.3),
    Store("徐家汇店", "华东区", -1),
    Store("Harbour Plaza", "华东区", 2, 1.8),
    Store("Riverside Mall", "华东区", 0, 0.9),
    Store("Lakeside", "华东区", -2, 0.7),
    Store("天河店", "South", 1, 1.2),
    Store("福田店", "South", 2, 1.1),
    Store("南山店", "South", -1.5),
    Store("Canton Tower", "South", 0.5, 1.1),
    Store("Seaview", "South", -1, 0.8),
    Store("Garden City", "South", 1.5, 0.9),
    Store("朝阳店", "North", -2, 1.2),
    Store("中关村店", "North", 1.5),
    Store("国贸店", "North", 3, 1.1),
    Store("Olympic Park", "North", -1, 0.9),
    Store("Airport Terminal 3", "North", -3, 0.8),
    Store("University Town", "North", 0, 0.9),
    Store("春熙路店", "西部区", 2, 1.1),
    Store("解放碑店", "西部区", 0),
    Store("高新店", "西部区", -2.5, 0.8),
    Store("Old Town", "西部区", -0.5, 0.7),
    Store("Panda Square", "西部区", 1, 0.9),
    Store("Central Station", "西部区", -3, 0.9),
)
CHANNELS = ("Store", "Phone", "App", "WeChat", "Web")
CHANNEL_POINTS = np.array([1.5, -2.5, 0.0, 0.5, -1.0])
SEGMENTS = ("Member", "New", "Business")
SEGMENT_POINTS = np.array([1.5, -1.5, -1.5])
SEGMENT_SHARES = (0.5, 0.3, 0.2)
# Through which channels the customers of each department come, in the order of CHANNELS.
DEPARTMENTS = {
    "Front desk": (0.85, 0.10, 0.0, 0.05, 0.0),
    "Customer service": (0.20, 0.50, 0.10, 0.10, 0.10),
    "Sales": (0.70, 0.10, 0.05, 0.10, 0.05),
    "维修部": (0.30, 0.40, 0.10, 0.15, 0.05),
    "Delivery": (0.0, 0.25, 0.40, 0.25, 0.10),
    "会员服务部": (0.35, 0.10, 0.25, 0.25, 0.05),
    "Business accounts": (0.15, 0.45, 0.0, 0.15, 0.25),
    "线上客服部": (0.0, 0.0, 0.35, 0.40, 0.25),
}
STAFF_PER_STORE = 17


def staff(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """All staff: employee, store, department, hired_on (dates); a quarter are hired within the
    months shown.

    Rows are in the order of STORES, `STAFF_PER_STORE` rows each.
    """
    count = len(STORES) * STAFF_PER_STORE
    opening = month_at(until, -MONTHS)
    shown = (until - opening).days
    days = np.where(
        rng.random(count) < 0.25,
        rng.integers(0, shown - 30, count),
        -rng.integers(180, 4400, count),
    )
    departments = list(DEPARTMENTS)
    return pd.DataFrame(
        {
            "employee": [f"E{number:04d}" for number in range(1, count + 1)],
            "store": [store.name for store in STORES for _ in range(STAFF_PER_STORE)],
            "department": [
                departments[slot % len(departments)]
                for _ in STORES
                for slot in range(STAFF_PER_STORE)
            ],
            "hired_on": [opening + timedelta(days=int(day)) for day in days],
        }
    )
