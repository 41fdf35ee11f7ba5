"""What an action's verdict rests on, as a picture in its card."""

from datetime import date
from html import escape

from charts.effect import NARROW, WIDTH, effect_description, effect_picture
from charts.sparkline import as_data_uri
from charts.theme import Palette
from i18n import Say
from metrics.catalog import kpi_named
from metrics.effect.actions import JudgedAction, course_of
from ui.parts.visitor import is_phone
from ui.state.board import looked_at

LOOK = """<style>.scd-action img { max-width: 100%; height: auto; display: block; margin: .3rem 0 .1rem; }
p.scd-key { font-size: .8rem; opacity: .8; margin: 0 0 .4rem; }</style>"""


def picture(judged: JudgedAction, month: date, say: Say, palette: Palette) -> str:
    """The months before and since, as HTML; nothing where nothing was measured."""
    course = looked_at(course_of, judged, month)
    if course is None or not course.months:
        return ""
    kpi, compared = kpi_named(judged.action.kpi), bool(judged.action.compared)
    words = effect_description(course, kpi, compared, say)
    width = NARROW if is_phone() else WIDTH
    drawn = as_data_uri(effect_picture(course, kpi, compared, say, palette, width))
    return f'<img src="{drawn}" alt="{escape(words)}">'


def key_words(say: Say) -> str:
    """What the lines of the pictures are, once for all of them."""
    words = say(
        "A point a month, hollow where it is not measured; dashed: the level or trend before, "
        "carried on; full line: the mean since; upright: from when it can show."
    )
    return f'<p class="scd-key">{escape(words)}</p>'
