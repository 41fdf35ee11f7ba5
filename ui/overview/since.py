"""What is new since whoever looks last did: above what is new of the month."""

from html import escape

from data.access.looks import BoardLook
from i18n import Say
from metrics.findings.since import Files, Since, since
from metrics.findings.summary import Line
from metrics.snapshot import Snapshot
from ui.overview.beside import Block, Lead, changed
from ui.parts import st
from ui.parts.moment import moment_words

_MOST = (
    3  # lines that are told, and kinds of records: the page shows what is new of the month besides
)


def since_block(snapshot: Snapshot, look: BoardLook, say: Say) -> Block:
    """The block of one person; one that has nothing to tell says so."""
    found = since(snapshot, look.begun, look.stood)
    lines = (*found.turned, *found.outstanding, *found.restated)
    leads = tuple(_lead(line, found, say) for line in lines[:_MOST])
    title = say("New since you last looked, {moment}", moment=moment_words(look.begun, say))
    counted = f'<div class="scd-small">{escape(_counts(found, say))}</div>'
    files = (_files(found.files, say),) if found.files else ()
    return Block(title, (*leads, *files), above=counted, left=max(0, len(lines) - _MOST))


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
    nothing = say(
        "No verdict turned, nothing came to stand out, no figure was restated, no file came."
    )
    return " · ".join(told) or nothing


def _came(files: tuple[Files, ...]) -> int:
    return sum(one.came + one.gone for one in files)


def _lead(line: Line, found: Since, say: Say) -> Lead:
    """A line with the way to its proof, which is of the last month that is over: named where the
    page looks at one of one's choice."""
    lead = changed(line, say)
    page = lead.page if line.kpi.measured else "targets"
    month = (("month", f"{found.month:%Y-%m}"),) if "month" in st.query_params else ()
    return Lead(page, (*lead.link, *month), lead.label, lead.words)


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
