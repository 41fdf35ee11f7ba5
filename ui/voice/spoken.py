"""Customer voice, all voices: the themes of comments, complaints, requests, suggestions and remarks of
staff side by side."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.voice_spoken import description, theme_dots
from data.kinds.catalog import COMPLAINT, kind_named
from data.kinds.schema import DatasetKind
from data.roles import sees_people
from i18n import Say
from metrics.kpi import Amount
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.value_units import PERCENT
from metrics.voice import records
from metrics.voice.comments import fewest_told
from metrics.voice.know_do_feel import ASPECTS
from metrics.voice.span import Span, quarters_up_to
from metrics.voice.spoken import (
    OF_CUSTOMERS,
    OF_STAFF,
    Spoken,
    fewest_of,
    mentions,
    spoken,
    spoken_finding,
)
from metrics.voice.terms import in_use, label_of
from metrics.voice.theme_scores import Share, share
from metrics.voice.themes import Dictionary
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import PEOPLE_ONLY, draw_off
from ui.parts.table import show_table_with_file
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at
from ui.state.filters import places_words
from ui.voice.page import VoiceChoice, draw_finding, partial_words


def draw_spoken(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """What each source speaks of most, the themes side by side, and the table behind."""
    dictionary = looked_at(_dictionary, say.language)
    seen = sees_people(viewer())
    found = _sources(choice, seen)
    told = [one for one in found if one.enough]
    if not told:
        st.info(
            say(
                "Nothing is said in enough records of {span} for this selection. Upload complaints, "
                "requests or comments, or choose more months.",
                span=choice.span,
            )
        )
        _draw_left_out(found, seen, say)
        return
    labels = {theme.name: label_of(dictionary, theme.name) for theme in dictionary.themes}
    _draw_most(choice, told, labels, say)
    _draw_dots(told, labels, say, palette)
    _draw_left_out(found, seen, say)
    lazy_expander(
        say("Table and download"),
        lambda: show_table_with_file(
            _table(told, choice, dictionary, say), "themes-of-all", "voice_spoken_table", say
        ),
        "voice_spoken_fold",
    )


def _sources(choice: VoiceChoice, of_staff: bool) -> list[Spoken]:
    """What is said in each kind of record that can be asked for the places that are chosen."""
    kinds = (*OF_CUSTOMERS, *(OF_STAFF if of_staff else ()))
    return [
        one
        for kind in kinds
        if all(dimension in kind.dimensions for dimension, _ in choice.only)
        and not (kind.unnamed and choice.only)
        and (one := looked_at(_spoken, kind.name, choice.span, choice.only)).said
    ]


def _draw_most(
    choice: VoiceChoice, told: Sequence[Spoken], labels: dict[str, str], say: Say
) -> None:
    """The finding, and of how many records it is."""
    sentences = spoken_finding(told, labels) or [
        say("Too few records say something to tell what is spoken of most.")
    ]
    basis = [_basis(one, say) for one in told]
    draw_finding(
        choice,
        [*sentences, *partial_words(choice)],
        [
            say("Records in which something is said: {sources}.", sources=basis),
            *(
                say(
                    "{kind}: a random part of {taken} of {all} was read.",
                    kind=one.kind.label,
                    taken=one.taken,
                    all=one.recorded,
                )
                for one in told
                if one.taken < one.recorded
            ),
        ],
        say,
    )


def _draw_dots(told: Sequence[Spoken], labels: dict[str, str], say: Say, palette: Palette) -> None:
    """The themes side by side, with what the picture rests on."""
    st.plotly_chart(
        theme_dots(told, labels, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(told, labels, say),
        key="voice_spoken",
    )
    st.caption(
        say(
            "The share of records of each kind that speak of a theme, by the dictionary of themes. "
            "Requests tell it by their category, complaints and suggestions by category and text. "
            "Whether a complaint is about attitude is what its file says; where it does not, category "
            "and text tell. Hollow: fewer than {least} records.",
            least=OF_CUSTOMERS[0].enough,
        )
    )
    for one in told:
        if one.span is not None:
            st.caption(
                say(
                    "{kind}: of {span}, the last quarter in which enough of them wrote something.",
                    kind=one.kind.label,
                    span=one.span,
                )
            )


def complained_of(snapshot: Snapshot, span: Span, only: Filter) -> dict[str, Share] | None:
    """What share of complaints is about each aspect of service; None where complaints are not
    recorded by a filter."""
    if any(dimension not in COMPLAINT.dimensions for dimension, _ in only):
        return None
    said, counts = _complaints(snapshot, span, only)
    return {aspect.name: share(counts[aspect.name], said) for aspect in ASPECTS}


@remembered(20)
def _complaints(snapshot: Snapshot, span: Span, only: Filter) -> tuple[int, dict[str, int]]:
    texts, _ = records.texts(snapshot.reading, COMPLAINT, span, only)
    return mentions(texts, _dictionary(snapshot, "en"))


@remembered(8)
def _dictionary(snapshot: Snapshot, language: str) -> Dictionary:
    return in_use(records.typed_terms(snapshot.reading, snapshot.today), language).dictionary


@remembered(60)
def _spoken(snapshot: Snapshot, name: str, span: Span, only: Filter) -> Spoken:
    kind = kind_named(name)
    if not kind.unnamed:
        return _spoken_in(snapshot, kind, span, only)
    quarters = quarters_up_to(span, snapshot.today)
    found = [replace(_spoken_in(snapshot, kind, quarter, ()), span=quarter) for quarter in quarters]
    return next(
        (one for one in found if one.enough), next((one for one in found if one.said), found[0])
    )


def _spoken_in(snapshot: Snapshot, kind: DatasetKind, span: Span, only: Filter) -> Spoken:
    read = records.staff_texts if kind.about_staff else records.texts
    return spoken(
        kind,
        *read(snapshot.reading, kind, span, only),
        _dictionary(snapshot, "en"),
        fewest_of(kind, fewest_told(snapshot.viewer)),
    )


def _basis(one: Spoken, say: Say) -> str:
    if one.span is None:
        return say("{kind}: {count}", kind=one.kind.label, count=one.said)
    return say("{kind}, {span}: {count}", kind=one.kind.label, span=one.span, count=one.said)


def _draw_left_out(found: Sequence[Spoken], seen: bool, say: Say) -> None:
    """Which records are told nothing of, and why."""
    few = [one for one in found if not one.enough]
    for one in few:
        st.caption(
            say(
                "{kind}: fewer than {least} say something, so nothing is told of them.",
                kind=one.kind.label,
                least=one.fewest,
            )
        )
    if seen:
        st.caption(
            say(
                "What staff wrote without their names is told of whole quarters of the whole company "
                "only: months or places set against each other would tell what one of them wrote."
            )
        )
    else:
        st.caption(say("Suggestions and remarks of staff are left out."))
        draw_off(PEOPLE_ONLY, say)


def _table(
    told: Sequence[Spoken], choice: VoiceChoice, dictionary: Dictionary, say: Say
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("Records"): say(one.kind.label),
                say("Theme"): say(label_of(dictionary, theme)),
                say("Speak of it"): say.number(found.k),
                "n": say.number(found.n),
                say("Share"): PERCENT.show(say, 100 * (found.value or 0)),
                say("95% interval"): "–"
                if found.low is None or found.high is None
                else say(
                    "{low} to {high}",
                    low=Amount(PERCENT, 100 * found.low),
                    high=Amount(PERCENT, 100 * found.high),
                ),
                say("Months"): (one.span or choice.span).spoken(say),
                say("Selection"): places_words(choice.only, say),
            }
            for one in told
            for theme, found in one.themes
        ]
    )
