"""Personal details in free text, masked: telephone numbers, addresses, cards, accounts, and the
staff that records know.

A detail is taken out where its form says what it is, or a word beside it does
("mobile", 身份证); a number that a word beside it calls an order, and prices,
dates and scores, stay. What stands in its place is one character of MARKS, the
same for every reader, until `spoken` puts a word of the reader's language there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from errors import Message
from i18n import N_, Say, Text

PHONE, MAIL, IDENTITY, CARD, ACCOUNT, STAFF, NAME = _MARKS = tuple(map(chr, range(0xE0F0, 0xE0F7)))
MARKS: dict[str, Text] = {
    PHONE: N_("[phone]"),
    MAIL: N_("[mail]"),
    IDENTITY: N_("[ID number]"),
    CARD: N_("[card number]"),
    ACCOUNT: N_("[account]"),
    STAFF: N_("[staff number]"),
    NAME: N_("[name]"),
}

_WORTH_A_LOOK = re.compile(
    r"\d|@|\(at\)|\[at\]|微信|薇信|威信|[vV]信|[wv]x|we-?chat|wei-?xin|line|telegram|[〇零一二三四五六七八九幺]{11}",
    re.I,
)
_INVISIBLE = re.compile("(?<=\\d)[\u200b-\u200d\u2060\ufeff]+(?=\\d)")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_PLAIN = (
    {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
    | {0x3000: 0x20, 0xA0: 0x20}
    | dict.fromkeys((*range(0x2010, 0x2016), 0x2212), 0x2D)
)

# A word right before a number that says it is none of a person's.
_NOT_A_PERSONS = re.compile(
    r"(?:订单|訂單|单号|單號|单子|單據|流水|运单|運單|快递|快遞|物流|票号|票號|工单|工單|发票|發票|条码|條碼|型号|型號|序列|批号|批號|商品|货号|貨號|编号|編號"
    r"|\b(?:order|invoice|tickets?|ref(?:erence)?|tracking|parcel|case|sku|serial|receipt|booking|reservation|item|product|article|model|voucher"
    r"|barcode|no|nr|number|id)|#|[¥￥$€£])\W{0,3}(?:号码|號碼|号|號|编号|編號|no|nr|number|id|code|is|was|为|為|是)?\W{0,3}$",
    re.I,
)
_AMOUNT = re.compile(
    r"\s?(?:元|块|塊|円|万|萬|亿|億|次|个|個|分|秒|小时|小時|天|人|％|%|rmb|cny|usd|hkd|ntd|dollars?|euros?|pounds?|minutes?|mins?"
    r"|seconds?|secs?|hours?|days?|times?|people|points?|stars?)",
    re.I,
)
_A_DAY = re.compile(
    r"(?:19|20)\d\d[-./年 ]?(?:0?[1-9]|1[0-2])[-./月 "
    r"]?(?:0?[1-9]|[12]\d|3[01])(?!\d{4})|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d"
)
_HOTLINE = re.compile(r"1?(?:400|800|888|877|866|855|844|833)\d{7}")

_NO_MORE = r"(?!\d|[.,]\d)"
_ALONE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-.,/])"
_GAP = r"[-\s.]?"

_MAIL = re.compile(
    r"[A-Za-z0-9À-ɏ._%+-]+\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[A-Za-z0-9-]+)*"
    r"\s?(?:\.|\(dot\)|\[dot\])\s?[A-Za-z]{2,}",
    re.I,
)
_CHINA = re.compile(
    _ALONE
    + r"[1-8]\d{5}[-\s]?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-\s]?\d{3}[\dXx](?![0-9A-Za-z])"
)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
_TAIWAN = re.compile(_ALONE + r"[A-Za-z][1289A-Da-d]\d{8}(?![0-9A-Za-z])")
_HONG_KONG = re.compile(_ALONE + r"[A-Za-z]{1,2}\d{6}\s?\([0-9Aa]\)")
_SOCIAL = re.compile(_ALONE + r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![-\d])")
_SAID_IDENTITY = re.compile(
    r"(?:身份证|身分證|身份證|证件|證件|护照|護照|居留证|居留證|回乡证|回鄉證|台胞证|台胞證"
    r"|\b(?:passport|id ?card|identity card|national id|hkid|ssn|nric))"
    r"(?:号码|號碼|号|號|字号|字號|\s?(?:no|number|nr))?[.\s:#为為是]{0,3}(?:is "
    r")?\s?([A-Za-z]{0,2}\d[\d\s-]{4,20}[\dXx](?:\([0-9Aa]\))?)",
    re.I,
)
_CARD = re.compile(
    _ALONE
    + r"\d{4}(?:[-\s]\d{4}){2,3}(?:[-\s]\d{1,4})?(?![-\d])|"
    + _ALONE
    + r"3[47]\d{2}[-\s]\d{6}[-\s]\d{5}(?![-\d])|"
    + _ALONE
    + r"\d{15,19}"
    + _NO_MORE
)
_ISSUED = re.compile(
    r"62\d{14,17}|4\d{15}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|35\d{14}|6(?:011|5\d\d)\d{12}"
)
_SAID_CARD = re.compile(
    r"(?:卡号|卡號|卡|账号|帳號|账户|帳戶|\b(?:card|account|acct|iban))(?:号码|號碼|号|號)?"
    r"(?:\s?(?:no|number|nr|ending))?[.\s:#为為是]{0,3}(?:is )?\s?(\d[\d\s-]{10,26}\d)" + _NO_MORE,
    re.I,
)
_IBAN = re.compile(
    _ALONE + r"[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_QQ = re.compile(
    r"(?<![A-Za-z])(?:qq|扣扣|企鹅号|企鵝號)(?:号码|號碼|号|號|群)?[:：\s是为為加]{0,3}([1-9]\d{4,10})"
    + _NO_MORE,
    re.I,
)
_IDS = (  # after a sign that an account follows, any; else only what no word looks like
    re.compile(
        r"(?:微信|薇信|威信|v信|加v|(?<![a-z])(?:vx|wx))(?:号码|號碼|号|號|id)?\s?[:：是为為]\s?"
        r"([a-z][\w-]{5,19}|1[3-9]\d{9}|[1-9]\d{5,10})",
        re.I | re.A,
    ),
    re.compile(
        r"(?:微信|薇信|威信|v信)(?:号码|號碼|号|號|id)\s?([a-z][\w-]{5,19}|\d{6,11})", re.I | re.A
    ),
    re.compile(
        r"(?:微信|薇信|威信|v信|加v|(?<![a-z])(?:vx|wx|we-?chat|wei-?xin))(?:\s?(?:号|號|id|is))?[:：\s]{0,2}"
        r"([a-z](?=[\w-]*[\d_])[\w-]{5,19}|1[3-9]\d{9}|[1-9]\d{7,10})",
        re.I | re.A,
    ),
    re.compile(
        r"(?<![a-z])(?:we-?chat|wei-?xin|line|telegram|skype|instagram)\s?(?:id|account|号|號)(?:\s?is)?[:：\s]{0,2}"
        r"@?([\w][\w.-]{3,29})",
        re.I | re.A,
    ),
    re.compile(
        r"(?:加|(?<![a-z])(?:telegram|instagram))\s?(?:line|賴)?[:：\s]{0,2}@([\w][\w.-]{3,29})",
        re.I | re.A,
    ),
)
_SAID_STAFF = re.compile(
    r"(?:工号|工號|员工编号|員工編號|员工号|員工號|职工号|職工號|员工代码|員編|\b(?:staff|employee|emp|badge|server|agent|clerk|cashier|operator|rep)"
    r"\s?(?:no|nr|number|id|code|#))[.\s:：#（(为為是]{0,3}(?:is "
    r")?([A-Za-z]{0,4}[-_]?\d{1,10}[A-Za-z]?)(?![\dA-Za-z])",
    re.I,
)
_SAID_PHONE = re.compile(
    r"(?:电话|電話|手机|手機|联系|聯絡|聯繫|联络|致电|致電|来电|來電|回电|回電|打给|打給|拨打|撥打"
    r"|\b(?:tel|telephone|phone|mobile|mob|cell|cellphone|call|text|sms"
    r"|whats?app|fax|ring|contact|reach)\b|☎|📞|📱)[^\d\n。；;!！?？]{0,12}?(\(?\+?\d[\d\s().-]{4,18}\d)"
    + _NO_MORE
    + r"|(?<![a-z])tel(\d{7,15})(?!\d)",
    re.I,
)
_PHONES = (
    re.compile(r"(?<![0-9A-Za-z])\+\s?\d{1,3}[-\s.()]{0,3}\d(?:[-\s.()]{0,2}\d){5,12}(?!\d)"),
    re.compile(
        _ALONE
        + r"00(?:[1-9]\d{0,2}[-\s.]\d(?:[-\s.()]{0,2}\d){5,12}|(?:86|852|853|886|44|65|60|81|82|61)\d{8,12})(?!\d)"
    ),
    re.compile(_ALONE + r"(?:86[-\s]?)?1[3-9]\d(?:" + _GAP + r"\d{4}){2}" + _NO_MORE),
    re.compile(_ALONE + r"1[3-9](?:[-\s]?\d){9}" + _NO_MORE),
    re.compile(_ALONE + r"(?:852|853)[-\s]\d{4}[-\s]?\d{4}" + _NO_MORE),
    re.compile(
        _ALONE
        + r"\(?0(?:10|2\d|[3-9]\d{2})\)?[-\s]?\d{7,8}(?:\s?(?:-|转|轉|x|ext\.?)\s?\d{1,6})?"
        + _NO_MORE,
        re.I,
    ),
    re.compile(_ALONE + r"09\d{2}[-\s]?\d{3}[-\s]?\d{3}" + _NO_MORE),
    re.compile(_ALONE + r"(?:07\d{9}|07\d{3}\s\d{6})" + _NO_MORE),
    re.compile(
        _ALONE
        + r"(?:\(0\d{1,4}\)[-\s.]?|0\d{1,4}[-\s.])\s?\d{2,4}(?:[-\s.]\d{2,4}){1,4}"
        + _NO_MORE
    ),
    re.compile(
        _ALONE + r"(?:1[-.\s])?"
        r"(?:[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4}|\([2-9]\d{2}\)\s?[2-9]\d{2}[-.\s]\d{4}|[2-9]\d{2}\s[2-9]\d{2}[-\s]\d{4})"
        + _NO_MORE
    ),
    re.compile(_ALONE + r"8[-\s]?\(\d{3}\)\s?\d{3}[-\s]\d{2}[-\s]\d{2}" + _NO_MORE),
    re.compile(_ALONE + r"[569](?!\d00\s|\d{3}\s\d\d00)\d{3}\s\d{4}" + _NO_MORE),
    re.compile(
        r"(?<![〇零一二三四五六七八九幺])[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}(?![〇零一二三四五六七八九幺十百千万])"
    ),
)
_CODES = re.compile(_ALONE + r"[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*" + _NO_MORE)
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+(?:[·•・][\u3400-\u4dbf\u4e00-\u9fff]+)*")
_SHORTEST_NAME, _LONGEST_NAME, _MOST_WORDS = 2, 4, 4
_FEWEST_DIGITS = 5  # of a staff number that is masked without a word that calls it one
# What rosters hold in place of a name, and every comment may say.
_NO_NAMES = frozenset(
    (
        "前台 客服 店长 店長 经理 經理 员工 員工 收银 收銀 收银员 收銀員 导购 導購 服务员 服務員 "
        "服务台 服務台 保安 保洁 主管 顾问 顧問 管理员 管理員 "
        "总台 總台 大堂 大堂经理 大堂經理 值班 值班经理 值班經理 店员 店員 "
        "柜员 櫃員 柜台 櫃台 销售 銷售 前厅 前廳 后厨 後廚 其他 测试 測試 匿名 未知 全体 全體"
    ).split()
)


@dataclass(frozen=True)
class Masks:
    """What of the staff is masked besides what every text may hold: `numbers` and `names` as
    records write them, folded.

    `off`: for who may see people, nothing is masked.
    """

    numbers: frozenset[str] = frozenset()
    han: frozenset[str] = frozenset()
    latin: frozenset[tuple[str, ...]] = frozenset()
    off: bool = False
    _longest: int = field(default=_LONGEST_NAME, repr=False)

    def masked(self, text: str) -> str:
        """The text with each personal detail replaced by the character of its mark."""
        if self.off:
            return text
        text = _without_marks(text)
        both = _Both.of(text)
        if _WORTH_A_LOOK.search(both.plain):
            both = _by_form(both)
        if self.numbers:
            both = both.without(STAFF, self._numbers(both.plain))
        if self.han:
            both = both.without(NAME, self._han_names(both.plain))
        if self.latin:
            both = both.without(NAME, self._latin_names(both.plain))
        return both.text

    def _numbers(self, plain: str) -> Iterator[tuple[int, int]]:
        for found in _CODES.finditer(plain):
            folded = found[0].casefold()
            if folded in self.numbers and not (
                folded.isdigit() and _is_called_otherwise(plain, *found.span())
            ):
                yield found.span()

    def _han_names(self, plain: str) -> Iterator[tuple[int, int]]:
        for run in _HAN_RUN.finditer(plain):
            at = run.start()
            while at < run.end():
                longest = min(self._longest, run.end() - at)
                size = next(
                    (
                        size
                        for size in range(longest, _SHORTEST_NAME - 1, -1)
                        if plain[at : at + size] in self.han
                    ),
                    0,
                )
                if size:
                    yield at, at + size
                at += size or 1

    def _latin_names(self, plain: str) -> Iterator[tuple[int, int]]:
        words = list(_WORDS.finditer(plain))
        folded = [word[0].rstrip(".").casefold() for word in words]
        at = 0
        while at < len(words):
            size = next(
                (
                    size
                    for size in range(min(_MOST_WORDS, len(words) - at), 1, -1)
                    if tuple(folded[at : at + size]) in self.latin
                ),
                0,
            )
            if size:
                yield words[at].start(), words[at + size - 1].end()
            at += size or 1


def masks_of(staff: Iterable[str]) -> Masks:
    """The masks for staff as records write them: numbers, names, or both in one cell.

    A name is masked where it has two to four Chinese characters or two words and
    more; a number where it holds a letter and a digit, or five digits and more.
    """
    numbers, han, latin = set(), set(), set()
    for written in staff:
        plain = _plain(written).strip()
        if "@" in plain:
            continue  # masked as an address
        numbers |= {
            code[0].casefold() for code in _CODES.finditer(plain) if _tells_somebody(code[0])
        }
        for run in _HAN_RUN.findall(plain):
            if (
                _SHORTEST_NAME <= len(run) <= _LONGEST_NAME or set(run) & set("·•・")
            ) and run not in _NO_NAMES:
                han.add(run)
        words = tuple(
            word[0].rstrip(".").casefold()
            for word in _WORDS.finditer(plain)
            if not _HAN_RUN.search(word[0])
        )
        if 2 <= len(words) <= _MOST_WORDS and not any(map(str.isdigit, plain)):
            latin |= {words, words[1:] + words[:1]} if "," in plain else {words}
    return Masks(
        frozenset(numbers),
        frozenset(han),
        frozenset(latin),
        _longest=max(map(len, han), default=_LONGEST_NAME),
    )


def _tells_somebody(code: str) -> bool:
    digits = sum(map(str.isdigit, code))
    return digits >= _FEWEST_DIGITS if digits == len(code) else digits > 0 and len(code) > 2


def masked_message(message: Message, masks: Masks, say: Say) -> Message:
    """A sentence with what it quotes masked, and spoken."""
    return (
        message
        if masks.off
        else Message(
            message.text,
            {name: _masked_blank(value, masks, say) for name, value in message.blanks.items()},
        )
    )


def _masked_blank(value: object, masks: Masks, say: Say) -> object:
    if isinstance(value, Message):
        return masked_message(value, masks, say)
    if isinstance(value, list | tuple):
        return [_masked_blank(item, masks, say) for item in value]
    return (
        spoken(masks.masked(value), say)
        if isinstance(value, str) and not isinstance(value, Text)
        else value
    )


def spoken(text: str, say: Say) -> str:
    """The text with each mark as a word of the reader's language."""
    for mark, word in MARKS.items():
        if mark in text:
            text = text.replace(mark, say(word))
    return text


def _without_marks(text: str) -> str:
    """A file's own text cannot look as if something was masked in it."""
    return (
        "".join(letter for letter in text if letter not in MARKS)
        if any(mark in text for mark in _MARKS)
        else text
    )


def _plain(text: str) -> str:
    """Letter by letter: full-width letters, digits of other scripts and all dashes made plain."""
    text = text.translate(_PLAIN)
    return (
        text
        if text.isascii()
        else _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)
    )


@dataclass(frozen=True)
class _Both:
    """A text and, letter by letter, what is searched."""

    text: str
    plain: str

    @classmethod
    def of(cls, text: str) -> "_Both":
        text = _INVISIBLE.sub("", text)
        return cls(text, _plain(text))

    def without(self, mark: str, spans: Iterable[tuple[int, int]]) -> "_Both":
        """Both texts with a mark in place of each span."""
        text: list[str] = []
        plain: list[str] = []
        at = 0
        for start, end in spans:
            text += self.text[at:start], mark
            plain += self.plain[at:start], mark
            at = end
        return (
            replace(
                self,
                text="".join((*text, self.text[at:])),
                plain="".join((*plain, self.plain[at:])),
            )
            if at
            else self
        )


def _by_form(both: _Both) -> _Both:
    """Without what is known by its form, or by a word beside it; the surest first."""
    steps = [
        (MAIL, _MAIL, None),
        (IDENTITY, _SAID_IDENTITY, None),
        (IDENTITY, _CHINA, _is_china),
        (IDENTITY, _HONG_KONG, None),
        (IDENTITY, _TAIWAN, _is_taiwan),
        (IDENTITY, _SOCIAL, None),
        (CARD, _SAID_CARD, None),
        (CARD, _IBAN, _is_iban),
        (ACCOUNT, _QQ, None),
        *((ACCOUNT, pattern, None) for pattern in _IDS),
        (STAFF, _SAID_STAFF, _no_amount),
        (CARD, _CARD, _is_card),
        (PHONE, _SAID_PHONE, _is_said_phone),
        *((PHONE, pattern, _is_phone) for pattern in _PHONES),
    ]
    for mark, pattern, fits in steps:
        both = both.without(mark, _found(pattern, both.plain, fits))
    return both


def _found(
    pattern: re.Pattern, plain: str, fits: Callable[[str, int, int], bool] | None
) -> Iterator[tuple[int, int]]:
    """Where the pattern is found and fits, or the group that holds the detail alone; a group of one
    letter is a separator."""
    for found in pattern.finditer(plain):
        group = next(
            (
                at
                for at in range(1, pattern.groups + 1)
                if found[at] is not None and len(found[at]) > 1
            ),
            0,
        )
        if fits is None or fits(plain, *found.span(group)):
            yield found.span(group)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_called_otherwise(plain: str, start: int, end: int) -> bool:
    """Whether what stands beside a number says that it is no person's: an order, a price, an
    amount."""
    return (
        _NOT_A_PERSONS.search(plain[max(0, start - 24) : start]) is not None
        or _AMOUNT.match(plain[end:]) is not None
    )


def _no_amount(plain: str, start: int, end: int) -> bool:
    return _AMOUNT.match(plain[end:]) is None


def _is_phone(plain: str, start: int, end: int) -> bool:
    number = plain[start:end]
    digits = _digits(number)
    return not (
        _is_called_otherwise(plain, start, end)
        or _A_DAY.match(number.lstrip("("))
        or _HOTLINE.fullmatch(digits)
        or number[:1] == "0"
        and not 9 <= len(digits) <= 18
    )


def _is_said_phone(plain: str, start: int, end: int) -> bool:
    return (
        7 <= len(_digits(plain[start:end])) <= 15
        and not plain[end : end + 1].isdigit()
        and _is_phone_said(plain, start, end)
    )


def _is_phone_said(plain: str, start: int, end: int) -> bool:
    number = plain[start:end]
    ordered = re.search(
        r"(?:订单|訂單|单号|單號|流水|型号|型號|工单|工單|发票|發票|order|invoice|ticket|ref|tracking|model|#|[¥￥$€£])\W{0,3}"
        r"(?:号码|號碼|号|號|no|number|id|is|是)?\W{0,3}$",
        plain[max(0, start - 20) : start],
        re.I,
    )
    return not (
        ordered
        or _AMOUNT.match(plain[end:])
        or _A_DAY.match(number.lstrip("("))
        or _HOTLINE.fullmatch(_digits(number))
    )


def _is_china(plain: str, start: int, end: int) -> bool:
    """Whether 18 digits are an identity number: of a province, with a day of birth. A wrong check
    digit is a slip of the pen, unless the number is called something else."""
    text = re.sub(r"[-\s]", "", plain[start:end]).upper()
    if text[:2] not in _PROVINCES:
        return False
    check = "10X98765432"[
        sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(text[:17])) % 11
    ]
    return check == text[17] or not _is_called_otherwise(plain, start, end)


def _is_taiwan(plain: str, start: int, end: int) -> bool:
    """Whether a letter and nine digits have the check digit of an identity number."""
    text = plain[start:end].upper()
    first = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(text[0]) + 10
    second = text[1] if text[1].isdigit() else str("ABCD".index(text[1]))
    numbers = [first // 10, first % 10, *map(int, second + text[2:])]
    return sum(
        number * weight
        for number, weight in zip(numbers, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)
    ) % 10 == 0 and not _is_called_otherwise(plain, start, end)


def _is_card(plain: str, start: int, end: int) -> bool:
    """Whether the digits are those of an issuer, with the check digit of Luhn."""
    digits = _digits(plain[start:end])
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (
        _ISSUED.fullmatch(digits) is not None
        and (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0
        and not _is_called_otherwise(plain, start, end)
    )


def _is_iban(plain: str, start: int, end: int) -> bool:
    text = re.sub(r"\s", "", plain[start:end])
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1
