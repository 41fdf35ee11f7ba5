"""What a load of targets has to know of the KPIs: handed in as plain values by whoever knows
them."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from errors import Message
from i18n import Text

_ALIKE = 0.6  # share of letters in common from which on a writing is offered for another


def fold_name(text: str) -> str:
    """The letters and digits of a name, whatever its width, case and brackets."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum()
    )


@dataclass(frozen=True)
class KpiMeant:
    """What a name that is not known may mean: the KPI that it surely is (None: it is in doubt), the
    likeliest (None: nothing speaks for one), and all that may be chosen."""

    sure: str | None = None
    likely: str | None = None
    choices: tuple[str, ...] = ()


def _nothing_known(written: str) -> KpiMeant:
    del written
    return KpiMeant()


@dataclass(frozen=True)
class KpiFacts:
    """`writings`: (a way to write a KPI, its lasting name); `percent`: KPIs whose values are
    percent; `upward`: more is better, `downward`: less is.

    `misfit`: the column and the sentence of what does not fit between a target (column -> value)
    and its KPI; None where all does. `meant`: what a name that is not known may mean; `labels`:
    lasting name -> what the KPI is called on screen. `attitude`: which of some texts speak of
    attitude, by the dictionary of themes, None for a language that it does not know. `given`: KPIs whose values somebody else measures.
    """

    writings: tuple[tuple[str, str], ...]
    percent: frozenset[str]
    upward: frozenset[str]
    misfit: Callable[[Mapping[str, object]], tuple[str, Message] | None]
    meant: Callable[[str], KpiMeant] = _nothing_known
    labels: Mapping[str, Text] = field(default_factory=dict)
    downward: frozenset[str] = frozenset()
    attitude: Callable[[Sequence[str]], Sequence[bool | None]] | None = None
    given: frozenset[str] = frozenset()

    @cached_property
    def _names(self) -> dict[str, str]:
        return {fold_name(writing): name for writing, name in self.writings}

    def name_of(self, written: str) -> str | None:
        """The lasting name of a KPI as a person writes it; None for one that is not known, or that
        may be several."""
        return self._names.get(fold_name(written)) or self.meant(written).sure


def nearest_writing(written: str, writings: tuple[tuple[str, str], ...]) -> str | None:
    """The known way to write a KPI that is most like one that is not known; None where none is
    alike."""
    by_fold = {fold_name(writing): writing for writing, _ in reversed(writings)}
    found = get_close_matches(fold_name(written), by_fold, n=1, cutoff=_ALIKE)
    return by_fold[found[0]] if found else None
