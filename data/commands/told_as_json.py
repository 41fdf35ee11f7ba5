"""What a load did, as plain values for JSON; and the words that answer its questions on a command
line."""

from shlex import quote

from data.findings import reasons_left_out
from data.issues import Issue
from data.matching.exam_items import beside
from data.questions import Choice, Question, is_which_sheet
from data.reading.sheet import Places
from data.reading.sheets import places_in
from data.uploads.again import CORRECTION, NAME as AGAIN, NEW, REPLACE, REPLACE_ALL
from data.uploads.prepare import Prepared
from data.uploads.store import Move, Stored
from i18n import translator

SAY = translator("en")
_OPTIONS = {
    CORRECTION: "--correction",
    REPLACE: "--replace-period",
    REPLACE_ALL: "--replace-all-units",
    NEW: "--new",
}


def option_of(question: Question, choice: Choice) -> str:
    """The words to type; in quotes where a shell would part them or read more into them."""
    if is_which_sheet(question.name):
        return f"--sheet {quote(choice.name)}"
    return (
        _OPTIONS.get(choice.name, "")
        if question.name == AGAIN
        else f"--answer {quote(f'{question.name}={choice.name}')}"
    )


def load_json(prepared: Prepared, stored: Stored, unsure: tuple[dict, ...]) -> dict:
    checked, issues = prepared.checked, stored.issues or prepared.checked.issues
    found = issues.told()
    places = places_in(found)
    return {
        "upload": None if stored.open else stored.upload,
        "kind": prepared.kind.name,
        "file": prepared.file,
        "already": stored.already,
        "rows": {
            "read": checked.read,
            "kept": len(checked.rows),
            "rejected": checked.rejected,
            "replaced": stored.replaced,
            "left_out": checked.left_out,
        },
        "unchanged": stored.unchanged,
        "match": prepared.matched,
        "unused": list(prepared.match.unused),
        "dropped_personal": list(prepared.match.dropped_personal),
        "left_out_by_reason": [
            {"rows": count, "text": SAY(example.message)}
            for count, example in reasons_left_out(issues)
        ],
        "issues": [issue_json(issue, places) for issue in found],
        "likely": list(unsure),
        "questions": [_question_json(question) for question in stored.open],
        "moves": [_move_json(move) for move in stored.moves],
        "exam_items": items_beside(prepared),
        "also": None
        if stored.also is None or stored.open
        else {
            "upload": stored.also.upload,
            "kind": stored.also.kind.name,
            "kept": stored.also.kept,
            "rejected": stored.also.rejected,
            "left_out": stored.also.left_out,
        },
    }


def _question_json(question: Question) -> dict:
    return {
        "name": question.name,
        "text": SAY(question.message),
        "evidence": [SAY(seen) for seen in question.evidence],
        "likely": question.likely,
        "choices": [
            {"name": choice.name, "option": option_of(question, choice), "text": SAY(choice.label)}
            for choice in question.choices
        ],
    }


def items_beside(prepared: Prepared) -> int:
    """How many exam items a training file holds that can be loaded as a kind of their own."""
    found = beside(prepared.sheet, prepared.kind)
    return found.items if found else 0


def issue_json(issue: Issue, places: Places) -> dict:
    row = places.words(issue.row) if places.names and issue.row else issue.row
    return {
        "level": issue.level,
        "row": row,
        "column": issue.column,
        "value": issue.value,
        "text": SAY(issue.message),
    }


def _move_json(move: Move) -> dict:
    return {
        "kpi": move.kpi,
        "period": move.period.isoformat(),
        "before": move.before,
        "after": move.after,
    }
