"""What only a person can say about answers: their scale, the place of a word, what counts as
satisfied."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from data.checking.answers.number_scale import Judged, Way, way_named
from data.kinds.scales import FINE, Scale, known_scale, moved, scale_from
from data.questions import Choice, Question
from data.values.numbers import tidy
from data.values.words import WORD_SCALES, Chosen, WordScale
from errors import Message
from i18n import N_

SCALE, OTHER_SCALE, CHANGE, COLUMNS, WORDS, WORD, BASIC, ORDER, CODES, LOWEST = (
    "answer_scale",
    "other_scale",
    "scale_change",
    "column_scales",
    "answer_words",
    "answer_word",
    "basic_satisfied",
    "option_order",
    "answer_codes",
    "lowest_best",
)
_PLACE = re.compile(r"(-?[0-9]+)of([0-9]+)")
_BEST_FIRST = re.compile(
    r"\bfft\b|friends (?:and|&) family", re.I
)  # surveys whose codes begin with the best answer
_MOST_NUMBERS = 12  # different ones that are shown with how often they were given


def scale_question(
    found: Judged,
    numbers: np.ndarray,
    headings: Sequence[str],
    answers: Mapping[str, str],
    turned: bool,
) -> Question:
    """Which scale numbers were given on; what was answered once is among the choices, whatever this
    file says. `turned`: the lowest number is the best answer."""
    return Question(
        SCALE,
        Message(
            "The answers under {columns} go from {lowest} to {highest}, which does not settle "
            "their scale. Which scale did the questionnaire use?",
            {"columns": headings, "lowest": tidy(numbers.min()), "highest": tidy(numbers.max())},
        ),
        _way_choices(
            (found.likely, *found.ways, *filter(None, [way_named(answers.get(SCALE, ""))])),
            turned,
        ),
        found.likely.name,
        counted(numbers),
    )


def other_scale_question(
    settled: Way, found: Judged, numbers: np.ndarray, headings: Sequence[str], given: str | None
) -> Question:
    """Whether answers that do not fit the scale that was settled for such files were given on
    another one."""
    scale = settled.scale
    fits = numbers.max() <= scale.high and 2 * numbers.max() > scale.high
    ways = (settled, found.likely, *found.ways, *filter(None, [way_named(given or "")]))
    return Question(
        OTHER_SCALE,
        Message(
            "It was said that the answers under {columns} are on the scale {scale}, but they go from "
            "{lowest} to {highest}. On which scale are they?",
            {
                "scale": scale.name,
                "columns": headings,
                "lowest": tidy(numbers.min()),
                "highest": tidy(numbers.max()),
            },
        ),
        _way_choices(ways),
        settled.name if fits else found.likely.name,
        counted(numbers),
    )


def counted(numbers: np.ndarray) -> tuple[Message, ...]:
    """How often each number was given, as evidence; nothing where there are too many different
    ones."""
    different, counts = np.unique(numbers, return_counts=True)
    if len(different) > _MOST_NUMBERS:
        return ()
    each = [
        Message("{value}: {count}", {"value": tidy(value), "count": int(count)})
        for value, count in zip(different, counts, strict=True)
    ]
    return (Message("How often each was given: {counts}.", {"counts": each}),)


def _way_choices(ways: Iterable[Way], turned: bool = False) -> tuple[Choice, ...]:
    return tuple(Choice(way.name, _way_words(way, turned)) for way in dict.fromkeys(ways))


def _way_words(way: Way, turned: bool) -> Message:
    scale = way.scale
    blanks = {
        "low": tidy(scale.low),
        "high": tidy(scale.high),
        "from": tidy(scale.satisfied),
        "to": tidy(scale.low + scale.high - scale.satisfied),
    }
    if turned and way.without is None:
        return Message("From {low}, the best, to {high}; satisfied from {low} to {to}.", blanks)
    if way.without is None:
        return Message("From {low} to {high}; satisfied from {from} up.", blanks)
    return Message(
        "From {low} to {high}, and {code} means \u201cno answer\u201d; satisfied from {from} up.",
        {**blanks, "code": tidy(way.without)},
    )


def change_question(
    day: date, before: Judged, after: Judged, counts: tuple[int, int], heading: str
) -> Question:
    """Whether the scale changed on a day within the file."""

    def seen(text: str, found: Judged, count: int) -> Message:
        return Message(
            text,
            {
                "day": day,
                "low": tidy(found.scale.low),
                "high": tidy(found.scale.high),
                "count": count,
            },
        )

    return Question(
        CHANGE,
        Message(
            "The answers under {column} look as if their scale changed on {day}.",
            {"column": heading, "day": day},
        ),
        (
            Choice(
                "each",
                Message(
                    "It changed: count the earlier answers on {before} and the later ones on "
                    "{after}, each by its own top points.",
                    {"before": before.scale.name, "after": after.scale.name},
                ),
            ),
            Choice("one", N_("It did not change: all answers are on one scale.")),
        ),
        "each",
        (
            seen(
                N_("Before {day}: {count} answers that fit a scale from {low} to {high}"),
                before,
                counts[0],
            ),
            seen(
                N_("From {day} on: {count} answers that fit a scale from {low} to {high}"),
                after,
                counts[1],
            ),
        ),
    )


def columns_question(
    columns: Mapping[str, tuple[str, Scale]], whole: Scale, answers: Mapping[str, str]
) -> Question:
    """Whether columns of one file were answered on different scales. `columns`: name -> heading,
    and the scale that its answers fit.

    The scales are part of the answer, so that they hold in a month with few answers as well.
    """
    each = column_scales_name({name: scale for name, (_, scale) in columns.items()})
    given = answers.get(COLUMNS, "")
    names = dict.fromkeys((each, given) if column_scales(given) else (each,))

    def of_columns(name: str) -> list[Message]:
        return [
            Message(
                "{column}: {scale}",
                {
                    "column": columns[column][0] if column in columns else column,
                    "scale": scale.name,
                },
            )
            for column, scale in column_scales(name).items()
        ]

    return Question(
        COLUMNS,
        Message("The columns of this file look as if they were answered on different scales."),
        (
            *(
                Choice(
                    name,
                    Message(
                        "They were ({scales}): each column counts by the top points of its own "
                        "scale.",
                        {"scales": of_columns(name)},
                    ),
                )
                for name in names
            ),
            Choice(
                "one",
                Message(
                    "They were not: all columns are on the scale {scale}.", {"scale": whole.name}
                ),
            ),
        ),
        each,
        tuple(_fitting(heading, scale) for heading, scale in columns.values()),
    )


def _fitting(heading: str, scale: Scale) -> Message:
    return Message(
        "{column}: answers that fit a scale from {low} to {high}",
        {"column": heading, "low": tidy(scale.low), "high": tidy(scale.high)},
    )


def column_scales_name(scales: Mapping[str, Scale]) -> str:
    """The lasting name of an answer: overall:1-10,attitude:1-5."""
    return ",".join(f"{name}:{scale.name}" for name, scale in scales.items())


def column_scales(name: str) -> dict[str, Scale]:
    """The scales that such a name holds; none for other names."""
    pairs = [part.partition(":") for part in name.split(",")]
    found = [(column, known_scale(scale)) for column, _, scale in pairs]
    scales = {column: scale for column, scale in found if scale is not None}
    return scales if all(scale for _, scale in found) else {}


def words_question(
    found: Chosen, seen: Mapping[str, int], heading: str, answers: Mapping[str, str]
) -> Question:
    """On which of several scales the words stand that count different ones as satisfied."""
    scales = {scale.name: scale for scale in (found.scale, *found.others)}
    if (scale := word_scale_named(answers.get(WORDS, ""))) is not None:
        scales[scale.name] = scale
    return Question(
        WORDS,
        Message(
            "The words under {column} stand in several answer scales. Which one did the "
            "questionnaire use?",
            {"column": heading},
        ),
        tuple(Choice(name, _words_choice(scale)) for name, scale in scales.items()),
        found.scale.name,
        _seen(seen),
    )


def _words_choice(scale: WordScale) -> Message:
    top = [
        name
        for at, name in enumerate(scale.names, start=int(scale.scale.low))
        if at >= scale.scale.satisfied
    ]
    return Message(
        "From the lowest to the highest: {words}. Satisfied: {top}.",
        {"words": scale.names, "top": top},
    )


def word_scale_named(name: str) -> WordScale | None:
    """The word scale of a lasting name, or None."""
    return next((scale for scale in WORD_SCALES if scale.name == name), None)


def _seen(words: Mapping[str, int]) -> tuple[Message, ...]:
    most = sorted(words.items(), key=lambda word: -word[1])[:_MOST_NUMBERS]
    return (
        Message(
            "How often each was given: {counts}.",
            {
                "counts": [
                    Message("{value}: {count}", {"value": word, "count": count})
                    for word, count in most
                ]
            },
        ),
    )


def basic_question(seen: Mapping[str, int], heading: str) -> Question:
    """Whether 基本满意 counts as satisfied, as in official reports."""
    return Question(
        BASIC,
        Message(
            "Under {column}, \u201c基本满意\u201d is the middle of the scale. Does it count as "
            "satisfied?",
            {"column": heading},
        ),
        (
            Choice("no", N_("No: satisfied are the points above it, as on other scales.")),
            Choice(
                "yes",
                N_(
                    "Yes, by the rule of public services: everything from \u201c基本满意\u201d up "
                    "is satisfied."
                ),
            ),
        ),
        "no",
        _seen(seen),
    )


def order_question(heading: str, first: str, last: str, likely: str) -> Question:
    """Whether the first or the last option of a list is the best answer."""
    blanks = {"column": heading, "first": first, "last": last}
    message = Message(
        "{column} holds numbers or letters of options, from {first} to {last}, and not their "
        "words. "
        "Which option is the best answer?",
        blanks,
    )
    return Question(
        ORDER,
        message,
        (
            Choice("last", Message("{last} is the best answer.", blanks)),
            Choice("first", Message("{first} is the best answer.", blanks)),
        ),
        likely,
    )


def codes_question(codes: Mapping[float, int], heading: str, scale: Scale) -> Question:
    """Whether numbers outside the scale mean that there is no answer."""
    found = [
        Message("{value}: {count}", {"value": tidy(code), "count": count})
        for code, count in codes.items()
    ]
    return Question(
        CODES,
        Message(
            "Do the numbers outside {low} to {high} under {column} mean \u201cno answer\u201d? "
            "They often do ({found}).",
            {"column": heading, "low": tidy(scale.low), "high": tidy(scale.high), "found": found},
        ),
        (
            Choice("no_answer", N_("They mean \u201cno answer\u201d: these cells count as empty.")),
            Choice("mistake", N_("They are mistakes: these rows are rejected.")),
        ),
        "no_answer",
    )


def lowest_question(
    numbers: np.ndarray, heading: str, scale: Scale, seen: Sequence[Message], is_best: bool
) -> Question:
    """Whether the lowest number is the best answer, where most answers are low or something in the
    file says so. `seen`: what speaks for either, `is_best`: whether it speaks for the best."""
    blanks = {"column": heading, "low": tidy(scale.low), "high": tidy(scale.high)}
    if np.mean(numbers == scale.low) > 1 / 2:
        message = Message(
            "Most answers under {column} are {low}, the lowest number. Is {low} the best answer of "
            "this questionnaire, or the worst?",
            blanks,
        )
    else:
        message = Message(
            "Is {low} the best answer under {column}, or the worst?",
            blanks,
        )
    return Question(
        LOWEST,
        message,
        (
            Choice(
                "worst",
                Message("{low} is the worst answer and {high} the best.", blanks),
            ),
            Choice(
                "best",
                Message(
                    "{low} is the best answer and {high} the worst: the scale is turned round.",
                    blanks,
                ),
            ),
        ),
        "best" if is_best or _BEST_FIRST.search(heading) else "worst",
        (*seen, *counted(numbers)),
    )


# --- the place of a word


def word_name(word: str) -> str:
    """The name of the question about one word."""
    return f"{WORD}:{word}"


def place_of(name: str, scale: Scale) -> float:
    """The point of the scale that an answer names, perhaps one that was given when the scale had
    other ends; NaN for none."""
    found = _PLACE.fullmatch(name)
    if not found:
        return np.nan
    point, high = int(found[1]), int(found[2])
    if high == scale.high:
        return float(point)
    return float(moved(np.array([float(point)]), scale_from(0 if high == 1 else 1, high), scale)[0])


def word_question(
    word: str,
    count: int,
    heading: str,
    scale: Scale,
    likely: float | None,
    answers: Mapping[str, str],
) -> Question:
    """Where a word stands on the scale that nobody has told the dashboard about."""
    name = word_name(word)
    given = answers.get(name)
    choices = [
        Choice(f"{point}of{tidy(scale.high)}", _place_words(point, scale))
        for point in reversed(_places(scale))
    ]
    choices.append(Choice("none", N_("It is no answer: these cells count as empty.")))
    if given and _PLACE.fullmatch(given) and given not in [choice.name for choice in choices]:
        choices.append(
            Choice(
                given, Message("As answered before: {answer}", {"answer": given.replace("of", "/")})
            )
        )
    message = Message(
        "\u201c{word}\u201d is an answer under {column} whose place on the scale is not known "
        "(rows: {count}). Which point is it?",
        {"word": word, "column": heading, "count": count},
    )
    return Question(
        name,
        message,
        tuple(choices),
        "none" if likely is None else f"{tidy(likely)}of{tidy(scale.high)}",
    )


def _places(scale: Scale) -> list[int]:
    low, high = int(scale.low), int(scale.high)
    return (
        list(range(low, high + 1))
        if high - low < FINE
        else [round(low + part * (high - low) / 4) for part in range(5)]
    )


def _place_words(point: int, scale: Scale) -> Message:
    blanks = {"point": point, "low": tidy(scale.low), "high": tidy(scale.high)}
    if point >= scale.satisfied:
        return Message("{point} on the scale from {low} to {high}: satisfied", blanks)
    if point <= scale.dissatisfied:
        return Message("{point} on the scale from {low} to {high}: dissatisfied", blanks)
    return Message(
        "{point} on the scale from {low} to {high}: neither satisfied nor dissatisfied", blanks
    )
