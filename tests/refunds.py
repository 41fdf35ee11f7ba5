"""A kind of record that the product does not know, declared in this one module: its reader, its
rules, what only its files ask, and how they are written with one record a row.

    python -m tests.refunds load refund FILE …    the commands of `python -m data`, with that kind
"""

import sys
from dataclasses import replace

import data.kinds.catalog as catalog
from data.checking.rules.outcome import RuleOutcome, row_faults
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.given import Given
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.sheet import Sheet
from data.values.numbers import read_numbers
from errors import Message
from i18n import N_

_HERE = __spec__.name
ASKED = "refund_sign"


def doubled(cells, options):
    """Cells that the kind's own reader takes for half of what they are."""
    reading = read_numbers(cells)
    return type(reading)(reading.values * 2, reading.faults)


def no_refund_above_price(rows, columns, readings, match, options, kpis):
    """The rules of the kind: a fault of a row, and a question about all of them."""
    sign = Question(
        ASKED,
        Message("Some refunds are below zero. What are they?"),
        (Choice("given", N_("Refunds too.")), Choice("taken", N_("Refunds taken back."))),
        "given",
    )
    asked = (sign,) if (rows["refund"] < 0).any() else ()
    if asked and sign.answer(options.answers) == "given":
        rows = rows.assign(refund=rows["refund"].abs())
    above = rows["refund"] > rows["price"]
    faults = [
        (at, "refund", Message("The refund is above {price}.", {"price": rows["price"][at]}))
        for at in rows.index[above]
    ]
    return RuleOutcome(rows, row_faults(faults), questions=asked)


def as_two_columns(sheet: Sheet, given: Given) -> Written:
    """The sheet with price and refund in columns of their own, where "10 / 5" stands in one."""
    if "price / refund" not in sheet.headings:
        return Written(sheet)
    at = sheet.headings.index("price / refund")
    parts = sheet.cells[at].str.split(" / ", expand=True).astype("str")
    cells = sheet.cells.assign(**{"price": parts[0], "refund": parts[1]}).drop(columns=at)
    headings = (*(text for text in sheet.headings if text != "price / refund"), "price", "refund")
    cells = cells.set_axis(range(len(headings)), axis="columns")
    return Written(replace(sheet, headings=headings, cells=cells))


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
    shape=f"{_HERE}:as_two_columns",
    asks=(ASKED,),
)


if __name__ == "__main__":
    # Listed where kinds are listed, before anything is made of the list.
    catalog.KINDS, catalog.UPLOADED = (*catalog.KINDS, REFUND), (*catalog.UPLOADED, REFUND)
    from data.__main__ import main

    sys.exit(main(sys.argv[1:]))
