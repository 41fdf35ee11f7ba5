"""Which texts are written in a language whose words the dictionary of themes knows: English and
Chinese. Of others it finds nothing, which is not the same as that they speak of nothing."""

import re
from collections.abc import Sequence

from metrics.voice.dictionary import DICTIONARY
from metrics.voice.themes import coded

_SAMPLED = 2000  # texts that tell of which language the others are
_WORD = re.compile(r"[^\W\d_]+")
# Small words, and those of a trade, that are of one language among those here.
_ENGLISH = frozenset(
    "the and not with they he she had have been from this that were my our your very when after which while because would could "
    "did does delivery payment product quality refund billing order orders shipping staff wrong damaged account issue issues "
    "returns return price pricing customer website technical warranty packaging booking safety cleanliness noise food other "
    "general rude late waiting delay delays missing broken fees charges employee employees incorrect".split()
)
_OTHER = frozenset(
    "el los las del que una con por para muy pero sin fue ha desde hasta como más "
    "em não uma com muito foi da dos das ao pela pelo "
    "le les des du et pas une dans pour avec sur je nous vous est aux ont été "
    "der das und ist nicht ein eine mit für auf von wurde keine sehr wir ich dem den zu "
    "il che di della del gli sono stato non una molto nel alla "
    "het een niet van voor geen zijn werd met "
    "nie jest się dla przez bardzo ve bir çok için değil yang dan tidak untuk dengan saya "
    "och är inte det som ikke jeg og til ei ja".split()
)
_LETTERS = re.compile(  # of other alphabets, and of Latin ones with signs that English has not
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]"
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_KANA_AND_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")


def understood(texts: Sequence[str]) -> list[bool]:
    """Whether each text is of a language that the dictionary knows; one that does not tell is as most
    of the others are. Where it finds nothing at all, and no text tells, it knows none."""
    first = [_leaning(text) for text in dict.fromkeys(texts[:_SAMPLED])]
    if min(first, default=0) >= 0:
        return [max(first, default=0) > 0 or _finds_any(texts[:_SAMPLED])] * len(texts)
    mostly = sum(first) > 0
    return [leaning > 0 or leaning == 0 and mostly for leaning in map(_leaning, texts)]


def _leaning(text: str) -> int:
    """1 for English or Chinese, -1 for another language, 0 where a text does not tell."""
    if _KANA_AND_HANGUL.search(text):
        return -1
    if _CHINESE.search(text):
        return 1
    words = set(_WORD.findall(text.casefold()))
    other = len(words & _OTHER) + bool(_LETTERS.search(text))
    english = len(words & _ENGLISH)
    return (english > other) - (english < other)


def _finds_any(texts: Sequence[str]) -> bool:
    """Whether any theme is spoken of in one of the texts."""
    return bool(coded(texts, DICTIONARY.themes).mentions.any())
