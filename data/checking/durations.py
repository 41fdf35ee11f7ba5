"""Answers given too fast to have been thought about, where a file says how long each took."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.findings import Kind, kind_of, texts_of
from data.issues import WARNING
from data.reading.folding import fold
from data.sheet import Sheet
from i18n import N_

HASTY = 0.2  # of the median time
ENOUGH = 20  # answers before a median says anything
_HEADINGS = frozenset(map(fold, (
    "所用时间", "所用時間", "答题时长", "答題時長", "填写时长", "填寫時長", "答卷时长", "用时", "用時", "duration",
    "duration (in seconds)", "time taken", "time to complete", "interview time", "total time", "response time", "completion time (seconds)")))
_UNITS = {"h": 3600, "小时": 3600, "小時": 3600, "时": 3600, "時": 3600, "m": 60, "分": 60, "s": 1, "秒": 1}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(hours?|hrs?|h|小时|小時|时|時|minutes?|mins?|m|分钟|分鐘|分|seconds?|secs?|s|秒)", re.I)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?")


def seconds(text: str) -> float | None:
    """A length of time as a file writes it (85, 1分25秒, 16 mins 49 secs, 0:01:25); None where it is none."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip(" ,，零又"):
        return None
    return sum(float(number) * (_UNITS.get(unit.lower()) or _UNITS.get(unit[:1].lower())) for number, unit in parts)


def is_duration(heading: str) -> bool:
    """Whether a column tells how long something took."""
    return fold(heading) in _HEADINGS


def hasty(sheet: Sheet, lines: pd.Series) -> Iterable[Kind]:
    """Warnings for kept rows answered in less than a fifth of the usual time; none without a column of durations."""
    at = next((at for at, heading in enumerate(sheet.headings) if is_duration(heading)), None)
    if at is None:
        return
    codes, texts = pd.factorize(sheet.cells[at])
    times = np.array([np.nan if (taken := seconds(text)) is None else taken for text in texts], dtype=float)[codes]
    places = np.asarray(sheet.lines)
    known = np.isin(places, lines.to_numpy()) & ~np.isnan(times)
    usual = float(np.median(times[known])) if np.count_nonzero(known) >= ENOUGH else 0.0
    early = np.flatnonzero(known & (times < HASTY * usual))
    yield kind_of(WARNING, N_("Answered in {seconds} seconds, while half of all answers took {usual} or more: perhaps not read."), places[early],
                  sheet.headings[at], {"usual": round(usual)}, {"seconds": np.round(times[early])}, texts_of(sheet.cells[at].iloc[early]))
