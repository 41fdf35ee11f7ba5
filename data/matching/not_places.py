"""What is none of the places of a company though few words come again: whether, how urgent or how
long something was, in which mood somebody wrote, of which nation they are."""

import re
import unicodedata
from functools import lru_cache

from data.text.folding import normal

_WORD = re.compile(r"[^\W\d_]+")


def _bare(text: str) -> str:
    """Without case and accents, so that Elevé and élevé are one word."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


# Yes, no and perhaps; moods; degrees of height, length and haste; words that make these stronger.
_WORDS = frozenset(
    map(
        _bare,
        (
            *"yes no maybe perhaps partly unsure ja nein vielleicht teilweise oui non peut être".split(),
            *"sí si no quizás quizá tal vez sim não talvez forse sì nee misschien tak nie może".split(),
            *"evet hayır belki ya tidak mungkin có không да нет возможно 是 否 不是 はい いいえ 예 네 아니오 아니요".split(),
            *"positive negative neutral mixed positif negatif négatif neutre netral positivo negativo neutro".split(),
            *"positiva negativa neutra mixto misto positiv negativ gemischt positief negatief neutraal".split(),
            *"pozytywny negatywny neutralny olumlu olumsuz pozitif nötr tích cực tiêu trung lập lẫn".split(),
            *"позитивный негативный нейтральный положительный отрицательный".split(),
            *"正面 负面 負面 正向 负向 負向 中性 中立 积极 消极 積極 消極 ポジティブ ネガティブ 긍정 부정 중립".split(),
            *"angry sad joy joyful fear anger happy disgust surprise enojo alegría tristeza miedo".split(),
            *"high medium low middle normal critical urgent élevé élevée haut haute moyen moyenne bas basse faible".split(),
            *"alto alta media medio médio média bajo baja baixo baixa urgente crítico crítica bassa basso".split(),
            *"hoch mittel niedrig gering dringend kritisch hoog laag gemiddeld wysoki średni niski pilny".split(),
            *"yüksek orta düşük acil tinggi sedang rendah mendesak biasa cao bình thường thấp khẩn cấp".split(),
            *"высокий средний низкий срочный 高 中 低 紧急 緊急 普通 높음 보통 낮음 긴급".split(),
            *"short long court courte longue corto corta largo larga curto curta longo longa kurz lang breve".split(),
            *"very sehr très muy muito molto çok bardzo очень rất sangat zeer 非常 很".split(),
        ),
    )
)
# Whom or what they tell apart, in the languages of which only the English words are known elsewhere.
_TELLS = re.compile(
    r"national|nacional|staatsangehör|cittadinanza|uyruk|narodowo|гражданств|quốc tịch|kewarganegaraan|国籍|國籍|국적"
    r"|sentim|stimmung|polarit|emotion|emoci|emoç|emozion|humeur|humou?r\b|[áa]nimo|\bumore|nastr[oó]j|настроен|tonalit|cảm xúc|情绪|情緒|感情|감정"
    r"|urgen[ct]|urgência|dringlich|pilno|aciliyet|срочн|priorit|priorid|öncelik|prioryt|приоритет|ưu tiên|緊急|긴급|우선"
    r"|categor|kategor|catégor|категор|danh mục|\bclass[ei]\b|\bclasses\b|\bklasse|\bkelas\b|\bclase\b|\bsınıf|\bklasa\b|класс\b|hạng\b"
    r"|舱位|艙位|クラス|등급"
    r"|\btip[oi]\b|\btypes?\b|\btyp\b|\btür\b|\bjenis\b|\brodzaj|\bтип\b|\bloại\b|\bsoort\b|recommand|recomend|raccomand|empfehl|fid[ée]lit|fidelid|\btreue|\bfedeltà",
    re.I,
)


def tells_no_place(heading: str) -> bool:
    """Whether a heading says that a sort, a mood, a haste or a nation stands below it."""
    return _TELLS.search(normal(heading).replace("_", " ")) is not None


def is_no_place(cell: str, heading: str) -> bool:
    """Whether a cell says no more than whether, how or how much, besides what its heading says:
    Court-courrier and Long-courrier below "courrier"."""
    spoken = _spoken(cell) - _spoken(heading)
    return bool(spoken) and spoken <= _WORDS


@lru_cache(maxsize=20_000)
def _spoken(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_bare(normal(text))))
