"""A column of a file holds one thing: what was answered for one column of a kind is offered for no
other, so that the second answer does not take the column from the first."""

from collections.abc import Sequence

from data.reading.options import Options
from errors import WrongCall

NEEDED, RATED_PART, LEFT_OVER = "needed", "rated_part", "left_over"
_ASKING = frozenset({NEEDED, RATED_PART, LEFT_OVER})


def answered_elsewhere(name: str, options: Options) -> frozenset[str]:
    """The headings that were answered to other questions than this one."""
    return frozenset(answer for other, answer in _chosen(options).items() if other != name)


def require_once(headings: Sequence[str], options: Options) -> None:
    """WrongCall where two answers name one column of the file."""
    first: dict[str, str] = {}
    for name, answer in _chosen(options).items():
        if answer in headings and answer in first:
            raise WrongCall(
                "“{heading}” is the answer to both “{first}” and “{second}”. A column of the file "
                "holds one of them: answer the other with another heading, or with “none”.",
                heading=answer,
                first=first[answer],
                second=name,
            )
        first[answer] = name


def _chosen(options: Options) -> dict[str, str]:
    return {
        name: answer
        for name, answer in options.answers.items()
        if name.partition(":")[0] in _ASKING
    }
