"""The options of multiple-choice items: who chooses the wrong ones."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from errors import WrongCall
from metrics.statistics.intervals import LEVEL, normal_quantile
from metrics.training.paper import Paper, paper

IDLE = 0.05  # a wrong option that a smaller share chooses does no work


def graded(responses: pd.DataFrame, key: Mapping[str, object]) -> pd.DataFrame:
    """1 where the option chosen is the key, else 0; NaN where there is no response (the item was
    not presented).

    WrongCall where an item has no key.
    """
    for item in responses.columns:
        if item not in key:
            raise WrongCall(
                "Item {item} has no key. Give the right option of every item.", item=str(item)
            )
    right = responses.eq(pd.Series({item: key[item] for item in responses.columns}), axis="columns")
    return right.astype(float).where(responses.notna())


def distractors(
    responses: pd.DataFrame,
    key: Mapping[str, object],
    whole: Paper | None = None,
    offered: Mapping[str, Sequence[object]] | None = None,
) -> pd.DataFrame:
    """One row an item and option, wrong ones and the key.

    `responses`: people × items, the option chosen; missing where none was, be
    it that the item was not presented or that it was left unanswered: that is no option.
    `whole`: the paper on which people did well or not, rows in the same order;
    the responses graded by the `key` unless given. `offered`: all options of
    an item; those that somebody chose unless given.

    Columns `item`, `option`; `key`: is it the right one; `n`: who chose it;
    `share` of those who chose one; `r_rest`: point-biserial of choosing it
    with the share earned on the other items; `mean_rest`: that share (0 to 1) among
    the choosers; `idle`: wrong, and fewer than 5 % choose it; `attracts`:
    wrong, and `r_rest` is above 0 by more than chance (1.96/√n).
    """
    whole = paper(graded(responses, key)) if whole is None else whole
    rest = pd.DataFrame(whole.rest_shares, columns=whole.scores.columns)[list(responses.columns)]
    people, items = responses.shape
    long = pd.DataFrame(
        {
            "item": np.tile(np.asarray(responses.columns, object), people),
            "option": responses.to_numpy(object).ravel(),
            "rest": rest.to_numpy().ravel(),
        }
    ).dropna(subset="option")
    chosen = long.groupby(["item", "option"], sort=False)["rest"].agg(
        n="size", known="count", mean_rest="mean"
    )
    everyone = long.groupby("item", sort=False)["rest"]
    each = chosen.reindex(_options(responses, key, offered, chosen.index))
    of_item = pd.DataFrame(
        {
            "answers": everyone.size(),
            "known_item": everyone.count(),
            "mean": everyone.mean(),
            "sd": everyone.std(ddof=0),
        }
    )
    table = each.fillna({"n": 0, "known": 0}).reset_index().join(of_item, on="item")
    return _described(table, key)


def _options(
    responses: pd.DataFrame, key: Mapping, offered: Mapping | None, seen: pd.MultiIndex
) -> pd.MultiIndex:
    """(item, option) in the order of the paper: those offered, and any chosen that are not
    listed."""
    listed = {
        item: dict.fromkeys([] if offered is None else offered[item]) for item in responses.columns
    }
    for item, option in sorted(seen, key=str):
        listed[item].setdefault(option)
    for item, options in listed.items():
        options.setdefault(key[item])
    return pd.MultiIndex.from_tuples(
        [(item, option) for item, options in listed.items() for option in options],
        names=["item", "option"],
    )


def _described(table: pd.DataFrame, key: Mapping) -> pd.DataFrame:
    right = np.array(
        [key[item] == option for item, option in zip(table["item"], table["option"], strict=True)],
        bool,
    )
    share = table["n"] / table["answers"]
    q = (table["known"] / table["known_item"]).where(lambda part: (part > 0) & (part < 1))
    r = (
        (table["mean_rest"] - table["mean"])
        / table["sd"].where(table["sd"] > 1e-9)
        * np.sqrt(q / (1 - q))
    )
    return pd.DataFrame(
        {
            "item": table["item"],
            "option": table["option"],
            "key": right,
            "n": table["n"].astype(int),
            "share": share,
            "r_rest": r,
            "mean_rest": table["mean_rest"],
            "idle": ~right & (share < IDLE),
            "attracts": ~right & (r > normal_quantile(LEVEL) / np.sqrt(table["known_item"])),
        }
    )
