"""What the cells and the headings of columns look like that no list of headings knows: places, sorts,
words of a choice, ratings, and days beside the day of the records."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from data.kinds.catalog import SURVEY
from data.kinds.schema import Column, DatasetKind
from data.matching.cell_looks import are_addresses, are_codes
from data.matching.heading_says import is_measured, is_other_day
from data.matching.person_cells import are_names_of_people
from data.matching.personal import (
    about_customer,
    about_judge,
    about_staff,
    about_superior,
    about_visitor,
    is_personal,
)
from data.matching.place_cells import is_common_noun
from data.matching.record_stems import OTHER_DAY, steps_of
from data.matching.voice_columns import invites, is_by_staff, is_yes_or_no, may_be_answers
from data.questions import still_open
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.text.writing import folded
from data.values.cells import spellings
from data.values.date_forms import Order, read
from data.values.day_order import order_of
from data.values.habits import Habits
from data.values.looks import is_date, is_no_answer, is_number, is_prose
from data.values.numbers import with_point

_PLACE = (
    r"\b(?:business(?=\W(?:id|no|number|code|name))|establishment|store|shop|branch|outlet|site|location|restaurant|hotel|venue|property|office|centre|center|clinic|showroom|kiosk|depot|dealer"
    r"|filiale?|standort|niederlassung|markt|haus|magasin|boutique|agence|établissement|establecimiento|estabelecimento|point de vente"
    r"|tienda|sucursal|agencia|local|centro|oficina|sede|loja|filial|unidade|agência|negozio|punto vendita|succursale|winkel|vestiging|filiaal"
    r"|sklep|oddział|placówka|butik|butikk|salon|myymälä|toimipiste|mağaza|şube|prodejna|pobočka|üzlet|magazin"
    r"|hospital|pharmacy|gym|campus|resort|praxis|klinik|apotheke|autohaus|tankstelle|clinique|pharmacie|concession|gimnasio|farmacia|concesionario"
    r"|farmácia|concessionária|clínica|apteka|klinika|restauracja|restaurante|ristorante"
    r"|stall|(?<!e-)(?<!e )commerces?|comercio|comércio|commercio)(?:e?s)?\b"
    r"|магазин\w*|филиал\w*|отделени\w*|точк\w*|门店|門店|店铺|店鋪|店舗|分店|门市|門市|网点|網點|支行|分行|营业部|營業部|营业厅|營業廳|站点|窗口|公厕|公廁|加油站|服务区|餐厅|餐廳|酒店|诊所|診所|校区|校區|药店|影院|驿站|据点|拠点|営業所"
    r"|매장|지점|점포|สาขา|chi nhánh|cửa hàng|cabang|toko"
)
_ITS_NAME = (  # what tells a place from others, before or behind its word
    r"(?:name|nom|nombre|nome|nama|tên|code|código|codice|kod|id|number|no|nr|num|n°|nº|nummer|visited"
    r"|名称|名稱|名|编号|編號|代码|代碼|代號|号|號|コード|番号|명|코드|번호)"
)
# "Which of our branches did you visit?", neither "Which part of the store …" nor "Which store brand …",
# nor which one they would like to visit: its word, then what they did, or nothing.
_DID = (
    r"(?:did|have|has|had|were|was|haben|hast|hat|waren|wurden|avez|as|êtes|ha|has|hai|heeft|hebt"
    r"|pani?|odwiedzi\w+|visit\w*|compr\w+|fue|foi|vous êtes|você \w+)\b"
)
_WENT = (
    r"(?:消费|消費|购物|購物|购买|購買|就餐|用餐|办理|辦理|体验|體驗|光顾|光顧|到访|到訪)?[过過了的]?(?:商品|产品|產品|业务|業務)?"
    r"[呢吗嗎]?\W*(?:[(（\[【].*)?$"
)
_WHICH = re.compile(
    r"\b(?:which|welche[rsmn]?|quel(?:le)?s?|qué|cuál|qual|quale|welke?|któr(?:y|a|e|ą|ym|ej))\W+"
    r"(?:(?:one|of|our|the|these|unserer?n?|de|des|nos|nuestr[ao]s|delle|nostre|das|nossas|onze|van)\W+){0,4}"
    rf"(?:(?:{_PLACE})\W+)*(?:{_PLACE})\W*(?:$|(?<=\W){_DID})|哪[一]?[家間间个個所]?(?:{_PLACE}){_WENT}",
    re.I,
)
_VISITED = re.compile(
    r"visit|\b(?:went|go|been|shop(?:ped)?|bought|buy|serve|were you)\b|besuch|eingekauft|waren sie|visité|odwiedz|compr|atendid|fuiste|stato"
    r"|到访|到訪|光临|光臨|光顾|光顧|到店|去",
    re.I,
)
_AT_THE_END = re.compile(rf"(?:{_PLACE})\W*{_ITS_NAME}?\W*$", re.I)
_ITSELF = re.compile(
    rf"(?:{_ITS_NAME}\W*(?:(?:of|de|du|da|do|di|del|della)\b\W*)?(?:(?:the|la|le)\b\W*)?|所属|所屬|所在|服务|服務)?"
    rf"(?:{_PLACE})\W*{_ITS_NAME}?\W*",
    re.I,
)
_NO_PLACE = re.compile(
    r"type|format|class|categor|manager|phone|address|url|link|purpose|reason|seating|\brooms?\b|home office|\bdays?\b|\bvisits?\b"
    r"|\b(?:why|how|when|did|were|are|do (?:you|we|they))\b|类型|類型|等级|等級|店长|店長|经理|電话|電話|电话|地址|目的|原因|亮点|亮點|为什么|為什麼"
    r"|(?:服务|服務|体验|體驗)(?!门店|門店|网点|網點|店|厅|廳)",
    re.I,
)
_CALLED_PLACE = re.compile(
    r"\b(?:store|shop|branch|outlet|site|restaurant|hotel|filiale|markt|magasin|agence|tienda|sucursal|loja|filial|negozio|winkel|clinic)\b"
    r"|(?:门店|門店|门市|門市|分店|店|支行|分行|营业厅|營業廳|营业部|营业所|営業所|점|지점)$",
    re.I,
)
_END = re.compile(
    r"clos|complet|resol|finish|\bend|\bdone|settl|final|fulfil|结案|結案|办结|辦結|完成|完结|关闭|關閉|解决|解決|回复|回覆|erledigt|abgeschlossen"
    r"|gelöst|behoben|\bfin\b|cierre|cerrad|respuesta|resposta|réponse|antwort|resuel|clôtur|résol|trait[ée]|conclu|encerr|chius|risol|afgehandeld|gesloten|zamkn|закры|решен"
    r"|完了|対応日|종료|완료|해결",
    re.I,
)
_NO_END = re.compile(
    r"start|begin|open|creat|receiv|sent|assign|acknowledg|respon|first|view|export|sync|plan|expect|estimat"
    r"|登记|登記|受理|开始|開始|派|接收|计划|計劃|预计|預計|应|應|发生|發生|incident",
    re.I,
)
_PAGE = re.compile(r"\bpage\b|lastpage|\bseite|页|頁|ページ", re.I)  # how far somebody got
_NO_DAY = re.compile(  # when files were made, and since when somebody is a member
    r"sync|export|extract|ingest|import|\bload|导出|匯出|同步"
    r"|\bsince\b|\bmember|注册|註冊|入会|入會|加入",
    re.I,
)
# The time of day behind a day, which is read once for all of its times.
_CLOCK = r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?$"
_NO_DAYS = pd.DataFrame({"own": [], "other": []}, dtype="datetime64[s]")
_HALF, _HUNDRED = 50, 100
_FEW, _MOST, _SHARE = 15, 0.7, 0.95
_LONGEST, _COMPARED, _ROWS = 40, 500, 9
_FEWEST_REMARKS, _REMARK = 5, 12  # cells, and letters of one; a Chinese one says more
_DIFFERENT, _SHORT_REMARK = 4, 8  # texts that people choose again, and letters below "Remarks"
# Headings that ask for words, whoever wrote them, and those that say that no customer did.
_ASKS_FOR_WORDS = re.compile(
    r"remark|narrativ|qualitativ|улучш|\bnotes?\b|comment|\btext|describ|descript|beschreib|bemerk|descripci|descriç|описан|коммент|备注|備註|備考|描述|说明|說明",
    re.I,
)
_SAID_OTHERWISE = re.compile(
    r"\b(?:actions?|measures?|follow.?ups?|where|who|address|occupation"
    r"|lives?|job|product|reason code|antwort des|maßnahme\w*|wo|wer|dónde|où|onde|qui"
    r"|owner|manager|supervisor|employee|case|ticket|log|interne?[rsn]?|mitarbeiter\w*|employé\w*|empleado\w*|funcionário\w*)\b"
    r"|整改|措施|地址|职业|職業|返信|対応|跟进|跟進|客服|(?:员工|員工|店员|店員).{0,4}(?:记录|記錄)|店长|店長|经理|經理|主管|商家|担当",
    re.I,
)
# What people tick rather than write, though nobody has to.
_CHOSEN = re.compile(
    r"\bhear\b|heard|\bbrought\b|\bbring|purpose|\boften\b|frequen|occasion|weather|\bwhen\b|\bwhich\b|source|channel|came to know"
    r"|reason for (?:your )?visit|\beducation\b|\bbought\b|purchased\b|学历|學歷"
    r"|aufmerksam|anlass|wetter|connu|météo|occasione|conoci|conhec|从哪|從哪|了解到|瞭解到|得知|如何知道|渠道|管道|目的|频率|頻率|天气|天氣|哪些|哪种|哪種|哪个|哪個"
    r"|きっかけ|目的|どこで|天候|알게",
    re.I,
)
# What a form asks of whoever fills it in: "Your name", 您的姓名.
_OF_WHOEVER_ANSWERS = re.compile(
    r"\b(?:your|ihr|dein|votre|su|tu|seu|uw)\W+(?:(?:full|first|last|own)\W+)?(?:names?|vorname|nachname|nom|prénom|nombre|nome|naam)\b"
    r"|^(?:(?:full |first |last )?name|nama|naam|nom|nombre|nome|имя|姓名|名字|称呼|稱呼|お名前|氏名|이름|성함|họ (?:và )?tên)$|申请人|申請人"
    r"|(?:您|你)的?(?:真实|真實)?(?:姓名|名字|称呼|稱呼|贵姓|貴姓)|填[表写寫]人|お客様(?:の)?(?:お?名前|氏名)|고객님? ?(?:성함|이름)",
    re.I,
)
# How customers are addressed, and staff is not: 刘女士, Mrs Jones.
_ADDRESSED = re.compile(
    r"(?:女士|先生|小姐|太太|様|さま|고객님)$|^(?:mrs?|ms|herr|frau|mme|sra?)\b", re.I
)
# Whoever wrote, sent or entered it, which may be a customer or a clerk; and where it was.
_OF_WRITERS = re.compile(
    r"author|user|submit|creat|respond|review|participant|nick|account|profile|enter|edit|updat|modif|export|owner|sender|writer|shopper|inspect|audit|evaluat|check"
    r"|verfasser|autor|auteur|nutzer|erstell|gesendet|ersteller|prüfer|tester|enquêt|evalua|usuari|utilisateur|nome utente"
    r"|пользовател|автор|проверяющ|аудитор"
    r"|提交|填[写寫报報表]|[录錄]入|操作人|[创創]建|建[档檔立]|上[传傳]|用[户戶]|昵[称稱]|暱稱|作者|[审審]|[检檢]|[巡暗]|[评評][估审審]人|[联聯][系絡络]|[预預][约約]人|下[单單]人|收件|寄件"
    r"|[区區域城站点點店地]|region|district|city|area|投稿|回答者|調査員|작성|등록|người gửi|khách",
    re.I,
)
_DEALS_WITH = re.compile(
    r"受理|处理|處理|负责|負責|经办|經辦|跟[进進]|[领領][单單]|派[单單]|客服|接待|担当|対応|담당"
    r"|assign|agent|handl|owner|responsib|bearbeiter|zuständig|atend|trait|xử lý",
    re.I,
)
_REPLIES = re.compile(
    r"(?:回复|回覆|答复|答覆|回应|回應)[人员員者]|\b(?:repl(?:ied|y)|answer(?:ed)?|respon(?:ded|se)) by\b",
    re.I,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Small words in names: Bank of America, Rue de la Paix.
_JOINING = frozenset(
    "of the and & at in on for de la le les du des d' el los las y e da do di del della und der die"
    " das am an im zum zur van von den het".split()
)
_BARE = frozenset({"yes", "no", "y", "n", "true", "false", "0", "1", "是", "否", "有", "无", "無"})


def are_sorts(cells: Sequence[str]) -> bool:
    """Whether few short texts come again, as names of places or of sorts do, and no answers."""
    different = set(cells)
    return (
        _come_again(cells)
        and not {folded(cell) for cell in different} <= _BARE
        and sum(map(len, different)) <= _LONGEST * len(different)
        and not any(is_number(cell) or is_date(cell) for cell in different)
        and not may_be_answers("", list(cells), SURVEY, "overall")
    )


def _come_again(cells: Sequence[str]) -> bool:
    """Whether few different cells stand in many."""
    different = len(set(cells))
    return 1 < different <= max(_FEW, len(cells) // 2) and different < len(cells)


def are_places(cells: Sequence[str]) -> bool:
    """Whether most cells call themselves stores or branches."""
    called = sum(_CALLED_PLACE.search(cell) is not None for cell in cells)
    return are_sorts(cells) and called >= _MOST * len(cells)


def are_called_as(heading: str, cells: Sequence[str]) -> bool:
    """Whether all cells end or begin with what heads them and say more, as names of places do in a
    trade that has its own word for them."""
    word = folded(heading)
    told = [folded(cell) for cell in cells]
    return (
        bool(word)
        and not is_common_noun(word, cells)
        and all(
            cell != word and (cell.endswith(word) or cell.startswith(f"{word} ")) for cell in told
        )
    )


def names_place(heading: str) -> bool:
    """Whether a heading ends with the word for a place, and asks for nothing about it."""
    text = normal(heading).replace("_", " ")
    if _WHICH.search(text):
        return True
    return _AT_THE_END.search(text) is not None and _NO_PLACE.search(text) is None


def is_place_itself(heading: str) -> bool:
    """Whether a heading is the word for a place, and says no more than that its name or number
    stands below it, or asks which one somebody was in."""
    text = normal(heading).replace("_", " ").strip()
    return _ITSELF.fullmatch(text) is not None or (
        _WHICH.search(text) is not None and _VISITED.search(text) is not None
    )


def are_words_of(column: Column, cells: Sequence[str]) -> bool:
    """Whether all cells are known words of a choice, of two answers at least, that say more than yes
    and no."""
    known = {folded(word): choice for choice, _ in column.choices for word in (choice,)}
    known |= spellings(column)
    told = {folded(cell) for cell in cells}
    answers = {known.get(word) for word in told}
    return not told <= _BARE and None not in answers and len(answers) > 1


def are_names_that_recur(heading: str, cells: Sequence[str]) -> bool:
    """Whether few names come again in many rows, as those of staff do and of customers do not."""
    different = set(cells)
    return (
        len(cells) >= _ROWS
        and 1 < len(different) <= len(cells) // 3
        and not about_customer(heading)
        and not about_superior(heading)
        and not _OF_WHOEVER_ANSWERS.search(normal(heading))
        and not any("@" in cell or any(map(str.isdigit, cell)) for cell in different)
        and 3 * sum(_ADDRESSED.search(cell) is not None for cell in different) < len(different)
        and (is_personal(heading, ()) or _tells_who_served(heading, cells))
        and not may_be_answers("", list(cells), SURVEY, "overall")  # Happy, Neutral, Sad
    )


def are_codes_of_places(heading: str, cells: Sequence[str], is_visited: bool) -> bool:
    """Whether codes below the word for a place come again, as the numbers of places do; a place that
    somebody was sent to may be visited once."""
    several = len(set(cells)) > 1 if is_visited else _come_again(cells)
    return several and is_place_itself(heading) and are_codes(cells)


def are_codes_that_recur(heading: str, cells: Sequence[str]) -> bool:
    """Whether few numbers of staff come again in many rows."""
    return (
        about_staff(heading)
        and not about_customer(heading)
        and not about_superior(heading)
        and len(cells) >= _ROWS
        and 1 < len(set(cells)) <= len(cells) // 3
        and are_codes(cells)
    )


def deals_with_it(heading: str) -> bool:
    """Whether a heading names whoever works on a record, and not whom it is about."""
    return _DEALS_WITH.search(normal(heading)) is not None


def replies(heading: str) -> bool:
    """Whether a heading names whoever replied to a record."""
    return _REPLIES.search(normal(heading).replace("_", " ")) is not None


def _tells_who_served(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells are put together as names are, and no heading says that they wrote or judged."""
    someone_else = (
        about_judge(heading) or about_visitor(heading) or _OF_WRITERS.search(normal(heading))
    )
    return not someone_else and are_names_of_people(cells)


def are_points_of_hundred(cells: Sequence[str]) -> bool:
    """Whether cells are different points of a hundred, some above the half."""
    plain = [with_point(cell.rstrip("% ")).removesuffix(".0") for cell in cells]
    points = [float(cell) for cell in plain if cell.replace(".", "", 1).isdecimal()]
    return len(points) == len(plain) > 1 and _HALF < max(points) <= _HUNDRED and len({*points}) > 1


def are_ratings(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells are answers on a scale that come again."""
    plain = list(cells)
    return (
        len(plain) >= _ROWS
        and may_be_answers(heading, plain, SURVEY, "overall")
        and _PAGE.search(normal(heading)) is None
        and not is_yes_or_no(plain)
        and not is_measured(heading)
    )


def are_remarks(cells: Sequence[str]) -> bool:
    """Whether cells are sentences that somebody wrote: prose, of which little comes again."""
    written = sum(map(_is_remark, cells))
    return (
        len(cells) >= _FEWEST_REMARKS
        and written >= _MOST * len(cells)
        and 2 * len(set(cells)) > len(cells)
        and sum(map(_letters, cells)) >= _REMARK * len(cells)
        and not any(is_date(cell) for cell in cells)
    )


def may_be_remarks(cells: Sequence[str], asked_for: bool) -> bool:
    """Whether cells may be short remarks, of which some come again: words in a row, of several
    different texts. `asked_for`: their heading asks for words, so that shorter ones will do."""
    written = sum(map(_is_short_remark, cells))
    return (
        len(cells) >= _FEWEST_REMARKS
        and written >= _MOST * len(cells)
        and len(set(cells)) >= (2 if asked_for else _DIFFERENT)
        and sum(map(_letters, cells)) >= (_SHORT_REMARK if asked_for else _REMARK) * len(cells)
        and 2 * sum(any(map(str.isdigit, cell)) for cell in cells) <= len(cells)
        and not are_places(cells)
        and not are_addresses(cells)
        and not may_be_answers("", list(cells), SURVEY, "overall")
    )


def asks_for_words(heading: str) -> bool:
    """Whether a heading asks for words, whoever wrote them."""
    return invites(heading) or _ASKS_FOR_WORDS.search(normal(heading)) is not None


def asks_to_choose(heading: str) -> bool:
    """Whether a heading asks for what people tick, such as how they heard of a company."""
    return _CHOSEN.search(normal(heading)) is not None


def is_said_otherwise(heading: str) -> bool:
    """Whether a heading says that words are those of staff, or tell who somebody is."""
    return is_by_staff(heading) or _SAID_OTHERWISE.search(normal(heading)) is not None


def _is_short_remark(cell: str) -> bool:
    """Two words or more of which one is small, or several Chinese letters."""
    return _is_remark(cell) or (
        len(_CHINESE.findall(cell)) >= _DIFFERENT
        or len(cell.split()) > 1
        and any(word[0].islower() and word not in _JOINING for word in cell.split())
    )


def _is_remark(cell: str) -> bool:
    """A sentence rather than a name of several words, or of a number. Nouns may be capitalised, as
    German ones are."""
    spoken = [word for word in cell.split() if not word[0].isdigit()]
    small = sum(not word[0].isupper() and word not in _JOINING for word in spoken)
    return is_prose(cell) and 3 * small >= len(spoken)


def _letters(cell: str) -> int:
    return len(cell) + len(_CHINESE.findall(cell))


def are_days(cells: Sequence[str]) -> bool:
    """Whether cells are days, and no numbers."""
    return sum(is_date(cell) and not is_number(cell) for cell in cells) >= _MOST * len(cells) > 0


def names_end(heading: str) -> bool:
    """Whether a heading speaks of an end."""
    return _END.search(normal(heading).replace("_", " ")) is not None


class Days:
    """The days of the records, beside which other days of the file are looked at."""

    def __init__(self, sheet: Sheet, day: int, options: Options):
        self.sheet, self.day, self.options = sheet, day, options

    def beside(self, at: int, most: int | None = None) -> pd.DataFrame:
        """The day of a record and the other one, of rows (the first `most`) that have both: none
        where 3/4/2026 stands in one of the columns and nothing settles which part is the day."""
        texts = pd.concat([self.sheet.cells[one] for one in (self.day, at)], ignore_index=True)
        places, different = pd.factorize(texts.str.replace(_CLOCK, "", regex=True))
        order = self._order([text for text in different if not is_no_answer(text)])
        if order is None:
            return _NO_DAYS
        since_1904 = self.sheet.since_1904
        read_once = [_day(text, order, since_1904) for text in different]
        own, other = np.array(read_once, dtype="datetime64[s]")[places].reshape(2, -1)[:, :most]
        return pd.DataFrame({"own": own, "other": other}).dropna()

    def _order(self, texts: list[str]) -> Order | None:
        """How both columns write their days; None where a question about it is open."""
        settled = self.options.day_first, self.options.answers
        order, questions = order_of(pd.Series(texts, dtype=str), "", Habits(date.today(), *settled))
        return None if still_open(questions, self.options.answers) else order


def _day(text: str, order: Order, since_1904: bool) -> date | None:
    """The day of a cell; None for one without."""
    try:
        told = None if is_no_answer(text) else read(normal(text), order, since_1904)
    except ValueError:
        return None
    return None if told is None else told.moment.date()


def ends_later(days: Days, at: int, heading: str) -> bool:
    """Whether a column of days can be that on which records ended: none is before the record's own
    day, and some are later or still open."""
    text = normal(heading).replace("_", " ")
    if _NO_END.search(text) or OTHER_DAY.search(text):
        return False
    both = days.beside(at, _COMPARED)
    later = (both["other"] >= both["own"]).sum()
    return later >= _SHARE * len(both) and bool((both["own"] != both["other"]).any())


def counts_elsewhere(days: Days, at: int, kind: DatasetKind) -> int:
    """In how many rows a column of days names another month than that of the record, where it is
    neither a later step of it nor a day of somebody's life."""
    heading = normal(days.sheet.headings[at]).replace("_", " ")
    later = steps_of(kind.name)
    if OTHER_DAY.search(heading) or _NO_DAY.search(heading) or is_other_day(heading):
        return 0
    if _END.search(heading) or later is not None and later.search(heading):
        return 0
    both = days.beside(at)
    own, other = (both[name].dt.year * 12 + both[name].dt.month for name in both)
    return int((own != other).sum())
