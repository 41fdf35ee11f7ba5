"""What mystery shoppers find."""

from dataclasses import replace

from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import (
    ALL_POINTS,
    CHANNEL,
    COMMENT_HEADINGS,
    IN_FORCE,
    MET,
    MODULE,
    NO_POINTS,
    NOT_MET,
    SAID_NO,
    SAID_YES,
    SERVED_BY,
    TAUGHT_IN,
    UNITS,
    YES_OR_NO,
    moment,
)
from i18n import N_

_HUNDRED = {"type": Type.NUMBER, "low": 0, "high": 100}
MYSTERY_VISIT = DatasetKind(
    "mystery_visit", N_("Mystery-shopper visit"),
    N_("One row a visit by a mystery shopper, scored from 0 to 100: for attitude, efficiency and compliance, or at least for one of them or overall."),
    columns=(
        Column("visit_id", N_("Visit number"), headings=(
            "id", "visit", "visit no", "visit number", "report id", "report no", "audit id", "audit no", "inspection id", "inspection no", "检查单号", "检查编号",
            "檢查單號", "檢查編號", "暗访编号", "检测编号", "访问编号", "报告编号", "编号", "序号",
            "暗訪編號", "訪問編號", "報告編號", "編號", "序號"), example="V-2026-0917"),
        moment(N_("Visited on"), "visit date", "date of visit", "visited at", "time of visit", "inspection date", "date of inspection", "audit date", "date of audit", "conducted on", "inspected on", "audited on",
               "暗访日期", "检测日期", "检查日期", "检查时间", "巡检日期", "访问日期", "到店日期", "到店时间", "日期", "时间",
               "暗訪日期", "檢測日期", "檢查日期", "檢查時間", "巡檢日期", "訪問日期", "到店時間", "時間", example="2026-09-17"),
        *UNITS, CHANNEL,
        Column("shopper", N_("Shopper"), personal=True, headings=(
            "shopper id", "mystery shopper", "auditor", "inspector", "inspected by", "conducted by", "prepared by", "evaluator", "检查人", "巡检人", "檢查人", "神秘顾客", "神秘人", "暗访员", "检测员", "评估人", "神秘顧客", "暗訪員", "檢測員", "評估人"),
            example="S07"),
        SERVED_BY,
        Column("attitude", N_("Attitude"), required=True, example="92", headings=(
            "attitude score", "attitude", "courtesy", "态度分", "态度", "服务态度", "服务态度分", "态度得分", "態度分", "態度", "服務態度", "服務態度分", "態度得分"), **_HUNDRED),
        Column("efficiency", N_("Efficiency"), required=True, example="85", headings=(
            "efficiency score", "efficiency", "speed", "效率分", "效率", "服务效率", "效率得分", "服務效率", "服務效率分"), **_HUNDRED),
        Column("compliance", N_("Compliance"), required=True, example="88", headings=(
            "compliance score", "standards", "standard score", "规范性分", "规范分", "规范性", "规范", "服务规范", "合规分", "规范得分", "规范执行",
            "规范执行得分", "規範執行得分", "規範性分", "規範分", "規範性", "規範",
            "服務規範", "合規分", "規範得分"), **_HUNDRED),
        Column("overall", N_("Overall score"), example="88", headings=(
            "overall", "composite", "composite score", "visit score", "inspection score", "audit score", "total score", "final score", "overall rating",
            "score percentage", "percentage score", "percentage", "overall percentage", "score", "综合得分", "综合分", "综合评分", "暗访得分", "检查得分", "总得分", "总分", "得分", "評分", "綜合得分", "綜合分", "綜合評分",
            "暗訪得分", "檢查得分", "總得分", "總分"), **_HUNDRED),
        Column("scene", N_("Scene"), headings=("scenario", "service scene", "situation", "场景", "服务场景", "場景", "服務場景"), example="Returning goods"),
        Column("remark", N_("Remark"), headings=("notes", "observations", *COMMENT_HEADINGS, "comment", "情况说明", "情況說明", "描述"),
               example="Greeted at the door"),
    ),
    identifiers=("visit_id",), numbered=("visit_id",), dimensions=("department", "store", "region", "channel", "scene"),
    owner=N_("Marketing and customer service"), enough=3, enough_to_compare=6, compared_by="quarter",
    one_of=("attitude", "efficiency", "compliance", "overall"),
    moved_within=400,
)

_SECTION = Column("section", N_("Section"), required=True, filled=True, example="Attitude", headings=(
    "category", "dimension", "part", "checklist section", "板块", "环节", "维度", "类别", "大类", "检查类别", "检测维度", "一级指标",
    "板塊", "環節", "維度", "類別", "大類", "檢查類別", "檢測維度", "一級指標"))
MYSTERY_ITEM = DatasetKind(
    "mystery_item", N_("Mystery-shopper checklist line"),
    N_("One row an item of the checklist of a visit, as one shopper saw it; an item that did not apply has no points earned."),
    columns=(
        replace(MYSTERY_VISIT.column("visit_id"), required=True, filled=True, headings=(
            "visit", "visit no", "visit number", "report id", "report no", "audit id", "audit no", "inspection id", "暗访编号", "检测编号", "访问编号",
            "报告编号", "检查单号", "检查编号", "任务编号", "暗訪編號", "訪問編號", "報告編號", "檢查單號", "檢查編號", "任務編號")),
        MYSTERY_VISIT.column("date"),
        *UNITS, CHANNEL, MYSTERY_VISIT.column("shopper"), replace(_SECTION, required=False, filled=False),
        Column("item", N_("Checklist item"), required=True, filled=True, example="Greets within ten seconds", headings=(
            "item no", "question", "criterion", "criteria", "check", "checkpoint", "check point", "standard", "requirement", "检查项", "检查项目", "检测项",
            "检测项目", "检查内容", "检测内容", "检查要点", "考核点", "测评项", "二级指标", "项目", "标准", "檢查項", "檢查項目", "檢測項目", "檢查內容", "檢測內容",
            "檢查要點", "二級指標", "項目", "標準")),
        Column("earned", N_("Points earned"), Type.NUMBER, required=True, low=0, high=1000, example="4", headings=(
            "points", "score", "points scored", "actual score", "result", "得分", "实得分", "实际得分", "评分", "分数", "检查结果", "检测结果", "结果",
            "是否达标", "是否符合", "是否做到", "實得分", "實際得分", "評分", "分數", "檢查結果", "檢測結果", "結果", "是否達標"),
            spellings=(("100%", (*ALL_POINTS, *MET)), ("0%", (*NO_POINTS, *NOT_MET)))),
        Column("available", N_("Points available"), Type.NUMBER, low=0, high=1000, decides=True, example="5", headings=(
            "points possible", "possible points", "max", "max score", "maximum", "out of", "满分", "分值", "应得分", "标准分", "总分",
            "滿分", "應得分", "標準分", "總分", "配分")),
        Column("critical", N_("Critical item"), decides=True, example="no", choices=YES_OR_NO, headings=(
            "is critical", "knock-out", "must-have", "关键项", "是否关键项", "关键", "一票否决", "一票否决项", "否决项", "红线项", "重点项",
            "關鍵項", "是否關鍵項", "關鍵", "一票否決", "一票否決項", "否決項", "紅線項", "重點項"),
            spellings=(("yes", (*SAID_YES, "critical", "key", "关键", "关键项", "一票否决", "红线", "關鍵", "關鍵項", "一票否決", "紅線")),
                       ("no", (*SAID_NO, "normal", "not critical", "非关键", "非关键项", "一般", "普通", "非關鍵", "非關鍵項")))),
        TAUGHT_IN, MODULE,
    ),
    identifiers=("shopper", "visit_id", "section", "item"), dimensions=("department", "store", "region", "channel", "section"),
    owner=N_("Marketing and customer service"), case=("visit_id", "date"), enough=3, enough_to_compare=6, compared_by="quarter",
)

SECTION_WEIGHT = DatasetKind(
    "section_weight", N_("Weight of a checklist section"),
    N_("One row how much a section of the checklist counts beside the others, from a day on; the earlier weight stays on record."),
    columns=(
        _SECTION,
        Column("weight", N_("Weight"), Type.NUMBER, required=True, filled=True, example="2", headings=(
            "weighting", "importance", "share", "权重", "权重值", "占比", "比重", "權重", "權重值", "佔比", "比重")),
        IN_FORCE,
        Column("reason", N_("Reason"), example="Committee of January", headings=("why", "原因", "理由", "调整原因", "調整原因")),
    ),
    identifiers=("section",), dimensions=(), owner=N_("Culture committee"), enough=0,
)
