"""A column of a file holds one thing: what was answered for one column of a kind is offered for no
other, so that the second answer does not take the column from the first."""

from collections.abc import Mapping, Sequence

from data.reading.options import Options
from errors import WrongCall

NEEDED, RATED_PART, LEFT_OVER = "needed", "rated_part", "left_over"
NONE = "none"
_ASKING = (NEEDED, RATED_PART, LEFT_OVER)  # in the order in which they are asked


def names_column(name: str) -> bool:
    """Whether a question is answered with a column of the file."""
    return _asked(name) in _ASKING


def answered_elsewhere(name: str, options: Options) -> frozenset[str]:
    """The headings that were answered to other questions than this one."""
    return frozenset(answer for other, answer in _chosen(options.answers).items() if other != name)


def require_once(headings: Sequence[str], options: Options) -> None:
    """WrongCall where two answers name one column of the file."""
    first: dict[str, str] = {}
    for name, answer in _chosen(options.answers).items():
        if answer in headings and answer in first:
            raise WrongCall(
                "“{heading}” is the answer to both “{first}” and “{second}”. A column of the file "
                "holds one of them: answer the other with another heading, or with “none”.",
                heading=answer,
                first=first[answer],
                second=name,
            )
        first[answer] = name


def once_each(remembered: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What was remembered and what is given, without remembered answers to a column that what is
    given names too, or a question that was asked later: that one took the column."""
    taken = {*_chosen(given).values()}
    kept = {name: answer for name, answer in remembered.items() if name not in given}
    chosen = _chosen(kept)
    for name in sorted(chosen, key=lambda name: _ASKING.index(_asked(name)), reverse=True):
        if chosen[name] in taken:
            del kept[name]
        taken.add(chosen[name])
    return {**kept, **given}


def _chosen(answers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: answer for name, answer in answers.items() if names_column(name) and answer != NONE
    }


def _asked(name: str) -> str:
    return name.partition(":")[0]
