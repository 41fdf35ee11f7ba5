"""Known headings looked up all at once resemble a heading as much as comparing it with each of them
says."""

import random
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import cycle

from data.kinds.catalog import KINDS
from data.kinds.schema import Column
from data.matching.alike_words import as_words
from data.matching.known_names import _CHINESE, _plainer
from data.text.folding import JOINT, fold, parts, words

COLUMNS = tuple(dict.fromkeys(column for kind in KINDS for column in kind.columns))
NAMES = tuple(
    dict.fromkeys(name for column in COLUMNS for name in (column.label, *column.headings))
)
FIXED = (
    *("", "#", "7", "?", "Id", "Latitude", "Attitude", "门店编号", "門市代碼", "店号", "服务得分"),
    *(
        "Score of the service score",
        "Q1. Overall satisfaction (1-5)",
        "grade/10.00",
        "recipientLastName",
        f"Visit{JOINT}Score of the visit{JOINT}Q2",
    ),
    *("overall_satisfaction_with_the_store_in_general " * 9, "本次您对门店服务的总体满意度评分是"),
)


def compared(heading: str, name: str, telling: int | None) -> float:
    """How much a heading resembles one name, said plainly."""
    folded, known = fold(heading), fold(name)
    if _plainer(folded) == _plainer(known) != "":
        return 0.9
    chinese = bool(_CHINESE.search(known))
    if len(known) < (3 if chinese else 4):
        return 0.0
    inside = known in folded if chinese else holds(words(heading), words(name), telling)
    score = 0.5 + 0.4 * len(known) / max(len(folded), 1) if inside else 0.0
    near = abs(len(folded) - len(known)) <= 0.35 * len(folded)
    if not near or min(len(folded), len(known)) <= 3:
        return score
    alike = SequenceMatcher(None, folded, known, autojunk=False)
    least = 0.85 if len(known) >= 10 else 0.9
    return max(score, alike.ratio()) if alike.quick_ratio() >= least <= alike.ratio() else score


def holds(spoken: tuple[str, ...], known: tuple[str, ...], telling: int | None) -> bool:
    if len(known) > 1:
        return f" {' '.join(known)} " in f" {' '.join(spoken)} "
    return spoken[-1:] == known or (
        telling is not None and len(known[0]) >= telling and known[0] in spoken
    )


def changed(names: list[str], draw: random.Random) -> Iterator[str]:
    """Headings made of known ones: as they are, within others, and wrongly written."""
    for name in names:
        other, at = draw.choice(NAMES), draw.randrange(len(name))
        yield from (name, name.upper(), f"{name} {other}", f"{other}{name}", f"the {name} of it")
        yield name[:at] + name[at + 1 :]
        yield name[:at] + draw.choice("aeu店分") + name[at:]
        yield f"{name[:-1]}{draw.choice(('编号', '時間', '名稱', '得分', ' date'))}"


def headings() -> list[str]:
    draw = random.Random(14)
    return [*FIXED, *changed(draw.sample(NAMES, 4), draw)]


def test_a_heading_resembles_each_column_as_its_best_name_says():
    for heading, telling in zip(headings(), cycle((None, 6, 8)), strict=False):
        said = (heading, *parts(heading))
        by_name = {name: max(compared(each, name, telling) for each in said) for name in NAMES}
        best = {
            column: max(by_name[name] for name in (column.label, *column.headings))
            for column in COLUMNS
        }
        assert {column: as_words(heading, column, telling) for column in COLUMNS} == best, heading


def test_a_column_of_no_kind_is_compared_with_its_own_names():
    column = Column("shade", "Shade of the wall", headings=("wall colour",))
    assert as_words("Colour of the wall colour", column, None) == compared(
        "Colour of the wall colour", "wall colour", None
    )
    assert as_words("Employee name", column, 6) == 0.0
