"""How the rows of a file meet those that are stored: under the same key, under the same number, or
saying the same.

The key of a row is its identifiers with the moment as written (store.py). A
file sent again may write its times in another way, have its days corrected,
its rows numbered anew, or no numbers at all; so rows are also looked for by
their number on other moments, and by all that they say, at the same moments
or at moments that all differ by the same hours, as in two time zones. A row of another unit
is never met. What is met is written into the temporary table `met`, one row
for each row of the file that meets another, to be used by pairing.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.database.connection import WriteTransaction
from data.database.reach import Reach
from data.database.tables import rows_table
from data.kinds.schema import DatasetKind, Type

UNITS = ("store", "department", "region")  # the finest first: what tells whose record a row is
ENOUGH_COMPARED = 3  # values from which on rows of one key are told apart by what they say
_NEARLY_ALL, _CLEARLY = 0.9, 0.8
_SEVERAL = 3  # days; shifts
_PRECISIONS = ("second", "minute", "day")
_FURTHEST, _STEP, _SUMMER = (
    14 * 60,
    15,
    60,
)  # minutes: between two time zones, in whole steps; by which a clock is put forward in summer
_LOOKED_AT, _FEWEST = 400, 3  # rows in which a shift is looked for, and that have to show it

# How a row meets a stored one, the surest first.
WAYS = (
    "same",
    "changed",
    "time",
    "alike",
    "shifted",
    "rewritten",
    "day",
    "clash",
    "other",
    "renamed",
    "reused",
)
_OWN = (
    "same",
    "changed",
    "time",
)  # what leaves no doubt that the numbers are those of the stored rows


@dataclass(frozen=True)
class Met:
    """Rows of a file by the surest way in which each meets a stored row of its unit.

    `same`: key and all values; `changed`: the key, and most values; `time`: the
    number on that day at another time, most values; `alike`: another number or
    none, all values and the moment, as far as both are precise; `shifted`: the same with
    all moments of the file moved by the same `minutes` (two of them where one is of summer time);
    `renamed`: the number on that day, mostly the same values, but another unit, where that is no
    chance; `rewritten`: the key, of a day without a time, and too few values to tell, which differ;
    `day`: the number on another day, all values; `clash`: the key, mostly other values; `other`:
    the number on that day, mostly other values; `reused`: the number on another day, other values.
    `rows`: of the file. `elsewhere`: rows whose number is stored for other units only. `beside`:
    rows of the file on days of which its unit has stored rows, and `beside_them`: those stored
    rows, of uploads with rows that are alike; 0 where chance may have brought them: of a few days,
    of uploads that had many more.
    """

    rows: int = 0
    same: int = 0
    changed: int = 0
    time: int = 0
    alike: int = 0
    shifted: int = 0
    renamed: int = 0
    rewritten: int = 0
    day: int = 0
    clash: int = 0
    other: int = 0
    reused: int = 0
    elsewhere: int = 0
    beside: int = 0
    beside_them: int = 0
    minutes: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        """Whether a row meets another, in whatever way."""
        return self.agreeing + self.contradicting + self.reused > 0

    @property
    def agreeing(self) -> int:
        """Rows that say mostly what a stored one says."""
        return (
            self.same
            + self.changed
            + self.time
            + self.alike
            + self.shifted
            + self.renamed
            + self.day
        )

    @property
    def contradicting(self) -> int:
        """Rows that carry the number of a stored one of these days and say something else."""
        return self.rewritten + self.clash + self.other

    @property
    def by_content(self) -> bool:
        """Whether the rows are known by what they say, and their numbers tell nothing."""
        told = self.alike + self.shifted
        return (
            2 * told > self.rows
            or self.sent_again
            and 2 * told > self.agreeing + self.contradicting
        )

    @property
    def sent_again(self) -> bool:
        """Whether rows are alike because they are the same: nearly all of the file, or nearly all
        that both have for the same units and days.

        Rows that differ by nothing but the same hours are the same rows.
        """
        return (
            self.shifted > 0
            or self.alike > 0
            and (
                self.alike >= _CLEARLY * self.rows
                or self.beside > 0
                and self.alike >= _CLEARLY * self.beside
                and self.alike >= _CLEARLY * self.beside_them
            )
        )


def meet(writing: WriteTransaction, kind: DatasetKind, upload: int, rows: int, reach: Reach) -> Met:
    """Fill the table `met` for the rows of `upload`, which are stored already, and count them;
    there is no table where none meets another."""
    if not rows or not _gather(writing, kind, upload, reach):
        return Met(rows)
    writing.run(
        "CREATE OR REPLACE TEMP TABLE met (place BIGINT, line INTEGER, stored BIGINT, upload "
        "INTEGER, key UUID, twin INTEGER, way VARCHAR)"
    )
    _by_number(writing, kind)
    minutes: tuple[int, ...] = ()
    if not reach.alone and not (kind.lasting and kind.numbered):  # a number tells it for ever
        _by_content(writing, kind)
        minutes = _by_shift(writing, kind, rows)
    _choose(writing)
    elsewhere = writing.row("""SELECT count(DISTINCT place) FROM candidates WHERE elsewhere AND place NOT IN (
        SELECT place FROM candidates WHERE NOT elsewhere AND way <> 'alike' UNION ALL SELECT place FROM met WHERE way = 'renamed')""")[
        0
    ]
    counts = dict(writing.rows("SELECT way, count(*) FROM met GROUP BY way"))
    beside = _beside(writing, kind, counts["alike"]) if counts.get("alike") else (0, 0)
    writing.run("DROP TABLE candidates")
    writing.run("DROP TABLE mine")
    writing.run("DROP TABLE stored")
    return Met(
        rows,
        elsewhere=elsewhere,
        beside=beside[0],
        beside_them=beside[1],
        minutes=minutes,
        **{name: counts.get(name, 0) for name in WAYS},
    )


def forget_met(writing: WriteTransaction) -> None:
    """Drop what `meet` wrote down."""
    writing.run("DROP TABLE IF EXISTS met")


def _gather(writing: WriteTransaction, kind: DatasetKind, upload: int, reach: Reach) -> bool:
    """Copy the rows of the file and the live rows that they can meet; whether there are any
    such."""
    table, number = rows_table(kind), kind.identifiers[0]
    near = [] if reach.alone else [reach.holds(table, kind)]
    if (
        near and kind.column(kind.date).type is Type.MOMENT and reach.first
    ):  # times of another zone are on the day before or after
        near.append(
            f"({kind.date} >= DATE '{reach.first}' - INTERVAL 1 DAY AND {kind.date} < DATE "
            f"'{reach.last}' + INTERVAL 2 DAY)"
        )
    if kind.moved_within:
        span = f"INTERVAL {kind.moved_within} DAY"
        near.append(
            f"({kind.date} >= DATE '{reach.first}' - {span} AND {kind.date} < DATE '{reach.last}' "
            f"+ {span} "
            f"AND {number} IN (SELECT {number} FROM {table} WHERE upload = {upload}))"
        )
    found = f"FROM {table} WHERE live AND upload <> {upload} AND ({' OR '.join(near) or 'FALSE'})"
    if not near or not writing.row(f"SELECT count(*) FROM (SELECT 1 {found} LIMIT 1)")[0]:
        return False
    units = "".join(f", {_shown(writing, name)} AS {name}" for name in _units(kind))
    columns = ", ".join(
        (
            "rowid AS place",
            "upload",
            "line",
            "key",
            "twin",
            kind.date,
            *kind.identifiers,
            *_values(kind),
        )
    )
    writing.run(
        f"CREATE OR REPLACE TEMP TABLE mine AS SELECT {columns}{units} FROM {table} WHERE upload "
        f"= {upload}"
    )
    writing.run(f"CREATE OR REPLACE TEMP TABLE stored AS SELECT {columns}{units} {found}")
    return True


def _shown(writing: WriteTransaction, dimension: str) -> str:
    """The name that a unit is shown under, as SQL; the name itself while none is merged."""
    if not writing.row(
        "SELECT count(*) FROM shown_names WHERE dimension = ? AND same_as <> name", [dimension]
    )[0]:
        return dimension
    return (
        f"coalesce((SELECT same_as FROM shown_names n WHERE n.dimension = '{dimension}' AND "
        f"n.name = {dimension}), {dimension})"
    )


def _units(kind: DatasetKind) -> list[str]:
    return [name for name in UNITS if name in kind.dimensions]


def _values(kind: DatasetKind) -> list[str]:
    """What a row says, besides who or which record it is, when, and of which unit."""
    return [
        column.name
        for column in kind.columns
        if column.name not in (*kind.identifiers, *_units(kind), kind.date)
    ]


def _elsewhere(kind: DatasetKind) -> str:
    """Whether two rows are of different units: by the finest unit that both name. A lasting record
    may be handed from one to another."""
    if kind.lasting:
        return "FALSE"
    cases = " ".join(
        f"WHEN s.{name} IS NOT NULL AND r.{name} IS NOT NULL THEN s.{name} <> r.{name}"
        for name in _units(kind)
    )
    return f"CASE {cases} ELSE FALSE END" if cases else "FALSE"


def _by_number(writing: WriteTransaction, kind: DatasetKind) -> None:
    """Pairs of rows with one key, or one number within the days in which a record can have
    moved."""
    values = _values(kind)
    compared = _sum([f"(s.{name} IS NOT NULL AND r.{name} IS NOT NULL)::INT" for name in values])
    different = _sum([f"coalesce(s.{name} <> r.{name}, FALSE)::INT" for name in values])
    identical = " AND ".join(
        f"s.{name} IS NOT DISTINCT FROM r.{name}" for name in (*values, *_units(kind))
    )
    number, *more = kind.numbered or kind.identifiers
    same_number = " AND ".join(
        [f"s.{number} = r.{number}", *(f"s.{name} IS NOT DISTINCT FROM r.{name}" for name in more)]
    )
    day, other = f"s.{kind.date}", f"r.{kind.date}"
    again = (
        ""
        if kind.numbered
        else f""" AND ({different} = 0 OR {day}::DATE <> {other}::DATE OR {day} = {day}::DATE OR {other} = {other}::DATE
        OR date_trunc('minute', {day}) = date_trunc('minute', {other}))"""
    )  # who sits an exam again in the afternoon corrects nothing
    reach = "TRUE" if kind.moved_within else f"s.{kind.date}::DATE = r.{kind.date}::DATE"
    writing.run(f"""CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT s.place, s.line, r.place AS stored, r.upload, r.key, r.twin, {_elsewhere(kind)} AS elsewhere, s.key = r.key AS by_key,
               s.{kind.date}::DATE = r.{kind.date}::DATE AS same_day, {compared} AS compared, {different} AS different,
               2 * different <= compared AND compared > 0 AS close, {identical} AS identical,
               s.{kind.date} <> s.{kind.date}::DATE OR coalesce({", ".join(f"s.{name}::VARCHAR" for name in kind.identifiers)}) IS NULL AS sure,
               s.{kind.date} <> date_trunc('hour', s.{kind.date}) AS timed
        FROM mine s JOIN stored r ON s.key = r.key
        UNION ALL
        SELECT s.place, s.line, r.place, r.upload, r.key, r.twin, {_elsewhere(kind)}, FALSE,
               s.{kind.date}::DATE = r.{kind.date}::DATE, {compared} AS compared, {different} AS different,
               2 * different <= compared AND compared > 0, {identical}, FALSE, FALSE
        FROM mine s JOIN stored r ON {same_number} AND s.key <> r.key AND {reach}{again}""")
    writing.run("ALTER TABLE candidates ADD COLUMN way VARCHAR")
    moved = "'reused'" if kind.numbered else "NULL"
    lasting = (
        "WHEN by_key AND identical AND same_day THEN 'same' WHEN by_key THEN 'changed'"
        if kind.lasting
        else ""
    )  # whatever has changed of such a record, its unit too
    writing.run(f"""UPDATE candidates SET way = CASE
        {lasting}
        WHEN elsewhere THEN CASE WHEN same_day AND compared > 0 AND (close OR compared < {ENOUGH_COMPARED}) THEN 'renamed' END
        WHEN by_key AND identical THEN 'same'
        WHEN by_key AND (close OR compared = 0 OR sure AND compared < {ENOUGH_COMPARED}) THEN 'changed'
        WHEN by_key AND compared < {ENOUGH_COMPARED} THEN 'rewritten'
        WHEN by_key THEN 'clash'
        WHEN same_day AND close THEN 'time'
        WHEN same_day THEN 'other'
        WHEN different = 0 AND compared > 0 THEN 'day'
        ELSE {moved} END""")


def _sum(parts: Sequence[str]) -> str:
    return " + ".join(parts) or "0"


def _by_content(writing: WriteTransaction, kind: DatasetKind) -> None:
    """Pairs of rows that say the same at the same moment: as many of the file as are stored, as
    precisely as both write their times."""
    for grain, uploads in _grains(writing, kind).items():
        among = f"upload IN ({', '.join(map(str, uploads))})"
        same = [
            f"date_trunc('{grain}', {kind.date})",
            *_values(kind),
            *_units(kind),
            *(() if kind.numbered else kind.identifiers),
        ]
        names = ", ".join(f"{sql} AS c{at}" for at, sql in enumerate(same))
        counted = f"row_number() OVER (PARTITION BY {', '.join(same)} ORDER BY line, place) AS nth"
        equal = " AND ".join(f"s.c{at} IS NOT DISTINCT FROM r.c{at}" for at in range(len(same)))
        # Most files share nothing with what is stored: numbering the rows of both is left to those
        # that may be equal.
        said = f"hash({', '.join(same)})"
        writing.run(f"""CREATE OR REPLACE TEMP TABLE maybe AS SELECT rowid AS of_stored, {said} AS said
            FROM stored WHERE {among} AND {said} IN (SELECT {said} FROM mine)""")
        if not writing.row("SELECT count(*) FROM maybe")[0]:
            continue
        writing.run(f"""INSERT INTO candidates BY NAME
            SELECT s.place, s.line, r.place AS stored, r.upload, r.key, r.twin, FALSE AS elsewhere, TRUE AS same_day, 0 AS different, 'alike' AS way
            FROM (SELECT place, line, {counted}, {names} FROM mine WHERE {said} IN (SELECT said FROM maybe)) s
            JOIN (SELECT place, upload, key, twin, {counted}, {names} FROM stored WHERE rowid IN (SELECT of_stored FROM maybe)) r
                 ON s.nth = r.nth AND {equal}""")
    writing.run("DROP TABLE IF EXISTS maybe")


def _by_shift(writing: WriteTransaction, kind: DatasetKind, rows: int) -> tuple[int, ...]:
    """Pairs of rows that say the same, where the moments of nearly all rows differ by the same
    hours: by how many minutes, none where they do not.

    Looked for in some rows, and only where most of the file is not met in a surer way. Moments on
    the quarter of an hour meet by chance.
    """
    known = writing.row(
        "SELECT count(DISTINCT place) FROM candidates WHERE NOT elsewhere AND way IN ('same', "
        "'changed', 'time', 'alike', 'day')"
    )[0]
    grain = max(
        _precision(writing, kind),
        _precision(writing, kind, "stored"),
        key=_PRECISIONS.index,
    )
    if 2 * known > rows or grain == "day":
        return ()
    same = [*_values(kind), *_units(kind), *(() if kind.numbered else kind.identifiers)]
    equal = " AND ".join(f"s.{name} IS NOT DISTINCT FROM r.{name}" for name in same)
    apart = (
        f"date_diff('minute', date_trunc('minute', r.{kind.date}), date_trunc('minute', "
        f"s.{kind.date}))"
    )
    seconds = f"AND second(s.{kind.date}) = second(r.{kind.date})" if grain == "second" else ""
    writing.run(f"""CREATE OR REPLACE TEMP TABLE looked_at AS SELECT * FROM mine WHERE {kind.date} BETWEEN
        (SELECT min({kind.date}) FROM stored) - INTERVAL {_FURTHEST} MINUTE AND (SELECT max({kind.date}) FROM stored) + INTERVAL {_FURTHEST} MINUTE
        AND {kind.date} <> time_bucket(INTERVAL {_STEP} MINUTE, {kind.date})
        ORDER BY hash(place) LIMIT {_LOOKED_AT}""")
    found = dict(
        writing.rows(f"""SELECT {apart} AS minutes, count(DISTINCT s.place) AS n FROM looked_at s JOIN stored r ON {equal} {seconds}
        WHERE abs(minutes) BETWEEN {_STEP} AND {_FURTHEST} AND minutes % {_STEP} = 0 GROUP BY minutes ORDER BY n DESC, abs(minutes), minutes""")
    )
    minutes = _the_shift(found, writing.row("SELECT count(*) FROM looked_at")[0])
    writing.run("DROP TABLE looked_at")
    for by in minutes:
        _pair_shifted(writing, kind, same, grain, by)
    return minutes


def _the_shift(found: dict[int, int], rows: int) -> tuple[int, ...]:
    """The minutes by which nearly all rows are moved; two of them, an hour apart, where each
    explains a part of the year.

    None where several others explain as much: rows that come every hour and say the same are met by
    any shift.
    """
    if not found:
        return ()
    first = next(iter(found))
    summer = max(
        (by for by in (first - _SUMMER, first + _SUMMER) if by and by in found),
        key=found.__getitem__,
        default=None,
    )
    for minutes in ((first,), (first, summer)) if summer is not None else ((first,),):
        explained = sum(found[by] for by in minutes)
        others = sum(2 * count > explained for by, count in found.items() if by not in minutes)
        if max(_FEWEST, _CLEARLY * rows) <= explained <= rows and others < _SEVERAL:
            return minutes
    return ()


def _pair_shifted(
    writing: WriteTransaction, kind: DatasetKind, same: Sequence[str], grain: str, minutes: int
) -> None:
    """Candidates for one shift: as many rows of the file as are stored."""
    names = ", ".join(f"{name} AS c{at}" for at, name in enumerate(same))
    moment = f"date_trunc('{grain}', {kind.date})"
    counted = (
        f"row_number() OVER (PARTITION BY {', '.join([moment, *same])} ORDER BY line, place) AS nth"
    )
    equal = " AND ".join(f"s.c{at} IS NOT DISTINCT FROM r.c{at}" for at in range(len(same)))
    writing.run(f"""INSERT INTO candidates BY NAME
        SELECT s.place, s.line, r.place AS stored, r.upload, r.key, r.twin, FALSE AS elsewhere, FALSE AS same_day, 0 AS different, 'shifted' AS way
        FROM (SELECT place, line, {counted}, {moment} AS at, {names} FROM mine) s
        JOIN (SELECT place, upload, key, twin, {counted}, {moment} AS at, {names} FROM stored) r
             ON s.nth = r.nth AND s.at = r.at + INTERVAL ({minutes}) MINUTE AND {equal}""")


def _precision(writing: WriteTransaction, kind: DatasetKind, rows: str = "mine") -> str:
    """How precisely nearly all of some rows write their times: to the day, to the minute, or to the
    second."""
    return _as_precise(*writing.row(f"SELECT {_shares(kind)} FROM {rows}"))


def _shares(kind: DatasetKind) -> str:
    """Which share of rows is precise to the day, and to the minute."""
    return ", ".join(
        f"avg(({kind.date} = date_trunc('{grain}', {kind.date}))::INT)"
        for grain in ("day", "minute")
    )


def _as_precise(days: float, minutes: float) -> str:
    return "day" if days > _NEARLY_ALL else "minute" if minutes > _NEARLY_ALL else "second"


def _grains(writing: WriteTransaction, kind: DatasetKind) -> dict[str, list[int]]:
    """How precisely both the file and stored uploads write their times -> those uploads."""
    mine = _precision(writing, kind)
    found: dict[str, list[int]] = {}
    for upload, *shares in writing.rows(
        f"SELECT upload, {_shares(kind)} FROM stored GROUP BY upload ORDER BY upload"
    ):
        grain = max(mine, _as_precise(*shares), key=_PRECISIONS.index)
        found.setdefault(grain, []).append(upload)
    return found


def _beside(writing: WriteTransaction, kind: DatasetKind, alike: int) -> tuple[int, int]:
    """How many rows the file has on days of which its unit has stored rows, and how many those are,
    of uploads with rows that are alike.

    None where they are of fewer than `_SEVERAL` days and not nearly all that those uploads brought.
    """
    place = ", ".join([f"{kind.date}::DATE", *(f"coalesce({name}, '')" for name in _units(kind))])
    uploads = "SELECT upload FROM met WHERE way = 'alike'"
    stored, days = writing.row(f"""SELECT count(*), count(DISTINCT {kind.date}::DATE) FROM stored
        WHERE upload IN ({uploads}) AND ({place}) IN (SELECT ({place}) FROM mine)""")
    if (
        days < _SEVERAL
        and alike
        < _CLEARLY
        * writing.row(
            f"SELECT count(*) FROM {rows_table(kind)} WHERE live AND upload IN ({uploads})"
        )[0]
    ):
        return 0, 0
    return writing.row(
        f"SELECT count(*) FROM mine WHERE ({place}) IN (SELECT ({place}) FROM stored WHERE upload "
        f"IN ({uploads}))"
    )[0], stored


def _choose(writing: WriteTransaction) -> None:
    """The surest pairs, each row of the file and each stored row in at most one; who finds its
    stored row taken looks for the next."""
    candidates = dict(writing.rows("SELECT way, count(*) FROM candidates GROUP BY way"))
    order = "different, NOT same_day, twin"
    for way in [way for way in _surest_first(writing) if way in candidates]:
        nearest = f"""WITH nearest AS (SELECT * FROM candidates WHERE way = '{way}' AND place NOT IN (SELECT place FROM met)
                                     AND stored NOT IN (SELECT stored FROM met)
                                 QUALIFY row_number() OVER (PARTITION BY place ORDER BY {order}) = 1)
                SELECT place, line, stored, upload, key, twin, way FROM nearest
                QUALIFY row_number() OVER (PARTITION BY stored ORDER BY {order}, line, place) = 1"""
        left = candidates[way]
        while left:  # to look once more takes longer than to count what was found
            (found,) = writing.row(f"INSERT INTO met {nearest}")
            left = left - found if found else 0
    writing.run(
        f"""DELETE FROM met WHERE way = 'renamed' AND upload NOT IN ({_BROUGHT_AGAIN}) AND NOT ({_NO_CHANCE})"""
    )


# Uploads of which most rows with a number of the file are met under their own unit too: no other
# branch that counts from 1.
_BROUGHT_AGAIN = f"""SELECT upload FROM met GROUP BY upload
    HAVING count(*) FILTER (WHERE way IN {_OWN}) >= greatest(1, count(*) FILTER (WHERE way = 'renamed'))"""
# Whether nearly all rows that only other units have are the same to the minute, and not on the
# hour.
_NO_CHANCE = f"""(SELECT count(DISTINCT place) FILTER (WHERE way = 'renamed' AND different = 0 AND timed) >= {_CLEARLY} * count(DISTINCT place)
    FROM candidates WHERE elsewhere AND place NOT IN (SELECT place FROM met WHERE way <> 'renamed'))"""


def _surest_first(writing: WriteTransaction) -> Sequence[str]:
    """The ways; what a row says comes behind its number, unless it explains nearly all rows whose
    number does not."""
    alike, others = (
        writing.row(f"""SELECT count(DISTINCT place) FILTER (WHERE way = 'alike'), count(DISTINCT place) FILTER (WHERE way IS NOT NULL)
        FROM candidates WHERE place NOT IN (SELECT place FROM candidates WHERE way IN {_OWN})""")
    )
    if alike >= _CLEARLY * others:
        return WAYS
    return (
        *(way for way in WAYS if way not in ("alike", "shifted", "reused")),
        "alike",
        "shifted",
        "reused",
    )
