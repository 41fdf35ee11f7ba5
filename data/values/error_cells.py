"""Cells that hold the error of a spreadsheet, such as #N/A: missing, never a name, and told row by
row."""

from collections.abc import Mapping

import numpy as np

from data.findings import Kind, kind_of, texts_of
from data.issues import ERROR, WARNING
from data.text.writing import CELL
from data.values.cells import Cells
from i18n import N_

_NEEDED = N_(
    "{column} is \u201c{value}\u201d, the error of a formula or of a cell that was too narrow, "
    "but every row needs it. Mend it in the "
    "spreadsheet program."
)
EMPTIED = N_(
    "{column} is \u201c{value}\u201d, the error of a formula or of a cell that was too narrow. It "
    "was read as empty."
)


def error_cells(columns: Mapping[str, Cells], lines: np.ndarray) -> list[Kind]:
    """What is told of the error cells of the used columns; a row that needs such a cell stays
    out."""
    found = []
    for cells in columns.values():
        at = cells.broken
        if len(at):
            level, text = (ERROR, _NEEDED) if cells.column.filled else (WARNING, EMPTIED)
            found.append(
                kind_of(
                    level,
                    text,
                    lines[at],
                    cells.heading,
                    {"column": cells.heading, "value": CELL},
                    written=texts_of(cells.written.iloc[at]),
                )
            )
    return found
