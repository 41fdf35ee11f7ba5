"""Writes the sample company: three years of files as its staff would send them.

The same day and seed give the same bytes. What truly happens in the data is
told by `data.samples.stories.STORIES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.options import Options
from data.samples import faulty, layouts
from data.samples.answers import nps, survey
from data.samples.company import staff
from data.samples.events import events
from data.samples.exams import exams
from data.samples.files import write_csv, write_workbook
from data.samples.stories import MONTHS, STORIES, Story, month_at
from data.samples.targets import targets
from data.samples.units import units
from data.samples.visits import visits

__all__ = ["STORIES", "SampleFile", "Story", "write", "write_faulty"]

SEED = 20260101


@dataclass(frozen=True)
class SampleFile:
    """A written file, the kind it holds, and the settings to load it with."""

    kind: str
    path: Path
    options: Options


def write(folder: Path, until: date, seed: int = SEED) -> tuple[SampleFile, ...]:
    """36 whole months that end before the month of `until`, one file a kind and year, the targets, the list of stores, and the events.

    Names, rows and scores follow from `seed`, dates from `until`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = until.replace(day=1)
    people, *sources = (np.random.default_rng([seed, number]) for number in range(5))
    team = staff(until, people)
    frames = {
        "survey": survey(until, team, sources[0]), "nps": nps(until, team, sources[1]),
        "mystery_visit": visits(until, sources[2]), "training": exams(until, team, sources[3]),
    }
    files = [file for kind, frame in frames.items() for file in _years(folder, kind, frame, until)]
    return (*files, _targets(folder, until), _units(folder, until), _events(folder, until))


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


def _workbook(headings: Mapping[str, str], title: str) -> Callable[[Path, pd.DataFrame, date], Path]:
    def save(stem: Path, frame: pd.DataFrame, until: date) -> Path:
        path = stem.with_name(f"{stem.name}.xlsx")
        write_workbook(path, frame, headings, title, until)
        return path
    return save


# One writer a year, oldest first: the company changed its tools, so its files differ.
_WRITERS = {
    "survey": (_csv(layouts.SURVEY_CHINESE, encoding="gb18030", moments="%Y/%m/%d %H:%M:%S"),
               _csv(layouts.SURVEY_ENGLISH), _csv(layouts.SURVEY_ENGLISH)),
    "nps": (_csv(layouts.NPS_ENGLISH), _csv(layouts.NPS_CHINESE, encoding="utf-8-sig"), _csv(layouts.NPS_ENGLISH)),
    "mystery_visit": (_csv(layouts.VISIT_ENGLISH), _workbook(layouts.VISIT_CHINESE, "神秘顾客检测结果汇总"),
                      _csv(layouts.VISIT_ENGLISH, moments="%Y-%m-%d %H:%M")),
    "training": (_csv(layouts.TRAINING_CHINESE), _csv(layouts.TRAINING_ENGLISH), _csv(layouts.TRAINING_ENGLISH)),
}
_OPTIONS = {"survey": Options(scale="1-5")}


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


def _targets(folder: Path, until: date) -> SampleFile:
    path = folder / "targets.csv"
    write_csv(path, targets(until), layouts.TARGET_ENGLISH)
    return SampleFile("target", path, Options())


def _units(folder: Path, until: date) -> SampleFile:
    path = folder / "stores.csv"
    write_csv(path, units(until), layouts.UNIT_ENGLISH)
    return SampleFile("unit", path, Options())


def _events(folder: Path, until: date) -> SampleFile:
    path = folder / "events.csv"
    write_csv(path, events(until), layouts.EVENT_ENGLISH)
    return SampleFile("event", path, Options())
