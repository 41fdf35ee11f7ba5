"""The audits of the sample company: maturity by dimension each quarter, and the types of culture
twice a year."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.stories import RATERS_DISAGREE, month_at

RATERS = tuple(f"R{number:02d}" for number in range(1, 7))
AUDITS = (-10, -7, -4, -1)  # months before the end of the data
# Dimension -> the level that most raters see at the first and at the last audit.
MATURITY = {
    "服务理念": (2.6, 3.8),
    "行为规范": (2.9, 3.6),
    "培训成长": (2.4, 3.4),
    "激励机制": (2.2, 2.6),
    RATERS_DISAGREE.unit: (3.0, 3.0),
}
# Type -> points now and preferred.
TYPES = {
    "A 家族型": (27, 31),
    "B 创新型": (14, 27),
    "C 市场导向型": (21, 22),
    "D 等级型": (38, 20),
}
VIEWS = ("现状", "期望")


def audits(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """What six raters gave in the audits of the last twelve months; columns are those of the
    kind."""
    rows: list[tuple] = []
    for number, offset in enumerate(AUDITS):
        day = month_at(until, offset) + timedelta(days=13)
        for at, rater in enumerate(RATERS):
            for dimension, (first, last) in MATURITY.items():
                true = first + (last - first) * number / (len(AUDITS) - 1)
                seen = round(float(rng.normal(true, 0.45)))
                if dimension == RATERS_DISAGREE.unit:
                    seen = 1 + at // 3 * 4 + (at == 1) - (at == 4)  # 1, 2, 1, 5, 4, 5
                level = min(5, max(1, seen))
                rows.append((day, "成熟度", dimension, level, "", VIEWS[0], rater))
            if number % 2:
                for view, name in enumerate(VIEWS):
                    for kind, points in _shared(view, rng).items():
                        rows.append((day, "文化类型", kind, "", points, name, rater))
    names = ["date", "instrument", "dimension", "level", "points", "view", "rater"]
    return pd.DataFrame(rows, columns=names)


def _shared(view: int, rng: np.random.Generator) -> dict[str, int]:
    """A hundred points shared among the types, in fives as people do."""
    wanted = {kind: both[view] + float(rng.normal(0, 2.5)) for kind, both in TYPES.items()}
    points = {kind: max(0, 5 * round(value / 5)) for kind, value in wanted.items()}
    first = max(points, key=lambda kind: points[kind])
    points[first] += 100 - sum(points.values())
    return points
