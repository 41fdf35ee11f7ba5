"""A kind of record with rules of its own is declared in one place."""

from datetime import date
from pkgutil import resolve_name

import pandas as pd

from data.checking.checker import check
from data.checking.rules.outcome import RuleOutcome, row_faults
from data.checking.taken import Unchecked
from data.kinds.catalog import KINDS
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.match import Match
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.numbers import read_numbers
from errors import Message
from i18n import N_


def doubled(cells, options):
    """Cells that the kind's own reader takes for half of what they are."""
    reading = read_numbers(cells)
    return type(reading)(reading.values * 2, reading.faults)


def no_refund_above_price(rows, columns, *_):
    """A rule of the kind below."""
    above = rows["refund"] > rows["price"]
    faults = [
        (at, "refund", Message("The refund is above {price}.", {"price": rows["price"][at]}))
        for at in rows.index[above]
    ]
    return RuleOutcome(rows, row_faults(faults))


_HERE = __name__
REFUND = DatasetKind(
    "refund",
    N_("Refunds"),
    N_("One row a refund."),
    columns=(
        Column("refund_id", N_("Refund"), required=True),
        Column("date", N_("Date"), Type.MOMENT, required=True, filled=True),
        Column("price", N_("Price"), Type.NUMBER, required=True, reader=f"{_HERE}:doubled"),
        Column("refund", N_("Refund"), Type.NUMBER, required=True),
    ),
    identifiers=("refund_id",),
    dimensions=(),
    owner=N_("Service"),
    rules=f"{_HERE}:no_refund_above_price",
)


def test_a_new_kind_brings_its_reader_and_its_rules():
    rows = [("a", "2026-03-01", "10", "15"), ("b", "2026-03-02", "10", "25")]
    cells = pd.DataFrame(rows, dtype="str")
    sheet = Sheet("", ("refund_id", "date", "price", "refund"), cells, lines=(2, 3))
    match = Match({0: "refund_id", 1: "date", 2: "price", 3: "refund"})
    found = check(Unchecked(sheet, match, REFUND, Options(), date(2026, 4, 1)))
    assert found.rows["price"].tolist() == [20.0]
    assert (found.read, found.rejected) == (2, 1)
    assert [issue.message.text for issue in found.issues] == ["The refund is above {price}."]


def test_whatever_a_kind_declares_is_there():
    named = [kind.rules for kind in KINDS] + [
        column.reader for kind in KINDS for column in kind.columns
    ]
    assert all(callable(resolve_name(name)) for name in named if name)
