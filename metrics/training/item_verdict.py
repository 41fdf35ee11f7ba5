"""One plain finding an item, so that a trainer knows what to do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from errors import Message
from i18n import N_, Text, rounded
from metrics.statistics.intervals import LEVEL, normal_quantile
from metrics.training.distractors import IDLE

ENOUGH = 30  # people to whom the item was presented
HARD, EASY = (
    0.30,
    0.90,
)  # share of the points earned, below and above which an item is too hard or too easy
WEAK = 0.15  # correlation with the rest of the paper below which an item tells too little


class Finding(Enum):
    """What to do about an item, in the order in which findings take precedence: a key, a short
    word, and the sentence."""

    TOO_FEW = ("too_few", N_("Too few answers"), N_("Too few answers to say ({n} of {enough})."))
    NOBODY = (
        "nobody",
        N_("Check the key"),
        N_("Check the key: nobody earned a point here. If the key is right, teach it again."),
    )
    MISKEYED = (
        "miskeyed",
        N_("Fix the item"),
        N_("Fix the item: those who do well on the paper answer it wrongly."),
    )
    PERHAPS_MISKEYED = (
        "perhaps_miskeyed",
        N_("Check the key"),
        N_(
            "Check the key: those who do well on the paper answer it wrongly more often, though "
            "with {n} answers this may be chance."
        ),
    )
    TOO_EASY = (
        "too_easy",
        N_("Too easy"),
        N_(
            "Too easy to tell people apart: {share}% of its points were earned. Keep it only if "
            "everybody must know it."
        ),
    )
    UNTOLD = (
        "untold",
        N_("Cannot be judged"),
        N_("Cannot be judged: the rest of the paper does not tell who does well."),
    )
    REVIEW = (
        "review",
        N_("Review the item"),
        N_(
            "Review the item: those who do well on the paper hardly do better here than the others."
        ),
    )
    TOO_HARD = (
        "too_hard",
        N_("Teach it again"),
        N_(
            "Teach it again: only {share}% of its points were earned, mostly by those who do well "
            "on the paper, so the item itself is sound."
        ),
    )
    AMBIGUOUS = (
        "ambiguous",
        N_("Reword an option"),
        N_(
            "Reword the wrong options that those who do well on the paper choose more often than "
            "the others: {options}."
        ),
    )
    IDLE_OPTIONS = (
        "idle_options",
        N_("Idle options"),
        N_(
            "The item works; wrong options that fewer than {idle}% choose do not, and can be "
            "dropped or replaced: {options}."
        ),
    )
    FINE = (
        "fine",
        N_("Fine"),
        N_(
            "Fine: neither too hard nor too easy, and those who do well on the paper do better "
            "here."
        ),
    )

    def __init__(self, key: str, label: Text, text: Text):
        self.key, self.label, self.text = key, label, text


@dataclass(frozen=True)
class ItemVerdict:
    """The finding on one item; `options`: the wrong options it is about."""

    item: object
    finding: Finding
    sentence: Message
    options: tuple[str, ...] = ()


def item_verdicts(
    items: pd.DataFrame, options: pd.DataFrame | None = None
) -> tuple[ItemVerdict, ...]:
    """A verdict for each row of an `item_table`; `options` the table of `distractors`, where the
    options chosen are known."""
    by_item = {} if options is None else dict(tuple(options.groupby("item", sort=False)))
    return tuple(
        item_verdict(item, row, by_item.get(item))
        for item, row in zip(items.index, items.to_dict("records"), strict=True)
    )


def item_verdict(
    item: object, row: Mapping[str, float], options: pd.DataFrame | None = None
) -> ItemVerdict:
    """The first finding that holds; `row` has `n`, `p`, `r_rest`, and `options` the item's rows of
    `distractors`."""
    finding = _finding(row, options)
    named = _options_of(finding, options)
    blanks = {
        "n": int(row["n"]),
        "enough": ENOUGH,
        "idle": rounded(100 * IDLE),
        "options": list(named),
    }
    if row["n"] > 0:
        blanks["share"] = share_told(row["p"])
    return ItemVerdict(item, finding, Message(finding.text, blanks), named)


def share_told(share: float) -> int:
    """A share of points in per cent, rounded towards 0, so that 99.6 % does not read as all."""
    return int(100 * share + 1e-9)


def _finding(row: Mapping[str, float], options: pd.DataFrame | None) -> Finding:
    n, p, r = row["n"], row["p"], row["r_rest"]
    if n < ENOUGH:
        return Finding.TOO_FEW
    if p <= 0:
        return Finding.NOBODY
    if r < 0 or _key_repels(options):
        certain = r < -normal_quantile(LEVEL) / n**0.5
        return Finding.MISKEYED if certain else Finding.PERHAPS_MISKEYED
    if p > EASY:
        return Finding.TOO_EASY
    if pd.isna(r):
        return Finding.UNTOLD
    if r < WEAK:
        return Finding.REVIEW
    if p < HARD:
        return Finding.TOO_HARD
    return _of_options(options)


def _of_options(options: pd.DataFrame | None) -> Finding:
    if options is not None and options["attracts"].any():
        return Finding.AMBIGUOUS
    if options is not None and options["idle"].any():
        return Finding.IDLE_OPTIONS
    return Finding.FINE


def _key_repels(options: pd.DataFrame | None) -> bool:
    """Whether those who do well avoid the key and choose a wrong option."""
    if options is None:
        return False
    return bool(
        (options.loc[options["key"], "r_rest"] < 0).any()
        and (options.loc[~options["key"], "r_rest"] > 0).any()
    )


def _options_of(finding: Finding, options: pd.DataFrame | None) -> tuple[str, ...]:
    """The wrong options a finding is about, the most chosen first."""
    if options is None:
        return ()
    match finding:
        case Finding.MISKEYED | Finding.PERHAPS_MISKEYED:
            meant = options["r_rest"] > 0
        case Finding.AMBIGUOUS:
            meant = options["attracts"]
        case Finding.IDLE_OPTIONS:
            meant = options["idle"]
        case _:
            return ()
    wrong = options[meant & ~options["key"]].sort_values("n", ascending=False, kind="stable")
    return tuple(str(option) for option in wrong["option"])
