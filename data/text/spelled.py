"""A heading as it is written otherwise: without accents, as names of columns in programs are, and with
another linking word or none (data da abertura, data de abertura, data_abertura)."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Linking words of a language that stand for each other in a heading, the longer ones first.
_LINKS = {
    "pt": ("das", "dos", "de", "da", "do"),
    "es": ("de los", "de las", "de la", "del", "de"),
    "fr": ("de la", "des", "du", "de"),
    "it": ("della", "delle", "degli", "del", "dei", "di"),
}
_OWN_LETTERS = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "ı": "i",
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LATIN = re.compile(r"[A-Za-z\W\d_]+")
_FEWEST, SURE = (
    5,
    8,
)  # letters of a word without accents: "to" is no Tổ; of one that is surely meant
# Words of other languages that they would be.
_OTHERS = frozenset(
    "adherent appreciation cafeteria competence daily department evaluation handler media medica posta unite valide".split()
)


def other_spellings(heading: str, language: str) -> Iterator[str]:
    """The heading as people and programs of the language write it besides."""
    for linked in (heading, *_linked(heading, language)):
        if linked != heading:
            yield linked
        plain = linked.translate(_UMLAUTS) if language == "de" else without_accents(linked)
        if plain != linked and _LATIN.fullmatch(plain) and _tells(plain):
            yield plain


def without_accents(text: str) -> str:
    """The text with plain letters in place of accented Latin ones."""
    apart = unicodedata.normalize("NFD", text.translate(_OWN_LETTERS))
    return unicodedata.normalize("NFC", re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", apart))


def _linked(heading: str, language: str) -> Iterator[str]:
    """The heading with each other linking word in the place of one, and without any."""
    form = _form_of(language)
    found = [] if form is None else [each.span() for each in form.finditer(heading)]
    for begin, end in found:
        for word in _LINKS[language]:
            if heading[begin:end].casefold() != word:
                yield f"{heading[:begin]}{word}{heading[end:]}"
    if found and form is not None:
        yield " ".join(form.sub(" ", heading).split())


@cache
def _form_of(language: str) -> re.Pattern | None:
    """Linking words between two words; None where the language has none that are left out."""
    if language not in _LINKS:
        return None
    return re.compile(rf"(?<=\w )(?:{'|'.join(_LINKS[language])})(?= \w)", re.I)


def _tells(plain: str) -> bool:
    """Whether a heading without its accents is still told from words of other languages."""
    letters = "".join(filter(str.isalnum, plain.casefold()))
    return len(letters) >= _FEWEST and letters not in _OTHERS
