"""What came between a publication and today: the uploads of a KPI's records, those that were taken
back, its targets, its definition. What nobody can tell is not guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.database.changed_rows import ChangedRows, changed_rows, rows_held
from data.kinds.catalog import EVENT, TARGET, UNIT, kind_named
from data.kinds.schema import DatasetKind
from data.roles import sees_counts
from errors import Message
from metrics.catalog import KPIS
from metrics.frozen.published import Publication
from metrics.handed.moves import kinds_behind
from metrics.kpi import Kpi
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


def causes_of(
    snapshot: Snapshot, publication: Publication, kpi: str, of_unit: bool, value_changed: bool
) -> tuple[Cause, ...]:
    """The uploads since a publication that can have changed a figure of a KPI, oldest first; of a
    figure that stands and only its verdict changed, those of all days up to the period's end, and of
    its targets."""
    declared = next((one for one in KPIS if one.name == kpi), None)
    kinds = set() if declared is None else set(kinds_behind(declared))
    if of_unit:
        kinds.add(UNIT)
    if not value_changed:
        kinds |= {TARGET, EVENT}
    found = [one for one in _between(snapshot, publication) if one.counts and one.kind in kinds]
    first = publication.start if value_changed else _EVER
    near = [
        cause
        for one in found
        if (cause := _cause(snapshot, one, kpi, *_days(one.kind, declared, first, publication)))
    ]
    far = (
        []
        if near
        else [cause for one in found if (cause := _cause(snapshot, one, kpi, _EVER, _NEVER, True))]
    )
    removed = snapshot.reading.row("SELECT sample_removed FROM state")[0]
    gone = removed is not None and removed > publication.at
    return (*near, *far, *([Cause(SAMPLE_GONE, day=removed.date())] if gone else []))


def returned(snapshot: Snapshot, publication: Publication, kpi: str) -> tuple[Cause, ...]:
    """The uploads of a KPI's records of the period that came after it was published and were taken
    back again: they change nothing today."""
    declared = next((one for one in KPIS if one.name == kpi), None)
    if declared is None:
        return ()
    kinds = kinds_behind(declared)
    return tuple(
        Cause(
            TAKEN_BACK,
            one.upload,
            one.day,
            one.kind.name,
            held=_told(snapshot, one.kind, held),
            undone=one.undone,
        )
        for one in _between(snapshot, publication)
        if not one.counts
        and one.kind in kinds
        and (held := _held(snapshot, one, kpi, *_days(one.kind, declared, None, publication)))
    )


def _days(
    kind: DatasetKind, kpi: Kpi | None, first: date | None, publication: Publication
) -> tuple[date, date]:
    """The days whose rows of a kind count in the period: of what holds from a day on (targets,
    units, promises), all up to its end."""
    records = set() if kpi is None else {kpi.dataset.name, *_against(kpi)}
    start = publication.start if first is None else first
    return (start if kind.name in records else _EVER), publication.end


def _against(kpi: Kpi) -> tuple[str, ...]:
    exposure = kpi.measure.exposure
    return (EXPOSURES[exposure].dataset.name,) if exposure in EXPOSURES else ()


def _cause(
    snapshot: Snapshot,
    one: _Between,
    kpi: str,
    first: date,
    last: date,
    elsewhere: bool = False,
) -> Cause | None:
    """What an upload did to the rows of these days; None where that is nothing."""
    if one.undone is not None:
        held = _held(snapshot, one, kpi, first, last)
        return (
            Cause(
                TAKEN_BACK,
                one.upload,
                one.day,
                one.kind.name,
                held=_told(snapshot, one.kind, held),
                undone=one.undone,
                elsewhere=elsewhere,
            )
            if held
            else None
        )
    changed = _changed(snapshot, one.upload, one.kind.name, first, last, kpi)
    if not changed.any:
        return None
    return Cause(
        UPLOADED,
        one.upload,
        one.day,
        one.kind.name,
        late=_told(snapshot, one.kind, changed.late),
        corrected=_told(snapshot, one.kind, changed.corrected),
        gone=_told(snapshot, one.kind, changed.gone),
        elsewhere=elsewhere,
    )


def _told(snapshot: Snapshot, kind: DatasetKind, count: int) -> int | None:
    """How many rows of staff's records a file changed may tell of one of them."""
    return count if sees_counts(snapshot.viewer, kind) else None


@remembered(1000)
def _changed(
    snapshot: Snapshot, upload: int, kind: str, first: date, last: date, kpi: str
) -> ChangedRows:
    return changed_rows(snapshot.reading, kind_named(kind), upload, first, last, kpi)


def _held(snapshot: Snapshot, one: _Between, kpi: str, first: date, last: date) -> int:
    return rows_held(snapshot.reading, one.kind, one.upload, first, last, kpi)


@remembered(100)
def _between(snapshot: Snapshot, publication: Publication) -> tuple[_Between, ...]:
    rows = snapshot.reading.rows(
        """SELECT id, kind, loaded_at::DATE, undone_at::DATE, id < $1 FROM upload
        WHERE id > $1 AND kind <> 'publication' OR id < $1 AND undone_at > $2 ORDER BY id""",
        [publication.upload, publication.at],
    )
    return tuple(
        _Between(number, kind_named(kind), day, undone, before)
        for number, kind, day, undone, before in rows
    )


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


def _other_words(cause: Cause) -> str:
    if cause.what == TAKEN_BACK:
        return (
            "upload {upload} of {day} (“{kind}”) was taken back on {undone}"
            if cause.held is None or cause.elsewhere
            else "upload {upload} of {day} was taken back on {undone}, with {held} rows"
        )
    return {
        DEFINITION: "its definition or a setting changed",
        MATURED: "later records were still to come when it was published",
        SAMPLE_GONE: "the sample company was removed on {day}",
        UNKNOWN: (
            "no upload of its records came in between: a setting, the calendar or the program "
            "changed"
        ),
    }[cause.what]


def _row_words(cause: Cause) -> str:
    if cause.gone:
        if cause.corrected:
            return (
                "upload {upload} of {day} corrected {corrected} rows, brought {late} others and "
                "removed {gone}"
            )
        return (
            "upload {upload} of {day} put {late} rows in the place of {gone}"
            if cause.late
            else "upload {upload} of {day} removed {gone} rows"
        )
    if cause.late and cause.corrected:
        return "upload {upload} of {day} corrected {corrected} rows and brought {late} late ones"
    if cause.corrected:
        return "upload {upload} of {day} corrected {corrected} rows"
    return "upload {upload} of {day} brought {late} late rows"


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
