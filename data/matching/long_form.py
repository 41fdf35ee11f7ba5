"""Files with one row a question: the question that holds the score, and the column of its
answers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from data.kinds.schema import Column, DatasetKind, Type
from data.matching.headings import match
from data.matching.likeness import could_hold, sample
from data.matching.match import Match
from data.matching.missing import missing_columns
from data.matching.questions import asks_for
from data.matching.told_columns import find_heading
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary, words
from data.text.writing import folded
from data.values.looks import is_no_answer, is_number
from errors import Undecided

_QUESTIONS = ("question", "category", "item", "measure", "metric", "dimension", "variable")
_ANSWERS = ("answer", "value", "response", "content", "result", "rating", "score")
_QUESTIONS_ZH = (
    "问题",
    "問題",
    "题目",
    "題目",
    "题型",
    "題型",
    "指标",
    "指標",
    "项目",
    "項目",
    "维度",
    "維度",
)
_ANSWERS_ZH = (
    "答案",
    "回答",
    "答复",
    "答覆",
    "选项",
    "選項",
    "内容",
    "內容",
    "分值",
    "得分",
    "评分",
    "評分",
)
_MOST_QUESTIONS = 60
_MOST_WORDS = 12  # of an answer scale; more different texts are free answers


@dataclass(frozen=True)
class LongForm:
    """Rows with `question` (position) = `value` hold the score in `answer` (position); `certain`:
    the value is a known heading."""

    question: int
    value: str
    answer: int
    certain: bool


def long_form(sheet: Sheet, kind: DatasetKind, proposed: Match, options: Options) -> list[LongForm]:
    """The ways to find the one required score that no heading supplies; only the certain ones where
    there are any."""
    missing = [
        column
        for column in missing_columns(proposed, kind, options)
        if column.type in (Type.NUMBER, Type.INTEGER)
    ]
    if len(missing) != 1:
        return []
    found = list(_ways(sheet, kind, missing[0], proposed, options))
    return [way for way in found if way.certain] or found


def resolve_long_form(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the question and its answers settled where they are certain; Undecided where
    a person has to choose."""
    proposed = match(sheet, kind, options)
    ways = long_form(sheet, kind, proposed, options)
    if not ways:
        return options
    if len(ways) > 1 or not (ways[0].certain or options.where):
        choices = tuple({sheet.headings[way.question]: way.value} for way in ways)
        raise Undecided(
            "This file has one row for each question. Say under {heading} which question holds "
            "\u201c{column}\u201d: {values}.",
            setting="where",
            choices=choices,
            heading=sheet.headings[ways[0].question],
            column=missing_columns(proposed, kind, options)[0].label,
            values=tuple(way.value for way in ways),
        )
    column = next(
        column.name
        for column in missing_columns(proposed, kind, options)
        if column.type in (Type.NUMBER, Type.INTEGER)
    )
    way = ways[0]
    return replace(
        options,
        where={sheet.headings[way.question]: way.value},
        match={**options.match, sheet.headings[way.answer]: column},
    )


def _ways(
    sheet: Sheet, kind: DatasetKind, column: Column, proposed: Match, options: Options
) -> Iterator[LongForm]:
    free = [at for at in range(len(sheet.headings)) if at not in proposed.columns]
    answers = [at for at in free if _named(sheet.headings[at], _ANSWERS, _ANSWERS_ZH)]
    for question, values in _questions(sheet, options, free):
        for answer in answers:
            held = [
                value
                for value in values
                if answer != question
                and _holds(sheet.cells[answer][sheet.cells[question] == value], column, kind)
            ]
            telling = len(held) < len(values) or bool(
                options.where
            )  # else the answers are scores whatever was asked
            for value in held:
                certain = column.name in vocabulary(kind).get(fold(value), {}) or asks_for(
                    value, column, kind
                )
                if certain or telling:
                    yield LongForm(question, value, answer, certain)


def _questions(sheet: Sheet, options: Options, free: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Columns that name questions in words, with their values: those asked for, else all."""
    if options.where:
        heading, wanted = next(iter(options.where.items()))
        at = find_heading(sheet, heading)
        yield at, [value for value in sheet.cells[at].unique() if folded(value) == folded(wanted)]
        return
    for at in free:
        if names_questions(sheet.headings[at]):
            values = [value for value in sheet.cells[at].unique() if not is_no_answer(value)]
            if 2 <= len(values) <= _MOST_QUESTIONS and not any(map(is_number, values)):
                yield at, values


def names_questions(heading: str) -> bool:
    """Whether a heading says that its cells name questions."""
    return _named(heading, _QUESTIONS, _QUESTIONS_ZH)


def _named(heading: str, english: tuple[str, ...], chinese: tuple[str, ...]) -> bool:
    spoken = words(heading)
    return bool(spoken) and (
        spoken[-1] in english or any(word in fold(heading) for word in chinese)
    )


def _holds(cells: pd.Series, column: Column, kind: DatasetKind) -> bool:
    """Whether these answers are scores: there are some, and numbers keep within the limits."""
    told = sample([cell for cell in cells if not is_no_answer(cell)])
    if not told or not could_hold(column, told, kind):
        return False
    numbers = pd.to_numeric(pd.Series(told), errors="coerce").dropna()
    if numbers.empty and len(set(told)) > _MOST_WORDS:
        return False
    return (
        column.low is None
        or column.high is None
        or bool(numbers.between(column.low, column.high).mean() > 0.9)
    )
