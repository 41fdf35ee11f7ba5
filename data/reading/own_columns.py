"""The columns that the dashboard adds to the files it hands out to be corrected; when such a file
comes back they are no part of it."""

from dataclasses import replace
from functools import cache

from data.reading.sheet import Sheet
from i18n import LANGUAGES, N_, translator

ROW, REJECTED, FOUND = N_("Row in the file"), N_("Rejected?"), N_("What was found")
_EARLIER = "Kept out?"  # as it was called in files handed out earlier


def without_own(sheet: Sheet) -> Sheet:
    """The sheet as its source wrote it: without our columns, where it has both the row's number and
    what was found."""
    languages = [
        language
        for language in LANGUAGES
        if {_word(ROW, language), _word(FOUND, language)} <= set(sheet.headings)
    ]
    if not languages:
        return sheet
    own = {_word(word, languages[0]) for word in (ROW, REJECTED, FOUND)} | {_EARLIER}
    left = [at for at, heading in enumerate(sheet.headings) if heading not in own]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in left),
        cells=sheet.cells[left].set_axis(range(len(left)), axis=1),
    )


@cache
def _word(text: str, language: str) -> str:
    return translator(language)(text)
