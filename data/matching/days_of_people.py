"""Headings of days of somebody's life in further languages: born, hired, a member since then."""

import re

from data.text.folding import normal

_OF_LIFE = re.compile(
    r"\bdob\b|\bdoj\b|birthday|doğum|dogum|рожден|ngày sinh|ngay sinh|lahir|urodz|narozen|narodzen|születés|syntymä|fødsel|födelse|생일|出生"
    r"|zatrudn|при[её]ма? на работу|işe ?(?:giriş|başlama)|ise ?(?:giris|baslama)|vào làm|nhận việc|masuk kerja|mulai bekerja|nástup"
    r"|ansettelse|anställning|\bonboard|\bemployment (?:start|date)|\b(?:start|beginning) of employment|dienstantritt|einstiegsdatum"
    r"|参加工作|入行|入厂|入廠|入伍|採用日|고용|\bmember(?:ship)? (?:since|date|start)|mitglied seit|membre depuis"
    r"|(?:socio|miembro|membro|cliente) (?:desde|dal)|sign.?up date|\baccount created|\blast (?:promotion|day of work)|入会|入會",
    re.I,
)
# Of a member of staff the day of entering is that of being hired; of a customer it may be that of a
# stay, and of a complaint that on which it came in.
_ENTERS = re.compile(
    r"ingreso|ingresso|date d.entr[ée]e|tanggal masuk|tgl masuk|fecha de alta|fecha alta", re.I
)
_OF_STAFF = frozenset({"staff_survey", "supervisor_rating", "training", "exam_item", "attendance"})


def is_of_life(heading: str) -> bool:
    """Whether a heading says when somebody was born, began to work or joined."""
    return _OF_LIFE.search(_plain(heading)) is not None


def is_no_day_of(kind: str, heading: str) -> bool:
    """Whether a heading tells a day of somebody's life, and never that of records of this kind."""
    return is_of_life(heading) or kind in _OF_STAFF and _ENTERS.search(_plain(heading)) is not None


def _plain(heading: str) -> str:
    return normal(heading).replace("_", " ")
