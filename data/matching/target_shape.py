"""Columns of a file of targets that no known heading names, told by their cells: names of KPIs, and
the only days."""

import re
from dataclasses import replace

from data.kinds.catalog import TARGET
from data.kpi_facts import KpiFacts
from data.matching.headings import match
from data.matching.target_columns import is_wide, kpi_of
from data.matching.target_units import known
from data.matching.worked_out import once
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.looks import is_date, is_no_answer, is_number
from data.values.spans import heading_span

_OF_KPIS = re.compile(
    r"\bkpis?\b|\bokr|kennzahl|kenngr|messgr|indikator|indicat|indicad|metric|métrica|wskaźnik|показател|指标|指標|考核项|考核項|目标项|目標項"
    r"|지표|目標項目",
    re.I,
)
_CALLED = re.compile(
    r"target|goal|\bziel|zielver|objecti[fv]|objetivo|\bmetas?\b|obiettiv|doelen|目标|目標|指标值|計劃值|计划值",
    re.I,
)
_FEWEST = 2  # KPIs in columns of their own
_LONGEST = 60  # letters of the name of a KPI
_LOOKED_AT = 60  # different cells of a column
_MOSTLY = 0.5  # the share of cells that name a KPI, surely or likely, in the column that does
_CODE = re.compile(r"([^\W\d_]+)[-_./#]?(?!(?:19|20)\d\d$)\d[\d_./-]*")  # NPS-51493, not NPS_2026
_OF_START = re.compile(
    r"\b(?:from|start|since|set|created|updated|ab|seit|von|gültig ab|stand|début|depuis|desde|inicio|início)\b"
    r"|起|开始|開始|生效|制定|更新|填报|填報|基准|基準|baseline|basis",
    re.I,
)


def names_kpis(sheet: Sheet, kpis: KpiFacts | None) -> bool:
    """Whether a column holds the names of KPIs, most of them for sure."""
    if kpis is None:
        return False
    for at in _kpi_columns(sheet, list(range(len(sheet.headings))), kpis):
        cells = _different(sheet, at)
        fewest = 1 if _OF_KPIS.search(sheet.headings[at]) else _FEWEST
        named = sum(kpis.name_of(cell) is not None for cell in cells)
        if 2 * named > len(cells) >= fewest:
            return True
    return False


def heads_kpis(sheet: Sheet, name: str, kpis: KpiFacts | None) -> bool:
    """Whether a file that a title, a sheet or its name calls targets has a column for each KPI."""
    if kpis is None or not any(map(_CALLED.search, (name, sheet.name, *sheet.title))):
        return False
    found = {kpis.name_of(kpi_of(heading)) for heading in sheet.headings} - {None}
    return len(found) >= _FEWEST


def is_called_wide(sheet: Sheet, name: str) -> bool:
    """Whether a title, a sheet or the name of a file says targets, and months or the like stand in
    columns."""
    return is_wide(sheet) and any(map(_CALLED.search, (name, sheet.name, *sheet.title)))


def told_by_cells(sheet: Sheet, options: Options, kpis: KpiFacts | None) -> Sheet:
    """The sheet with the columns of KPIs and of due days under headings that say so."""
    own = match(sheet, TARGET, known(sheet, options))
    given = {*own.columns.values(), *options.set}
    free = [at for at in range(len(sheet.headings)) if at not in own.columns]
    names: dict[int, str] = {}
    if "kpi" not in given and len(found := _kpi_columns(sheet, free, kpis)) == 1:
        names[found[0]] = "kpi"
    if "due" not in given and ("kpi" in given or names):
        days = [at for at in free if at not in names and _are_days(sheet, at)]
        if len(days) == 1:
            names[days[0]] = "due"
    headings = tuple(
        TARGET.column(names[at]).label if at in names else heading
        for at, heading in enumerate(sheet.headings)
    )
    return replace(sheet, headings=headings)


def _kpi_columns(sheet: Sheet, free: list[int], kpis: KpiFacts | None) -> list[int]:
    """The columns of texts that are mostly names of KPIs; where nothing is known of these, those
    headed as such."""
    found, headed = [], []
    for at in free:
        cells = _different(sheet, at)
        if not cells or any(
            is_number(cell) or is_date(cell) or len(cell) > _LONGEST for cell in cells
        ):
            continue
        if _are_numbered_alike(cells):
            continue
        if _OF_KPIS.search(sheet.headings[at]):
            headed.append(at)
        if kpis is not None:
            named = sum(
                kpis.name_of(cell) is not None or kpis.meant(cell).likely is not None
                for cell in cells
            )
            if named > _MOSTLY * len(cells):
                found.append(at)
    return found or headed


def _are_numbered_alike(cells: list[str]) -> bool:
    """Whether several texts are the same letters with different numbers: those of records, whatever
    the letters stand for."""
    codes = [_CODE.fullmatch(cell) for cell in cells]
    return len(cells) > 1 and all(codes) and len({code[1] for code in codes if code}) == 1


def _different(sheet: Sheet, at: int) -> list[str]:
    """Some of the different texts of a column: names of KPIs are few, and what each may mean takes
    long to tell."""
    return _all_different(sheet, at)[:_LOOKED_AT]


def _all_different(sheet: Sheet, at: int) -> list[str]:
    return once(
        sheet,
        ("different", at),
        lambda: [cell for cell in sheet.cells[at].unique().tolist() if not is_no_answer(cell)],
    )


def _are_days(sheet: Sheet, at: int) -> bool:
    """Whether a column holds days or periods and nothing else, and is not about a beginning."""
    if _OF_START.search(sheet.headings[at]) or heading_span(sheet.headings[at]) is not None:
        return False
    cells = _all_different(sheet, at)
    return bool(cells) and all(
        is_date(cell) and not is_number(cell) or heading_span(cell) for cell in cells
    )
