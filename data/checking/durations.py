"""Answers given too fast to have been thought about, where a file says how long each took."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.reading.folding import fold
from data.sheet import Sheet
from errors import Message

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


def hasty(sheet: Sheet, lines: pd.Series) -> Iterable[Issue]:
    """Warnings for kept rows answered in less than a fifth of the usual time; none without a column of durations."""
    at = next((at for at, heading in enumerate(sheet.headings) if is_duration(heading)), None)
    if at is None:
        return
    taken = {text: seconds(text) for text in sheet.cells[at].unique()}
    times = pd.Series([taken[text] for text in sheet.cells[at]], index=list(sheet.lines), dtype=float)
    times = times[times.index.isin(set(lines))].dropna()
    usual = float(np.median(times)) if len(times) >= ENOUGH else 0.0
    for line, time in times[times < HASTY * usual].items():
        message = Message("Answered in {seconds} seconds, while half of all answers took {usual} or more: perhaps not read.",
                          {"seconds": round(time), "usual": round(usual)})
        yield Issue(WARNING, message, int(line), sheet.headings[at], str(sheet.cells.iloc[sheet.lines.index(line), at]))
