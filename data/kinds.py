"""THE DATASET KINDS: add one here; its sample goes to demo.py.

Headings are written as real files write them, in English, Simplified and
Traditional Chinese; case, width, blanks and punctuation are folded before
they are compared, so only different words need listing.
"""

from difflib import get_close_matches

from data.schema import Column, DatasetKind, Type
from errors import WrongCall
from i18n import N_

_UNITS = (
    Column("department", N_("Department"), headings=(
        "dept", "team", "business unit", "division", "部门", "所属部门", "部门名称", "業務部門", "业务部门", "部門", "所屬部門", "部門名稱"),
        example="Front desk"),
    Column("store", N_("Store"), headings=(
        "branch", "outlet", "shop", "site", "location", "store name", "branch name", "门店", "门店名称", "网点", "网点名称",
        "店铺", "分店", "營業點", "门市", "門店", "門店名稱", "網點", "網點名稱", "店鋪", "門市", "分行"), example="Jing'an store"),
    Column("region", N_("Region"), headings=("area", "district", "zone", "territory", "区域", "大区", "地区", "片区", "區域", "大區", "地區"),
           example="East"),
)
_CHANNEL = Column("channel", N_("Channel"), headings=(
    "contact channel", "service channel", "touchpoint", "渠道", "服务渠道", "接触渠道", "服務渠道", "接觸渠道", "管道"), example="Store")
_SEGMENT = Column("segment", N_("Customer segment"), headings=(
    "segment", "customer type", "customer group", "客户类型", "客户分群", "客群", "客户类别", "會員等級", "客戶類型", "客戶分群", "客戶類別", "会员等级"),
    example="Member")
_RESPONSE_ID = Column("response_id", N_("Response number"), headings=(
    "id", "response id", "responseid", "respondent id", "respondentid", "answer id", "submission id", "ticket", "序号", "编号", "答卷编号", "答卷id", "问卷编号",
    "样本编号", "流水号", "序號", "編號", "答卷編號", "問卷編號", "樣本編號", "流水號"), example="1001")
_COMMENT_HEADINGS = (
    "comments", "open comment", "feedback", "verbatim", "suggestion", "suggestions", "remarks", "reason", "评价", "意见", "建议", "意见建议",
    "评语", "备注", "留言", "您的建议", "原因", "評價", "意見", "建議", "意見建議", "評語", "備註", "留言", "您的建議")
_COMMENT = Column("comment", N_("Comment"), headings=_COMMENT_HEADINGS, example="Friendly and quick")
_SERVED_BY = Column("employee", N_("Employee who served"), personal=True, headings=(
    "staff", "staff id", "employee id", "served by", "agent", "agent id", "服务人员", "服务员工", "接待人员", "工号", "员工", "员工编号", "客服工号",
    "服務人員", "服務員工", "接待人員", "工號", "員工", "員工編號", "客服工號"), example="E0101")


def _moment(label, *headings, example):
    return Column("date", label, Type.MOMENT, required=True, filled=True, example=example, headings=headings)


SURVEY = DatasetKind(
    "survey", N_("Customer satisfaction survey"),
    N_("One row an answered satisfaction questionnaire, on the scale that the file uses."),
    columns=(
        _RESPONSE_ID,
        _moment(N_("Answered on"), "answered at", "response date", "submitted", "submit date", "submit time", "submission time", "end date", "enddate",
                "date submitted", "recorded date", "recordeddate", "timestamp", "completed", "created at", "survey date", "日期", "时间", "提交时间", "提交答卷时间",
                "答卷时间", "填写时间", "结束答题时间", "评价时间", "调查日期", "服务日期", "月份", "時間", "提交時間", "提交答卷時間", "填寫時間", "結束答題時間", "評價時間",
                "調查日期", "服務日期", example="2026-09-03 14:05"),
        *_UNITS, _CHANNEL, _SEGMENT, _SERVED_BY,
        Column("overall", N_("Overall satisfaction"), Type.NUMBER, required=True, scaled=True, example="5", headings=(
            "overall", "satisfaction", "csat", "overall score", "satisfaction score", "overall rating", "rating", "总体满意度", "整体满意度", "满意度", "总体评分", "总体评价",
            "综合满意度", "满意度评分", "总评", "整体评价", "總體滿意度", "整體滿意度", "滿意度", "總體評分", "總體評價", "綜合滿意度", "滿意度評分", "總評", "整體評價")),
        Column("attitude", N_("Service attitude"), Type.NUMBER, scaled=True, example="5", headings=(
            "attitude", "courtesy", "friendliness", "staff attitude", "attitude score", "服务态度", "态度", "态度满意度", "服务态度满意度", "服务态度评分", "礼貌",
            "服務態度", "態度", "態度滿意度", "服務態度滿意度", "服務態度評分", "禮貌")),
        Column("speed", N_("Response speed"), Type.NUMBER, scaled=True, example="4", headings=(
            "speed", "responsiveness", "timeliness", "waiting time", "speed of service", "speed score", "响应速度", "速度", "响应速度满意度", "服务效率", "效率", "及时性",
            "回應速度", "響應速度", "回應速度滿意度", "服務效率", "及時性")),
        Column("problem_solving", N_("Problem solving"), Type.NUMBER, scaled=True, example="5", headings=(
            "problem solving", "issue resolution", "resolution", "problem solving ability", "问题解决", "问题解决能力", "解决能力", "问题处理", "问题解决满意度",
            "問題解決", "問題解決能力", "解決能力", "問題處理", "問題解決滿意度")),
        _COMMENT,
    ),
    identifiers=("response_id",), dimensions=("department", "store", "region", "channel", "segment"),
    owner=N_("Marketing and customer service"),
)

NPS = DatasetKind(
    "nps", N_("Recommendation survey (NPS)"),
    N_("One row an answer to \u201chow likely are you to recommend us\u201d, from 0 to 10."),
    columns=(
        _RESPONSE_ID,
        _moment(N_("Answered on"), *SURVEY.column("date").headings, "answer datetime", "推荐日期", "推薦日期", example="2026-09-03 14:05"),
        *_UNITS, _CHANNEL, _SEGMENT,
        Column("score", N_("Score"), Type.INTEGER, required=True, low=0, high=10, example="9", headings=(
            "nps", "nps score", "likelihood to recommend", "recommend", "recommendation", "how likely are you to recommend us", "rating",
            "推荐分", "推荐意愿", "推荐度", "推荐可能性", "nps分数", "nps得分", "nps评分", "评分", "得分", "分数", "您有多大可能推荐",
            "推薦分", "推薦意願", "推薦度", "推薦可能性", "nps分數", "nps評分", "評分", "分數")),
        _COMMENT,
    ),
    identifiers=("response_id",), dimensions=("department", "store", "region", "channel", "segment"),
    owner=N_("Marketing and customer service"),
)

_HUNDRED = {"type": Type.NUMBER, "low": 0, "high": 100}
MYSTERY_VISIT = DatasetKind(
    "mystery_visit", N_("Mystery-shopper visit"),
    N_("One row a visit by a mystery shopper, scored from 0 to 100."),
    columns=(
        Column("visit_id", N_("Visit number"), headings=(
            "id", "visit", "visit no", "visit number", "report id", "report no", "暗访编号", "检测编号", "访问编号", "报告编号", "编号", "序号",
            "暗訪編號", "訪問編號", "報告編號", "編號", "序號"), example="V-2026-0917"),
        _moment(N_("Visited on"), "visit date", "date of visit", "visited at", "time of visit", "暗访日期", "检测日期", "访问日期", "到店日期", "到店时间", "日期", "时间",
                "暗訪日期", "檢測日期", "訪問日期", "到店時間", "時間", example="2026-09-17"),
        *_UNITS, _CHANNEL,
        Column("shopper", N_("Shopper"), personal=True, headings=(
            "shopper id", "mystery shopper", "auditor", "evaluator", "神秘顾客", "神秘人", "暗访员", "检测员", "评估人", "神秘顧客", "暗訪員", "檢測員", "評估人"),
            example="S07"),
        _SERVED_BY,
        Column("attitude", N_("Attitude"), required=True, example="92", headings=(
            "attitude score", "attitude", "courtesy", "态度分", "态度", "服务态度", "服务态度分", "态度得分", "態度分", "態度", "服務態度", "服務態度分", "態度得分"), **_HUNDRED),
        Column("efficiency", N_("Efficiency"), required=True, example="85", headings=(
            "efficiency score", "efficiency", "speed", "效率分", "效率", "服务效率", "效率得分", "服務效率", "服務效率分"), **_HUNDRED),
        Column("compliance", N_("Compliance"), required=True, example="88", headings=(
            "compliance score", "standards", "standard score", "规范性分", "规范分", "规范性", "规范", "服务规范", "合规分", "规范得分", "規範性分", "規範分", "規範性", "規範",
            "服務規範", "合規分", "規範得分"), **_HUNDRED),
        Column("scene", N_("Scene"), headings=("scenario", "service scene", "situation", "场景", "服务场景", "場景", "服務場景"), example="Returning goods"),
        Column("remark", N_("Remark"), headings=("notes", "observations", *_COMMENT_HEADINGS, "comment", "情况说明", "情況說明", "描述"), example="Greeted at the door"),
    ),
    identifiers=("visit_id",), dimensions=("department", "store", "region", "channel", "scene"),
    owner=N_("Marketing and customer service"), enough=3, enough_to_compare=6, compared_by="quarter",
)

TRAINING = DatasetKind(
    "training", N_("Training and exam result"),
    N_("One row an exam attempt: who, which course, when, and with what score."),
    columns=(
        Column("employee", N_("Employee"), required=True, filled=True, personal=True, example="E0101", headings=(
            "employee id", "staff id", "staff no", "learner", "student", "participant", "user", "username", "e-mail", "email", "email address", "name",
            "工号", "员工编号", "员工", "员工工号", "学员", "学号", "账号", "邮箱", "姓名", "工號", "員工編號", "員工", "員工工號", "學員", "學號", "帳號", "郵箱", "电子邮箱", "電子郵件")),
        *_UNITS[:2],
        Column("course", N_("Course"), required=True, filled=True, example="Service awareness basics", headings=(
            "course name", "training", "exam", "exam name", "quiz", "quiz name", "课程", "课程名称", "培训课程", "考试名称", "培训项目", "课题",
            "課程", "課程名稱", "培訓課程", "考試名稱", "培訓項目")),
        Column("module", N_("Module"), headings=("module name", "topic", "skill", "模块", "课程模块", "单元", "技能", "模組", "課程模組", "單元"),
               example="Service awareness"),
        _moment(N_("Examined on"), "exam date", "test date", "date completed", "completed", "completed on", "completion date", "submitted", "finished on", "考试日期", "考核日期",
                "完成时间", "考试时间", "交卷时间", "日期", "时间", "完成日期", "考試日期", "考核日期", "完成時間", "考試時間", "交卷時間", "時間", example="2026-09-10 09:30"),
        Column("attempt", N_("Attempt"), Type.INTEGER, low=1, high=50, example="1", headings=(
            "attempt no", "attempt number", "try", "attempts", "次数", "考试次数", "第几次", "补考次数", "次數", "考試次數", "第幾次")),
        Column("score", N_("Score"), Type.NUMBER, required=True, low=0, high=1000, example="92", headings=(
            "grade", "mark", "marks", "result", "points", "exam score", "total score", "成绩", "分数", "得分", "考试成绩", "总分", "考核成绩",
            "成績", "分數", "考試成績", "總分", "考核成績")),
        Column("maximum", N_("Maximum score"), Type.NUMBER, low=1, high=1000, example="100", headings=(
            "max", "max score", "out of", "full marks", "total points", "满分", "总分值", "卷面总分", "滿分", "總分值", "卷面總分")),
        Column("pass_mark", N_("Pass mark"), Type.NUMBER, low=0, high=1000, example="80", headings=(
            "passing score", "pass score", "passing grade", "cut score", "合格线", "及格线", "及格分", "合格分", "合格分数", "合格線", "及格線", "合格分數")),
        Column("hired_on", N_("Hired on"), Type.DATE, example="2025-03-01", headings=(
            "hire date", "date hired", "joined", "start date of employment", "入职日期", "入职时间", "到岗日期", "入職日期", "入職時間", "到職日期")),
    ),
    identifiers=("employee", "course", "module", "attempt"), dimensions=("department", "store", "course", "module"),
    owner=N_("Human resources"), case=("employee", "course", "module"), enough=10, compared_by="quarter", person="employee", anonymous_below=5,
)

TARGET = DatasetKind(
    "target", N_("Target"),
    N_("One row what a KPI is to reach by a date; a change is a new row, the old one stays."),
    columns=(
        Column("kpi", N_("KPI"), required=True, filled=True, headings=("indicator", "measure", "指标", "指標"), example="csat"),
        Column("dimension", N_("Unit type"), headings=("unit type", "dimension", "单位类型", "單位類型"), example="store",
               choices=(("department", N_("Department")), ("store", N_("Store")), ("region", N_("Region")), ("channel", N_("Channel")))),
        Column("unit", N_("Unit"), headings=("unit", "place", "单位", "适用范围", "單位", "適用範圍"), example="Jing'an store"),
        Column("stage", N_("Stage"), required=True, filled=True, headings=("stage", "term", "阶段", "期限", "階段"), example="short",
               choices=(("short", N_("Short term")), ("mid", N_("Mid term")), ("long", N_("Long term")))),
        Column("form", N_("Form"), required=True, filled=True, headings=("form", "type", "目标形式", "目標形式"), example="at_least",
               choices=(("at_least", N_("at least")), ("at_most", N_("at most")), ("between", N_("between")),
                        ("change", N_("change against the baseline")), ("count", N_("counted up to")),
                        ("milestone", N_("milestone")), ("withdrawn", N_("withdrawn")))),
        Column("value", N_("Value"), Type.NUMBER, headings=("target", "target value", "目标值", "目標值"), example="90"),
        Column("value_high", N_("Upper value"), Type.NUMBER, headings=("upper value", "up to", "上限"), example=""),
        Column("due", N_("Due"), Type.DATE, required=True, filled=True, headings=("due date", "deadline", "截止日期", "到期日"), example="2026-12-31"),
        Column("stable_from", N_("Met in every month since"), Type.DATE, headings=("stable from", "稳定自", "穩定自"), example=""),
        Column("baseline", N_("Baseline"), Type.NUMBER, headings=("baseline", "基线", "基準"), example="82"),
        Column("baseline_date", N_("Baseline date"), Type.DATE, headings=("baseline date", "start date", "基线日期", "基準日期"), example="2025-12-31"),
        Column("reached_on", N_("Reached on"), Type.DATE, headings=("reached on", "达成日期", "達成日期"), example=""),
        Column("evidence", N_("Evidence"), headings=("evidence", "proof", "证据", "佐证", "佐證"), example=""),
        Column("owner", N_("Owner"), headings=("owner", "responsible", "负责人", "責任部門", "责任部门", "負責人"), example="Human resources"),
        Column("reason", N_("Reason"), headings=("reason", "原因", "理由"), example="Plan 2026"),
        Column("plan", N_("Plan"), headings=("plan", "programme", "计划", "計劃"), example="Service culture plan"),
        Column("date", N_("In force from"), Type.DATE, required=True, filled=True, headings=("in force from", "valid from", "生效日期"), example="2026-01-01"),
    ),
    identifiers=("kpi", "dimension", "unit", "stage"), dimensions=(), owner=N_("Culture committee"), enough=0,
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
        Column("region", N_("Region"), headings=("in region", *_UNITS[2].headings), example="East"),
        Column("department", N_("Department"), headings=("in department", *_UNITS[0].headings), example=""),
        Column("date", N_("In force from"), Type.DATE, required=True, filled=True, headings=("in force from", "valid from", "生效日期"), example="2026-01-01"),
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
        Column("author", N_("Written by"), headings=("author", "entered by", "recorded by", "记录人", "填写人", "記錄人", "填寫人"), example="Culture committee"),
        Column("date", N_("Day of the event"), Type.DATE, required=True, filled=True, example="2026-03-01", headings=(
            "event date", "day", "happened on", "日期", "发生日期", "事件日期", "發生日期")),
    ),
    identifiers=("type", "kpi", "dimension", "unit", "text"), dimensions=(), owner=N_("Culture committee"), enough=0,
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
        Column("due", N_("Due"), Type.DATE, required=True, filled=True, headings=("due date",), example="2026-12-31"),
        Column("goal", N_("Goal"), Type.NUMBER, required=True, filled=True, example="90"),
        Column("goal_high", N_("Upper goal"), Type.NUMBER, example=""),
        Column("better", N_("Better way (1 up, -1 down)"), Type.INTEGER, low=-1, high=1, required=True, filled=True, example="1"),
        Column("probability", N_("Probability"), Type.NUMBER, low=0, high=1, required=True, filled=True, example="0.64"),
        Column("low", N_("80% from"), Type.NUMBER, example="86.1"),
        Column("high", N_("80% to"), Type.NUMBER, example="91.4"),
        Column("date", N_("Issued for the month ending"), Type.DATE, required=True, filled=True, headings=("issued on",), example="2026-09-30"),
    ),
    identifiers=("kpi", "dimension", "unit", "stage", "due"), dimensions=(), owner=N_("Culture committee"), enough=0, own=True,
)

KINDS = (SURVEY, NPS, MYSTERY_VISIT, TRAINING, TARGET, UNIT, EVENT, FORECAST)
UPLOADED = tuple(kind for kind in KINDS if not kind.own)


def kind_named(name: str) -> DatasetKind:
    """The declared kind; WrongCall with the nearest known name where there is none."""
    known = [kind.name for kind in KINDS]
    if name in known:
        return KINDS[known.index(name)]
    nearest = get_close_matches(name.lower(), known, n=1, cutoff=0.3) or known[:1]
    raise WrongCall("There is no dataset kind \u201c{name}\u201d. Did you mean \u201c{nearest}\u201d? Known kinds: {known}.",
                    name=name, nearest=nearest[0], known=known)
