"""Which counts of contacts are those that were answered, where no heading says so outright."""

import re
from collections.abc import Sequence

from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import Column
from data.matching.heading_says import is_measured
from data.matching.likeness import could_hold
from data.matching.record_stems import PROCESSED, SOME, form_of, not_of
from data.reading.sheet import Sheet
from data.text.folding import normal

_PROCESSED, _SOME = re.compile(PROCESSED, re.I), re.compile(SOME, re.I)
_ANSWERED = CONTACT_VOLUME.column("answered")


def put_processed(
    sheet: Sheet,
    found: dict[str, list[int]],
    rest: Sequence[int],
    samples: Sequence[Sequence[str]],
) -> None:
    """Beside lost contacts those processed are the answered ones, and not all of them."""
    processed = [
        at
        for at in rest
        if _PROCESSED.search(sheet.headings[at]) and _counts(sheet.headings[at], samples[at])
    ]
    for name, places in list(found.items()):
        found[name] = [at for at in places if at not in processed]
    if processed:
        found["answered"] = processed


def within_limit(
    sheet: Sheet,
    columns: Sequence[Column],
    rest: Sequence[int],
    samples: Sequence[Sequence[str]],
) -> list[int]:
    """What was answered within a limit, where nothing counts all that was answered: a person knows
    whether it will do."""
    if _ANSWERED not in columns:
        return []
    form, other = form_of(CONTACT_VOLUME.name, "answered"), not_of(CONTACT_VOLUME.name, "answered")
    plain = {at: _SOME.sub(" ", normal(sheet.headings[at]).replace("_", " ")) for at in rest}
    return [
        at
        for at in rest
        if _SOME.search(sheet.headings[at])
        and form is not None
        and form.search(plain[at])
        and not (other is not None and other.search(plain[at]))
        and _counts(plain[at], samples[at])
    ]


def _counts(heading: str, cells: Sequence[str]) -> bool:
    return could_hold(_ANSWERED, cells, CONTACT_VOLUME, heading) and not is_measured(heading)
