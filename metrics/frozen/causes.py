"""What came between a publication and today: the uploads of a KPI's records, those that were taken
back, its targets, its definition. What nobody can tell is not guessed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.database.changed_rows import (
    CORRECTED,
    GONE,
    HELD,
    LATE,
    AskedRows,
    ChangedRows,
    changed_rows,
    rows_held,
)
from data.kinds.catalog import EVENT, ROSTER, TARGET, UNIT, kind_named
from data.kinds.schema import DatasetKind
from data.roles import sees_counts
from errors import Message
from i18n import N_, Text
from metrics.catalog import KPIS
from metrics.frozen.figures import COMPANY
from metrics.frozen.published import At, Publication
from metrics.handed.moves import kinds_behind
from metrics.snapshot import Snapshot, remembered
from metrics.sums.exposures import EXPOSURES

UPLOADED, TAKEN_BACK = "uploaded", "taken_back"
DEFINITION, MATURED, SAMPLE_GONE, UNKNOWN = "definition", "matured", "sample_removed", "unknown"
_EVER, _NEVER = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Cause:
    """Why a figure is another. `what`: one of the words above. Of an upload its number, its day,
    the kind of its rows, and what it did to rows: `late`, `corrected`, `gone`, and `held` of one
    that was taken back on the day `undone`; None where how many there are is not told here.
    `elsewhere`: its rows are of other days, which count here too."""

    what: str
    upload: int | None = None
    day: date | None = None
    kind: str = ""
    late: int | None = None
    corrected: int | None = None
    gone: int | None = None
    held: int | None = None
    undone: date | None = None
    elsewhere: bool = False


@dataclass(frozen=True)
class _Between:
    """An upload that was stored or taken back since a publication."""

    upload: int
    kind: DatasetKind
    day: date
    undone: date | None
    before: bool  # whether it was in use when the period was published

    @property
    def counts(self) -> bool:
        """Whether it makes a difference today."""
        return self.before or self.undone is None


@dataclass(frozen=True)
class ChangedFigure:
    """What a cause is looked for of: a KPI, its place, and what changed of it."""

    kpi: str
    place: At
    value_changed: bool
    verdict_changed: bool

    @property
    def within(self) -> tuple[str, str] | None:
        """The dimension and the unit of its records; None of the whole company."""
        dimension, unit = self.place
        return None if dimension is None or unit is None else (dimension, unit)


def causes_of(
    snapshot: Snapshot, publication: Publication, figure: ChangedFigure
) -> tuple[Cause, ...]:
    """The uploads since a publication that can have changed a figure, oldest first: those that
    changed its rows of the period; with a verdict that turned also those of earlier days, of its
    targets and of events; where there are none of these, those of its records at all."""
    kinds = set(_kinds_of(figure.kpi))
    if figure.place != COMPANY:
        kinds.add(UNIT)
    if figure.verdict_changed:
        kinds |= {TARGET, EVENT}
    found = [one for one in _between(snapshot, publication) if one.counts and one.kind in kinds]
    causes: dict[int, Cause] = {}
    for step in _steps(publication, figure):
        for one in found:
            if one.upload not in causes and (cause := _cause(snapshot, one, figure.kpi, step)):
                causes[one.upload] = cause
        if causes and not (step.within_period and figure.verdict_changed):
            break
    removed = snapshot.reading.row("SELECT sample_removed FROM state")[0]
    gone = removed is not None and removed > publication.at
    return (
        *(causes[number] for number in sorted(causes)),
        *([Cause(SAMPLE_GONE, day=_day(removed))] if gone else []),
    )


@dataclass(frozen=True)
class _Step:
    """How far rows are looked for: of records those from `first` on, to `last`."""

    first: date
    last: date
    figure: ChangedFigure
    placed: bool  # of records, only those of the figure's unit
    within_period: bool = True

    def asked(self, kind: DatasetKind, records: Collection[str]) -> AskedRows:
        """What holds from a day on (targets, units, promises) is looked for up to the end."""
        return AskedRows(
            self.first if kind.name in records else _EVER,
            self.last,
            self.figure.kpi,
            self.figure.place,
            self.figure.within if self.placed else None,
        )


def _steps(publication: Publication, figure: ChangedFigure) -> tuple[_Step, ...]:
    """One after the other, until something is found. A unit's records may name it otherwise, or
    not at all where it follows from the store."""
    start, end = publication.start, publication.end
    of_period = tuple(
        _Step(start, end, figure, placed)
        for placed in ([True, False] if figure.within else [False])
    )
    return (
        *(of_period if figure.value_changed else ()),
        *([_Step(_EVER, end, figure, False, False)] if figure.verdict_changed else []),
        _Step(_EVER, _NEVER, figure, False, False),
    )


def _kinds_of(kpi: str) -> frozenset[DatasetKind]:
    """The kinds of the records that a KPI rests on."""
    declared = next((one for one in KPIS if one.name == kpi), None)
    if declared is None:
        return frozenset()
    return kinds_behind(declared) | ({ROSTER} if declared.of_roster else set())


def rests_on(kpi: str, kinds: Collection[DatasetKind]) -> bool:
    """Whether a KPI rests on records of some of these kinds."""
    return not _kinds_of(kpi).isdisjoint(kinds)


def returned(snapshot: Snapshot, publication: Publication, kpi: str) -> tuple[Cause, ...]:
    """The uploads of a KPI's records of the period that came after it was published and were taken
    back again: they change nothing today."""
    kinds = _records(kpi)  # not whatever else it looks at, such as the first record of a store
    step = _Step(
        publication.start, publication.end, ChangedFigure(kpi, COMPANY, True, False), False
    )
    found = (
        _cause(snapshot, one, kpi, step)
        for one in _between(snapshot, publication)
        if not one.counts and one.kind.name in kinds
    )
    return tuple(one for one in found if one is not None)


def _records(kpi: str) -> tuple[str, ...]:
    """The kinds whose rows are dated by the days that a KPI counts them in."""
    declared = next((one for one in KPIS if one.name == kpi), None)
    if declared is None:
        return ()
    exposure = declared.measure.exposure
    against = (EXPOSURES[exposure].dataset.name,) if exposure in EXPOSURES else ()
    return (declared.dataset.name, *against)


def _cause(snapshot: Snapshot, one: _Between, kpi: str, step: _Step) -> Cause | None:
    """What an upload did to the rows of these days; None where that is nothing."""
    asked, elsewhere = step.asked(one.kind, _records(kpi)), not step.within_period
    if one.undone is not None:
        held = asked.count(_held(snapshot, one.upload, one.kind.name), HELD)
        if not held:
            return None
        return Cause(
            TAKEN_BACK,
            one.upload,
            one.day,
            one.kind.name,
            held=_told(snapshot, one.kind, held),
            undone=one.undone,
            elsewhere=elsewhere,
        )
    changed = _changed(snapshot, one.upload, one.kind.name)
    late, corrected, gone = (asked.count(changed, what) for what in (LATE, CORRECTED, GONE))
    if not (late or corrected or gone):
        return None
    return Cause(
        UPLOADED,
        one.upload,
        one.day,
        one.kind.name,
        late=_told(snapshot, one.kind, late),
        corrected=_told(snapshot, one.kind, corrected),
        gone=_told(snapshot, one.kind, gone),
        elsewhere=elsewhere,
    )


def _told(snapshot: Snapshot, kind: DatasetKind, count: int) -> int | None:
    """How many rows of staff's records a file changed may tell of one of them."""
    return count if sees_counts(snapshot.viewer, kind) else None


@remembered(200)
def _changed(snapshot: Snapshot, upload: int, kind: str) -> tuple[ChangedRows, ...]:
    return changed_rows(snapshot.reading, kind_named(kind), upload)


@remembered(200)
def _held(snapshot: Snapshot, upload: int, kind: str) -> tuple[ChangedRows, ...]:
    return rows_held(snapshot.reading, kind_named(kind), upload)


@remembered(100)
def _between(snapshot: Snapshot, publication: Publication) -> tuple[_Between, ...]:
    rows = snapshot.reading.rows(
        """SELECT id, kind, loaded_at, undone_at, id < $1 FROM upload
        WHERE id > $1 AND kind <> 'publication' OR id < $1 AND undone_at > $2 ORDER BY id""",
        [publication.upload, publication.at],
    )
    return tuple(
        _Between(
            number, kind_named(kind), _day(loaded), None if undone is None else _day(undone), before
        )
        for number, kind, loaded, undone, before in rows
    )


def _day(kept: datetime) -> date:
    """The day of a moment, which is kept in UTC, by the clock that says what day today is."""
    return kept.replace(tzinfo=UTC).astimezone().date()


def kinds_between(snapshot: Snapshot, publication: Publication) -> frozenset[DatasetKind]:
    """The kinds of which rows were stored or taken back since a publication."""
    return frozenset(one.kind for one in _between(snapshot, publication))


def cause_words(cause: Cause) -> Message:
    """A cause as a clause: upload 41 of 3 October corrected 212 rows."""
    blanks = {
        "upload": str(cause.upload),
        "day": cause.day,
        "kind": kind_named(cause.kind).label if cause.kind else "",
        "undone": cause.undone,
        "late": cause.late,
        "corrected": cause.corrected,
        "gone": cause.gone,
        "held": cause.held,
    }
    if cause.what != UPLOADED:
        return Message(_other_words(cause), blanks)
    if cause.kind == TARGET.name:
        return Message("upload {upload} of {day} changed its targets", blanks)
    if cause.late is None:
        return Message("upload {upload} of {day} changed records of “{kind}”", blanks)
    if cause.elsewhere:
        return Message(
            "upload {upload} of {day} changed rows of other days of “{kind}”, which count too",
            blanks,
        )
    return Message(_row_words(cause), blanks)


_OTHER_WORDS: Mapping[str, Text] = {
    DEFINITION: N_("its definition or a setting changed"),
    MATURED: N_("later records were still to come when it was published"),
    SAMPLE_GONE: N_("the sample company was removed on {day}"),
    UNKNOWN: N_(
        "a setting, the calendar, the program or a rebuilding of the database changed it: no upload "
        "of its records came in between"
    ),
}


def _other_words(cause: Cause) -> Text:
    if cause.what != TAKEN_BACK:
        return _OTHER_WORDS[cause.what]
    if cause.held is None or cause.elsewhere:
        return N_("upload {upload} of {day} (“{kind}”) was taken back on {undone}")
    return N_("upload {upload} of {day} was taken back on {undone}, with {held} rows")


def _row_words(cause: Cause) -> Text:
    if cause.gone and cause.corrected:
        return N_(
            "upload {upload} of {day} corrected rows ({corrected}), brought others ({late}) and "
            "removed some ({gone})"
        )
    if cause.gone:
        return (
            N_("upload {upload} of {day} put {late} rows in the place of {gone}")
            if cause.late
            else N_("upload {upload} of {day} removed {gone} rows")
        )
    if cause.late and cause.corrected:
        return N_(
            "upload {upload} of {day} corrected rows ({corrected}) and brought late ones ({late})"
        )
    if cause.corrected:
        return N_("upload {upload} of {day} corrected {corrected} rows")
    return N_("upload {upload} of {day} brought {late} late rows")


def cause_records(causes: Iterable[Cause]) -> list[dict[str, object]]:
    """Causes as plain values."""
    return [
        {
            "cause": one.what,
            "upload": one.upload,
            "day": None if one.day is None else one.day.isoformat(),
            "kind": one.kind or None,
            "late_rows": one.late,
            "corrected_rows": one.corrected,
            "rows_gone": one.gone,
            "rows_taken_back": one.held,
            "taken_back_on": None if one.undone is None else one.undone.isoformat(),
            "other_days": one.elsewhere,
        }
        for one in causes
    ]
