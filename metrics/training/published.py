"""What may be said of a whole course, or a whole module, at all times, to those who may not see single people."""

from metrics.answer import Answer
from metrics.privacy import sees_people

ENOUGH_PEOPLE = 10  # for statistics of scores


def open_to_all(by_year: Answer, unit: str) -> bool:
    """Whether all years of a unit are shown, so that their sum tells nothing new. `by_year`: a KPI by year and unit.

    Where a year is hidden, what is known of all years would tell it by subtraction. A unit without results there has none to tell.
    """
    rows = by_year.rows[by_year.rows["group"] == unit]
    if sees_people() or rows.empty:
        return True
    return not rows["hidden"].any() and rows["n"].sum() >= ENOUGH_PEOPLE


def paper_open(papers: list[int], course_open: bool) -> bool:
    """Whether the papers of a course, with so many people each, may be shown: none so small that the others give it away."""
    return sees_people() or (course_open and min(papers, default=0) >= ENOUGH_PEOPLE)
