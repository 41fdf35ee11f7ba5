"""Whether a file of answers is a survey of staff, whose satisfaction is not that of customers."""

import re
from collections.abc import Sequence

from data.matching.likeness import sample
from data.matching.match import Match
from data.matching.personal import about_staff
from data.reading.sheet import Sheet
from data.text.folding import words

_AT_WORK = re.compile(  # what only members of staff are asked
    r"engagement\b|work life|job satisfaction|place to work|as an employer"
    r"|satisfied .{0,20}\b(?:your|my|the) (?:job|work|role|employer)\b"
    r"|arbeitgeber|arbeitsplatz|mitarbeiterzufriedenheit|employeur|lieu de travail|empleador|lugar de trabajo|lugar para trabalhar"
    r"|satisfaction with (?:my|your|the) job|\be ?nps\b"
    r"|employee (?:net promoter|experience|engagement)|intent(?:ion)? to (?:stay|leave)|turnover "
    r"intention|burnout|sense of belonging"
    r"|敬业|敬業|员工满意度|員工滿意度|工作满意度|工作滿意度|工作生活平衡|离职意向|離職意向|归属感|歸屬感|组织承诺|組織承諾",
    re.I,
)
_OF_WORK = re.compile(  # what customers are hardly ever asked twice
    r"\bmy "
    r"(?:manager|supervisor|team|job|work|role|boss|colleagues)\b|\b(?:career|salary|compensation|promotion|workload|work "
    r"environment"
    r"|working conditions|job involvement|environment satisfaction|relationship "
    r"satisfaction|training opportunities|years at company"
    r"|monthly income)\b"
    r"|薪酬|薪资|薪資|晋升|晉升|职业发展|職涯|直属上级|直屬主管|我的工作|工作环境|工作環境|工作压力|工作壓力|福利",
    re.I,
)
_OF_TRAINING = re.compile(  # whom a training is for
    r"\b(?:trainings?|trainers?|workshops?|instructors?|facilitators?|coursework)\b(?! (?:shoes|gear|equipment))"
    r"|培训|培訓|讲师|講師|授课|授課|内训|內訓|\b(?:schulung(?:en)?|seminarleiter\w*|formateurs?|formatrice|capacitaci[oó]n|instructora?"
    r"|treinamentos?|formador\w*|corso di formazione|docente)\b|研修",
    re.I,
)
_OF_TEACHING = re.compile(  # whoever teaches a course, which those who pay for it take as well
    r"\b(?:instructors?|instructora?|coursework|docente)\b|讲师|講師|授课|授課", re.I
)
_ASKS = re.compile(
    r"satisf|useful|helpful|\brate\b|rating|recommend|attend|\bhow\b|满意|滿意|评价|評價|参加|參加|收获|收穫|实用|實用"
    r"|zufrieden|bewert|utile|avali|valor|útil|満足",
    re.I,
)
_LEAST_PEOPLE = (
    10  # each in one row, before a column of staff numbers says that they answered themselves
)


def staff_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that speak of the work of whoever answered; none where customers may as well
    have been asked."""
    spoken = {heading: " ".join(words(heading)) for heading in headings}
    sure = [heading for heading in headings if _AT_WORK.search(spoken[heading])]
    perhaps = [
        heading for heading in headings if heading not in sure and _OF_WORK.search(spoken[heading])
    ]
    return tuple([*sure, *perhaps]) if sure or len(perhaps) > 1 else ()


def training_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that speak of a training, whose participants are staff; none where a single one
    names it and asks nothing."""
    found = tuple(heading for heading in headings if _OF_TRAINING.search(" ".join(words(heading))))
    return found if len(found) > 1 or any(map(_ASKS.search, found)) else ()


def only_taught(headings: Sequence[str]) -> bool:
    """Whether headings of a training speak of nothing but who taught, as those of any school do."""
    spoken = (" ".join(words(heading)) for heading in headings)
    return all(not _OF_TRAINING.search(_OF_TEACHING.sub("", text)) for text in spoken)


def answered_themselves(sheet: Sheet, match: Match) -> str | None:
    """The heading of staff numbers, one of which stands in each row, where nothing else numbers the
    answers."""
    if match.position("response_id") is not None:
        return None
    for at, heading in enumerate(sheet.headings):
        cells = sample(sheet.cells[at].iloc[:_LEAST_PEOPLE].tolist())
        if (
            about_staff(heading)
            and len(cells) == _LEAST_PEOPLE
            and sheet.cells[at].is_unique
            and any(letter.isdigit() for letter in cells[0])
        ):
            return heading
    return None
