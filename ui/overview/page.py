"""The month's board: the headline, the scorecard, and what stands beside it. Put into words once
for all who read it alike."""

from dataclasses import dataclass
from datetime import date
from html import escape

from charts.theme import Palette
from i18n import Say, translator
from metrics.findings.headline import fallen, headline
from metrics.findings.overview import costs_of, dearest, rows_of
from metrics.findings.scorecard import tally
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.targets.events import filtered_place
from ui.loop.raising import Proof, offer_problem
from ui.overview.beside import Block, draw_blocks, month_news, other_blocks, with_news_since
from ui.overview.look import look
from ui.overview.scorecard import draw_scorecard
from ui.overview.since import since_block
from ui.parts import st
from ui.parts.viewer import standing
from ui.state.board import looked_at
from ui.state.filters import places_words
from ui.state.visit import look_before

_COMPANY = (None, None)


@dataclass(frozen=True)
class _Told:
    """What one kind of reader is told around the scorecard."""

    sentence: str
    headline: str
    news: Block | None
    beside: tuple[Block, ...]


def draw_board(month: date, only: Filter, say: Say, palette: Palette) -> None:
    """The sentence for the month; below it KPI by term, and beside it what is new, where, and what
    is done."""
    told = looked_at(_told, month, only, say.language)
    st.html(look(palette))  # on its own, so that it is sent once
    st.html(told.headline)
    seen = Proof("overview", "signal", told.sentence, month, place=filtered_place(only) or _COMPANY)
    offer_problem(seen, say)
    with st.container(key="board"):
        with st.container(key="board_score"):
            draw_scorecard(month, only, say, palette)
        blocks = (*with_news_since(told.news, None if only else _since(say)), *told.beside)
        if blocks:
            with st.container(key="board_beside"):
                draw_blocks(blocks, say)


def _since(say: Say) -> Block | None:
    """What is new to whoever looks: of the whole company; nothing at the first look."""
    look = look_before()
    return None if look is None else looked_at(since_block, look, bool(standing().sign), say)


@remembered(200)
def _told(snapshot: Snapshot, month: date, only: Filter, language: str) -> _Told:
    say = translator(language)
    rows = rows_of(snapshot, month, only)
    found = tally(rows, month, snapshot.today)
    costs = dearest(costs_of(snapshot, month, only))
    sentence = headline(month, rows, found, costs, snapshot.today, say)
    below = [say.sentences(fallen(found))] if found.ahead else []
    below = [line for line in (places_words(only, say) if only else "", *below) if line]
    told = f'<h1 class="scd-finding">{escape(sentence)}</h1>'
    if below:
        told += f'<div class="scd-small">{escape(" · ".join(below))}</div>'
    news = month_news(snapshot, month, only, say)
    return _Told(sentence, told, news, other_blocks(snapshot, month, only, say))
