"""Answers given too fast to have been thought about, where a file says how long each took."""

import re

from data.text.folding import fold

_HEADINGS = frozenset(
    map(
        fold,
        (
            "所用时间",
            "所用時間",
            "答题时长",
            "答題時長",
            "填写时长",
            "填寫時長",
            "答卷时长",
            "用时",
            "用時",
            "duration",
            "duration (in seconds)",
            "time taken",
            "time to complete",
            "interview time",
            "total time",
            "response time",
            "completion time (seconds)",
        ),
    )
)
_UNITS = {
    "d": 86_400,
    "天": 86_400,
    "日": 86_400,
    "工": 86_400,
    "个": 86_400,
    "個": 86_400,
    "h": 3600,
    "小时": 3600,
    "小時": 3600,
    "时": 3600,
    "時": 3600,
    "m": 60,
    "分": 60,
    "s": 1,
    "秒": 1,
}
_PART = re.compile(
    r"(\d+(?:\.\d+)?)\s*(days?|d|[个個]?工作[日天]|天|日|hours?|hrs?|h|小时|小時|时|時|minutes?|mins?|m|分钟|分鐘|分|seconds?|secs?|s|秒)",
    re.I,
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?")


def seconds(text: str) -> float | None:
    """A length of time as a file writes it (85, 1分25秒, 16 mins 49 secs, 0:01:25); None where it
    is none."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip(" ,，零又"):
        return None
    return sum(float(number) * _length(unit) for number, unit in parts)


def _length(unit: str) -> int:
    """Seconds of a unit of time, by its name or by its first letter."""
    return _UNITS.get(unit.lower()) or _UNITS[unit[:1].lower()]


def is_duration(heading: str) -> bool:
    """Whether a column tells how long something took."""
    return fold(heading) in _HEADINGS
