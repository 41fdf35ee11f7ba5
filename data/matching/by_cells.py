"""Columns of which no heading says that they hold what a kind cannot do without, though what stands
below them could be it: marks on a small scale, days, months.

They are only asked about, with the sentence that nothing else speaks for them.
"""

import re
from collections.abc import Sequence

from data.kinds.catalog import COMPLAINT, ROSTER
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.cell_looks import are_dates
from data.matching.heading_says import is_other_day
from data.matching.left_looks import (
    are_places,
    are_remarks,
    are_sorts,
    asks_to_choose,
    is_said_otherwise,
    names_end,
    names_place,
)
from data.matching.person_cells import are_names_of_people
from data.matching.personal import is_personal
from data.matching.voice_columns import asks_something_else, may_be_answers
from data.text.folding import normal, words
from data.values.looks import is_number
from errors import Message
from i18n import N_

_MONTH = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])")  # 202104, which as a number may be anything
_STAMP = re.compile(
    r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
)
_CALLED_MONTH = re.compile(
    r"month|period|\bym\b|\bmes\b|m[êe]s\b|mois|monat|mese|miesi|maand|bulan|tháng|月|월", re.I
)
_COUNTED = re.compile(  # numbers of things, of which a few small ones look like marks
    r"\be?nps\b|number|\bno\b|\bnr\b|count|\btable|\bage\b|year|month|quarter|week|\bday|\bclass\b|level|group|zone|code|version|attempt"
    r"|floor|room|visits?\b|sessions?|people|persons|guests|children|kids|items|tries|\bindex\b|favou?rite|\bselect\b|choose"
    r"|anzahl|zahl\b|nombre de|número|numero|cantidad"
    r"|quantidade|tisch|jahr|monat|anni|idade|edad|jumlah|次数|次數|人数|人數|数量|數量|号|號|年|月|级别|級別|几|幾|桌|층|回数",
    re.I,
)
_STANDS = re.compile(
    r"status|\bstate\b|priorit|severit|urgen|channel|source|sentiment|mood|region|city|country|gender|resol|result|outcome|satisf|language|team"
    r"|estado|situa|canal|statut|stato|dringlich|kanal|状态|狀態|优先|優先|渠道|来源|來源|结果|結果|地区|地區|城市|性别|性別",
    re.I,
)
PERSON, _FEWEST_PEOPLE = "employee", 3
_IS_NUMBER = re.compile(
    r"\bid\b|\b(?:code|number|no|nr|num|kod|codice|matr[ií]cula|matricule|badge|nik|nip|nif|cpf|rfc|numero|número)\b|编号|編號|工号|工號|番号",
    re.I,
)
_NO_PERSON = re.compile(
    r"phone|\btel|mobile|handy|cell\b|telefon|whatsapp|fax|salar|\bage\b|wage|pay\b|\bpass\b|password|address|street|\bzip|postal|dep(?:t|art)"
    r"|manager|supervisor|superior|chefe|jefe|iban|account|手机|手機|电话|電話|薪|年龄|年齡|地址",
    re.I,
)
_LATER = re.compile(
    r"\bdue\b|deadline|\bseen\b|log ?in|birth|\bborn|\bdob\b|nac(?:imi|sci)|nasc|naiss|geb|doğum|lahir|生日|出生"
    r"|end|left|leav|terminat|exit|resign|last|expir|review|promot|updat|modif|creat"
    r"|fin(?:e|al)?\b|salida|sa[ií]da|deslig|demiss|départ|sortie|austritt|uscita|cessaz|çıkış|keluar|离职|離職|退職|更新|到期",
    re.I,
)
ALONE = N_("No heading speaks of it: only what stands below it could be it.")


def are_digits_of_days(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells are moments such as 20210908175041, or months such as 202104 whose heading says
    so."""
    text = normal(heading).replace("_", " ")
    if not cells:
        return False
    called = _CALLED_MONTH.search(text) is not None and all(map(_MONTH.fullmatch, cells))
    return called or all(map(_STAMP.fullmatch, cells))


def could_be(column: Column, heading: str, cells: Sequence[str], kind: DatasetKind) -> bool:
    """Whether a column that may hold what is needed is one of those that such a column looks like,
    whatever heads it."""
    text = f"{normal(heading).replace('_', ' ')} {' '.join(words(heading))}"
    if kind is ROSTER:
        since = column.name == "hired_on" and are_dates(cells) and not _LATER.search(text)
        return since or column.name == PERSON and numbers_people(text, cells)
    if column.type in (Type.DATE, Type.MOMENT):
        return (
            column.name == kind.date
            and (are_dates(cells) or are_digits_of_days(heading, cells))
            and not is_other_day(heading)
            and not names_end(heading)
        )
    if column.scaled:
        return are_marks(column, text, cells, kind)
    if kind is COMPLAINT and column.told:
        return are_remarks(cells) and not is_said_otherwise(text)
    if kind is COMPLAINT and column.name == "category":
        return are_sorts(cells) and may_be_category(text, cells)
    return False


def numbers_people(text: str, cells: Sequence[str]) -> bool:
    """Whether each row of a list of staff holds another code or name, which are no phones, mails,
    lengths or amounts. `text`: the heading."""
    different = len(set(cells)) == len(cells) >= _FEWEST_PEOPLE
    if (
        not different
        or _NO_PERSON.search(text)
        or any("@" in cell or "." in cell for cell in cells)
    ):
        return False
    return _IS_NUMBER.search(text) is not None or is_personal(text, cells)


def may_be_category(text: str, cells: Sequence[str]) -> bool:
    """Whether few words that come again may say what a complaint is about, and neither how it stands
    nor who or where it was."""
    return not (
        _STANDS.search(text)
        or names_place(text)
        or are_places(cells)
        or is_personal(text, cells)
        or are_names_of_people(cells)
    )


def are_marks(column: Column, text: str, cells: Sequence[str], kind: DatasetKind) -> bool:
    """Whether cells are answers on one small scale, and no numbers of something."""
    plain = list(cells)
    if not may_be_answers(text, plain, kind, column.name) or asks_something_else(text):
        return False
    if kind.name == "nps" and not all(map(is_number, plain)):
        return False
    return _COUNTED.search(text) is None and not asks_to_choose(text)


def only_cells() -> Message:
    """What is said beside the likeliest column where nothing but its cells speaks for it."""
    return Message(ALONE, {})
