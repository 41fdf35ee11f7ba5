"""python -m reports …: quarter, month."""

if (
    __name__ == "__main__"
):  # Ctrl-C while the rest is imported, which takes a second, is no traceback either
    from data.commands.interrupt import end_with_a_word

    end_with_a_word()

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from data import __version__
from data.commands.calling import called
from errors import StorageFault, WrongCall
from i18n import LANGUAGES, translator
from metrics.periods import quarter_as_written
from metrics.settings import check_settings
from reports.formats import ENDINGS, written
from reports.outline.parts import Outline
from reports.outline.period import MONTH, QUARTER
from reports.reading import read_outline

SAY = translator("en")
_READ = 0.7  # of the whole is working out what is said


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 2 wrong call, 1 where the database cannot be read or the file not be
    written."""
    return called(_parser(), arguments, check_settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reports", description="Write the report of a quarter or a month."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for grain, example, about in (
        (QUARTER, quarter_as_written(), "the evaluation report of a quarter"),
        (MONTH, "2026-10", "the brief of a month, on one page"),
    ):
        command = commands.add_parser(grain, help=about, description=about)
        command.add_argument("period", metavar="PERIOD", help=f"such as {example}")
        command.add_argument("file", metavar="FILE", help="where to write it")
        command.add_argument("--language", choices=LANGUAGES, default="en")
        command.add_argument(
            "--format", choices=ENDINGS, help="without it, by the ending of the file"
        )
        command.add_argument("--replace", action="store_true", help="write over a file")
        command.add_argument("--progress", action="store_true", help="say how far it is")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=_write, grain=grain)
    return parser


def _write(asked: argparse.Namespace) -> int:
    file = Path(asked.file)
    ending = asked.format or file.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise WrongCall(
            "The ending of {file} names no form. Give {option}: {known}.",
            file=file.name,
            option="--format",
            known=list(ENDINGS),
        )
    if file.exists() and not asked.replace:
        raise WrongCall(
            "{file} is there already. Give another name, or {option}.",
            file=str(file),
            option="--replace",
        )
    tell = _teller(asked.progress)
    outline = read_outline(asked.grain, asked.period, lambda part: tell(_READ * part))
    say = translator(asked.language)
    content = written(outline, ending, say, lambda part: tell(_READ + (1 - _READ) * part))
    _store(file, content)
    _say_done(outline, file, ending, asked)
    return 0


def _teller(wanted: bool) -> Callable[[float], None]:
    """Says how far it is, as a part of 1 a line, where that is wanted."""
    return (lambda part: print(f"{part:.3f}", flush=True)) if wanted else lambda part: None


def _store(file: Path, content: bytes) -> None:
    """Write the file whole, or not at all."""
    half = file.with_name(f"{file.name}.part")
    try:
        half.write_bytes(content)
        half.replace(file)
    except OSError as fault:
        half.unlink(missing_ok=True)
        raise StorageFault(
            "{file} cannot be written: {reason}.",
            file=str(file),
            reason=fault.strerror or str(fault),
        ) from fault


def _say_done(outline: Outline, file: Path, ending: str, asked: argparse.Namespace) -> None:
    if asked.json:
        told = {
            "file": str(file),
            "format": ending,
            "language": asked.language,
            "period": outline.period.written,
            "pages": sum(len(section.pages) for section in outline.sections),
            "lacking": [SAY(message) for message in outline.lacking],
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    print(f"{file} is written.")
    for message in outline.lacking:
        print(SAY(message))


if __name__ == "__main__":
    sys.exit(main())
