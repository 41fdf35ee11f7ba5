"""By whose rights rows are changed: what a change is made inside of, and which may refuse it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from data.database.connection import WriteTransaction
from data.kinds.schema import DatasetKind

Within = Callable[[WriteTransaction, DatasetKind], AbstractContextManager[None]]


def anywhere(writing: WriteTransaction, kind: DatasetKind) -> AbstractContextManager[None]:
    """For whoever may change all rows."""
    return nullcontext()
