"""What a check found: one fault, in one place, with what to do about it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from errors import Message
from i18n import N_, Month, Text

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = {ERROR: N_("rejected"), WARNING: N_("warning"), NOTE: N_("note")}


@dataclass(frozen=True)
class Issue:
    """`level` error keeps the row out, warning lets it in, note only tells.

    `row` is the file's physical line or sheet row (None: the whole file),
    `column` the file's heading, `value` the cell as written.
    """

    level: str
    message: Message
    row: int | None = None
    column: str | None = None
    value: str | None = None


def blanks_to_json(message: Message) -> str:
    """The blanks of a message, so that it can be translated again when it is read back."""
    return json.dumps(
        {name: _packed(value) for name, value in message.blanks.items()}, ensure_ascii=False
    )


def message_from_json(text: str, blanks: str) -> Message:
    """The message that `blanks_to_json` packed."""
    return Message(text, {name: _unpacked(value) for name, value in json.loads(blanks).items()})


def _packed(value: object) -> object:
    if isinstance(value, Message):
        return {"message": value.text, "blanks": blanks_to_json(value)}
    if isinstance(value, Text):
        return {"text": str(value)}
    if isinstance(value, Month):
        return {"month": value.first.isoformat()}
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _unpacked(value: object) -> object:
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "message" in value:
        return message_from_json(value["message"], value["blanks"])
    if "month" in value:
        return Month(date.fromisoformat(value["month"]))
    return Text(value["text"]) if "text" in value else date.fromisoformat(value["date"])
