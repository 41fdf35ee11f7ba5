"""An outline as a presentation."""

from collections.abc import Callable

from i18n import Say
from reports.outline.parts import Outline
from reports.slides.deck import Deck
from reports.slides.flow import Flow


def pptx_bytes(
    outline: Outline, say: Say, progress: Callable[[float], None] = lambda part: None
) -> bytes:
    """The file, in the language of `say`."""
    title, period = say(outline.title), outline.period.spoken(say)
    deck = Deck(say, f"{title} · {period}")
    flow = Flow(deck, f"{title} · {period} · {say.date(outline.made_on)}")
    if len(outline.sections) > 1:
        flow.cover(title, period, made_words(outline, say))
    pages = [(section, page) for section in outline.sections for page in section.pages]
    for done, (section, page) in enumerate(pages):
        progress(done / len(pages))
        flow.begin(say(section.title))
        flow.page(page)
    progress(1.0)
    return deck.bytes()


def made_words(outline: Outline, say: Say) -> str:
    """When the report was made, of which state of the records."""
    return say(
        "Made on {day} of state {version} of the records.",
        day=outline.made_on,
        version=str(outline.version),
    )
