"""Which of several columns that may be the same one is the likeliest."""

import re
from collections.abc import Sequence

from data.matching.left_looks import are_remarks
from data.reading.sheet import Sheet

_OF_ORDER = re.compile(
    r"order|pedido|grand|gesamt|g[ée]n[ée]ral|commande|bestel|ordine|venta\b|ttc|订单|訂單|实付|實付|合计|合計|総|总|總",
    re.I,
)


def put_best_first(
    sheet: Sheet, found: dict[str, list[int]], samples: Sequence[Sequence[str]]
) -> None:
    """Sentences before words that come again, the amount of the whole order before those of its
    parts, several people before one."""
    found.get("comment", []).sort(key=lambda at: not are_remarks(samples[at]))
    found.get("amount", []).sort(key=lambda at: _OF_ORDER.search(sheet.headings[at]) is None)
    found.get("closed_by", []).sort(key=lambda at: len(set(samples[at])) == 1)
