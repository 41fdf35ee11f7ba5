"""What a title, a note or a heading of an exam file says of all its rows: the highest possible score,
and the score that passes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import TRAINING
from data.matching.exam_forms import with_column
from data.matching.headings import match
from data.matching.inferred import with_own_words
from data.matching.match import Match
from data.matching.named_after import without_days
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.text.writing import shown
from data.values.looks import is_no_answer
from errors import Message

_NO_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*(?:[)）\]】]|$)")
_INCLUDED = re.compile(r"\s*\((?:含|incl|including|einschl|inkl|compris|inclu)[^)]*\)", re.I)
_PART_OF_DAY = re.compile(r"\d{1,4}\s*[年月日号號期届屆](?!钟|鐘)")
# A comma or a full stop between digits belongs to a number, a slash to a pair.
_CLAUSES = re.compile(r"[;、。|·•\n()\[\]【】]|[,.](?!\d)|(?<!\d)[,./]|\s[-–—]\s")
_DAY = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")
_SHORT = re.compile(r"\b(max|min|mind|nr|no|pts?)\.(?=[ :])", re.I)
_EACH = re.compile(
    r"(?:每[道小]?[题題]|each|je|chaque|cada)\s*(?:item|question|frage)?\s*\d+", re.I
)
_PASSES = re.compile(
    r"pass(?:ing)?[ -]?(?:marks?|scores?|grades?|points?|level|line|threshold|percentage|percent|standard|criteri\w+|requirements?|rule)"
    r"|\b(?:to|for a|for) pass(?:ing)?\b"
    r"|\bpass(?:ed)?\s*(?:at|from|with|if|is|requires|[=≥>]+)|\bor (?:more|above|higher|better)(?: is a| to| =)? pass"
    r"|\bcut[ -]?(?:off|score)\b|\bqualifying (?:mark|score)|\b(?:required|minimum passing|minimum required|min\.? pass(?:ing)?) (?:score|mark|grade)"
    r"|(?<!不)及格|(?<!不)合格(?=[^a-z\d]{0,6}\d+\s*(?:分|點|点|%)|[线線点點标標分基ラ]|\s*[=≥>])|(?<=[上分点點%])\s*[即为為算才属屬で=]{0,2}\s*(?:合格|通过|通過|达标|達標)"
    r"|(?:通过|通過|达标|達標|过关|過關|录取|錄取)(?:分数?线|分數?線|分数?|分數?|标准|標準|线|線)"
    r"|以下[^\d]{0,4}不|(?:低于|低於|不足|未满|未滿)(?=\s*\d+(?:\.\d+)?\s*[分點点%]?\s*[为為即者]?\s*不)|합격"
    r"|\bpass(?=\s*:?\s*\d+\s*%)"
    r"|bestehens\w*|mindestpunkt\w*|\bbestanden\s*(?:ab|mit|bei|[≥=>]+)|\b(?:zum|zu|für das) bestehen|\bbestehen ab"
    r"|\bseuil\b|\bnote (?:minimale|de passage|éliminatoire)|\b(?:réussi|validé|admis)e?s? (?:à partir|si|dès|avec)|\bpour (?:réussir|valider)"
    r"|\b(?:nota|puntaje|puntuación|calificación|pontuação|média) (?:mínim[ao]|aprobatori[ao]|de corte|de aprobación|de aprovação|para apro\w+)"
    r"|\bpara (?:aprobar|aprovação|aprovar|passar)|\baprobad[ao]s? (?:con|desde|a partir)|\baprovad[ao]s? (?:com|a partir)|\baprobatori[ao]"
    r"|\bsoglia\b|\bpunteggio minimo|\bvoto minimo|\bper superare|\bsufficienza"
    r"|\bcesuur|\bgeslaagd (?:vanaf|bij)|\bslaaggrens|\bpróg\b|проходн\w+ балл|\bgeçme notu|\bkkm\b|(?:nilai|markah) (?:kelulusan|lulus)",
    re.I,
)
_BARE = re.compile(r"\bpass[ :]+(?=\d)", re.I)  # beside a maximum, no count of people
_HIGHEST = re.compile(
    r"(?<![a-z])max(?:imum|imal\w*|imale?|\.)?(?![a-z])\.?(?: (?:possible|achievable))?(?: (?:scores?|marks?|points?|grades?|punkt\w*))?"
    r"|\bfull (?:marks?|score)|\btotal (?:marks?|points?|score)|\bout of|\bpoints possible|满分|滿分|満点|总分|總分|卷面分|만점"
    r"|höchstpunkt\w*|gesamtpunkt\w*|erreichbare \w+|\bnotée? sur|\bbarème|\bsur(?= \d)"
    r"|\bsobre(?= \d)|m[áa]xim[ao]|massim[oa]|maximaal|максимальн\w+ балл",
    re.I,
)
_OTHER = re.compile(  # who passed, in place of what passes; what is no number of points
    r"\brates?\b|ratio|\bfail|number of|[格过過标標优優秀良]率|人[数數]|名单|名單|比例|quote\b|anzahl|\btaux|\btasa|\btaxa|\bquota|\bnombre|"
    r"\bnúmero|合格者|합격률|합격자|\baverage|\bmean\b|\bmin(?:imum)?(?=\s*[:=]?\s*\d)|平均|最低分|最高分|durchschnitt|moyenne d|promedio"
    r"|\bweight|权重|權重|占比",
    re.I,
)
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,4}(?:[.,]\d{1,2})?)(?![\d.,]*\d)\s*"
    r"(?:(?P<percent>%|percent|per cent|prozent|pour ?cent|por ?cent\w*|procent)"
    r"|(?P<foreign>分[钟鐘]"
    r"|min\b(?!\.? *(?:pass|mark|score|point|punkt))|mins\b"
    r"|minut\w*|[题題道人名次页頁天]|questions?|items?|fragen|attempts?|tr(?:y|ies)\b|days?|hours?|h\b|std|people|"
    r"participants?|teilnehm\w*|personen|versuche?))?",
    re.I,
)
_PAIR = re.compile(
    r"(?P<one>\d{1,4}(?:[.,]\d{1,2})?)\s*(?:/|out of|of|von|sur|de|su|van|sobre)\s*(?P<two>\d{1,4})(?!\d)",
    re.I,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:[-–~～至到]|bis|to)\s*\d{1,3}(?!\d)")  # a grade: its lower end
_MOST, _SLIPS = 1000, 0.05


@dataclass(frozen=True)
class _Stated:
    """Numbers with the text that says them; a pass mark as it is to be written in cells."""

    maximum: dict[float, str]
    passes: dict[tuple[float, bool], str]  # the number, and whether it is percent


def with_stated(file: str, sheet: Sheet, options: Options, above: Sequence[str]) -> Written:
    """The sheet of exam results with a column for the highest score and one for the pass mark where
    nothing but a title, a note, a heading or a name says one. `above`: headings of the file before
    its columns were taken apart."""
    own = match(sheet, TRAINING, with_own_words(sheet, TRAINING, Options(set=options.set)))
    known = {*own.columns.values(), *options.set, *options.match.values()}
    if "maximum" in options.set:
        return Written(sheet)
    titles = (*sheet.title, *above)
    stated = _stated(titles, (*titles, *_notes(sheet), sheet.name, file))
    made, told = sheet, []
    highest = _highest(sheet, own)
    at_all = {number: text for number, text in stated.maximum.items() if number >= highest}
    maximum = None
    if len(at_all) == 1 and own.maximum is None and "maximum" not in known:
        (maximum, text) = next(iter(at_all.items()))
        made = with_column(
            made, TRAINING.column("maximum").label, [f"{maximum:g}"] * len(sheet.lines)
        )
        told.append(_told("maximum", f"{maximum:g}", text))
    needed = not {"pass_mark", "outcome"} & known and options.pass_mark is None
    if needed and len(stated.passes) == 1:
        (number, percent), text = next(iter(stated.passes.items()))
        cell = _as_cell(number, percent, sheet, own, maximum)
        if cell:
            made = with_column(made, TRAINING.column("pass_mark").label, [cell] * len(sheet.lines))
            told.append(_told("pass_mark", cell, text))
    return Written(made, tuple(told))


def states_marks(texts: Iterable[str]) -> bool:
    """Whether a text says which score passes."""
    return any(is_pass for text in texts for is_pass, *_ in _said(text))


def without_marks(text: str) -> str:
    """A title without the parts that say what passes or what the highest score is."""
    plain = _NO_BRACKETS.sub(lambda found: " " if any(_said(found[0])) else found[0], text)
    parts = re.split(r"([;；,，、。|])", plain)
    tells_more = _HIGHEST.search(text) is not None
    kept = [
        part
        if at % 2
        or not any(_said(_NO_BRACKETS.sub(" ", part)))
        and not (tells_more and _BARE.search(f" {part}"))
        else ""
        for at, part in enumerate(parts)
    ]
    return "".join(kept).strip(" ;；,，、。|") if any(map(str.strip, kept[::2])) else ""


def _told(name: str, value: str, text: str) -> Issue:
    return Issue(
        NOTE,
        Message(
            "{column}: {value}, as \u201c{text}\u201d says.",
            {"column": TRAINING.column(name).label, "value": value, "text": shown(text)},
        ),
    )


def _notes(sheet: Sheet) -> Iterator[str]:
    """The first rows that were left out as notes below the table."""
    return (part.text for part in sheet.left_out[-20:])


def _stated(titles: Iterable[str], texts: Iterable[str]) -> _Stated:
    """What the texts say, as far as none says another: a note tells no maximum, since it is rather
    the best result of all."""
    maximum: dict[float, str] = {}
    passes: dict[tuple[float, bool], str] = {}
    heads = set(titles)
    for text in texts:
        for is_pass, number, percent in _said(text):
            if is_pass and 0 < number <= (100 if percent else _MOST):
                passes.setdefault((number, percent), text)
            elif not is_pass and not percent and text in heads and 1 < number <= _MOST:
                maximum.setdefault(number, text)
    return _Stated(maximum, passes)


def _said(text: str) -> Iterator[tuple[bool, float, bool]]:
    """Of each number that a text explains: whether it passes rather than being the highest, the
    number, and whether it is percent."""
    plain = _SHORT.sub(r"\1", normal(text.replace("\uff0c", ";")))
    plain = without_days(_INCLUDED.sub("", plain))
    for form in (_DAY, _PART_OF_DAY, _EACH):
        plain = form.sub(" ", plain)
    tells_more = _HIGHEST.search(plain) is not None
    clauses = [clause.strip() for clause in _CLAUSES.split(plain)]
    for at, clause in enumerate(clauses):
        following = clauses[at + 1] if at + 1 < len(clauses) else ""
        if not any(map(str.isdigit, clause)) and _NUMBER.fullmatch(following):
            clause = f"{clause} {following}"
        if not _OTHER.search(clause):
            yield from _of_clause(_BARE.sub("pass mark ", clause) if tells_more else clause)


def _of_clause(clause: str) -> Iterator[tuple[bool, float, bool]]:
    pair = _PAIR.search(clause)
    if pair and _PASSES.search(clause):
        yield True, _value(pair["one"]), False
        yield False, _value(pair["two"]), False
        return
    clause = _RANGE.sub(r"\1", clause)
    passes = list(_PASSES.finditer(clause))
    words = [
        *((found.start(), True) for found in passes),
        *(
            (found.start(), False)
            for found in _HIGHEST.finditer(clause)
            if not any(each.start() <= found.start() < each.end() for each in passes)
        ),
    ]
    numbers = [
        (found.start("number"), _value(found["number"]), found["percent"] is not None)
        for found in _NUMBER.finditer(clause)
        if found["foreign"] is None
    ]
    if not words or not numbers:
        return
    words.sort()
    before = words[0][0] < numbers[0][0]  # the words stand before their numbers
    free = dict.fromkeys(numbers)
    lonely = []
    for place, is_pass in words if before else reversed(words):
        near = _nearest(place, before, words, free)
        if near is None:
            lonely.append(is_pass)
        else:
            free.pop(near)
            yield (is_pass, *near[1:])
    if len(lonely) == len(free) == 1:
        yield (lonely[0], *next(iter(free))[1:])


def _nearest(
    place: int,
    before: bool,
    words: Sequence[tuple[int, bool]],
    numbers: Iterable[tuple[int, float, bool]],
) -> tuple[int, float, bool] | None:
    """The next number in the direction in which the words of a clause look, if no other word
    stands between."""
    near = [found for found in numbers if (found[0] > place) == before]
    if not near:
        return None
    nearest = min(near) if before else max(near)
    low, high = sorted((place, nearest[0]))
    return None if any(low < other < high for other, _ in words) else nearest


def _value(text: str) -> float:
    return float(text.replace(",", "."))


def _numbers(sheet: Sheet, at: int) -> pd.Series:
    told = [cell for cell in sheet.cells[at].tolist() if not is_no_answer(cell)]
    plain = pd.Series(told, dtype="str").str.rstrip("%分 ").str.replace(",", ".", regex=False)
    return pd.to_numeric(plain, errors="coerce").dropna()


def _highest(sheet: Sheet, own: Match) -> float:
    """The highest score but for slips."""
    at = own.position("score")
    numbers = _numbers(sheet, at) if at is not None else pd.Series(dtype="float64")
    return float(numbers.quantile(1 - _SLIPS, interpolation="lower")) if len(numbers) else 0.0


def _as_cell(number: float, percent: bool, sheet: Sheet, own: Match, maximum: float | None) -> str:
    """The pass mark as a cell of its column: points, unless they are above what the exam is out of,
    or exams are out of different numbers; "" where that leaves it open."""
    if percent:
        return f"{number:g}%"
    top = maximum or own.maximum
    at = own.position("maximum")
    if top is None and at is not None:
        tops = _numbers(sheet, at)
        if tops.nunique() != 1:
            return f"{number:g}%" if len(tops) and tops.min() < number <= 100 else ""
        top = float(tops.iloc[0])
    if top is not None and number > top:
        return f"{number:g}%" if number <= 100 else ""
    return f"{number:g}"
