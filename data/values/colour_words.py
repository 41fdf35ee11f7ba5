"""Colours as answers, in words: those of traffic lights, from the worst to the best.

Tools and people write them in the language of the form; a colour alone stands in other lists as
well, so it names nothing without a heading that asks for an answer.
"""

from data.values.scale_words_more import Groups

# Red, yellow or amber, and green in one language each.
_THREE: tuple[Groups, ...] = (
    (("red",), ("amber", "yellow", "orange"), ("green",)),
    (
        ("红", "紅", "红色", "紅色"),
        ("黄", "黃", "黄色", "黃色", "橙", "橙色"),
        ("绿", "綠", "绿色", "綠色"),
    ),
    (("rot",), ("gelb", "orange"), ("grün", "gruen")),
    (("rouge",), ("jaune", "orange"), ("vert", "verte")),
    (("rojo", "roja"), ("amarillo", "amarilla", "ámbar", "naranja"), ("verde",)),
    (("vermelho",), ("amarelo", "laranja"), ("verde",)),
    (("rosso",), ("giallo", "arancione"), ("verde",)),
    (("rood",), ("geel", "oranje"), ("groen",)),
    (("röd",), ("gul", "orange"), ("grön",)),
    (("rød",), ("gul", "orange"), ("grøn", "grønn")),
    (("赤", "赤色"), ("黄", "黄色"), ("青", "緑", "青色", "緑色")),
    (
        ("빨강", "빨간색", "적색"),
        ("노랑", "노란색", "황색"),
        ("초록", "초록색", "녹색"),
    ),
    (("czerwony",), ("żółty",), ("zielony",)),
    (("красный",), ("жёлтый", "желтый"), ("зелёный", "зеленый")),
    (("🔴", "🟥"), ("🟡", "🟨", "🟠", "🟧"), ("🟢", "🟩")),
)
# Where orange stands beside yellow, or two greens beside each other.
_FIVE: tuple[Groups, ...] = (
    (("red",), ("orange",), ("yellow", "amber"), ("light green",), ("green", "dark green")),
    (("红", "红色"), ("橙", "橙色"), ("黄", "黄色"), ("浅绿", "浅绿色"), ("绿", "绿色", "深绿")),
    (("rot",), ("orange",), ("gelb",), ("hellgrün",), ("grün", "dunkelgrün")),
    (("rouge",), ("orange",), ("jaune",), ("vert clair",), ("vert", "vert foncé")),
    (("🔴",), ("🟠",), ("🟡",), ("🔵",), ("🟢",)),
)
_LAMPS: tuple[Groups, ...] = (
    (("red light",), ("yellow light", "amber light"), ("green light",)),
    (("红灯", "紅燈"), ("黄灯", "黃燈"), ("绿灯", "綠燈")),
    (("红牌", "紅牌"), ("黄牌", "黃牌"), ("绿牌", "綠牌")),
    (("rote ampel", "ampel rot"), ("gelbe ampel", "ampel gelb"), ("grüne ampel", "ampel grün")),
    (("feu rouge",), ("feu orange",), ("feu vert",)),
)
# The lights that Customer Thermometer asks for.
_WITH_GOLD: tuple[Groups, ...] = (
    (("red light",), ("yellow light", "amber light"), ("green light",), ("gold star",)),
    (("red",), ("amber", "yellow"), ("green",), ("gold",)),
)


COLOUR_GROUPS: tuple[Groups, ...] = (*_THREE, *_LAMPS, *_WITH_GOLD, *_FIVE)
# What single letters stand for where red and green are among them.
LETTERS = {"R": "red", "A": "amber", "Y": "yellow", "G": "green"}
