"""Who gave praise: a heading that names colleagues, or a column that holds people of the staff as that
of the praised does. Praise of a colleague is no praise from a customer."""

import re
from collections.abc import Sequence

from data.matching.left_looks import names_place
from data.matching.match import Match
from data.matching.personal import about_customer, about_staff, about_superior
from data.matching.worked_out import first_cells
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.values.looks import is_date, is_no_answer

# Colleagues who thank each other; senders and 赠送人 may as well be customers.
_GIVER = re.compile(
    r"\bgiver\b|\bnominat(?:or|ed by)\b|\brecogni[sz](?:er|ed by)\b|\bpraised by\b|提名人|推荐人|推薦人|点赞人|點讚人",
    re.I,
)
# Staff who wrote down, checked or answer for what a customer said.
_WROTE_DOWN = re.compile(
    r"\border|ticket|booking|receipt|invoice|\bcase|praise (?:code|id|no)|订单|訂單|工单|工單|单号|單號"
    r"|record|enter|regist|\blog|verif|check|approv|confirm|manager|supervis|lead|\bhead\b|boss|creat|submit|handl|owner|assign|report|upload|clos|receiv|review|witness"
    r"|erfass|geprüft|bestätig|vorgesetzt|leit|jefe|gerente|saisi|vérif|responsab|chef|gestor|respons|capo"
    r"|登记|登記|录入|錄入|审核|審核|核实|核實|确认|確認|主管|经理|經理|店长|店長|组长|組長|填|提交|受理|处理|處理|负责|負責|上司|登録|担当|확인|등록|담당",
    re.I,
)
# Of two columns of staff, the one of those who gave it.
_GAVE = re.compile(r"\bfrom\b|\bby\b|send|giv|nomin|peer|thank|recogni[sz]er", re.I)
_CODE = re.compile(r"([A-Za-z]{2,})[-_ ]?\d{2,}")
_SHORT_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")  # points rather than people
_MOST, _SHARED, _FEWEST = 0.8, 0.2, 2


def names_giver(sheet: Sheet) -> str:
    """The heading of colleagues who gave praise or points; "" where there is none."""
    return next((one for one in sheet.headings if _GIVER.search(_plain(one))), "")


def giver(sheet: Sheet, own: Match) -> str:
    """The heading of colleagues who gave praise, else of a column that is filled with staff as that of
    the praised is, in a file that names no customer."""
    named = names_giver(sheet)
    praised = own.position("employee")
    if named or praised is None:
        return named
    samples = first_cells(sheet)
    if any(about_customer(heading) and samples[at] for at, heading in enumerate(sheet.headings)):
        return ""
    return next(
        (
            heading
            for at, heading in enumerate(sheet.headings)
            if at not in own.columns
            and not _is_somebody_else(heading)
            and _are_colleagues(samples[at], samples[praised])
        ),
        "",
    )


def _is_somebody_else(heading: str) -> bool:
    plain = _plain(heading)
    praised_too = about_staff(heading) and _GAVE.search(plain) is None
    wrote = _WROTE_DOWN.search(plain) is not None
    return praised_too or wrote or about_superior(heading) or names_place(heading)


def _are_colleagues(cells: Sequence[str], praised: Sequence[str]) -> bool:
    """Whether cells are codes of the same letters as those of the praised, or name several of them."""
    told = [cell for cell in cells if not is_no_answer(cell)]
    if len(told) < _FEWEST or len(told) * 2 < len(praised):
        return False
    letters = _letters(praised)
    if letters and letters == _letters(told) and list(told) != list(praised):
        return True
    different = {cell for cell in told if not (_SHORT_NUMBER.fullmatch(cell) or is_date(cell))}
    both = different & {*praised}
    return len(both) >= max(_FEWEST, _SHARED * len(different)) and list(told) != list(praised)


def _letters(cells: Sequence[str]) -> str:
    """The letters with which nearly all codes begin; "" where they are no such codes."""
    found = [code[1].upper() for cell in cells if (code := _CODE.fullmatch(cell.strip()))]
    first = found[0] if found else ""
    return first if found and found.count(first) >= _MOST * len(cells) else ""


def _plain(heading: str) -> str:
    return normal(heading).replace("_", " ")
