"""The answer where the records do not allow one."""

from dataclasses import dataclass

from errors import Message


@dataclass(frozen=True)
class Refused:
    """No figure, and why: `reason` says in words what the records lack and what to do."""

    reason: Message
