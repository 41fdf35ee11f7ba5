"""What is still to be told of a sheet while its headings are matched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from data.kinds.schema import Column, DatasetKind
from data.reading.sheet import Sheet


@dataclass(frozen=True)
class OpenHeadings:
    """`free` positions of the sheet, and the `columns` of the kind that nothing supplies yet;
    `samples`: the first cells of each position of the sheet."""

    sheet: Sheet
    kind: DatasetKind
    free: list[int]
    columns: Sequence[Column]
    samples: list[list[str]]

    def left(self, free: list[int], supplied: Collection[str]) -> "OpenHeadings":
        """These positions, for what is not among the columns supplied by now."""
        columns = [column for column in self.columns if column.name not in supplied]
        return replace(self, free=free, columns=columns)
