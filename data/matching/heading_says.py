"""What a heading plainly says beside what it is called: a length of time or an amount, or a day of
somebody's life."""

import re
from functools import lru_cache

from data.matching.days_of_people import is_of_life
from data.matching.personal import about_staff
from data.text.folding import words

_PERSONS_DAYS = {
    "birth",
    "hire",
    "hired",
    "expiry",
    "expires",
    "expiration",
    "joined",
    "joining",
    "dob",
    "doj",
    "termination",
    "resignation",
    "enrolled",
    "access",
    "accessed",
    "login",
    "downloaded",
    "registered",
    "registration",
    *(
        "nacimiento",
        "nascimento",
        "nascita",
        "naissance",
        "geburtsdatum",
        "geburtstag",
        "geboortedatum",
    ),
    *(
        "contratación",
        "contratacion",
        "contratação",
        "contratacao",
        "admissão",
        "admissao",
        "eintritt",
    ),
    *("eintrittsdatum", "einstellungsdatum", "embauche", "assunzione", "indiensttreding", "hiring"),
}
_OTHER_DAYS = {"due", "sent", "updated", "modified", "requested"}
_PERSONS_DAYS_ZH = (
    "入职",
    "入職",
    "入司",
    "到职",
    "到職",
    "报到",
    "報到",
    "离职",
    "離職",
    "生日",
    "生年月日",
    "出生",
    "入社",
    "입사",
    "생년월일",
    "到期",
    "截止",
)
_OTHER_DAYS_ZH = ("更新", "修改")
_MEASURED = re.compile(
    r"\b(?:times?|hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|duration|amount|price|cost|count|qty|quantity|revenue"
    r"|sales|age|demerits?|deducted|deductions?)\b|扣分|失分|时长|時長|时间|時間|小时|小時|分钟|分鐘|耗时|耗時|用时|用時|金额|金額|数量|數量|年龄|年齡"
)
# What is sold, for how much: a heading that is a number of things and nothing else, or speaks of money.
_SOLD = re.compile(
    r"^(?:quantità|quantita|menge|cantidad|quantidade|quantité|quantite|ilość|ilosc|adet"
    r"|miktar|số lượng|so luong|jumlah|aantal|количество|qté|qtà|qtd|qtde)$"
    r"|\b(?:precios?|preços?|prix|preise?|(?:einzel|stück|gesamt)preis|prezz[oi]|harga|fiyatı?|prijs|цена|стоимость|importe|montant|betrag|umsatz|fatturato"
    r"|сумма|stock|inventory|discounts?|rabatt|desconto|descuento|remise|sconto|indirim)\b"
    r"|单价|單價|価格|价格|價格|単価|销售额|銷售額|营业额|營業額|订单量|訂單量|销量|銷量|売上|折扣|割引|가격|매출|단가"
)
_WORTH = re.compile(r"leistung|qualit|calidad|kwaliteit|value|性价比|性價比|合理", re.I)
JUDGED = re.compile(r"satisf|\brat(?:e|ed|ing)\b|scor|happy|agree|满意|滿意|评|評|得分", re.I)


@lru_cache(maxsize=20_000)
def is_measured(heading: str) -> bool:
    """Whether a heading tells a length of time, an amount or a count, and not how somebody rated
    it."""
    said = " ".join(words(heading))
    measured = _MEASURED.search(said) or _SOLD.search(said) and not _WORTH.search(said)
    return bool(measured) and JUDGED.search(heading) is None


def is_other_day(heading: str) -> bool:
    """Whether a heading tells a day of somebody's life, or of an invitation, and not when something
    was answered or seen."""
    return (
        is_person_day(heading)
        or bool(_OTHER_DAYS.intersection(words(heading)))
        or any(word in heading for word in _OTHER_DAYS_ZH)
    )


def is_person_day(heading: str) -> bool:
    """Whether a heading tells a day of somebody's life, or of a member of staff."""
    return about_staff(heading) or is_day_of_life(heading)


def is_day_of_life(heading: str) -> bool:
    """Whether a heading tells when somebody was born, joined or left."""
    return (
        bool(_PERSONS_DAYS.intersection(words(heading)))
        or any(word in heading for word in _PERSONS_DAYS_ZH)
        or is_of_life(heading)
    )
