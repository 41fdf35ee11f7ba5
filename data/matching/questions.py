"""Whole questions by which survey tools head their columns, told by what they ask for."""

import re
from functools import cache

from data.kinds.schema import Column, DatasetKind
from data.text.folding import normal

_RATED = r"(?=.*(?:满意|滿意|评价|評價|评分|評分|打分|如何|怎么样|怎麼樣|satisf|\brat(?:e|ing)\b|\bhow\b|agree|evaluat))"
_WHOLE = r"overall|in general|all in all|总体|總體|整体|整體|综合|綜合|总的来说|總的來說"
_OURS = r"service|company|experience|visit|purchase|support|us\b|stay|order|store"
_SURVEY = {
    "overall": rf"(?=.*(?:{_WHOLE}))(?=.*(?:满意|滿意|评价|評價|评分|satisf|\brat(?:e|ing)\b|experience))"
    r"|.*how (?:satisfied|happy) (?:are|were) you with "
    rf"(?:our|the|your|this|today)\b.{{0,25}}\b(?:{_OURS})"
    r"|.*对(?:我们|本次|此次|本店|本公司)?的?服务(?:是否|感到)?(?:的)?满意(?:度|吗|程度)?.{0,6}$"
    r"|.*對(?:我們|本次|此次|本店|本公司)?的?服務(?:是否|感到)?(?:的)?滿意(?:度|嗎|程度)?.{0,6}$",
    "attitude": rf"{_RATED}.*(?:态度|態度|礼貌|禮貌|\battitude\b|\bcourte\w+|\bfriendl\w+|\bpolite\w*)|.*[^\W\d].*(?:态度|態度)[?？]?$",
    "speed": rf"{_RATED}.*(?:响应速度|響應速度|回應速度|服务效率|服務效率|及时性|及時性|\bspeed\b|\bresponsive\w*|\btimel\w+|\bprompt\w*)",
    "problem_solving": rf"(?!.*(?:\beas(?:y|e|ier)\b|effort|difficult|容易|费力|費力)){_RATED}"
    r".*(?:问题解决|問題解決|解决问题|解決問題|解决您|\bsolv\w+|\bresol\w+)",
    "date": r"(?:时间戳|時間戳|\btimestamp\b)",
}
_NPS = {
    "score": r"(?=.*(?:likel|recommend|可能|愿意|願意|意愿|意願))(?=.*(?:recommend|推荐|推薦|介绍给|介紹給))"
    r"(?=.*(?:how|likel|scale|willing|多大|可能|愿意|願意|意愿|意願))",
    "date": _SURVEY["date"],
}
_TRAINING = {"employee": r"(?:player|nickname of player|学员姓名|參加者|参加者)$"}
_STORES = r"(?:门店|門店|分店|网点|網點|店铺|店鋪|门市|門市|分行|营业厅|營業廳)"
# Which store it was, asked of the customer; never what they think of it.
_PLACE = {
    "store": r"(?:请问|請問)?(?:您|你)?(?:本次|这次|這次|今天|今日|最近)?(?:所在|光顾|光顧"
    r"|办理业务|辦理業務|办理|辦理|惠顾|惠顧|体验|體驗|光临|光臨|到访|到訪|造访|造訪|消费|消費|购物|購物|就餐|在|去|来|來|选择|選擇|常去)?"
    rf"(?:的|了|过|過)?(?:是)?(?:哪家|哪个|哪個|哪间|哪間|哪一家)?{_STORES}(?:名称|名稱|名字)?(?:是|为|為)?"
    r"(?:哪家|哪个|哪個|哪间|哪間)?(?:消费|消費|购物|購物|就餐|用餐|办理|辦理|购买|購買)?(?:的|了)?[\s?？:：。]*$"
    r"|(?:which|what) (?:of our )?(?:store|branch|outlet|shop|location)s?\b(?: "
    rf"(?:did|do|have|was|were) you\b.{{0,40}})?\W*$"
    r"|your (?:local |nearest |usual )?(?:store|branch|outlet)\W*$|(?:store|branch|outlet|shop|location|restaurant) "
    r"(?:you )?visited\W*$"
    r"|(?:in )?welche[rsn]? (?:unserer )?(?:filiale|laden|geschäft|standort|restaurant|hotel)n?\b.{0,40}$"
    r"|(?:dans )?quel(?:le)? (?:magasin|boutique|agence|restaurant|hôtel)\b.{0,40}$"
    r"|\W?(?:en )?(?:qué|cuál) (?:tienda|sucursal|local|restaurante|hotel)\b.{0,40}$"
    r"|.{0,14}(?:店舗|매장|지점|магазин|филиал|sklep|placówk|oddział|mağaza|şube|pobočk|prodejn|üzlet|butik|winkel|filiaal|vestiging|myymälä"
    r"|chi nhánh|cửa hàng|cabang|สาขา|κατάστημα|magazin|الفرع|negozio|punto vendita|loja|unidade|tienda|sucursal|magasin|agence).{0,26}$"
    r"|(?:em )?(?:qual|que) (?:loja|filial|unidade|restaurante|hotel)\b.{0,40}$"
    r"|(?:in )?(?:quale|che) (?:negozio|filiale|punto vendita|ristorante|hotel)\b.{0,40}$",
}
_BY_KIND = {"survey": _SURVEY | _PLACE, "nps": _NPS | _PLACE, "training": _TRAINING}


@cache
def _pattern(kind: str, column: str) -> re.Pattern | None:
    text = _BY_KIND.get(kind, {}).get(column)
    return re.compile(text, re.I | re.S) if text else None


def is_asked_for(column: Column, kind: DatasetKind) -> bool:
    """Whether questions are known that ask for the column."""
    return _pattern(kind.name, column.name) is not None


def asks_for(heading: str, column: Column, kind: DatasetKind) -> bool:
    """Whether a heading is a question whose answers belong into the column."""
    pattern = _pattern(kind.name, column.name)
    return pattern is not None and pattern.match(_without_number(normal(heading))) is not None


def _without_number(heading: str) -> str:
    return re.sub(r"^\s*(?:q(?:(?=\w*\d)\w{0,4})?[.:、 ]|\d+[.、:)\s])\s*", "", heading, flags=re.I)
