r"""What databases write into text files in place of nothing: `\N` is the NULL of MySQL."""

import pandas as pd

_NULL = r"\N"


def without_null_marks(cells: pd.DataFrame, text: bytes) -> pd.DataFrame:
    """The cells with nothing where a database wrote that it knows nothing. `text`: the whole of the
    file, looked at first, since most files hold no such mark; empty where a program told what stands in
    each cell."""
    return cells.mask(cells == _NULL, "") if _NULL.encode() in text else cells
