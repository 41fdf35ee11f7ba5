"""Answers on a scale: which scale a file uses, words as points, reversed scales.

One upload has one scale. A column on another scale, or rows from before the
scale changed, are moved onto it so that who is satisfied stays satisfied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.checking.answers import answer_questions as ask
from data.checking.answers.answer_columns import STRAY, AnswerDraft, Drafting, drafted, placed
from data.checking.answers.direction import NO_SURROUNDINGS, Leaning, Surroundings, leaning
from data.checking.answers.number_scale import SURE, Judged, Way, judged, repeated_codes, way_named
from data.checking.answers.scale_change import ScaleChange, change_in, parted
from data.kinds.scales import SCALES, Scale, moved, scale_named
from data.questions import Question
from data.reading.options import Options
from data.values.cells import Cells, CellValues
from data.values.numbers import no_percentages, tidy, within
from errors import Message


@dataclass(frozen=True)
class Answers:
    """The scale taken, each scaled column read on it, what the person should know, and what only a
    person can say.

    `columns`: the columns of the readings; where the scale changed, the texts of a column stand in
    it twice.
    """

    scale: Scale
    readings: Mapping[str, CellValues]
    told: tuple[Message, ...]
    questions: tuple[Question, ...]
    columns: Mapping[str, Cells]


def as_percent(values: np.ndarray) -> bool:
    """Whether these numbers can only be shares of one: three or more, all from 0 to 1, some
    strictly between."""
    if (values > 1).any():  # as in most columns, told without a copy of them
        return False
    seen = values[~np.isnan(values)]
    if len(seen) < 3 or seen.min() < 0:
        return False
    return bool(((seen > 0) & (seen < 1)).any())


def shares_told(heading: str, example: float) -> Message:
    """The warning for a column of shares that was read as percent."""
    return Message(
        "All values under {column} lie between 0 and 1, so {example} was read as {percent} of 100. "
        "If that is not meant, write the points from 0 to 100.",
        {"column": heading, "example": example, "percent": round(example * 100, 6)},
    )


def read_answers(
    columns: Mapping[str, Cells],
    options: Options,
    moments: pd.Series | None = None,
    found: Surroundings = NO_SURROUNDINGS,
) -> Answers:
    """The scaled columns of one file on one scale; the first column's where they have different
    ones.

    `moments`: when each row was answered; `found`: what else stands in the file and tells which end
    of a scale is the best. WrongCall for a scale that is not known.
    """
    given = None if options.scale is None else scale_named(options.scale)
    if not columns:
        return Answers(given or SCALES["1-5"], {}, (), (), {})
    drafting = Drafting(
        options, None if moments is None else moments.notna().to_numpy(), said=found.said
    )
    drafts = {name: drafted(cells, drafting) for name, cells in columns.items()}
    leans = _leaning(drafts, found)
    drafting.turned = options.reversed or _is_turned(leans, options)
    drafts, ways = _numbers(drafts, given, drafting, moments)
    first = next(iter(drafts))
    scale = given or drafts[first].own or ways[first].scale
    if not options.reversed and _lowest_is_best(drafts, ways, leans, drafting):
        drafting.options = replace(options, reversed=True)
    settled = {
        name: _settled(draft, ways.get(name), scale, drafting) for name, draft in drafts.items()
    }
    return Answers(
        scale,
        settled,
        tuple(drafting.told),
        tuple(drafting.questions),
        {name: draft.cells for name, draft in drafts.items()},
    )


def _numbers(
    drafts: dict[str, AnswerDraft],
    given: Scale | None,
    drafting: Drafting,
    moments: pd.Series | None,
) -> tuple[dict[str, AnswerDraft], dict[str, Way]]:
    """The columns whose scale only their numbers tell, and how each of them is read."""
    open_ = {name: draft for name, draft in drafts.items() if draft.own is None}
    if given is not None:  # what a heading says does not stand against what a person says
        open_ = {
            name: replace(draft, own=None)
            for name, draft in drafts.items()
            if draft.own is None or not draft.said.any() and _fits(draft.numbers(), given)
        }
        drafts = drafts | open_
    if not open_:
        return drafts, {}
    pooled = np.concatenate([draft.numbers() for draft in open_.values()])
    signs = any(draft.reading.signs.any() for draft in open_.values())
    if not signs and as_percent(pooled) and (given is None or given.high == 100):
        hundred = {name: _hundredfold(draft, drafting) for name, draft in open_.items()}
        return drafts | hundred, dict.fromkeys(open_, Way(SCALES["0-100"]))
    answered = way_named(drafting.options.answers.get(ask.SCALE, ""))
    headings = [draft.cells.heading for draft in open_.values()]
    found = judged(pooled, drafting.turned)
    settled = given or (answered.scale if answered else None)
    change = change_in(next(iter(open_.values())), moments)
    if change is not None and settled in (None, change.before.scale, change.after.scale):
        return _changed(drafts, open_, change, drafting)
    if given is not None:
        return drafts, dict.fromkeys(
            open_, _as_settled(Way(given), pooled, found, headings, drafting)
        )
    if answered is not None:
        drafting.answer(
            ask.scale_question(found, pooled, headings, drafting.options.answers, drafting.turned)
        )
        return drafts, dict.fromkeys(
            open_, _as_settled(answered, pooled, found, headings, drafting)
        )
    hinted = {draft.own for draft in drafts.values() if draft.own is not None}
    return drafts, _each(open_, hinted, found, pooled, drafting)


def _as_settled(
    way: Way, numbers: np.ndarray, found: Judged, headings: list[str], drafting: Drafting
) -> Way:
    """The scale that was settled, unless these answers certainly have another one: then a person
    says which. `found`: what the numbers say."""
    own, scale = numbers, way.scale
    if way.without is not None:
        own = numbers[numbers != way.without]
        found = judged(own, drafting.turned)
    certain = len(own) >= SURE and found.scale != scale and not found.told
    misfit = certain and (
        np.mean(own > scale.high) > STRAY
        if found.scale.high > scale.high
        else not found.asked and _stops_short(own, scale)
    )
    given = drafting.options.answers.get(ask.OTHER_SCALE)
    if not misfit and given is None:
        return way
    question = ask.other_scale_question(way, found, own, headings, given)
    return way_named(drafting.answer(question)) or way


def _stops_short(numbers: np.ndarray, scale: Scale) -> bool:
    """Whether answers end within a scale as if their own did: in its lower half, or piled up at
    their highest point."""
    top = numbers.max()
    return scale.low == 1 and bool(
        2 * top <= scale.high or top < scale.high and np.mean(numbers == top) > PILED
    )


def _each(
    open_: Mapping[str, AnswerDraft],
    hinted: set[Scale],
    found: Judged,
    pooled: np.ndarray,
    drafting: Drafting,
) -> dict[str, Way]:
    """How each column is read: all on one scale, unless their answers certainly have different
    ones."""
    hint = next(iter(hinted)) if len(hinted) == 1 else None
    if (
        hint is not None
        and (found.asked or found.told or found.scale.high == hint.high)
        and _fits(pooled, hint)
    ):
        return dict.fromkeys(open_, Way(hint))
    own = {
        name: one
        for name, draft in open_.items()
        if len(values := draft.numbers()) >= SURE
        and not (one := judged(values, drafting.turned)).told
    }
    settled = ask.column_scales(drafting.options.answers.get(ask.COLUMNS, ""))
    # Where 1 is the best, few columns reach the worst: that one goes less far says nothing.
    differ = (not drafting.turned and _different(own, open_, found.scale)) or {
        name: scale for name, scale in settled.items() if name in open_
    }
    if differ:
        columns = {
            name: (draft.cells.heading, differ.get(name, found.scale))
            for name, draft in open_.items()
        }
        if chosen := ask.column_scales(
            drafting.answer(ask.columns_question(columns, found.scale, drafting.options.answers))
        ):
            return {name: Way(chosen.get(name, columns[name][1])) for name in open_}
    way = found.likely
    if found.asked:
        question = ask.scale_question(
            found,
            pooled,
            [draft.cells.heading for draft in open_.values()],
            drafting.options.answers,
            drafting.turned,
        )
        way = way_named(drafting.answer(question)) or way
    elif found.told:
        drafting.told.append(_uncertain(found.scale, pooled))
    return dict.fromkeys(open_, way)


def _different(
    own: Mapping[str, Judged], open_: Mapping[str, AnswerDraft], whole: Scale
) -> dict[str, Scale]:
    """The columns whose answers have another scale than the others; none where all can have the
    scale of `whole`."""
    if len(own) == len(open_) and not any(one.asked for one in own.values()):
        scales = {name: one.scale for name, one in own.items()}
        return scales if len(set(scales.values())) > 1 else {}
    lower = {
        name: one.scale
        for name, one in own.items()
        if one.scale.high <= _SMALLER.get(whole.high, 0)
    }
    return lower if len(lower) < len(open_) else {}


MOST = 1 / 2  # the share of answers at the lowest point from which on it may be the best one
LOW = 2 / 3  # the share of bad answers from which on they may be the good ones
PILED = 1 / 3  # the share of answers at their highest point from which on it looks like an end
_SMALLER: dict[float, int] = {
    7: 5,
    10: 5,
    100: 10,
}  # the highest point of a scale that many answers on a longer one would have passed


def _fits(numbers: np.ndarray, scale: Scale) -> bool:
    return not len(numbers) or bool(
        np.mean((numbers < scale.low) | (numbers > scale.high)) <= STRAY
    )


def _uncertain(scale: Scale, numbers: np.ndarray) -> Message:
    return Message(
        "The answers were read on a scale from {low} to {high}; those seen go from {lowest} to "
        "{highest}. "
        "If the questionnaire used another scale, choose it and check the file again.",
        {
            "low": tidy(scale.low),
            "high": tidy(scale.high),
            "lowest": tidy(numbers.min()),
            "highest": tidy(numbers.max()),
        },
    )


def _changed(
    drafts: dict[str, AnswerDraft],
    open_: Mapping[str, AnswerDraft],
    change: ScaleChange,
    drafting: Drafting,
) -> tuple[dict[str, AnswerDraft], dict[str, Way]]:
    """The columns of a file whose scale changes on a day: the later scale is the file's, earlier
    answers are moved onto it."""
    question = ask.change_question(
        change.day,
        change.before,
        change.after,
        change.counts,
        next(iter(open_.values())).cells.heading,
    )
    if drafting.answer(question) == "one":
        longer = (
            change.before if change.before.scale.high > change.after.scale.high else change.after
        )
        return drafts, dict.fromkeys(open_, longer.likely)
    drafting.told.append(
        Message(
            "The scale of the answers changes on {day}, from {before} to {after}. "
            "Earlier answers count by the top points of their own scale.",
            {
                "day": change.day,
                "before": change.before.scale.name,
                "after": change.after.scale.name,
            },
        )
    )
    return drafts | {name: parted(draft, change) for name, draft in open_.items()}, dict.fromkeys(
        open_, change.after.likely
    )


def _leaning(drafts: Mapping[str, AnswerDraft], found: Surroundings) -> Leaning:
    """What speaks for the lowest number as the best answer of the first column of numbers: another
    column of the same scale that says so, too."""
    for draft in drafts.values():
        if not draft.turned and len(draft.numbers()):
            values = np.where(draft.said, np.nan, draft.reading.values)
            leans = leaning(draft.cells, values, found, titles=draft.own is None)
            return _as_beside(leans, draft, drafts.values())
    return Leaning()


def _as_beside(leans: Leaning, draft: AnswerDraft, drafts: Iterable[AnswerDraft]) -> Leaning:
    """What it leans to, with what the other columns of its scale say, where they agree: a questionnaire counts
    in one direction."""
    others = [each for each in drafts if each is not draft and each.own is not None]
    like = [each for each in others if draft.own in (None, each.own)]
    said = [each for each in like if each.turned]
    if not said or len(said) < len(like):
        return leans
    told = Message(
        "Under \u201c{heading}\u201d the lowest number is the best answer.",
        {"heading": said[0].cells.heading},
    )
    return Leaning(leans.weight + 2, (told, *leans.evidence))


def _is_turned(leans: Leaning, options: Options) -> bool:
    """Whether the lowest number is the best answer, as was answered, else as is likely."""
    return options.answers.get(ask.LOWEST, "best" if leans.weight > 0 else "worst") == "best"


def _lowest_is_best(
    drafts: Mapping[str, AnswerDraft],
    ways: Mapping[str, Way],
    leans: Leaning,
    drafting: Drafting,
) -> bool:
    """Whether the file counts from the best answer on: asked where something in it says so, or
    where most answers would be bad ones and nothing speaks against it."""
    given = ask.LOWEST in drafting.options.answers
    for name, draft in drafts.items():
        way = ways.get(name) or Way(_scale_of(draft, None))
        numbers = draft.numbers()
        within = (numbers >= way.scale.low) & (numbers <= way.scale.high)
        if way.without is not None:  # numbers compared with None are made objects one by one
            within &= numbers != way.without
        numbers = numbers[within]
        if draft.turned or not len(numbers):
            continue
        enough = len(numbers) >= SURE and way.scale.low == 1
        piled = enough and np.mean(numbers == 1) > MOST
        low = enough and np.mean(numbers <= way.scale.dissatisfied) > LOW
        doubted = leans.weight > 0 or (piled or low) and leans.weight == 0
        if given or doubted and way.scale.low == 1:
            question = ask.lowest_question(
                numbers, draft.cells.heading, way.scale, leans.evidence, leans.weight > 0
            )
            return drafting.answer(question) == "best"
    return False


def _hundredfold(draft: AnswerDraft, drafting: Drafting) -> AnswerDraft:
    values = draft.reading.values
    seen = values[~np.isnan(values)]
    if len(seen):
        drafting.told.append(shares_told(draft.cells.heading, float(seen[0])))
    return replace(
        draft,
        reading=CellValues(np.round(values * 100, 9), draft.reading.faults, draft.reading.percent),
    )


def _scale_of(draft: AnswerDraft, way: Way | None) -> Scale:
    """The column's own scale, else that of the upload."""
    if draft.own is not None:
        return draft.own
    if way is None:
        raise ValueError(
            f"{draft.cells.heading}: on no scale of its own, nor on that of the upload"
        )
    return way.scale


def _settled(draft: AnswerDraft, way: Way | None, scale: Scale, drafting: Drafting) -> CellValues:
    """The column on the scale of the upload: codes for no answer gone, what lies outside told,
    lowest-is-best turned."""
    own = _scale_of(draft, way)
    draft = placed(draft, own, drafting)
    said, values = draft.said, np.where(draft.said, np.nan, draft.reading.values)
    gone = [way.without] if way is not None and way.without is not None else []
    known = drafting.options.answers.get(ask.CODES) == "no_answer"
    if codes := repeated_codes(draft.numbers(), own, 1 if known else 2):
        seen = {code: int(np.count_nonzero(draft.numbers() == code)) for code in codes}
        if drafting.answer(ask.codes_question(seen, draft.cells.heading, own)) == "no_answer":
            gone += codes
    reading = replace(draft.reading, values=np.where(np.isin(values, gone), np.nan, values))
    if own.high != 100:
        reading = no_percentages(reading, draft.cells.heading)
    reading = within(reading, draft.cells.heading, own.low, own.high)
    numbers = (
        own.low + own.high - reading.values
        if draft.turned or drafting.options.reversed
        else reading.values
    )
    if own != scale:
        drafting.told.append(
            Message(
                "{column} was answered from {low} to {high}: its answers count by the top points "
                "of that scale.",
                {"column": draft.cells.heading, "low": tidy(own.low), "high": tidy(own.high)},
            )
        )
    return replace(reading, values=moved(np.where(said, draft.reading.values, numbers), own, scale))
