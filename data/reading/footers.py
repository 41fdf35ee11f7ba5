"""Rows of a table that are no records: totals, averages and notes."""

import re

import numpy as np
import pandas as pd

from data.text.folding import normal
from data.values.looks import is_data, is_prose
from errors import Message

_TOTALS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "汇总",
    "合計",
    "總計",
    "小計",
    "共計",
    "彙總",
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sub total",
)
_AVERAGES = (
    "平均",
    "平均分",
    "平均值",
    "平均数",
    "均值",
    "平均數",
    "总平均",
    "總平均",
    "average",
    "averages",
    "mean",
    "sum",
    "count",
    "overall average",
    "overall total",
    "overall mean",
    "总和",
    "總和",
    "总平均分",
    "班级平均",
    "班平均",
    "全店平均",
    "平均得分",
    "平均点",
    "合計点",
    "Durchschnitt",
    "Ø",
    "Mittelwert",
    "Summe",
    "Gesamtdurchschnitt",
    "moyenne",
    "moyennes",
    "moyenne générale",
    "somme",
    "promedio",
    "promedio general",
    "media",
    "media general",
    "suma",
    "média",
    "média geral",
    "soma",
    "somma",
    "gemiddelde",
    "totaal",
    "średnia",
    "median",
    "std dev",
    "std. dev.",
    "standard deviation",
    "标准差",
    "標準差",
    "中位数",
    "中位數",
    "class average",
    "pass rate",
    "number passed",
    "及格率",
    "合格率",
    "通过率",
    "通過率",
    "优秀率",
    "優秀率",
    "参考人数",
    "參考人數",
    "及格人数",
    "及格人數",
    "合格人数",
    "合格人數",
    "Bestehensquote",
    "taux de réussite",
)
# Words that may be a name as well, where anything but numbers stands beside them.
_EXTREMES = frozenset(
    "max min maximum minimum highest lowest n 最高分 最低分 最高 最低 最大值 最小值 best worst".split()
)
_WORDS = "|".join(map(re.escape, sorted((*_TOTALS, *_AVERAGES), key=len, reverse=True)))
_TOTAL = re.compile(rf"(?:{_WORDS})\s*(?:\([^)]*\)|[:：].*)?[\W\d]*", re.I)
_SIGN = re.compile(
    r"(?:[*※†]|(?:备注|備註|注|註|附注|说明|說明|数据来源|數據來源|资料来源|資料來源|来源|來源"
    r"|应到|應到|实到|實到|应出席|應出席|应参加|應參加|制表|填表|统计|統計|导出|匯出|生成|审核|審核|打印|列印)\w{0,6}\s*[:：]"
    r"|(?:notes?|sources?|footnotes?|disclaimer|remarks?|generated|exported|printed|created|prepared|report)\b[^:]{0,20}:)",
    re.I,
)
_LONGEST = 200  # rows of a tail
_CODE = re.compile(r"[A-Za-z]{1,4}[-_]?\d{1,12}")  # such as E07, which names somebody

TOTAL = Message("This row holds totals or averages, not a record, so it was left out.")
NOTE = Message("This row is a note below the table, not a record, so it was left out.")
REASONS = (TOTAL, NOTE)
TOTAL_SPELLINGS = sorted(
    {
        spelling + colon
        for word in _TOTALS
        for colon in ("", ":", "：")
        for spelling in (word, word.upper(), word.title(), word.capitalize())
    }
)


def is_total(text: str) -> bool:
    """Whether a first cell says that its row holds totals or averages."""
    return _TOTAL.fullmatch(normal(text)) is not None


def is_note(text: str) -> bool:
    """Whether a first cell announces a note, such as "备注：…" or "Source: …"."""
    return _SIGN.match(normal(text)) is not None


def no_records(cells: pd.DataFrame) -> np.ndarray:
    """Of each row which of REASONS it is no record for, -1 where it is one: totals anywhere,
    averages and notes at the end."""
    found = np.where(_total_rows(cells), REASONS.index(TOTAL), -1)
    fitting = _data_columns(cells)
    for at in range(len(cells) - 1, max(-1, len(cells) - 1 - _LONGEST), -1):
        if found[at] < 0:
            reason = _reason(cells.iloc[at].tolist(), fitting)
            if reason is None:
                break
            found[at] = REASONS.index(reason)
    return found


def _is_extreme(filled: list[str]) -> bool:
    """Whether a row says the highest or lowest of the numbers above it, and nothing else."""
    word = normal(filled[0]).casefold().rstrip(":. ")
    return word in _EXTREMES and len(filled) > 1 and all(map(is_data, filled[1:]))


def _total_rows(cells: pd.DataFrame) -> np.ndarray:
    """Rows whose first filled cell, among the first three columns, is exactly a word for a
    total."""
    blank_before = np.ones(len(cells), dtype=bool)
    found = np.zeros(len(cells), dtype=bool)
    for column in list(cells.columns)[:3]:
        found |= blank_before & cells[column].isin(TOTAL_SPELLINGS).to_numpy()
        blank_before &= (cells[column] == "").to_numpy()
        if not blank_before.any():
            break
    return found


def _data_columns(cells: pd.DataFrame) -> list[int]:
    """Positions of columns that hold numbers or dates almost everywhere, told from the first
    rows."""
    head = cells.iloc[:50]
    return [
        at
        for at, column in enumerate(head.columns)
        if _mostly_data([cell for cell in head[column] if cell])
    ]


def _mostly_data(filled: list[str]) -> bool:
    return bool(filled) and sum(map(is_data, filled)) >= 0.9 * len(filled)


def _reason(row: list[str], fitting: list[int]) -> Message | None:
    filled = [cell for cell in row if cell]
    first = filled[0]
    if is_total(first) or _is_extreme(filled):
        return TOTAL
    if len(filled) <= max(2, len(row) // 2) and is_note(first):
        return NOTE
    if len(row) >= 3 and len(filled) == 1 and row[0] and is_prose(first):
        return NOTE
    stray = len(filled) * 2 <= len(row) and not any(
        is_data(cell) or _CODE.fullmatch(cell) for cell in filled
    )
    return NOTE if stray and len(fitting) >= 2 else None
