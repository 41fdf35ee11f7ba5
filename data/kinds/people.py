"""What staff say, propose and do for the programme, and what was measured of it elsewhere."""

from dataclasses import replace

from data.kinds import choice_stems
from data.kinds.minimums import ANSWERS_OF_STAFF, STAFF
from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import (
    AUTHOR,
    CHANNEL,
    COMMENT,
    EMPLOYEE,
    PROACTIVE,
    RESPONSE_ID,
    SAID_NO,
    SAID_YES,
    UNITS,
    YES_OR_NO,
    moment,
)
from i18n import N_, Text

_KNOWN = (
    (
        "yes",
        (
            *SAID_YES,
            *("yes", "know", "knows", "known", "aware", "i know it", "know well", "can name it"),
            *("fully aware", "familiar", "very familiar", "passed", "correct"),
            *("知道", "了解", "清楚", "熟悉", "非常了解", "很了解", "非常清楚", "完全知道", "知晓"),
            *(
                "完全了解",
                "熟知",
                "答对",
                "非常熟悉",
                "瞭解",
                "非常瞭解",
                "很瞭解",
                "完全瞭解",
                "知曉",
                "答對",
            ),
        ),
    ),
    (
        "no",
        (
            *SAID_NO,
            *("no", "not aware", "unaware", "do not know", "don't know", "not sure", "unsure"),
            *("partly", "somewhat", "heard of it", "a little", "failed", "wrong"),
            *(
                "不知道",
                "不了解",
                "不清楚",
                "不熟悉",
                "听说过",
                "部分了解",
                "一般",
                "一般了解",
                "不太了解",
            ),
            *(
                "了解一点",
                "不确定",
                "答错",
                "不瞭解",
                "聽說過",
                "部分瞭解",
                "不太瞭解",
                "不確定",
                "答錯",
            ),
        ),
    ),
)


def _score(name: str, label: Text, *headings: str) -> Column:
    return Column(name, label, Type.NUMBER, scaled=True, headings=headings, example="4")


STAFF_SURVEY = DatasetKind(
    "staff_survey",
    N_("Staff survey"),
    N_(
        "One row an answer of a member of staff, without a name: what they know of the programme, and how they rate support, authority, internal service and capability."
    ),
    columns=(
        RESPONSE_ID,
        moment(
            N_("Answered on"),
            *("survey date", "response date", "completed", "completed at", "submitted"),
            *("submitted at", "end date", "end time", "timestamp", "form ended", "form ended dttm"),
            *("recorded date", "date submitted", "completion time", "date answered"),
            *(
                "填写时间",
                "提交时间",
                "提交答卷时间",
                "答题时间",
                "调查日期",
                "调研日期",
                "日期",
                "时间",
            ),
            *("结束时间", "填寫時間", "提交時間", "提交答卷時間", "填答時間", "調查日期", "時間"),
            *("填写日期", "提交日期", "填寫日期"),
            example="2026-09-17 15:40",
        ),
        replace(UNITS[0], required=True),
        *UNITS[1:],
        Column(
            "position",
            N_("Position"),
            example="Service adviser",
            headings=(
                *("job title", "role", "job", "position", "grade"),
                *("岗位", "职位", "职务", "职级", "崗位", "職位", "職務", "職稱"),
            ),
        ),
        Column(
            "tenure",
            N_("Tenure"),
            example="1 to 3 years",
            headings=(
                *("length of service", "years of service", "years in company", "seniority"),
                *("time in role", "工龄", "司龄", "入职年限", "工作年限", "在职时间", "在岗年限"),
                *("年資", "工作年限", "在職時間", "服務年資"),
            ),
        ),
        Column(
            "concept_known",
            N_("Knows the core concept"),
            choices=YES_OR_NO,
            spellings=_KNOWN,
            example="yes",
            headings=(
                *("concept known", "knows the concept", "concept awareness", "knows our concept"),
                *("aware of the concept", "knows the slogan", "names the concept", "values known"),
                *(
                    "核心理念",
                    "是否知道核心理念",
                    "理念认知",
                    "理念知晓",
                    "是否了解服务理念",
                    "知晓理念",
                ),
                *("服务理念", "是否知道服务理念", "理念认知情况", "核心理念认知"),
                *("是否知道服務理念", "理念認知", "服務理念", "核心理念認知", "是否瞭解服務理念"),
            ),
        ),
        Column(
            "handbook_known",
            N_("Knows the service handbook"),
            choices=YES_OR_NO,
            spellings=_KNOWN,
            example="yes",
            headings=(
                *("handbook known", "knows the handbook", "handbook awareness", "handbook read"),
                *("knows the standards", "aware of the handbook", "knows the service standards"),
                *(
                    "规范知晓",
                    "是否知道服务规范",
                    "行为规范",
                    "服务行为规范",
                    "是否了解服务行为规范",
                ),
                *("手册知晓", "是否阅读手册", "服务手册", "是否知晓服务规范", "服务行为规范知晓"),
                *(
                    "規範知曉",
                    "是否知道服務規範",
                    "行為規範",
                    "服務行為規範",
                    "是否瞭解服務行為規範",
                ),
                *("服務手冊", "是否閱讀手冊", "服務行為規範知曉"),
            ),
        ),
        PROACTIVE,
        _score(
            "support",
            N_("Satisfaction with service support"),
            *("service support", "support satisfaction", "tools and support", "support"),
            *("support from the company", "resources and support", "tools provided"),
            *(
                "服务支持",
                "服务支持满意度",
                "对服务支持的满意度",
                "工具支持",
                "支持满意度",
                "资源支持",
            ),
            *(
                "服務支援",
                "服務支援滿意度",
                "對服務支援的滿意度",
                "工具支援",
                "支援滿意度",
                "資源支援",
            ),
        ),
        _score(
            "authority",
            N_("Authority to decide"),
            *("empowerment", "authority", "authority given", "empowered", "decision authority"),
            *("freedom to decide", "autonomy"),
            *(
                "授权",
                "授权满意度",
                "服务授权",
                "授权程度",
                "赋能",
                "授權",
                "授權滿意度",
                "服務授權",
            ),
            *("授權程度", "賦能"),
        ),
        _score(
            "internal_service",
            N_("Internal satisfaction"),
            *("internal service", "internal satisfaction", "service between departments"),
            *("employee satisfaction", "staff satisfaction", "job satisfaction", "happiness"),
            "satisfaction with internal service",
            *(
                "内部满意",
                "内部满意度",
                "内部服务",
                "内部服务满意度",
                "员工满意度",
                "部门间协作",
            ),
            *(
                "內部滿意",
                "內部滿意度",
                "內部服務",
                "內部服務滿意度",
                "員工滿意度",
                "跨部門協作",
            ),
        ),
        _score(
            "capability",
            N_("Service capability"),
            *("service capability", "capability", "skills", "able to serve well", "service skills"),
            *(
                "服务能力",
                "服务能力自评",
                "服务技能",
                "能力自评",
                "服務能力",
                "服務能力自評",
                "服務技能",
            ),
            "能力自評",
        ),
        COMMENT,
    ),
    identifiers=("response_id",),
    numbered=("response_id",),
    dimensions=("department", "store", "region"),
    owner=N_("Human resources"),
    one_of=(
        "concept_known",
        "handbook_known",
        "proactive",
        "support",
        "authority",
        "internal_service",
        "capability",
    ),
    placed_by=("department", "store", "region"),
    unnamed_apart=True,
    anonymous_below=ANSWERS_OF_STAFF,
    answered=True,
    asks=("survey_unit",),
)

SUGGESTION = DatasetKind(
    "suggestion",
    N_("Suggestion"),
    N_(
        "One row a suggestion for better service: when it was submitted, what was decided and when, and when it was put into practice. A later export of the same suggestion replaces it."
    ),
    columns=(
        Column(
            "suggestion_id",
            N_("Suggestion number"),
            example="S-2026-014",
            headings=(
                *("id", "suggestion id", "suggestion no", "suggestion number", "idea id"),
                *("proposal id", "proposal no", "proposal number", "idea number", "pep", "rfc"),
                *("建议编号", "提案编号", "创新编号", "编号", "序号", "单号", "建议单号"),
                *("建議編號", "提案編號", "創新編號", "編號", "序號", "單號"),
            ),
        ),
        moment(
            N_("Submitted on"),
            *("submitted", "date submitted", "created", "created at", "created on", "received"),
            *("proposed on", "submission date", "suggested on", "date raised", "entered on"),
            *(
                "提交时间",
                "提交日期",
                "提案日期",
                "提案时间",
                "建议日期",
                "建议时间",
                "提出日期",
                "日期",
            ),
            *("提交時間", "提案時間", "建議日期", "建議時間", "時間"),
            example="2026-03-02",
        ),
        Column(
            "employee",
            N_("Submitted by"),
            personal=True,
            example="E0101",
            headings=(
                *("employee", "employee id", "proposer", "author", "staff", "staff id"),
                *("suggested by", "submitter", "owner of the idea"),
                *("提案人", "建议人", "提交人", "工号", "员工", "员工编号", "姓名", "提出人"),
                *("建議人", "工號", "員工", "員工編號"),
            ),
        ),
        *UNITS,
        Column(
            "category",
            N_("Category"),
            example="Service process",
            headings=(
                *("type", "topic", "theme", "suggestion type", "idea category"),
                *("类别", "建议类别", "提案类别", "分类", "建议类型", "提案类型", "类型"),
                *("類別", "建議類別", "提案類別", "分類", "建議類型", "提案類型", "類型"),
            ),
        ),
        Column(
            "decided",
            N_("Decided on"),
            Type.DATE,
            example="2026-03-20",
            headings=(
                *("decision date", "date decided", "resolved on", "reviewed on", "review date"),
                *(
                    "评审日期",
                    "评审时间",
                    "审批日期",
                    "审核日期",
                    "审核时间",
                    "采纳日期",
                    "终审日期",
                    "决定日期",
                ),
                *(
                    "評審日期",
                    "評審時間",
                    "審批日期",
                    "審核日期",
                    "審核時間",
                    "採納日期",
                    "決定日期",
                ),
            ),
        ),
        Column(
            "decision",
            N_("Decision"),
            required=True,
            example="adopted",
            choices=(
                ("adopted", N_("adopted")),
                ("not_adopted", N_("not adopted")),
                ("withdrawn", N_("withdrawn")),
                ("deferred", N_("deferred")),
                ("open", N_("not decided yet")),
            ),
            spellings=(
                (
                    "adopted",
                    (
                        *SAID_YES,
                        *("yes", "adopted", "accepted", "approved", "implemented", "final"),
                        *("active", "superseded", "done", "completed"),
                        *(
                            "采纳",
                            "已采纳",
                            "通过",
                            "已通过",
                            "已实施",
                            "实施中",
                            "部分采纳",
                            "同意",
                        ),
                        *("採納", "已採納", "通過", "已通過", "已實施", "實施中", "部分採納"),
                    ),
                ),
                (
                    "not_adopted",
                    (
                        *SAID_NO,
                        *("no", "rejected", "declined", "not accepted", "refused"),
                        *(
                            "不采纳",
                            "未采纳",
                            "未通过",
                            "驳回",
                            "不予采纳",
                            "否决",
                            "不通过",
                            "已驳回",
                        ),
                        *(
                            "不採納",
                            "未採納",
                            "未通過",
                            "駁回",
                            "不予採納",
                            "否決",
                            "不通過",
                            "已駁回",
                        ),
                    ),
                ),
                (
                    "withdrawn",
                    (
                        "withdrawn",
                        "cancelled",
                        "canceled",
                        "撤回",
                        "已撤回",
                        "撤销",
                        "已撤銷",
                        "撤銷",
                    ),
                ),
                (
                    "deferred",
                    (
                        "deferred",
                        "postponed",
                        "on hold",
                        "parked",
                        "暂缓",
                        "延期",
                        "暫緩",
                        "搁置",
                        "擱置",
                    ),
                ),
                (
                    "open",
                    (
                        *("open", "draft", "new", "pending", "submitted", "under review"),
                        *("provisional", "in review", "to be reviewed", "undecided"),
                        *(
                            "待评审",
                            "待审核",
                            "评审中",
                            "审核中",
                            "未评审",
                            "草稿",
                            "待定",
                            "处理中",
                        ),
                        *("待評審", "待審核", "評審中", "審核中", "未評審", "處理中"),
                    ),
                ),
            ),
            stems=choice_stems.DECISIONS,
            headings=(
                *("status", "result", "outcome", "adopted", "decision", "state", "accepted"),
                *(
                    "是否采纳",
                    "采纳情况",
                    "终审是否采纳",
                    "评审结果",
                    "采纳状态",
                    "状态",
                    "审核结果",
                ),
                *(
                    "是否採納",
                    "採納情況",
                    "終審是否採納",
                    "評審結果",
                    "採納狀態",
                    "狀態",
                    "審核結果",
                ),
            ),
        ),
        Column(
            "done",
            N_("Put into practice on"),
            Type.DATE,
            example="2026-05-04",
            headings=(
                *("implemented on", "implementation date", "completed on", "done on"),
                *("date implemented", "实施日期", "完成日期", "落实日期", "落地日期"),
                *("實施日期", "落實日期", "落地日期"),
            ),
        ),
        Column(
            "benefit",
            N_("Benefit"),
            told=True,
            example="Two minutes less a customer",
            headings=(
                *("effect", "savings", "expected benefit", "value"),
                *(
                    "效益",
                    "预期效益",
                    "预期效果",
                    "节约金额",
                    "效果",
                    "預期效益",
                    "預期效果",
                    "節約金額",
                ),
            ),
        ),
        replace(
            COMMENT,
            headings=(
                *COMMENT.headings,
                *("title", "suggestion", "idea", "proposal", "summary"),
                *("建议内容", "提案内容", "建议", "提案名称", "标题", "提案"),
                *("建議內容", "提案內容", "建議", "提案名稱", "標題"),
            ),
        ),
    ),
    identifiers=("suggestion_id",),
    dimensions=("department", "store", "region", "category"),
    owner=N_("Culture committee"),
    enough=10,
    lasting=True,
    person="employee",
    unnamed_apart=True,
    anonymous_below=STAFF,
    rules="data.checking.rules.suggestion:apply_rules",
    named_by=r"id[ée]e|suggest|\bidea|proposal|propos(?:er|ed)|\bpep\b|\brfc\b|innovation|vorschl[aä]g|\bideen?\b|sugerencia|propuesta|sugest|改善|kaizen"
    r"|제안|建议|提案|创新|采纳|建議|創新|採納",
)

_STEPS = (
    ("verbal", N_("Verbal warning")),
    ("written", N_("Written warning and retraining")),
    ("serious", N_("Serious: bonus or handbook")),
)
VIOLATION = DatasetKind(
    "violation",
    N_("Violation"),
    N_(
        "One row a violation of the service standards by a member of staff: when, of which rule, at which step it was dealt with, and what became of an appeal."
    ),
    columns=(
        Column(
            "violation_id",
            N_("Violation number"),
            example="V-2026-031",
            headings=(
                *("id", "violation id", "violation no", "violation number", "incident id"),
                *("incident no", "case number", "违规编号", "处分编号", "编号", "序号"),
                *("違規編號", "處分編號", "編號", "序號"),
            ),
        ),
        moment(
            N_("Dealt with on"),
            *("warning date", "action date", "date of action", "date of disciplinary action"),
            *("date issued", "issue date", "date of warning", "处分日期", "处罚日期", "处理日期"),
            *("處分日期", "處罰日期", "處理日期"),
            *("violation date", "incident date", "date of violation", "date of incident"),
            *("违规日期", "违规时间", "日期", "違規日期", "違規時間"),
            example="2026-09-17",
        ),
        replace(
            EMPLOYEE,
            required=True,
            headings=(
                *EMPLOYEE.headings,
                *(
                    "offender",
                    "违规人",
                    "违规员工",
                    "被处分人",
                    "责任人",
                    "違規人",
                    "違規員工",
                    "被處分人",
                ),
            ),
        ),
        *UNITS,
        Column(
            "step",
            N_("Step"),
            required=True,
            filled=True,
            example="verbal",
            choices=_STEPS,
            stems=choice_stems.STEPS,
            headings=(
                *("disciplinary action", "action taken", "warning", "warning level", "level"),
                *("violation level", "sanction", "step of discipline", "warning type"),
                *("违规等级", "处分类型", "处分等级", "处理方式", "处罚类型", "处分", "违规级别"),
                *("違規等級", "處分類型", "處分等級", "處理方式", "處罰類型", "處分", "違規級別"),
            ),
            spellings=(
                (
                    "verbal",
                    (
                        *("1", "verbal", "oral warning", "first warning", "coaching", "step 1"),
                        *(
                            "口头警告",
                            "一级",
                            "口头",
                            "提醒",
                            "轻微",
                            "口頭警告",
                            "一級",
                            "口頭",
                            "輕微",
                        ),
                    ),
                ),
                (
                    "written",
                    (
                        *("2", "written", "written warning", "second warning", "retraining"),
                        *("step 2", "书面警告", "二级", "书面", "警告并培训", "一般"),
                        *("書面警告", "二級", "書面", "警告並培訓"),
                    ),
                ),
                (
                    "serious",
                    (
                        *("3", "serious", "final warning", "suspension", "dismissal", "step 3"),
                        *("final written warning", "demotion", "termination"),
                        *("严重", "扣罚", "降级", "三级", "扣奖金", "辞退", "记过"),
                        *("嚴重", "扣罰", "降級", "三級", "扣獎金", "辭退", "記過"),
                    ),
                ),
            ),
        ),
        Column(
            "rule",
            N_("Rule"),
            example="Greets within ten seconds",
            headings=(
                *("standard", "rule violated", "violation type", "violation", "reason"),
                *("违规条款", "违规行为", "违规类型", "违规事项", "条款", "违规内容"),
                *("違規條款", "違規行為", "違規類型", "違規事項", "條款", "違規內容"),
            ),
        ),
        Column(
            "retraining",
            N_("Retraining"),
            choices=YES_OR_NO,
            spellings=(("yes", SAID_YES), ("no", SAID_NO)),
            example="yes",
            headings=("retrained", "training ordered", "是否补训", "补训", "是否補訓", "補訓"),
        ),
        Column(
            "appeal",
            N_("Appeal"),
            example="none",
            choices=(
                ("none", N_("no appeal")),
                ("upheld", N_("appeal upheld")),
                ("rejected", N_("appeal rejected")),
            ),
            spellings=(
                ("none", ("no", "无", "未申诉", "無", "未申訴")),
                ("upheld", ("upheld", "granted", "成立", "申诉成立", "申訴成立")),
                ("rejected", ("rejected", "denied", "驳回", "不成立", "駁回")),
            ),
            headings=("appeal result", "appeal outcome", "申诉结果", "申诉", "申訴結果", "申訴"),
        ),
        Column(
            "decided_by",
            N_("Decided by"),
            personal=True,
            example="E0007",
            headings=(
                *("issued by", "manager", "decision maker", "处理人", "审批人", "处分人"),
                *("處理人", "審批人", "處分人"),
            ),
        ),
    ),
    identifiers=("violation_id", "employee", "rule"),
    dimensions=("department", "store", "region", "rule", "step"),
    owner=N_("Human resources"),
    enough=0,
    person="employee",
    anonymous_below=STAFF,
    named_by=r"violat|disciplin|warning|incident|sanction|abmahn|versto|avertissement|amonesta|offen[cs]e|违纪|違紀|奖惩|獎懲|处罚|處罰|懲戒"
    r"|惩处|违规|处分|警告|處分|違規",
)

_TYPES = (
    ("scene", N_("Service scene")),
    ("story", N_("Service story")),
    ("culture_day", N_("Culture day")),
    ("keyword", N_("Keyword")),
    ("points", N_("Service points")),
    ("commitment", N_("Commitments signed")),
    ("return_visit", N_("Return visits")),
)
PROGRAMME_ITEM = DatasetKind(
    "programme_item",
    N_("Programme item"),
    N_(
        "One row a thing the programme makes or does: a scene, a story, a culture day, a keyword, points given, commitments signed or return visits, planned or done. A later row of the same type and name replaces it."
    ),
    columns=(
        Column(
            "type",
            N_("Type"),
            required=True,
            filled=True,
            example="scene",
            choices=_TYPES,
            stems=choice_stems.ITEM_TYPES,
            headings=(
                *("item type", "kind", "category", "programme type", "项目", "类型", "类别"),
                *("项目类型", "項目", "類型", "類別", "項目類型"),
                *("activity type", "活动类型", "活动类别", "活動類型", "活動類別"),
            ),
            spellings=(
                (
                    "scene",
                    (
                        *("service scene", "scenario", "standard response", "scenes"),
                        *("场景", "服务场景", "标准化场景", "场景应对方案", "典型服务场景"),
                        *("場景", "服務場景", "標準化場景", "場景應對方案", "典型服務場景"),
                    ),
                ),
                (
                    "story",
                    (
                        *("service story", "stories", "故事", "服务故事", "服务温度集"),
                        *("服務故事", "服務溫度集"),
                    ),
                ),
                (
                    "culture_day",
                    (
                        *("culture day", "service culture day", "文化日", "服务文化日"),
                        *("服務文化日", "服务日", "服務日"),
                    ),
                ),
                ("keyword", ("keywords", "关键词", "候选关键词", "關鍵詞", "候選關鍵詞", "關鍵字")),
                (
                    "points",
                    (
                        *("point", "service points", "积分", "服务积分", "服务行为积分"),
                        *("積分", "服務積分", "服務行為積分", "點數"),
                    ),
                ),
                (
                    "commitment",
                    (
                        *("commitments", "pledge", "signed commitment", "承诺书", "服务规范承诺书"),
                        *("承诺", "签署承诺书", "承諾書", "服務規範承諾書", "承諾", "簽署承諾書"),
                    ),
                ),
                (
                    "return_visit",
                    (
                        *("return visits", "follow-up visit", "customer return visit"),
                        *("回访", "主动回访", "客户回访", "回訪", "主動回訪", "客戶回訪"),
                    ),
                ),
            ),
        ),
        Column(
            "name",
            N_("Name"),
            required=True,
            filled=True,
            example="Customer arrives without an appointment",
            written=True,
            headings=(
                *("title", "item", "item name", "scene name", "story name", "subject"),
                *("名称", "场景名称", "故事名称", "项目名称", "活动名称", "主题", "标题"),
                *("名稱", "場景名稱", "故事名稱", "項目名稱", "活動名稱", "主題", "標題"),
            ),
        ),
        Column(
            "date",
            N_("Done or due on"),
            Type.DATE,
            required=True,
            filled=True,
            edge="last",
            example="2026-03-15",
            headings=(
                *("done on", "completed on", "completion date", "event date", "held on", "due"),
                *("completed", "活动日期", "完成日期", "举办日期", "日期", "完成时间", "统计月份"),
                *("活動日期", "舉辦日期", "完成時間", "統計月份", "月份"),
            ),
        ),
        Column(
            "state",
            N_("State"),
            example="done",
            choices=(("planned", N_("planned")), ("done", N_("done"))),
            stems=choice_stems.ITEM_STATES,
            spellings=(
                (
                    "planned",
                    (
                        *("open", "to do", "in progress", "draft", "not done", "pending", "due"),
                        *("计划", "计划中", "未完成", "进行中", "待完成", "草稿", "未举办"),
                        *("計劃", "計劃中", "進行中", "未舉辦", "規劃中"),
                    ),
                ),
                (
                    "done",
                    (
                        *("completed", "finished", "held", "published", "approved", "signed"),
                        *("完成", "已完成", "已举办", "已发布", "已签署", "已收录"),
                        *("已舉辦", "已發布", "已簽署", "已收錄"),
                    ),
                ),
            ),
            headings=("status", "状态", "完成情况", "完成状态", "狀態", "完成情況", "完成狀態"),
        ),
        Column(
            "number",
            N_("Number"),
            Type.NUMBER,
            low=0,
            example="",
            headings=(
                *("count", "points", "votes", "made", "signed", "quantity", "visits made"),
                *("数量", "票数", "积分", "签署人数", "完成数", "回访数", "实际完成数"),
                *("數量", "票數", "積分", "簽署人數", "完成數", "回訪數"),
            ),
        ),
        Column(
            "due_number",
            N_("Number due"),
            Type.NUMBER,
            low=0,
            example="",
            headings=(
                *("target number", "of", "staff", "total", "planned number", "visits due"),
                *("应完成数", "应签人数", "应回访数", "总数", "计划数", "应到人数"),
                *("應完成數", "應簽人數", "應回訪數", "總數", "計劃數"),
            ),
        ),
        *UNITS,
        Column(
            "evidence",
            N_("Evidence"),
            example="Handbook, page 12",
            headings=(
                *("proof", "link", "document", "reference", "依据", "证明", "链接", "附件"),
                *("依據", "證明", "連結", "附件"),
            ),
        ),
        AUTHOR,
    ),
    identifiers=("type", "name"),
    dimensions=("department", "store", "region"),
    owner=N_("Culture committee"),
    enough=0,
    lasting=True,
    rules="data.checking.rules.programme:apply_rules",
)

KPI_VALUE = DatasetKind(
    "kpi_value",
    N_("Value measured elsewhere"),
    N_(
        "One row a value of a KPI that somebody else measured: which KPI, for which period, from how many answers, and by whom."
    ),
    columns=(
        Column(
            "kpi",
            N_("KPI"),
            required=True,
            filled=True,
            example="brand_recognition",
            headings=(
                "metric",
                "indicator",
                "measure",
                "kpi name",
                "指标",
                "指标名称",
                "指標",
                "指標名稱",
            ),
        ),
        Column(
            "date",
            N_("End of the period"),
            Type.DATE,
            required=True,
            filled=True,
            edge="last",
            example="2026-06-30",
            headings=(
                *("period", "period end", "month", "quarter", "as of", "date", "year"),
                *("期间", "统计期间", "月份", "日期", "统计月份", "期間", "統計期間", "統計月份"),
            ),
        ),
        Column(
            "value",
            N_("Value"),
            Type.NUMBER,
            required=True,
            filled=True,
            example="62",
            headings=("result", "score", "数值", "值", "结果", "實際值", "实际值", "數值", "結果"),
        ),
        Column(
            "n",
            N_("Answers behind it"),
            Type.INTEGER,
            low=1,
            example="400",
            headings=(
                *("sample", "sample size", "base", "respondents", "answers", "responses", "cases"),
                *("样本量", "样本数", "基数", "有效样本", "样本", "樣本數", "樣本量", "有效樣本"),
            ),
        ),
        Column(
            "low",
            N_("Lower limit"),
            Type.NUMBER,
            example="",
            headings=("lower", "ci low", "lower bound", "下限", "置信下限", "信賴下限"),
        ),
        Column(
            "high",
            N_("Upper limit"),
            Type.NUMBER,
            example="",
            headings=("upper", "ci high", "upper bound", "上限", "置信上限", "信賴上限"),
        ),
        *UNITS,
        CHANNEL,
        Column(
            "source",
            N_("Source"),
            required=True,
            filled=True,
            example="Brand study of the year",
            headings=(
                *("measured by", "study", "agency", "provider", "survey"),
                *("来源", "数据来源", "调查机构", "出处", "來源", "資料來源", "調查機構", "出處"),
            ),
        ),
        Column(
            "note",
            N_("Note"),
            example="",
            headings=("remark", "remarks", "notes", "备注", "说明", "備註", "說明"),
        ),
    ),
    identifiers=("kpi", "department", "store", "region", "channel", "source"),
    dimensions=("department", "store", "region", "channel"),
    owner=N_("Culture committee"),
    in_parts=N_(
        "Rows with the KPI, period, unit and source of a row above: {count}. Each is kept as a value "
        "of its own; take out those that another corrects."
    ),
    percents=("value", "low", "high"),
    rules="data.checking.rules.kpi_value:apply_rules",
    named_by=r"sample|source|study|respondents|measured by|\bbase\b|agency|quelle|fuente|stichprobe|样本|来源|出处|機構|机构|樣本|來源|出處",
)
