"""What is proposed for a column that a file of exams does not name."""

from dataclasses import dataclass

from errors import Message


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one column: its cells, a word for where they come from, and the sentence
    that is shown."""

    column: str
    key: str
    seen: Message
    text: str = ""
    at: int | None = None
    cells: tuple[str, ...] = ()
