"""Who gave praise: colleagues, where a heading says so or where the same people, or codes of the same
form, stand below another column as below that of the praised."""

import re
from collections.abc import Sequence

from data.matching.match import Match
from data.matching.personal import about_customer, about_superior
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.values.looks import is_no_answer

_CODE = re.compile(r"([^\W\d_]+)[-_ ]?\d+")  # EMP011
_FEWEST, _SAME = 2, 0.5  # people in both columns; share of codes of the same form
# Colleagues who wrote it down, or decided on it, and did not give it.
_RECORDED = re.compile(
    r"manag|superv|approv|verif|record|enter|creat|report|log(?:ged)?\b|handl|review|nachgeprüft|审|審|核|登记|登記|录入|錄入|经办|經辦",
    re.I,
)
_LOOKED_AT = 2000  # rows


def given_by_colleagues(sheet: Sheet, own: Match) -> str:
    """The heading below which colleagues stand who gave the praise, as its cells tell; "" where there
    is none."""
    praised = own.position("employee")
    if praised is None:
        return ""
    people = _cells(sheet, praised)
    return next(
        (
            heading
            for at, heading in enumerate(sheet.headings)
            if at not in own.columns
            and _gives(heading)
            and _are_colleagues(_cells(sheet, at), people)
        ),
        "",
    )


def _gives(heading: str) -> bool:
    text = normal(heading).replace("_", " ")
    return not (_RECORDED.search(text) or about_customer(heading) or about_superior(heading))


def _are_colleagues(cells: Sequence[str], people: Sequence[str]) -> bool:
    """Whether some of the praised stand there as well, or codes begin as those of the praised do."""
    if not cells or len(set(cells)) < _FEWEST:
        return False
    if len({*cells} & {*people}) >= _FEWEST:
        return True
    forms, theirs = ({_form(cell) for cell in texts} - {""} for texts in (cells, people))
    coded = sum(bool(_form(cell)) for cell in cells)
    return bool(forms) and forms <= theirs and coded > _SAME * len(cells)


def _form(cell: str) -> str:
    """The letters of a code that counts people; "" of other cells."""
    found = _CODE.fullmatch(cell)
    return found[1].casefold() if found else ""


def _cells(sheet: Sheet, at: int) -> list[str]:
    return [cell for cell in sheet.cells[at].iloc[:_LOOKED_AT].tolist() if not is_no_answer(cell)]
