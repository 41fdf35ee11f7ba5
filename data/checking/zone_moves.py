"""Times of another zone moved into the company's, and what a person is told and asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.questions import Choice, Question
from data.text.writing import shown
from data.values.cells import Cells
from data.values.zones import (
    SETTING,
    company_zone,
    is_unclear,
    is_world,
    machine_zone,
    name_of,
    place,
    zone_named,
    zone_of_heading,
)
from errors import Message, WrongCall

NAME, AS_WRITTEN = "time_zone", "as_written"
# Offered where no zone is set; any other name of a zone is an answer too.
_OFFERED = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
)
_EARLIEST, _LATEST = (
    pd.Timedelta(hours=-10),
    pd.Timedelta(hours=13),
)  # of the clocks of companies, from Greenwich

_OF_GREENWICH = {timedelta(0), timedelta(hours=1)}  # in winter and in summer


@dataclass(frozen=True)
class Moved:
    """Moments by the company's clock. `zone`: the zone they were moved into, "" where none was."""

    moments: pd.Series
    zone: str = ""
    notes: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    question: Question | None = None


class Clocks(NamedTuple):
    """By which clocks the times of a column are. `zones`: what texts say of theirs -> their
    positions; `timed`: which have a time of day; `said`: the zone that the file says of them all."""

    zones: Mapping[str, np.ndarray]
    timed: np.ndarray
    said: tzinfo | None


def move(
    cells: Cells,
    moments: pd.Series,
    clocks: Clocks,
    answers: Mapping[str, str],
    lines: np.ndarray | None,
) -> Moved:
    """Moments of distinct texts by the company's clock. Days without times are of no zone."""
    zones = clocks.zones
    unclear = [word for word in zones if is_unclear(word) and zone_named(word) is None]
    groups: dict[tzinfo, list[np.ndarray]] = {}
    for word, at in zones.items():
        if (zone := zone_named(word)) is not None:
            groups.setdefault(zone, []).append(at)
    whole = None if cells.given else clocks.said or zone_of_heading(cells.heading)
    if whole is not None:
        bare = clocks.timed & moments.notna().to_numpy()
        for at in zones.values():
            bare[at] = False
        groups.setdefault(whole, []).append(np.flatnonzero(bare))
    found = {zone: np.concatenate(parts) for zone, parts in groups.items() if sum(map(len, parts))}
    warnings = (_unclear_told(cells, unclear[0], zones[unclear[0]]),) if unclear else ()
    if not found or not _any_time(moments):
        return Moved(moments, warnings=warnings)
    return _moved(cells, moments, found, answers, lines, warnings)


def _any_time(moments: pd.Series) -> bool:
    """Whether a moment is not on midnight; a column of midnights holds days."""
    return bool((moments.dropna() != moments.dropna().dt.normalize()).any())


def _moved(
    cells: Cells,
    moments: pd.Series,
    found: Mapping[tzinfo, np.ndarray],
    answers: Mapping[str, str],
    lines: np.ndarray | None,
    warnings: tuple[Message, ...],
) -> Moved:
    if answers.get(NAME, AS_WRITTEN) != AS_WRITTEN and place(answers[NAME]) is None:
        raise WrongCall(
            "\u201c{answer}\u201d is no time zone. Say one such as Asia/Shanghai, or {as_written} "
            "to leave the times as they are.",
            answer=answers[NAME],
            as_written=AS_WRITTEN,
        )
    named = [name_of(zone) for zone in found]
    world = np.concatenate(
        [np.empty(0, dtype=np.int64), *(at for zone, at in found.items() if is_world(zone))]
    )
    if NAME not in answers and {*map(_offset, found)} == _OF_GREENWICH:
        world = world[:0]  # a place whose winter is at UTC, and whose clocks people saw
    company, question = (
        company_zone(),
        None,
    )  # the setting counts before every answer, also one that is remembered
    if company is None and answers.get(NAME) == AS_WRITTEN:
        asked = _question(cells, moments, world, answers) if len(world) else None
        return Moved(
            moments,
            notes=(
                Message(
                    "The times under {column} are in {zones}. They were left as they are written, "
                    "as you said.",
                    {"column": cells.heading, "zones": named},
                ),
            ),
            warnings=warnings,
            question=asked,
        )
    if company is None and len(world):
        question = _question(cells, moments, world, answers)
        answer = answers.get(NAME, AS_WRITTEN) if question is None else question.answer(answers)
        company = place(answer)
    if company is None and len(world):
        told = Message(
            "The times under {column} are in {zones}. The company's time zone is not set, so they "
            "were left as they are written, and some "
            "may be on a neighbouring day. Set {setting} to a name such as Asia/Shanghai.",
            {"column": cells.heading, "zones": named, "setting": SETTING},
        )
        return Moved(moments, warnings=(*warnings, told), question=question)
    if company is None:
        told = Message(
            "The times under {column} are in {zones}. They were taken as they are written, as the "
            "hour that your customers saw. If your "
            "stores are elsewhere, set {setting} to a name such as Asia/Shanghai.",
            {"column": cells.heading, "zones": named, "setting": SETTING},
        )
        return Moved(moments, notes=(told,), warnings=warnings)
    after = moments.copy()
    for zone, at in found.items():
        after.iloc[at] = _converted(moments.iloc[at], zone, company).array
    told = _told(cells, moments, after, found, company.key, lines)
    return Moved(after, company.key, (told,), warnings, question)


def _offset(zone: tzinfo) -> timedelta | None:
    """How far a zone is from UTC; None where that changes with the seasons."""
    return UTC.utcoffset(None) if is_world(zone) else zone.utcoffset(None)


def _converted(moments: pd.Series, zone: tzinfo, company: tzinfo) -> pd.Series:
    """By the company's clock; an hour that a clock shows twice is the later one, an hour that it
    skips the next."""
    aware = moments.dt.tz_localize(
        zone, ambiguous=np.zeros(len(moments), dtype=bool), nonexistent="shift_forward"
    )
    return aware.dt.tz_convert(company).dt.tz_localize(None).astype("datetime64[us]")


def _question(
    cells: Cells, moments: pd.Series, world: np.ndarray, answers: Mapping[str, str]
) -> Question | None:
    """Which zone is the company's, where a month depends on it."""
    times = moments.iloc[world].dropna()
    months = [(times + by).to_numpy().astype("datetime64[M]") for by in (_EARLIEST, _LATEST)]
    edge = np.flatnonzero(months[0] != months[1])
    if not len(edge):
        return None
    own = machine_zone()
    given = place(answers.get(NAME, ""))
    clocks: dict[
        tuple, list[str]
    ] = {}  # zones whose clocks show the same at all these times are one choice
    for name in dict.fromkeys(
        [*([given.key] if given else []), *([own.key] if own else []), *_OFFERED]
    ):
        clocks.setdefault(tuple(_converted(times.iloc[edge], UTC, ZoneInfo(name))), []).append(name)
    likely = next(names[0] for names in clocks.values() if own.key in names) if own else AS_WRITTEN
    example = times.iloc[edge[:1]]
    for moment in times.iloc[
        edge
    ]:  # the first one that the likeliest zones move into another month
        turned = _converted(pd.Series([moment]), UTC, ZoneInfo(own.key if own else _OFFERED[0]))
        if turned.iloc[0].month != moment.month:
            example = pd.Series([moment])
            break
    before = _clock(example.iloc[0])
    choices = [
        Choice(
            names[0],
            Message(
                "{zones}: {before} becomes {after}.",
                {
                    "zones": names,
                    "before": before,
                    "after": _clock(_converted(example, UTC, ZoneInfo(names[0])).iloc[0]),
                },
            ),
        )
        for names in clocks.values()
    ]
    keep = Choice(
        AS_WRITTEN,
        Message("Leave the times as they are written: {before} stays.", {"before": before}),
    )
    return Question(
        NAME,
        Message(
            "The times under {column} are in UTC. In which time zone do your stores count their "
            "days? {setting} settles it for all files.",
            {"column": cells.heading, "setting": SETTING},
        ),
        (*choices, keep),
        likely,
        (
            Message(
                "Rows whose month depends on it: up to {count}.",
                {"count": int(cells.counts()[times.index[edge]].sum())},
            ),
        ),
    )


def _clock(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _told(
    cells: Cells,
    before: pd.Series,
    after: pd.Series,
    found: Mapping[tzinfo, np.ndarray],
    company: str,
    lines: np.ndarray | None,
) -> Message:
    counts = cells.counts()
    days = before.dt.normalize().to_numpy() != after.dt.normalize().to_numpy()
    changed = np.flatnonzero(days & before.notna().to_numpy())
    blanks = {
        "column": cells.heading,
        "zones": [name_of(zone) for zone in found],
        "company": company,
        "rows": int(counts[np.concatenate([*found.values()])].sum()),
    }
    if not len(changed):
        return Message(
            "The times under {column} are in {zones} and were moved into {company}, the company's "
            "time zone. Rows: {rows}. No row "
            "changed its day.",
            blanks,
        )
    other_month = before.to_numpy().astype("datetime64[M]") != after.to_numpy().astype(
        "datetime64[M]"
    )
    place_of = next((place for place in changed.tolist() if other_month[place]), int(changed[0]))
    row = int(np.flatnonzero(cells.codes == place_of)[0])
    return Message(
        "The times under {column} are in {zones} and were moved into {company}, the company's "
        "time zone. Rows: {rows}. Rows whose day "
        "changed: {changed}, such as row {row}: {before} became {after}.",
        {
            **blanks,
            "changed": int(counts[changed].sum()),
            "row": str(row + 1 if lines is None else int(lines[row])),
            "before": _clock(before[place_of]),
            "after": _clock(after[place_of]),
        },
    )


def _unclear_told(cells: Cells, word: str, at: np.ndarray) -> Message:
    return Message(
        "{column} is \u201c{value}\u201d in some rows: {zone} is the name of several time zones, "
        "so these times were left as they are "
        "written.",
        {"column": cells.heading, "value": shown(cells.texts[at[0]]), "zone": word.strip(" ()")},
    )
