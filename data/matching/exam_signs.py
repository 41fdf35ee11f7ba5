"""What says that a file holds results of exams: its words, and what stands below its headings."""

import re
from collections.abc import Sequence

from data.kinds.catalog import TRAINING
from data.matching.exam_headings import slots
from data.matching.headings import match
from data.matching.inspected import was_inspected
from data.matching.likeness import sample
from data.matching.match import Match
from data.matching.verdict_words import is_unfinished, is_verdict
from data.matching.worked_out import once
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.values.looks import is_no_result, is_number
from data.values.words import is_known

_EXAM = re.compile(
    r"quiz|\b(?:student|learner|trainee|candidate)s?\b|\bgrade (?:report|book)|\bgrades\b|\btests?\b(?! *(?:purchase|shop|call|drive|kauf|kunde))"
    r"|\b(?:course|learning|training|transcript) status\b|\benrol(?:l)?ed (?:on|at)\b|学习(?:状态|进度)|學習(?:狀態|進度)"
    r"|\b(?:exam|passing score|pass mark|points possible|correct answers|n correct|attempts?)\b"
    r"|\b(?:examen|toets|esame|prova final)\b|prüfung|試験|テスト|시험|экзамен|sınav|bài (?:kiểm tra|thi)\b"
    r"|考试|考試|测验|測驗|及格|补考|補考|初考|交卷|答卷得分|grade\s*/\s*\d|\bq\. ?\d+ ?/|/\d+[.,]\d\d\s*$",
    re.I,
)
_GRADED = re.compile(r"成绩|成績|月考|季考|\bmarks?\b|certificat", re.I)  # in a name or a title
# 考核 is an exam of what somebody knows or can do; alone it may as well be an appraisal or an audit.
_ASSESSED = re.compile(
    r"(?:安全|消防|知识|知識|技能|理论|理論|实操|實操|操作|培训|培訓|上岗|上崗|礼仪|禮儀|规范|規範|应知应会|應知應會)考核(?!人|员|員|项|項|点|點|门|門|扣|失)"
)
# What stands beside it in an appraisal of people.
_APPRAISED = re.compile(
    r"考核(?:月|周期|週期)|(?<!被)考核(?:人|者)|(?:工作|服务|服務)(?:态度|態度)|绩效|績效"
)
_SHARE = re.compile(r"\d+(?:\.\d+)?\s*/\s*\d{2,}\s*\(?\s*\d+(?:\.\d+)?\s*%\s*\)?")
_OF_SCORE = {"result", "score", "points", "grade", "成绩", "成績", "得分", "分数", "分數"}
_OUT_OF = re.compile(r"\d+(?:\.\d+)?\s*/\s*\d+(?:\.\d+)?")
_SURVEY = re.compile(
    r"survey|feedback|questionnaire|poll\b|satisf|\brat(?:e|ing)s?\b|opinion|umfrage|zufried|encuesta|enquête"
    r"|问卷|問卷|调查|調查|调研|調研|满意|滿意|评价|評價|评分|評分|反馈|回饋|アンケート|설문"
    r"|\bnps\b|promoter|recommend|推荐|推薦",
    re.I,
)
_SHOWN = 200  # cells looked at
_TEN = 10  # the most that a recommendation counts
_OPTION, _OPTIONS = re.compile(r"[A-H][.．、:：)）]\s*(\S.*)"), 2  # columns of them
_KEYED = 3  # rows in which a key is looked for, and items it is of
_KEY_WORDS = {
    *("key", "answerkey", "correctanswer", "correctanswers"),
    *("参考答案", "正确答案", "標準答案", "标准答案"),
}


def is_called_exam(sheet: Sheet, names: Sequence[str]) -> bool:
    """Whether a heading, a title or the name of the file (`names`) says so; that something was
    graded only where nobody inspected."""
    texts = (*sheet.headings, *names)
    graded = (
        any(map(_GRADED.search, names))
        or any(map(_ASSESSED.search, texts))
        and not _appraises(sheet)
    )
    return any(map(_EXAM.search, texts)) or graded and not was_inspected(texts)


def names_exam(text: str) -> bool:
    """Whether a name or a title speaks of an exam."""
    return _EXAM.search(text) is not None or _ASSESSED.search(text) is not None


def says_exam(sheet: Sheet, name: str) -> bool:
    """Whether a heading, a title or the name of the file says so, or options that were chosen."""
    appraises = _appraises(sheet)
    return any(
        _EXAM.search(text) or _ASSESSED.search(text) and not appraises
        for text in (*sheet.headings, *sheet.title, name.replace("_", " "))
    ) or shows_options(sheet, name)


def _appraises(sheet: Sheet) -> bool:
    """Whether a heading says that somebody judged how people work."""
    return any(map(_APPRAISED.search, sheet.headings))


def shows_options(sheet: Sheet, name: str) -> bool:
    """Whether options were chosen and points earned, and neither the name of the file speaks of a
    survey nor a column holds ratings, since whoever answers one chooses as well. Points of which nobody
    has more than ten are rather how likely somebody is to recommend."""
    if any(map(_SURVEY.search, (sheet.name, *sheet.title, name.replace("_", " ")))):
        return False
    own = match(sheet, TRAINING, Options())
    if not {"employee", "score"} <= _sure(own) or not _exceeds_ten(sheet, own.position("score")):
        return False
    return once(sheet, "options", lambda: _choose_options(sheet))


def _exceeds_ten(sheet: Sheet, at: int | None) -> bool:
    return at is not None and any(
        cell.isdecimal() and float(cell) > _TEN for cell in _first(sheet, at)
    )


def _holds_ratings(sheet: Sheet) -> bool:
    """Whether numbers or words of a scale stand under a heading that speaks of satisfaction."""
    return any(
        _SURVEY.search(heading)
        and all(is_number(cell) or is_known(cell) for cell in sample(_first(sheet, at)) if cell)
        for at, heading in enumerate(sheet.headings)
    )


def _first(sheet: Sheet, at: int) -> list[str]:
    return sheet.cells[at].iloc[:_SHOWN].tolist()


def _sure(own: Match) -> set[str]:
    """The columns that are sure to be there, though it may be asked whether the course is called as
    its test is."""
    return {
        name
        for at, name in own.columns.items()
        if at not in own.likely or name == "course" and name in own.rivals
    }


def shows_exams(sheet: Sheet) -> bool:
    """Whether columns or cells say it: a course beside people, points beside what they are out of,
    nothing but passed and failed, points out of points under a score, or a
    row of right answers above letters of options."""
    own = match(sheet, TRAINING, Options())
    sure = _sure(own)
    if "employee" in sure and not was_inspected(sheet.headings):
        course = own.position("course") if "course" in sure else None
        # A course of its own in each row is rather the name of a place.
        few = course is not None and sheet.cells[course].nunique() * 2 <= len(sheet.lines)
        store = own.position("store")
        few = few and (store is None or not sheet.cells[course].equals(sheet.cells[store]))
        if few or "score" in sure and sure & {"maximum", "pass_mark", "attempt", "outcome"}:
            return True
    scores = {at for at, name in own.columns.items() if name in ("score", "outcome")}
    for at, heading in enumerate(sheet.headings):
        cells = [
            cell
            for cell in sample(_first(sheet, at))
            if not is_no_result(cell) and not is_unfinished(cell)
        ]
        if cells and (
            all(map(is_verdict, cells))
            or (
                fold(heading) == "score"
                and all(map(_OUT_OF.fullmatch, cells))
                and not was_inspected(sheet.headings)
            )
            or ((at in scores or fold(heading) in _OF_SCORE) and all(map(_SHARE.fullmatch, cells)))
        ):
            return True
    return (
        sheet.cells[0].iloc[:_KEYED].map(fold).isin(_KEY_WORDS).any()
        and len(slots(sheet.headings)) >= _KEYED
    )


def _choose_options(sheet: Sheet) -> bool:
    """Whether several columns hold options that somebody chose, with their letters: "A.3 minutes"; a
    word of a scale is none. Not beside ratings."""
    if _holds_ratings(sheet):
        return False
    found = 0
    for at in range(len(sheet.headings)):
        cells = [cell for cell in sample(_first(sheet, at)) if cell]
        told = [_OPTION.fullmatch(cell) for cell in set(cells)]
        found += len(told) > 1 and all(each and not is_known(each[1]) for each in told)
    return found >= _OPTIONS
