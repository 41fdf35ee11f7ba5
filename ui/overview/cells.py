"""A row of the scorecard as HTML: value, changes, sparkline, and a cell a term that opens its
evidence."""

from collections.abc import Sequence
from datetime import date
from html import escape

from charts.theme import Palette
from i18n import N_, Say
from metrics.findings.board import Card
from metrics.findings.scorecard import TERMS, ScoreRow, gap
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months
from metrics.targets.owners import owner_told
from metrics.targets.plans import STAGES
from metrics.targets.verdict import Status, Verdict
from metrics.targets.verdict_words import percent_of
from ui.kpi.cards import (
    judged_on,
    looks_of,
    shape_of,
    spark,
    value_notes,
    verdict_words,
)

_SPARK = 68, 26  # pixels
_LONG = 7  # letters of a value from which on it is written smaller
_SIGNS = {1: N_("≥ {value}"), -1: N_("≤ {value}")}


def head(with_terms: bool, say: Say) -> str:
    """The titles of the columns."""
    titles = [say("Value"), f"{say('Δ month')}\n{say('Δ year')}", say("24 months")]
    if with_terms:
        titles += [*(say(STAGES[term]) for term in TERMS), say("Owner")]
    cells = [f"<div>{escape(title)}</div>" for title in titles]
    return _block("scd-head", cells, with_terms)


def row_html(
    row: ScoreRow,
    month: date,
    steps: Sequence[Sequence[float]],
    yardstick: Card | None,
    say: Say,
    palette: Palette,
) -> str:
    """One KPI in a month, with its terms where a target counts. `steps`: the goals of its months; `yardstick`: the company's card, where
    the board is filtered."""
    cells = [
        _value(row, month, yardstick, say),
        _changes(row, say),
        _spark(row, steps, say, palette),
    ]
    if row.counting:
        cells += [_term(row, month, term, say) for term in TERMS]
        owners = say.list(map(owner_told, row.owners))
        title = f"<i>{escape(say('Owner'))}: </i>" if owners else ""
        cells.append(f'<div class="scd-o">{title}{escape(owners)}</div>')
    return _block("scd-card" if row.off else "scd-line", cells, bool(row.counting))


def _block(kind: str, cells: Sequence[str], with_terms: bool) -> str:
    bare = "" if with_terms else " scd-bare"
    return f'<div class="scd-r {kind}{bare}">{"".join(cells)}</div>'


def _value(row: ScoreRow, month: date, yardstick: Card | None, say: Say) -> str:
    """The value of the month with its n; of a unit or where no records are collected, that which
    its targets are judged on."""
    if row.card is None:
        return _of_verdict(row, month, say)
    found = row.card.row
    lines = [f"<span>{escape(value_notes(row.card, say))}</span>"]
    company = _company(yardstick, say)
    lines += [f'<span class="scd-y">{escape(company)}</span>'] if company else []
    shown = row.card.has_value
    value = row.kpi.unit.show(say, float(found["value"])) if shown else "–"
    seen = _big(value, pale=shown and not found["enough"]) + "".join(lines)
    change = row.card.change
    return _opening(seen, "" if change is None else escape(say(change.sentence())), "scd-v")


def _big(value: str, pale: bool = False) -> str:
    looks = f"{'scd-pale ' if pale else ''}{'scd-long' if len(value) > _LONG else ''}".strip()
    return f"<b{_class(looks)}>{escape(value)}</b>"


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _of_verdict(row: ScoreRow, month: date, say: Say) -> str:
    known = next((stage for stage in row.counting if stage.value is not None), None)
    if known is None or known.period is None:
        return '<div class="scd-v">–</div>'
    told = not isinstance(row.kpi, Kpi) or row.kpi.measure.told_by_n
    notes = [say("n {n}", n=say.number(known.n or 0, 0))] if told else []
    notes += [say.month(known.period)] if known.period != month else []
    value = _big(row.kpi.unit.show(say, known.value))
    return f'<div class="scd-v">{value}<span>{escape(say.list(notes))}</span></div>'


def _company(yardstick: Card | None, say: Say) -> str:
    if yardstick is None or not yardstick.has_value:
        return ""
    value = float(yardstick.row["value"])
    return say("company {value}", value=Amount(yardstick.kpi.unit, value))


def _changes(row: ScoreRow, say: Say) -> str:
    """The changes on the month and on the year. Only the one that the KPI's page tells is called
    better or worse: one a KPI is what the rate of false colours is set for."""
    card = row.card
    if card is None:
        return '<div class="scd-c"></div>'
    lines = []
    for months, title in ((1, say("On the month")), (12, say("On the year"))):
        told = card.change is not None and card.change.before == add_months(card.month, -months)
        better = card.change.better if told else None
        lines.append(_change(card.since(months), title, row, better, say))
    return f'<div class="scd-c">{"<br>".join(lines)}</div>'


def _change(step: float | None, title: str, row: ScoreRow, better: bool | None, say: Say) -> str:
    label = f"<i>{escape(title)}: </i>"
    if step is None:
        return f"{label}–"
    amount = escape(say.number(step, row.kpi.unit.decimals, signed=True))
    if better is None:
        return f"{label}{amount}"
    looks, word = ("better", say("better")) if better else ("worse", say("worse"))
    shape = "▲" if step > 0 else "▼"
    return f'{label}<b class="scd-{looks}">{shape} {amount} {escape(word)}</b>'


def _spark(row: ScoreRow, steps: Sequence[Sequence[float]], say: Say, palette: Palette) -> str:
    known = row.card is not None and row.card.answer is not None
    picture = spark(row.card, steps, say, palette, _SPARK) if known else ""
    return picture or "<div></div>"


def _term(row: ScoreRow, month: date, term: str, say: Say) -> str:
    """The targets of one term; a dash where there is none."""
    label, found = escape(say(STAGES[term])), row.of(term)
    if not found:
        return f'<div class="scd-no"><i>{label}: {escape(say("no target"))}</i>–</div>'
    if len(found) == 1:
        return _stage(row, month, found[0], label, "scd-t ", say)
    several = "".join(_stage(row, month, stage, label, "", say) for stage in found)
    return f'<div class="scd-t">{several}</div>'


def _stage(row: ScoreRow, month: date, stage: Verdict, label: str, kind: str, say: Say) -> str:
    """Shape, word and chance, then target and gap; opened, all that is known of it."""
    second = f"{_target(row, stage, say)} {_gap(row, month, stage, say)}".strip()
    seen = (
        f'<i>{label}: </i><b class="scd-{looks_of(stage)}">{shape_of(stage)} '
        f"<span>{escape(_word(stage, say))}</span></b><span>{escape(second)}</span>"
    )
    kind = f"{kind}{'scd-off' if stage.behind else ''}".strip()
    return _opening(seen, _evidence(row, month, stage, say), kind)


def _opening(seen: str, told: str, kind: str) -> str:
    """What is seen, and told once it is opened; opening one closes the others."""
    if not told:
        return f"<div{_class(kind)}>{seen}</div>"
    return f"<details{_class(kind)} name=t><summary>{seen}</summary><div>{told}</div></details>"


def _word(stage: Verdict, say: Say) -> str:
    """The verdict as short as it is true: of a stage ahead its outlook with the chance, of one that
    is over where it stands today."""
    if not stage.ahead:
        late = stage.now is None or stage.status is Status.REACHED_LATE
        words = [say(stage.status.label if late else stage.now.label)]
        return " · ".join(words + ([say("today not known")] if stage.unknown_today else []))
    words = [say(stage.status.label)]
    if stage.probability is not None:
        chance = percent_of(stage.probability)
        pattern = N_("{verdict} (~{chance}%)") if stage.beyond else N_("{verdict} ({chance}%)")
        words = [say(pattern, verdict=stage.status.label, chance=chance)]
    if stage.behind and not stage.off and stage.required_now is not None:
        words.append(say("behind the pace"))
    return " · ".join(words)


def _target(row: ScoreRow, stage: Verdict, say: Say) -> str:
    """The target in few signs: ≥ 93%."""
    target, unit = stage.target, row.kpi.unit
    if target.form == "milestone":
        return say("milestone")
    if target.form == "between" and target.value is not None and target.value_high is not None:
        words = say("{low}–{high}", low=target.value, high=target.value_high)
    elif target.form == "count" or stage.goal is None:
        return target.spoken(say)
    else:
        shown = unit.show if target.form == "change" else unit.show_exact
        words = say(_SIGNS[stage.better], value=shown(say, stage.goal))
    if target.stable_from is None:
        return words
    return say("{target}, every month", target=words)


def _gap(row: ScoreRow, month: date, stage: Verdict, say: Say) -> str:
    """The value minus the target, with the month where another value stands beside it; of a range
    only where it is left."""
    found = gap(row, stage)
    if found is None or stage.goal_high is not None and found.size == 0:
        return ""
    size = say.number(found.size, row.kpi.unit.decimals, signed=True)
    if _is_apart(row, month, found.month):
        return say("({gap} in {month})", gap=size, month=say.month(found.month))
    return f"({size})"


def _is_apart(row: ScoreRow, month: date, judged: date | None) -> bool:
    """Whether a verdict rests on another month than the value beside it."""
    return judged != month or row.card is not None and not row.card.over


def _evidence(row: ScoreRow, month: date, stage: Verdict, say: Say) -> str:
    """What is known of a stage: the verdict in full, target and due date where the sentence does
    not say them, and why. The pace of each month is left to the KPI's page."""
    lines = [say.sentences(told for told in stage.sentences if told != stage.pace)]
    if stage.with_plan or not all(blank in stage.sentence.text for blank in ("{target}", "{due}")):
        asked = say(
            "{stage}: {target} by {due}",
            stage=stage.stage,
            target=stage.asked,
            due=stage.target.due,
        )
        lines.insert(0, asked)
    if later := row.later(stage):
        lines.append(say("Later targets of this stage: {count}", count=later))
    judged = (
        judged_on(row.card.kpi, stage, say)
        if row.card is not None and stage.ahead and _is_apart(row, month, stage.period)
        else ""
    )
    told = "<br>".join(escape(line) for line in lines)
    return f"<b>{escape(verdict_words(stage, say))}</b><br>{told}{judged}"
