"""Publishing a period, and withdrawing what was published: both are written down for ever."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date

from data.access.rights import require_may_store
from data.archive.whose import origin
from data.database.connection import Database, ReadTransaction
from data.database.tables import SAMPLE
from data.kinds.publication import FIGURE, PUBLICATION, PUBLISHED, WITHDRAWN
from data.roles import READER, Viewer
from data.uploads.store import Terms, add, data_version
from data.uploads.typed import typed_rows
from errors import WrongCall
from metrics.frozen.figures import figures
from metrics.frozen.published import FrozenFigure, Publication, publications
from metrics.periods import Period, last_day, period_written, quarter_as_written, start_of
from metrics.privacy.publishing import is_due, publish as release
from metrics.snapshot import Snapshot

_TRIES = 3  # a file that is stored while figures are read has them read again
_SHORTEST_REASON = 3


class _Moved(Exception):
    """The data changed while the figures were worked out."""


def period_named(text: str) -> Period:
    """The month or quarter that 2026-09, 2026-Q3 or, of a fiscal year, FY2026-Q3 names."""
    found = period_written(text)
    if found is None:
        raise WrongCall(
            "“{text}” is no period. Write a quarter as {quarter} or a month as 2026-09.",
            text=text,
            quarter=quarter_as_written(),
        )
    return found


def standing_named(known: Iterable[Publication], text: str) -> Publication:
    """The publication that stands and is called so, by its number or as its period was called when
    it was published: years may begin in another month since. WrongCall where there is none, or
    where several are called so."""
    called, stands = text.strip().upper(), [one for one in known if one.stands]
    found = [one for one in stands if called == one.number] or [
        one for one in stands if called == one.name
    ]
    if len(found) > 1:
        raise WrongCall(
            "“{text}” names several published periods. Give the number of one: {numbers}.",
            text=text,
            numbers=[one.number for one in found],
        )
    return found[0] if found else _standing(stands, period_named(text))


def publish(
    database: Database,
    period: Period,
    today: date,
    who: str = "",
    viewer: Viewer | None = None,
) -> Publication:
    """Store every figure of a period that is over, as everybody sees it today. `viewer` does it;
    None may.

    WrongCall where the period is not over, has no figures, or is published already; NotForRole
    where the role may not.
    """
    require_may_store(viewer, PUBLICATION)
    period = replace(period, start=start_of(period.start, period.grain))
    if last_day(period.start, period.grain) >= today:
        raise WrongCall("{period} is not over yet. Publish it when it is.", period=period)
    with database.read(viewer=READER) as reading:
        waiting = is_due(reading)
    if waiting:  # what of the latest records about staff may be shown
        release(database)
    for _ in range(_TRIES):
        try:
            return _publish(database, period, today, who)
        except _Moved:
            continue
    raise WrongCall(
        "Files are being stored, so {period} was not published. Try again when they are stored.",
        period=period,
    )


def _publish(database: Database, period: Period, today: date, who: str) -> Publication:
    with database.read(viewer=READER) as reading:
        known = publications(reading)
        _refuse_twice(known, period)
        version, of_sample = data_version(reading), origin(reading) == SAMPLE
        told = figures(Snapshot(reading, reading.of, version, today), period)
    if not any(figure.value is not None or figure.shown == "hidden" for figure in told):
        raise WrongCall(
            "There are no records of {period}, so there is nothing to publish.", period=period
        )
    named = [one.number.rpartition("-")[0] for one in known]
    number = f"{period.written}-{named.count(period.written) + 1}"
    head: dict[str, object] = {
        "publication": number,
        "date": period.start.isoformat(),
        "length": period.grain,
    }
    rows = [
        {**head, "row_type": PUBLISHED, "version": float(version)},
        *({**head, "row_type": FIGURE, **_cells(figure)} for figure in told),
    ]
    return _stored(database, rows, _as_it_was(version, period), today, who, of_sample)


def _as_it_was(version: int, period: Period) -> Callable[[ReadTransaction], None]:
    def require(reading: ReadTransaction) -> None:
        _refuse_twice(publications(reading), period)
        if data_version(reading) != version:
            raise _Moved

    return require


def _refuse_twice(known: tuple[Publication, ...], period: Period) -> None:
    if any(one.stands and one.period == period for one in known):
        raise WrongCall(
            "{period} is published already. To publish it anew, withdraw it first, with a reason.",
            period=period,
        )


def withdraw(
    database: Database,
    period: Period,
    reason: str,
    today: date,
    who: str = "",
    viewer: Viewer | None = None,
) -> Publication:
    """Take back the publication of a period that stands; it stays on record, with the reason.

    WrongCall where there is none, or no reason; NotForRole where the role may not.
    """
    require_may_store(viewer, PUBLICATION)
    reason = " ".join(reason.split())
    if len(reason) < _SHORTEST_REASON:
        raise WrongCall("Say why {period} is withdrawn: the reason is kept with it.", period=period)
    with database.read(viewer=READER) as reading:
        found = _standing(publications(reading), period)
        of_sample = _is_of_sample(reading, found)
    row: dict[str, object] = {
        "publication": found.number,
        "date": period.start.isoformat(),
        "length": period.grain,
        "row_type": WITHDRAWN,
        "reason": reason,
    }

    def require(reading: ReadTransaction) -> None:
        _standing(publications(reading), period)

    return _stored(database, [row], require, today, who, of_sample)


def _standing(known: Iterable[Publication], period: Period) -> Publication:
    found = next((one for one in known if one.stands and one.period == period), None)
    if found is None:
        raise WrongCall("{period} is not published.", period=period)
    return found


def _is_of_sample(reading: ReadTransaction, publication: Publication) -> bool:
    return bool(
        reading.row(
            "SELECT coalesce(sample, FALSE) FROM upload WHERE id = ?", [publication.upload]
        )[0]
    )


def _stored(
    database: Database,
    rows: list[dict[str, object]],
    require: Callable[[ReadTransaction], None],
    today: date,
    who: str,
    of_sample: bool,
) -> Publication:
    number = rows[0]["publication"]
    prepared = typed_rows(PUBLICATION, rows, f"{rows[0]['row_type']} {number}", today=today)
    add(database, prepared, terms=Terms(who=who, require=require, sample=of_sample))
    with database.read(viewer=READER) as reading:
        return next(one for one in publications(reading) if one.number == number)


def _cells(figure: FrozenFigure) -> dict[str, object]:
    """A figure as a row."""
    return {
        "kpi": figure.kpi,
        "dimension": figure.place[0],
        "unit": figure.place[1],
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "shown": figure.shown,
        "verdicts": _json([asdict(one) for one in figure.verdicts]),
        "words": _json(dict(figure.words.of)),
        "definition": figure.definition,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda day: day.isoformat())
