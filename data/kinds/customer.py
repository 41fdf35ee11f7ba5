"""What customers say."""

from dataclasses import replace

from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import (
    AUTHOR,
    CHANNEL,
    COMMENT,
    COMMENT_HEADINGS,
    IN_FORCE,
    RESPONSE_ID,
    SAID_NO,
    SAID_YES,
    SEGMENT,
    SERVED_BY,
    UNITS,
    YES_OR_NO,
    moment,
)
from i18n import N_

SURVEY = DatasetKind(
    "survey", N_("Customer satisfaction survey"),
    N_("One row an answered satisfaction questionnaire, on the scale that the file uses."),
    columns=(
        RESPONSE_ID,
        moment(N_("Answered on"), "answered at", "response date", "submitted", "submit date", "submit time", "submission time", "end date", "enddate",
               "date submitted", "recorded date", "recordeddate", "timestamp", "completed", "completed at", "created at", "created date", "responded at", "responded on", "responded", "response received at", "received at", "answered on", "submitted on", "rated at", "rated on", "review date",
               "call date", "date rated", "rating date", "feedback date",
               "survey date", "survey completed", "submitted at", "date created", "start date", "日期", "时间", "提交时间", "提交日期", "提交答卷时间",
               "答卷时间", "答题时间", "填写时间", "填写日期", "结束答题时间", "评价时间", "评价日期", "调查日期", "服务日期", "接待日期", "月份", "开始答题时间",
               "時間", "提交時間", "提交日期", "提交答卷時間", "答題時間", "填寫時間", "填寫日期", "結束答題時間", "評價時間", "評價日期", "調查日期", "服務日期",
               "接待日期", "開始答題時間", example="2026-09-03 14:05"),
        *UNITS, CHANNEL, SEGMENT, SERVED_BY,
        Column("overall", N_("Overall satisfaction"), Type.NUMBER, required=True, scaled=True, example="5", headings=(
            "overall", "satisfaction", "csat", "csat score", "csat rating", "overall score", "satisfaction score", "satisfaction rating", "satisfaction level",
            "服务满意度", "服务评分", "服务打分", "满意程度", "评分", "星级", "服務滿意度", "服務評分", "滿意程度", "評分", "星級", "fft", "fft score", "fft categorical answer", "customer satisfaction", "customer satisfaction score", "customer satisfaction rating", "overall rating", "star rating", "rating", "feedback rating", "feedback score", "反馈评分", "回饋評分",
            "客户满意度", "顾客满意度", "总体满意度", "整体满意度", "满意度", "总体评分", "总体评价",
            "综合满意度", "满意度评分", "满意度评价", "满意度等级", "总评", "整体评价", "客戶滿意度", "顧客滿意度", "總體滿意度", "整體滿意度", "滿意度", "總體評分", "總體評價", "綜合滿意度", "滿意度評分", "總評", "整體評價")),
        Column("attitude", N_("Service attitude"), Type.NUMBER, scaled=True, example="5", headings=(
            "attitude", "courtesy", "friendliness", "staff attitude", "attitude score", "服务态度", "态度", "态度满意度", "服务态度满意度", "服务态度评分", "礼貌",
            "服務態度", "態度", "態度滿意度", "服務態度滿意度", "服務態度評分", "禮貌")),
        Column("speed", N_("Response speed"), Type.NUMBER, scaled=True, example="4", headings=(
            "speed", "responsiveness", "timeliness", "waiting time", "speed of service", "speed score", "响应速度", "速度", "响应速度满意度", "服务效率", "效率", "及时性",
            "回應速度", "響應速度", "回應速度滿意度", "服務效率", "及時性")),
        Column("problem_solving", N_("Problem solving"), Type.NUMBER, scaled=True, example="5", headings=(
            "problem solving", "issue resolution", "resolution", "problem solving ability", "问题解决", "问题解决能力", "解决能力", "问题处理", "问题解决满意度",
            "問題解決", "問題解決能力", "解決能力", "問題處理", "問題解決滿意度")),
        COMMENT,
    ),
    identifiers=("response_id",), numbered=("response_id",), dimensions=("department", "store", "region", "channel", "segment"),
    owner=N_("Marketing and customer service"),
    moved_within=400,
)

NPS = DatasetKind(
    "nps", N_("Recommendation survey (NPS)"),
    N_("One row an answer to \u201chow likely are you to recommend us\u201d, from 0 to 10."),
    columns=(
        RESPONSE_ID,
        moment(N_("Answered on"), *SURVEY.column("date").headings, "answer datetime", "推荐日期", "推薦日期", example="2026-09-03 14:05"),
        *UNITS, CHANNEL, SEGMENT,
        Column("score", N_("Score"), Type.INTEGER, required=True, low=0, high=10, example="9", headings=(
            "nps", "nps score", "nps rating", "net promoter score", "likelihood to recommend", "recommend", "recommendation", "how likely are you to recommend us",
            "rating", "wie wahrscheinlich ist es, dass sie uns weiterempfehlen", "weiterempfehlung", "weiterempfehlungsbereitschaft",
            "quelle est la probabilité que vous nous recommandiez", "recommandation", "qué tan probable es que nos recomiende",
            "qué probabilidad hay de que nos recomiende", "recomendación", "qual a probabilidade de nos recomendar", "recomendação",
            "推荐分", "推荐意愿", "推荐度", "推荐可能性", "nps分数", "nps得分", "nps评分", "评分", "得分", "分数", "您有多大可能推荐",
            "推薦分", "推薦意願", "推薦度", "推薦可能性", "nps分數", "nps評分", "評分", "分數")),
        COMMENT,
    ),
    identifiers=("response_id",), numbered=("response_id",), dimensions=("department", "store", "region", "channel", "segment"),
    owner=N_("Marketing and customer service"),
    moved_within=400,
)

PRAISE = DatasetKind(
    "praise", N_("Praise from a customer"),
    N_("One row a praise that a customer gave, for a person, a team or a store, through which channel, and whether it was verified."),
    columns=(
        Column("praise_id", N_("Praise number"), example="P-2026-0917", headings=(
            "id", "praise no", "praise number", "compliment id", "case id", "case number", "ticket", "表扬编号", "表扬单号", "工单编号", "工单号", "编号", "序号",
            "流水号", "表揚編號", "表揚單號", "工單編號", "工單號", "編號", "序號", "流水號")),
        moment(N_("Received on"), "praise date", "date received", "received", "received at", "created at", "表扬日期", "表扬时间", "受理日期", "受理时间",
               "登记日期", "来电日期", "日期", "时间", "表揚日期", "表揚時間", "受理日期", "受理時間", "登記日期", "來電日期", "時間", example="2026-09-17 15:40"),
        *UNITS,
        replace(CHANNEL, headings=(*CHANNEL.headings, "praise channel", "source", "表扬渠道", "表扬方式", "来源", "表揚管道", "表揚方式", "來源")),
        Column("employee", N_("Employee praised"), required=True, personal=True, example="E0101", headings=(
            "praised employee", "employee id", "staff", "staff id", "agent", "agent id", "被表扬人", "被表扬员工", "受表扬员工", "表扬对象", "工号", "员工",
            "员工编号", "员工姓名", "姓名", "被表揚人", "被表揚員工", "表揚對象", "工號", "員工", "員工編號", "員工姓名")),
        Column("verified", N_("Verified"), required=True, example="yes", choices=YES_OR_NO, headings=(
            "is verified", "confirmed", "verification", "verification result", "verification status", "是否核实", "核实情况", "核实结果", "核实状态", "是否属实",
            "是否有效", "核查结果", "是否核實", "核實情況", "核實結果", "核實狀態", "是否屬實", "是否有效", "核查結果"),
            spellings=(("yes", (*SAID_YES, "verified", "confirmed", "valid", "已核实", "核实", "属实", "情况属实", "有效", "已确认", "已核實", "核實", "屬實",
                                "情況屬實", "已確認")),
                       ("no", (*SAID_NO, "unverified", "not verified", "not confirmed", "pending", "invalid", "未核实", "待核实", "不属实", "无效", "未确认",
                               "未核實", "待核實", "不屬實", "無效", "未確認")))),
        Column("comment", N_("What was praised"), example="Stayed late to find the missing part", headings=(
            "praise", "praise text", "表扬内容", "表扬事由", "表扬事迹", "事由", "内容", "表揚內容", "表揚事由", "表揚事蹟", "內容", "comment", *COMMENT_HEADINGS)),
    ),
    identifiers=("praise_id",), numbered=("praise_id", "employee"), dimensions=("department", "store", "region", "channel"),
    owner=N_("Marketing and customer service"), enough=0, one_of=("employee", "store", "department"),
    moved_within=400,
)

THEME_TERM = DatasetKind(
    "theme_term", N_("Theme dictionary"),
    N_("One row a word or phrase by which comments belong to a theme; terms no longer in use stay on record."),
    columns=(
        Column("theme", N_("Theme"), required=True, filled=True, example="attitude", headings=(
            "theme name", "theme id", "topic", "主题", "主题代码", "主题名称", "主題", "主題代碼", "主題名稱")),
        Column("label", N_("Theme shown as"), example="Service attitude", headings=("theme label", "display name", "主题显示名", "显示名称", "主題顯示名", "顯示名稱")),
        Column("language", N_("Language"), required=True, filled=True, example="en", headings=("lang", "语言", "语种", "語言", "語種"),
               choices=(("en", N_("English")), ("zh_Hans", N_("Simplified Chinese")), ("zh_Hant", N_("Traditional Chinese"))),
               spellings=(("en", ("english", "en-us", "en-gb", "英文", "英语", "英語")),
                          ("zh_Hans", ("zh", "zh-cn", "zh_cn", "zh-hans", "chinese", "中文", "简体", "简体中文", "簡體", "簡體中文")),
                          ("zh_Hant", ("zh-tw", "zh_tw", "zh-hk", "zh-hant", "繁体", "繁体中文", "繁體", "繁體中文")))),
        Column("term", N_("Word or phrase"), required=True, filled=True, example="friendly", headings=(
            "term", "keyword", "word", "phrase", "关键词", "词语", "词条", "关键字", "關鍵詞", "詞語", "詞條", "關鍵字")),
        Column("in_use", N_("In use"), example="yes", choices=YES_OR_NO, headings=(
            "active", "enabled", "status", "是否启用", "启用", "状态", "是否啟用", "啟用", "狀態"),
               spellings=(("yes", (*SAID_YES, "active", "in use", "enabled", "启用", "在用", "使用中", "啟用")),
                          ("no", (*SAID_NO, "inactive", "retired", "disabled", "停用", "已停用", "禁用", "作废", "作廢")))),
        IN_FORCE, AUTHOR,
    ),
    identifiers=("theme", "language", "term"), dimensions=(), owner=N_("Marketing and customer service"), enough=0,
)
