"""How the dates of a file are meant as far as its cells leave that open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Habits:
    """`day_first`: what a person settled; `answers`: name of a question -> name of the choice.

    `writes_day_first`: whether people who speak the language of the file write the day first.
    `years`: that the name of the file or a title names.
    """

    today: date
    day_first: bool | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    writes_day_first: bool = False
    years: tuple[int, ...] = ()
