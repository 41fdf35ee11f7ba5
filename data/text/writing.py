"""Text that people wrote, made alike in width and case, and short enough for a sentence."""

from functools import lru_cache

_BLANKS = dict.fromkeys((0x00A0, 0x2007, 0x202F, 0x3000, 0xFEFF), " ")
_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | _BLANKS
# stands in a blank of a sentence for the cell that it is about, which is kept once and not in each
# sentence
CELL = "\ue000"
_KEPT = (
    40  # letters of a text that is kept: words come again, comments do not and stay in no memory
)


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, odd blanks as blanks; nothing else changes (²
    stays ²)."""
    return text.translate(_HALF).strip()


def folded(text: str) -> str:
    """For comparing what people wrote: width, case and repeated blanks make no difference."""
    return _word(text) if len(text) <= _KEPT else _folded(text)


def _folded(text: str) -> str:
    return " ".join(half_width(text).casefold().split())


@lru_cache(maxsize=20_000)
def _word(text: str) -> str:
    return _folded(text)


def shown(text: str) -> str:
    """A cell short enough to stand in a sentence."""
    return text if len(text) <= 60 else text[:57] + "…"
