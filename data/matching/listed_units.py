"""Where the people of a list of staff work, where no heading surely names the department: its codes, or
departments below the word for an area."""

import re
from collections.abc import Mapping, Sequence

from data.kinds.catalog import ROSTER
from data.matching.open_headings import OpenHeadings
from data.reading.sheet import Sheet
from data.text.folding import words
from data.text.spelled import without_accents
from data.values.looks import is_date, is_no_answer

_UNIT = (
    r"department|dept|departamento|depto|departement|abteilung|abt|dipartimento|reparto|afdeling"
    r"|departman|bolum|birim|dzial|setor|bu|business unit|org unit|costcenter|cost center"
)
# 员工部门编号, id_departamento, BU.
_CODED = re.compile(
    rf"(?:(?:id|no|nr|num|code|cod|codigo|numero|kod) (?:d[eou] |del |of )?)?(?:{_UNIT})s?"
    r"(?: ?(?:id|no|nr|num|number|code|cod|codigo|kod))?"
    r"|\S{0,4}(?:部门|部門|科室)(?:编号|編號|编码|編碼|代码|代碼|号|號|id)"
)
# What departments are called anywhere, and no place is.
_DEPARTMENTS = re.compile(
    r"\b(?:hr|rh|it|ti|r&d|human resources?|finance|financial|accounting|accounts|sales|marketing|legal"
    r"|operations|production|logistics|warehouse|procurement|purchasing|engineering|maintenance"
    r"|quality|support|administration|admin|customer service|security|research|design"
    r"|recursos humanos|financeiro|financiero|finanzas|contabilidade|contabilidad|comercial|vendas"
    r"|ventas|juridico|operacoes|operaciones|producao|produccion|logistica|almacen|compras"
    r"|engenharia|ingenieria|manutencao|mantenimiento|qualidade|calidad|suporte|soporte|administrativo"
    r"|administracion|administracao|atendimento|tecnologia|sistemas|ressources humaines|comptabilite"
    r"|ventes|juridique|logistique|achats|informatique|qualite|direction|personal|finanzen|buchhaltung"
    r"|vertrieb|einkauf|fertigung|produktion|verwaltung|lager|risorse umane|amministrazione|vendite"
    r"|acquisti|produzione|insan kaynaklari|muhasebe|satis|pazarlama|uretim|finans|keuangan|pemasaran"
    r"|penjualan|produksi|umum)\b"
    r"|人事|人力|财务|財務|市场|市場|销售|銷售|技术|技術|研发|研發|行政|法务|法務|采购|採購|运营|運營|生产部|生產部"
    r"|总务|總務|経理|営業|총무|인사|재무|영업",
    re.I,
)


def units_of_list(open_: OpenHeadings, columns: Mapping[int, str]) -> Sequence[int]:
    """The columns that may say the department of each member of staff, the likeliest first; none
    where one is known, or in another kind of file."""
    named = {*columns.values()}
    if open_.kind is not ROSTER or not {"employee", "hired_on"} <= named or "department" in named:
        return ()
    sheet = open_.sheet
    region = [at for at, name in columns.items() if name == "region" and at in open_.free]
    areas = [at for at in region if are_departments(open_.samples[at])]
    coded = [
        at
        for at in open_.free
        if at not in columns
        and _CODED.fullmatch(_spoken(sheet.headings[at]))
        and _come_again(sheet, at)
    ]
    return [*areas, *coded]


def _spoken(heading: str) -> str:
    return without_accents(" ".join(words(heading)))


def are_departments(cells: Sequence[str]) -> bool:
    """Whether at least half of the different cells are called as departments are."""
    different = {without_accents(cell.casefold()) for cell in cells if not is_no_answer(cell)}
    called = sum(_DEPARTMENTS.search(cell) is not None for cell in different)
    return len(different) > 1 and 2 * called >= len(different)


def _come_again(sheet: Sheet, at: int) -> bool:
    """Whether fewer different texts or codes than rows stand below a heading, and no days."""
    told = sheet.cells[at][~sheet.cells[at].map(is_no_answer).astype(bool)]
    return 1 < told.nunique() < len(told) and not is_date(told.iloc[0])
