"""What the name of a file or of a sheet, or a title, says of all its rows: the course and the
day."""

import re
from datetime import date

from data.kinds.catalog import TRAINING
from data.text.folding import fold, vocabulary
from data.text.writing import half_width
from data.values.month_names import month_number

_YEAR = r"(?P<year>20\d{2})"
_WORD = r"(?P<word>[^\W\d_]{3,12})"
_DAYS = (
    re.compile(
        rf"(?<!\d){_YEAR}(?P<sign>[-./_ ]?)(?P<month>\d{{2}})(?P=sign)(?P<day>\d{{2}})(?!\d)"
    ),
    re.compile(
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日号號일]"
    ),
    re.compile(rf"(?<!\d){_YEAR}[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-. _](?:de )?{_WORD}\.?[-., _]+(?:de )?{_YEAR}(?!\d)",
        re.I,
    ),
    re.compile(
        rf"(?<![^\W\d_]){_WORD}\.?[ _](?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ _]+{_YEAR}(?!\d)", re.I
    ),
)
_MINGUO = re.compile(
    r"(?<!\d)(?:民國|民国)?\s*(?P<year>1[01]\d)\s*[年년]\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日號号])?"
)
_MINGUO_SIGNS = re.compile(
    r"(?<![\d./-])(?P<year>1[01]\d)(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d./-])"
)
_EITHER = re.compile(
    rf"(?<!\d)(?P<one>\d{{1,2}})(?P<sign>[-./_])(?P<two>\d{{1,2}})(?P=sign){_YEAR}(?!\d)"
)
_MONTHS = (
    re.compile(rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]"),
    re.compile(rf"(?<!\d){_YEAR}[-./_ ]?(?P<month>0[1-9]|1[0-2])(?!\d)"),
    re.compile(rf"(?<![^\W\d_]){_WORD}\.?[-., _]*(?:de )?{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<!\d){_YEAR}[-., _]+{_WORD}(?![^\W\d_])", re.I),
)
_CLOCK = re.compile(r"(?<=\d)[T _-]+\d{2}[-:.h]?\d{2}(?:[-:.m]?\d{2})?(?!\d)(?:\s*[ap]m)?")
_SEVERAL_MONTHS = re.compile(r"\d{2,4}\s*年\s*\d{1,2}\s*[-–~～至到]\s*\d{1,2}\s*月(?:份)?")
_OTHER_CALENDAR = re.compile(
    r"(?:民國|民国)?\s*\d{2,4}\s*(?:学年|學年|年度|年)(?:\s*\d{1,2}\s*月(?:份)?)?"
)
_ENDING = re.compile(r"(?:\.(?:csv|xlsx?|xlsm|ods|txt|tsv|xlsb|json|zip))+$", re.I)
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
# Words of exports that name no course, wherever they stand in a name.
_OF_EXPORTS = re.compile(
    r"comma[ _]separated|form responses?(?: \d+)?|(?:formularantworten|réponses au formulaire|respuestas de(?:l)? formulario"
    r"|respostas ao formulário|risposte del modulo|formulierreacties|ответы на форму"
    r"|câu trả lời biểu mẫu|liczba odpowiedzi|odpovědi formuláře|form yanıtları|jawaban formulir|formulärsvar|formularsvar"
    r"|skjemasvar|vastaukset lomakkeeseen|odpowiedzi z formularza|răspunsuri la formular|űrlapválaszok|відповіді форми|respons (?:formulir|borang)"
    r"|ردود النموذج|การตอบแบบฟอร์ม)(?: \(?\d+\)?)?"
    r"|(?:表單回應|表单回应|(?:第 ?\d+ ?张)?表单回复|表單回覆|フォームの回答|설문지 응답 ?시트?)(?: ?\d+)?"
    r"|(?:quiz )?student analysis(?: report)?|participant data|final scores"
    r"|quiz[- ]grades?|grades? ?export|(?:full|partial)?gc|gradebook|test results?|quiz results?|exam results?|course results?"
    r"|(?<![^\W_])(?:grades?|results?|responses?|scores?|marks|attempts?|reports?|exports?|exported|downloads?|data|full|list|overview|details?"
    r"|copy|final version|moodle|canvas|kahoot|quizizz|zipgrade|docebo|talentlms|litmos|absorb|bewertungen|ergebnisse|notes"
    r"|résultats|calificaciones|resultados|notas|scan|sheet ?\d*|csv|xlsx?)(?![^\W_])"
    r"|考试成绩(?:表|单|汇总|统计)?|考試成績(?:表|單|彙總|統計)?|成绩(?:单|表|汇总|统计|导出|明细|登记表)?|成績(?:單|表|彙總|統計|匯出|明細|登記表)?"
    r"|(?<=[-_－—])(?:考试信息|考試資訊)(?=导出|匯出|[-_.\s]|$)"
    r"|(?<=[-_－—])\s*(?:作答|填答|答题|答題|答卷)(?:情况|情況|结果|結果|记录|記錄|紀錄)?(?=(?:[ _]?\d+)?(?:[-_.\s]|$))"
    r"|考试明细|考試明細|(?:按)?(?:文本|序号|分数)(?=[_\s]|$)|(?<=_)按(?:文本|序号|分数)|导出|匯出|明细表?|明細表?|汇总表?|彙總表?|统计表?|統計表?|登记表?|登記表?|记录表?|記錄表?|紀錄表?|一览表|一覽表|名单|名單|副本|最终版|最終版|数据|數據",
    re.I,
)
_LEFT = re.compile(r"\s+(?:vom|am|im|of|on|from|in|du|de|del|den|da|do|le|el|at|held)\.?$", re.I)
_NUMBERS = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
# What is otherwise no name is one with its number.
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:quiz|test|exam|module|modul|unit|level|part|lesson)[ _]\d{1,2}(?![^\W_])", re.I
)
# A name of nothing but such words says which tool or list it was.
_NO_COURSE = frozenset(
    "quiz test exam exams course courses users user people learners learner employees staff transcript enrollments enrolments"
    " registrations statements assessment assessments activity learning history training trainings attendance session stats path"
    " book table group class team academy programme program all attempts attempt item items question questions my new old the of and"
    " for by in completion certificates history udemy coursera learnupon business ispring success factors cornerstone scorm xapi lms"
    " 考试 考試 测验 測驗 测试 測試 培训 培訓 学员 學員 员工 員工 云学堂 钉钉 企业微信 问卷星 考核 人员 人員 工作表".split()
)
_FIRST_YEAR = 1911  # before the first of the Minguo
_SAYS_EXAM = re.compile(
    r"^(?:quiz|test|exam|exams|assessment|assessments|trainings?)$|考|测|測|培训|培訓"
)
_LEAST, _LONGEST = 2, 80  # letters of the name of a course
# Another label in the same line: "課程：服務禮儀 訓練日期：115/09/16".
_NEXT_LABEL = re.compile(r"\s+[^\s:：]{2,20}[:：]")
_LABELLED = re.compile(r"^\s*(?P<label>[^:：]{2,20})[:：]\s*(?P<text>\S.*)$")


def day_in(text: str) -> tuple[date, bool] | None:
    """The one day that a text names, else the first of the one month, and whether it was only a
    month; None where it names none, or several."""
    plain = half_width(text)
    for patterns, is_month in ((_DAYS, False), (_MONTHS, True)):
        found = {
            day for pattern in patterns for each in pattern.finditer(plain) if (day := _day(each))
        }
        if not is_month:
            found |= {day for each in _EITHER.finditer(plain) if (day := _day_either(each))}
        found |= {
            day
            for each in _MINGUO.finditer(plain)
            if (each["day"] is None) == is_month and (day := _day_minguo(each))
        }
        if not is_month:
            found |= {day for each in _MINGUO_SIGNS.finditer(plain) if (day := _day_minguo(each))}
        if found:
            return (found.pop(), is_month) if len(found) == 1 else None
    return None


def _day(found: re.Match) -> date | None:
    parts = found.groupdict()
    month = month_number(parts["word"]) if parts.get("word") else int(parts["month"])
    return _real(int(parts["year"]), month or 0, int(parts.get("day") or 1))


def _day_minguo(found: re.Match) -> date | None:
    return _real(int(found["year"]) + _FIRST_YEAR, int(found["month"]), int(found["day"] or 1))


def _day_either(found: re.Match) -> date | None:
    """30_09_2026, where only one part can be the month; between full stops the day comes first."""
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    if found["sign"] == ".":
        return _real(year, two, one)
    if one > 12 >= two:
        return _real(year, two, one)
    return _real(year, one, two) if two > 12 >= one or one == two else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def course_in(text: str) -> str:
    """The name of a course in the name of a file or a sheet, or in a title; "" where nothing in it
    could be one."""
    plain = _ENDING.sub("", text.strip())
    labelled = _LABELLED.match(plain)
    if labelled:
        if "course" not in vocabulary(TRAINING).get(fold(labelled["label"]), {}):
            return ""
        return _NEXT_LABEL.split(labelled["text"])[0].strip()[:_LONGEST]
    plain = _BRACKETS.sub(" ", without_days(plain))
    numbered = _NUMBERED.search(plain)
    plain = _NUMBERS.sub(" ", _OF_EXPORTS.sub(" ", plain)).replace("_", " ")
    words = re.split(r"\||(?:(?<=\s)|^)[-–—]+(?=\s|$)", plain)
    kept = [re.sub(r"\s+", " ", word).strip(" -–—.,;") for word in words]
    kept = [_LEFT.sub("", word) for word in kept]  # "Serviceprüfung vom" without its day
    name = " - ".join(word for word in kept if sum(map(str.isalpha, word)) >= _LEAST)
    told = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
    if told and not all(word in _NO_COURSE for word in told):
        return name[:_LONGEST]
    if numbered:
        return numbered[0].replace("_", " ")
    # Better than none: what the file is called says at least that it holds an exam.
    return name[:_LONGEST] if any(map(_SAYS_EXAM.search, told)) else ""


def without_days(text: str) -> str:
    """The text without the days, months and years that it names."""
    plain = _SEVERAL_MONTHS.sub(" ", _CLOCK.sub(" ", text))
    for pattern in (*_DAYS, _EITHER, *_MONTHS):
        plain = pattern.sub(lambda found: " " if _is_day(found) else found[0], plain)
    return _OTHER_CALENDAR.sub(" ", plain)


def _is_day(found: re.Match) -> bool:
    return (_day_either if "one" in found.groupdict() else _day)(found) is not None
