"""Whether small numbers or words that come again were given by somebody who rated, by what their
heading says: quantities, districts, priorities and shares look the same in their cells."""

import re

from data.matching.heading_says import JUDGED
from data.matching.voice_columns import speaks_of_rating
from data.text.folding import normal

_RATINGS = frozenset({"survey", "nps", "staff_survey", "supervisor_rating"})  # nothing but ratings
# "Conversion rate", but not "Please rate" and not "Customer satisfaction rate".
_SHARE = re.compile(
    r"\b(?!(?:you|to|please|we|they|and|or|would|satisfaction|service|overall|customer)\b)\w+ rate$|^discounts?\b"
    r"|\b(?:tasa|taxa|taux|tasso|quote|percent(?:age)?|rabatt\w*|remises?|descuento|desconto|sconto|indirim)\b"
    r"|折扣|割引|(?<!满意)(?<!滿意)(?<!好评)(?<!好評)率$",
    re.I,
)
# In files of nothing but ratings: rooms, tables and hours of opening are rated there.
_NOBODY_RATED = re.compile(
    r"\b(?:qty|quantit\w*|menge|cantidad|quantidade|ilość|adet|miktar|jumlah|aantal|количество|số lượng|anzahl|nombre de|n[uú]mero|number of|counts?"
    r"|priorit\w*|prioridad\w*|urgen\w*|urgên\w*|dringlich\w*|impact|severit\w*|gravedad|gravit[éà]|schwere(?:grad)?"
    r"|state|status|statut|estado|districts?|wards?|boroughs?|precinct|bezirk|distrito|council|version|attempts?|rank(?:ing)?"
    r"|years?|months?|quarters?|weeks?|ages?|tenure|seniority|children|kids|people|persons|pax|adults|nights|reassignments?|dependents?|bedrooms?|bathrooms?"
    r"|salary|income|code|sentiment)\b"
    r"|数量|數量|件数|件數|人数|人數|次数|次數|优先|優先|紧急|緊急|严重|嚴重|楼层|樓層|年龄|年齡|年限|工龄|工齡|状态|狀態|優先度|緊急度|個数|回数|개수|수량",
    re.I,
)


def may_be_rated(heading: str, kind: str) -> bool:
    """Whether a heading lets its cells be ratings: it speaks of them, or stands in a file of nothing
    but ratings and speaks of nothing that is counted, sorted or a share."""
    text = normal(heading).replace("_", " ")
    if _SHARE.search(text):
        return False
    if speaks_of_rating(text) or JUDGED.search(text):
        return True
    return kind in _RATINGS and _NOBODY_RATED.search(text) is None
