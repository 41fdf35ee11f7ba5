"""What a chart shows, in words and as a table."""

import pandas as pd

from charts.fan import expected
from charts.split import hidden_groups, latest_groups, latest_period
from charts.stages import judged
from charts.words import COUNTED_IN_FULL, Row, count_of, group_label, group_name, interval, notes
from errors import Message
from i18n import Say, Text
from metrics.answers.answer import Answer
from metrics.comparisons.signals import Process
from metrics.kpi import Amount
from metrics.periods import Period
from metrics.statistics.spc import Variation
from metrics.targets.outlook import Ahead
from metrics.targets.verdict import Verdict


def alternative(
    answer: Answer,
    stages: tuple[Verdict, ...],
    say: Say,
    process: Process | None = None,
    fan: tuple[Ahead, ...] = (),
) -> str:
    """A few sentences for those who cannot see the chart: of the trend with its signals and
    forecast, or of the groups where split."""
    rows = answer.judged().sort_values("period")
    if rows.empty:
        first = say("{kpi}: no values to show.", kpi=answer.kpi.label)
        left_out = hidden_groups(answer, say) if answer.query.by else None
        return say.sentences([first, *([left_out] if left_out else []), *_stages(stages, say)])
    if answer.query.by:
        return say.sentences(_groups(answer, say))
    return say.sentences(
        [
            *_course(answer, rows, say),
            *_stages(stages, say),
            *_signals(answer, process, say),
            *_ahead(answer, fan, say),
        ]
    )


def _course(answer: Answer, rows: pd.DataFrame, say: Say) -> list[str]:
    first, last = rows.iloc[0], rows.iloc[-1]
    low, high = rows.loc[rows["value"].idxmin()], rows.loc[rows["value"].idxmax()]
    day = last.get("since")
    held = (
        []
        if pd.isna(day)
        else [
            say(
                "The latest value is as it was on {day}, because what came since, if anything, "
                "would tell of few people.",
                day=day,
            )
        ]
    )
    if len(rows) == 1:
        return [
            say(
                "{kpi}: {value} in {period} ({n}).", kpi=answer.kpi.label, **_blanks(answer, first)
            ),
            *held,
        ]
    return [
        say(
            "{kpi}: {start_value} in {start_period} ({start_n}), {value} in {period} ({n}).",
            kpi=answer.kpi.label,
            **_blanks(answer, first, "start_"),
            **_blanks(answer, last),
        ),
        say(
            "Lowest {low_value} in {low_period}, highest {high_value} in {high_period}.",
            **_blanks(answer, low, "low_"),
            **_blanks(answer, high, "high_"),
        ),
        *held,
    ]


def _blanks(answer: Answer, row: Row, prefix: str = "") -> dict[str, object]:
    return {
        f"{prefix}value": Amount(answer.kpi.unit, row["value"]),
        f"{prefix}period": Period(row["period"], answer.query.grain),
        f"{prefix}n": _count(answer, row),
    }


def _count(answer: Answer, row: Row) -> Text | Message:
    return count_of(answer.kpi, row) or COUNTED_IN_FULL


def _stages(stages: tuple[Verdict, ...], say: Say) -> list[str]:
    return [say("Targets: {stages}.", stages=[judged(stage) for stage in stages])] if stages else []


def _signals(answer: Answer, process: Process | None, say: Say) -> list[str]:
    """How many of the months shown carry a signal, and the latest of them."""
    if process is None:
        return []
    shown = set(answer.rows["period"])
    found = [
        (period, variation)
        for period, variation in zip(process.rows["period"], process.variations, strict=True)
        if period in shown and variation is not Variation.COMMON
    ]
    if not found:
        return [say("No month carries a signal.")]
    return [
        say(
            "Months with a signal: {count}, the latest {month}: {variation}.",
            count=len(found),
            month=say.month(found[-1][0]),
            variation=found[-1][1].value,
        )
    ]


def _ahead(answer: Answer, fan: tuple[Ahead, ...], say: Say) -> list[str]:
    return [say("Forecast for {ahead}.", ahead=expected(answer.kpi, fan[-1]))] if fan else []


def _groups(answer: Answer, say: Say) -> list[str]:
    rows = latest_groups(answer)
    enough, few = (
        [_group(answer, row) for row in rows if bool(row["enough"]) is state]
        for state in (True, False)
    )
    period = latest_period(answer)
    if period is None:
        raise ValueError("groups are compared in a period that is over")
    over = Period(period, answer.query.grain)
    sentences = [hidden_groups(answer, say)]
    if not rows:  # the chart is empty, though earlier periods have values
        sentences.insert(
            0,
            say(
                "{kpi} in {period}: no value can be shown.",
                kpi=answer.kpi.label,
                period=over,
            ),
        )
    if few:
        sentences.insert(0, say("Too few cases to judge: {groups}.", groups=few))
    if enough:
        sentences.insert(
            0,
            say(
                "{kpi} in {period}, best first: {groups}.",
                kpi=answer.kpi.label,
                period=over,
                groups=enough,
            ),
        )
    return [sentence for sentence in sentences if sentence]


def _group(answer: Answer, row: Row) -> Message:
    return Message(
        "{group} {value} ({n})", {**_blanks(answer, row), "group": group_name(row["group"])}
    )


def table(answer: Answer, say: Say) -> pd.DataFrame:
    """Every row of the answer as localised texts: period, group where split, value, 95 % interval,
    n, note."""
    kpi, grain = answer.kpi, answer.query.grain
    records = []
    for row in answer.rows.to_dict("records"):
        record = [Period(row["period"], grain).spoken(say)]
        if answer.query.by:
            record.append(group_label(row["group"], say))
        records.append(
            [
                *record,
                kpi.unit.show(say, None if pd.isna(row["value"]) else row["value"]),
                interval(kpi, row, say),
                "–" if pd.isna(row["n"]) else say.number(row["n"], 0),
                say.list(notes(kpi, row)),
            ]
        )
    return pd.DataFrame(records, columns=_headings(answer, say))


def _headings(answer: Answer, say: Say) -> list[str]:
    by = [say(answer.kpi.dataset.column(answer.query.by).label)] if answer.query.by else []
    return [say("Period"), *by, say("Value"), say("95% interval"), "n", say("Note")]
