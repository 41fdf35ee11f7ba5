"""How a command ends: its exit code, one sentence on standard error, and no traceback where the call was wrong."""

import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from data.roles import check_role
from data.storage.faults import full, is_full
from errors import ServiceCultureError, StorageFault, WrongCall
from i18n import translator

SAY = translator("en")
_MONTH = re.compile(r"(?:19|20|21)\d\d-\d\d(?:-\d\d)?", re.ASCII)
_LONGEST = 400  # letters from either end of a sentence that repeats something very long


def called(parser: ArgumentParser, arguments: Sequence[str] | None, check_settings: Callable[[], None]) -> int:
    """Run the command that the arguments name, if the settings are in order: 0 done, 1 refused or storage at fault, 2 wrong call.

    A reader that has seen enough ends it quietly.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # names of units in a terminal that lacks their letters
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(parser.parse_args(arguments), check_settings)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to be written when Python ends
        return 0


def _run(asked: Namespace, check_settings: Callable[[], None]) -> int:
    try:
        check_role()
        check_settings()
        _require_text(asked)
        return asked.run(asked)
    except BrokenPipeError:
        raise
    except ServiceCultureError as fault:
        return _fail(fault)
    except OSError as fault:
        return _fail(_in_words(fault))


def _fail(fault: ServiceCultureError) -> int:
    sentence = SAY(fault.message).replace("\n", "\\n")
    print(sentence if len(sentence) <= 2 * _LONGEST else f"{sentence[:_LONGEST]} … {sentence[-_LONGEST:]}", file=sys.stderr)
    return 2 if isinstance(fault, WrongCall) else 1


def _in_words(fault: OSError) -> StorageFault:
    """A file or folder that could not be read or written, named."""
    if is_full(fault):
        return full(Path(str(fault.filename or "")))
    return StorageFault("\u201c{file}\u201d cannot be read or written: {reason}.",
                        file=str(fault.filename or ""), reason=fault.strerror or str(fault))


def _require_text(asked: Namespace) -> None:
    """Bytes that are no text would otherwise fail wherever they come first to be written."""
    for value in vars(asked).values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and ("\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)):
                raise WrongCall("\u201c{text}\u201d holds bytes that are no text. Type it again.", text=ascii(text)[1:-1])


def month(text: str) -> date:
    """An argument that names a month: its first day."""
    try:
        return date.fromisoformat(f"{_MONTH.fullmatch(text)[0][:7]}-01")
    except (TypeError, ValueError):
        raise ArgumentTypeError(f"{text[:_LONGEST]!r} is not a month such as 2026-09") from None


def percent(text: str) -> float:
    """An argument that is a percentage above 0, at most 100."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 100:
        raise ArgumentTypeError(f"{text[:_LONGEST]!r} is not a percentage above 0, at most 100")
    return value
