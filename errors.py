"""What goes wrong on purpose, and the sentences that say so.

A `Message` is an English sentence with named blanks; it is translated only
where it reaches a reader, so that one fault can be told in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence with named blanks, not yet translated.

    `text` is the English key; `blanks` are numbers, dates, words of the file,
    or texts that are themselves translated.
    """

    text: str
    blanks: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format_map(self.blanks)


class ServiceCultureError(Exception):
    """The family of deliberate exceptions; each carries a `Message`."""

    def __init__(self, text: str, /, **blanks: object):
        self.message = Message(text, blanks)
        super().__init__(str(self.message))

    def __reduce__(self) -> tuple:
        """So that it says the same in the process that asked for what failed."""
        return _made_again, (type(self), *self.args), self.__dict__


def _made_again(kind: type[ServiceCultureError], *told: object) -> ServiceCultureError:
    return kind.__new__(kind, *told)


class FileRefused(ServiceCultureError):
    """The file cannot be taken as it is; nothing of it was stored."""


class FieldsRefused(FileRefused):
    """What was typed cannot be taken; `faults`: what is wrong, each with the name of its column
    (None: not one of them)."""

    def __init__(
        self, text: str, /, faults: "tuple[tuple[str | None, Message], ...]", **blanks: object
    ):
        super().__init__(text, **blanks)
        self.faults = faults


class WrongCall(ServiceCultureError):
    """A name or a value was asked for that does not exist here."""


class NotForRole(WrongCall):
    """Something was asked for that this installation's role may not see or do."""


class StorageFault(ServiceCultureError):
    """The database cannot be opened, read or written."""


class StorageFull(StorageFault):
    """There is no room left where something is to be written."""


class WorkEnded(ServiceCultureError):
    """A process that worked beside this one is gone, and what it was to do is not done."""


class DatabaseDamaged(StorageFault):
    """The database file cannot be read; the archive beside it may hold all of it."""


class Undecided(FileRefused):
    """The file fits several readings and only a person can say which.

    `setting` names the field of `Options` that settles it, `choices` its
    possible values.
    """

    def __init__(self, text: str, /, setting: str, choices: tuple[object, ...], **blanks: object):
        super().__init__(text, **blanks)
        self.setting, self.choices = setting, choices
