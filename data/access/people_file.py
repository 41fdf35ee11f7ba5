"""People from a file: a table with a row each, taken as a whole or not at all."""

import re
from datetime import date

from data.access.people import Person, faults_of, sign_of
from data.database.connection import ReadTransaction
from data.kinds.catalog import UPLOADED
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.roles import UNITS_OF
from errors import FileRefused, Message
from i18n import LANGUAGES, translator

_HEADINGS = {
    "email": ("email", "e-mail", "mail", "邮箱", "電子郵件", "电子邮件", "账号", "帳號"),
    "name": ("name", "姓名", "名字"),
    "roles": ("roles", "role", "角色", "权限", "權限"),
    "kinds": ("kinds", "kind", "数据类型", "資料種類", "类型", "種類"),
    "units": ("units", "unit", "stores", "store", "门店", "門市", "单位", "單位"),
    "within": ("within", "dimension", "维度", "維度"),
    "since": ("since", "valid from", "生效日期", "起始日期"),
}
_NEEDED = ("email", "roles")
_APART = re.compile(r"[,;、，；\n]")


def people_in(reading: ReadTransaction, content: bytes, file: str) -> tuple[Person, ...]:
    """The people that a file names. FileRefused with every row that cannot be taken: then none
    is."""
    sheet = read(content, file, Options())
    columns = _columns(sheet)
    found, faults = [], []
    if len(sheet.left_out) or len(sheet.faulty):
        part = next(iter((*sheet.faulty, *sheet.left_out)))
        faults.append((part.line, part.reason))
    for at, line in enumerate(sheet.lines):
        cells = {name: str(sheet.cells.iat[at, place]) for name, place in columns.items()}
        try:
            found.append(_person(cells))
        except ValueError:
            faults.append(
                (line, Message("“{day}” is no day such as 2026-09-15.", {"day": cells["since"]}))
            )
    if not faults:
        faults = [(sheet.lines[at], fault) for at, fault in faults_of(reading, found)]
    if faults:
        raise FileRefused(
            "Nobody of {file} was let in: {faults}",
            file=file,
            faults=[
                Message("row {row}: {fault}", {"row": line, "fault": fault})
                for line, fault in faults
            ],
        )
    if not found:
        raise FileRefused("{file} names nobody.", file=file)
    return tuple(found)


def _columns(sheet: Sheet) -> dict[str, int]:
    """Field -> the place of its column."""
    known = {heading: field for field, words in _HEADINGS.items() for heading in words}
    found: dict[str, int] = {}
    for at, heading in enumerate(sheet.headings):
        field = known.get(heading.strip().casefold())
        if field is not None:
            found.setdefault(field, at)
    lacking = [field for field in _NEEDED if field not in found]
    if lacking:
        raise FileRefused(
            "{file} has no column {lacking}. A file of people has the columns email, name, roles, "
            "kinds, units; the first and the third are needed.",
            file=sheet.file,
            lacking=lacking,
        )
    return found


def _person(cells: dict[str, str]) -> Person:
    since = cells.get("since", "")
    units = _listed(cells.get("units", ""))
    return Person(
        sign_of(cells["email"]),
        cells.get("name", "").strip(),
        tuple(name.casefold() for name in _listed(cells["roles"])),
        tuple(kind_name(name) for name in _listed(cells.get("kinds", ""))),
        (cells.get("within", "").strip().casefold() or UNITS_OF[0]) if units else "",
        units,
        date.fromisoformat(since[:10]) if since else date.min,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _APART.split(text) if part.strip()))


def kind_name(text: str) -> str:
    """The lasting name of a kind that is called by it or by its label in any language; else the text
    as it is."""
    for kind in UPLOADED:
        labels = {translator(language)(kind.label).casefold() for language in LANGUAGES}
        if text.casefold() in {kind.name, *labels}:
            return kind.name
    return text
