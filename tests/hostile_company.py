"""The sample company with names that are meant to harm in every column of words, loaded through the
product."""

import zlib
from datetime import date
from pathlib import Path

import pandas as pd

from data.database.connection import Database
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.samples import layouts
from data.samples.demo import SampleFile, records
from data.samples.files import write_csv
from data.samples.stories import month_at
from data.uploads.sample_company import load_demo

EVIL = "evil.example"  # nothing that this name stands in may be asked for
# Behind a name, which tells them apart. `hit()` would leave a mark in the window.
HARM = (
    f"![b](http://{EVIL}/p.png)",
    f"[click](http://{EVIL})",
    f"http://{EVIL}/bare",
    f"www.{EVIL}",
    f"me@{EVIL}",
    f"<http://{EVIL}>",
    "<script>hit()</script>",
    f"<img src=http://{EVIL}/i.png onerror=hit()>",
    f"<svg onload=hit()><image href=http://{EVIL}/s.png>",
    "[c](javascript:hit())",
    f"<a href=http://{EVIL}>a</a>",
    f"<iframe src=//{EVIL}>",
    "\u202egnp.exe",
    "$x^2$",
    ":smile: :material/face:",
    ":red[r]",
    "a -> b",
    "`c` **d** _e_",
    "&lt;b&gt; &amp;",
    "%{x} {y} %s",
    "x;=1+1;y",
    f'=HYPERLINK("http://{EVIL}")',
    "w" * 150,
)
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "=cmd|' /C calc'!A0")  # before a name
_WORDS = (
    "store",
    "region",
    "department",
    "channel",
    "segment",
    "employee",
    "course",
    "module",
    "comment",
    "scene",
    "shopper",
    "remark",
    "version",
    "item",
    "section",
    "behaviour",
    "position",
    "rater",
    "author",
    "reason",
    "owner",
    "plan",
    "evidence",
    "text",
    "unit",
    "name",
    "category",
    "cause",
    "title",
    "meeting",
    "conditions",
    "compared_with",
)
_LAYOUTS = {
    "survey": layouts.SURVEY_ENGLISH,
    "nps": layouts.NPS_ENGLISH,
    "mystery_visit": layouts.VISIT_ENGLISH,
    "training": layouts.TRAINING_ENGLISH,
    "target": layouts.TARGET_ENGLISH,
    "unit": layouts.UNIT_ENGLISH,
    "event": layouts.EVENT_ENGLISH,
    "exam_item": layouts.EXAM_ITEM_ENGLISH,
    "attendance": layouts.ATTENDANCE_CHINESE,
    "roster": layouts.ROSTER_CHINESE,
    "praise": layouts.PRAISE_CHINESE,
    "supervisor_rating": layouts.RATING_CHINESE,
    "mystery_item": layouts.CHECKLIST_ENGLISH,
    "behaviour_check": layouts.CHECK_CHINESE,
    "section_weight": layouts.WEIGHT_ENGLISH,
    "star": layouts.STAR_CHINESE,
    "theme_term": layouts.THEME_ENGLISH,
    "complaint": layouts.COMPLAINT_CHINESE,
    "service_request": layouts.REQUEST_ENGLISH,
    "promise": layouts.PROMISE_ENGLISH,
    "working_day": layouts.WORKING_DAY_CHINESE,
    "contact_volume": layouts.VOLUME_ENGLISH,
    "staff_survey": layouts.STAFF_SURVEY_CHINESE,
    "suggestion": layouts.SUGGESTION_CHINESE,
    "violation": layouts.VIOLATION_CHINESE,
    "programme_item": layouts.PROGRAMME_CHINESE,
    "kpi_value": layouts.VALUE_ENGLISH,
    "audit": layouts.AUDIT_CHINESE,
    "purchase": layouts.PURCHASE_CHINESE,
    "problem": layouts.PROBLEM_ENGLISH,
    "action": layouts.ACTION_ENGLISH,
    "decision": layouts.DECISION_CHINESE,
}
_RECENT = ("survey", "nps", "training", "mystery_visit")
_THINNED = {
    "survey": 8,
    "nps": 6,
    "supervisor_rating": 3,
    "behaviour_check": 3,
    "complaint": 4,
    "service_request": 6,
    "purchase": 6,
}  # one row of so many, which keeps it quick
_PEOPLE = 4  # one person's exams of so many


def harmful(name: str) -> str:
    """The name with harm before or behind it, always the same."""
    number = zlib.crc32(name.encode())
    before = FORMULAS[number // 7 % len(FORMULAS)] + " " if number % 5 == 0 else ""
    return f"{before}{name} {HARM[number % len(HARM)]}"


def load(database: Database) -> None:
    """The company of the last 14 months."""
    load_demo(database, files=_write)


def _write(folder: Path, until: date) -> tuple[SampleFile, ...]:
    until = until.replace(day=1)
    return tuple(_file(folder, kind, rows, until) for kind, rows in records(until).items())


def _file(folder: Path, kind: str, rows: pd.DataFrame, until: date) -> SampleFile:
    if kind in _RECENT:
        rows = rows[rows["date"] >= pd.Timestamp(month_at(until, -14))]
    if kind in ("exam_item", "training"):
        rows = rows[[zlib.crc32(name.encode()) % _PEOPLE == 0 for name in rows["employee"]]]
    rows = rows.iloc[:: _THINNED.get(kind, 1)]
    words = [column for column in _WORDS if column in rows]
    rows = rows.assign(
        **{
            column: [
                harmful(cell) if isinstance(cell, str) and cell else cell for cell in rows[column]
            ]
            for column in words
        }
    )
    headings = {column: heading for column, heading in _LAYOUTS[kind].items() if column in rows}
    spare = (
        {f"spare{number}": f"{harm} {number}" for number, harm in enumerate(HARM)}
        if kind == "event"
        else {}
    )
    rows = rows.assign(**dict.fromkeys(spare, HARM[0]))
    path = folder / f"{kind} [f](www.{EVIL}) ![g](javascript:hit()) <img src=x onerror=hit()>.csv"
    write_csv(path, rows, {**headings, **spare})
    assert kind_named(kind)
    return SampleFile(
        kind, path, Options(scale="1-5") if kind in ("survey", "supervisor_rating") else Options()
    )
