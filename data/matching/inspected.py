"""Whether a file is of visits that somebody was sent on, told by its headings: of mystery shoppers,
of auditors, of inspectors. Customers who answered a survey visited too, but nobody names who they
are."""

import re
from collections.abc import Collection, Iterable

from data.kinds.catalog import MYSTERY_VISIT
from data.matching.left_looks import names_place
from data.text.folding import fold, vocabulary, words

_WHO = {
    *(
        "evaluator",
        "examiner",
        "auditor",
        "inspector",
        "shopper",
        "assessor",
        "mystery",
        "tester",
        "surveyor",
    ),
    *("enquêteur", "enquêtrice", "auditeur", "inspecteur", "testkäufer", "testkäuferin", "prüfer"),
    *("evaluador", "evaluadora", "avaliador", "avaliadora", "misterioso", "oculto"),
}
_WHAT = {"audit", "inspection", "shop", "visit", "visite", "besuch", "visita", "audits", "testkauf"}
_OF_IT = {
    *("id", "no", "number", "ref", "reference", "nr", "type", "date", "score", "name", "status"),
    *(
        "start",
        "end",
        "started",
        "ended",
        "completed",
        "by",
        "numéro",
        "conducted",
        "duration",
        "point",
        "points",
        "result",
        "n",
    ),
}
_EITHER_DATE = {
    "visit",
    "visite",
    "besuch",
    "visita",
    "shop",
}  # customers have visited on a day too
_ZH = re.compile(
    r"神秘(?:顾客|顧客|客|人)|暗访|暗訪|巡检|巡檢|巡店|督导|督導|稽核|访查|訪查|检查(?:人|员|日期|时间|得分|结果|项)"
    r"|檢查(?:人|員|日期|時間|得分|結果|項)|检测(?:人|员|日期)"
)
# What a shop has both as a visit and as a place. It is a place only where customers are asked how
# they liked it, and nothing else names the place or the day of a shop.
_OF_EITHER = {"shop", "id", "no", "number", "nr", "type", "name", "n"}
_ASKED = re.compile(r"satisf|\brat(?:ed?|ings?)\b|recommend|\bnps\b|survey|zufried|满意|滿意", re.I)
_DAY_OF_SHOP = {"shop", "date"}
# In titles and names of files and sheets.
_NAMED = re.compile(
    r"myst(?:ery|[èe]re|erie)|secret.?shop|\baudits?\b|inspection|testk[aä]uf|misterios[oa]|oculto|store visit|\bwalk\b"
    r"|tajemnicz\w* klient|gizli m[uü][sş]teri|тайн\w+ покупател|hidden customer|pelanggan misteri|神秘|暗访|暗訪|巡店|巡检|巡檢|查核|稽核|訪查"
    r"|覆面|巡回|미스터리|проверк",
    re.I,
)
_ANSWERED = {"respondent", "respondents", "responseid", "respondentid"}
_CUSTOMERS = {
    "customer",
    "customers",
    "guest",
    "guests",
    "patient",
    "cliente",
}
_OF_PATIENTS = {"provider", "physician", "clinic", "ward", "patients"}
_OF_THEM = {*("id", "no", "number", "name", "email", "mail", "phone", "mobile", "date", "type")}
_CUSTOMERS_ZH = re.compile(
    r"(?<!神秘)(?:客户|顾客|客戶|顧客|会员|會員)(?:姓名|电话|電話|编号|編號|手机|手機|类型|類型)|答卷"
)


def speaks_of_visits(texts: Iterable[str]) -> bool:
    """Whether a title or a name says that these are visits of somebody who was sent."""
    return any(_NAMED.search(text) for text in texts)


def was_inspected(headings: Iterable[str]) -> bool:
    """Whether the headings name somebody who was sent, or number visits, audits or inspections."""
    named = list(headings)
    said = [set(words(heading)) for heading in named]
    is_place = _shop_is_place(named)
    return not tells_respondents(named) and any(
        _tells(heading, each) and not (is_place and _may_be_place(each))
        for heading, each in zip(named, said, strict=True)
    )


def _may_be_place(said: set[str]) -> bool:
    return "shop" in said and said <= _OF_EITHER


def _shop_is_place(headings: Collection[str]) -> bool:
    known = vocabulary(MYSTERY_VISIT)
    others = [heading for heading in headings if not _may_be_place(set(words(heading)))]
    return any(map(_ASKED.search, headings)) and not any(
        names_place(heading)
        or "store" in known.get(fold(heading), {})
        or set(words(heading)) >= _DAY_OF_SHOP
        for heading in others
    )


def tells_respondents(headings: Collection[str]) -> bool:
    """Whether the headings number those who answered, or say who the customer was. Beside the number
    of an audit that of a response is one of its items."""
    said = [set(words(heading)) for heading in headings]
    audits = any(each & {"audit", "inspection"} and "id" in each for each in said)
    return any(
        _tells_respondent(heading, each) and not (audits and each == {"response", "id"})
        for heading, each in zip(headings, said, strict=True)
    )


def _tells_respondent(heading: str, said: set[str]) -> bool:
    return bool(
        said & _ANSWERED
        or said & _OF_PATIENTS
        or said == {"response", "id"}
        or said & _CUSTOMERS
        and said & _OF_THEM
        or _CUSTOMERS_ZH.search(heading)
    )


def _tells(heading: str, said: set[str]) -> bool:
    if said & _WHO or _ZH.search(heading):
        return True
    if not said & _WHAT or not said & _OF_IT:
        return False
    return not (said & _EITHER_DATE and "date" in said)
