"""Which heading of a file means which column of a kind: what a person said, then known headings,
then likely ones.

Headings and cells decide together: a known heading means nothing above cells
that the column cannot hold, and one that only resembles a known heading is
sure where the cells leave no other reading.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from data.kinds.schema import Column, DatasetKind, Type
from data.matching.beside import has_gaps, odd_cell, ticks_of
from data.matching.cell_looks import are_addresses, are_codes, are_dates
from data.matching.course_tests import tests_of_courses
from data.matching.days_of_people import is_no_day_of
from data.matching.entered_later import was_entered_later
from data.matching.heading_says import is_measured, is_other_day
from data.matching.likeness import (
    are_verdicts,
    contradicts,
    could_hold,
    is_remark,
    likeness,
    speaks_against,
)
from data.matching.listed_people import people_of_list
from data.matching.listed_units import units_of_list
from data.matching.match import Match, Unfit
from data.matching.meant_alike import meant_alike
from data.matching.name_of_number import stores_called_alike
from data.matching.not_meant import STAFF, all_differ, is_not_meant
from data.matching.open_headings import OpenHeadings
from data.matching.own_number import counts_rows
from data.matching.part_words import STEMS, speaks_plainly
from data.matching.personal import about_customer, is_email, is_name_part, is_personal
from data.matching.record_stems import KINDS as RECORDS, not_of
from data.matching.stems import KINDS as STEM_KINDS, by_stems
from data.matching.told_columns import as_told
from data.matching.unknown_maximum import needed_maximum
from data.matching.visited_places import visited_places
from data.matching.voice_columns import (
    KINDS as VOICE_KINDS,
    judged_by_others,
    of_whole,
    speaks_of_part,
    voice_columns,
)
from data.matching.worked_out import dated_columns, first_cells, is_empty, once
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import (
    LISTED,
    doubts,
    fold,
    is_listed,
    parts,
    stated_maximum,
    vocabulary,
)
from data.text.writing import shown
from data.values.looks import is_data, is_no_answer
from errors import Message

_YES_OR_NO = 2  # different answers


def match(sheet: Sheet, kind: DatasetKind, options: Options) -> Match:
    """The reading of a sheet's headings as columns of `kind`, to be confirmed where likely.

    WrongCall where `options` name a heading or a column that does not exist,
    or the same column twice.
    """
    if options != _PLAIN:
        return _of_those_meant(sheet, kind, options)
    return once(sheet, kind.name, lambda: _of_those_meant(sheet, kind, options))


_PLAIN = Options()


def _of_those_meant(sheet: Sheet, kind: DatasetKind, options: Options) -> Match:
    """The reading without people and days that are not those meant, and with the next that could
    be them."""
    found = _match(sheet, kind, options)
    told = {*options.match.values()}
    others = {
        sheet.headings[at]: ""
        for at, name in found.columns.items()
        if name not in told and is_not_meant(sheet, kind, at, name)
    }
    if not others:
        return found
    return _of_those_meant(sheet, kind, replace(options, match={**options.match, **others}))


def _match(sheet: Sheet, kind: DatasetKind, options: Options) -> Match:
    columns, unused = as_told(sheet, kind, options)
    told = dict(columns)
    samples = first_cells(sheet)
    ticks = once(sheet, "ticks", lambda: ticks_of(sheet, samples))
    free = [
        at
        for at in range(len(sheet.headings))
        if at not in columns and at not in unused and at not in ticks
    ]
    open_columns = [
        column for column in kind.columns if column.name not in {*columns.values(), *options.set}
    ]
    open_ = OpenHeadings(sheet, kind, free, open_columns, samples)
    unfit = _unfit(open_)
    tests = tests_of_courses(sheet, kind, free) if "course" not in told.values() else set()
    exact = _best(_exact(open_, unfit, tests))
    stores = stores_called_alike(sheet, kind, exact, free, samples)
    # A known heading without a single cell below it gives way to one whose cells fit, a mere
    # count of rows to numbers of records, and the day of entering it to that of the record.
    hollow = {
        at: name
        for at, name in exact.items()
        if not samples[at]
        and not sheet.cells[at].astype(bool).any()
        or kind.name in RECORDS
        and kind.identifiers[0] == name
        and counts_rows(sheet.headings[at], samples[at])
        or name == kind.date
        and was_entered_later(sheet, kind, at, free, samples)
    }
    columns.update({at: name for at, name in exact.items() if at not in hollow})
    free = [at for at in free if at not in hollow]
    rest = [at for at in free if at not in columns]
    candidates = list(_likely(open_.left(rest, columns.values()), unfit))
    likely = _best(candidates)
    columns.update(likely)
    open_ = open_.left(free, columns.values())
    likely = {
        at: name
        for at, name in likely.items()
        if (
            doubts(sheet.headings[at], name, kind)
            or not _is_sure(at, name, candidates, kind, samples)
        )
        and not _names_part(sheet, at, name, free, samples)
        or name == "overall"
        and kind.name in VOICE_KINDS
        and (speaks_of_part(sheet.headings[at]) or judged_by_others(sheet))
    }
    columns, likely, weak, rivals = _of_voice(open_, told, columns, likely)
    stems = by_stems(open_, told, columns)
    columns, rivals = dict(stems.columns), {**rivals, **stems.rivals}
    columns.update({at: name for at, name in hollow.items() if name not in columns.values()})
    # Numbers of staff may have taken the place of their names.
    likely = {at: name for at, name in likely.items() if columns.get(at) == name}
    likely.update({at: columns[at] for at in stems.likely})
    for name, (at, others) in meant_alike(sheet, kind, exact, free, samples, unfit).items():
        if columns.get(at) == name:
            likely[at], rivals[name] = name, others
    if stores is not None:
        number, named = stores
        likely[number], rivals["store"] = "store", (named,)
    course = next((at for at, name in exact.items() if name == "course"), None)
    if tests and course is not None and course not in hollow:
        likely[course], rivals["course"] = "course", tuple(sorted(tests))
    for name, places in _asked_of_kind(open_, columns, {*exact, *told} - {*likely}, options):
        columns = {at: column for at, column in columns.items() if column != name}
        columns[places[0]] = likely[places[0]] = name
        rivals[name] = tuple(places[1:])
    rest = [at for at in free if at not in columns]
    guessed = _guessed(open_.left(rest, columns.values()), columns)
    columns.update(guessed)
    guessed = {
        at: name
        for at, name in guessed.items()
        if name != kind.date or not _DATED.search(sheet.headings[at])
    }
    likely.update(guessed)
    guessed.update({at: columns[at] for at in (*weak, *stems.doubted) if at in columns})
    rest = [at for at in range(len(sheet.headings)) if at not in columns]
    personal = [at for at in rest if is_personal(sheet.headings[at], samples[at])]
    return Match(
        dict(sorted(columns.items())),
        likely=tuple(sorted(likely)),
        unused=tuple(sheet.headings[at] for at in rest if at not in personal),
        dropped_personal=tuple(sheet.headings[at] for at in personal),
        maximum=_maximum(sheet, columns),
        unfit=tuple(
            Unfit(sheet.headings[at], name, odd_cell(sheet.headings[at], samples[at], kind, name))
            for at, name in unfit
            if at not in columns
            and not is_listed(sheet.headings[at], name, kind)
            and name not in columns.values()
            and not about_customer(sheet.headings[at])
        ),
        guessed=tuple(sorted(guessed)),
        needed=_needed(sheet, kind, columns, samples),
        rivals=rivals,
        stems=stems.own,
    )


def _asked_of_kind(
    open_: OpenHeadings, columns: Mapping[int, str], sure: Collection[int], options: Options
) -> Iterator[tuple[str, Sequence[int]]]:
    """What only one kind proposes where nothing was found, each column of it with the positions that
    may be it, the likeliest first."""
    people = people_of_list(open_, columns, sure)
    listed = {**columns, **dict.fromkeys(people[:1], STAFF)}
    for name, places in (
        (STAFF, people),
        ("department", units_of_list(open_, listed)),
        ("store", visited_places(open_, columns)),
    ):
        if places and name not in options.set:
            yield name, places


def _names_part(
    sheet: Sheet, at: int, name: str, free: list[int], samples: list[list[str]]
) -> bool:
    """Whether a heading plainly speaks of the part of the service that the column rates, and no
    other filled one does."""
    if name not in STEMS or not speaks_plainly(sheet.headings[at], name):
        return False
    if len({cell for cell in samples[at] if not is_no_answer(cell)}) <= _YES_OR_NO:
        return False  # whether it was solved is another question than how well
    return not any(
        STEMS[name].search(sheet.headings[other]) and samples[other]
        for other in free
        if other != at
    )


def _of_voice(
    open_: OpenHeadings,
    told: Mapping[int, str],
    columns: Mapping[int, str],
    likely: Mapping[int, str],
) -> tuple[dict[int, str], dict[int, str], tuple[int, ...], dict[str, tuple[int, ...]]]:
    """Columns and likely ones after the cells of a survey were weighed, which of these only the
    cells speak for, and the rivals of likely ones."""
    sheet, kind, free, samples = open_.sheet, open_.kind, open_.free, open_.samples
    if kind.name not in VOICE_KINDS or is_nameless(sheet):
        return dict(columns), dict(likely), (), {}
    # No remarks, where another column holds them or these words are the answers themselves.
    loose = {
        at
        for at, name in columns.items()
        if name == "comment" and (not samples[at] or are_verdicts(samples[at]))
    }
    settled = {
        at: name
        for at, name in columns.items()
        if (at not in likely and at not in loose) or at in told
    }
    ours = {kind.date, "overall", "score", "comment"}
    at_hand = [
        at
        for at in free
        if at not in settled
        and likely.get(at, kind.date) in ours
        and not is_data(sheet.headings[at])  # a row of cells taken for headings
    ]
    names = {column.name for column in kind.columns} - {*settled.values()}
    if any(
        _QUESTIONS.search(sheet.headings[at]) and len(set(samples[at])) > 1 for at in free
    ):  # one row a question
        names &= {kind.date}
    found = voice_columns(sheet, kind, at_hand, names, samples)
    chosen = {**found.sure, **found.likely}
    others = {
        at: name for at, name in columns.items() if at not in chosen and name not in chosen.values()
    }
    rivals = dict(found.rivals)
    doubted = dict(found.likely)
    of_all = next((at for at, name in settled.items() if name == "overall"), None)
    if of_all is not None and of_all not in told:
        unused = [at for at in free if at not in others and at not in chosen]
        better = of_whole(sheet, kind, unused, samples, of_all)
        if better is not None:
            others.pop(of_all)
            doubted[better], rivals["overall"] = "overall", (of_all,)
            chosen[better] = "overall"
    kept = {at: name for at, name in likely.items() if others.get(at) == name}
    everybody = [
        at
        for at, name in others.items()
        if name == STAFF and at not in told and all_differ(samples[at])
    ]  # who answered, rather than who served
    kept.update({at: STAFF for at in everybody})
    return {**others, **chosen}, {**kept, **doubted}, found.weak, rivals


Candidate = tuple[tuple, int, str]  # how good (smaller is better), position in the sheet, column


def _best(candidates: Iterable[Candidate]) -> dict[int, str]:
    """Each position and each column once, the best candidates first, ties in the order of the
    file."""
    chosen: dict[int, str] = {}
    for _, at, name in sorted(candidates):
        if at not in chosen and name not in chosen.values():
            chosen[at] = name
    return chosen


Pair = tuple[int, str]  # position in the sheet, column
_WRITTEN_FREELY = ("target", "exam_item")


def _unfit(open_: OpenHeadings) -> list[Pair]:
    """Known headings above cells that the column cannot hold. Targets are written in words and
    signs, items of exams in any way."""
    sheet, kind, free, samples = open_.sheet, open_.kind, open_.free, open_.samples
    if kind.name in _WRITTEN_FREELY:
        return []
    open_names = {column.name: column for column in open_.columns}
    return [
        (at, name)
        for at in free
        for name in vocabulary(kind).get(fold(sheet.headings[at]), {})
        if name in open_names
        and speaks_against(sheet.headings[at], samples[at], open_names[name], kind)
    ]


def _exact(open_: OpenHeadings, unfit: list[Pair], tests: set[int]) -> Iterator[Candidate]:
    """Known headings: filled columns before empty ones, names of places before addresses, several
    sorts before one, courses before their tests, an e-mail before a name, listed numbers of people
    before listed names, trusted headings before others."""
    sheet, kind, free, samples = open_.sheet, open_.kind, open_.free, open_.samples
    open_names = {column.name: column for column in open_.columns}
    for at in free:
        for name, rank in vocabulary(kind).get(fold(sheet.headings[at]), {}).items():
            if name in open_names and (at, name) not in unfit:
                by_name = open_names[name].personal and not is_email(
                    sheet.headings[at], samples[at]
                )
                yield (
                    (
                        has_gaps(sheet, at) if name == kind.date else not samples[at],
                        name == "store"
                        and are_addresses(samples[at])
                        or name == "category"
                        and len(set(samples[at])) == 1
                        or name == "course"
                        and at in tests,
                        by_name and is_personal(sheet.headings[at], ()),
                        by_name and kind.name in STEM_KINDS and not are_codes(samples[at]),
                        by_name and rank >= LISTED and not are_codes(samples[at]),
                        name == "store" and rank >= LISTED and are_codes(samples[at]),
                        rank,
                    ),
                    at,
                    name,
                )


def _likely(open_: OpenHeadings, unfit: list[Pair]) -> Iterator[Candidate]:
    """Known headings as a part of a heading of several rows, then similar ones whose cells fit.
    Half a name is nobody's where a column holds addresses of mail."""
    sheet, kind, free, samples = open_.sheet, open_.kind, open_.free, open_.samples
    mailed = any(is_email(sheet.headings[at], samples[at]) for at in free)
    for at in free:
        heading = sheet.headings[at]
        exact = {name for part in parts(heading) for name in vocabulary(kind).get(fold(part), {})}
        personal = is_personal(heading, samples[at])
        for column in open_.columns:
            if personal and not column.personal or (at, column.name) in unfit:
                continue
            if column.name in kind.numbered and counts_rows(heading, samples[at]):
                continue  # every file begins to count anew
            if column.personal and mailed and is_name_part(heading):
                continue
            if not samples[at] and (
                kind.is_result(column) or not column.required and is_empty(sheet, at)
            ):
                # nothing is under it: a score is rather under a heading that is known less, or
                # asked for, and an optional column is worth no question
                continue
            score = likeness(heading, samples[at], column, kind)
            if column.name in exact or score:
                fits = not contradicts(heading, samples[at], column, kind)
                score = (1.0 if column.name in exact else score) * fits
            if score and not _speaks_of_other(heading, column, kind):
                yield (-score,), at, column.name


def _speaks_of_other(heading: str, column: Column, kind: DatasetKind) -> bool:
    other = not_of(kind.name, column.name)
    return other is not None and other.search(heading.replace("_", " ")) is not None


NUMBERED = re.compile(r"Column \d+")  # how columns without a heading are called
_FEW = 10  # cells that may all differ though they are marks
# A heading that says so, above the only dates of a file.
_DATED = re.compile(r"date|time\b|\bday\b|日期|时间|時間", re.I)
_QUESTIONS = re.compile(
    r"(?:question|item|metric|measure|category)s?$|^(?:问题|問題|题目|題目|指标|指標)(?!解决|解決|处理|處理|的)",
    re.I,
)  # rows of several questions
_RATED = re.compile(
    r"rat(?:e|ed|ing)s?\b|scor|satisf|stars?\b|happ|experience|feel|recommend|fft\b|friends and "
    r"family|\banswers?\b|\bresponses?\b"
    r"|grade|分|评|評|满意|滿意|推荐|推薦|打分|星",
    re.I,
)


_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?").fullmatch  # since 1970, or thousandths of them


def is_nameless(sheet: Sheet) -> bool:
    """Whether the file had no headings, so that its columns are numbered."""
    return all(map(NUMBERED.fullmatch, sheet.headings))


def _guessed(open_: OpenHeadings, used: dict[int, str]) -> dict[int, str]:
    """What no heading supplies, under the only one left whose cells could be it: the date, and the
    score where the heading speaks of one.

    In a file without headings the cells alone speak, of a remark too.
    """
    sheet, kind, free, samples = open_.sheet, open_.kind, open_.free, open_.samples
    if kind.column(kind.date).type is not Type.MOMENT:
        return {}
    nameless, asked = is_nameless(sheet), any(map(_QUESTIONS.search, sheet.headings))
    dates = dated_columns(sheet)
    if nameless and not dates:
        dates = [at for at, cells in enumerate(samples) if cells and all(map(_SECONDS, cells))]
    others = [
        at
        for at in free
        if at not in dates
        and samples[at]
        and not about_customer(sheet.headings[at])
        and not is_measured(sheet.headings[at])
    ]
    found: dict[int, str] = {}
    for column in open_.columns:
        if column.name == kind.date:
            fitting = (
                [
                    at
                    for at in dates
                    if at in free
                    and not is_other_day(sheet.headings[at])
                    and not is_no_day_of(kind.name, sheet.headings[at])
                ]
                if len(dates) == 1
                else []
            )
        elif (
            kind.is_result(column)
            and column.name == _lone_result(kind)
            and not asked
            and not set(kind.one_of).intersection(used.values())
        ):
            fitting = [
                at
                for at in others
                if (len(set(samples[at])) < len(samples[at]) or len(samples[at]) <= _FEW)
                and (nameless or _RATED.search(sheet.headings[at]))
                and could_hold(column, samples[at], kind, sheet.headings[at])
            ]
        elif is_remark(column, kind) and nameless:
            fitting = [
                at
                for at in others
                if len(set(samples[at])) * 2 > len(samples[at]) > 1
                and could_hold(column, samples[at], kind)
            ]
        else:
            continue
        if len(fitting) == 1 and fitting[0] not in found:
            found[fitting[0]] = column.name
    return found


def _lone_result(kind: DatasetKind) -> str:
    """What a score means that stands alone: the whole, not a part of it."""
    named = {column.name for column in kind.columns}
    first = next((column.name for column in kind.columns if kind.is_result(column)), "")
    required = [
        column.name for column in kind.columns if kind.is_result(column) and column.required
    ]
    return "overall" if "overall" in named else (required or [first])[0]


# Likeness from which on a heading is sure, and by how much it has to be above all others.
_STRONG, _CLEARLY = 0.7, 0.1


def _is_sure(
    at: int, name: str, candidates: list[Candidate], kind: DatasetKind, samples: list[list[str]]
) -> bool:
    """Whether the cells leave no other reading of a heading that only resembles a known one.

    They are filled, no other heading resembles the column and no other column
    the heading nearly as much, and the heading says most of it, or it heads
    the only dates, or the only numbers of records, of the file.
    """
    told = [cell for cell in samples[at] if not is_no_answer(cell)]
    score = next(-key[0] for key, place, column in candidates if (place, column) == (at, name))
    rivals = [-key[0] for key, place, column in candidates if (place == at) != (column == name)]
    if not told or any(rival > score - _CLEARLY for rival in rivals):
        return False
    if is_remark(kind.column(name), kind):
        return True
    if kind.column(name).type in (Type.DATE, Type.MOMENT):
        return (
            score >= _STRONG or sum(are_dates(cells) for cells in samples) == 1 and are_dates(told)
        )
    if kind.numbered[:1] == (name,):
        return len(set(told)) == len(told)
    return score >= _STRONG


def _first(cells: list[str]) -> str:
    """A cell short enough to be shown."""
    return shown(next((cell for cell in cells if not is_no_answer(cell)), ""))


def _needed(
    sheet: Sheet, kind: DatasetKind, columns: dict[int, str], samples: list[list[str]]
) -> dict[str, Message]:
    """The highest possible score, where nothing says it and a hundred is no good guess."""
    at = next((at for at, name in columns.items() if name == "score"), None)
    if (
        at is None
        or "pass_mark" not in {column.name for column in kind.columns}
        or _maximum(sheet, columns)
        or "maximum" in columns.values()
    ):
        return {}
    why = needed_maximum(sheet, kind, columns, samples[at])
    return {} if why is None else {"maximum": why}


def _maximum(sheet: Sheet, columns: dict[int, str]) -> float | None:
    """What the heading of the score says is the highest one, where no column holds it."""
    at = next((at for at, name in columns.items() if name == "score"), None)
    return (
        None if at is None or "maximum" in columns.values() else stated_maximum(sheet.headings[at])
    )
