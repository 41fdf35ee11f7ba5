"""One column of answers: its numbers, its words as points of their scale, and the scale where the
column itself tells it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from data.checking.answers import answer_questions as ask
from data.kinds.scales import Scale, known_scale, moved, scale_from
from data.questions import Question
from data.reading.options import Options
from data.text.folding import bracketed, stated_maximum
from data.text.writing import CELL, half_width
from data.values.cells import Cells, CellValues, Fault
from data.values.labels import MANY, Parsed, contradicts, parsed
from data.values.numbers import read_numbers, tidy, without
from data.values.words import FEW, WordScale, choose, is_known, is_unsure
from errors import Message

STRAY = 0.05  # the share of answers that may lie above what a heading says
MOST_WORDS = 7  # different unknown words; a column with more holds free answers
FREQUENT, OFTEN = (
    0.05,
    10,
)  # the share, or the number, of cells from which on an unknown word is no slip
_RANGE = re.compile(
    r"(?<![0-9A-Za-z.-])(-[1-3]|[01])\s*(?:分?\s*[-–~至到]|to)\s*(2|3|4|5|6|7|8|9|10|20|50|100)(?![0-9.])(?!\s*[题題])",
    re.IGNORECASE,
)
_WORDS = r"([^\W\d_][^0-9=,;:，；、()|/]*)"
_ANCHOR, _ANCHOR_BEHIND = (
    re.compile(rf"([0-9]{{1,2}})\s*分?\s*[=:.、(–-]?\s*{_WORDS}"),
    re.compile(rf"{_WORDS}\s*[=:-]\s*([0-9]{{1,2}})"),
)


@dataclass(frozen=True)
class AnswerDraft:
    """A column whose numbers await their scale, unless it has its `own`.

    `said`: which values come from words, which have a direction of their own; `turned`: the lowest
    number is the best answer; `open`: positions of the words whose place nobody knows yet, and
    those words.
    """

    cells: Cells
    reading: CellValues
    own: Scale | None
    said: np.ndarray
    turned: bool = False
    open: Mapping[int, str] = field(default_factory=dict)
    words: WordScale | None = None

    def numbers(self) -> np.ndarray:
        """The answers given as numbers, one value a row."""
        return _repeated(self.cells, np.where(self.said, np.nan, self.reading.values))


@dataclass
class Drafting:
    """What is told and asked of the columns of one file on the way."""

    options: Options
    usable: np.ndarray | None = None  # which rows can count at all, as far as is known; None: all
    told: list[Message] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    said: tuple[str, ...] = ()  # lines around the table, which may explain the scale
    turned: bool = False  # whether the lowest number is the best answer, as far as is known

    def rows(self, cells: Cells) -> np.ndarray:
        """How many usable rows hold each text."""
        codes = cells.codes if self.usable is None else cells.codes[self.usable]
        return np.bincount(codes[codes >= 0], minlength=len(cells.texts))

    def answer(self, question: Question) -> str:
        """The answer to a question, which is asked once even if several columns raise it."""
        if question.name not in [asked.name for asked in self.questions]:
            self.questions.append(question)
        return question.answer(self.options.answers)


def _repeated(cells: Cells, values: np.ndarray) -> np.ndarray:
    there = ~np.isnan(values)
    return np.repeat(values[there], cells.counts()[there])


def drafted(cells: Cells, drafting: Drafting) -> AnswerDraft:
    """The column as far as it can be read alone."""
    reading = read_numbers(cells)
    found = parsed(cells, reading.values, reading.unreadable)
    said = np.zeros(len(cells.texts), dtype=bool)
    draft = AnswerDraft(
        cells, CellValues(found.values, reading.faults, reading.percent), None, said
    )
    if found.codes:
        draft = _ordered(draft, found.codes, drafting)
    if found.tops:
        draft = _on_one_top(draft, found.tops)
    if found.labelled:
        draft = _labelled(draft, found, drafting)
    if found.spoken:
        draft = _spoken(draft, found.spoken, drafting)
    unsure = [
        at for at, word in found.spoken.items() if is_unsure(word)
    ]  # the few that are not worth a question are no answers
    understood = np.flatnonzero(~np.isnan(draft.reading.values)).tolist() + [
        *found.nothing,
        *unsure,
        *draft.open,
    ]
    draft = replace(
        draft, reading=replace(draft.reading, faults=_left(draft.reading.faults, understood))
    )
    return _by_heading(draft, drafting) if draft.own is None else draft


def _left(faults: Iterable[Fault], understood: list[int]) -> tuple[Fault, ...]:
    left = (fault.without(np.array(understood, dtype=np.int64)) for fault in faults)
    return tuple(fault for fault in left if len(fault.at))


def _ordered(draft: AnswerDraft, codes: Mapping[int, float], drafting: Drafting) -> AnswerDraft:
    """Numbers or letters of options: a person says which end is the best answer."""
    texts = {value: draft.cells.texts.iloc[at] for at, value in codes.items()}
    last, letters = texts[max(texts)], not texts[max(texts)][1:]
    question = ask.order_question(
        draft.cells.heading, "A" if letters else "A1", last, "first" if letters else "last"
    )
    turned = drafting.answer(question) == "first"
    return replace(
        draft,
        own=scale_from(int(min(1, min(texts))), int(max(4 if letters else 5, *texts))),
        turned=turned,
    )


def _on_one_top(draft: AnswerDraft, tops: Mapping[int, float]) -> AnswerDraft:
    """Numbers written with their maximum, as 4/5, on the scale of the commonest maximum."""
    counts, values = draft.cells.counts(), draft.reading.values.copy()
    weights: Counter[float] = Counter()
    for at, top in tops.items():
        weights[top] += int(counts[at])
    most = weights.most_common(1)[0][0]
    own = _up_to(most, values[[at for at in tops if tops[at] == most]])
    for at, top in tops.items():
        if top != most:
            values[at] = moved(values[at : at + 1], _up_to(top, values[at : at + 1]), own)[0]
    return replace(draft, reading=replace(draft.reading, values=values), own=own)


def _up_to(top: float, values: np.ndarray) -> Scale:
    """The scale up to a maximum that is written down: from 0 where a 0 was given or the points are
    many, else from 1."""
    return scale_from(0 if top > 10 or top < 2 or (values == 0).any() else 1, int(top))


# --- labels beside numbers


def _labelled(draft: AnswerDraft, found: Parsed, drafting: Drafting) -> AnswerDraft:
    """Where number and word of a cell contradict, the word counts; where they agree, the words tell
    how far the scale goes."""
    counts, values = draft.cells.counts(), draft.reading.values
    words: Counter[str] = Counter()
    for at, (_, word) in found.labelled.items():
        words[word] += int(counts[at])
    chosen = choose(words)
    if chosen is None:
        return draft
    numbers, scale = values[~np.isnan(values)], chosen.scale
    low, high = min(1.0, numbers.min()), numbers.max()
    if not contradicts(found.labelled.values(), scale, max(high, scale.scale.high), low):
        same = all(scale.points(word) == number for number, word in found.labelled.values())
        return (
            replace(draft, own=scale.scale)
            if same and high <= scale.scale.high and low >= scale.scale.low
            else draft
        )
    number, word = min(
        (number, word) for number, word in found.labelled.values() if scale.points(word) is not None
    )
    drafting.told.append(turned_told(draft.cells.heading, number, word))
    if high > scale.scale.high or low < scale.scale.low:
        return replace(draft, turned=True)
    points, said = values.copy(), draft.said.copy()
    for at, (_, word) in found.labelled.items():
        if (point := scale.points(word)) is not None:
            points[at], said[at] = point, True
    return replace(
        draft,
        reading=replace(draft.reading, values=points),
        own=scale.scale,
        said=said,
        turned=True,
        words=scale,
    )


def turned_told(heading: str, number: float, word: str) -> Message:
    """That the words beside numbers turn them."""
    return Message(
        "Under {column} the numbers fall where the words beside them rise ({number} is "
        "\u201c{word}\u201d), so the words count: "
        "the lowest number is the best answer.",
        {"column": heading, "number": tidy(number), "word": word},
    )


# --- words without numbers


def _spoken(draft: AnswerDraft, spoken: Mapping[int, str], drafting: Drafting) -> AnswerDraft:
    """Words as points of the scale that knows most of them; the others wait for a person, or are
    slips."""
    counts = drafting.rows(draft.cells)
    seen: Counter[str] = Counter()
    for at, word in spoken.items():
        seen[word] += int(counts[at])
    numbers = draft.numbers()
    most = float(numbers.max()) if len(numbers) else 0.0
    scale = _word_scale(draft, seen, most if most <= MOST_WORDS else 0.0, drafting)
    if scale is not None and most > scale.scale.high:
        scale = None  # a word among numbers of a longer scale
    points, said = draft.reading.values.copy(), draft.said.copy()
    if scale is not None:
        known = {
            at: point for at, word in spoken.items() if (point := scale.points(word)) is not None
        }
        known |= _in_other_languages(
            {at: word for at, word in spoken.items() if at not in known},
            seen,
            scale,
            draft,
            drafting,
        )
        points[list(known)], said[list(known)] = list(known.values()), True
    rest = {at: word for at, word in spoken.items() if not said[at]}
    waiting = _frequent(
        rest,
        seen,
        len(_repeated(draft.cells, points)) + sum(seen[word] for word in set(rest.values())),
        drafting,
    )
    slips = [at for at, word in rest.items() if at not in waiting and not is_unsure(word)]
    draft = replace(
        draft,
        reading=replace(draft.reading, values=points),
        said=said,
        words=scale,
        open={at: word for at, word in rest.items() if at in waiting},
    )
    if scale is not None:
        draft = replace(
            draft,
            own=_with_basic(scale, seen, draft.cells.heading, drafting),
            reading=_slipped(draft, slips, scale),
        )
    elif draft.own is None and draft.open and not len(numbers):
        draft = replace(draft, own=scale_from(1, 5 if len(set(draft.open.values())) <= 5 else 7))
    return draft


def _word_scale(
    draft: AnswerDraft, seen: Mapping[str, int], most: float, drafting: Drafting
) -> WordScale | None:
    """The scale of a column's words: as answered before where that knows them, else what they fit,
    which is asked or told in doubt."""
    heading, answers = draft.cells.heading, drafting.options.answers
    chosen = choose(seen, most)
    if chosen is None:
        return None
    settled = ask.word_scale_named(answers.get(ask.WORDS, ""))
    if (
        chosen.others
        or settled is not None
        and any(settled.points(word) is not None for word in seen)
    ):
        answer = drafting.answer(ask.words_question(chosen, seen, heading, answers))
        return ask.word_scale_named(answer)
    points = {chosen.scale.points(word) for word in seen} - {None}
    ends_unused = (
        sum(seen.values()) >= FEW and not {chosen.scale.scale.low, chosen.scale.scale.high} & points
    )
    if not chosen.certain or ends_unused or chosen.scale.colours:
        drafting.told.append(_words_told(heading, chosen.scale))
    return chosen.scale


def _in_other_languages(
    rest: Mapping[int, str],
    seen: Mapping[str, int],
    scale: WordScale,
    draft: AnswerDraft,
    drafting: Drafting,
) -> dict[int, int]:
    """The points of words that have no place on the scale but on one of another language with as
    many points: people answer in their own."""
    points: dict[int, int] = {}
    ends = {*scale.groups[0], *scale.groups[-1]}  # the middle is "neutral" in several languages
    while left := {word: seen[word] for at, word in rest.items() if at not in points}:
        chosen = choose(left)
        if (
            chosen is None
            or chosen.others
            or chosen.scale.scale != scale.scale
            or ends & {*chosen.scale.groups[0], *chosen.scale.groups[-1]}
        ):
            break
        points |= {
            at: point
            for at, word in rest.items()
            if at not in points and (point := chosen.scale.points(word)) is not None
        }
        drafting.told.append(_words_told(draft.cells.heading, chosen.scale))
    return points


def _words_told(heading: str, scale: WordScale) -> Message:
    return Message(
        "The words under {column} were read as this scale, from the lowest answer to the highest: "
        "{words}. "
        "If the questionnaire used other words or fewer, give the points as numbers.",
        {"column": heading, "words": scale.names},
    )


def _frequent(
    rest: Mapping[int, str], seen: Mapping[str, int], answers: int, drafting: Drafting
) -> set[int]:
    """Where words stand that are too frequent for slips and too few for free answers, or whose
    place a person has told."""
    told = {word for word in rest.values() if ask.word_name(word) in drafting.options.answers}
    words = told | {
        word
        for word in rest.values()
        if seen[word] > 1 and (seen[word] >= OFTEN or seen[word] >= FREQUENT * answers)
    }
    free = len(set(rest.values())) > 3 * MOST_WORDS
    return (
        {at for at, word in rest.items() if word in words}
        if len(words) <= MOST_WORDS and not free
        else set()
    )


def _with_basic(
    scale: WordScale, seen: Mapping[str, int], heading: str, drafting: Drafting
) -> Scale:
    if not scale.lenient or not any("基本" in word for word in seen):
        return scale.scale
    counted = drafting.answer(ask.basic_question(seen, heading)) == "yes"
    points = scale.points("基本满意")
    if not counted or points is None:
        return scale.scale
    return replace(scale.scale, satisfied=float(points))


def _slipped(draft: AnswerDraft, slips: list[int], scale: WordScale) -> CellValues:
    """A sentence for the words that are no answers of this scale, instead of the one that they are
    no numbers."""
    if not slips:
        return draft.reading
    other = Fault(
        Message(
            "{column} is \u201c{value}\u201d, which is neither a number nor one of: {words}. "
            "Correct these cells, or empty them.",
            {"column": draft.cells.heading, "value": CELL, "words": scale.names},
        ),
        np.array(sorted(slips), dtype=np.int64),
    )
    return replace(draft.reading, faults=(*_left(draft.reading.faults, slips), other))


def placed(draft: AnswerDraft, own: Scale, drafting: Drafting) -> AnswerDraft:
    """The column with the words that waited as points of its scale, as a person says; among numbers
    of a longer scale slips are told."""
    points, said = draft.reading.values.copy(), draft.said.copy()
    counts = draft.cells.counts()
    seen: Counter[str] = Counter()
    for at, word in draft.open.items():
        seen[word] += int(counts[at])
    for word, count in seen.items():
        question = ask.word_question(
            word,
            count,
            draft.cells.heading,
            own,
            _likely(word, draft, own, seen),
            drafting.options.answers,
        )
        place = ask.place_of(drafting.answer(question), own)
        for at in [at for at, other in draft.open.items() if other == word]:
            points[at], said[at] = place, True
    reading = replace(draft.reading, values=points)
    lone = (
        []
        if draft.words is not None or len(draft.cells.texts) > MANY
        else [
            at
            for fault in reading.faults
            for at in fault.at.tolist()
            if is_known(draft.cells.texts.iloc[at])
        ]
    )
    if lone:
        reading = without(
            reading,
            Fault(
                Message(
                    "{column} is \u201c{value}\u201d, a word, but the answers go from {low} to "
                    "{high}. Write the points, or empty these cells.",
                    {
                        "column": draft.cells.heading,
                        "value": CELL,
                        "low": tidy(own.low),
                        "high": tidy(own.high),
                    },
                ),
                np.array(lone, dtype=np.int64),
            ),
        )
        reading = replace(reading, faults=tuple(fault for fault in reading.faults if len(fault.at)))
    return replace(draft, reading=reading, said=said)


_DENIED = re.compile(
    r"\b(?:not|no|never|less|nicht|nie|kein\w*|wenig\w*|pas|peu|poco|não|nada|non|niet|inte|ikke|не)\b|n['’]t\b|不|没|沒|未|안|ない",
    re.I,
)
# "Not so great" is worse than "Pretty good"; "Not so bad", "No problem" and "Did not visit" may not be.
_HARDLY = re.compile(
    r"(?:\bnot|n['’]t) (?:(?:so|very|that) )?(?:good|great|well)\b|\bnicht (?:so|sehr) gut|\bpas (?:très|si) (?:bien|bon)"
    r"|不(?:太|怎么|怎麼|是很|够|夠|甚)?(?:好|佳|理想|如意|满意|滿意)",
    re.I,
)
_GOOD = re.compile(r"\b(?:good|great|well|gut|bien|bon(?:ne)?)\b|好|满意|滿意", re.I)


def _likely(word: str, draft: AnswerDraft, own: Scale, unknown: Mapping[str, int]) -> float | None:
    """The likeliest place of a word: where its own scale has it, else the one point that no other
    word has, or of two words and points, one above the middle and one below, the lower one for the
    word that denies something good. To be unsure is no place."""
    if is_unsure(word):
        return None
    elsewhere = _of_other_scale(word, own)
    if elsewhere is not None or draft.words is None:
        return elsewhere
    places = {other: _of_other_scale(other, own) for other in unknown if not is_unsure(other)}
    rivals = [other for other, place in places.items() if place is None]
    taken = {*draft.reading.values[draft.said].tolist(), *places.values()}
    free = sorted(set(range(int(own.low), int(own.high) + 1)) - taken)
    if len(free) != len(rivals) or len(free) > 2:
        return None
    middle = (own.low + own.high) / 2
    if len(free) == 1:
        is_low = _HARDLY.search(word) is not None and free[0] < middle
        return float(free[0]) if is_low or not _DENIED.search(word) else None
    if not free[0] < middle < free[1]:
        return None
    worse = [other for other in rivals if _HARDLY.search(other)]
    better = [other for other in rivals if _GOOD.search(other) and not _DENIED.search(other)]
    if len(worse) != 1 or len(better) != 1:
        return None
    return float(free[0] if word in worse else free[1])


def _of_other_scale(word: str, own: Scale) -> float | None:
    """The point that another scale has for a word, on this one."""
    chosen = choose({word: 1})
    points = None if chosen is None else chosen.scale.points(word)
    if chosen is None or points is None:
        return None
    return float(np.round(moved(np.array([float(points)]), chosen.scale.scale, own)[0]))


# --- what the heading says


def _by_heading(draft: AnswerDraft, drafting: Drafting) -> AnswerDraft:
    """The scale and the direction that the heading names, else a line around the table, where the
    answers fit them."""
    heading, numbers = half_width(draft.cells.heading), draft.numbers()
    anchors, turned = _anchors(heading), draft.turned
    named = _named(heading, numbers)
    line = None
    if len(anchors) < 2:
        line, anchors = _explained(drafting.said, named, numbers)
    chosen = choose(dict.fromkeys(anchors.values(), 1)) if len(anchors) > 1 else None
    if chosen is not None and contradicts(
        anchors.items(), chosen.scale, max(anchors), min(anchors)
    ):
        drafting.told.append(_lowest_told(draft.cells.heading, line))
        turned = True
    own = named or (
        scale_from(int(min(anchors)), int(max(anchors)))
        if chosen is not None and min(anchors) in (0, 1)
        else None
    )
    fits = own is None or not len(numbers) or np.mean(numbers > own.high) <= STRAY
    return replace(draft, own=own if fits else None, turned=turned)


def _explained(
    said: Iterable[str], named: Scale | None, numbers: np.ndarray
) -> tuple[str | None, dict[float, str]]:
    """The first line that explains both ends of a scale on which these answers may lie, and its
    explanations; none where no line does."""
    for line in said:
        anchors = _anchors(half_width(line))
        if len(anchors) < 2 or named is not None and max(anchors) != named.high:
            continue
        if (
            not len(numbers)
            or np.mean((numbers > max(anchors)) | (numbers < min(anchors))) <= STRAY
        ):
            return line, anchors
    return None, {}


def _lowest_told(heading: str, line: str | None) -> Message:
    if line is None:
        return Message(
            "The heading \u201c{column}\u201d says that the lowest number is the best answer, so it "
            "was read like that.",
            {"column": heading},
        )
    return Message(
        "\u201c{line}\u201d says that the lowest number is the best answer, so {column} was read "
        "like that.",
        {"line": line, "column": heading},
    )


def _anchors(heading: str) -> dict[float, str]:
    """Number -> word of a scale, as a heading such as "1 = very satisfied, 5 = very dissatisfied"
    explains them."""
    found = [(float(number), word.strip()) for number, word in _ANCHOR.findall(heading)]
    behind = [(float(number), word.strip()) for word, number in _ANCHOR_BEHIND.findall(heading)]
    return max(
        ({number: word for number, word in pairs if is_known(word)} for pairs in (found, behind)),
        key=len,
    )


def _named(heading: str, numbers: np.ndarray) -> Scale | None:
    if found := _RANGE.search(heading):
        return known_scale(f"{found[1]}-{found[2]}")
    top = stated_maximum(heading) or bracketed(heading, numbers)
    return (
        _up_to(top, numbers) if top is not None and top >= 2 and float(top).is_integer() else None
    )
