"""Columns that nothing claims and whose cells may name places: few texts that come again, and are
clearly nothing else."""

import re
from collections import Counter
from collections.abc import Sequence

from data.matching.cell_looks import is_file
from data.matching.not_places import is_no_place, tells_no_place
from data.matching.nps_groups import GROUPS
from data.matching.part_words import is_listed
from data.matching.person_cells import are_names_of_people
from data.matching.personal import (
    about_customer,
    about_judge,
    about_staff,
    about_superior,
    about_visitor,
)
from data.matching.voice_columns import invites
from data.text.folding import normal, words
from data.text.writing import folded
from data.values.looks import is_date, is_number

_FEWEST = 2  # different cells that have a word in common
_SHARED = 0.8  # share of them
_LETTERS = 4  # of a word that they share
_CHINESE = re.compile("[\u3400-\u9fff]")
# What is none of the places of a company, in the words of headings.
_SORTED_OTHERWISE = re.compile(
    r"\b(?:company|companies|organi[sz]ations?|accounts?|firma|entreprise|empresa|azienda|city|town|country|province|stadt|ville|ciudad|cidade|città"
    r"|genders?|sex|ages?|birth|channel|source|medium|referr\w*|status|state|stage|type|kind|category|sub-?category|products?|items?|goods|sku|brand|model|package"
    r"|plan|tier|levels?|member\w*|segment|services?|payment|pay|language|locale|lang|device|browser|os|platform|version|app|departments?|dept|position|role"
    r"|job|title|occupation|education|income|marital|ethnicity|nationality|country|currency|frequency|often|purpose|reason|result|outcome|grade|priority|severity"
    r"|urgency|sentiment|mood|weather|weekday|days?|month|quarter|year|week|shift|time|tags?|labels?|campaign|survey|form|quiz|questionnaire|topic|theme|subject"
    r"|question|answer|course|class|module|lesson|method|mode|format|is|has|whether|why|how|opt|consent|verified|published|complete[d]?|clean\w*|seating|rooms?"
    r"|parking|unit of|table|order|delivery|gift|coupon|team|group|cohort|batch|section|criteri\w*|check\w*|findings?|actions?|problems?|issues?"
    r"|geschlecht|alter|kanal|quelle|produkte?|artikel|sprache|gerät|abteilung|beruf|zahlung\w*|kundengruppe|anlass|grund|ergebnis|häufigkeit"
    r"|sexe|âge|canal|produits?|langue|appareil|service|métier|paiement|motif|raison|statut|résultat|fréquence|género|sexo|edad|idade|produto|producto|idioma"
    r"|estado|motivo|resultado|frecuencia|sesso|età|canale|prodotto|lingua|esito|płeć|wiek|kanał|produkt|status\w*)\b"
    r"|公司|企[业業]|城市|省|性[别別]|年[龄齡]|渠道|管道|[来來]源|状态|狀態|[类類]|产品|產品|商品|品牌|型[号號]|[业業][务務]|服[务務]|支付|付款|[语語]言|[设設][备備]|浏览器|系[统統]|平[台臺]|版本"
    r"|等[级級]|[级級][别別]|[会會][员員]|部[门門]|[岗崗]位|[职職]|[学學]|收入|[频頻]|多久|目的|原因|[结結][果论論]|[优優]先|情感|天[气氣]|星期|周|月|季|年|班|[时時]|[国國]|[标標]|活[动動]"
    r"|[问問]|主[题題]|[题題]|[课課]|方式|途[径徑]|是否|有[无無]|[满滿]意|[评評][级級分]|[项項]|科|身份|用途|[号號]|金[额額]|套餐|菜|口味|目|内容|理由|性[质質]|[单單]位|描述|[需要]求|考|[测測]|[试試]|[关關][联聯]"
    r"|性別|年代|職業|頻度|きっかけ|目的|商品|성별|연령|나이|직업|상품|пол|возраст|товар|giới tính|độ tuổi|sản phẩm|nghề",
    re.I,
)
_SOMEBODY = re.compile(
    r"[人员員者师師]$|客服|座席|坐席|\bby$|\b(?:who|agent|seller|sales ?\w*|cashier|waiter|waitress|server|driver|technician|advisor|consultant)\b",
    re.I,
)
_WISHED = re.compile(  # a place that is another one than that where it was
    r"favou?rite|prefer\w*|nearest|closest|next|plan|compet\w*|other|previous|former|head ?office|back ?office|usual|home|parent|wish|would"
    r"|lieblings\w*|préfér\w*|favorit\w*"
    r"|最喜[欢歡]|常去|下次|最近的|其他|竞争|競爭|总部|總部",
    re.I,
)
# Cells that say of whom, by which way, how often or whether.
_ELSE = frozenset(
    "male female m f man woman other men women divers diverse männlich weiblich homme femme hombre mujer 男 女 男性 女性 web website online "
    "offline app email e-mail mail phone telephone sms chat call qr kiosk wechat whatsapp facebook instagram google tablet mobile desktop "
    "ios android windows mac chrome safari firefox edge open closed pending new done active inactive completed complete incomplete published "
    "unpublished verified unverified draft submitted started finished passed failed pass fail yes no true false y n low medium high urgent "
    "normal critical positive negative neutral promoter passive detractor promoters passives detractors cash card visa monday tuesday "
    "wednesday thursday friday saturday sunday morning afternoon evening daily weekly monthly yearly rarely sometimes often never always "
    "gold silver bronze platinum basic premium standard free english german french spanish chinese en de fr es zh it pt en-us de-de zh-cn "
    "anonymous walk-in dine-in takeaway delivery pickup 是 否 有 无 無 线上 线下 線上 線下 微信 小程序 支付宝 现金 短信 电话 電話 邮件 网站 "
    "堂食 外卖 自取 已完成 未完成 进行中 待处理 已处理 合格 不合格 通过 未通过 优秀 良好 一般 高 中 低 紧急 普通 每天 每周 每月 偶尔 经常 "
    "第一次 新客户 老客户 新客 老客".split()
)
_NUMBERED_CUSTOMER = re.compile(r"^(?:client|customer|kunde|cliente|客户|客戶)", re.I)
_NO_NAMES = re.compile(  # lengths, times of day, single letters
    r"\d[\d.,:]*\s*(?:[a-z]{1,7}|%|秒|分[钟鐘]?|小[时時]|[时時][间間]?|天|日)?|[a-z]", re.I
)
_AGES = re.compile(
    r"[<>≤≥]?\s*\d+\s*(?:[-–~至到]\s*\d+|\+)?\s*(?:岁|歲|years?|jahre|ans|años|以上|以下|及以上)?\s*(?:old)?",
    re.I,
)
_NO_SHARED = frozenset(
    "部 科 会 會 组 組 队 隊 班 岁 歲 元 次 级 級 类 類 型 式 性 员 員 人 "
    "的 意 卡 套 餐 品 机 機 车 車 费 费 度 天 日 月 年 分 钟 鐘 题 題 课 課".split()
)


def is_wished(heading: str) -> bool:
    """Whether a heading speaks of another place than the one where it was."""
    return _WISHED.search(normal(heading)) is not None


def may_be_places(heading: str, cells: Sequence[str]) -> bool:
    """Whether few texts that come again may be places, by what neither they nor their heading say."""
    different = {folded(cell) for cell in cells}
    return (
        not _tells_of_somebody(heading)
        and not ("?" in normal(heading) and is_listed(heading))
        and _SORTED_OTHERWISE.search(normal(heading).replace("_", " ")) is None
        and not tells_no_place(heading)
        and 2 * sum(_says_else(cell, heading) for cell in different) < len(different)
        and not any(is_number(cell) or is_date(cell) or is_file(cell) for cell in different)
        and not all(map(_NUMBERED_CUSTOMER.search, different))
        and not all(map(_NO_NAMES.fullmatch, different))
        and not all(map(GROUPS.fullmatch, different))
        and not any("," in cell or ";" in cell or "@" in cell for cell in different)
        and not are_names_of_people(cells)
    )


def _says_else(cell: str, heading: str) -> bool:
    return cell in _ELSE or _AGES.fullmatch(cell) is not None or is_no_place(cell, heading)


def _tells_of_somebody(heading: str) -> bool:
    asked = (about_customer, about_judge, about_staff, about_superior, about_visitor, invites)
    return any(says(heading) for says in asked) or _SOMEBODY.search(normal(heading)) is not None


def have_a_word_in_common(cells: Sequence[str]) -> bool:
    """Whether nearly all different texts begin or end with the same word and say more, as the names
    of places do: 菜场路公厕 and 火车站南公厕, Harbour Pavilion and Lake Pavilion."""
    different = {folded(cell) for cell in cells}
    for end in (_first_word, _last_word):
        shared = Counter(filter(None, map(end, different)))
        if shared and max(shared.values()) >= max(_FEWEST, _SHARED * len(different)):
            return not is_common_noun(shared.most_common(1)[0][0], cells)
    return False


def is_common_noun(word: str, cells: Sequence[str]) -> bool:
    """Whether a word is written small in cells that are not, as in Long-courrier: no name is."""
    small = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return all(small.search(cell) and cell != cell.lower() for cell in cells)


def _first_word(cell: str) -> str:
    """The first of several words; of codes such as "AG-01" none."""
    spoken = words(cell)
    return spoken[0] if len(spoken) > 1 and len(spoken[0]) >= _LETTERS else ""


def _last_word(cell: str) -> str:
    """The last of several words, of a Chinese text its last sign."""
    if _CHINESE.search(cell):
        sign = cell[-1]
        names = len(cell) > _FEWEST and _CHINESE.match(sign) and sign not in _NO_SHARED
        return sign if names else ""
    spoken = words(cell)
    return spoken[-1] if len(spoken) > 1 and len(spoken[-1]) >= _LETTERS else ""
