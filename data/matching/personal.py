"""Which headings or cells tell who somebody is: what no column needs of these is dropped at the
door."""

import re
from collections.abc import Sequence
from functools import lru_cache

from data.matching.sampled import known_of
from data.text.folding import fold, normal, parts, words

_ENDINGS = {  # last words of a heading, in Latin letters
    "ip",
    "email",
    "mail",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "cellphone",
    "fax",
    "address",
    "latitude",
    "longitude",
    "surname",
    "nickname",
    "lastname",
    "firstname",
    "fullname",
    "openid",
    "unionid",
    "wechat",
    "qq",
    "passport",
    "birthday",
    "birthdate",
}
_PAIRS = {
    ("phone", "number"),
    ("mobile", "number"),
    ("telephone", "number"),
    ("contact", "number"),
    ("id", "card"),
    ("of", "birth"),
    ("e", "mail"),
    ("ip", "addr"),
    ("address", "2"),
    ("street", "name"),
    ("postal", "code"),
    ("zip", "code"),
}
_WHOSE = {
    "first",
    "last",
    "full",
    "sur",
    "given",
    "family",
    "middle",
    "nick",
    "user",
    "your",
    "customer",
    "contact",
    "recipient",
    "learner",
    "student",
    "employee",
    "staff",
    "respondent",
    "participant",
}
_CHINESE_WHOLE = {
    "手机",
    "手機",
    "电话",
    "電話",
    "ip",
    "地址",
    "住址",
    "微信",
    "qq",
    "生日",
    "网名",
    "網名",
}
_CHINESE_WITHIN = (
    "手机号",
    "手機號",
    "电话号",
    "電話號",
    "联系电话",
    "聯絡電話",
    "联系方式",
    "聯絡方式",
    "身份证",
    "身分證",
    "身份證",
    "邮箱",
    "郵箱",
    "电子邮件",
    "電子郵件",
    "昵称",
    "暱稱",
    "姓名",
    "名字",
    "微信号",
    "微信號",
    "openid",
    "来自ip",
    "來自ip",
    "ip地址",
    "家庭住址",
    "联系地址",
    "聯絡地址",
    "出生日期",
    "纬度",
    "緯度",
    "经度",
    "經度",
    "护照",
    "護照",
)
_CELL = re.compile(
    r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"  # e-mail
    # IP, with the place that some tools add
    r"|(?:\d{1,3}\.){3}\d{1,3}(?:\(.*\))?|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
    r"|(?:\+?86[- ]?)?1[3-9]\d{9}|\+\d[\d ()-]{8,16}\d|\(?\d{3}\)?[- ]\d{3,4}-\d{4}"  # telephone
    r"|(?:point ?)?\( ?-?\d{1,3}\.\d{3,}(?:, ?| )-?\d{1,3}\.\d{3,} ?\)"  # a place on the map
    r"|\d{17}[\dXx]",
    re.I,
)  # Chinese identity card


_CUSTOMERS = {
    "customer",
    "customers",
    "client",
    "clients",
    "guest",
    "guests",
    "contact",
    "requester",
    "respondent",
    "recipient",
    "visitor",
    "patient",
    "passenger",
    "consumer",
    "buyer",
    "purchaser",
    "caller",
    "complainant",
    "diner",
    "tenant",
    "subscriber",
    "payer",
}
_CUSTOMERS_ZH = (
    "客户",
    "客戶",
    "顾客",
    "顧客",
    "宾客",
    "賓客",
    "来宾",
    "來賓",
    "客人",
    "患者",
    "病人",
    "旅客",
    "乘客",
    "买家",
    "買家",
    "消费者",
    "消費者",
    "会员",
    "會員",
    "访客",
    "訪客",
    "受访",
    "受訪",
    "联系人",
    "聯絡人",
    "投诉人",
    "投訴人",
    "业主",
    "業主",
    "住户",
    "住戶",
    "来电人",
    "來電人",
)
_NO_CUSTOMERS = (
    "神秘顾客",
    "神秘客",
    "神祕客",
    "神秘顧客",
    "神秘访客",
    "神秘訪客",
    "mystery guest",
    "mystery caller",
    "mystery customer",
    "client mystère",
    "client mystere",
    "customer service",
    "customer success",
    "customer care",
    "client service",
    "client relation",
    "contact center",
    "contact centre",
    "客户经理",
    "客戶經理",
    "客户服务",
    "客戶服務",
    "客户代表",
    "客戶代表",
    "客户专员",
    "客戶專員",
    "被投诉人",
    "被投訴人",
)
_STAFF = {"employee", "emp", "staff", "agent", "personnel", "worker", "colleague", "associate"}
_STAFF_ZH = ("工号", "工號", "员工", "員工", "职工", "職工", "人员编号", "人員編號")


@lru_cache(maxsize=20_000)
def about_customer(heading: str) -> bool:
    """Whether a heading says that its cells are about a customer, who is no member of staff."""
    plain = " ".join(words(heading))
    for other in _NO_CUSTOMERS:
        plain = plain.replace(other, " ")
    if "user agent" in plain:  # the browser of whoever answered
        return True
    return bool(_CUSTOMERS.intersection(plain.split())) or any(
        word in plain for word in _CUSTOMERS_ZH
    )


@lru_cache(maxsize=20_000)
def about_staff(heading: str) -> bool:
    """Whether a heading names a member of staff."""
    return (
        bool(_STAFF.intersection(words(heading)))
        or any(word in fold(heading) for word in _STAFF_ZH)
        or fold(heading).startswith("empno")
    )


_JUDGES = {"rater", "raters", "reviewer", "evaluator", "assessor"}
_VISITED = re.compile(  # but not 被检查人, whom a visit was about
    "(?<![被受])(?:巡店人|巡查人|检查人|檢查人|稽核人|评核[人员]|評核[人員]|暗访员|暗訪員|访查员|訪查員)"
)


def about_judge(heading: str) -> bool:
    """Whether a heading names whoever judged, who is never the judged."""
    return bool(_JUDGES.intersection(words(heading)))


def about_visitor(heading: str) -> bool:
    """Whether a heading names whoever visited a store to judge it."""
    return _VISITED.search(heading) is not None


def is_personal(heading: str, cells: Sequence[str]) -> bool:
    """Whether a heading, or most of these filled cells, tell who somebody is."""
    return any(map(_heading_is, [heading, *parts(heading)])) or _cells_are(cells)


_ABOVE = re.compile(
    r"manager|supervisor|trainer|instructor|teacher|approver|主管|上级|上級|讲师|講師|教师|教師|审批|店长|店長",
    re.I,
)


_NAME_PART = re.compile(
    r"^(?:first|last|middle|given|family|sur)[ _-]?names?$|^(?:vor|nach)name$|^prénom$|^apellidos?$|^姓氏?$|^名$",
    re.I,
)
_STAMP = re.compile(
    r"^(?:timestamp|zeitstempel|marca temporal|horodateur|carimbo de data/hora|informazioni cronologiche|отметка времени|时间戳记?|時間戳記"
    r"|タイムスタンプ|타임스탬프)$",
    re.I,
)


@lru_cache(maxsize=20_000)
def is_name_part(heading: str) -> bool:
    """Whether a heading names one half of somebody's name."""
    return _NAME_PART.search(heading.strip()) is not None


def is_stamp(heading: str) -> bool:
    """Whether a form wrote under this heading when it was sent."""
    return _STAMP.search(heading.strip()) is not None


@lru_cache(maxsize=20_000)
def about_superior(heading: str) -> bool:
    """Whether a heading tells of somebody's manager or trainer."""
    return _ABOVE.search(heading) is not None


def is_email(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column holds e-mail addresses."""
    return (
        words(heading)[-1:] in (("email",), ("mail",))
        or bool(cells)
        and known_of(cells, "mail", lambda: sum("@" in cell for cell in cells) * 2 > len(cells))
    )


@lru_cache(maxsize=20_000)
def _heading_is(heading: str) -> bool:
    tokens, folded = words(heading), fold(heading)
    if not tokens:
        return False
    named = tokens[-1] == "name" and (len(tokens) == 1 or tokens[-2] in _WHOSE)
    return (
        named
        or tokens[-1] in _ENDINGS
        or tokens[-2:] in _PAIRS
        or folded in _CHINESE_WHOLE
        or any(word in folded for word in _CHINESE_WITHIN)
        or "ip" in tokens
        and "address" in tokens
    )


def _cells_are(cells: Sequence[str]) -> bool:
    return bool(cells) and known_of(
        cells, "personal", lambda: sum(map(_cell_is, cells)) * 2 > len(cells)
    )


@lru_cache(maxsize=20_000)
def _cell_is(cell: str) -> bool:
    return _CELL.fullmatch(normal(cell)) is not None
