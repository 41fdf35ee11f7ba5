"""What may be said of a whole course, module or paper, at all times, to those who may not see single people."""

import pandas as pd

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


def held_back(answers: pd.DataFrame) -> list[object]:
    """The items of a paper that may not be shown, those with the fewest people first.

    `answers`: `employee` and `item`, one row a person and item. Held back is an item that fewer people answered than scores need; and
    one more where all of those together are still too few, because the mean of the whole exam, less the items shown, would tell what they scored.
    """
    if sees_people():
        return []
    people = answers.groupby("item")["employee"].nunique().sort_values(kind="stable")
    few = people.index[people < ENOUGH_PEOPLE]
    behind = answers.loc[answers["item"].isin(few), "employee"].nunique()
    return people.index[:len(few) + (0 < behind < ENOUGH_PEOPLE)].tolist()
