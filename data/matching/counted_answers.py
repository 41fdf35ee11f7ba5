"""Surveys with a column for each answer: a mark in the one that was given, or how many people gave it.
They are made into one answer a row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import NPS
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.long_form import names_questions, resolve_long_form
from data.matching.match import Match
from data.matching.nps_groups import GROUPS
from data.matching.told_columns import find_heading
from data.matching.voice_columns import KINDS as VOICES
from data.matching.worked_out import once
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from data.text.folding import normal
from data.text.writing import folded
from data.values.looks import is_number
from data.values.words import choose, is_known, stars
from errors import Message, Undecided
from i18n import N_

NAME, COUNT, NO = "counted_answers", "count", "no"
_MARKS = {"x", "✓", "✔", "√", "v", "o", "○", "●", "☑", "■", "1", "是", "yes", "ja", "oui", "true"}
_SIGNS = {mark for mark in _MARKS if not mark.isalnum()} | {"x", "v"}
_TO_TEN = (0, 10)
_RUNS = (_TO_TEN, (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 10))
_NONE = {"", "0", "-", "–", "☐", "□", "否", "no", "nein", "non", "false"}
_FEWEST, _FEWEST_ROWS, _MARKED = 3, 2, 0.9  # answers, rows, and the share of rows with one mark
_LOOKED_AT = 2000  # rows
_NUMBER = re.compile(r"\d{1,7}(?:\.0+)?")
_STARS = re.compile(
    r"([1-9]|10)\s*[- ]?(?:stars?|sterne?|étoiles?|estrellas?|estrelas?|stelle|星|[颗顆]星|つ星|★)|(?:★|⭐)\s*([1-5])",
    re.I,
)
_FIRST_ROWS, _MOST_ANSWERS = 200, 11
_SCORES = ("10", "8", "3")  # of promoters, passives and detractors
_COUNTED = re.compile(
    r"^(?:number of|no\. of|count of|anzahl|nombre d\w*|nº)\W+"
    r"|[\s(（]+(?:count|counts|responses?|votes?|anzahl|#|n)[)）]*$"
    r"|[\s(（]*(?:人数|人數|票数|票數|份数|份數|次数|次數|个数|個數)[)）]*$",
    re.I,
)
_MEAN = re.compile(r"%|[.,]\d*[1-46-9]")  # a share, or a mean of whole and half points
_TIMES = re.compile(
    r"^(?:number|no\.?|count|anzahl|nombre|número|numero|aantal)(?: (?:of|der|de|di|von) .*)?$|\bcount$"
    r"|^(?:responses|respondents|votes|answers|antworten|réponses|respuestas|respostas|risposte|n)$"
    r"|人数|人數|票数|票數|份数|份數|次数|次數|件数|件數|数量|數量|回答数|응답 ?수",
    re.I,
)
_PARTS = re.compile(r"\s+/\s+|\s+[-–|]\s+|[:：]\s*|[_\n]")


@dataclass(frozen=True)
class _Block:
    """Columns of the answers to one question: `columns` position -> the answer as it is written."""

    asked: str
    columns: Mapping[int, str]
    groups: bool = False


def holds_answers(sheet: Sheet) -> bool:
    """Whether there is a column for each answer."""
    return any(True for _ in _blocks(sheet))


def names_groups(sheet: Sheet) -> bool:
    """Whether a column says of each answer whether it promotes or detracts."""
    return any(
        len(told := {cell for cell in cells if cell not in _NONE}) > 1
        and all(map(GROUPS.fullmatch, told))
        for cells in (_cells(sheet, at) for at in range(len(sheet.headings)))
    )


def one_an_answer(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one answer a row, as answered, else as is likely; of other files the sheet
    itself."""
    if kind.name not in VOICES or len(sheet.cells) < _FEWEST_ROWS:
        return Written(sheet)
    blocks = [block for block in _blocks(sheet) if block.groups == (kind is NPS)]
    marked = [block for block in blocks if _are_marks(sheet, block)]
    if marked:
        return _marked(sheet, kind, marked)
    if _asks_several(sheet) and not options.where:
        options = _of_one_question(sheet, kind, options)
        if not options.where:
            return Written(sheet)
    counted = [block for block in blocks if _are_counts(sheet, block)]
    if len(counted) == 1:
        return _counted(file, sheet, kind, options, counted[0])
    return _weighted(file, sheet, kind, options)


def _of_one_question(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the one question whose answers are those of the kind, where that is certain."""
    try:
        return resolve_long_form(sheet, kind, options)
    except Undecided:
        return options


# --- which columns


def _blocks(sheet: Sheet) -> Iterator[_Block]:
    """The questions of which each answer has a column; cells are marks, counts or nothing."""
    found: dict[str, dict[int, str]] = {}
    for at, heading in enumerate(sheet.headings):
        asked, answer = _parted(heading)
        if answer and _is_filled_so(sheet, at):
            found.setdefault(asked, {})[at] = answer
    if (ticked := _ticked_numbers(sheet)) is not None:
        yield ticked
    for asked, columns in found.items():
        words = dict.fromkeys(columns.values(), 1)
        if len(words) < max(_FEWEST, len(columns)):
            continue
        groups = all(map(GROUPS.fullmatch, words))
        if groups or _are_one_scale(words):
            yield _Block(asked, columns, groups)


def _ticked_numbers(sheet: Sheet) -> _Block | None:
    """Columns headed by all numbers of a scale, with marks and no figures below them."""
    columns = {
        at: heading
        for at, heading in enumerate(sheet.headings)
        if heading.isdecimal() and {*_cells(sheet, at)} <= _SIGNS | {""}
    }
    numbers = [*map(int, columns.values())]
    ends = (min(numbers), max(numbers)) if numbers else (0, 0)
    if ends not in _RUNS or sorted(numbers) != [*range(ends[0], ends[1] + 1)]:
        return None
    return _Block("", columns, ends == _TO_TEN)


def _parted(heading: str) -> tuple[str, str]:
    """What a heading asks, and the answer that it stands for; "" where it is none."""
    plain = normal(heading)
    pieces = [piece.strip() for piece in _PARTS.split(plain) if piece.strip()]
    for asked, last in (("", plain), (" ".join(pieces[:-1]), pieces[-1] if pieces else "")):
        answer = _COUNTED.sub("", last).strip()
        forms = (GROUPS.fullmatch, _STARS.fullmatch, stars, is_known)
        if any(form(answer) for form in forms):
            return asked, answer
    return "", ""


def _are_one_scale(words: Mapping[str, int]) -> bool:
    """Whether these are the answers of one scale, each another point."""
    if all(_STARS.fullmatch(word) or stars(word) for word in words):
        return True
    chosen = choose(words)
    if chosen is None:
        return False
    points = [chosen.scale.points(word) for word in words]
    return None not in points and len({*points}) == len(points)


def _cells(sheet: Sheet, at: int) -> list[str]:
    return once(
        sheet,
        ("folded", at),
        lambda: [*map(folded, sheet.cells[at].iloc[:_LOOKED_AT].tolist())],
    )


def _is_filled_so(sheet: Sheet, at: int) -> bool:
    cells = {folded(cell) for cell in sheet.cells[at].iloc[:_LOOKED_AT].unique()}
    return cells <= _MARKS | _NONE or all(
        cell in _NONE or _NUMBER.fullmatch(cell) for cell in cells
    )


def _are_marks(sheet: Sheet, block: _Block) -> bool:
    """Whether nearly each row has one mark."""
    marks = np.array([[cell in _MARKS for cell in _cells(sheet, at)] for at in block.columns])
    plain = all({*_cells(sheet, at)} <= _MARKS | _NONE for at in block.columns)
    each = marks.sum(axis=0)
    given = each[each > 0]
    return (
        plain
        and len(given) > 0
        and bool(np.mean(given == 1) >= _MARKED)
        and len(given) * 2 > len(each)
    )


def _are_counts(sheet: Sheet, block: _Block) -> bool:
    cells = [_cells(sheet, at) for at in block.columns]
    return all(cell in _NONE or _NUMBER.fullmatch(cell) for each in cells for cell in each) and any(
        _NUMBER.fullmatch(cell) and float(cell) > 1 for each in cells for cell in each
    )


def _asks_several(sheet: Sheet) -> bool:
    """Whether a column names several questions, whose answers are not counted together."""
    return any(
        names_questions(heading) and sheet.cells[at].nunique() > 1
        for at, heading in enumerate(sheet.headings)
    )


# --- one answer a row


def _heading(kind: DatasetKind, asked: str) -> str:
    return asked or kind.column("score" if kind is NPS else "overall").label


def _marked(sheet: Sheet, kind: DatasetKind, blocks: Sequence[_Block]) -> Written:
    """Each row with the answer that is marked."""
    headings, columns, twice = [], [], 0
    for block in blocks:
        marks = np.array(
            [[folded(cell) in _MARKS for cell in sheet.cells[at]] for at in block.columns]
        )
        answers = np.array([*block.columns.values()], dtype=object)
        each = marks.sum(axis=0)
        twice += int((each > 1).sum())
        columns.append(np.where(each == 1, answers[marks.argmax(axis=0)], ""))
        headings.append(_heading(kind, block.asked))
    across = {at for block in blocks for at in block.columns}
    rest = [at for at in range(len(sheet.headings)) if at not in across]
    cells = sheet.cells[rest].set_axis(range(len(rest)), axis=1)
    for at, answers in enumerate(columns, start=len(rest)):
        cells[at] = pd.array(answers, dtype="str")
    made = replace(sheet, headings=(*(sheet.headings[at] for at in rest), *headings), cells=cells)
    told = [
        Issue(
            NOTE,
            Message(
                "There is a column for each answer, and the marked one was read: {headings}.",
                {"headings": some([sheet.headings[at] for at in blocks[0].columns])},
            ),
        )
    ]
    if twice:
        told.append(
            Issue(
                WARNING,
                Message(
                    "Rows with more than one marked answer: {count}. They have none here.",
                    {"count": twice},
                ),
            )
        )
    return Written(made, tuple(told))


def _counted(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, block: _Block
) -> Written:
    """Each row as many times as people gave the answers that it counts."""
    numbers = np.array(
        [[_number(cell) for cell in sheet.cells[at]] for at in block.columns], dtype=np.int64
    ).T
    total = int(numbers.sum())
    question = _question(sheet, block, numbers.sum(axis=0), total)
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    rest = [
        at
        for at in range(len(sheet.headings))
        if at not in {*block.columns, *_results(sheet, kind)}
    ]
    refuse_too_long(file, total, len(rest) + 2)
    rows = np.repeat(np.arange(len(numbers)), numbers.sum(axis=1))
    answers = np.array([_written(answer, block) for answer in block.columns.values()], dtype=object)
    places = np.repeat(np.tile(np.arange(len(answers)), len(numbers)), numbers.reshape(-1))
    cells = sheet.cells[rest].iloc[rows].reset_index(drop=True).set_axis(range(len(rest)), axis=1)
    cells[len(rest)] = pd.array(answers[places], dtype="str")
    cells[len(rest) + 1] = pd.array(_names(sheet, kind, rows, places), dtype="str")
    headings = (
        *(sheet.headings[at] for at in rest),
        _heading(kind, block.asked),
        kind.column("response_id").label,
    )
    made = replace(
        sheet, headings=headings, cells=cells, lines=Lines(np.asarray(sheet.lines)[rows])
    )
    return Written(made, questions=(question,))


def _weighted(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """Each row, which holds an answer and how many people gave it, as many times."""
    own = match(sheet, kind, options)
    score = own.position("score" if kind is NPS else "overall")
    asked = _asked(sheet, options)
    at = None if score is None else _times(replace(sheet, cells=sheet.cells[asked]), own, score)
    if at is None or score is None:
        return Written(sheet)
    counts = np.array([_number(cell) for cell in sheet.cells[at]], dtype=np.int64)
    times = np.where(asked, counts, 1)  # other questions are left out later, once a row
    question = Question(
        NAME,
        Message(
            "Each row holds an answer under “{column}”, and a number under “{heading}”. Is it how many "
            "people gave that answer?",
            {"column": sheet.headings[score], "heading": sheet.headings[at]},
        ),
        (
            Choice(COUNT, Message(_EACH, {"count": int(counts[asked].sum())})),
            Choice(NO, N_("No: each row is one answer.")),
        ),
        COUNT,
    )
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    refuse_too_long(file, int(times.sum()), len(sheet.headings) + 1)
    rows = np.repeat(np.arange(len(times)), times)
    rest = [place for place in range(len(sheet.headings)) if place != at]
    cells = sheet.cells[rest].iloc[rows].reset_index(drop=True).set_axis(range(len(rest)), axis=1)
    lines = np.asarray(sheet.lines)[rows]
    headings = tuple(sheet.headings[place] for place in rest)
    if own.position("response_id") is None:
        answers = pd.factorize(sheet.cells[score])[0]
        cells[len(rest)] = pd.array(_names(sheet, kind, rows, answers[rows]), dtype="str")
        headings = (*headings, kind.column("response_id").label)
    made = replace(sheet, headings=headings, cells=cells, lines=Lines(lines))
    return Written(made, questions=(question,))


def _asked(sheet: Sheet, options: Options) -> np.ndarray:
    """Of each row whether it is one of those that are taken."""
    taken = np.ones(len(sheet.cells), dtype=bool)
    for heading, value in options.where.items():
        taken &= (sheet.cells[find_heading(sheet, heading)].map(folded) == folded(value)).to_numpy()
    return taken


def _times(sheet: Sheet, own: Match, score: int) -> int | None:
    """The column of how many people gave each answer: it says so, and no answer comes twice of the
    same day and place."""
    found = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns
        and _TIMES.search(normal(heading))
        and all(_NUMBER.fullmatch(cell) for cell in _cells(sheet, at) if cell)
        and not _runs_on(sheet, at)
    ]
    if len(found) != 1:
        return None
    if any(_MEAN.search(cell) for cell in _cells(sheet, score)):
        return None  # what was worked out of the answers, not one of them
    telling = [at for at, name in own.columns.items() if name not in ("comment", "response_id")]
    different = sheet.cells[telling].drop_duplicates()
    several = sheet.cells[found[0]].map(_number).max() > 1
    return found[0] if several and len(different) == len(sheet.cells) else None


def _runs_on(sheet: Sheet, at: int) -> bool:
    """Whether a column numbers the rows one after the other, up or down, as "No." does; as many
    rows as a scale has answers may count them."""
    numbers = [_number(cell) for cell in sheet.cells[at].iloc[:_FIRST_ROWS].tolist()]
    steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
    return len(numbers) > _MOST_ANSWERS and steps in ({1}, {-1})


def _results(sheet: Sheet, kind: DatasetKind) -> list[int]:
    """The columns of what was worked out of the counts: totals, shares and scores of a whole row."""
    own = match(sheet, kind, Options())
    return [
        at
        for at in range(len(sheet.headings))
        if own.columns.get(at) not in (kind.date, *kind.dimensions)
        and all(is_number(cell.rstrip("% ")) for cell in _cells(sheet, at) if cell not in _NONE)
    ]


def _number(cell: str) -> int:
    return int(float(cell)) if _NUMBER.fullmatch(cell.strip()) else 0


def _written(answer: str, block: _Block) -> str:
    """The answer as a cell has it; of a group of recommendations a score that lies in it."""
    found = GROUPS.fullmatch(answer) if block.groups else None
    return answer if found is None or found.lastindex is None else _SCORES[found.lastindex - 1]


def _names(sheet: Sheet, kind: DatasetKind, rows: np.ndarray, places: np.ndarray) -> list[str]:
    """A name of each answer by which it is known when the file comes again: when and where it was
    counted, which answer of the list it was, and its place among those."""
    own = match(sheet, kind, Options())
    telling = [at for at, name in own.columns.items() if name in (kind.date, *kind.dimensions)]
    texts = (
        sheet.cells[telling].agg(" ".join, axis=1)
        if telling
        else pd.Series([str(line) for line in sheet.lines])
    )
    names = pd.Series(texts.to_numpy()[rows]) + " #" + pd.Series(places + 1).astype(str)
    return (names + "-" + (names.groupby(names).cumcount() + 1).astype(str)).tolist()


_EACH = N_("Yes: {count} people answered, each counts once.")


def _question(sheet: Sheet, block: _Block, counts: np.ndarray, total: int) -> Question:
    each = [
        Message("{heading}: {count}", {"heading": sheet.headings[at], "count": int(count)})
        for at, count in zip(block.columns, counts, strict=True)
    ]
    return Question(
        NAME,
        Message(
            "There is a column for each answer with numbers below it. Are they how many people gave it?"
        ),
        (
            Choice(
                COUNT, Message("Yes: {count} people answered, each counts once.", {"count": total})
            ),
            Choice(NO, N_("No: these columns are left aside.")),
        ),
        COUNT,
        (Message("Together: {counts}.", {"counts": each}),),
    )
