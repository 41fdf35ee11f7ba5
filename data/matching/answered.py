"""What tells the answers of customers from records with much the same columns: tickets that were
rated, monthly figures, targets."""

import re
from collections.abc import Iterable

from data.kinds.catalog import MYSTERY_VISIT, NPS, SURVEY
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.likeness import could_hold
from data.matching.match import Match
from data.matching.ratings import sums_up
from data.matching.target_columns import kpi_of
from data.matching.voice_columns import suggested
from data.matching.worked_out import filled_of
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import half_width

_NAMED = re.compile(
    r"csat|\bnps\b|satisf|survey|feedback|\brating|\breviews?\b|zufried|umfrage|bewertung|enqu[eê]te|encuesta"
    r"|満足|满意|滿意|问卷|問卷|调查|調查|评价|評價|回访|回訪|만족",
    re.I,
)
_REVIEW = re.compile(
    r"\breviews?\b|recension|rezension|rese[nñ]a|avalia[cç]|評論|评论|点评|點評|クチコミ|口コミ|리뷰",
    re.I,
)
# What happened on the way of a request; how it was answered in the end says no more than a rating.
_HANDLING = (
    *("first_answer", "answer_length", "plan_given", "arrived", "repaired", "closed"),
    *("handling_length", "reopened", "reopens", "hand_overs", "contacts", "urgency"),
)


def is_answered(sheet: Sheet) -> bool:
    """Whether a known heading heads answers of customers, and there are some."""
    for kind, column in ((SURVEY, "overall"), (NPS, "score")):
        found = match(sheet, kind, Options())
        at = found.position(column)
        if at is None or {at} & {*found.likely, *found.guessed, *found.stems}:
            continue
        cells = filled_of(sheet, at)
        if cells and could_hold(kind.column(column), cells, kind):
            return True
    return False


def is_about_answers(sheet: Sheet, proposed: Match, texts: Iterable[str]) -> bool:
    """Whether requests that were rated are a file of the ratings: it is called so, or tells nothing
    of what became of the requests."""
    told = any(
        column in _HANDLING and (sheet.cells[at] != "").any()
        for at, column in proposed.columns.items()
    )
    return not told or any(map(_NAMED.search, texts))


def is_another(kind: DatasetKind, sheet: Sheet, proposed: Match) -> bool:
    """Whether what looks like the score of a kind is surely something else."""
    if kind is MYSTERY_VISIT:
        return _is_no_visit(sheet, proposed)
    return kind is NPS and _is_review(sheet, proposed)


def _is_review(sheet: Sheet, proposed: Match) -> bool:
    """Whether the score belongs to a review, and its heading does not speak of recommending."""
    at = proposed.position("score")
    return (
        at is not None
        and not suggested(sheet.headings[at])
        and not any(map(suggested, sheet.headings))
        and any(map(_REVIEW.search, sheet.headings))
    )


def _is_no_visit(sheet: Sheet, proposed: Match) -> bool:
    """Whether what looks like the score of a visit is rather a recommendation, a target, or stands
    beside averages of a month."""
    at = proposed.position("overall")
    if at is None or at not in (*proposed.stems, *proposed.likely):
        return False
    heading = sheet.headings[at]
    return (
        suggested(heading)
        or kpi_of(heading) != half_width(heading).strip()
        or any(sums_up(sheet, other) for other in range(len(sheet.headings)))
    )
