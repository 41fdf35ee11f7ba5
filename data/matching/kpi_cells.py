"""KPIs in a file of targets under names that may mean several, or that only resemble one: asked,
one question for each name."""

from dataclasses import replace

from data.issues import NOTE, Issue
from data.kinds.catalog import ACTION, DECISION, KPI_VALUE, PROBLEM, TARGET
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.headings import match
from data.matching.target_columns import kpi_of
from data.matching.target_units import known, with_columns
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import shown
from data.values.looks import is_no_answer, is_number
from errors import Message
from i18n import N_

NAME, NONE = "kpi_name", "none"
_MOST_ASKED = 8  # names; a file with more unknown ones is hardly one of targets
_OTHERS = (ACTION, DECISION, KPI_VALUE, PROBLEM)  # whose rows name a KPI too
_LONGEST = 60  # letters of a name


def with_kpis(sheet: Sheet, options: Options, kpis: KpiFacts) -> Written:
    """The sheet with a name that is known in the place of each that a person says is a KPI, or that
    likely is one."""
    at = _column(sheet, options)
    counts = (
        _in_headings(sheet, kpis)
        if at is None
        else {name: int((sheet.cells[at] == name).sum()) for name in _unknown(sheet, at, kpis)}
    )
    asked = {name: count for name, count in counts.items() if kpis.meant(name).choices}
    if not asked or len(asked) > _MOST_ASKED or "kpi" in options.set:
        return Written(sheet)
    questions = tuple(_question(name, count, options, kpis) for name, count in asked.items())
    answered = {
        question.name.partition(":")[2]: question.answer(options.answers) for question in questions
    }
    named = {name: _writing(kpi, kpis) for name, kpi in answered.items() if kpi != NONE}
    if at is None:
        headings = tuple(named.get(kpi_of(heading), heading) for heading in sheet.headings)
        return Written(replace(sheet, headings=headings), questions=questions)
    cells = sheet.cells.copy(deep=False)
    cells[at] = sheet.cells[at].replace(named)
    return Written(replace(sheet, cells=cells), questions=questions)


def with_known_kpis(
    sheet: Sheet, kind: DatasetKind, options: Options, kpis: KpiFacts | None
) -> Written:
    """The sheet with the names of KPIs as they are known, of measured values, problems, actions
    and decisions; of other files the sheet itself."""
    if kind not in _OTHERS or kpis is None or sheet.cells.empty or "kpi" in options.set:
        return Written(sheet)
    at = match(sheet, kind, options).position("kpi")
    unknown = [] if at is None else _unknown(sheet, at, kpis)
    asked = [name for name in unknown if kpis.meant(name).choices]
    if at is None or not asked or len(asked) > _MOST_ASKED:
        return Written(sheet)
    questions = tuple(
        _question(name, int((sheet.cells[at] == name).sum()), options, kpis, kind) for name in asked
    )
    answers = zip(asked, (question.answer(options.answers) for question in questions), strict=True)
    named = {name: _writing(kpi, kpis) for name, kpi in answers if kpi != NONE}
    cells = sheet.cells.copy(deep=False)
    cells[at] = sheet.cells[at].replace(named)
    return Written(replace(sheet, cells=cells), questions=questions)


def with_title_kpi(file: str, sheet: Sheet, options: Options, kpis: KpiFacts) -> Written:
    """The sheet with the KPI that its title, its name or that of the file speaks of in a column, where
    the table names none."""
    given = {*options.match.values(), *options.set}
    if "kpi" in given or _column(sheet, options) is not None:
        return Written(sheet)
    if any(kpis.name_of(kpi_of(heading)) for heading in sheet.headings):
        return Written(sheet)
    stem = file.rpartition(".")[0].replace("_", " ")
    for text in map(kpi_of, (*sheet.title, sheet.name, stem)):
        if len(text) <= _LONGEST and (kpis.name_of(text) or kpis.meant(text).likely):
            made = with_columns(sheet, {"kpi": [text] * len(sheet.cells)})
            told = Message("The title names the KPI of all targets: {text}.", {"text": text})
            return Written(made, (Issue(NOTE, told),))
    return Written(sheet)


def _column(sheet: Sheet, options: Options) -> int | None:
    return match(sheet, TARGET, known(sheet, options)).position("kpi")


def _unknown(sheet: Sheet, at: int, kpis: KpiFacts) -> list[str]:
    return [
        cell
        for cell in sheet.cells[at].unique()
        if not is_no_answer(cell)
        and not is_number(cell)
        and len(cell) <= _LONGEST
        and kpis.name_of(cell) is None
    ]


def _in_headings(sheet: Sheet, kpis: KpiFacts) -> dict[str, int]:
    """Names above columns of figures that are likely KPIs, beside one that surely is, each with its
    filled cells."""
    names = [kpi_of(heading) for heading in sheet.headings]
    if not any(kpis.name_of(name) for name in names):
        return {}
    found = {}
    for at, name in enumerate(names):
        cells = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
        likely = kpis.name_of(name) is None and kpis.meant(name).likely is not None
        if likely and cells and all(is_number(cell.rstrip("% ")) for cell in cells):
            found[name] = len(cells)
    return found


def _writing(kpi: str, kpis: KpiFacts) -> str:
    """A way to write the KPI that everybody knows: what it is called on screen."""
    return kpis.labels[kpi]


_OF_NONE = {
    TARGET.name: N_("None of these: its targets are kept out."),
    KPI_VALUE.name: N_("None of these: its values are kept and shown nowhere."),
}


def _question(
    name: str, count: int, options: Options, kpis: KpiFacts, kind: DatasetKind = TARGET
) -> Question:
    found = kpis.meant(name)
    given = options.answers.get(f"{NAME}:{name}", NONE)
    offered = dict.fromkeys([*found.choices, *([given] if given in kpis.labels else [])])
    return Question(
        f"{NAME}:{name}",
        Message(
            "\u201c{name}\u201d is no KPI that is known (targets: {count}). Which one is it?"
            if kind is TARGET
            else "\u201c{name}\u201d is no KPI that is known (rows: {count}). Which one is it?",
            {"name": shown(name), "count": count},
        ),
        (
            *(Choice(kpi, kpis.labels[kpi]) for kpi in offered),
            Choice(NONE, _OF_NONE.get(kind.name, N_("None of these: these rows stay out."))),
        ),
        found.likely or NONE,
    )
