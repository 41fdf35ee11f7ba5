"""What a file settles by itself: how its tool writes "no answer", and which of its rows hold the
score."""

from dataclasses import replace

from data.kinds.schema import DatasetKind
from data.matching.long_form import settle_long_form
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold

# Headings by which a tool's exports are known, and its codes for questions that were skipped or not
# shown.
_CODES_OF_TOOLS = (({"提交答卷时间", "所用时间"}, ("-2", "-3")),)


# Headings that mean another column in the exports of a tool: what Microsoft Forms calls the total
# points is what somebody earned.
_OWN_WORDS = (
    ("training", {"total points", "quiz feedback"}, "total points", "score"),
    ("training", {"总分", "测验反馈"}, "总分", "score"),
    ("training", {"總分", "測驗回饋"}, "總分", "score"),
)


def understood(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options completed by what the file says without a doubt; what a person settled stays.
    Undecided as in `settle_long_form`."""
    return settle_long_form(sheet, kind, _with_codes(sheet, _with_own_words(sheet, kind, options)))


def _with_own_words(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    headings = {fold(heading): heading for heading in sheet.headings}
    for name, known, word, column in _OWN_WORDS:
        meant = headings.get(fold(word))
        if (
            kind.name == name
            and meant is not None
            and set(map(fold, known)) <= headings.keys()
            and meant not in options.match
            and column not in options.match.values()
        ):
            return replace(options, match={**options.match, meant: column})
    return options


def _with_codes(sheet: Sheet, options: Options) -> Options:
    headings = {fold(heading) for heading in sheet.headings}
    codes = next((codes for known, codes in _CODES_OF_TOOLS if known <= headings), ())
    return options if options.missing or not codes else replace(options, missing=codes)
