"""Headings in many languages, as exports, forms and templates write them: a file of data/kinds/headings
for each language, a word a line, for people who speak it to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.kinds.schema import DatasetKind

FOLDER = Path(__file__).parent / "headings"
_SECTION, _DOUBTED, _NOTE = "[", "?", "#"


def _of(column: str, *kinds: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, column) for kind in kinds)


_EXAMS = ("training", "exam_item")
_VISITS = ("mystery_visit", "mystery_item")
_DAYS = (  # of records that people bring
    *("survey", "nps", "staff_survey", *_VISITS, "behaviour_check", *_EXAMS, "attendance"),
    *("supervisor_rating", "praise", "complaint", "service_request", "contact_volume"),
    *("purchase", "suggestion", "violation", "audit"),
)
# Name of a section -> kinds and their columns; "" stands for every kind that has the column.
MEANT: dict[str, tuple[tuple[str, str], ...]] = {
    "place": _of("store", ""),
    "department": _of("department", ""),
    "region": _of("region", ""),
    "channel": _of("channel", ""),
    "segment": _of("segment", ""),
    "served": _of("employee", "survey", "mystery_visit"),
    "praised": _of("employee", "praise"),
    "blamed": _of("employee", "complaint"),
    "worker": _of(
        "employee",
        *(*_EXAMS, "attendance", "roster", "supervisor_rating", "behaviour_check"),
        *("violation", "star", "suggestion"),
    ),
    "shopper": _of("shopper", *_VISITS),
    "rater": _of("rater", "supervisor_rating"),
    "answer number": _of("response_id", ""),
    "visit number": _of("visit_id", *_VISITS),
    "complaint number": _of("complaint_id", "complaint"),
    "request number": _of("request_id", "service_request"),
    "answered": _of("date", "survey", "nps", "staff_survey"),
    "visited": _of("date", *_VISITS),
    "examined": _of("date", *_EXAMS),
    "trained": _of("date", "attendance"),
    "praised on": _of("date", "praise"),
    "opened": _of("date", "complaint", "service_request"),
    "day": _of("date", *_DAYS),
    "stamp": _of("date", "survey", "nps", "staff_survey", *_EXAMS),
    "closed": _of("closed", "complaint", "service_request"),
    "satisfaction": _of("overall", "survey"),
    "attitude": _of("attitude", "survey"),
    "speed": _of("speed", "survey"),
    "solution": _of("problem_solving", "survey"),
    "recommendation": _of("score", "nps"),
    "comment": (*_of("comment", "survey", "nps"), *_of("remark", "mystery_visit")),
    "remark": _of("remark", "mystery_visit"),
    "visit score": _of("overall", "mystery_visit"),
    "course": _of("course", *_EXAMS, "attendance"),
    "points": _of("score", "training"),
    "maximum": _of("maximum", "training"),
    "pass mark": _of("pass_mark", "training"),
    "result": _of("outcome", "training"),
    "attempt": _of("attempt", *_EXAMS),
    "attended": _of("attended", "attendance"),
    "item": _of("item", "mystery_item"),
    "section": _of("section", "mystery_item", "section_weight"),
    "earned": _of("earned", "mystery_item"),
    "available": _of("available", "mystery_item"),
    "question": _of("item", "exam_item"),
    "answer": _of("response", "exam_item"),
    "solution of question": _of("correct_response", "exam_item"),
    "hired": _of("hired_on", "roster"),  # beside exams such words tell when a course began
    "left": _of("left_on", "roster"),
    "position": _of("position", "roster", "staff_survey"),
    "category": _of("category", "complaint", "service_request"),
    "severity": _of("severity", "complaint"),
    "customer": _of("customer", "complaint", "service_request"),
    "complaint": _of("comment", "complaint"),
    "cause": _of("cause", "complaint"),
    "status": _of("status", "service_request"),
    "urgency": _of("urgency", "service_request"),
    "closed by": _of("closed_by", "service_request"),
    "first answer": _of("first_answer", "service_request"),
}


@dataclass(frozen=True)
class ListedHeading:
    """A heading and the section of the file that it stands in. `doubted`: the word means something
    else as well, so a person confirms it."""

    heading: str
    section: str
    doubted: bool
    language: str


def columns_of(kind: DatasetKind) -> dict[str, list[str]]:
    """Section -> the columns of the kind that its headings stand for."""
    own = {column.name for column in kind.columns}
    return {
        section: [column for name, column in pairs if name in ("", kind.name) and column in own]
        for section, pairs in MEANT.items()
    }


@cache
def listed() -> tuple[ListedHeading, ...]:
    """All headings of all files, in their order."""
    return tuple(each for file in sorted(FOLDER.glob("*.txt")) for each in _read(file))


def _read(file: Path) -> Iterator[ListedHeading]:
    section = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith(_SECTION):
            section = line.strip("[]")
        elif line and not line.startswith(_NOTE):
            heading = line.removeprefix(_DOUBTED).strip()
            yield ListedHeading(heading, section, line.startswith(_DOUBTED), file.stem)
