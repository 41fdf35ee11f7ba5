"""What the committee keeps of its own work: problems, actions against them, and decisions.

A change is a new row of the same number; what it takes the place of stays in the ledger.
"""

from data.kinds import choice_stems
from data.kinds.programme import EVENT
from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import SAID_NO, SAID_YES, UNITS, YES_OR_NO
from i18n import N_

_DEPARTMENT = UNITS[0]
_COMMITTEE = N_("Culture committee")
_OWNER = Column(
    "owner",
    N_("Person responsible"),
    personal=True,
    example="Li Na",
    headings=(
        *("owner", "responsible", "responsible person", "person in charge", "pic", "assignee"),
        *("assigned to", "accountable", "lead", "verantwortlich", "responsable"),
        *("责任人", "负责人", "跟进人", "整改责任人", "责任人姓名", "经办人"),
        *("責任人", "負責人", "跟進人", "整改責任人", "經辦人"),
    ),
)
_DUE = Column(
    "due",
    N_("To be done by"),
    Type.DATE,
    edge="last",
    example="2026-06-30",
    headings=(
        *("due", "due date", "deadline", "target date", "target completion date", "by when"),
        *("完成时限", "完成期限", "整改期限", "截止日期", "计划完成时间", "计划完成日期", "期限"),
        *("完成時限", "整改期限", "截止日期", "計劃完成日期", "預計完成日期", "期限"),
    ),
)
_CLOSED = Column(
    "closed",
    N_("Closed on"),
    Type.DATE,
    example="",
    headings=(
        *("closed", "closed on", "date closed", "closing date", "completed on", "resolved on"),
        *("关闭日期", "完成日期", "实际完成时间", "实际完成日期", "销项日期", "关闭时间"),
        *("結案日期", "關閉日期", "完成日期", "實際完成日期"),
    ),
)
_DIMENSION, _UNIT = EVENT.column("dimension"), EVENT.column("unit")
_KPI = Column(
    "kpi",
    N_("KPI"),
    example="speed_satisfaction",
    headings=(
        "kpi name",
        "indicator",
        "metric",
        "指标",
        "对应指标",
        "关联指标",
        "相关指标",
        "影响指标",
        "指標",
        "對應指標",
        "關聯指標",
        "相關指標",
    ),
)
_PROBLEM_OF = Column(
    "problem_id",
    N_("Problem"),
    example="P-014",
    headings=(
        *("problem", "problem number", "problem no", "problem ref", "issue", "issue id"),
        *("问题编号", "对应问题", "關聯問題", "问题序号", "問題編號", "對應問題"),
    ),
)

PROBLEM = DatasetKind(
    "problem",
    N_("Problem"),
    N_("One row a problem that was raised; a change is a new row of the same number."),
    columns=(
        Column(
            "problem_id",
            N_("Problem number"),
            required=True,
            filled=True,
            example="P-014",
            headings=(
                *("problem number", "problem no", "problem ref", "issue id", "issue number"),
                *("issue no", "id", "no", "no.", "ref"),
                *("问题编号", "编号", "序号", "问题序号", "問題編號", "編號", "序號"),
            ),
        ),
        Column(
            "date",
            N_("Raised on"),
            Type.DATE,
            required=True,
            filled=True,
            example="2026-03-02",
            headings=(
                *("raised", "raised on", "date raised", "date identified", "identified on"),
                *("opened", "opened on", "found on", "date", "reported on"),
                *("提出日期", "发现日期", "发现时间", "提出时间", "登记日期", "日期"),
                *("提出日期", "發現日期", "發現時間", "登記日期", "日期"),
            ),
        ),
        Column(
            "title",
            N_("What is wrong"),
            required=True,
            filled=True,
            example="Slow answers on the phone",
            headings=(
                *("title", "problem", "issue", "description", "problem description", "summary"),
                *("problem statement", "finding", "what is wrong"),
                *("问题描述", "问题", "存在问题", "问题内容", "问题点", "具体问题"),
                *("問題描述", "問題", "存在問題", "問題內容", "問題點"),
            ),
        ),
        Column(
            "category",
            N_("Category"),
            example="Slow response",
            headings=(
                *("problem category", "problem type", "issue type", "type", "category"),
                *("问题类别", "问题类型", "问题分类", "类别", "類別", "問題類別", "問題類型"),
            ),
        ),
        Column(
            "source",
            N_("Raised from"),
            example="signal",
            choices=(
                ("theme", N_("Theme of comments")),
                ("dimension", N_("Score of a dimension")),
                ("check", N_("Failed check")),
                ("signal", N_("Signal of a KPI")),
                ("unit", N_("Unit outside the funnel")),
                ("complaint", N_("Complaints")),
                ("hand", N_("Written by hand")),
            ),
            spellings=(
                ("theme", ("comments", "voice of customer", "客户声音", "评论主题", "客戶聲音")),
                ("dimension", ("survey", "客户满意度调查", "满意度调查", "滿意度調查")),
                ("check", ("mystery shopper", "audit", "patrol", "神秘顾客", "巡检", "神秘客")),
                ("signal", ("kpi", "dashboard", "data", "数据分析", "指标监控", "數據分析")),
                ("complaint", ("complaints", "complaint", "客户投诉", "投诉", "客訴", "投訴")),
                ("hand", ("manual", "meeting", "other", "会议", "其他", "會議", "人工")),
            ),
            headings=(
                *("source", "raised from", "found by", "origin", "how found"),
                *("问题来源", "来源", "发现途径", "問題來源", "來源", "發現途徑"),
            ),
        ),
        Column(
            "points_at",
            N_("Proof"),
            example="speed_satisfaction, March 2026: 61.2 %",
            headings=(
                *("proof", "evidence", "data", "reference"),
                *("依据", "数据依据", "证据", "依據", "數據依據", "證據"),
            ),
        ),
        _KPI,
        _DIMENSION,
        _UNIT,
        Column(
            "department",
            _DEPARTMENT.label,
            required=True,
            filled=True,
            example="Customer service",
            headings=("responsible department", "owner department", *_DEPARTMENT.headings),
        ),
        _OWNER,
        _DUE,
        Column(
            "status",
            N_("Status"),
            example="doing",
            choices=(
                ("open", N_("not begun")),
                ("doing", N_("being worked on")),
                ("solved", N_("solved")),
                ("dropped", N_("dropped")),
            ),
            stems=choice_stems.PROBLEM_STATES,
            spellings=(
                ("open", ("new", "not started", "待处理", "未开始", "未整改", "待處理", "未開始")),
                (
                    "doing",
                    (
                        *("in progress", "ongoing", "wip", "started", "doing"),
                        *("整改中", "处理中", "进行中", "跟进中", "處理中", "進行中", "跟進中"),
                    ),
                ),
                (
                    "solved",
                    (
                        *("solved", "done", "closed", "completed", "resolved", "fixed"),
                        *("已解决", "已整改", "已完成", "已关闭", "整改完成", "已销项"),
                        *("已解決", "已完成", "已關閉", "結案", "已結案"),
                    ),
                ),
                ("dropped", ("cancelled", "won't fix", "rejected", "取消", "不处理", "不處理")),
            ),
            headings=(
                *("status", "state", "progress"),
                *("状态", "整改状态", "完成情况", "处理状态", "狀態", "處理狀態", "完成情況"),
            ),
        ),
        Column(
            "share",
            N_("Share of cases (%)"),
            Type.NUMBER,
            low=0,
            high=100,
            example="30",
            headings=("share", "share of cases", "percentage", "占比", "问题占比", "佔比", "比例"),
        ),
        Column(
            "impact",
            N_("Impact"),
            example="high",
            choices=(("low", N_("low")), ("medium", N_("medium")), ("high", N_("high"))),
            stems=choice_stems.IMPACTS,
            spellings=(
                ("low", ("1", "minor", "轻微", "一般", "輕微", "P3")),
                ("medium", ("2", "moderate", "较大", "較大", "P2")),
                ("high", ("3", "major", "critical", "严重", "重大", "嚴重", "P1")),
            ),
            headings=(
                *("impact", "severity", "priority", "importance"),
                *("影响程度", "严重程度", "优先级", "影响", "影響程度", "嚴重程度", "優先級"),
            ),
        ),
        Column(
            "cause",
            N_("Cause"),
            example="Two of six lines are not staffed on Monday mornings",
            headings=(
                *("cause", "root cause", "reason", "causes"),
                *("原因", "原因分析", "根本原因", "问题原因", "根因", "問題原因"),
            ),
        ),
        _CLOSED,
    ),
    identifiers=("problem_id",),
    numbered=("problem_id",),
    lasting=True,
    dimensions=("department",),
    owner=_COMMITTEE,
    enough=0,
    rules="data.checking.rules.loop:problem_rules",
    named_by=r"problem|issue|finding|defect|problème|mangel|mängel|pendenz|課題|不具合|问题|問題|整改|缺陷",
)

ACTION = DatasetKind(
    "action",
    N_("Improvement action"),
    N_(
        "One row an action against a problem, with what it is to do and by when; a change is a new row of the same number."
    ),
    columns=(
        Column(
            "action_id",
            N_("Action number"),
            required=True,
            filled=True,
            example="A-021",
            headings=(
                *("action number", "action no", "action ref", "measure number", "id", "no", "no."),
                *("措施编号", "行动编号", "编号", "序号", "措施編號", "行動編號", "編號"),
            ),
        ),
        _PROBLEM_OF,
        Column(
            "kpi",
            _KPI.label,
            required=True,
            filled=True,
            example="speed_satisfaction",
            headings=_KPI.headings,
        ),
        _DIMENSION,
        _UNIT,
        Column(
            "title",
            N_("What is done"),
            required=True,
            filled=True,
            example="Two more people on the phones on Monday mornings",
            headings=(
                *("action", "title", "measure", "description", "corrective action"),
                *("improvement action", "countermeasure", "what is done", "initiative"),
                *("改善措施", "改进措施", "整改措施", "措施", "行动方案", "措施内容"),
                *("改善措施", "改進措施", "措施", "行動方案", "措施內容"),
            ),
        ),
        Column(
            "date",
            N_("Starts on"),
            Type.DATE,
            required=True,
            filled=True,
            example="2026-04-01",
            headings=(
                *("starts", "start", "start date", "begins", "begins on", "implementation date"),
                *("开始日期", "开始时间", "实施日期", "启动日期", "生效日期"),
                *("開始日期", "開始時間", "實施日期", "啟動日期", "生效日期"),
            ),
        ),
        Column(
            "registered",
            N_("Written down on"),
            Type.DATE,
            example="",
            headings=(
                *(
                    "registered",
                    "registered on",
                    "date registered",
                    "written down on",
                    "entered on",
                ),
                *("登记日期", "录入日期", "立项日期", "登記日期", "建檔日期", "立項日期"),
            ),
        ),
        Column(
            "lag_months",
            N_("Months until it can show"),
            Type.INTEGER,
            low=0,
            high=12,
            example="1",
            headings=("lag", "lag months", "delay in months", "滞后月数", "见效时间", "滯後月數"),
        ),
        Column(
            "window_months",
            N_("Months in which it is judged"),
            Type.INTEGER,
            low=6,
            high=36,
            example="12",
            headings=("window", "window months", "evaluation months", "评估月数", "評估月數"),
        ),
        Column(
            "expected",
            N_("Expected direction"),
            required=True,
            filled=True,
            example="up",
            choices=(("up", N_("up")), ("down", N_("down"))),
            stems=choice_stems.DIRECTIONS,
            spellings=(
                ("up", ("increase", "rise", "higher", "improve", "上升", "提升", "提高", "增加")),
                ("down", ("decrease", "fall", "lower", "reduce", "下降", "降低", "减少", "減少")),
            ),
            headings=("expected direction", "direction", "预期方向", "方向", "預期方向"),
        ),
        Column(
            "size",
            N_("Expected change, in the KPI's unit"),
            Type.NUMBER,
            low=0,
            high=1_000_000,
            example="5",
            headings=(
                *("expected size", "expected change", "expected effect", "target change"),
                *("预期幅度", "预期变化", "预期效果", "預期幅度", "預期變化", "預期效果"),
            ),
        ),
        Column(
            "compared_with",
            N_("Units it is compared with"),
            example="Lakeside; Riverside Mall",
            headings=(
                "comparison",
                "comparison units",
                "control",
                "对照单位",
                "對照單位",
                "对照组",
            ),
        ),
        Column(
            "chosen_because_worst",
            N_("Chosen because it was the worst"),
            example="no",
            choices=YES_OR_NO,
            spellings=(("yes", SAID_YES), ("no", SAID_NO)),
            headings=("chosen because worst", "worst unit", "因最差选中", "因最差選中"),
        ),
        _OWNER,
        _DUE,
        Column(
            "status",
            N_("Status"),
            example="running",
            choices=(
                ("planned", N_("planned")),
                ("running", N_("running")),
                ("closed", N_("ended")),
                ("dropped", N_("dropped")),
            ),
            stems=choice_stems.ACTION_STATES,
            spellings=(
                ("planned", ("not started", "open", "计划中", "未开始", "計劃中", "未開始")),
                (
                    "running",
                    (
                        *("in progress", "ongoing", "started", "doing"),
                        *("进行中", "实施中", "執行中", "進行中", "實施中", "执行中"),
                    ),
                ),
                (
                    "closed",
                    ("done", "completed", "finished", "已完成", "完成", "已关闭", "已關閉", "結案"),
                ),
                ("dropped", ("cancelled", "stopped", "取消", "中止", "终止", "終止")),
            ),
            headings=("status", "state", "progress", "状态", "进展", "完成情况", "狀態", "進展"),
        ),
        _CLOSED,
        Column(
            "reason",
            N_("Reason"),
            headings=("reason", "closing reason", "why closed", "关闭原因", "關閉原因", "理由"),
            example="",
        ),
        Column(
            "conditions",
            N_("What it needs to work elsewhere"),
            headings=(
                "conditions",
                "lessons learned",
                "lesson",
                "适用条件",
                "經驗",
                "适用場景",
                "经验",
            ),
            example="",
        ),
    ),
    identifiers=("action_id",),
    numbered=("action_id",),
    lasting=True,
    dimensions=(),
    owner=_COMMITTEE,
    enough=0,
    rules="data.checking.rules.loop:action_rules",
    named_by=r"action|measure|initiative|maßnahme|mesure|medida|acci[óo]n|対策|施策|措施|行动|行動|方案",
)

DECISION = DatasetKind(
    "decision",
    N_("Decision of a meeting"),
    N_("One row a decision of a meeting: what, by whom and by when, and what became of it."),
    columns=(
        Column(
            "decision_id",
            N_("Decision number"),
            required=True,
            filled=True,
            example="2026-06-1",
            headings=(
                *("decision number", "decision no", "resolution number", "id", "no", "no."),
                *("决议编号", "编号", "序号", "決議編號", "編號", "序號"),
            ),
        ),
        Column(
            "meeting",
            N_("Meeting"),
            required=True,
            filled=True,
            example="Culture committee, June 2026",
            headings=("meeting", "meeting name", "会议", "会议名称", "會議", "會議名稱"),
        ),
        Column(
            "date",
            N_("Day of the meeting"),
            Type.DATE,
            required=True,
            filled=True,
            example="2026-06-11",
            headings=(
                *("date", "meeting date", "decided on", "decision date"),
                *("日期", "会议日期", "决议日期", "會議日期", "決議日期"),
            ),
        ),
        Column(
            "text",
            N_("What was decided"),
            required=True,
            filled=True,
            example="Staff the phones on Monday mornings from July",
            headings=(
                *("decision", "resolution", "what was decided", "text", "action item"),
                *("决议", "决议事项", "决议内容", "议定事项", "決議", "決議事項", "決議內容"),
            ),
        ),
        _KPI,
        _PROBLEM_OF,
        Column(
            "action_id",
            N_("Action"),
            example="A-021",
            headings=("action", "action number", "措施编号", "对应措施", "措施編號", "對應措施"),
        ),
        _OWNER,
        _DUE,
        Column(
            "result",
            N_("What became of it"),
            example="open",
            choices=(
                ("open", N_("still to be done")),
                ("kept", N_("carried out")),
                ("late", N_("carried out late")),
                ("dropped", N_("dropped")),
            ),
            stems=choice_stems.RESULTS,
            spellings=(
                ("open", ("pending", "in progress", "进行中", "未完成", "進行中")),
                ("kept", ("done", "completed", "on time", "已完成", "按时完成", "按時完成")),
                ("late", ("done late", "overdue", "delayed", "逾期", "延期完成", "逾期完成")),
                ("dropped", ("cancelled", "取消", "撤销", "撤銷")),
            ),
            headings=("result", "status", "outcome", "落实情况", "完成情况", "落實情況", "状态"),
        ),
    ),
    identifiers=("decision_id",),
    numbered=("decision_id",),
    lasting=True,
    dimensions=(),
    owner=_COMMITTEE,
    enough=0,
    rules="data.checking.rules.loop:decision_rules",
    named_by=r"decision|resolution|beschluss|beschlüsse|d[ée]cision|acuerdo|決定|决议|決議|议定|議定",
)
