"""What becomes of each real file beside the project, as a table for docs/real-files.md.

    python tools/real_files.py           print the page
    python tools/real_files.py --write   write it to docs/real-files.md

Every line is what the code does without a setting, unless the line names the settings given.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402
from data.kinds.catalog import kind_named  # noqa: E402
from data.matching.recognise import FITS, recognise  # noqa: E402
from data.questions import still_open  # noqa: E402
from data.reading.options import Options  # noqa: E402
from data.reading.reader import read  # noqa: E402
from data.uploads.prepare import Prepared, prepare  # noqa: E402
from errors import FileRefused, Undecided  # noqa: E402
from i18n import translator  # noqa: E402
from metrics.handed.kpi_facts import KPI_FACTS  # noqa: E402
from tools.generated import print_or_write  # noqa: E402

REAL = ROOT.parent / "shared" / "real"
PAGE = ROOT / "docs" / "real-files.md"
SAY = translator("en")
TODAY = date(2026, 9, 1)
_CSPS = "employee/csps2012_csps2012_allorganisations_20130201.xlsx"

# What a person settles, for files that ask: name of the file -> (kind, settings).
SETTLED = {
    "customer/nhs_fft_testdata.csv": (
        "survey",
        Options(
            match={"FFT categorical answer": "overall"},
            reversed=True,
            missing=("6", "7"),
            scale="1-5",
        ),
    ),
    **{
        f"survey_exports/moodle_grades_Quiz_{number}.csv": (
            "training",
            Options(set={"course": f"Quiz {number}"}, pass_mark=80),
        )
        for number in (1, 2, 3)
    },
    "inspection/restaurant_inspections_anchorage.csv": (
        "mystery_visit",
        Options(match={"business_name": "store", "Year": "date"}),
    ),
    _CSPS: (None, Options(sheet="Table 2.1 - Question scores")),
}
# What else the same files hold.
AS_WELL = {
    f"survey_exports/moodle_grades_Quiz_{number}.csv": (
        "exam_item",
        Options(set={"course": f"Quiz {number}"}),
    )
    for number in (1, 2, 3)
}
_INTRO = """# Real files

What becomes of files that nobody on this project wrote (public data under permissive licences, kept outside the project).
The page is made by `tools/real_files.py` from the code itself, and a test compares the two, but for the largest files, wherever they are at hand.

*Sureness* is how well the file resembles the kind, from 0 to 1; under {enough} it resembles none.
A file that lacks what a kind needs is refused with the reason: most of these files are other data, and say so.

| file | settings | kind | matched headings | read | kept | rejected | left out | outcome |
|---|---|---|---|--:|--:|--:|--:|---|
"""


@dataclass(frozen=True)
class Line:
    """One file, as read under these settings."""

    file: str
    settings: str
    kind: str
    matched: str
    counts: tuple[str, ...]
    outcome: str

    def text(self) -> str:
        cells = [
            f"`{self.file}`",
            self.settings,
            self.kind,
            self.matched,
            *self.counts,
            self.outcome,
        ]
        return (
            "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
        )


def files(real: Path = REAL) -> list[Path]:
    """The tables of the folder, those meant to harm left aside."""
    found = (path for path in real.rglob("*") if path.suffix in {".csv", ".xls", ".xlsx"})
    return sorted(path for path in found if "hostile" not in path.parts)


def lines(real: Path = REAL) -> Iterator[Line]:
    """Each file as it is, then with what a person settles where it asks, then as the other kind
    that it holds as well."""
    for path in files(real):
        yield from lines_of(path, real)


def lines_of(path: Path, real: Path = REAL) -> Iterator[Line]:
    """Those of one file."""
    name = path.relative_to(real).as_posix()
    yield _line(path, name, None, Options())
    for settled in (SETTLED, AS_WELL):
        if name in settled:
            yield _line(path, name, *settled[name])


def head() -> str:
    """What stands above the lines."""
    return _INTRO.format(enough=FITS)


def page(real: Path = REAL) -> str:
    """The whole page."""
    return head() + "".join(line.text() + "\n" for line in lines(real))


def _line(path: Path, name: str, kind: str | None, options: Options) -> Line:
    content, settings = path.read_bytes(), _settings(options)
    try:
        sheet = read(content, path.name, options)
    except FileRefused as refused:
        return Line(
            name, settings, "", "", ("",) * 4, _outcome(refused) + _short(SAY(refused.message))
        )
    found, sureness = (kind, None) if kind else recognise(sheet, path.name)[0]
    told = (
        found
        if sureness is None
        else f"{found} {sureness:.2f}"
        if sureness >= FITS
        else f"none (nearest: {found} {sureness:.2f})"
    )
    try:
        return _kept(
            name,
            settings,
            told,
            prepare(content, path.name, kind_named(found), options, TODAY, KPI_FACTS),
        )
    except FileRefused as refused:
        return Line(
            name,
            settings,
            told,
            "",
            (SAY.number(sheet.records), "", "", ""),
            _outcome(refused) + _short(SAY(refused.message)),
        )


def _kept(name: str, settings: str, kind: str, prepared: Prepared) -> Line:
    checked = prepared.checked
    pairs = [f"{heading} → {column}" for heading, column in prepared.matched.items()]
    pairs += [
        f"rows: {heading} = {value}"
        for heading, value in prepared.options.where.items()
        if not settings
    ]
    counts = tuple(
        SAY.number(count)
        for count in (checked.read, len(checked.rows), checked.rejected, checked.left_out)
    )
    dropped = (
        f"; dropped as personal: {SAY.list(prepared.match.dropped_personal)}"
        if prepared.match.dropped_personal
        else ""
    )
    return Line(name, settings, kind, "; ".join(pairs), counts, f"{_asked(prepared)}{dropped}")


def _asked(prepared: Prepared) -> str:
    """What a person still has to say, else that the file loads."""
    likely = [
        f"{prepared.headings[at]} → {prepared.match.columns[at]}?" for at in prepared.match.likely
    ]
    open_ = [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]
    return (
        f"asks: {SAY.list([*likely, *open_])}"
        if likely or open_
        else "loads"
        if len(prepared.checked.rows)
        else "nothing to keep"
    )


def _outcome(refused: FileRefused) -> str:
    return "asks: " if isinstance(refused, Undecided) else "refused: "


def _settings(options: Options) -> str:
    told = {
        name: value for name, value in vars(options).items() if value not in (None, False, (), {})
    }
    return "; ".join(f"{name}: {_value(value)}" for name, value in told.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{left} = {right}" for left, right in value.items())
    return "yes" if value is True else ", ".join(value) if isinstance(value, tuple) else str(value)


def _short(sentence: str) -> str:
    """Long lists of headings tell nothing here."""
    before, found, after = sentence.partition(" Its headings: ")
    return before + (" " + after.rsplit(". ", 1)[-1] if found else "")


def main() -> int:
    """Print the page, or write it."""
    return print_or_write(page, PAGE, __doc__)


if __name__ == "__main__":
    sys.exit(ended(main))
