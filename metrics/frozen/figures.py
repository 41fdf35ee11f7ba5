"""What a period says today, to everybody alike: that is what is frozen, and what it is held against."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from errors import Message
from i18n import LANGUAGES, translator
from metrics.answers.asked import asking
from metrics.answers.lacking import lacking
from metrics.catalog import DECLARED, collected
from metrics.frozen.published import FINAL, HIDDEN, OPEN, At, FrozenFigure, FrozenVerdict, Words
from metrics.kpi import Amount, Indicator, Kpi
from metrics.periods import Period, last_day
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query, lacks, sums_sql
from metrics.targets.standing import judged_at, unit_places
from metrics.targets.verdict import Verdict, counting

# The places whose figures are frozen: the whole company, and the units right below it. Those of
# 2,000 stores would be most of what is stored, and nobody publishes them.
BELOW = ("region", "department")
COMPANY: At = (None, None)
ALL = tuple(kpi.name for kpi in DECLARED)


def as_readers_see(snapshot: Snapshot) -> Snapshot:
    """The state as those see it who may see least: a figure is published to all."""
    return replace(snapshot, reading=snapshot.reading.for_readers())


def figures(
    snapshot: Snapshot, period: Period, kpis: tuple[str, ...] = ALL
) -> tuple[FrozenFigure, ...]:
    """Every KPI of `kpis` that has data or a target, for the whole company and the units right
    below it, as of the period's last month."""
    return _figures(as_readers_see(snapshot), period, kpis, kpis, BELOW, True)


def figures_to_compare(
    snapshot: Snapshot,
    period: Period,
    kpis: tuple[str, ...],
    judged: tuple[str, ...],
    below: tuple[str, ...],
) -> tuple[FrozenFigure, ...]:
    """The figures without sentences, of the units of some dimensions. Verdicts take most of the time:
    they are given of the KPIs of `judged`."""
    return _figures(as_readers_see(snapshot), period, kpis, judged, below, False)


@remembered(400)
def _figures(
    readers: Snapshot,
    period: Period,
    kpis: tuple[str, ...],
    judged: tuple[str, ...],
    below: tuple[str, ...],
    worded: bool,
) -> tuple[FrozenFigure, ...]:
    end = last_day(period.start, period.grain)
    stages = _stages(readers, end, judged, below) if judged else {}
    found = _rows(readers, period, kpis, below)
    figures = []
    for kpi in _named(kpis):
        places = {place for name, place in (*found, *stages) if name == kpi.name}
        for place in sorted(places, key=lambda one: (one[0] or "", one[1] or "")):
            figures.append(
                _figure(
                    kpi,
                    place,
                    found.get((kpi.name, place)),
                    stages.get((kpi.name, place), ()),
                    period if worded else None,
                )
            )
    return tuple(figures)


def _stages(
    readers: Snapshot, end: date, kpis: tuple[str, ...], below: tuple[str, ...]
) -> dict[tuple[str, At], tuple[Verdict, ...]]:
    """The stages that count at the period's end, by KPI and place."""
    of_units = [place for place, _ in unit_places(readers) if place is not None]
    by_place: dict[tuple[str, At], list[Verdict]] = {}
    for place in (COMPANY, *(place for place in of_units if place[0] in below)):
        for verdict in judged_at(readers, end.replace(day=1), place, _named(kpis)):
            by_place.setdefault((verdict.target.kpi, place), []).append(verdict)
    return {key: counting(tuple(stages), end) for key, stages in by_place.items()}


def _named(kpis: tuple[str, ...]) -> tuple[Indicator, ...]:
    return tuple(kpi for kpi in DECLARED if kpi.name in kpis)


def _rows(
    readers: Snapshot, period: Period, kpis: tuple[str, ...], below: tuple[str, ...]
) -> dict[tuple[str, At], pd.Series]:
    """The period's rows that have a value or are hidden, by KPI and place."""
    wanted = collected(kpis)
    ask, found = asking(readers, wanted), {}
    for dimension in (None, *below):
        query = Query(grain=period.grain, by=dimension)
        for kpi in wanted:
            if lacks(kpi, query) or crossed(readers.viewer, kpi, query):
                continue
            rows = ask(kpi.name, query).rows
            for row in (row for _, row in rows[rows["period"] == period.start].iterrows()):
                told = bool(row["hidden"]) or not pd.isna(row["value"])
                if told and (dimension is None or row["group"]):
                    found[kpi.name, (dimension, row["group"] if dimension else None)] = row
    return found


def _figure(
    kpi: Indicator,
    place: At,
    row: pd.Series | None,
    stages: Sequence[Verdict],
    period: Period | None,
) -> FrozenFigure:
    """One figure; with its sentences where the period is given."""
    hidden = row is not None and bool(row["hidden"])
    told = None if row is None or hidden else row
    is_open = told is not None and bool(told["partial"] or told["maturing"])
    return FrozenFigure(
        kpi=kpi.name,
        place=place,
        value=_number(told, "value"),
        low=_number(told, "low"),
        high=_number(told, "high"),
        n=_number(told, "n"),
        shown=HIDDEN if hidden else OPEN if is_open else FINAL,
        verdicts=tuple(_verdict(stage) for stage in stages),
        words=_words(kpi, row, stages, period) if period is not None else Words(()),
        definition=definition(kpi) if isinstance(kpi, Kpi) else "",
    )


def _number(row: pd.Series | None, name: str) -> float | None:
    return None if row is None or pd.isna(row[name]) else float(row[name])


def _verdict(stage: Verdict) -> FrozenVerdict:
    target = stage.target
    return FrozenVerdict(
        stage=target.stage,
        plan=target.plan or "",
        due=target.due,
        form=target.form,
        goal=_plain(stage.goal),
        goal_high=_plain(stage.goal_high),
        status=stage.status.key,
        now=None if stage.now is None else stage.now.key,
    )


def _plain(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(
    kpi: Indicator, row: pd.Series | None, stages: Sequence[Verdict], period: Period
) -> Words:
    """The sentences in each language, as they are said today: a later version of the program may
    put them otherwise, and what was published stays as it was."""
    told = [_lead(kpi, row, {"kpi": kpi.label, "period": period})]
    told += [message for stage in stages for message in stage.sentences if message != stage.waits]
    return Words(tuple((language, translator(language).sentences(told)) for language in LANGUAGES))


def _lead(kpi: Indicator, row: pd.Series | None, blanks: dict[str, object]) -> Message:
    if row is not None and row["hidden"]:
        return Message("{kpi}, {period}: hidden to protect the staff behind it.", blanks)
    if not isinstance(kpi, Kpi) or row is None or pd.isna(row["value"]):
        why = None if not isinstance(kpi, Kpi) or row is None else lacking(kpi, row)
        if why is not None:
            return Message("{kpi}, {period}: {why}.", {**blanks, "why": why})
        return Message("{kpi}: no records in {period}.", blanks)
    blanks = {
        **blanks,
        "value": Amount(kpi.unit, float(row["value"])),
        "n": 0 if pd.isna(row["n"]) else int(row["n"]),
    }
    if row["partial"] or row["maturing"]:
        return Message("{kpi}: {value} so far in {period}; later records still count.", blanks)
    if not kpi.measure.told_by_n or kpi.measure.lacks_n(row["n"]):
        return Message("{kpi}: {value} in {period}.", blanks)
    return Message("{kpi}: {value} in {period}, n {n}.", blanks)


def definition(kpi: Kpi) -> str:
    """What a KPI is made by today, to tell whether that changed: its SQL with the settings in it,
    how it is rounded, and when it matures."""
    made = (sums_sql(kpi, Query())[0], kpi.measure, kpi.unit.decimals, kpi.matures_days)
    return hashlib.sha256(repr(made).encode()).hexdigest()[:16]
