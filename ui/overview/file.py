"""The scorecard as a workbook: a line a target, a line for a KPI without one, and a sheet that says
what was looked at."""

from datetime import date

import pandas as pd

from i18n import Say
from metrics.catalog import LEVELS
from metrics.findings.month import cards_of
from metrics.findings.overview import rows_of, units_off
from metrics.findings.scorecard import ScoreRow, gap
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter
from metrics.targets.owners import owner_told
from metrics.targets.plans import STAGES
from metrics.targets.verdict import Verdict
from metrics.targets.verdict_words import percent_of
from ui.kpi.cards import verdict_words
from ui.state.filters import LABELS


def sheets_of(snapshot: Snapshot, month: date, only: Filter, say: Say) -> dict[str, pd.DataFrame]:
    """The sheets by name."""
    company = {card.kpi.name: card for card in cards_of(snapshot, month, ())} if only else {}
    lines = []
    for row in (*rows_of(snapshot, month, only), *(() if only else units_off(snapshot, month))):
        yardstick = company.get(row.kpi.name)
        known = {} if yardstick is None else _month_values(yardstick.row)
        for stage in row.counting or (None,):
            lines.append(_line(row, stage, known.get("value"), only, say))
    looked_at = [
        (say("Month"), say.month(month)),
        (say("Place"), _place(only, say)),
        (say("Looked at on"), say.date(snapshot.today)),
        (say("Source"), say("Service Culture Dashboard")),
    ]
    return {
        say("Scorecard"): pd.DataFrame(lines),
        say("About"): pd.DataFrame(looked_at, columns=[say("About"), say("Value")]),
    }


def _place(only: Filter, say: Say) -> str:
    if not only:
        return say("whole company")
    return say.list(
        say("{dimension}: {unit}", dimension=LABELS[dimension], unit=say.list(units))
        for dimension, units in only
    )


def _line(
    row: ScoreRow, stage: Verdict | None, company: float | None, only: Filter, say: Say
) -> dict[str, object]:
    own = {} if row.card is None else _month_values(row.card.row)
    changes = [None if row.card is None else row.card.since(months) for months in (1, 12)]
    return {
        say("Level"): say(LEVELS[row.kpi.level]),
        say("KPI"): say(row.kpi.label),
        say("Place"): _target_place(stage, only, say),
        say("Value"): own.get("value"),
        say("Answers"): own.get("n"),
        **({say("Whole company"): company} if only else {}),
        say("On the month"): changes[0],
        say("On the year"): changes[1],
        **_of_stage(row, stage, say),
    }


def _target_place(stage: Verdict | None, only: Filter, say: Say) -> str:
    if stage is None or stage.target.dimension is None:
        return _place(only, say)
    return _place(((stage.target.dimension, (stage.target.unit or "",)),), say)


def _month_values(row: pd.Series | None) -> dict[str, float]:
    if row is None or row["hidden"] or pd.isna(row["value"]):
        return {}
    return {"value": float(row["value"]), "n": float(row["n"])}


def _of_stage(row: ScoreRow, stage: Verdict | None, say: Say) -> dict[str, object]:
    titles = (
        say("Stage"),
        say("Target"),
        say("Goal"),
        say("Due"),
        say("Verdict"),
        say("Value minus target"),
        say("Chance in %"),
        say("Off"),
        say("Month judged"),
        say("Value judged"),
        say("Owner"),
        say("Why"),
    )
    if stage is None:
        return dict.fromkeys(titles)
    found = gap(row, stage)
    cells = (
        say(STAGES[stage.target.stage]),
        stage.asked.spoken(say),
        stage.goal,
        stage.target.due,
        verdict_words(stage, say),
        None if found is None else found.size,
        percent_of(stage.probability) if stage.ahead and stage.probability is not None else None,
        say("yes") if stage.behind else "",
        None if stage.period is None else say.month(stage.period),
        stage.value,
        say.list([owner_told(stage.target.owner)]),
        say.sentences(stage.sentences),
    )
    return dict(zip(titles, cells, strict=True))
