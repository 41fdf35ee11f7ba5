"""A scale that changes on a day within one file: answers up to 5 until June, up to 10 from then
on."""

from dataclasses import dataclass, replace
from datetime import date
from math import comb

import numpy as np
import pandas as pd

from data.checking.answers.answer_columns import AnswerDraft
from data.checking.answers.number_scale import Judged, Way, judged
from data.kinds.scales import Scale, moved, scale_from
from data.values.cells import Cells, CellValues, Fault
from data.values.numbers import within

ENOUGH = 30  # answers on each side, so that the higher points would have been used
FEWEST = 6  # answers on the shorter side of a small file, where chance has to be ruled out besides
# how often answers of one scale may fall so by chance, over all days on which they could be parted
CHANCE = 0.005
# the share of answers at the end of a shorter scale; of one of three or four points, as many as
# USED
REACHED = 0.1
USED = 0.3  # the share of answers on the longer side that lie beyond the shorter scale
_NEAR = np.timedelta64(
    7,
    "D",
    # questionnaires change with the month: how far its first day may be from the first answer that
    # shows it
)
_ENDS = (1, 3, 4, 5, 7, 10)  # where a shorter scale may end


@dataclass(frozen=True)
class ScaleChange:
    """From `day` on the answers fit `after`, before it `before`; `early`: which rows lie before,
    `counts`: answers on both sides."""

    day: date
    before: Judged
    after: Judged
    early: np.ndarray
    counts: tuple[int, int]


def change_in(draft: AnswerDraft, moments: pd.Series | None) -> ScaleChange | None:
    """The day on which the scale of a column certainly changes; None where it does not, or where
    rows have no date."""
    if moments is None or len(moments) != len(draft.cells.codes):
        return None
    days = pd.Series(moments).to_numpy(dtype="datetime64[D]")
    numbers = np.append(np.where(draft.said, np.nan, draft.reading.values), np.nan)[
        draft.cells.codes
    ]
    usable = ~np.isnat(days) & (numbers >= 0) & (numbers <= 100)
    if np.count_nonzero(usable) < 2 * FEWEST:
        return None
    order = np.argsort(days[usable], kind="stable")
    own_days, values = days[usable][order], numbers[usable][order]
    for end in _ENDS:
        day = _split(own_days, values, end)
        if day is not None:
            early = own_days < day
            before, after = (_of_part(values[part], end) for part in (early, ~early))
            if before.scale != after.scale:
                return ScaleChange(
                    day.astype(date),
                    before,
                    after,
                    days < day,
                    (int(early.sum()), int((~early).sum())),
                )
    return None


def _of_part(values: np.ndarray, end: int) -> Judged:
    """The scale of the answers on one side; where they stop at the `end` that parts them from the
    others, it is that of their scale."""
    found = judged(values)
    if values.max() != end or found.scale.high == end or end < 3:
        return found
    return Judged(Way(scale_from(0 if values.min() == 0 else 1, end)))


def _split(days: np.ndarray, values: np.ndarray, end: int) -> np.datetime64 | None:
    """The day that parts answers up to `end` from answers that go well beyond it."""
    beyond = np.flatnonzero(values > end)
    if len(beyond) < FEWEST * USED or len(beyond) == len(values):
        return None
    first, last = days[beyond[0]], days[beyond[-1]]
    start, next_start = (
        first.astype("datetime64[M]").astype("datetime64[D]"),
        (last.astype("datetime64[M]") + 1).astype("datetime64[D]"),
    )
    changes_up = start if first - start < _NEAR else first
    changes_down = next_start if next_start - last <= _NEAR else last + np.timedelta64(1, "D")
    for day, short in ((changes_up, days < changes_up), (changes_down, days >= changes_down)):
        both = np.count_nonzero(short) >= ENOUGH and np.count_nonzero(~short) >= ENOUGH
        used = len(short) > np.count_nonzero(short) and np.mean(values[~short] > end) >= USED
        if (
            used
            and (both or _is_no_chance(days, values, short, end, day))
            and _is_whole_scale(values[short], end)
        ):
            return day
    return None


def _is_no_chance(
    days: np.ndarray, values: np.ndarray, short: np.ndarray, end: int, day: np.datetime64
) -> bool:
    """Of fewer answers: whether it would be rare that all beyond the shorter scale lie on one side,
    were they in any order.

    The day is one of the months' firsts, or one of all days: so many places were looked at.
    """
    few, beyond, whole = (
        int(np.count_nonzero(short)),
        int(np.count_nonzero(values > end)),
        len(values),
    )
    if min(few, whole - few) < FEWEST or values[short].max() != end:
        return False
    on_first = day == day.astype("datetime64[M]").astype("datetime64[D]")
    if end < 5 and not on_first:  # one point more is soon left out by chance
        return False
    places = len(np.unique(days.astype("datetime64[M]") if on_first else days))
    return places * comb(whole - few, beyond) / comb(whole, beyond) <= CHANCE


def _is_whole_scale(values: np.ndarray, end: int) -> bool:
    """Whether answers use a scale up to its `end`, and are no run of equal or bad ones on a longer
    scale."""
    if end == 1:
        return set(np.unique(values)) == {0.0, 1.0}
    return len(np.unique(values)) >= 3 and np.mean(values == values.max()) >= (
        USED if end < 5 else REACHED
    )


def parted(draft: AnswerDraft, change: ScaleChange) -> AnswerDraft:
    """The column with each text twice: as an earlier answer, moved onto the later scale, and as a
    later one."""
    count = len(draft.cells.texts)
    early = change.early & (draft.cells.codes >= 0)
    codes = np.where(
        early, draft.cells.codes, np.where(draft.cells.codes >= 0, draft.cells.codes + count, -1)
    ).astype(np.int32)
    texts = pd.concat([draft.cells.texts, draft.cells.texts], ignore_index=True)
    cells = replace(draft.cells, texts=texts, codes=codes)
    own = CellValues(np.where(draft.said, np.nan, draft.reading.values), (), draft.reading.percent)
    before = _on(own, draft.cells, change.before, change.after.scale)
    values = np.concatenate(
        [np.where(draft.said, draft.reading.values, before.values), draft.reading.values]
    )
    faults = tuple(
        Fault(
            fault.message,
            np.concatenate([fault.at, fault.at + count]),
            {name: np.concatenate([each, each]) for name, each in fault.each.items()},
        )
        for fault in draft.reading.faults
    )
    reading = CellValues(
        values,
        (*faults, *before.faults),
        np.concatenate([draft.reading.percent, draft.reading.percent]),
    )
    return replace(
        draft,
        cells=cells,
        reading=reading,
        said=np.concatenate([draft.said, draft.said]),
        open={**draft.open, **{at + count: word for at, word in draft.open.items()}},
    )


def _on(reading: CellValues, cells: Cells, found: Judged, to: Scale) -> CellValues:
    """The earlier answers on the later scale; what lies outside their own is a fault."""
    values = (
        reading.values
        if found.likely.without is None
        else np.where(reading.values == found.likely.without, np.nan, reading.values)
    )
    inside = within(
        replace(reading, values=values), cells.heading, found.scale.low, found.scale.high
    )
    return replace(inside, values=moved(inside.values, found.scale, to))
