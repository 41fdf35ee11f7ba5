"""What checklists add up to: visits' composites under the weights in force on their day, and the
items that fail most."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from errors import Message
from metrics.mystery.composite import PRESENT
from metrics.statistics.intervals import LEVEL, normal_quantile, wilson

EQUAL = 1.0  # the weight of a section for which none is set


@dataclass(frozen=True)
class Weighting:
    """The weights of all sections that hold from a day on (None: always), and why the latest of
    them was set."""

    since: date | None
    weights: dict[str, float]
    reason: str | None = None


def weightings(weights: pd.DataFrame, sections: list[str]) -> tuple[Weighting, ...]:
    """The weights in force of the sections seen, oldest first, from what was set (section, weight,
    date, reason).

    A section without a weight counts as `EQUAL`; so do all before the first day.
    """
    current = dict.fromkeys(sections, EQUAL)
    found = [Weighting(None, current)]
    for day, rows in weights[weights["section"].isin(sections)].groupby("date", sort=True):
        current = current | dict(zip(rows["section"], rows["weight"].astype(float), strict=True))
        if current != found[-1].weights or found[-1].since is None:
            found.append(
                Weighting(
                    day,
                    current,
                    next((reason for reason in rows["reason"] if not pd.isna(reason)), None),
                )
            )
    return tuple(found)


def refused_weight(weight: float, reason: str) -> tuple[str, Message] | None:
    """Why a weight cannot be set so, with the column at fault; None where it can."""
    if not weight > 0:
        return "weight", Message("The weight is {weight}; it must be above 0.", {"weight": weight})
    return (
        None
        if reason
        else (
            "reason",
            Message("Say why the weight changes: the reason stays in its history."),
        )
    )


@dataclass(frozen=True)
class Checklists:
    """Visits by their checklists.

    `visits`: date, value (composite, 0 to 100), present (share of the weight
    scored, 0 to 1), critical (items failed) and series (number of the
    weighting). `sections`: section, weight (now), visits, mean, and `lost`, the points of the mean
    composite that it costs under the weights of each visit's day, with its limits `low` and `high`:
    all together they are what is missing to 100. `current`: the weights in force at the end.
    """

    visits: pd.DataFrame
    sections: pd.DataFrame
    weightings: tuple[Weighting, ...]

    @property
    def current(self) -> Weighting:
        return self.weightings[-1]

    @property
    def incomplete(self) -> int:
        """Visits of which less than `PRESENT` of the weight was scored."""
        return int((self.visits["present"] < PRESENT - 1e-9).sum())

    def months(self) -> pd.DataFrame:
        """The mean composite of each month and series: month, series, value, n."""
        known = self.visits.dropna(subset="value")
        months = pd.Series(
            [day.date().replace(day=1) for day in known["date"]],
            known.index,
            dtype=object,
            name="month",
        )
        return known.groupby([months, "series"])["value"].agg(value="mean", n="size").reset_index()


def checklists(lines: pd.DataFrame, weights: pd.DataFrame, until: date) -> Checklists:
    """Checklists from the sections of visits (visit, date, section, score, critical) and the
    weights as they were set up to a day."""
    names = sorted(lines["section"].unique())
    turns = weightings(weights[np.array([day <= until for day in weights["date"]], bool)], names)
    scores = lines.pivot_table(
        index="visit", columns="section", values="score", aggfunc="first", dropna=False
    ).reindex(columns=names)
    by_visit = (
        lines.groupby("visit")
        .agg(date=("date", "min"), critical=("critical", "sum"))
        .reindex(scores.index)
    )
    starts = np.array([turn.since or date.min for turn in turns], "datetime64[D]")
    series = (
        np.searchsorted(starts, by_visit["date"].to_numpy().astype("datetime64[D]"), side="right")
        - 1
    )
    weight = np.array([[turn.weights[name] for name in names] for turn in turns])[series]
    table = scores.to_numpy(float)
    scored = np.where(np.isnan(table), 0, weight)
    carried = scored.sum(axis=1)
    value = (scored * np.nan_to_num(table)).sum(axis=1) / np.where(carried > 0, carried, np.nan)
    visits = by_visit.assign(
        value=value, present=carried / weight.sum(axis=1), series=series
    ).reset_index(drop=True)
    with np.errstate(invalid="ignore"):
        missing = np.where(np.isnan(table), 0, scored * (100 - table)) / carried[:, None]
    means = pd.DataFrame(
        {
            "section": names,
            "weight": [turns[-1].weights[name] for name in names],
            "visits": scores.notna().sum().to_numpy(),
            "mean": scores.mean().to_numpy(float),
        }
        | _lost(missing[carried > 0])
    )
    return Checklists(visits.sort_values("date", ignore_index=True), means, turns)


def _lost(missing: np.ndarray) -> dict[str, np.ndarray]:
    """The mean of what each section cost a visit (visits, sections), with its limits; NaN where
    there is none."""
    n = len(missing)
    if not n:
        nothing = np.full(missing.shape[1], np.nan)
        return {"lost": nothing, "low": nothing, "high": nothing}
    lost = missing.mean(axis=0)
    error = missing.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else np.full(len(lost), np.nan)
    half = normal_quantile(LEVEL) * error
    return {"lost": lost, "low": np.maximum(lost - half, 0), "high": lost + half}


@dataclass(frozen=True)
class SeenVisit:
    """One visit by its checklist: `value`, its composite (None where nothing was scored), and
    `lines`: section, item, earned, available, critical, course, module, and `cost`, the points of
    the composite that the line cost (NaN where it did not apply)."""

    value: float | None
    lines: pd.DataFrame


def seen_visit(lines: pd.DataFrame, weights: pd.DataFrame, day: date) -> SeenVisit:
    """A visit of a day from the lines of its checklist, under the weights in force on that day."""
    turn = weightings(
        weights[np.array([since <= day for since in weights["date"]], bool)],
        sorted(lines["section"].unique()),
    )[-1]
    applies = lines["earned"].notna() & lines["available"].notna()
    possible = lines["available"].where(applies).groupby(lines["section"]).transform("sum")
    applies &= possible > 0
    weight = lines["section"].map(turn.weights)
    carried = sum(turn.weights[name] for name in lines.loc[applies, "section"].unique())
    cost = (
        100 * (lines["available"] - lines["earned"]) / possible.where(applies) * weight / carried
        if carried
        else np.full(len(lines), np.nan)
    )
    value = 100 - float(cost[applies].sum()) if carried else None
    return SeenVisit(value, lines.assign(cost=cost))


def most_failed(items: pd.DataFrame) -> pd.DataFrame:
    """Items with `share` that lost points (0 to 1) and its 95 % limits `low` and `high`; by the
    lower limit, so that few cases do not lead."""
    shares = wilson(items["failed"].to_numpy(float), items["scored"].to_numpy(float))
    found = items.assign(share=items["failed"] / items["scored"], low=shares.low, high=shares.high)
    return found.sort_values(["low", "item"], ascending=[False, True], ignore_index=True)
