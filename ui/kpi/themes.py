"""What customers wrote in the months of a survey's KPI: its themes, once they are asked for, and the
way to the page of customer voice with the same months."""

from html import escape

from i18n import Say
from metrics.catalog import PERCENT
from metrics.findings.board import Card
from metrics.voice.questions import SOURCES, Source
from metrics.voice.span import Span, span_ending
from metrics.voice.terms import label_of
from metrics.voice.theme_scores import Share, ThemeScore
from metrics.voice.themes import Dictionary
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.state.board import one_state, today
from ui.state.filters import link_to_view
from ui.voice.data import dictionary_in_use, themes_of

_WINDOW = "quarter"  # a month has too few comments of most themes
_MOST = 6


def draw_themes(card: Card, say: Say) -> None:
    """Nothing of KPIs that no survey with comments asks for."""
    source = SOURCES.get(card.kpi.dataset.name)
    if source is None:
        return
    span = span_ending(card.month, _WINDOW, today())
    lazy_expander(
        say("What customers wrote, {span}", span=span),
        lambda: _draw(card, source, span, say),
        key="kpi_themes",
    )


def _draw(card: Card, source: Source, span: Span, say: Say) -> None:
    with one_state():
        report = themes_of(source.kind.name, span, None, card.answer.query.only)
        dictionary = dictionary_in_use(say.language).dictionary
        themes = [theme for theme in report.dearest_first if theme.top.n]
        if not themes:
            st.caption(say("No comments to tell of in these months."))
        else:
            st.html(_list(themes[:_MOST], source, dictionary, say))
    st.page_link(
        page_named("voice", say),
        label=say("All themes and comments of these months"),
        query_params=link_to_view(
            view="comments", window=_WINDOW, **{"from": source.kind.name}, lang=say.language
        ),
    )


def _list(themes: list[ThemeScore], source: Source, dictionary: Dictionary, say: Say) -> str:
    lines = "".join(
        f"<li>{escape(_words(theme, source, dictionary, say))}</li>" for theme in themes
    )
    order = say("Themes that cost the result most first.")
    return f'<div class="scd-small">{escape(order)}</div><ul class="scd-list">{lines}</ul>'


def _words(theme: ThemeScore, source: Source, dictionary: Dictionary, say: Say) -> str:
    return say(
        "{theme}: {top_word} {top}, {bottom_word} {bottom}, comments {n}",
        theme=label_of(dictionary, theme.theme),
        top_word=source.top,
        top=_share(theme.top, say),
        bottom_word=source.bottom,
        bottom=_share(theme.bottom, say),
        n=theme.mentioned.k,
    )


def _share(share: Share, say: Say) -> str:
    return PERCENT.show(say, None if share.value is None else 100 * share.value)
