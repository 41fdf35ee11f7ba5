"""An item of an agenda written down as it was told, in every language, and read back."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from i18n import LANGUAGES, translator
from metrics.review.item import AgendaItem, AsTold, ReviewFigure, Skipped, Words, spoken, told

_LISTS = ("sentences", "doubts")


def words_written(words: object) -> dict[str, str]:
    """What is said, in every language."""
    if isinstance(words, AsTold):
        return dict(words.words)
    return {language: spoken(words, translator(language)) for language in LANGUAGES}


def item_written(item: AgendaItem) -> dict[str, Any]:
    """An item as plain values; who is responsible is not among them."""
    figure = item.figure
    return {
        "kind": item.kind,
        "title": words_written(item.title),
        "headline": words_written(item.headline),
        "word": None if item.word is None else words_written(item.word),
        "shape": item.shape,
        "better": item.better,
        **{name: [words_written(one) for one in getattr(item, name)] for name in _LISTS},
        "facts": _rows(item.facts),
        "table": _rows(item.table),
        "kpi": item.kpi,
        "place": list(item.place),
        "figure": None
        if figure is None
        else {
            "kpi": figure.kpi,
            "place": list(figure.place),
            "month": figure.month.isoformat(),
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "n": figure.n,
            "length": figure.length,
            "published": None if figure.published is None else figure.published.isoformat(),
        },
        "number": item.number,
        "since": None if item.since is None else item.since.isoformat(),
        "aside": item.aside,
    }


def _rows(rows: tuple[tuple[object, ...], ...]) -> list[list[dict[str, str]]]:
    return [[words_written(cell) for cell in row] for row in rows]


def item_read(key: str, written: Mapping[str, Any]) -> AgendaItem:
    """The item again, with its words as they were said."""
    figure = written["figure"]
    return AgendaItem(
        key=key,
        kind=written["kind"],
        title=told(written["title"]),
        headline=told(written["headline"]),
        word=None if written["word"] is None else told(written["word"]),
        shape=written["shape"],
        better=written["better"],
        sentences=_all(written["sentences"]),
        doubts=_all(written["doubts"]),
        facts=tuple((told(label), told(value)) for label, value in written["facts"]),
        table=tuple(_all(row) for row in written["table"]),
        kpi=written["kpi"],
        place=_place(written["place"]),
        figure=None
        if figure is None
        else ReviewFigure(
            figure["kpi"],
            _place(figure["place"]),
            date.fromisoformat(figure["month"]),
            figure["value"],
            figure["low"],
            figure["high"],
            figure["n"],
            figure["length"],
            _day(figure["published"]),
        ),
        number=written["number"],
        since=_day(written["since"]),
        aside=written.get("aside", False),  # meetings of before 1.4 had no more than they held
    )


def _all(words: list[dict[str, str]]) -> tuple[Words, ...]:
    return tuple(told(one) for one in words)


def _place(place: list[str | None]) -> tuple[str | None, str | None]:
    return place[0], place[1]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def skipped_written(skipped: Skipped) -> dict[str, Any]:
    """What was left out, as plain values."""
    return {
        "kind": skipped.kind,
        "why": words_written(skipped.why),
        "count": skipped.count,
        "names": [words_written(name) for name in skipped.names],
    }


def skipped_read(written: Mapping[str, Any]) -> Skipped:
    """What was left out, with its words as they were said."""
    return Skipped(written["kind"], told(written["why"]), written["count"], _all(written["names"]))


def text_of(values: Mapping[str, Any]) -> str:
    """Plain values as the text of a cell."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
