"""Minutes as plain values, for programs; sentences are English."""

from dataclasses import asdict
from typing import Any

from i18n import translator
from metrics.review.item import AgendaItem, spoken
from metrics.review.minutes import MeetingMinutes, TakenDecision
from metrics.review.minutes_words import became

_SAY = translator("en")


def minutes_record(minutes: MeetingMinutes) -> dict[str, Any]:
    """Who, what, when, the figures as they stood, what was put off and skipped."""
    agenda = minutes.agenda
    items = () if agenda is None else agenda.items
    return {
        "meeting": minutes.name,
        "days": [day.isoformat() for day in minutes.days],
        "month": None if agenda is None else agenda.month.isoformat(),
        "length": None if agenda is None else agenda.length,
        "data_version": minutes.version,
        "is_on": minutes.is_on,
        "decisions": [_decision(one, minutes.owners) for one in minutes.taken],
        "discussed": [item.key for item in minutes.discussed],
        "put_off": [item.key for item in minutes.put_off],
        "results": {
            item.key: (minutes.marks or {})[item.key]
            for item in items
            if became(minutes, item) is not None
        },
        "raised": {key: [one.problem_id for one in found] for key, found in minutes.raised.items()},
        "untouched": [item.key for item in minutes.untouched],
        "no_room": [item.key for item in minutes.no_room],
        "items": [_item(item) for item in items],
        "skipped": []
        if agenda is None
        else [
            {"kind": one.kind, "count": one.count, "text": spoken(one.why, _SAY)}
            for one in agenda.skipped
        ],
    }


def _decision(taken: TakenDecision, owners: bool) -> dict[str, Any]:
    decision = taken.decision
    told: dict[str, Any] = {
        "decision": decision.decision_id,
        "day": decision.day.isoformat(),
        "text": decision.text,
        "due": None if decision.due is None else decision.due.isoformat(),
        "action": decision.action_id,
        "result": decision.result,
        "item": None if taken.item is None else taken.item.key,
    }
    if owners:
        told["owner"] = taken.owner
    return told


def _item(item: AgendaItem) -> dict[str, Any]:
    figure = None
    if item.figure is not None:
        figure = asdict(item.figure)
        figure["month"] = item.figure.month.isoformat()
        day = item.figure.published
        figure["published"] = None if day is None else day.isoformat()
        figure["place"] = f"{item.place[0]}={item.place[1]}" if item.place[0] else None
    return {
        "item": item.key,
        "title": spoken(item.title, _SAY),
        "text": spoken(item.headline, _SAY),
        "verdict": None if item.word is None else spoken(item.word, _SAY),
        "figure": figure,
    }
