"""A score from 0 or 1 to 10 of which no word says what was asked: whether people would recommend the
company, or how satisfied they were. The same numbers mean another KPI, so a person says it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.kinds.catalog import NPS, SURVEY
from data.kinds.schema import DatasetKind
from data.matching.counted_answers import names_groups
from data.matching.headings import match
from data.matching.likeness import sample
from data.matching.voice_columns import suggested
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import normal
from errors import Message
from i18n import N_

NAME = "which_score"
_KINDS: Mapping[str, tuple[DatasetKind, str]] = {
    SURVEY.name: (SURVEY, "overall"),
    NPS.name: (NPS, "score"),
}
# Headings of any score; those of the second say rather that something was rated.
_SCORE = (
    r"scores?|points?|punkte|punktzahl|nota|note|puntos|puntuación|puntaje|punti|punteggio|pontos"
    r"|pontuação|cijfer|score final|得分|分数|分數|分值|点数|點數|スコア|점수|балл\w*"
)
_RATING = (
    r"ratings?|rate|rated|bewertung|évaluation|valoración|calificación|valutazione|avaliação"
    r"|beoordeling|betyg|ocena|评分|評分|打分|评价|評價|評価|평점|оценка"
)
_PERSON = r"(?:(?:customer|client|guest|user|survey|response|客户|顾客|顧客|客戶|用户|用戶) ?)?"
_RANGE = r"\W*(?:[01] ?(?:[-–~至到]|to|bis|à|a) ?10|/ ?10|out of 10|满分10分?|滿分10分?)?\W*"
_ANY = re.compile(rf"{_PERSON}(?:(?:{_SCORE})|({_RATING})){_RANGE}", re.I)
_RECOMMENDED = re.compile(
    r"\bnps\b|asknicely|wootric|satismeter|retently|net promoter|promot|detract|recommend|推荐|推薦|净推荐|empfehl|recomend|recommand|raccomand",
    re.I,
)
_SATISFIED = re.compile(
    r"\bc?sat\b|satisf|zufried|soddisf|reviews?\b|满意|滿意|满足|満足|만족|好评|好評|довол|avis\b|reseñ|recens",
    re.I,
)
_FEWEST, _LOOKED_AT, _SHORTER = (
    10,
    2000,
    5,
)  # answers, rows, and the end of scales that are no doubt
_SURE = 30  # answers of which some recommendation would have been a 0


def meant(sheet: Sheet, file: str, kind: DatasetKind) -> DatasetKind:
    """The likelier of both kinds where the score of one may be that of the other, else the kind."""
    found = _lone(sheet, kind)
    if found is None:
        return kind
    heading, numbers = found
    if _is_template(sheet, NPS):
        return NPS
    other = NPS if kind is SURVEY else SURVEY
    if match(sheet, other, Options()).position(_KINDS[other.name][1]) is None:
        return kind
    told = _told(sheet, file)
    if told is not None:
        return told
    form = _ANY.fullmatch(normal(heading))
    rated = form is not None and form[1] is not None
    return SURVEY if rated and min(numbers) > 0 else NPS


def with_meant(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options
) -> tuple[DatasetKind, Options, Question | None]:
    """The kind as answered, else the one that was proposed, with what was settled for it, and the
    question where nothing says it."""
    found = _lone(sheet, kind)
    settled = found is not None and (_is_template(sheet, kind) or _is_plain(sheet, file, *found))
    if found is None or NAME not in options.answers and settled:
        return kind, options, None
    heading, numbers = found
    question = _question(kind, heading, numbers)
    answered, column = _KINDS[question.answer(options.answers)]
    if answered is not kind or NAME in options.answers:
        kept = {name: to for name, to in options.match.items() if name != heading}
        known = {column.name for column in answered.columns} | {""}
        options = replace(
            options,
            match={name: to for name, to in kept.items() if to in known} | {heading: column},
            set={name: value for name, value in options.set.items() if name in known},
        )
    return answered, options, question


def other_of(kind: DatasetKind) -> DatasetKind | None:
    """The kind whose score may look alike."""
    return {SURVEY.name: NPS, NPS.name: SURVEY}.get(kind.name)


def _lone(sheet: Sheet, kind: DatasetKind) -> tuple[str, list[float]] | None:
    """The heading of a score and its numbers, where these may be either."""
    if kind.name not in _KINDS:
        return None
    found = match(sheet, kind, Options())
    at = found.position(_KINDS[kind.name][1])
    if at is None or not _ANY.fullmatch(normal(sheet.headings[at])):
        return None
    if any(
        kind.is_result(kind.column(name)) for place, name in found.columns.items() if place != at
    ):
        return None  # parts of a service are rated beside it
    if any(suggested(heading) for place, heading in enumerate(sheet.headings) if place != at):
        return None
    cells = sample(sheet.cells[at].iloc[:_LOOKED_AT].tolist(), _LOOKED_AT)
    numbers = [float(cell) for cell in cells if cell.removesuffix(".0").isdecimal()]
    if len(numbers) < max(_FEWEST, len(cells) * 0.9) or not _SHORTER < max(numbers) <= 10:
        return None
    return sheet.headings[at], numbers


def _is_template(sheet: Sheet, kind: DatasetKind) -> bool:
    """Whether the headings are those of the kind's own template, letter by letter."""
    return {heading for heading in sheet.headings if heading} <= {one.name for one in kind.columns}


def _is_plain(sheet: Sheet, file: str, heading: str, numbers: list[float]) -> bool:
    """Whether words tell what was asked, or the numbers of a plain score that begin with 0."""
    form = _ANY.fullmatch(normal(heading))
    plain = form is not None and form[1] is None and min(numbers) == 0
    return plain or _told(sheet, file) is not None


def _told(sheet: Sheet, file: str) -> DatasetKind | None:
    """The kind that words of the file speak of, where they speak of one."""
    texts = (*sheet.headings, *sheet.title, sheet.name, file.replace("_", " ").replace("-", " "))
    if names_groups(sheet):
        return NPS
    spoken = [
        kind for kind, form in ((NPS, _RECOMMENDED), (SURVEY, _SATISFIED)) if _any(form, texts)
    ]
    return spoken[0] if len(spoken) == 1 else None


def _any(form: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(form.search(text) for text in texts)


def _question(kind: DatasetKind, heading: str, numbers: list[float]) -> Question:
    low, high = int(min(numbers)), int(max(numbers))
    evidence = [
        Message(
            "The answers go from {low} to {high} (rows: {count}).",
            {"low": low, "high": high, "count": len(numbers)},
        )
    ]
    if low == 0:
        evidence.append(Message("Recommendations are asked from 0 to 10, as these seem to be."))
    elif len(numbers) >= _SURE:
        evidence.append(
            Message("Nobody gave a 0, which on a scale from 0 to 10 somebody mostly does.")
        )
    return Question(
        NAME,
        Message(
            "Under {column} stand scores up to 10, and no word says what was asked. Was it whether "
            "customers would recommend you, or how satisfied they were?",
            {"column": heading},
        ),
        (
            Choice(
                NPS.name,
                N_("Whether they would recommend us: the scores count for the net promoter score."),
            ),
            Choice(
                SURVEY.name,
                N_("How satisfied they were: the scores count as satisfaction from 1 to 10."),
            ),
        ),
        kind.name,
        tuple(evidence),
    )
