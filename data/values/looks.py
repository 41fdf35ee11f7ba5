"""What a cell looks like, before it is read for good: number, date, answer in words, prose."""

import re
from functools import lru_cache

from data.text.error_words import ERROR_WORDS
from data.text.folding import normal
from data.values.date_forms import IN_WORDS, Order, read
from data.values.marks import plain
from data.values.stretches import stretch_of
from data.values.words import is_known

# cells of which is known what they look like: a file is looked at as every kind of record
_KEPT = 20_000

_NUMBER = re.compile(
    r"[-+]?(?=[\d.,])(?:(?:\d{1,3}(?:\.\d{3}){1,3}(?=,\d)|\d{1,3}(?:'\d{3})+)|\d{1,3}(?:[, "
    r"]\d{3})+|\d+)?(?:[.,]\d+)?(?:e[-+]?\d+)?\s*(?:%|分|点|點|점|points?|pts|punkte?)?",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(?:\d{{1,4}}[-/.年]\s*\d{{1,2}}(?:[-/.月]\s*\d{{1,4}}日?|月)?|(?:19|20)\d{{6}}|\d{{1,2}}[ "
    rf"-]{_MONTH}[ ,-]*\d{{2,4}}"
    rf"|{_MONTH}[ .-]*(?:\d{{1,2}},? *)?\d{{4}})(?:\s*(?:t|,|上午|下午)?\s*\d{{1,2}}[:.时點点].*)?",
    re.I,
)
_LIMIT = re.compile(
    r"(?:[≥≤≧≦⩾⩽<>=]{1,2}|至少|不低于|不低於|不少于|不少於|不超过|不超過|at least|at "
    r"most|min\.?|max\.?|mindestens|höchstens|au moins"
    r"|al menos|pelo "
    r"menos)\s*\d{1,3}(?:[.,]\d+)?\s*%?|\d{2,3}(?:[.,]\d+)?\s*%?\s*[-–—~至到]\s*\d{2,3}(?:[.,]\d+)?\s*%?",
    re.I,
)
_TIME = re.compile(r"(?:[上下]午\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?", re.I)
_WRITTEN = re.compile(
    # 4/5, 10 - Extremely likely, 5★, 4,0 von 5 Sternen
    r"\W{0,3}\d{1,3}(?:[.,]\d+)?\s*"
    r"(?:(?:/|out of|of|von|sur|de|su|van|av|из)\s*\d+(?:[.,]0)?(?:\s*[^\W\d_]{2,12})?"
    r"|[-–—:：.、)）=]\s*[^\W\d].{0,60}|[★⭐星]"
    r"|(?:stars?|sterne?|étoiles?|estrellas?|estrelas?|stelle|stella|sterren|stjärn\w+|gwiazd\w+"
    r"|звезд\w*|つ星|[颗顆]星|별)|[(（][^\d()（）]{1,60}[)）])"
    r"|(?:[A-G][.、)）:：]|[①-⑳])\s*\S.{0,30}|[^\d@]{1,60}[(（–—-]\s*\d{1,3}\s*[)）]?",
    re.I,
)
# Days since 1900, about 1954 to 2091; seconds since 1970 from 2001 to 2033, or thousandths of them;
# days of the years 100 to 199 of the Minguo.
_SERIAL = re.compile(
    r"[2-6]\d{4}(?:\.\d+)?|1\d{9}(?:\d{3})?(?:\.\d+)?|1\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_VERSION = re.compile(r"\d{1,2}\.\d\.\d")  # 3.1.2 of a program: no year has one digit
_BETWEEN = re.compile(r"[-/.]")
_TWO_NUMBERS = re.compile(rf"\d{{1,2}}{_BETWEEN.pattern}\d{{1,2}}")
_LONGEST_DATE, _LEAP = 70, 2000  # letters; a year that has every day
_ANSWER = re.compile(
    r"满意|滿意|同意|推荐|推薦|很好|较好|較好|一般|普通|中立|很差|较差|較差"
    r"|satisf|agree|likely|excellent|good|average|fair|poor|bad|neutral|neither",
    re.I,
)
_WRITTEN_ANSWER = re.compile(
    r"\d+(?:\.\d)?\s*(?:/|out of)\s*(?:5|7|10|100)|A[1-9]|[★⭐☆\ufe0f]{1,10}"
)
_EMPTY = {
    "[not completed]",  # where REDCap would write when a survey was sent in
    "-",
    "--",
    "—",
    "/",
    "n/a",
    "na",
    "#n/a",
    "nan",
    "null",
    "none",
    "无",
    "無",
    "(空)",
    "(跳过)",
    "(跳過)",
    "not filled in",
    "not provided",
    "未填写",
    "未填寫",
    "未作答",
    "未评价",
    "未評價",
    "不适用",
    "不適用",
    "not applicable",
}


@lru_cache(maxsize=_KEPT)
def is_number(cell: str) -> bool:
    """A number, perhaps with thousands, a decimal comma, or a unit such as 分 or %."""
    text = normal(plain(cell))
    return any(letter.isdigit() for letter in text) and _NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=_KEPT)
def is_date(cell: str) -> bool:
    """A date in any form that is read, perhaps with a time of day; a week, a quarter or a range of
    days too, but no plain number."""
    text = normal(plain(cell))
    if _VERSION.fullmatch(text) or _TWO_NUMBERS.fullmatch(text) and not _is_short_day(text):
        return False
    return _DATE.fullmatch(text) is not None or _is_read(text)


def _is_short_day(text: str) -> bool:
    """Whether two numbers can be a day and a month: 45-54 is rather an age."""
    first, second = map(int, _BETWEEN.split(text))
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31


@lru_cache(maxsize=_KEPT)
def _is_read(text: str) -> bool:
    if (
        len(text) > _LONGEST_DATE
        or not (any(map(str.isdigit, text)) or "年" in text and IN_WORDS.search(text))
        or _NUMBER.fullmatch(text)
    ):
        return False
    try:
        return read(text, Order(year=_LEAP)) is not None or stretch_of(text) is not None
    except ValueError:  # the form of a date, and no such day
        return True


@lru_cache(maxsize=_KEPT)
def is_written_score(cell: str) -> bool:
    """A score with words around it: "10 - Extremely likely", "4/5", "A. 满意", "Good (4)"."""
    return _WRITTEN.fullmatch(normal(cell)) is not None


@lru_cache(maxsize=_KEPT)
def is_serial(cell: str) -> bool:
    """A number that a spreadsheet may mean as a date, or seconds since 1970, or a day such as
    1150903."""
    return _SERIAL.fullmatch(normal(plain(cell))) is not None


@lru_cache(maxsize=_KEPT)
def is_answer(cell: str) -> bool:
    """A word of an answer scale such as 非常满意 or satisfied, a face, 4/5, or the number of an
    option such as A2."""
    return len(cell) <= 40 and (
        _ANSWER.search(cell) is not None
        or is_known(cell)
        or _WRITTEN_ANSWER.fullmatch(cell) is not None
    )


def is_data(cell: str) -> bool:
    """A number, a limit such as ≥85% or 80–85%, a date or a time: what stands in rows rather than
    in headings."""
    text = normal(cell)
    return (
        is_number(cell)
        or is_date(cell)
        or _TIME.fullmatch(text) is not None
        or _LIMIT.fullmatch(text) is not None
    )


def is_no_answer(cell: str) -> bool:
    """Empty, a usual sign for "no answer", or the error of a spreadsheet."""
    if cell[:1].isdecimal():  # most cells, and none of these
        return False
    return not cell or cell.casefold() in _EMPTY or cell in ERROR_WORDS


_UNSAID = re.compile(
    r"un(?:specified|known)|not (?:specified|given|known)|未指定|未知|不[详詳]|不明|unbekannt|inconnue?"
    r"|desconocid[oa]|sin especificar",
    re.I,
)


def is_unsaid(cell: str) -> bool:
    """No answer, or a word for a name that nobody gave, such as Unspecified."""
    return is_no_answer(cell) or _UNSAID.fullmatch(cell.strip()) is not None


# How lists of results write that somebody did not sit.
_ABSENT = frozenset(
    "absent absence absentee abs did_not_attend did_not_sit no_show no-show excused dns abwesend krank "
    "entschuldigt nicht_teilgenommen fehlt ausente ausência absente assente afwezig 缺考 缺席 未考 弃考 "
    "棄考 请假 請假 病假 事假 not_taken 未参加 未參加 未参考 未參考 未到 缺勤 免考 缓考 緩考".split()
)


def is_no_result(cell: str) -> bool:
    """No answer, or a word for somebody who did not sit."""
    return is_no_answer(cell) or "_".join(cell.casefold().split()) in _ABSENT


@lru_cache(maxsize=_KEPT)
def is_prose(cell: str) -> bool:
    """A sentence rather than a code or a name."""
    if is_data(cell):
        return False
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in cell)
    return chinese >= 6 or len(cell.split()) >= 3 or cell.endswith((":", "：", "。", "."))
