"""How a command ends: its exit code, one sentence on standard error, and no traceback where the
call was wrong."""

import errno
import json
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from typing import TextIO

from data.commands.caller import CALLER, person
from data.commands.interrupt import CODE, WORD, noticed
from data.commands.through import through_dashboard
from data.faults import in_words
from data.following.folder import followed
from data.roles import check_role, setting
from data.values.zones import check_time_zone
from errors import ServiceCultureError, Undecided, WrongCall
from i18n import translator

SAY = translator("en")
_MONTH = re.compile(r"(?:19|20|21)\d\d-\d\d(?:-\d\d)?", re.ASCII)
_LONGEST = 400  # letters from either end of a sentence that repeats something very long


def called(
    parser: ArgumentParser, arguments: Sequence[str] | None, check_settings: Callable[[], None]
) -> int:
    """Run the command that the arguments name, if the settings are in order: 0 done, 1 refused or
    storage at fault, 2 wrong call."""

    given = sys.argv[1:] if arguments is None else list(arguments)

    def run() -> int:
        asked = parser.parse_args(given)
        _require_own_database()
        check_role()
        check_time_zone()
        check_settings()
        _require_text(asked)
        if CALLER.get() is None:
            code = through_dashboard(parser.prog.split()[-1], given, person(), setting())
            if code is not None:
                return code
        try:
            return asked.run(asked)
        except ServiceCultureError as fault:
            if getattr(asked, "json", False):
                print(json.dumps(_fault_json(fault), ensure_ascii=False, indent=1))
            raise

    return ended(run) if CALLER.get() is None else _told(run)


def _told(work: Callable[[], int]) -> int:
    """The exit code of a command that the dashboard runs; refusals are said as `ended` says them."""
    try:
        with in_words():
            return work()
    except ServiceCultureError as fault:
        return _fail(fault)


def _fault_json(fault: ServiceCultureError) -> dict:
    """A refusal for programs that read the output: what was said, and what could be answered."""
    asked = (
        {"setting": fault.setting, "choices": list(fault.choices)}
        if isinstance(fault, Undecided)
        else {}
    )
    return {"refused": SAY(fault.message), "wrong_call": isinstance(fault, WrongCall), **asked}


def ended(work: Callable[[], int]) -> int:
    """The exit code of a command's work; what goes wrong is one sentence on standard error.

    A reader of the output that has seen enough, as `head` has, changes
    nothing: the work is done to its end. Ctrl-C ends it with 130.
    """
    with (
        redirect_stdout(_Told(sys.stdout)) as out,
        redirect_stderr(_Told(sys.stderr)),
        noticed() as stop,
    ):
        try:
            with in_words():
                code = work()
                out.flush()
                return code
        except (Exception, KeyboardInterrupt) as fault:
            if stop.asked or isinstance(fault, KeyboardInterrupt):
                print(WORD, file=sys.stderr)
                return CODE
            if not isinstance(fault, ServiceCultureError):
                raise
            return _fail(fault)
        finally:
            out.leave_unless_written()


class _Told:
    """Where a command writes: as the stream it stands for, until the reader has left; from then on
    nowhere."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        if hasattr(stream, "reconfigure"):  # names of units in a terminal that lacks their letters
            stream.reconfigure(errors="backslashreplace")

    def write(self, text: str) -> int:
        """Take a text."""
        self._unless_left(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Send what was taken."""
        self._unless_left(lambda: self._stream.flush())

    def leave_unless_written(self) -> None:
        """At the end: what cannot be written is given up, so that Python does not try, and
        complain, once more."""
        try:
            self.flush()
        except OSError:
            self._leave()

    def _unless_left(self, work: Callable[[], object]) -> None:
        if self._stream is None:  # a program that was started without
            return
        try:
            work()
        except BrokenPipeError:
            self._leave()
        except OSError as fault:
            if os.name != "nt" or fault.errno != errno.EINVAL:  # how Windows says the same
                raise
            self._leave()

    def _leave(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _require_own_database() -> None:
    """WrongCall on a server that only reads: commands are for the one that stores."""
    folder = followed()
    if folder is not None and CALLER.get() is None:
        raise WrongCall(
            "This computer only reads what is published in {folder} (SERVICE_CULTURE_FOLLOW). Call "
            "this where the server that stores runs.",
            folder=str(folder),
        )


def _fail(fault: ServiceCultureError) -> int:
    sentence = SAY(fault.message).replace("\n", "\\n")
    print(
        sentence
        if len(sentence) <= 2 * _LONGEST
        else f"{sentence[:_LONGEST]} … {sentence[-_LONGEST:]}",
        file=sys.stderr,
    )
    return 2 if isinstance(fault, WrongCall) else 1


def _require_text(asked: Namespace) -> None:
    """Bytes that are no text would otherwise fail wherever they come first to be written."""
    for value in vars(asked).values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and (
                "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
            ):
                raise WrongCall(
                    "\u201c{text}\u201d holds bytes that are no text. Type it again.",
                    text=ascii(text)[1:-1],
                )


def month(text: str) -> date:
    """An argument that names a month: its first day."""
    try:
        if (found := _MONTH.fullmatch(text)) is None:
            raise ValueError(text)
        return date.fromisoformat(f"{found[0][:7]}-01")
    except ValueError:
        raise ArgumentTypeError(f"{text[:_LONGEST]!r} is not a month such as 2026-09") from None


def day(text: str) -> date:
    """An argument that names a day."""
    try:
        if _MONTH.fullmatch(text) is None:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text[:_LONGEST]!r} is not a day such as 2026-09-15") from None


def percent(text: str) -> float:
    """An argument that is a percentage above 0, at most 100."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 100:
        raise ArgumentTypeError(f"{text[:_LONGEST]!r} is not a percentage above 0, at most 100")
    return value
