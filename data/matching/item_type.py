"""What a list of the programme holds whose title says it, and no column: stories, scenes, culture
days or keywords."""

import re
from dataclasses import replace

import pandas as pd

from data.kinds.catalog import PROGRAMME_ITEM
from data.kinds.choice_stems import ITEM_TYPES
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from errors import Message

NAME = "item_type"
_LISTED = ("scene", "story", "culture_day", "keyword")  # the others are counts, not lists of names


def with_type(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with what its rows are in a column, as answered, else as its title, name or headings
    say; of other files the sheet itself."""
    if kind is not PROGRAMME_ITEM or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    said = None if "type" in supplied or "name" not in supplied else _said(file, sheet)
    if said is None:
        return Written(sheet)
    labels = dict(kind.column("type").choices)
    question = Question(
        NAME,
        Message("No column says what kind of items these are. What are they?", {}),
        tuple(Choice(name, labels[name]) for name in labels),
        said,
    )
    heading: str = kind.column("type").label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    texts = [question.answer(options.answers)] * len(sheet.cells)
    more = pd.Series(pd.array(texts, dtype="str"), index=sheet.cells.index)
    made = replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )
    return Written(made, questions=(question,))


def _said(file: str, sheet: Sheet) -> str | None:
    """The one kind of item of which the title, the name of the sheet or the file, or else a heading
    speaks."""
    stems = {name: stem for name, stem in ITEM_TYPES if name in _LISTED}
    for texts in (sheet.title, (sheet.name,), (file.replace("_", " "),), sheet.headings):
        found = [
            name
            for name, stem in stems.items()
            if any(re.search(stem, text, re.I) for text in texts)
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None
