"""Lengths of time as promises write them: 4h, 15 min, 2 个工作日, 1 business day, within 30 minutes."""

import re
from dataclasses import dataclass

from data.text.writing import folded

_HOUR = 60
DAY, WORKING_DAY = 24 * _HOUR, 8 * _HOUR
_WEEK, _WORKING_WEEK = 7, 5  # days
ELAPSED, WORKING = "elapsed", "working"
# Units, the longest words first; what none of them begins is no unit.
_UNITS = (
    ("minutes", r"minut\w*|mins?(?![a-z])|min\.|分钟|分鐘|分(?!之)|분|мин\w*|m(?![a-zé])"),
    (
        "hours",
        r"hours?|hrs?(?![a-z])|heures?|horas?|stunden?|std(?![a-z])\.?|ore\b|uur|小时|小時|时间|時間|钟头"
        r"|鐘頭|시간|час\w*|h(?![a-zé])",
    ),
    (
        "days",
        r"days?|tage?n?\b|werktage?n?|arbeitstage?n?|jours?|d[íi]as?|giorn[io]|dagen?|工作日|营业日|營業日"
        r"|営業日|個?工作天|日|天|일|[bw]d(?![a-z])|дн\w*|d(?![a-zé])|j(?![a-zé])",
    ),
    ("weeks", r"weeks?|wks?\b|wochen?|semaines?|semanas?|settiman\w+|周|週|星期|주|w(?![a-zé])"),
)
_NUMBERS = {
    **dict(zip("一二三四五六七八九十", range(1, 11), strict=True)),
    "两": 2,
    "兩": 2,
    "半": 0.5,
    "one": 1,
    "two": 2,
    "a": 1,
    "an": 1,
    "half": 0.5,
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einer": 1,
    "un": 1,
    "une": 1,
    "una": 1,
}
# Words between the number and its unit that say by which clock it is counted, or nothing.
_BETWEEN = (
    r"(?:[\s-]|\ba\b|business|working|work|calendar|office|个|個|工作|自然|营业|營業|営業|werk|arbeits"
    r"|clock|natural)*"
)
_PART = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?|[一二两兩三四五六七八九十半]|\b(?:one|two|an?|half|eine?[mr]?|une?|una)\b)"
    rf"{_BETWEEN}(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _UNITS)})",
    re.I,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)(?::00)?")
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"(?P<from>\d+(?:[.,]\d+)?)\s*[-–~～至到]\s*(?=\d)")
_NEXT_DAY = re.compile(
    r"\bnbd\b|next (?:business|working) day|n[äa]chster (?:werk|arbeits)tag|次(?:个|個)?(?:工作日|营业日"
    r"|營業日)|下一(?:个|個)?工作日|翌営業日"
    r"|(?:prochain )?jour ouvr[ée] suivant|siguiente d[íi]a (?:h[áa]bil|laborable)",
    re.I,
)
_WORKS = re.compile(
    r"business|working|\bwork\b|office hours|\b[bw][dh]\b|\bnbd\b|werktag|arbeits|werk\b|ouvr"
    r"|h[áa]bil|laborab|laboral|[úu]te(?:is|l)|工作|营业|營業|営業|上班|办公"
    r"|辦公|\bmon\b|\bmo\b|周一|週一|lun",
    re.I,
)
_RUNS = re.compile(
    r"24\s*[x×*/]\s*7|7\s*[x×*/]\s*24|24\s*(?:小时|小時|時間)|365|calendar|elapsed|around the clock"
    r"|rund um die uhr|自然|全天|日历|日曆|全年|natural|calendaire|24 ?h\b",
    re.I,
)
# What may stand around a length and says nothing more of it.
_AROUND = re.compile(
    r"within|under|up to|no more than|max(?:imum|\.)?|less than|innerhalb(?: von)?|binnen"
    r"|höchstens|dans les|sous|en menos de|dentro de|(?:不超过|不超過|不晚于|小于)"
    r"|以?内|以?內|之内|之內|business|working|work|calendar|office|工作|自然|营业|營業|営業|werk|ouvr[ée]e?s?"
    r"|h[áa]bil(?:es)?|laborables?|[úu]teis|hours?|of the report|elapsed"
    r"|time|from (?:receipt|log\w*)|and|und|et|y|clock|24\s*[x×*/]\s*7|hrs?|[<≤=:：,，.;()（）\s-]|個"
    r"|个|钟|鐘|間|间|日",
    re.I,
)


@dataclass(frozen=True)
class Promised:
    """A length in minutes, and the clock by which it is counted where it says so: days of the
    working clock have eight hours. `in_days`: written in days or weeks, so that the minutes depend
    on the clock."""

    minutes: float
    clock: str = ""
    in_days: bool = False


def clock_of(text: str) -> str:
    """By which clock a text says that something is counted; "" where it says nothing."""
    if _WORKS.search(text):
        return WORKING
    return ELAPSED if _RUNS.search(text) else ""


def unit_in(heading: str) -> str:
    """The unit that a heading names for the bare numbers below it; "" where it names none."""
    text = folded(heading)
    return next(
        (
            name
            for name, words in _UNITS
            if re.search(rf"(?:\(|\bin |/|［|\[|（|\b)\s*(?:{words})\s*(?:\)|\]|）|$)", text, re.I)
        ),
        "",
    )


def promised(text: str, unit: str = "", clock: str = "") -> Promised | None:
    """The length that a cell tells, None where it tells none. `unit` of bare numbers, and the `clock`
    that holds where the cell names none."""
    plain = _RANGE.sub("", folded(text))
    said = clock_of(_PART.sub("", plain)) or clock_of(plain.replace("24", "")) or clock
    if _NEXT_DAY.search(plain):
        return Promised(WORKING_DAY, WORKING)
    if (time := _CLOCK.fullmatch(plain)) is not None:
        return Promised(int(time["hours"]) * _HOUR + int(time["minutes"]), said)
    if _BARE.fullmatch(plain):
        if not unit:
            return None
        return _checked(_minutes(float(plain.replace(",", ".")), unit, said), said, {unit})
    found = list(_PART.finditer(plain))
    if not found or _AROUND.sub("", _PART.sub("", plain)):
        return None
    units = {part.lastgroup or "" for part in found}
    total = sum(_minutes(_number(part["number"]), part.lastgroup or "", said) for part in found)
    return _checked(total, said, units)


def _checked(minutes: float, clock: str, units: set[str]) -> Promised | None:
    return Promised(minutes, clock, units <= {"days", "weeks"}) if minutes > 0 else None


def _number(text: str) -> float:
    return float(_NUMBERS[text] if text in _NUMBERS else text.replace(",", "."))


def _minutes(number: float, unit: str, clock: str) -> float:
    day = WORKING_DAY if clock == WORKING else DAY
    week = day * (_WORKING_WEEK if clock == WORKING else _WEEK)
    return number * {"minutes": 1, "hours": _HOUR, "days": day, "weeks": week}[unit]
