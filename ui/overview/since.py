"""What is new since whoever looks last did: above what is new of the month."""

from datetime import date
from html import escape

from data.access.looks import BoardLook
from i18n import Say
from metrics.findings.since import Files, Since, since
from metrics.findings.summary import Line
from metrics.snapshot import Snapshot
from ui.overview.beside import Block, Lead, changed, turn_of
from ui.parts import st
from ui.parts.moment import moment_words

_MOST = (
    3  # lines that are told, and kinds of records: the page shows what is new of the month besides
)


def since_block(snapshot: Snapshot, look: BoardLook, somebody: bool, say: Say) -> Block:
    """The block of one person; one that has nothing to tell says so. `somebody`: whether it is known
    who looks; where nobody signs in, all share their looks."""
    found = since(snapshot, look.begun, look.stood)
    lines = _lines(found)
    leads = tuple(_lead(line, at, found.month, say) for at, line in lines[:_MOST])
    moment = moment_words(look.begun, say)
    title = (
        say("New since you last looked, {moment}", moment=moment)
        if somebody
        else say("New since the board was last looked at, {moment}", moment=moment)
    )
    counted = f'<div class="scd-small">{escape(_counts(found, say))}</div>'
    files = (_files(found.files, say),) if found.files else ()
    return Block(title, (*leads, *files), above=counted, left=max(0, len(lines) - _MOST))


def _lines(found: Since) -> list[tuple[date, Line]]:
    """What is told, each with the month that proves it."""
    turned = [(found.month, line) for line in found.turned]
    restated = [(found.month, line) for line in found.restated]
    return [*turned, *found.outstanding, *restated]


def _counts(found: Since, say: Say) -> str:
    """How much there is of each; one sentence where there is nothing."""
    counts = (
        (say("verdicts turned: {count}", count=len(found.turned)), found.turned),
        (
            say("levels or months that stand out: {count}", count=len(found.outstanding)),
            found.outstanding,
        ),
        (say("figures restated: {count}", count=len(found.restated)), found.restated),
        (say("files and entries: {count}", count=_came(found.files)), found.files),
    )
    told = [words for words, there in counts if there]
    nothing = (
        say("No verdict turned, nothing came to stand out, no figure was restated, no file came.")
        if found.units_judged
        else say(
            "No verdict of the whole company turned, nothing came to stand out, no figure was "
            "restated, no file came."
        )
    )
    return " · ".join(told) or nothing


def _came(files: tuple[Files, ...]) -> int:
    return sum(one.came + one.gone for one in files)


def _lead(line: Line, at: date, last: date, say: Say) -> Lead:
    """A line with the way to its proof: to the month that it is of, which is named where that is not
    the last one that is over, or where the page looks at one of one's choice."""
    lead = changed(line, say)
    page = lead.page if line.kpi.measured else "targets"
    named = at != last or "month" in st.query_params
    month = (("month", f"{at:%Y-%m}"),) if named else ()
    return Lead(page, (*lead.link, *month), lead.label, lead.words, turn_of(line, at, say))


def _files(files: tuple[Files, ...], say: Say) -> Lead:
    """What came and what was taken back, by kind of record."""
    told = [
        say("{kind}: {count}", kind=one.kind.label, count=one.came) for one in files if one.came
    ] + [
        say("{kind}, taken back: {count}", kind=one.kind.label, count=one.gone)
        for one in files
        if one.gone
    ]
    shown = [*told[:_MOST], "…"] if len(told) > _MOST else told
    return Lead("upload", (), say("Uploads so far"), escape(" · ".join(shown)))
