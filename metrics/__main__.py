"""python -m metrics …: kpis, show, verdicts, actions, agenda, minutes, explain, items, publish,
withdraw, published, restated."""

if (
    __name__ == "__main__"
):  # Ctrl-C while the rest is imported, which takes a second, is no traceback either
    from data.commands.interrupt import end_with_a_word

    end_with_a_word()

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

from data import __version__
from data.commands.caller import one_database
from data.commands.calling import called, day, month
from data.database.connection import ReadTransaction
from data.uploads.store import data_version
from errors import WrongCall
from i18n import LANGUAGES, translator
from metrics.answers.answer import ask
from metrics.answers.lacking import lacking, needed, needed_words
from metrics.answers.methods import interval_words
from metrics.catalog import DECLARED, KPIS
from metrics.effect.action_words import action_record, action_words
from metrics.effect.actions import judged_actions
from metrics.frozen.commands import add_commands as add_frozen
from metrics.handed.keeping import KEEPING
from metrics.kpi import Indicator, Kpi
from metrics.periods import last_day, last_whole_month
from metrics.review.agenda import agenda, last_meeting_before
from metrics.review.item import LENGTHS, MONTH, QUARTER, Agenda, spoken
from metrics.review.minutes import MeetingMinutes, minutes_on
from metrics.review.minutes_html import page_of
from metrics.review.minutes_record import minutes_record
from metrics.review.minutes_text import text_of
from metrics.review.minutes_words import chance_words
from metrics.review.periods import quarter_ended
from metrics.settings import check_settings
from metrics.snapshot import Snapshot
from metrics.sums.query import GRAINS, Filter, Query, sums_sql
from metrics.targets.judge import verdicts
from metrics.targets.kpi_names import kpi_asked
from metrics.targets.plans import plan_name
from metrics.targets.verdict import Verdict
from metrics.training.commands import add_commands as add_training

Answered = TypeVar("Answered")
SAY = translator("en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 2 wrong call, 1 where the database cannot be read."""
    return called(_parser(), arguments, check_settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m metrics", description="Ask for KPIs and verdicts."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    kpis = commands.add_parser("kpis", help="the catalogue")
    kpis.set_defaults(run=_kpis)
    show = commands.add_parser("show", help="a KPI, period by period")
    show.add_argument("kpi")
    show.add_argument("--from", dest="start", type=month, metavar="YYYY-MM")
    show.add_argument("--to", dest="end", type=month, metavar="YYYY-MM")
    show.add_argument("--grain", default="month", choices=GRAINS)
    show.add_argument("--by", metavar="DIM")
    show.add_argument("--only", action="append", default=[], metavar="DIM=VALUE")
    show.set_defaults(run=_show)
    judge = commands.add_parser("verdicts", help="every KPI against every stage")
    judge.add_argument("--as-of", type=month, metavar="YYYY-MM")
    judge.set_defaults(run=_verdicts)
    loop = commands.add_parser("actions", help="every action and what became of it")
    loop.add_argument("--as-of", type=month, metavar="YYYY-MM")
    loop.set_defaults(run=_actions)
    review = commands.add_parser("agenda", help="what a review has to discuss")
    review.add_argument("--as-of", type=month, metavar="YYYY-MM")
    review.add_argument("--length", default=MONTH, choices=tuple(LENGTHS))
    review.set_defaults(run=_agenda)
    minutes = commands.add_parser("minutes", help="the minutes of the meetings of a day")
    minutes.add_argument("day", type=day, metavar="YYYY-MM-DD")
    minutes.add_argument("--file", type=Path, metavar="FILE", help="else it is printed")
    minutes.add_argument("--language", default="en", choices=tuple(LANGUAGES))
    minutes.add_argument("--format", default="text", choices=("text", "html"))
    minutes.set_defaults(run=_minutes)
    explain = commands.add_parser("explain", help="definition, SQL, interval, source")
    explain.add_argument("kpi")
    explain.set_defaults(run=_explain)
    more = (*add_frozen(commands), *add_training(commands))
    for command in (kpis, show, judge, loop, review, minutes, explain, *more):
        command.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _only(texts: list[str]) -> Filter:
    chosen: dict[str, list[str]] = {}
    for text in texts:
        dimension, equals, value = text.partition("=")
        if not equals:
            raise WrongCall(
                "{option} \u201c{text}\u201d needs an equals sign between two names.",
                option="--only",
                text=text,
            )
        chosen.setdefault(dimension, []).append(value)
    return tuple((dimension, tuple(values)) for dimension, values in chosen.items())


def _read(question: Callable[[ReadTransaction], Answered]) -> Answered:
    with one_database(KEEPING) as database, database.read() as reading:
        return question(reading)


def _look(question: Callable[[Snapshot], Answered]) -> Answered:
    with one_database(KEEPING) as database, database.read() as reading:
        return question(Snapshot(reading, reading.of, data_version(reading), date.today()))


def _kpis(asked: argparse.Namespace) -> int:
    if asked.json:
        return _print_json(
            [
                {
                    "kpi": kpi.name,
                    "label": kpi.label,
                    "unit": kpi.unit.name,
                    "direction": kpi.direction.name.lower(),
                    "dataset": kpi.dataset.name if isinstance(kpi, Kpi) else None,
                    "dimensions": list(kpi.dimensions),
                    "meaning": kpi.meaning,
                }
                for kpi in DECLARED
            ]
        )
    for kpi in DECLARED:
        print(
            f"{kpi.name:<30}{SAY(kpi.label)}{'' if kpi in KPIS else '  (no records collected yet)'}"
        )
    return 0


def _show(asked: argparse.Namespace) -> int:
    kpi = kpi_asked(asked.kpi)
    query = Query(
        asked.start,
        last_day(asked.end, "month") if asked.end else None,
        asked.grain,
        asked.by,
        _only(asked.only),
    )
    rows = (
        _read(lambda reading: ask(reading, kpi, query, date.today())).rows
        if isinstance(kpi, Kpi)
        else pd.DataFrame()
    )
    return _print_json(_answer_json(kpi, rows)) if asked.json else _print_answer(kpi, rows)


def _answer_json(kpi: Indicator, found: pd.DataFrame) -> dict:
    rows = [
        {
            "period": row.period.isoformat(),
            "group": row.group,
            "n": None if pd.isna(row.n) else int(row.n),
            "value": _plain(row.value),
            "low": _plain(row.low),
            "high": _plain(row.high),
            "hidden": bool(row.hidden),
            "as_of": None if pd.isna(row.since) else row.since.isoformat(),
        }
        for row in found.itertuples()
    ]
    return {
        "kpi": kpi.name,
        "unit": kpi.unit.name,
        "direction": kpi.direction.name.lower(),
        "rows": rows,
    }


def _plain(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _print_answer(kpi: Indicator, rows: pd.DataFrame) -> int:
    show = kpi.unit.show
    for row in rows.itertuples():
        group = "" if row.group is None else f"  {row.group or '(not given)'}"
        interval = (
            "" if pd.isna(row.low) else f"  95%: {show(SAY, row.low)} to {show(SAY, row.high)}"
        )
        value = (
            "hidden to protect the staff behind it"
            if row.hidden
            else f"{show(SAY, _plain(row.value))}  n {SAY.number(row.n, 0)}{interval}"
        )
        held = (
            ""
            if pd.isna(row.since)
            else f"  (as of {row.since}: later changes would tell of few people)"
        )
        why = (
            lacking(kpi, row._asdict())
            if isinstance(kpi, Kpi) and not row.hidden and pd.isna(row.value)
            else None
        )
        print(
            f"{row.period}{group}  {value if why is None else SAY(why)}"
            f"{'  (period not over)' if row.partial else ''}"
            f"{'  (still maturing)' if row.maturing else ''}{held}"
        )
    return 0


def _verdicts(asked: argparse.Namespace) -> int:
    as_of = asked.as_of or last_whole_month(date.today())
    judged = _read(lambda reading: verdicts(reading, as_of, date.today()))
    if asked.json:
        return _print_json(
            {"as_of": as_of.isoformat(), "rows": [_verdict_json(verdict) for verdict in judged]}
        )
    for verdict in judged:
        place = f" ({verdict.target.unit})" if verdict.target.unit else ""
        plan = f", {SAY(plan_name(verdict.target.plan))}" if verdict.with_plan else ""
        target = verdict.target
        today = f", {SAY(verdict.now.label)}" if verdict.now else ""
        print(
            f"{verdict.status.shape} {target.kpi}{place}{plan}, {target.stage}, "
            f"{target.spoken(SAY)} by {target.due}: "
            f"{SAY(verdict.status.label)}{today}. {_words(verdict)}"
        )
    return 0


def _words(verdict: Verdict) -> str:
    return " ".join(SAY(message) for message in verdict.sentences)


def _verdict_json(verdict: Verdict) -> dict:
    target = verdict.target
    return {
        "kpi": target.kpi,
        "place": f"{target.dimension}={target.unit}" if target.dimension else None,
        "stage": target.stage,
        "plan": target.plan,
        "due": target.due.isoformat(),
        "target": _plain(verdict.goal),
        "form": target.form,
        "value": _plain(verdict.value),
        "low": _plain(verdict.low),
        "high": _plain(verdict.high),
        "n": None if verdict.n is None else int(verdict.n),
        "verdict": verdict.status.key,
        "now": None if verdict.now is None else verdict.now.key,
        "meets": verdict.meets,
        "off_target": verdict.off,
        "within_sampling_error": verdict.within_error,
        "probability": verdict.probability,
        "required_now": _plain(verdict.required_now),
        "text": _words(verdict),
    }


def _actions(asked: argparse.Namespace) -> int:
    last = last_whole_month(date.today())
    as_of = min(asked.as_of or last, last)
    judged = _look(lambda snapshot: judged_actions(snapshot, as_of))
    if asked.json:
        return _print_json(
            {"as_of": as_of.isoformat(), "rows": [action_record(one) for one in judged]}
        )
    for one in judged:
        outcome = one.outcome
        print(
            f"{outcome.shape} {one.action.action_id} {one.action.title}: {SAY(outcome.label)}. "
            + " ".join(SAY(message) for message in action_words(one))
        )
    return 0


def _agenda(asked: argparse.Namespace) -> int:
    last = last_whole_month(date.today())
    as_of = min(asked.as_of or last, last)
    if asked.length == QUARTER:
        as_of = quarter_ended(as_of)
    found = _look(
        lambda snapshot: agenda(
            snapshot, as_of, last_meeting_before(snapshot, snapshot.today), asked.length
        )
    )
    return _print_json(_agenda_json(found)) if asked.json else _print_agenda(found)


def _agenda_json(found: Agenda) -> dict:
    return {
        "month": found.month.isoformat(),
        "length": found.length,
        "last_meeting": None if found.last_meeting is None else found.last_meeting.isoformat(),
        "items": [
            {
                "item": item.key,
                "kind": item.kind,
                "title": spoken(item.title, SAY),
                "text": spoken(item.headline, SAY),
                "verdict": None if item.word is None else spoken(item.word, SAY),
                "kpi": item.kpi or None,
                "aside": item.aside,
            }
            for item in found.items
        ],
        "skipped": [{"kind": one.kind, "text": spoken(one.why, SAY)} for one in found.skipped],
        "looked_at": found.looked_at,
        "flagged": found.flagged,
        "by_chance": found.by_chance,
    }


def _print_agenda(found: Agenda) -> int:
    for item in (*found.walked, *found.aside):
        word = "" if item.word is None else f" {item.shape} {spoken(item.word, SAY)}"
        aside = "aside, " if item.aside else ""
        print(f"{aside}{item.kind}: {spoken(item.title, SAY)}.{word}")
    for one in found.skipped:
        print(f"skipped: {spoken(one.why, SAY)}")
    if found.looked_at:
        print(chance_words(found, SAY))
    return 0


def _minutes(asked: argparse.Namespace) -> int:
    found = _look(lambda snapshot: minutes_on(snapshot, asked.day))
    if asked.json:
        return _print_json({"rows": [minutes_record(one) for one in found]})
    text = _written(found, asked.format, asked.language)
    if asked.file is None:
        print(text, end="")
        return 0
    asked.file.write_text(text, "utf-8")
    print(f"{asked.file}")
    return 0


def _written(found: Sequence[MeetingMinutes], form: str, language: str) -> str:
    say = translator(language)
    if form == "html":
        return page_of(found, say)
    return "\n".join(text_of(one, say) for one in found)


def _explain(asked: argparse.Namespace) -> int:
    kpi = kpi_asked(asked.kpi)
    measured = kpi if isinstance(kpi, Kpi) else None
    sql = sums_sql(measured, Query())[0] if measured else None
    interval = SAY(interval_words(measured)) if measured else None
    source = measured.source if measured else ""
    files = needed(measured) if measured else ()
    if asked.json:
        return _print_json(
            {
                "kpi": kpi.name,
                "label": kpi.label,
                "meaning": kpi.meaning,
                "unit": kpi.unit.name,
                "direction": kpi.direction.name.lower(),
                "dataset": measured.dataset.name if measured else None,
                "files": [kind.name for kind in files],
                "dimensions": list(kpi.dimensions),
                "owner": kpi.owner,
                "interval": interval,
                "source": source,
                "sql": sql,
            }
        )
    made_of = f"Source: {SAY(needed_words(measured))}" if measured else ""
    for line in (SAY(kpi.label), SAY(kpi.meaning), interval, source, made_of, sql):
        if line:
            print(line)
    return 0


def _print_json(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
