"""The options of `python -m data load`."""

import argparse
import sys
from dataclasses import replace

from data.commands.caller import where_called
from data.commands.calling import percent
from data.commands.issue_words import issue_line
from data.commands.told_as_json import SAY
from data.kinds.catalog import EXAM_ITEM
from data.kinds.scales import scale_named
from data.kinds.schema import DatasetKind
from data.matching.asked_headings import NAME as HEADINGS, YES
from data.matching.exam_key_file import Key, read_key
from data.matching.exam_marks import CELLS, between
from data.matching.told_columns import find_heading
from data.reading.decoding import ENCODINGS
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.again import CORRECTION, NAME as AGAIN, NEW, REPLACE, REPLACE_ALL
from errors import WrongCall


def add_load_options(parser: argparse.ArgumentParser) -> None:
    """Everything that can be said about a file besides its kind and name."""
    _add_columns_and_rows(parser)
    _add_ways_of_writing(parser)
    _add_items(parser)
    _add_again(parser)
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help="what only you can say of this file",
    )
    parser.add_argument(
        "--accept-likely",
        action="store_true",
        help="headings that only resemble a known one are right as they were matched",
    )
    parser.add_argument(
        "--marked",
        metavar="FILE",
        help="write the rows as a workbook with the faults marked, where there are any",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen; store nothing"
    )


def _add_columns_and_rows(parser: argparse.ArgumentParser) -> None:
    """What columns mean, and which rows are taken."""
    parser.add_argument(
        "--match",
        action="append",
        default=[],
        metavar="HEADING=COLUMN",
        help="which heading holds which column",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="a column that the file lacks",
    )
    parser.add_argument(
        "--where", action="append", default=[], metavar="HEADING=VALUE", help="take only these rows"
    )
    parser.add_argument(
        "--missing", action="append", default=[], metavar="CODE", help="a code that means no answer"
    )


def _add_ways_of_writing(parser: argparse.ArgumentParser) -> None:
    """How answers, marks, days and letters are to be read, and from which sheet."""
    parser.add_argument(
        "--scale", help="the answer scale, any from its lowest to its highest point: 1-10, 0-4"
    )
    parser.add_argument(
        "--reversed", action="store_true", help="the lowest number is the best answer"
    )
    parser.add_argument(
        "--pass-mark", type=percent, metavar="PERCENT", help="where a training file has none"
    )
    parser.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        help="03/04/2026 is the third of April",
    )
    parser.add_argument(
        "--encoding", help=f"of a text file: {', '.join(ENCODINGS)}, or another that Python knows"
    )
    parser.add_argument("--sheet")


def _add_items(parser: argparse.ArgumentParser) -> None:
    """Which columns are exam items, and how they are marked."""
    parser.add_argument(
        "--items",
        nargs=2,
        metavar=("FIRST", "LAST"),
        help="the headings of the first and the last column that are exam items",
    )
    parser.add_argument(
        "--item",
        action="append",
        default=[],
        metavar="HEADING",
        help="one more column that is an exam item",
    )
    parser.add_argument(
        "--item-cells", choices=CELLS, help="what the columns of the items hold; answers need a key"
    )
    parser.add_argument(
        "--key",
        metavar="FILE",
        help="the right answers to exam items: question and answer in rows, or an item a column",
    )


def _add_again(parser: argparse.ArgumentParser) -> None:
    """What a file does to rows that are stored already."""
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--correction",
        dest="again",
        action="store_const",
        const=CORRECTION,
        help="rows that are stored already are corrected, the others added",
    )
    again.add_argument(
        "--replace-period",
        dest="again",
        action="store_const",
        const=REPLACE,
        help="replace what files with these headings brought for the months and units of this file",
    )
    again.add_argument(
        "--replace-all-units",
        dest="again",
        action="store_const",
        const=REPLACE_ALL,
        help="the same, also for units that this file does not have",
    )
    again.add_argument(
        "--new",
        dest="again",
        action="store_const",
        const=NEW,
        help="all rows count beside those that are stored",
    )


def pairs(texts: list[str], option: str) -> dict[str, str]:
    """heading=column texts as a mapping; the last equals sign separates."""
    for text in texts:
        if "=" not in text:
            raise WrongCall(
                "{option} \u201c{text}\u201d needs an equals sign between two names.",
                option=option,
                text=text,
            )
    return {left: right for left, right in (text.rsplit("=", 1) for text in texts)}


def options_of(asked: argparse.Namespace) -> Options:
    """The settings with which a file is to be read, as they were asked for."""
    if asked.scale is not None:
        scale_named(asked.scale)
    return Options(
        match=pairs(asked.match, "--match"),
        set=pairs(asked.set, "--set"),
        where=pairs(asked.where, "--where"),
        missing=tuple(asked.missing),
        scale=asked.scale,
        reversed=asked.reversed,
        pass_mark=asked.pass_mark,
        day_first=asked.day_first,
        encoding=asked.encoding,
        sheet=asked.sheet,
        answers=({HEADINGS: YES} if asked.accept_likely else {})  # which an answer comes before
        | pairs(asked.answer, "--answer")
        | ({AGAIN: asked.again} if asked.again else {}),
    )


def with_items(
    options: Options, asked: argparse.Namespace, sheet: Sheet, kind: DatasetKind
) -> Options:
    """The options with the columns of exam items by their headings, and with the key."""
    if kind is not EXAM_ITEM:
        if asked.items or asked.item or asked.item_cells or asked.key:
            raise WrongCall(
                "Items and their key are settings of \u201c{kind}\u201d. Load the file as that.",
                kind=EXAM_ITEM.name,
            )
        return options
    key = where_called(asked.key) if asked.key else None
    if key and not key.is_file():
        raise WrongCall("There is no file {file}.", file=asked.key)
    found = (
        read_key(key.read_bytes(), key.name, options.encoding or sheet.encoding) if key else Key(())
    )
    for issue in found.told:
        print(f"{asked.key}: {issue_line(issue, SAY)}", file=sys.stderr)
    marked = (
        *(between(sheet, *asked.items) if asked.items else ()),
        *(sheet.headings[find_heading(sheet, heading)] for heading in asked.item),
    )
    return replace(
        options, items=tuple(dict.fromkeys(marked)), item_cells=asked.item_cells, key=found.rows
    )
