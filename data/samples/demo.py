"""Writes the sample company: three years of files as its staff would send them.

The same day and seed give the same bytes. What truly happens in the data is
told by `data.samples.stories.STORIES`.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from data.reading.options import Options
from data.samples import faulty, layouts
from data.samples.answers import nps, survey
from data.samples.attendance import attendance
from data.samples.audits import audits
from data.samples.checklists import checklists, section_weights
from data.samples.checks import checks
from data.samples.company import staff
from data.samples.complaints import complaints, contact_volume
from data.samples.events import events
from data.samples.exams import exams
from data.samples.files import write_csv, write_workbook
from data.samples.items import items
from data.samples.loop import actions, decisions, problems, worst_month
from data.samples.people import (
    observed,
    programme,
    staff_survey,
    suggestions,
    values_elsewhere,
    violations,
)
from data.samples.purchases import purchases
from data.samples.recognition import praise, ratings, stars
from data.samples.requests import promises, requests, working_days
from data.samples.roster import roster
from data.samples.stories import MONTHS, STORIES, Story, month_at
from data.samples.targets import targets
from data.samples.themes import theme_terms
from data.samples.units import units
from data.samples.visits import visits

__all__ = ["STORIES", "SampleFile", "Story", "first_run", "records", "write", "write_faulty"]

SEED = 20260101
_PEOPLE = 40  # from which on the generators of what staff say and customers buy are numbered
Name = TypeVar("Name", bound=Hashable)
_SOURCES = (
    15  # each draws from a generator of its own, so that a new one leaves the others as they are
)


@dataclass(frozen=True)
class SampleFile:
    """A written file, the kind it holds, and the settings to load it with."""

    kind: str
    path: Path
    options: Options


def write(folder: Path, until: date, seed: int = SEED) -> tuple[SampleFile, ...]:
    """36 whole months that end before the month of `until`: one file a year of the monthly records,
    one file of everything else.

    Names, rows and scores follow from `seed`, dates from `until`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = until.replace(day=1)
    frames = records(until, seed)
    files = [file for kind in _WRITERS for file in _years(folder, kind, frames[kind], until)]
    return (*files, *(_whole(folder, kind, frames[kind], until) for kind in _WHOLE))


def records(until: date, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Kind -> all its records before `until`, the first day of a month; columns are those of the
    kind that are used."""
    rng = [np.random.default_rng([seed, number]) for number in range(_SOURCES)]
    team = staff(until, rng[0])
    people = [np.random.default_rng([seed, _PEOPLE + number]) for number in range(8)]
    training, seen, praised = (
        exams(until, team, rng[4], rng[5]),
        visits(until, rng[3]),
        praise(until, team, rng[8]),
    )
    volume = contact_volume(until, rng[12])
    answered = survey(until, team, rng[1])
    worst = worst_month(until, answered)
    return {
        "survey": answered,
        "nps": nps(until, team, rng[2]),
        "mystery_visit": seen,
        "training": training,
        "target": targets(until),
        "unit": units(until),
        "event": events(until),
        "exam_item": items(until, training, rng[6]),
        "attendance": attendance(until, team, people[7]),
        "roster": roster(until, team, rng[7]),
        "praise": praised,
        "supervisor_rating": ratings(until, team, rng[9]),
        "mystery_item": checklists(until, seen, rng[10]),
        "behaviour_check": observed(checks(until, team, rng[11]), people[0]),
        "section_weight": section_weights(until),
        "star": stars(until, team, praised),
        "theme_term": theme_terms(until),
        "complaint": complaints(until, volume, rng[13]),
        "contact_volume": volume,
        "service_request": requests(until, team, rng[14]),
        "promise": promises(until),
        "working_day": working_days(until),
        "staff_survey": staff_survey(until, team, people[1]),
        "suggestion": suggestions(until, team, people[2]),
        "violation": violations(until, team, people[5]),
        "programme_item": programme(until, people[3]),
        "kpi_value": values_elsewhere(until),
        "audit": audits(until, people[6]),
        "purchase": purchases(until, people[4]),
        "problem": problems(until, worst),
        "action": actions(until, worst),
        "decision": decisions(until),
    }


def write_faulty(folder: Path, until: date, seed: int = SEED) -> SampleFile:
    """One survey file of the last month with the usual faults, for trying the upload page."""
    folder.mkdir(parents=True, exist_ok=True)
    until = until.replace(day=1)
    path = folder / f"survey-with-faults-{month_at(until, -1):%Y-%m}.csv"
    faulty.write(path, until, np.random.default_rng([seed, 99]))
    return SampleFile("survey", path, _OPTIONS["survey"])


def _csv(headings: Mapping[str, str], **how: str) -> Callable[[Path, pd.DataFrame, date], Path]:
    def save(stem: Path, frame: pd.DataFrame, until: date) -> Path:
        path = stem.with_name(f"{stem.name}.csv")
        write_csv(path, frame, headings, **how)
        return path

    return save


def _workbook(
    headings: Mapping[str, str], title: str
) -> Callable[[Path, pd.DataFrame, date], Path]:
    def save(stem: Path, frame: pd.DataFrame, until: date) -> Path:
        path = stem.with_name(f"{stem.name}.xlsx")
        write_workbook(path, frame, headings, title, until)
        return path

    return save


# One writer a year, oldest first: the company changed its tools, so its files differ.
_WRITERS = {
    "survey": (
        _csv(layouts.SURVEY_CHINESE, encoding="gb18030", moments="%Y/%m/%d %H:%M:%S"),
        _csv(layouts.SURVEY_ENGLISH),
        _csv(layouts.SURVEY_ENGLISH),
    ),
    "nps": (
        _csv(layouts.NPS_ENGLISH),
        _csv(layouts.NPS_CHINESE, encoding="utf-8-sig"),
        _csv(layouts.NPS_ENGLISH),
    ),
    "mystery_visit": (
        _csv(layouts.VISIT_ENGLISH),
        _workbook(layouts.VISIT_CHINESE, "神秘顾客检测结果汇总"),
        _csv(layouts.VISIT_ENGLISH, moments="%Y-%m-%d %H:%M"),
    ),
    "training": (
        _csv(layouts.TRAINING_CHINESE),
        _csv(layouts.TRAINING_ENGLISH),
        _csv(layouts.TRAINING_ENGLISH),
    ),
}
# Everything else is one file.
_WHOLE = {
    "target": ("targets", _csv(layouts.TARGET_ENGLISH)),
    "unit": ("stores", _csv(layouts.UNIT_ENGLISH)),
    "event": ("events", _csv(layouts.EVENT_ENGLISH)),
    "exam_item": ("exam-items", _csv(layouts.EXAM_ITEM_ENGLISH)),
    "attendance": ("training-attendance", _csv(layouts.ATTENDANCE_CHINESE)),
    "roster": ("roster", _csv(layouts.ROSTER_CHINESE, encoding="utf-8-sig")),
    "praise": ("praise", _csv(layouts.PRAISE_CHINESE)),
    "supervisor_rating": ("supervisor-ratings", _csv(layouts.RATING_CHINESE, moments="%Y/%m/%d")),
    "mystery_item": ("mystery-checklists", _csv(layouts.CHECKLIST_ENGLISH)),
    "behaviour_check": ("behaviour-checks", _csv(layouts.CHECK_CHINESE)),
    "section_weight": ("section-weights", _csv(layouts.WEIGHT_ENGLISH)),
    "star": ("service-stars", _csv(layouts.STAR_CHINESE)),
    "theme_term": ("theme-dictionary", _csv(layouts.THEME_ENGLISH)),
    "complaint": ("complaints", _csv(layouts.COMPLAINT_CHINESE)),
    "service_request": (
        "service-requests",
        _csv(layouts.REQUEST_ENGLISH, moments="%Y-%m-%d %H:%M"),
    ),
    "promise": ("promises", _csv(layouts.PROMISE_ENGLISH)),
    "working_day": ("working-days", _csv(layouts.WORKING_DAY_CHINESE)),
    "contact_volume": ("contact-volume", _csv(layouts.VOLUME_ENGLISH, moments="%Y-%m")),
    "staff_survey": ("staff-survey", _csv(layouts.STAFF_SURVEY_CHINESE)),
    "suggestion": ("suggestions", _csv(layouts.SUGGESTION_CHINESE)),
    "violation": ("violations", _csv(layouts.VIOLATION_CHINESE)),
    "programme_item": ("programme-items", _csv(layouts.PROGRAMME_CHINESE)),
    "kpi_value": ("values-measured-elsewhere", _csv(layouts.VALUE_ENGLISH)),
    "audit": ("culture-audits", _csv(layouts.AUDIT_CHINESE)),
    "purchase": ("purchases", _csv(layouts.PURCHASE_CHINESE)),
    "problem": ("problems", _csv(layouts.PROBLEM_ENGLISH)),
    "action": ("actions", _csv(layouts.ACTION_ENGLISH)),
    "decision": ("decisions", _csv(layouts.DECISION_CHINESE)),
}
_OPTIONS = {
    "survey": Options(scale="1-5"),
    "supervisor_rating": Options(scale="1-5"),
    "staff_survey": Options(scale="1-5"),
}


def _years(folder: Path, kind: str, frame: pd.DataFrame, until: date) -> list[SampleFile]:
    writers = _WRITERS[kind]
    length = MONTHS // len(writers)
    files = []
    for number, save in enumerate(writers):
        start, end = (month_at(until, (number + step) * length - MONTHS) for step in (0, 1))
        part = frame[(frame.date >= pd.Timestamp(start)) & (frame.date < pd.Timestamp(end))]
        path = save(folder / f"{kind}-{start:%Y-%m}-to-{month_at(end, -1):%Y-%m}", part, until)
        files.append(SampleFile(kind, path, _OPTIONS.get(kind, Options())))
    return files


def _whole(folder: Path, kind: str, frame: pd.DataFrame, until: date) -> SampleFile:
    name, save = _WHOLE[kind]
    return SampleFile(kind, save(folder / name, frame, until), _OPTIONS.get(kind, Options()))


def first_run(uploads: Iterable[tuple[Name, str, str]]) -> tuple[Name, ...]:
    """Which of these uploads (name, kind, file), oldest first, are the sample company's, where
    nothing else says so.

    It went into an empty database: its files come first, and each of them once.
    """
    found: dict[tuple[str, str], Name] = {}
    for name, kind, file in uploads:
        if (kind, file) in found or not _is_named_so(kind, file):
            break
        found[kind, file] = name
    return tuple(found.values())


def _is_named_so(kind: str, file: str) -> bool:
    """Whether a file of the sample company of any day has that name."""
    month = r"\d{4}-\d{2}"
    stem = (
        f"{kind}-{month}-to-{month}"
        if kind in _WRITERS
        else re.escape(_WHOLE[kind][0])
        if kind in _WHOLE
        else None
    )
    return stem is not None and re.fullmatch(rf"{stem}\.(csv|xlsx)", file) is not None
