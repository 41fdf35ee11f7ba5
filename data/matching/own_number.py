"""The number of the records themselves, by a heading that numbers something or by cells that are
plainly references."""

import re
from collections.abc import Mapping, Sequence

from data.kinds.schema import Column, DatasetKind
from data.matching.cell_looks import are_codes, count_on
from data.matching.likeness import could_hold, is_next_to_other
from data.matching.personal import is_personal
from data.matching.record_stems import KINDS as RECORDS
from data.matching.worked_out import dated_columns
from data.reading.sheet import Sheet
from data.text.folding import fold, normal
from data.values.looks import is_number

_NUMBERED = re.compile(
    r"(?:^|[\s_#(-])(?:id|nr|no|num|number|nummer|n[°ºo]|key|ref|reference|referenz|code)\W*$|#|n[úu]mero|num[ée]ro|(?:编号|編號|单号|單號|番号"
    r"|番號|号码|號碼|流水号|번호|номер)$",
    re.I,
)
_HOLDS_ID = re.compile(r"\bids?\b", re.I)  # "Ticket IDs Sequence"
# 23480.000123/2026-11, CC-0042: signs between digits, or letters before several of them
_REFERENCE = re.compile(
    r"(?=(?:.*\d){4})[A-Za-z]{0,6}[-./#_]?\d[\w./#-]*[-./#_]\d[\w./#-]*|[A-Za-z]{1,6}[-./#_]?\d{3,}"
)


def _is_reference(cell: str) -> bool:
    return not is_number(cell) and _REFERENCE.fullmatch(cell) is not None


_ROW_NUMBERS = frozenset(
    map(
        fold,
        (
            "序号",
            "序號",
            "行号",
            "行號",
            "no",
            "nr",
            "lfd. nr.",
            "s/n",
            "sr no",
            "s no",
            "sl no",
            "№",
        ),
    )
)
_SEVERAL_LINES = 0.3  # share of different numbers among lines of orders
# What else has numbers.
_OTHERS = re.compile(
    r"customer|client|guest|buyer|user|member|contact|account|employee|staff|agent|phone|mobile|\bzip|post|tax|vat|product|item|sku|asin|article"
    r"|store|shop|branch|site|location|collector"
    r"|parent|external|merchant|table|room|order of|invoice|tracking|bank|iban|kunde|client|artikel|filial|客户|客戶|会员|會員|顾客|顧客|买家"
    r"|買家|用户|用戶|员工|員工|工号|手机|電話|电话|商品|产品|產品"
    r"|门店|店铺|門市|分店|房|物流|快递|发票|發票|お客|社員|店舗|電話"
    r"|vehicle|licen[cs]e|flight|zimmer|mitglied|车牌|車牌|航班",
    re.I,
)
# Whose numbers a complaint may name too, where no heading says that they are its own.
_ABOUT = re.compile(
    r"serial|序列[号號]|order|contract|policy|booking|reserv|bestell|vertrag|auftrag|pedido|订单|訂單|合同|合約|契約|注文|予約",
    re.I,
)
# The number of an answer: "Id odpowiedzi", "Antwort-ID", 回答番号.
_ANSWER_NUMBER = re.compile(
    r"^id\W+(?:d'|(?:de|du|del|da|do|della)\b)?\W*(?:la\b\W*)?(?:response|respuesta|réponse|resposta|risposta|odpowiedzi|antwort)\b"
    r"|(?:antwort|réponse|respuesta|resposta|odpowiedzi|ответа?)\W{0,2}(?:id|nummer)\b"
    r"|(?:回答|答卷|問卷|问卷|填答|回覆)者?(?:番号|编号|編號|id)|응답\W?(?:번호|id)",
    re.I,
)


def numbers_answers(heading: str) -> bool:
    """Whether a heading says that it numbers answers."""
    return _ANSWER_NUMBER.search(normal(heading)) is not None


def counts_rows(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column counts the rows from 1 on, as every list does anew."""
    return fold(heading) in _ROW_NUMBERS and count_on(cells)


def own_number(
    sheet: Sheet,
    kind: DatasetKind,
    rest: Sequence[int],
    columns: Sequence[Column],
    own: Mapping[int, str],
    samples: Sequence[Sequence[str]],
) -> tuple[dict[int, str], bool]:
    """The first column of numbers whose heading says that it numbers something, and
    nothing that others have numbers of: the records' own number, whatever they are called. Else
    the only one whose cells are plainly references, each another; whether it is such a one, of
    which only a person knows."""
    if kind.name not in RECORDS or not kind.identifiers[0].endswith("_id"):
        return {}, False
    name = kind.identifiers[0]
    fewest = 1.0 if kind.numbered else _SEVERAL_LINES  # an order may have several lines
    column = next((each for each in columns if each.name == name), None)
    if column is None or name in own.values():
        return {}, False
    days = dated_columns(sheet)
    found = [
        at
        for at in rest
        if not _OTHERS.search(normal(sheet.headings[at]))
        and len(samples[at]) > 1
        and len(set(samples[at])) >= fewest * len(samples[at])
        and are_codes(samples[at])
        and at not in days
        and not is_personal(sheet.headings[at], samples[at])
        and could_hold(column, samples[at], kind, sheet.headings[at])
    ]
    named = [
        at
        for form in ((_NUMBERED, _HOLDS_ID) if column.required else (_NUMBERED,))
        for at in found
        if form.search(normal(sheet.headings[at]))
        and (column.required or not is_next_to_other(sheet.headings[at]))
    ]
    if named or not kind.numbered:
        return dict.fromkeys(named[:1], name), False
    alone = [at for at in found if all(map(_is_reference, samples[at]))]
    theirs = len(alone) == 1 and not _ABOUT.search(normal(sheet.headings[alone[0]]))
    return dict.fromkeys(alone if theirs else [], name), theirs
