"""Time zones: the company's own, and those that headings and cells name.

SERVICE_CULTURE_TIME_ZONE names the zone in which the company's days begin, such as Asia/Shanghai.
Times that say another zone are moved into it; times that say none are taken as the company's own.
"""

import os
import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from errors import WrongCall

SETTING = "SERVICE_CULTURE_TIME_ZONE"
_HOURS = {
    "est": -5,
    "edt": -4,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "hst": -10,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
    "gst": 4,
    "wib": 7,
    "ict": 7,
    "hkt": 8,
    "sgt": 8,
    "myt": 8,
    "pht": 8,
    "awst": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
_PLACES = {
    "北京时间": "Asia/Shanghai",
    "北京時間": "Asia/Shanghai",
    "中国标准时间": "Asia/Shanghai",
    "中国时间": "Asia/Shanghai",
    "台北时间": "Asia/Taipei",
    "台北時間": "Asia/Taipei",
    "臺北時間": "Asia/Taipei",
    "台灣時間": "Asia/Taipei",
    "香港时间": "Asia/Hong_Kong",
    "香港時間": "Asia/Hong_Kong",
    "日本時間": "Asia/Tokyo",
    "东京时间": "Asia/Tokyo",
    "pacific time": "America/Los_Angeles",
    "mountain time": "America/Denver",
    "central time": "America/Chicago",
    "eastern time": "America/New_York",
}
_WORLD = (
    "z",
    "utc",
    "gmt",
    "zulu",
    "ut",
    "世界时",
    "世界時",
    "世界协调时",
    "協調世界時",
    "世界標準時間",
    "世界标准时间",
    "格林尼治时间",
    "格林威治時間",
    "格林威治时间",
    "格林尼治標準時間",
)
_SEVERAL = frozenset(
    {"cst", "ist", "bst", "ast", "et", "ct", "mt", "pt", "wst", "sst", "gt"}
)  # each is said of zones far apart
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s?([+\-\u2212])\s?(\d{1,2})(?::?(\d{2}))?(?:[\s\[(].*)?", re.IGNORECASE
)
_IN_HEADING = re.compile(
    r"(?P<offset>(?:UTC|GMT)\s?[+\-\u2212]\s?\d{1,2}(?::?\d{2})?|(?<=[(\[])\s?[+\-\u2212]\d{1,2}:?\d{2}\s?(?=[)\]]))"
    r"|(?<![A-Za-z])(?P<world>utc|gmt|zulu)(?![A-Za-z])|(?<=[a-z])(?P<camel>Utc|UTC|GMT)(?![a-z])"
    r"|(?P<place>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_\-]+){1,2})"
    r"|[(\[]\s?(?P<short>[A-Z]{3,4})\s?[)\]]",
    re.IGNORECASE,
)
_FURTHEST = 14 * 60  # minutes from Greenwich


def company_zone() -> ZoneInfo | None:
    """The zone that is set, None where none is; what is no zone counts as none, which
    `check_time_zone` tells."""
    return place(_given()) if _given() else None


def check_time_zone() -> None:
    """WrongCall where what is set is no time zone; to be asked by whatever opens the database."""
    if _given() and place(_given()) is None:
        raise WrongCall(
            "{setting} is \u201c{value}\u201d, which is no time zone. Set it to a name such as "
            "Asia/Shanghai, Asia/Taipei or "
            "Europe/London, or leave it out.",
            setting=SETTING,
            value=_given(),
        )


def _given() -> str:
    return os.environ.get(SETTING, "").strip()


@lru_cache(maxsize=1000)
def place(name: str) -> ZoneInfo | None:
    """The zone of a name such as Asia/Shanghai; None where there is none of that name, in just
    these letters."""
    if not re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+\-]+){1,2}|UTC|GMT", name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


def machine_zone() -> ZoneInfo | None:
    """The zone of the computer on which this runs, where its clock shows another time than
    Greenwich and its name can be told."""
    named = (
        os.environ.get("TZ", "").lstrip(":")
        or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    )
    found = place(named)
    return None if found is None or is_world(found) else found


def is_world(zone: tzinfo) -> bool:
    """Whether a zone is UTC, by whatever name."""
    return zone is UTC or str(zone) in (
        "UTC",
        "GMT",
        "UTC+00:00",
        "Etc/UTC",
        "Etc/GMT",
        "Etc/UCT",
        "Etc/Zulu",
        "Etc/Greenwich",
    )


@lru_cache(maxsize=10_000)
def zone_named(text: str) -> tzinfo | None:
    """The zone that a text such as Z, GMT+8, +0800, CET or Asia/Shanghai names; None where it names
    none, or one of several."""
    word = text.strip(" ()[]").strip()
    folded = word.casefold()
    if folded in _WORLD:
        return UTC
    if folded in _HOURS:
        return timezone(timedelta(hours=_HOURS[folded]))
    if folded in _PLACES:
        return place(_PLACES[folded])
    if found := _OFFSET.fullmatch(word):
        minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (1 if found[1] == "+" else -1)
        return (
            (timezone(timedelta(minutes=minutes)) if minutes else UTC)
            if abs(minutes) <= _FURTHEST
            else None
        )
    return place(word.replace(" ", "_") if "/" in word else word)


def is_unclear(text: str) -> bool:
    """Whether a word is a name of zones far apart, as CST is of China and of Chicago."""
    return text.strip(" ()[]").casefold() in _SEVERAL


def zone_of_heading(heading: str) -> tzinfo | None:
    """The zone that a heading names, such as "Submit Date (UTC)", created_at_utc or 时间（GMT+8）;
    None where it names none."""
    plain = (
        heading.replace("（", "(")
        .replace("）", ")")
        .replace("：", ":")
        .replace("＋", "+")
        .replace("－", "-")
    )
    folded = plain.casefold()
    for word in (*_PLACES, *(name for name in _WORLD if name[0] > "\u2e80")):
        if word in folded:
            return zone_named(word)
    for found in _IN_HEADING.finditer(plain):
        text = next(part for part in found.groups() if part)
        zone = zone_named(text) if found["short"] is None or text.isupper() else None
        if zone is not None:
            return zone
    return None


def name_of(zone: tzinfo) -> str:
    """What a zone is called in a sentence: UTC, UTC+08:00, Asia/Shanghai."""
    return "UTC" if is_world(zone) else str(zone)
