"""Which texts are written in a language whose words the dictionary of themes knows: English and
Chinese. Of others it finds nothing, which is not the same as that they speak of nothing."""

import re
from collections.abc import Sequence

from metrics.voice.dictionary import DICTIONARY
from metrics.voice.themes import coded

_SAMPLED = 2000  # texts that tell of which language the others are
_PLAINLY = -2  # as many small words of another language tell, whatever the others are written in
_WORD = re.compile(r"[^\W\d_]+")
# Small words, and those of a trade, that are of one language among those here.
_ENGLISH = frozenset(
    "the and not with they he she had have been from this that were my our your very when after which while because would could "
    "did does delivery payment product quality refund billing order orders shipping staff wrong damaged account issue issues "
    "returns return price pricing customer website technical warranty packaging booking safety cleanliness noise food other us at "
    "again general rude late waiting delay delays missing broken fees charges employee employees incorrect".split()
)
_OTHER = frozenset(  # none that is in names of people and places that English knows: Los Angeles, van Dyke
    "el que una con por para muy pero sin fue ha desde hasta como más "
    "em não uma com muito foi da dos das ao pela pelo "
    "le des du et pas une dans pour avec sur je nous vous est aux ont été "
    "der das und ist nicht ein eine mit für auf von wurde keine sehr wir ich dem zu "
    "il che di gli sono stato non una molto nel alla "
    "het een niet voor geen zijn werd "
    "nie jest się dla przez bardzo ve bir çok için değil yang tidak untuk dengan saya "
    "och är inte det som ikke jeg og til ei ja".split()
)
_SHARED = re.compile(  # by English and languages beside it
    r"\b(?:services?|apps?|hotline|online|personnel|parking|internet|e?mails?|hotel|restaurant|service[- ]?center)\b"
    r"|\battitude (?=d(?:u|e|es)\b|d['’])",
    re.I,
)
_ALPHABETS = re.compile("[\u0370-\u1dff\u1f00-\u1fff\uac00-\ud7af\u3040-\u30ff]")
_ACCENTS = re.compile("[\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_JAPANESE = re.compile("[\u3041-\u306d\u306f-\u3096]")  # の alone is in names of Chinese shops
_KATAKANA = re.compile("[\u30a1-\u30fa]")


def understood(texts: Sequence[str]) -> list[bool]:
    """Whether each text is of a language that the dictionary knows. One that hardly tells is as most
    of the others are, where what the dictionary finds in them speaks for it."""
    first = list(dict.fromkeys(texts[:_SAMPLED]))
    finds = _finds(first)
    leanings = (_leaning(text) + found for text, found in zip(first, finds, strict=True))
    tells = sum(max(-1, min(1, leaning)) for leaning in leanings)
    mostly = tells > 0 or tells == 0 and any(finds)
    return [leaning > 0 or leaning > _PLAINLY and mostly for leaning in map(_leaning, texts)]


def _leaning(text: str) -> int:
    """How many signs more of English or Chinese than of another language; 0 where a text does not
    tell. Words with an accent tell where there are several, and no names."""
    if _CHINESE.search(text) and not _JAPANESE.search(text):
        return 0 if _KATAKANA.search(text) else 1
    if _ALPHABETS.search(text):
        return _PLAINLY  # Japanese among them, of which Chinese terms tell now and then
    written = _WORD.findall(text)
    words = {word.casefold() for word in written}
    accented = sum(word.islower() and _ACCENTS.search(word) is not None for word in written)
    return len(words & _ENGLISH) - len(words & _OTHER) - (accented > 1)


def _finds(texts: Sequence[str]) -> list[bool]:
    """In which of the texts any theme is spoken of, in words that are not those of other languages
    as well."""
    own = [_SHARED.sub(" ", text) for text in texts]
    return [bool(row.any()) for row in coded(own, DICTIONARY.themes).mentions]
