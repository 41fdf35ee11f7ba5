"""What an order needs beyond its cells: a refund that is no more than what was paid; an order
refunded as a whole is a returned one; customers that are somebody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message

_CENT = 0.005
# What tills and shops write in place of a customer that nobody asked for: it is not one who comes back.
_ANYBODY = re.compile(
    r"walk-?\s?ins?|guest|anonymous|(?:walk-?\s?in|cash|counter|guest|anonymous|general) (?:customer|client|guest|sale|buyer|user)s?"
    r"|consumidor final|consumatore finale|clientes? varios|p[úu]blico (?:en )?general|venda (?:balc[ãa]o|ao consumidor)"
    r"|cliente (?:final|mostrador|de mostrador|ocasional|gen[ée]rico|general|an[óo]nimo|avulso|balc[ãa]o|di passaggio)"
    r"|client(?: de)? (?:passage|comptoir|anonyme|divers)|clients divers|laufkund(?:e|schaft)|barverkauf|barkunde|diverse kunden"
    r"|klient (?:detaliczny|anonimowy)|розничный покупатель|khách (?:lẻ|vãng lai)|perakende müşteri"
    r"|散客|匿名(?:客户|用户|客戶|用戶)?|游客|遊客|零售客户|零售客戶|现金客户|現金客戶|路人",
    re.I,
)


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows, those of orders that were wholly refunded as returned; a refund above the amount
    is told beside both; orders of nobody in particular are left aside."""
    outcome = _with_refunds(rows, columns)
    return replace(outcome, aside=tuple(_of_anybody(columns)))


def _of_anybody(columns: Mapping[str, Cells]) -> Iterator[tuple[np.ndarray, Message]]:
    """The rows whose customer is a word for whoever it was, by that word."""
    if "customer" not in columns or columns["customer"].given:
        return
    written = columns["customer"].written
    for word in written.unique():
        if _ANYBODY.fullmatch(word.strip()):
            yield (
                np.flatnonzero(written == word),
                Message(
                    "“{word}” is no customer who could come back, but stands for anybody: left out.",
                    {"word": word},
                ),
            )


def _with_refunds(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> RuleOutcome:
    if "refunded" not in columns or "amount" not in columns:
        return RuleOutcome(rows)
    whole = _of_orders(rows)
    faults = _refunded_too_much(rows, columns, whole["refunded"] > whole["amount"] + _CENT)
    back = (whole["amount"] > 0) & (whole["refunded"] >= whole["amount"] - _CENT)
    status = rows["status"].mask(back & (rows["status"].fillna("paid") == "paid"), "returned")
    return RuleOutcome(rows.assign(status=status), faults)


def _of_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """Amount and refund of the whole order that each row is of; of rows without a number, their
    own."""
    own = rows[["amount", "refunded"]].fillna(0.0)
    numbered = rows["order_id"].notna()
    if not numbered.any():
        return own
    key = [rows["order_id"], rows["customer"], rows["date"].dt.normalize()]
    return own.groupby(key, dropna=False).transform("sum").where(numbered, own)


def _refunded_too_much(
    rows: pd.DataFrame, columns: Mapping[str, Cells], above: pd.Series
) -> tuple[RowFault, ...]:
    found = np.flatnonzero(above & (rows["amount"] > 0) & (rows["refunded"] > 0))
    if not len(found):
        return ()
    return (
        RowFault(
            found,
            "refunded",
            Message(
                "{column} is {refunded}, more than the {amount} that was paid. Correct one of the "
                "two.",
                {"column": columns["refunded"].heading},
            ),
            {
                "refunded": rows["refunded"].to_numpy()[found],
                "amount": rows["amount"].to_numpy()[found],
            },
        ),
    )
