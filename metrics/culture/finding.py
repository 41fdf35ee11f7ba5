"""What a manager has to know of people and culture first, in sentences."""

from errors import Message
from i18n import Month, rounded
from metrics.culture.programme import CountedUp
from metrics.culture.said import Wave
from metrics.culture.suggestions import Fate
from metrics.kpi import Amount


def finding(
    concept: Wave,
    all_suggestions: Fate | None,
    never: Message | None,
    span: object,
    scenes: CountedUp | None,
) -> list[Message]:
    """Who knows the core concept, what becomes of suggestions, how far the programme is; one
    sentence where there is nothing of any."""
    found = [
        _known(concept),
        never or _waiting(all_suggestions, span),
        _scenes(scenes),
    ]
    return [sentence for sentence in found if sentence is not None] or [
        Message("Nothing is known yet of the core concept, of suggestions or of service scenes.")
    ]


def _known(concept: Wave) -> Message | None:
    if concept.value is not None and concept.row is not None and concept.month is not None:
        return Message(
            "Awareness of the core concept in {month}: {value} (n {n}).",
            {
                "value": Amount(concept.kpi.unit, concept.value),
                "month": Month(concept.month),
                "n": rounded(concept.row["x"]),
            },
        )
    if concept.hidden:
        return Message("Too few staff answered to show how many know the core concept.")
    return None


def _waiting(fate: Fate | None, span: object) -> Message | None:
    if fate is None or fate.hidden or not fate.submitted:
        return None
    return Message(
        "Suggestions submitted in {span}: {count}; without a decision: {waiting}.",
        {"count": fate.submitted, "span": span, "waiting": fate.waiting},
    )


def _scenes(scenes: CountedUp | None) -> Message | None:
    if scenes is None:
        return None
    return Message(
        "Service scenes with a standard response: {done} of {planned}.",
        {"done": scenes.done, "planned": scenes.planned},
    )
