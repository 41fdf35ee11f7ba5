"""What stands in columns that nothing needs, where a figure is split or timed by a column for which
nothing was found.

A heading or cells that could be it are asked about, one question a column; whatever else is left
over and looks as if it counted is said. Nothing is taken without a word, and nothing left without.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from data.kinds.catalog import MYSTERY_ITEM, ROSTER
from data.kinds.schema import Column, DatasetKind
from data.matching.checklist_columns import verdict_columns
from data.matching.chosen_once import LEFT_OVER, answered_elsewhere
from data.matching.headings import is_nameless
from data.matching.left_looks import (
    Days,
    are_called_as,
    are_codes_of_places,
    are_codes_that_recur,
    are_days,
    are_names_that_recur,
    are_places,
    are_points_of_hundred,
    are_ratings,
    are_remarks,
    are_sorts,
    are_words_of,
    asks_for_words,
    asks_to_choose,
    counts_elsewhere,
    deals_with_it,
    ends_later,
    is_place_itself,
    is_said_otherwise,
    may_be_remarks,
    names_end,
    names_place,
    replies,
)
from data.matching.likeness import likeness, sample
from data.matching.looks_rated import may_be_rated
from data.matching.match import Match
from data.matching.not_meant import all_differ, is_not_meant
from data.matching.part_words import BY_THE_BOOK, STEMS, is_no_score, is_service_as_such
from data.matching.personal import about_customer, about_staff, is_personal
from data.matching.place_cells import have_a_word_in_common, is_wished, may_be_places
from data.matching.still_here import LEFT, names_term
from data.matching.visit_rows import STORE as VISITED
from data.matching.voice_columns import KINDS as VOICES, invites
from data.questions import Choice, Question, still_open
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import fold, normal, vocabulary
from data.text.writing import shown
from data.values.looks import is_no_answer
from data.values.numbers import with_point
from errors import Message
from i18n import N_

NAME, NONE = LEFT_OVER, "none"
_SAMPLED, _EXAMPLES = 2000, 4
_STORE, _SORT, _CLOSED, _STAFF = "store", "category", "closed", "employee"
_REMARK = "remark"
_WORDS = ("comment", _REMARK)
_VISIT = "mystery_visit"
_SPOKEN = (*VOICES, _VISIT)  # whose only words are hardly those of anybody else
_VISITS = (_VISIT, "mystery_item")  # kinds of places
_WHERE = (*VOICES, *_VISITS, "complaint")  # kinds of what customers met with somewhere
# How much speaks for a column: to be offered, to be proposed where none is its equal, and anyhow.
_ASK, _LIKELY, _CERTAIN = 1, 3, 6
_UNWRITTEN = 0.1  # share of the rows in which nobody wrote anything
_FEWEST = 9  # rows of one place, where another column tells several
_RATED = (*VOICES, "staff_survey", "supervisor_rating")  # kinds that are nothing but ratings
# Columns to choose from where neither heading nor cells speak for one.
# What a visit rates, by the stems of words.
_PARTS = {"attitude": STEMS["attitude"], "efficiency": STEMS["speed"], "compliance": BY_THE_BOOK}
_ASKED = {
    **{_SORT: 3, _STORE: 3, _STAFF: 3, LEFT: 3},
    **dict.fromkeys(_WORDS, 3),
    **dict.fromkeys(_PARTS, 3),
}
_FEWEST_ITEMS = 3  # columns of yes and no that make a checklist
_LENGTH = "handling_length"  # tells how long a record was open, where no day does


@dataclass(frozen=True)
class LeftOver:
    """Positions -> columns of the kind, as answered; what is asked, and what is said."""

    columns: Mapping[int, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class _Rest:
    """The columns of a file that nothing needs, with some of their cells."""

    sheet: Sheet
    kind: DatasetKind
    matched: Match
    cells: Mapping[int, list[str]]
    options: Options


@dataclass(frozen=True)
class _Offer:
    """Columns that could be one of the kind's; `likely`: the one that heading or cells speak
    for; `is_shared`: it is as likely others of the kind's, so that only a person can say which."""

    fitting: tuple[int, ...]
    likely: int | None = None
    is_shared: bool = False


def left_over(sheet: Sheet, kind: DatasetKind, matched: Match, options: Options) -> LeftOver:
    """What becomes of the columns that nothing needs."""
    answered = {heading for name, heading in options.answers.items() if name.startswith(f"{NAME}:")}
    rest = _Rest(sheet, kind, matched, _rest(sheet, matched, options, answered), options)
    if is_nameless(sheet):
        return LeftOver()
    questions: list[Question] = []
    columns: dict[int, str] = {}
    for column, offer in _offers(rest, options):
        if offer.likely is None and f"{NAME}:{column.name}" not in options.answers:
            if not 0 < len(offer.fitting) <= _ASKED.get(column.name, 0):
                continue
        question = _question(column, offer, rest, options)
        questions.append(question)
        answer = question.answer(options.answers)
        at = -1 if answer == NONE else sheet.headings.index(answer)
        if at >= 0 and at not in columns:
            columns[at] = column.name
    return LeftOver(columns, tuple(questions), tuple(_told(rest, questions)))


def _rest(
    sheet: Sheet, matched: Match, options: Options, answered: set[str]
) -> dict[int, list[str]]:
    """The filled columns that nothing needs, tell nobody's name, and are not left by a person."""
    found = {}
    for at, heading in enumerate(sheet.headings):
        if at in matched.columns or (heading in options.match and heading not in answered):
            continue
        cells = [
            cell
            for cell in sample(sheet.cells[at].iloc[:_SAMPLED].tolist())
            if not is_no_answer(cell)
        ]
        if cells and not is_personal(heading, cells) and _is_no_customer(heading):
            found[at] = cells
    return found


def _is_no_customer(heading: str) -> bool:
    """Whether a heading is not about who the customer is; what customers said is."""
    return not about_customer(heading) or invites(heading)


def _offers(rest: _Rest, options: Options) -> list[tuple[Column, _Offer]]:
    """What could be each column for which nothing was found; words that are likely those of several
    columns of choices, as yes and no are, speak for none of them."""
    found = [(column, _offer(column, rest)) for column in _open(rest, options)]
    chosen = Counter(offer.likely for column, offer in found if column.choices)
    return [
        (
            column,
            replace(offer, is_shared=bool(column.choices) and chosen[offer.likely] > 1),
        )
        for column, offer in found
    ]


def _open(rest: _Rest, options: Options) -> list[Column]:
    """The columns that figures are split or timed by, and for which nothing was found; that of the
    store too where it is the same in all rows, and that of what was said where nothing is."""
    given = {*rest.matched.columns.values(), *options.set} - _unsaid(rest, options)
    timed = () if _LENGTH in given else (_CLOSED,)
    # Beside another score: without any the file is asked for one elsewhere.
    parts = _PARTS if rest.kind.name == _VISIT and given.intersection(rest.kind.one_of) else ()
    sorts = (_SORT,) if rest.kind.name == "complaint" else ()
    asked = (_STORE, _STAFF, LEFT, *_WORDS, *timed, *sorts, *parts)
    if _of_one_place(rest) and _STORE not in {*options.match.values(), *options.set}:
        given.discard(_STORE)
    return [
        column
        for column in rest.kind.columns
        if column.name not in given
        and (not column.required or column.name in parts)
        and (column.name in asked or column.choices and column.name not in rest.kind.one_of)
    ]


def _unsaid(rest: _Rest, options: Options) -> set[str]:
    """The remark of a visit where nothing stands below its known heading; that nobody wrote a comment
    in some month makes no other words one."""
    at = rest.matched.position(_REMARK)
    empty = at is not None and not _cells(rest.sheet, at)
    return {_REMARK} if empty and _REMARK not in {*options.match.values(), *options.set} else set()


def _of_one_place(rest: _Rest) -> bool:
    """Whether the column of the store says the same in every row."""
    at = rest.matched.position(_STORE)
    cells = [] if at is None else _cells(rest.sheet, at)
    return len(cells) >= _FEWEST and len(set(cells)) == 1


def _offer(column: Column, rest: _Rest) -> _Offer:
    """Which of the left columns could be one of the kind's."""
    if column.name == _STORE:
        return _place(rest)
    if column.name == _STAFF:
        named = _names(rest)
        return named if named.fitting else _Offer(tuple(_not_meant(column, _unused(rest), rest)))
    if column.name == _CLOSED:
        return _end(column, rest)
    if column.name == LEFT:
        days = (at for at, cells in rest.cells.items() if are_days(cells))
        return _Offer(tuple(_not_meant(column, days, rest)))
    if column.name in _PARTS:
        return _part(column, rest)
    if column.name in _WORDS:
        return _words(rest)
    if column.name == _SORT:
        return _Offer(tuple(at for at, cells in rest.cells.items() if are_sorts(cells)))
    found = tuple(at for at, cells in rest.cells.items() if are_words_of(column, cells))
    return _Offer(found, found[0]) if len(found) == 1 else _Offer(())


def _place(rest: _Rest) -> _Offer:
    """The columns of places, those for which most speaks first: that call themselves so, whose
    heading does, or that may be places by their cells alone."""
    found = {at: sum(_signs_of_place(at, rest)) for at in _sorted(rest)}
    fitting = sorted((at for at in found if found[at] > 0), key=lambda at: -found[at])
    if not fitting:
        return _Offer(())
    best = found[fitting[0]]
    alone = sum(found[at] == best for at in fitting) == 1
    return _Offer(
        tuple(fitting), fitting[0] if best >= _CERTAIN or best >= _LIKELY and alone else None
    )


def _sorted(rest: _Rest) -> list[int]:
    """The left columns of sorts; that of a region too where its cells call themselves stores."""
    found = [
        at
        for at, cells in rest.cells.items()
        if are_sorts(cells)
        or are_codes_of_places(rest.sheet.headings[at], cells, rest.kind.name in _VISITS)
    ]
    region = rest.matched.position("region")
    return (
        [*found, region] if region is not None and are_places(_cells(rest.sheet, region)) else found
    )


def _signs_of_place(at: int, rest: _Rest) -> Iterator[int]:
    """How much each sign speaks for a column of places. A heading alone takes no filled column's
    place, and cells that may be anything are asked about where nothing else tells where it was."""
    heading, cells = rest.sheet.headings[at], _cells(rest.sheet, at)
    is_filled = rest.matched.position(_STORE) is not None
    if are_places(cells):
        yield _CERTAIN
    if names_place(heading):
        wished = is_filled or is_wished(heading)
        yield _ASK if wished else _CERTAIN if is_place_itself(heading) else _LIKELY
    if is_filled or _is_left_empty(rest.sheet, at) or not may_be_places(heading, cells):
        return
    if rest.kind.name not in _WHERE or VISITED in rest.options.answers:
        return
    told = are_called_as(heading, cells) or have_a_word_in_common(cells)
    visited = rest.kind.name in _VISITS
    if told:
        yield _LIKELY if visited else _LIKELY - _ASK
    if rest.matched.position("department") is None:
        yield _ASK


def _words(rest: _Rest) -> _Offer:
    """The columns of what somebody wrote: the one whose heading invites to, else of a survey or a
    visit the one with most text. Short texts that come again may have been chosen, unless their
    heading asks for words or not everybody wrote some; and no heading may speak of staff, of who
    somebody is, or of what people choose."""
    headings = rest.sheet.headings
    free = _left_empty(rest)
    found = [
        at
        for at, cells in rest.cells.items()
        if are_remarks(cells) or _may_be_words(headings[at], cells, is_free=at in free)
    ]
    asking = [at for at in found if invites(headings[at])]
    said = [at for at in found if not is_said_otherwise(headings[at])]
    if len(asking) == 1 or rest.kind.name not in _SPOKEN:
        return _Offer(tuple(found), asking[0] if len(asking) == 1 else None)
    written = [at for at in said if are_remarks(rest.cells[at]) or asks_for_words(headings[at])]
    written = written or [at for at in said if at in free and not asks_to_choose(headings[at])]
    reasons = [at for at in said if at in free and _tells_why(headings[at], rest)]
    most = max(reasons or written, key=lambda at: sum(map(len, rest.cells[at])), default=None)
    return _Offer(tuple(found), most)


def _tells_why(heading: str, rest: _Rest) -> bool:
    """Whether a heading says that of the answers and more, as 满意度理由 does beside 满意度."""
    answers = (
        normal(rest.sheet.headings[at])
        for at, name in rest.matched.columns.items()
        if rest.kind.is_result(rest.kind.column(name))
    )
    return any(told != normal(heading) and told in normal(heading) for told in answers if told)


def _left_empty(rest: _Rest) -> set[int]:
    return {at for at in rest.cells if _is_left_empty(rest.sheet, at)}


def _may_be_words(heading: str, cells: list[str], is_free: bool) -> bool:
    """Whether short texts that come again were written rather than chosen: their heading asks for
    words, or not everybody wrote some."""
    asked_for = asks_for_words(heading)
    return (is_free or asked_for) and may_be_remarks(cells, asked_for)


def _is_left_empty(sheet: Sheet, at: int) -> bool:
    """Whether not everybody wrote something, as where nobody had to."""
    cells = sheet.cells[at].iloc[:_SAMPLED].tolist()
    return sum(map(is_no_answer, cells)) >= _UNWRITTEN * len(cells)


def _names(rest: _Rest) -> _Offer:
    """The columns of names that recur, which are hardly those of customers; of visits they may be
    those of whoever was sent, where no other column names them."""
    found = tuple(
        at
        for at in _unused(rest)
        if are_names_that_recur(rest.sheet.headings[at], _cells(rest.sheet, at))
        or are_codes_that_recur(rest.sheet.headings[at], _cells(rest.sheet, at))
    )
    handling = tuple(at for at in found if deals_with_it(rest.sheet.headings[at]))
    if rest.kind.name == "complaint":  # of whom, and not who deals with it
        others = {*handling, *(at for at in found if replies(rest.sheet.headings[at]))}
        found = tuple(at for at in found if at not in others)
    elif rest.kind.name in VOICES and handling:
        numbers = [at for at in handling if about_staff(rest.sheet.headings[at])]
        return _Offer(found, (numbers or handling)[0])
    unsent = rest.kind.name in _VISITS and rest.matched.position("shopper") is None
    return _Offer(found, found[0] if len(found) == 1 and not unsent else None)


def _unused(rest: _Rest) -> Iterator[int]:
    """The columns that nothing needs, of names as well."""
    for at, heading in enumerate(rest.sheet.headings):
        settled = heading in rest.options.match and heading not in rest.options.answers.values()
        if at not in rest.matched.columns and not settled:
            yield at


def _end(column: Column, rest: _Rest) -> _Offer:
    """The columns of days on which records can have ended, since none is before they began."""
    day = rest.matched.position(rest.kind.date)
    if day is None:
        return _Offer(())
    days = Days(rest.sheet, day, rest.options)
    found = [
        at
        for at, cells in rest.cells.items()
        if are_days(cells) and ends_later(days, at, rest.sheet.headings[at])
    ]
    named = [at for at in found if names_end(rest.sheet.headings[at])]
    return _Offer(tuple(found), named[0] if named else None)


def _not_meant(column: Column, at_hand: Iterable[int], rest: _Rest) -> Iterator[int]:
    """The columns whose headings mean the column, and whose cells speak against it."""
    for at in at_hand:
        heading = rest.sheet.headings[at]
        known = column.name in vocabulary(rest.kind).get(fold(heading), {})
        if not known and not likeness(heading, _cells(rest.sheet, at), column, rest.kind):
            continue
        of_else = names_term(heading) or about_customer(heading)
        if not of_else and is_not_meant(rest.sheet, rest.kind, at, column.name):
            yield at


def _part(column: Column, rest: _Rest) -> _Offer:
    """The columns of points of a hundred whose heading holds a word for the part of a service, in a
    language of which no whole heading is known. Where none does, the service as such may be that of
    whoever served, which only a person can say."""
    headings = rest.sheet.headings
    points = [at for at in _points(rest) if _goes_above_total(at, rest)]
    found = tuple(at for at in points if _PARTS[column.name].search(headings[at]))
    if not found and column.name == "attitude":
        return _Offer(tuple(at for at in points if is_service_as_such(headings[at])))
    return _Offer(found, found[0] if len(found) == 1 else None)


def _goes_above_total(at: int, rest: _Rest) -> bool:
    """Whether points are more than the total in some row, as what only makes it up never is."""
    total = rest.matched.position("overall")
    if total is None:
        return True
    part, whole = (_numbers(rest.sheet, one) for one in (at, total))
    return bool((part > whole).any())


def _numbers(sheet: Sheet, at: int) -> pd.Series:
    cells = sheet.cells[at].iloc[:_SAMPLED].map(lambda cell: with_point(cell.rstrip("% ")))
    return pd.to_numeric(cells, errors="coerce")


def _points(rest: _Rest) -> list[int]:
    """The left columns of points of a hundred whose headings tell no amount, aim or place."""
    return [
        at
        for at, cells in rest.cells.items()
        if are_points_of_hundred(cells) and not is_no_score(rest.sheet.headings[at])
    ]


def _cells(sheet: Sheet, at: int) -> list[str]:
    cells = sample(sheet.cells[at].iloc[:_SAMPLED].tolist())
    return [cell for cell in cells if not is_no_answer(cell)]


def _question(column: Column, offer: _Offer, rest: _Rest, options: Options) -> Question:
    elsewhere = answered_elsewhere(f"{NAME}:{column.name}", options)
    fitting = [rest.sheet.headings[at] for at in offer.fitting]
    headings = [heading for heading in fitting if heading not in elsewhere]
    given = options.answers.get(f"{NAME}:{column.name}")
    if given in rest.sheet.headings and given not in headings:
        headings.append(given)  # answered for an earlier file, whose cells showed more
    likely = None if offer.likely is None else rest.sheet.headings[offer.likely]
    return Question(
        f"{NAME}:{column.name}",
        _doubt(column, offer, rest),
        (
            *(
                Choice(
                    heading,
                    Message(
                        "“{heading}” ({cells}).",
                        {"heading": heading, "cells": _examples(rest.sheet, heading)},
                    ),
                )
                for heading in headings
            ),
            Choice(NONE, N_("None of them.")),
        ),
        likely if likely in headings and not offer.is_shared else NONE,
    )


def _doubt(column: Column, offer: _Offer, rest: _Rest) -> Message:
    at = rest.matched.position(column.name)
    if column.name == LEFT:
        return Message(
            "These days are still to come, or are those of people who still work here by their "
            "status. Does one of these columns hold “{column}” all the same?",
            {"column": column.label},
        )
    if column.name == _STAFF and all(all_differ(_cells(rest.sheet, one)) for one in offer.fitting):
        return Message(
            "Nobody comes twice in these columns, as those do who serve. Does one of them hold "
            "“{column}” all the same?",
            {"column": column.label},
        )
    if at is not None and not _cells(rest.sheet, at):
        return Message(
            "“{heading}” is taken for “{column}”, and nothing stands below it. Does one of these "
            "columns hold it instead?",
            {"heading": rest.sheet.headings[at], "column": column.label},
        )
    if at is None and (empty := _asking_in_vain(column, rest)) is not None:
        return Message(
            "“{heading}” asks for “{column}”, and nothing stands below it. Does one of these columns "
            "hold it instead?",
            {"heading": rest.sheet.headings[empty], "column": column.label},
        )
    if at is None:
        return Message(
            "No heading is known that holds “{column}”. Does one of these columns hold it?",
            {"column": column.label},
        )
    return Message(
        "“{heading}” is taken for “{column}”, and says the same in every row. Does one of these "
        "columns hold it instead?",
        {"heading": rest.sheet.headings[at], "column": column.label},
    )


def _asking_in_vain(column: Column, rest: _Rest) -> int | None:
    """The first column whose heading asks for what is not found, and below which nothing stands."""
    asks = invites if column.name in _WORDS else is_place_itself if column.name == _STORE else None
    if asks is None:
        return None
    return next(
        (
            at
            for at, heading in enumerate(rest.sheet.headings)
            if asks(heading) and not _cells(rest.sheet, at)
        ),
        None,
    )


def _examples(sheet: Sheet, heading: str) -> list[str]:
    cells = _cells(sheet, sheet.headings.index(heading))
    return [shown(cell) for cell in dict.fromkeys(cells)][:_EXAMPLES]


def _told(rest: _Rest, questions: list[Question]) -> list[Message]:
    """What is said of columns that nothing needs, that nothing is asked about, and that no answer
    took."""
    given = rest.options.answers
    asked = {choice.name for each in still_open(questions, given) for choice in each.choices}
    asked |= {each.answer(given) for each in questions}
    left = {at: cells for at, cells in rest.cells.items() if rest.sheet.headings[at] not in asked}
    return [
        *_of_ratings(rest, left),
        *_of_items(rest),
        *_of_days(rest, left),
        *_of_remarks(rest, left),
    ]


def _of_items(rest: _Rest) -> list[Message]:
    """That a file of visits with a total holds the items of their checklist besides."""
    if rest.kind.name != _VISIT:
        return []
    found = verdict_columns(rest.sheet, rest.matched, MYSTERY_ITEM.column("earned"))
    headings = [rest.sheet.headings[at] for at in found]
    if len(headings) < _FEWEST_ITEMS:
        return []
    return [
        Message(
            "Columns that hold only yes, no and the like, and that no figure of visits uses: {count} "
            "({headings}). Load the file as “{kind}” too, and each of them is an item.",
            {"count": len(headings), "headings": some(headings), "kind": MYSTERY_ITEM.label},
        )
    ]


def _of_remarks(rest: _Rest, left: Mapping[int, list[str]]) -> list[Message]:
    free = _left_empty(rest)
    found = [
        rest.sheet.headings[at]
        for at, cells in left.items()
        if are_remarks(cells) or _may_be_words(rest.sheet.headings[at], cells, at in free)
    ]
    has_words = any(column.name in _WORDS for column in rest.kind.columns)
    if not found or not has_words:
        return []
    return [
        Message(
            "These columns look like words that somebody wrote, and nothing reads them: {headings}.",
            {"headings": found},
        )
    ]


def _of_ratings(rest: _Rest, left: Mapping[int, list[str]]) -> list[Message]:
    if rest.kind.name == _VISIT:
        return _of_points([rest.sheet.headings[at] for at in _points(rest) if at in left])
    found = [
        rest.sheet.headings[at]
        for at, cells in left.items()
        if may_be_rated(rest.sheet.headings[at], rest.kind.name)
        and are_ratings(rest.sheet.headings[at], cells)
    ]
    if not found:
        return []
    return [
        Message(
            "These columns look like ratings, and no figure uses them: {headings}.",
            {"headings": found},
        )
    ]


def _of_points(headings: list[str]) -> list[Message]:
    """That nothing reads numbers of a visit that may be scores; more than that they do not say."""
    if not headings:
        return []
    return [
        Message(
            "Numbers up to 100 stand in these columns, and no figure uses them: {headings}.",
            {"headings": headings},
        )
    ]


def _of_days(rest: _Rest, left: Mapping[int, list[str]]) -> list[Message]:
    """That rows would count in another month by other days of the file; a list of staff holds as
    of one day, whatever else it tells."""
    day = rest.matched.position(rest.kind.date)
    if day is None or rest.kind is ROSTER:
        return []
    days = Days(rest.sheet, day, rest.options)
    moved: dict[str, int] = {
        rest.sheet.headings[at]: count
        for at, cells in left.items()
        if are_days(cells) and (count := counts_elsewhere(days, at, rest.kind))
    }
    return [_moved(rest.sheet.headings[day], heading, count) for heading, count in moved.items()]


def _moved(day: str, other: str, count: int) -> Message:
    return Message(
        "Rows count in the month of “{day}”. By “{other}”, which is not used, rows would count in "
        "another month: {count}.",
        {"day": day, "other": other, "count": count},
    )
