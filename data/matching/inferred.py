"""What a file settles by itself: how its tool writes "no answer", and which of its rows hold the
score."""

import re
from dataclasses import replace

from data.kinds.schema import DatasetKind
from data.matching.likeness import sample
from data.matching.long_form import settle_long_form
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold

# Headings by which a tool's exports are known, and its codes for questions that were skipped or not
# shown.
_CODES_OF_TOOLS = (({"提交答卷时间", "所用时间"}, ("-2", "-3")),)


# Headings that mean another column in the exports of a tool: what Microsoft Forms calls the total
# points is what somebody earned, and Quizizz calls the share of right answers accuracy, beside the
# points of its game.
_OWN_WORDS = (
    ("training", {"total points", "quiz feedback"}, "total points", "score"),
    ("training", {"accuracy", "unattempted"}, "accuracy", "score"),
    ("training", {"总分", "测验反馈"}, "总分", "score"),
    ("training", {"總分", "測驗回饋"}, "總分", "score"),
)

_PARTS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{4}(?!\d)")  # 03/04/2026
_DATES_READ = 500  # cells of a column


def understood(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options completed by what the file says without a doubt; what a person settled stays.
    Undecided as in `settle_long_form`."""
    told = with_own_words(sheet, kind, _with_day_order(sheet, kind, options))
    return settle_long_form(sheet, kind, _with_codes(sheet, told))


def with_own_words(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the headings that mean another column in the exports of one tool."""
    headings = {fold(heading): heading for heading in sheet.headings}
    for name, known, word, column in _OWN_WORDS:
        meant = headings.get(fold(word))
        if (
            kind.name == name
            and set(map(fold, known)) <= headings.keys()
            and meant not in options.match
            and column not in options.match.values()
        ):
            return replace(options, match={**options.match, meant: column})
    return options


def _with_day_order(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the order of day and month that another column of an exam file shows, since
    one tool writes all its dates alike."""
    if options.day_first is not None or kind.name not in ("training", "exam_item", "roster"):
        return options
    found = set()
    for at in range(len(sheet.headings)):
        cells = sample(sheet.cells[at].tolist(), _DATES_READ)
        parts = [told for cell in cells if (told := _PARTS.match(cell))]
        if len(parts) * 2 > len(cells):
            found |= {
                int(told[1]) > 12 for told in parts if (int(told[1]) > 12) != (int(told[3]) > 12)
            }
    return options if len(found) != 1 else replace(options, day_first=found.pop())


def _with_codes(sheet: Sheet, options: Options) -> Options:
    headings = {fold(heading) for heading in sheet.headings}
    codes = next((codes for known, codes in _CODES_OF_TOOLS if known <= headings), ())
    return options if options.missing or not codes else replace(options, missing=codes)
