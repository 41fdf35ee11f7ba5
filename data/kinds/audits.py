"""What raters give the service culture in an audit: levels of maturity and capability, and how the
points are shared among the types of culture."""

from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import UNITS
from i18n import N_

# Culture types with the words that files use for them; A to D as the questionnaire letters them.
CULTURE_TYPES = (
    ("clan", N_("Clan")),
    ("innovation", N_("Innovation")),
    ("market", N_("Market")),
    ("hierarchy", N_("Hierarchy")),
)
TYPE_WORDS = {
    "clan": ("a", "clan", "collaborate", "家族型", "家族", "团队型", "團隊型", "宗族型"),
    "innovation": (
        *("b", "innovation", "innovative", "adhocracy", "create"),
        *("创新型", "创新", "創新型", "創新", "活力型", "灵活型"),
    ),
    "market": (
        *("c", "market", "compete", "market-oriented", "market oriented"),
        *("市场导向型", "市场型", "市场导向", "市場導向型", "市場型", "市場導向"),
    ),
    "hierarchy": (
        *("d", "hierarchy", "hierarchical", "control"),
        *("等级型", "层级型", "官僚型", "等級型", "層級型", "階層型"),
    ),
}
_LEVELS = "一二三四五"

AUDIT = DatasetKind(
    "audit",
    N_("Culture audit"),
    N_(
        "One row what a rater gave one dimension in an audit: a level from 1 to 5 of maturity or capability, or points for a type of culture, of which a rater's four add to 100."
    ),
    columns=(
        Column(
            "date",
            N_("Audited on"),
            Type.DATE,
            required=True,
            filled=True,
            edge="last",
            example="2026-09-15",
            headings=(
                *("audit date", "date of audit", "assessment date", "date assessed", "rated on"),
                *("period", "quarter", "month", "timestamp", "date", "submitted at"),
                *("marca temporal", "zeitstempel", "horodateur", "时间戳记", "时间戳", "時間戳記"),
                *("评估日期", "审计日期", "测评日期", "评估时间", "评估期间", "日期", "期间"),
                *("評估日期", "稽核日期", "測評日期", "評估時間", "評估期間", "期間"),
            ),
        ),
        Column(
            "instrument",
            N_("Instrument"),
            required=True,
            filled=True,
            example="maturity",
            choices=(
                ("maturity", N_("Maturity")),
                ("culture_type", N_("Culture type")),
                ("capability", N_("Capability")),
            ),
            spellings=(
                (
                    "maturity",
                    (
                        *("maturity model", "maturity level", "service culture maturity"),
                        *("成熟度", "服务文化成熟度", "成熟度评估", "文化成熟度"),
                        *("服務文化成熟度", "成熟度評估"),
                    ),
                ),
                (
                    "culture_type",
                    (
                        *("culture type", "culture types", "ocai", "type of culture", "culture"),
                        *("文化类型", "服务文化类型", "文化类型测评"),
                        *("文化類型", "服務文化類型", "文化類型測評"),
                    ),
                ),
                (
                    "capability",
                    (
                        *("service capability", "competence", "capabilities"),
                        *("能力", "服务能力", "能力评估", "服務能力", "能力評估"),
                    ),
                ),
            ),
            headings=(
                *("assessment", "assessment type", "audit type", "tool", "questionnaire"),
                *("评估工具", "评估类型", "测评工具", "审计类型", "工具"),
                *("評估工具", "評估類型", "測評工具", "稽核類型"),
            ),
        ),
        Column(
            "dimension",
            N_("Dimension"),
            required=True,
            filled=True,
            example="Empowerment",
            headings=(
                *("audit dimension", "criterion", "culture type", "aspect", "type"),
                *("维度", "评估维度", "文化类型", "要素", "指标维度"),
                *("維度", "評估維度", "文化類型"),
            ),
        ),
        Column(
            "level",
            N_("Level"),
            Type.NUMBER,
            low=1,
            high=5,
            example="3",
            spellings=tuple(
                (
                    str(number),
                    (
                        *(f"L{number}", f"level {number}", f"{number}级", f"{number}級"),
                        *(f"{word}级", f"{word}級", f"第{word}级", f"第{word}級"),
                    ),
                )
                for number, word in enumerate(_LEVELS, start=1)
            ),
            headings=(
                *(
                    "maturity level",
                    "rating",
                    "grade",
                    "maturity",
                    "Reifegrad",
                    "Stufe",
                    "niveau",
                    "nivel",
                ),
                *("等级", "成熟度等级", "级别", "评级", "等級", "成熟度等級", "級別", "評級"),
            ),
        ),
        Column(
            "points",
            N_("Points"),
            Type.NUMBER,
            low=0,
            high=100,
            example="",
            headings=(
                *("score", "points given", "share", "allocation"),
                *("得分", "分数", "分值", "占比", "分數", "佔比"),
            ),
        ),
        Column(
            "view",
            N_("Now or preferred"),
            example="now",
            choices=(("now", N_("now")), ("preferred", N_("preferred"))),
            spellings=(
                (
                    "now",
                    ("current", "actual", "today", "as is", "现状", "目前", "当前", "現狀", "現況"),
                ),
                (
                    "preferred",
                    (
                        *("desired", "target", "future", "wanted", "to be"),
                        *("期望", "理想", "未来", "期望值", "未來"),
                    ),
                ),
            ),
            headings=(
                *("view", "perspective", "now/preferred", "state"),
                *("现状/期望", "视角", "现状期望", "現狀/期望", "視角"),
            ),
        ),
        Column(
            "rater",
            N_("Rated by"),
            personal=True,
            example="R01",
            headings=(
                *("rater", "assessor", "auditor", "evaluator", "rater id"),
                *("评估人", "评审人", "打分人", "审计人", "评委", "测评人"),
                *("評估人", "評審人", "稽核人", "評委", "測評人"),
            ),
        ),
        *UNITS,
    ),
    identifiers=("instrument", "dimension", "view", "rater", *(unit.name for unit in UNITS)),
    dimensions=(*(unit.name for unit in UNITS), "dimension"),
    owner=N_("Culture committee"),
    case=("rater",),
    enough=5,
    one_of=("level", "points"),
    percents=("points",),
    may_not_apply=True,  # of level and points a row has the one of its instrument: the rules see to it
    rules="data.checking.rules.audit:apply_rules",
    named_by=r"audit|maturity|ocai|culture|assess|rater|成熟度|文化|评估|評估|审计|稽核|维度|維度",
)
