"""What a driver model says, in plain sentences."""

from collections.abc import Mapping

from errors import Message
from i18n import N_, Text, rounded
from metrics.voice.drivers import WEAK, Driver, DriverModel, ModelStatus

# To be shown wherever drivers are.
CAUTION = N_(
    "A driver goes with satisfaction; that does not make it the cause. Ratings given on one form "
    "rise and fall together, and a good "
    "or bad impression of one thing colours the others."
)


def driver_finding(model: DriverModel, outcome: Text, labels: Mapping[str, Text]) -> list[Message]:
    """What can be said of the drivers of `outcome`, one sentence after the other; `labels` names
    each rating."""
    blanks = {"outcome": outcome, "n": model.n, "least": model.least}
    explained = None if model.r_squared is None else _percent(model.r_squared)
    match model.status:
        case ModelStatus.FEW:
            return [
                Message(
                    "Not enough answers for a driver model: {n} rate everything, {least} are "
                    "needed.",
                    blanks,
                )
            ]
        case ModelStatus.ALIKE:
            return [
                Message(
                    "No usable driver model: a rating is the same in all {n} answers, or follows "
                    "from the others.",
                    blanks,
                )
            ]
        case ModelStatus.WEAK:
            return [
                Message(
                    "No usable driver model: the ratings explain {explained}% of the differences "
                    "in “{outcome}”; at least {weak}% "
                    "are needed.",
                    {**blanks, "explained": explained, "weak": _percent(WEAK)},
                )
            ]
    together = Message(
        "All ratings together explain {explained}% of the differences in “{outcome}” ({n} "
        "answers).",
        {**blanks, "explained": explained},
    )
    return [_first(model, blanks, labels), together, *_disagreement(model)]


def _first(model: DriverModel, blanks: Mapping[str, object], labels: Mapping[str, Text]) -> Message:
    top = [driver for driver in model.drivers if driver.band == 1]
    if len(top) == 1:
        return Message(
            "“{driver}” goes with “{outcome}” most: it stands for {share}% of what the ratings "
            "explain (95%: {low} to {high}).",
            {**blanks, "driver": labels[top[0].name], **_share(top[0])},
        )
    return Message(
        "{drivers} go with “{outcome}” most; which of them comes first cannot be told.",
        {
            **blanks,
            "drivers": [
                Message("“{driver}” ({share}%)", {"driver": labels[driver.name], **_share(driver)})
                for driver in top
            ],
        },
    )


def _disagreement(model: DriverModel) -> list[Message]:
    if model.ranks_agree:
        return []
    return [
        Message(
            "Counted by rank instead of by points, the answers give another order: do not rely on "
            "the order."
        )
    ]


def _share(driver: Driver) -> dict[str, object]:
    return {
        "share": _percent(driver.share),
        "low": _percent(driver.low),
        "high": _percent(driver.high),
    }


def _percent(share: float) -> int:
    return rounded(100 * share)
