"""What a check found: in groups first, then row by row, and as files to work through."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.exports.marked import marked_workbook
from data.findings import TOLD, Findings
from data.issues import ERROR, LEVELS, NOTE, WARNING, Issue
from data.reading.own_columns import FOUND, ROW
from data.reading.sheet import NOWHERE, Places, Sheet
from data.reading.sheets import places_in
from data.uploads.prepare import Prepared
from i18n import Say
from ui.parts import st
from ui.parts.literal import bold, joined
from ui.parts.table import show_table

SHAPES = {ERROR: "\u2715", WARNING: "\u25b2", NOTE: "\u25cf"}
_MOST_GROUPS, _MOST_ROWS = 12, 6
_MOST_TO_CORRECT = 100_000  # rows of one file to be downloaded
_ROWS_AT_ONCE = 5_000  # rows of it whose sentences are made at a time
_LONG, _BOX = 1200, 240  # letters from which a sentence scrolls in a box, of so many pixels
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_issues(
    issues: Findings, file: str, say: Say, key: str, prepared: Prepared | None = None
) -> None:
    """Groups of like issues in sentences, then the table, then downloads; `prepared` allows those
    that hold rows of the file."""
    if not issues:
        st.success(say("Nothing was found that needs a correction."), icon=":material/check:")
        return
    groups, places = grouped(issues), places_in(issues.first(1))
    for at, group in enumerate(groups[:_MOST_GROUPS]):
        words = group_words(group, say, places)
        if len(words) > _LONG:
            with st.container(height=_BOX, key=f"{key}_long_{at}"):
                st.markdown(words)
        else:
            st.markdown(words)
    if len(groups) > _MOST_GROUPS:
        st.caption(
            say(
                "More kinds of findings are in the table: {count}.",
                count=len(groups) - _MOST_GROUPS,
            )
        )
    shown = issues_frame(issues, say)
    label = (
        say("All findings, row by row: {count}", count=len(issues))
        if len(issues) == len(issues.first())
        else say(
            "Of {count} findings, the first {most} of each kind, row by row",
            count=len(issues),
            most=TOLD,
        )
    )
    with st.expander(label, key=f"{key}_findings"):
        show_table(shown, f"{key}_table")
    with st.container(horizontal=True):
        st.download_button(
            say("Findings as CSV"),
            lambda: csv_bytes(shown),
            f"{file}-findings.csv",
            "text/csv",
            key=f"{key}_csv",
            icon=":material/download:",
            on_click="ignore",
        )
        if prepared is not None:
            _draw_files_to_correct(issues, file, say, key, prepared)


def _draw_files_to_correct(
    issues: Findings, file: str, say: Say, key: str, prepared: Prepared
) -> None:
    """The workbook is made only when it is asked for: of a long file it takes a while."""
    st.download_button(
        say("The file with the faults marked"),
        lambda: marked_workbook(prepared, issues, say),
        f"{file}-marked.xlsx",
        _WORKBOOK,
        key=f"{key}_marked",
        icon=":material/download:",
        on_click="ignore",
    )
    count = int(np.count_nonzero(issues.of_level(ERROR).at(np.asarray(prepared.sheet.lines))))
    if count:
        label = (
            say("Rejected rows, to correct")
            if count <= _MOST_TO_CORRECT
            else say("The first {count} rejected rows, to correct", count=_MOST_TO_CORRECT)
        )
        st.download_button(
            label,
            lambda: csv_bytes(rejected_frame(issues, prepared.sheet, say)),
            f"{file}-kept-out.csv",
            "text/csv",
            key=f"{key}_rejected",
            icon=":material/download:",
            on_click="ignore",
        )


def grouped(issues: Iterable[Issue]) -> list[Findings]:
    """Findings that say the same of the same column, what keeps rows out first, the largest groups
    first."""
    groups: dict[tuple, Findings] = {}
    for kind in Findings.of(issues).kinds:
        at = np.flatnonzero(kind.rows)
        rows = Findings([kind if len(at) == len(kind) else kind.take(at)])
        whole = Findings([kind.take(np.flatnonzero(kind.rows == 0))])
        if rows:
            same = kind.level, kind.column, kind.text
            groups[same] = groups.get(same, Findings()) + rows
        for issue in whole:  # what is said of the whole file is no example of others
            same = kind.level, kind.column, str(issue.message)
            groups[same] = groups.get(same, Findings()) + [issue]
    order = list(LEVELS)
    return sorted(
        groups.values(), key=lambda group: (order.index(group.kinds[0].level), -len(group))
    )


def group_words(group: Findings, say: Say, places: Places = NOWHERE) -> str:
    """One line of markdown for a group: its level in shape and word, how many rows and which, the
    sentence of all, or of the first as an example."""
    examples = group.first(_MOST_ROWS)[:_MOST_ROWS]
    first = examples[0]
    sentence = say(first.message)
    rows = [places.words(issue.row) for issue in examples if issue.row]
    if len(group) == 1 or not rows:
        words = say("Row {row}: {sentence}", row=rows[0], sentence=sentence) if rows else sentence
    elif any(say(issue.message) != sentence for issue in examples[1:]):
        more = ["…"] if len(group) > len(rows) else []
        words = say(
            "Rows: {count} ({rows}), for example row {row}: {sentence}",
            count=len(group),
            rows=[*rows, *more],
            row=rows[0],
            sentence=sentence,
        )
    elif len(group) > len(rows):
        words = say(
            "Rows: {count}, the first are {rows}: {sentence}",
            count=len(group),
            rows=rows,
            sentence=sentence,
        )
    else:
        words = say(
            "Rows: {count} ({rows}): {sentence}", count=len(group), rows=rows, sentence=sentence
        )
    return joined([bold(f"{SHAPES[first.level]} {say(LEVELS[first.level])}"), words], " · ")


def issues_frame(issues: Iterable[Issue], say: Say) -> pd.DataFrame:
    """One line a finding, in the reader's language, the first of each kind and how many more there
    are; rows as the file counts them."""
    issues = tuple(Findings.of(issues).told())
    places = places_in(issues)
    rows = (
        [places.words(issue.row) if issue.row else "" for issue in issues]
        if places.names
        else pd.array([issue.row for issue in issues], dtype="Int64")
    )
    return pd.DataFrame(
        {
            say("Row"): rows,
            say("Column"): [issue.column or "" for issue in issues],
            say("Value"): [issue.value or "" for issue in issues],
            say("Level"): [f"{SHAPES[issue.level]} {say(LEVELS[issue.level])}" for issue in issues],
            say("What was found"): [say(issue.message) for issue in issues],
        }
    )


def rejected_frame(issues: Iterable[Issue], sheet: Sheet, say: Say) -> pd.DataFrame:
    """The first rejected rows as the file has them, with their row number and what is wrong; to be
    corrected and sent again."""
    errors, lines = Findings.of(issues).of_level(ERROR), np.asarray(sheet.lines)
    chosen = np.flatnonzero(errors.at(lines))[:_MOST_TO_CORRECT]
    lines = lines[chosen]
    rows = sheet.cells.iloc[chosen].set_axis(list(sheet.headings), axis=1).reset_index(drop=True)
    rows.insert(
        0,
        say(ROW),
        [sheet.places.words(line) for line in lines.tolist()] if sheet.places.names else lines,
        allow_duplicates=True,
    )
    rows.insert(1, say(FOUND), _reasons(errors.within(lines), lines, say), allow_duplicates=True)
    return rows


def _reasons(errors: Findings, lines: np.ndarray, say: Say) -> pd.Series:
    """What is wrong with each of these lines, in one text each; made in parts, since each sentence
    for itself takes far more room."""
    parts = [pd.Series(dtype="str")]
    for start in range(0, len(lines), _ROWS_AT_ONCE):
        part = lines[start : start + _ROWS_AT_ONCE]
        told: dict[int, list[str]] = {}
        for issue in errors.within(part):
            told.setdefault(issue.row, []).append(say(issue.message))
        parts.append(pd.Series([say.sentences(told[line]) for line in part.tolist()], dtype="str"))
    return pd.concat(parts, ignore_index=True)
