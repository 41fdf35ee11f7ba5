"""Who measured the values of a file that does not say it: one question, with what the file is
called."""

from dataclasses import replace
from pathlib import PurePath

import pandas as pd

from data.kinds.catalog import KPI_VALUE
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from errors import Message
from i18n import N_

NAME = "measured_by"
_LONGEST = 80  # letters of a source


def with_source(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the source in a column, as answered, else its title or its name; of other files
    the sheet itself."""
    if kind is not KPI_VALUE or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if "source" in supplied or not {"kpi", "value"} <= supplied:
        return Written(sheet)
    sources = {
        "title": next(iter(sheet.title), "").strip()[:_LONGEST],
        "file": PurePath(file).stem[:_LONGEST],
    }
    offered = {name: text for name, text in sources.items() if text}
    question = Question(
        NAME,
        Message(
            "No column says where these values come from. What is to stand there as their source?",
            {},
        ),
        (
            *(Choice(name, Message("“{text}”", {"text": text})) for name, text in offered.items()),
            Choice("no", N_("Something else: I give the source myself.")),
        ),
        next(iter(offered), "no"),
    )
    text = offered.get(question.answer(options.answers))
    if text is None:
        return Written(sheet, questions=(question,))
    heading: str = kind.column("source").label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    more = pd.Series(pd.array([text] * len(sheet.cells), dtype="str"), index=sheet.cells.index)
    made = replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )
    return Written(made, questions=(question,))
