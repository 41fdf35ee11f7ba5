"""How people write the KPIs: names and labels in any language, with and without their short forms,
and what spreadsheets call them."""

import re
from difflib import get_close_matches

from data.kpi_facts import fold_name, nearest_writing
from errors import WrongCall
from i18n import LANGUAGES, translator
from metrics.catalog import DECLARED, indicator_named
from metrics.kpi import Indicator

_MOST_NEAR = 4  # names offered for one that is not known

# Beside names and labels: what spreadsheets of targets call them.
_KNOWN_AS = {
    "csat": (
        "satisfaction",
        "customer satisfaction score",
        "CSAT score",
        "overall satisfaction",
        "满意度",
        "滿意度",
        "客户满意率",
        "顾客满意度",
        "客戶滿意度",
        "顧客滿意度",
        "总体满意度",
        "整体满意度",
        "總體滿意度",
        "整體滿意度",
        "满意率",
        "滿意率",
        "Kundenzufriedenheit",
        "Zufriedenheit",
        "satisfaction client",
        "satisfaction clients",
        "satisfaction de la clientèle",
        "satisfacción del cliente",
        "satisfacción de clientes",
        "satisfacción",
        "satisfação do cliente",
        "satisfação dos clientes",
        "satisfação",
        "soddisfazione del cliente",
        "soddisfazione dei clienti",
        "klanttevredenheid",
        "顧客満足度",
        "お客様満足度",
        "고객만족도",
    ),
    "net_promoter_score": (
        "NPS score",
        "net promoter",
        "净推荐值",
        "净推荐率",
        "推荐净值",
        "淨推薦值",
        "淨推薦率",
        "NPS值",
        "NPS得分",
        "Weiterempfehlung",
        "taux de recommandation net",
    ),
    "satisfaction_mean": (
        "average satisfaction",
        "满意度均值",
        "平均满意度",
        "平均滿意度",
        "滿意度均值",
    ),
    "mystery_score": (
        "mystery shopping score",
        "神秘顾客得分",
        "神秘客得分",
        "暗访得分",
        "神秘顧客得分",
        "暗訪得分",
        "Mystery Shopping",
        "Testkauf",
        "client mystère",
        "cliente misterioso",
        "cliente oculto",
    ),
    "first_attempt_pass_rate": (
        "first pass rate",
        "一次通过率",
        "首次通过率",
        "一次合格率",
        "首次合格率",
        "一次通過率",
        "首次通過率",
        "首次合格率",
        "首考通过率",
        "首次考試通過率",
        "exam first attempt pass rate",
        "first attempt exam pass rate",
        "pass rate at the first attempt",
        "Bestehensquote im ersten Versuch",
        "Erstversuchsquote",
        "taux de réussite au premier passage",
        "taux de réussite à la première tentative",
        "tasa de aprobación en el primer intento",
        "tasa de aprobados en el primer intento",
        "taxa de aprovação na primeira tentativa",
    ),
    "complaints": (
        "number of complaints",
        "Anzahl Beschwerden",
        "nombre de réclamations",
        "número de quejas",
        "投诉量",
        "投诉数",
        "投诉件数",
        "投訴量",
        "投訴件數",
    ),
    "complaints_per_1000": (
        "每千次接触投诉量",
        "每千次接触投诉数",
        "千次投诉率",
        "每千次接觸投訴量",
    ),
    "first_contact_resolution": (
        "FCR",
        "first call resolution",
        "一次解决率",
        "一次性解决率",
        "首次解决率",
        "首次解決率",
        "Erstlösungsquote",
    ),
    "training_coverage": ("coverage of training", "培训覆盖率", "培訓覆蓋率"),
    "training_participation": (
        *(
            "training attendance",
            "attendance rate",
            "participation rate",
            "participation in training",
        ),
        *(
            "培训参与率",
            "参训率",
            "培训出勤率",
            "到课率",
            "培訓參與率",
            "參訓率",
            "培訓出席率",
            "到課率",
        ),
    ),
    "repurchase_rate": ("repurchase", "复购率", "回购率", "複購率", "回購率"),
    "attitude_complaint_rate": ("服务态度投诉率", "态度投诉率", "服務態度投訴率", "態度投訴率"),
}
_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")


def _writings(kpi: Indicator) -> list[str]:
    """The ways to write a KPI: its name, its label in each language, with and without the short
    form in brackets, and that short form."""
    labels = [translator(language)(kpi.label) for language in LANGUAGES]
    plain = [_BRACKETS.sub("", label) for label in labels]
    short = [found[1] for label in labels if (found := _BRACKETS.search(label))]
    return list(dict.fromkeys([kpi.name, *labels, *plain, *short, *_KNOWN_AS.get(kpi.name, ())]))


WRITINGS = tuple((writing, kpi.name) for kpi in DECLARED for writing in _writings(kpi))
_meant: dict[str, str] = {}
for _writing, _name in WRITINGS:
    if _meant.setdefault(fold_name(_writing), _name) != _name:
        raise ValueError(f"{_writing} could be {_meant[fold_name(_writing)]} or {_name}")


def nearest_kpi(written: str) -> str | None:
    """The known way to write a KPI that is most like one that is not known; None where none is
    alike."""
    return nearest_writing(written, WRITINGS)


def kpi_asked(name: str) -> Indicator:
    """The KPI of a command's argument, by its lasting name; WrongCall with the names nearest to it
    where there is none."""
    if any(name == kpi.name for kpi in DECLARED):
        return indicator_named(name)
    nearest = nearest_names(name)
    if not nearest:
        raise WrongCall(
            "There is no KPI \u201c{name}\u201d. \u201cpython -m metrics kpis\u201d lists them "
            "all.",
            name=name,
        )
    raise WrongCall(
        "There is no KPI \u201c{name}\u201d. Nearest to it: {nearest}. \u201cpython -m metrics "
        "kpis\u201d lists them all.",
        name=name,
        nearest=nearest,
    )


def nearest_names(written: str) -> list[str]:
    """The lasting names of the KPIs that are written so, partly or nearly: the likeliest first, a
    few at most."""
    fold = fold_name(written)
    parted = [
        name
        for writing, name in _meant.items()
        if len(fold) > 1 and (fold in writing or len(writing) > 1 and writing in fold)
    ]
    alike = [_meant[writing] for writing in get_close_matches(fold, _meant, n=_MOST_NEAR)]
    return list(dict.fromkeys([*([_meant[fold]] if fold in _meant else []), *alike, *parted]))[
        :_MOST_NEAR
    ]
