"""What the programme itself decides and writes down."""

from dataclasses import replace

from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import AUTHOR, IN_FORCE, UNITS
from i18n import N_

TARGET = DatasetKind(
    "target", N_("Target"),
    N_("One row what a KPI is to reach by a date; a change is a new row, the old one stays."),
    columns=(
        Column("kpi", N_("KPI"), required=True, filled=True, headings=(
            "indicator", "measure", "metric", "指标", "指標", "考核指标", "考核指標", "Kennzahl", "Indikator", "Messgröße", "Zielgröße", "indicateur",
            "indicador", "métrica"), example="csat"),
        Column("dimension", N_("Unit type"), headings=("unit type", "dimension", "单位类型", "單位類型"), example="store",
               choices=(("department", N_("Department")), ("store", N_("Store")), ("region", N_("Region")), ("channel", N_("Channel")))),
        Column("unit", N_("Unit"), headings=(
            "unit", "place", "单位", "适用范围", "單位", "適用範圍", "Einheit", "Bereich", "unité", "périmètre", "unidad", "ámbito", "unidade", "âmbito"),
               example="Jing'an store"),
        Column("stage", N_("Stage"), required=True, filled=True, headings=("stage", "term", "阶段", "期限", "階段", "Stufe", "étape", "horizon", "etapa", "plazo"), example="short",
               choices=(("short", N_("Short term")), ("mid", N_("Mid term")), ("long", N_("Long term"))), spellings=(
                   ("short", ("short-term", "1 year", "one year", "1y", "year 1", "within 1 year", "3 months", "1年", "1年内", "一年", "一年内",
                              "一年內", "1年內", "3个月", "3個月", "三个月", "三個月", "短期目标", "短期目標", "近期")),
                   ("mid", ("mid-term", "medium", "medium term", "medium-term", "middle", "3 years", "three years", "3y", "within 3 years",
                            "6 months", "3年", "3年内", "3年內", "三年", "三年内", "三年內", "6个月", "6個月", "半年", "中期目标", "中期目標")),
                   ("long", ("long-term", "5 years", "five years", "5y", "within 5 years", "5年", "5年内", "5年內", "五年", "五年内", "五年內",
                             "长期目标", "長期目標", "远期", "遠期")))),
        Column("form", N_("Form"), required=True, filled=True, headings=("form", "type", "目标形式", "目標形式"), example="at_least",
               choices=(("at_least", N_("at least")), ("at_most", N_("at most")), ("between", N_("between")),
                        ("change", N_("change against the baseline")), ("count", N_("counted up to")),
                        ("milestone", N_("milestone")), ("withdrawn", N_("withdrawn"))), spellings=(
                   ("at_least", (">=", "=>", "≥", "≧", "⩾", "mindestens", "au moins", "minimum", "al menos", "por lo menos", "mínimo", "como mínimo", "pelo menos",
                                 "no mínimo", "ab", "über", "mehr als", "plus de", "más de", "mais de", "min", "min.", "minimum", "not less than", "no less than", "not below", "or more", "or higher", "or above", "and above",
                                 "不低于", "不低於", "不小于", "不小於", "不少于", "不少於", "至少", "最低", "大于等于", "大於等於", "大于或等于",
                                 "大於或等於", "及以上", "以上", ">", "more than", "over", "above", "高于", "高於", "大于", "大於", "超过", "超過")),
                   ("at_most", ("<=", "=<", "≤", "≦", "⩽", "höchstens", "maximal", "au plus", "au maximum", "a lo sumo", "como máximo", "máximo", "no máximo", "unter", "weniger als", "moins de", "menos de",
                             "max", "max.", "maximum", "not more than", "no more than", "not above", "or less",
                                "up to", "不高于", "不高於", "不超过", "不超過", "不大于", "不大於", "不多于", "不多於", "至多", "最多", "最高",
                                "小于等于", "小於等於", "小于或等于", "小於或等於", "及以下", "以下", "以内", "以內", "<", "less than", "below", "under", "低于", "低於", "小于",
                                "小於", "少于", "少於")),
                   ("between", ("zwischen", "entre", "Bereich", "intervalle", "rango", "intervalo", "range", "from to", "区间", "區間", "范围", "範圍", "之间", "之間", "介于", "介於")),
                   ("change", ("change", "relative", "relative change", "% change", "相对变化", "相對變化", "变化率", "變化率", "较基线", "較基線",
                               "较基准", "較基準")),
                   ("count", ("counted", "total count", "累计", "累計", "累计达到", "累計達到")),
                   ("milestone", ("reached", "里程碑")),
                   ("withdrawn", ("cancelled", "canceled", "撤销", "撤銷", "撤回", "取消", "作废", "作廢")))),
        Column("value", N_("Value"), Type.NUMBER, headings=(
            "target", "target value", "goal", "目标值", "目標值", "目标", "目標", "Zielwert", "Ziel", "Sollwert", "Soll", "objectif", "valeur cible",
            "cible", "meta", "objetivo", "valor objetivo", "valor meta", "valor alvo", "alvo"), example="90"),
        Column("value_high", N_("Upper value"), Type.NUMBER, headings=("upper value", "up to", "上限", "Obergrenze", "borne supérieure", "límite superior", "limite superior"), example=""),
        Column("due", N_("Due"), Type.DATE, required=True, filled=True, edge="last", example="2026-12-31", headings=(
            "due date", "deadline", "due by", "截止日期", "截止时间", "到期日", "完成时间", "截止日", "截止時間", "完成時間", "有效期至", "valid until", "valid to",
            "gültig bis", "Zieldatum", "fällig am", "Fälligkeit", "Termin", "Stichtag", "Frist", "échéance", "date d'échéance", "date cible", "date limite",
            "valable jusqu'au", "valable jusqu'à", "jusqu'au", "fecha límite", "fecha objetivo", "vigente hasta", "válido hasta", "vencimiento",
            "data limite", "data alvo", "prazo", "válido até", "vigente até", "vigência até")),
        Column("replaces", N_("Instead of the one due"), Type.DATE, edge="last", headings=(
            "replaces the one due", "earlier due date", "former due date", "原截止日期", "原到期日"), example=""),
        Column("stable_from", N_("Met in every month since"), Type.DATE, edge="first", headings=("stable from", "稳定自", "穩定自"), example=""),
        Column("baseline", N_("Baseline"), Type.NUMBER, headings=("baseline", "基线", "基準", "Ausgangswert", "valeur de référence", "línea base", "valor de referência", "linha de base"), example=""),
        Column("baseline_date", N_("Baseline date"), Type.DATE, edge="last", headings=("baseline date", "start date", "基线日期", "基準日期"), example=""),
        Column("reached_on", N_("Reached on"), Type.DATE, headings=("reached on", "达成日期", "達成日期"), example=""),
        Column("evidence", N_("Evidence"), headings=("evidence", "proof", "证据", "佐证", "佐證"), example=""),
        Column("owner", N_("Owner"), headings=(
            "owner", "responsible", "负责人", "責任部門", "责任部门", "負責人", "Verantwortlich", "Verantwortlicher", "responsable", "responsável"), example="Human resources"),
        Column("reason", N_("Reason"), headings=("reason", "原因", "理由", "Grund", "Begründung", "raison", "motif", "razón", "motivo"), example="Plan 2026"),
        Column("plan", N_("Plan"), headings=("plan", "programme", "计划", "計劃"), example="Service culture plan"),
        replace(IN_FORCE, edge="first"),
    ),
    # All of a row but its evidence: every revision stays, one of the same day too, and only the same row sent again replaces itself.
    identifiers=("kpi", "dimension", "unit", "stage", "plan", "form", "value", "value_high", "due", "replaces", "stable_from", "baseline",
                 "baseline_date", "reached_on", "owner", "reason"), dimensions=(), owner=N_("Culture committee"), enough=0,
)

UNIT = DatasetKind(
    "unit", N_("Unit"),
    N_("One row what a name of a store, department, region or channel stands for, and where a store belongs."),
    columns=(
        Column("dimension", N_("Unit type"), required=True, filled=True, headings=("unit type", "dimension", "单位类型", "單位類型"), example="store",
               choices=(("store", N_("Store")), ("department", N_("Department")), ("region", N_("Region")), ("channel", N_("Channel")))),
        Column("name", N_("Name in files"), required=True, filled=True, example="Jing'an shop", headings=(
            "name", "unit name", "written as", "文件中的名称", "单位名称", "原名称", "檔案中的名稱", "單位名稱", "原名稱")),
        Column("same_as", N_("Shown as"), example="Jing'an store", headings=(
            "same as", "merged into", "standard name", "合并为", "合并到", "统一名称", "标准名称", "合併為", "合併到", "統一名稱", "標準名稱")),
        Column("region", N_("Region"), headings=("in region", *UNITS[2].headings), example="East"),
        Column("department", N_("Department"), headings=("in department", *UNITS[0].headings), example=""),
        IN_FORCE,
    ),
    identifiers=("dimension", "name"), dimensions=(), owner=N_("Culture committee"), enough=0,
)

EVENT = DatasetKind(
    "event", N_("Event or note"),
    N_("One row what happened or was decided on a day: a note, an improvement action, or new process limits for one KPI."),
    columns=(
        Column("type", N_("Event type"), required=True, filled=True, headings=("type", "event type", "事件类型", "事件類型", "类型", "類型"), example="action",
               choices=(("note", N_("Note")), ("action", N_("Improvement action")), ("rebase", N_("New process limits")))),
        Column("kpi", N_("KPI"), headings=("indicator", "measure", "指标", "指標"), example="csat"),
        Column("dimension", N_("Unit type"), headings=("unit type", "dimension", "单位类型", "單位類型"), example="store",
               choices=(("department", N_("Department")), ("store", N_("Store")), ("region", N_("Region")), ("channel", N_("Channel")))),
        Column("unit", N_("Unit"), headings=("unit", "place", "单位", "适用范围", "單位", "適用範圍"), example="Jing'an store"),
        Column("text", N_("What happened"), required=True, filled=True, example="Empathy workshop begins", headings=(
            "event", "event text", "what", "description", "事件", "事件内容", "内容", "事件說明", "內容", "事件內容")),
        Column("reason", N_("Reason"), headings=("reason", "why", "原因", "理由"), example=""),
        AUTHOR,
        Column("date", N_("Day of the event"), Type.DATE, required=True, filled=True, example="2026-03-01", headings=(
            "event date", "day", "happened on", "日期", "发生日期", "事件日期", "發生日期")),
    ),
    identifiers=("type", "kpi", "dimension", "unit", "text"), dimensions=(), owner=N_("Culture committee"), enough=0,
)

STAR = DatasetKind(
    "star", N_("Service star"),
    N_("One row an honour that the committee awarded: the service star of a month, or the role model of a year."),
    columns=(
        Column("date", N_("Month"), Type.DATE, required=True, filled=True, example="2026-09-01", headings=(
            "award month", "award date", "月份", "评选月份", "表彰月份", "获奖月份", "评选日期", "年月", "日期",
            "評選月份", "表揚月份", "獲獎月份", "評選日期")),
        Column("honour", N_("Honour"), required=True, filled=True, example="month", headings=(
            "honor", "award", "title", "荣誉", "荣誉称号", "奖项", "称号", "评选类型", "榮譽", "榮譽稱號", "獎項", "稱號", "評選類型"),
            choices=(("month", N_("Service star of the month")), ("year", N_("Role model of the year"))),
            spellings=(("month", ("service star", "star of the month", "服务之星", "月度服务之星", "月度之星", "服务明星", "服務之星", "月度服務之星", "服務明星")),
                       ("year", ("role model", "model of the year", "年度服务标兵", "服务标兵", "年度标兵", "年度榜样", "年度服务之星",
                                 "年度服務標兵", "服務標兵", "年度標竿", "年度榜樣", "年度服務之星")))),
        Column("employee", N_("Employee honoured"), required=True, filled=True, personal=True, example="E0101", headings=(
            "employee id", "staff id", "winner", "star", "获奖人", "获奖员工", "当选人", "当选员工", "工号", "员工", "员工编号", "员工姓名", "姓名",
            "獲獎人", "獲獎員工", "當選人", "工號", "員工", "員工編號", "員工姓名")),
        *UNITS[:2],
        Column("reason", N_("Reason"), example="Praised by four customers", headings=(
            "why", "citation", "事迹", "主要事迹", "推荐理由", "表彰理由", "获奖理由", "理由", "原因", "事蹟", "主要事蹟", "推薦理由", "表揚理由", "獲獎理由")),
        AUTHOR,
    ),
    identifiers=("honour", "employee"), dimensions=("department", "store"), owner=N_("Culture committee"), enough=0,
)

# Written by the dashboard itself, once a month: what it foretold, so that its own calibration can be shown.
FORECAST = DatasetKind(
    "forecast", N_("Issued forecast"),
    N_("One row the chance that the dashboard gave a stage at the end of a month."),
    columns=(
        Column("kpi", N_("KPI"), required=True, filled=True, headings=("indicator",), example="csat"),
        Column("dimension", N_("Unit type"), headings=("unit type",), example=""),
        Column("unit", N_("Unit"), headings=("place",), example=""),
        Column("stage", N_("Stage"), required=True, filled=True, headings=("term",), example="short",
               choices=(("short", N_("Short term")), ("mid", N_("Mid term")), ("long", N_("Long term")))),
        Column("plan", N_("Plan"), headings=("programme",), example=""),
        Column("due", N_("Due"), Type.DATE, required=True, filled=True, headings=("due date",), example="2026-12-31"),
        Column("goal", N_("Goal"), Type.NUMBER, required=True, filled=True, example="90"),
        Column("goal_high", N_("Upper goal"), Type.NUMBER, example=""),
        Column("better", N_("Better way (1 up, -1 down)"), Type.INTEGER, low=-1, high=1, required=True, filled=True, example="1"),
        Column("probability", N_("Probability"), Type.NUMBER, low=0, high=1, required=True, filled=True, example="0.64"),
        Column("low", N_("80% from"), Type.NUMBER, example="86.1"),
        Column("high", N_("80% to"), Type.NUMBER, example="91.4"),
        Column("date", N_("Issued for the month ending"), Type.DATE, required=True, filled=True, headings=("issued on",), example="2026-09-30"),
    ),
    identifiers=("kpi", "dimension", "unit", "stage", "plan", "due"), dimensions=(), owner=N_("Culture committee"), enough=0, own=True,
)
