"""Several currencies among the amounts of one file: told, since sums and comparisons of such amounts
say nothing."""

import re
from collections.abc import Callable, Mapping

import pandas as pd

from data.kinds.catalog import PURCHASE
from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.reading.sheet import Sheet
from data.text.folding import normal, words
from data.values.money import currency_of
from errors import Message

_HEADED = frozenset(
    "currency currencies curr devise währung waehrung moneda moeda valuta valuuta munt waluta měna mena валюта"
    " birimi 币种 幣種 币别 幣別 货币 貨幣 通貨 통화".split()
)
_NO_UNIT_OF_MONEY = re.compile(r"\bbirimi\b(?<!para birimi)(?<!döviz birimi)", re.I)
_CODE = re.compile(r"[^\d\s]{1,20}(?: ?\([^()\d]{1,8}\)| [^\d\s]{1,20})?")
_MOST, _NAMED = 20, 12  # currencies; those that are named


def currencies_told(sheet: Sheet, kind: DatasetKind, matched: Match) -> tuple[Message, ...]:
    """That amounts are in several currencies, by a column that says which, else by the signs beside
    them."""
    amount = matched.position("amount") if kind is PURCHASE else None
    if amount is None:
        return ()
    found = next(
        (
            counts
            for at, heading in enumerate(sheet.headings)
            if at not in matched.columns and _is_headed(heading)
            for counts in [_counted(sheet.cells[at], _as_code)]
            if counts
        ),
        None,
    )
    counts = found or _counted(sheet.cells[amount], currency_of)
    if len(counts) < 2:
        return ()
    named = sorted(counts, key=lambda name: (-counts[name], name))[:_NAMED]
    return (
        Message(
            "The amounts under “{heading}” are in {count} currencies ({named}). They are kept as they are "
            "written: sums of them mean nothing.",
            {
                "heading": sheet.headings[amount],
                "count": len(counts),
                "named": [Message("\u201c{value}\u201d", {"value": name}) for name in named],
            },
        ),
    )


def _is_headed(heading: str) -> bool:
    text = normal(heading)
    said = not _HEADED.isdisjoint(words(heading)) or any(
        word in text for word in ("币种", "幣種", "币别", "幣別", "货币", "貨幣", "通貨", "통화")
    )
    return said and _NO_UNIT_OF_MONEY.search(text) is None


def _as_code(cell: str) -> str:
    return (currency_of(cell) or cell.upper()) if _CODE.fullmatch(cell) else ""


def _counted(cells: pd.Series, says: Callable[[str], str]) -> Mapping[str, int]:
    """How many rows name each currency; nothing where the cells name something else."""
    counts: dict[str, int] = {}
    for text, rows in cells[cells != ""].value_counts().items():
        currency = says(normal(str(text)))
        if currency:
            counts[currency] = counts.get(currency, 0) + int(rows)
        elif says is _as_code:
            return {}
    return counts if len(counts) <= _MOST else {}
