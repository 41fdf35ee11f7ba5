"""Words in which single parts of a service are answered: how quick, how friendly, how professional.

Such scales are one adjective with the same steps, so they are put together here.
"""

from collections.abc import Iterable

from data.values.colour_words import COLOUR_GROUPS
from data.values.scale_words_more import Groups

_ENGLISH = tuple(
    "quickly quick fast promptly prompt timely responsive friendly helpful polite courteous welcoming "
    "professional knowledgeable competent attentive efficient efficiently effective effectively "
    "reliable clear clearly useful valuable convenient clean comfortable well".split()
)
_ENGLISH_OPPOSITES = (
    ("slow", "fast"),
    ("slow", "quick"),
    ("slowly", "quickly"),
    ("slowly", "fast"),
    ("unfriendly", "friendly"),
    ("unhelpful", "helpful"),
    ("impolite", "polite"),
    ("rude", "polite"),
    ("unprofessional", "professional"),
    ("inefficient", "efficient"),
    ("unreliable", "reliable"),
    ("inconvenient", "convenient"),
    ("dirty", "clean"),
)
_CHINESE = tuple(
    "及时 热情 友好 专业 耐心 礼貌 亲切 周到 迅速 高效 快捷 舒适 干净 整洁 方便 便捷 清晰 "
    "及時 熱情 專業 禮貌 親切 舒適 乾淨 整潔".split()
)
_CHINESE_OPPOSITES = (("慢", "快"), ("冷淡", "热情"), ("冷淡", "熱情"))
_GERMAN = (
    ("langsam", "schnell"),
    ("unfreundlich", "freundlich"),
    ("unzuverlässig", "zuverlässig"),
    ("inkompetent", "kompetent"),
    ("unprofessionell", "professionell"),
    ("unhöflich", "höflich"),
    ("wenig hilfreich", "hilfreich"),
)
_FRENCH = tuple(
    "rapide aimable accueillant agréable professionnel compétent efficace courtois disponible utile "
    "clair satisfaisant".split()
)
_SPANISH = tuple(
    "rápido rápida amable profesional útil eficiente eficaz cordial atento atenta claro clara".split()
)
_JAPANESE = (("遅い", "早い"), ("遅い", "速い"), ("不親切", "親切"))


def _in_english(word: str) -> Groups:
    return (
        (f"not at all {word}",),
        (f"not so {word}", f"not very {word}", f"slightly {word}", f"not {word}"),
        (f"somewhat {word}", f"moderately {word}", f"fairly {word}"),
        (f"very {word}",),
        (f"extremely {word}",),
    )


def _between(low: str, high: str) -> Groups:
    return (
        (f"very {low}", f"extremely {low}"),
        (low, f"somewhat {low}", f"rather {low}"),
        ("ok", "okay", "average", "neutral", "acceptable", "neither", "about right"),
        (high, f"somewhat {high}", f"rather {high}"),
        (f"very {high}", f"extremely {high}"),
    )


def _in_chinese(word: str) -> Groups:
    return (
        (f"非常不{word}", f"很不{word}", f"极不{word}", f"極不{word}"),
        (f"不{word}", f"不太{word}", f"不够{word}", f"不夠{word}", f"较不{word}", f"比较不{word}"),
        ("一般", "普通", "尚可", "还可以"),
        (word, f"比较{word}", f"较{word}", f"比較{word}", f"較{word}"),
        (f"非常{word}", f"很{word}", f"十分{word}"),
    )


def _opposite_in_chinese(low: str, high: str) -> Groups:
    return (
        (f"非常{low}", f"很{low}", f"特别{low}"),
        (low, f"比较{low}", f"较{low}", f"比較{low}", f"較{low}", f"有点{low}"),
        ("一般", "普通", "尚可", "正常", "适中", "還可以", "还可以"),
        (high, f"比较{high}", f"较{high}", f"比較{high}", f"較{high}"),
        (f"非常{high}", f"很{high}", f"特别{high}"),
    )


def _in_german(low: str, high: str) -> Groups:
    return (
        (f"sehr {low}",),
        (low, f"eher {low}"),
        ("neutral", "angemessen", "mittel", "okay", "in ordnung", "teils/teils", "teils, teils"),
        (high, f"eher {high}"),
        (f"sehr {high}",),
    )


def _in_french(word: str) -> Groups:
    return (
        (f"pas du tout {word}",),
        (f"peu {word}", f"pas très {word}", f"plutôt pas {word}"),
        ("moyen", "neutre", f"moyennement {word}"),
        (word, f"plutôt {word}", f"assez {word}"),
        (f"très {word}",),
    )


def _in_spanish(word: str) -> Groups:
    return (
        (f"nada {word}",),
        (f"poco {word}",),
        ("regular", "neutral", f"algo {word}"),
        (word, f"bastante {word}"),
        (f"muy {word}",),
    )


def _in_japanese(low: str, high: str) -> Groups:
    return (
        (f"とても{low}", f"非常に{low}"),
        (low, f"やや{low}"),
        ("普通", "ふつう", "どちらともいえない"),
        (high, f"やや{high}"),
        (f"とても{high}", f"非常に{high}"),
    )


def _all() -> Iterable[Groups]:
    yield from map(_in_english, _ENGLISH)
    yield from (_between(*pair) for pair in _ENGLISH_OPPOSITES)
    yield from map(_in_chinese, _CHINESE)
    yield from (_opposite_in_chinese(*pair) for pair in _CHINESE_OPPOSITES)
    yield from (_in_german(*pair) for pair in _GERMAN)
    yield from map(_in_french, _FRENCH)
    yield (("très lent",), ("lent",), ("moyen",), ("rapide",), ("très rapide",))
    yield from map(_in_spanish, _SPANISH)
    yield (("muy lento",), ("lento",), ("regular",), ("rápido",), ("muy rápido",))
    yield from (_in_japanese(*pair) for pair in _JAPANESE)


PART_GROUPS: tuple[Groups, ...] = (*_all(), *COLOUR_GROUPS)
# Words of these scales that stand in other lists as well, such as one of keywords.
BARE = frozenset(
    {
        *(word for pair in (*_ENGLISH_OPPOSITES, *_CHINESE_OPPOSITES, *_GERMAN) for word in pair),
        *(word for pair in _JAPANESE for word in pair),
        *_CHINESE,
        *_FRENCH,
        *_SPANISH,
    }
)
