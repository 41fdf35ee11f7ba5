"""The list of kinds, the spellings of their choices, and which kind a real export is taken for."""

import importlib
import pkgutil

import pytest

import data.kinds
from data.kinds.catalog import KINDS, UPLOADED, kind_named
from data.kinds.schema import DatasetKind
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.text.folding import names_of
from data.text.writing import folded
from data.uploads.prepare import prepare
from data.values.cells import spellings
from errors import WrongCall
from i18n import LANGUAGES, translator

NEW = (
    "exam_item",
    "roster",
    "supervisor_rating",
    "praise",
    "mystery_item",
    "behaviour_check",
    "section_weight",
    "star",
    "theme_term",
    "staff_survey",
    "suggestion",
    "violation",
    "programme_item",
    "kpi_value",
    "audit",
    "purchase",
    "attendance",
)


def test_every_kind_declared_is_listed_once():
    modules = [
        importlib.import_module(f"data.kinds.{module.name}")
        for module in pkgutil.iter_modules(data.kinds.__path__)
    ]
    declared = {
        value.name: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, DatasetKind)
    }
    assert sorted(declared) == sorted(kind.name for kind in KINDS)
    assert len({kind.name for kind in KINDS}) == len({kind.label for kind in KINDS}) == len(KINDS)
    assert {kind.name for kind in KINDS} - {kind.name for kind in UPLOADED} == {
        "forecast",
        "meeting",
        "publication",
    }


def test_a_kind_is_found_by_its_name_and_the_nearest_is_named():
    assert kind_named("exam_item").label == "Answer to an exam item"
    with pytest.raises(WrongCall, match="“roster”"):
        kind_named("rooster")


def test_a_dimension_is_called_the_same_in_every_kind():
    labels = {(name, kind.column(name).label) for kind in KINDS for name in kind.dimensions}
    assert len(labels) == len({name for name, _ in labels})


def test_every_kind_can_be_placed_in_time_by_one_column_named_date():
    assert {kind.date for kind in KINDS} == {"date"}
    assert all(kind.column("date").filled for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_staff_measured_are_told_apart_and_small_groups_protected_together(kind):
    assert (kind.person is None and not kind.unnamed_apart) == (kind.anonymous_below == 0)
    assert kind.person is None or kind.column(kind.person).personal


@pytest.mark.parametrize("kind", NEW)
def test_no_heading_stands_for_two_columns_of_a_kind(kind):
    owners: dict[str, str] = {}
    for column in kind_named(kind).columns:
        for name in names_of(column):
            assert owners.setdefault(name, column.name) == column.name, name


SPELT = [(kind, column) for kind in KINDS for column in kind.columns if column.spellings]


@pytest.mark.parametrize("kind, column", SPELT, ids=lambda value: value.name)
def test_every_spelling_stands_for_one_value(kind, column):
    assert len({folded(text) for _, texts in column.spellings for text in texts}) == sum(
        len({folded(text) for text in texts}) for _, texts in column.spellings
    )
    said = {
        folded(translator(language)(label)): word
        for language in LANGUAGES
        for word, label in column.choices
    }
    assert all(spellings(column).get(text, word) == word for text, word in said.items())
    assert {value for value, _ in column.spellings} <= (
        {word for word, _ in column.choices} or {"100%", "0%", *"12345"}
    )


@pytest.mark.parametrize(
    "text, stored",
    [
        ("是", "yes"),
        ("已核实", "yes"),
        ("属实", "yes"),
        ("Y", "yes"),
        ("TRUE", "yes"),
        ("已核實", "yes"),
        ("1", "yes"),
        ("√", "yes"),
        ("否", "no"),
        ("待核实", "no"),
        ("未核實", "no"),
        ("Pending", "no"),
    ],
)
def test_verified_is_read_as_real_lists_write_it(text, stored):
    checked = prepare(
        f"date,employee,verified\n2026-09-01,E1,{text}\n".encode(),
        "p.csv",
        kind_named("praise"),
        Options(),
    ).checked
    assert checked.rows["verified"].tolist() == [stored]


def test_an_unknown_choice_on_which_nothing_depends_is_left_empty_and_names_the_choices():
    content = "日期,行为,方式,是否合格\n2026-09-01,问候,微服私访,合格\n".encode()
    checked = prepare(content, "c.csv", kind_named("behaviour_check"), Options()).checked
    whole, issue = checked.issues
    assert (
        "“微服私访”" in str(issue.message)
        and "Patrol" in str(issue.message)
        and whole.message.blanks["count"] == 1
    )
    assert len(checked.rows) == 1 and checked.rows["way"].isna().all()


# --- what real exports look like: LMS, HR system, service desk, inspection tool, spreadsheets kept
# by hand

EXPORTS = {
    "exam_item": (
        "User,Course name,Quiz name,Completed on,Attempt,Question,Response,Right answer,Mark,Max\n"
        "E1,Service basics,Final,2026-09-01 10:00,1,Q1,A,B,0,1\n"
        "E2,Service basics,Final,2026-09-01 11:00,1,Q1,B,B,1,1\n",
        "工号,姓名,部门,考试名称,试卷,交卷时间,题号,题目内容,考生答案,正确答案,得分,分值\n"
        "1001,张三,前台,服务意识,A卷,2026-09-01 10:00,1,顾客进店后应在几秒内问候,B,B,2,2\n"
        "1002,李四,前台,服务意识,A卷,2026-09-01 10:20,1,顾客进店后应在几秒内问候,A,B,0,2\n",
        "工號,部門,課程名稱,考試時間,題號,作答內容,正確答案,是否正確\n"
        "A1,門市部,服務意識,2026/09/01 10:00,1,B,B,正確\n"
        "A2,門市部,服務意識,2026/09/01 11:00,1,C,B,錯誤\n",
    ),
    "roster": (
        "Employee ID,Department,Location,Job Title,Hire Date,Termination Date,Effective Date\n"
        "E1,Front desk,Lakeside,Adviser,2024-03-01,,2026-09-01\n"
        "E2,Sales,Old Town,Lead,2021-05-01,2026-08-15,2026-09-01\n",
        "工号,姓名,部门,门店,岗位,入职日期,离职日期,统计日期\n"
        "E1,张三,前台,静安店,前台接待,2024-03-01,,2026-09-01\n"
        "E2,李四,销售,天河店,顾问,2021-05-01,,2026-09-01\n",
        "員工編號,部門,門市,職稱,到職日期,離職日期,資料日期\n"
        "E1,客服部,信義店,專員,2024/03/01,,2026/09/01\n"
        "E2,客服部,板橋店,店長,2021/05/01,,2026/09/01\n",
    ),
    "supervisor_rating": (
        "Employee,Store,Review date,Manager rating,Manager\nE1,Lakeside,2026-08-31,5,M1\n"
        "E2,Lakeside,2026-08-31,3,M1\n",
        "工号,部门,门店,考核月份,主管评分,评价人\nE1,前台,静安店,2026年8月,5,M01\n"
        "E2,销售,静安店,2026年8月,4,M01\n",
        "員工姓名,門市,評價月份,上級評分,直屬主管\n王小明,信義店,2026-08,4,林主管\n"
        "陳大文,信義店,2026-08,5,林主管\n",
    ),
    "praise": (
        "Case ID,Received,Agent,Branch,Channel,Verification status,What was praised\n"
        "71,2026-09-01 10:00,E1,Lakeside,Phone,Confirmed,Very kind\n"
        "72,2026-09-02 12:00,E2,Lakeside,App,Pending,Solved it at once\n",
        "表扬编号,表扬日期,被表扬人,部门,门店,来源,表扬内容,核实情况\n"
        "B1,2026-09-01,张三,前台,静安店,电话,耐心讲解,已核实\n"
        "B2,2026-09-02,李四,前台,静安店,微信,主动帮忙,未核实\n",
        "工單編號,受理日期,被表揚員工,門市,表揚管道,是否屬實,表揚事由\n"
        "C1,2026/09/01,王小明,信義店,電話,是,態度親切\n"
        "C2,2026/09/02,陳大文,信義店,網路,否,處理迅速\n",
    ),
    "mystery_item": (
        "Report no,Visit date,Branch,Section,Question,Points,Points possible,Critical\n"
        "R1,2026-09-01,Lakeside,Greeting,Greeted at once,5,5,No\n"
        "R1,2026-09-01,Lakeside,Greeting,Smiled,N/A,5,No\n",
        "检测编号,检测日期,门店,检测维度,检测项目,满分,得分,关键项\n"
        "12,2026-09-01,静安店,态度,主动问候,5,4,否\n"
        "12,2026-09-01,静安店,态度,微笑服务,5,不适用,是\n",
        "訪問編號,訪問日期,門市,神秘顧客,一級指標,二級指標,應得分,實得分\n"
        "7,2026/09/01,信義店,S1,態度,主動問候,5,5\n7,2026/09/01,信義店,S1,態度,微笑服務,5,3\n",
    ),
    "behaviour_check": (
        "Check date,Store,Method,Behavior,Pass\n"
        "2026-09-01,Lakeside,Floor walk,Greets at once,Yes\n"
        "2026-09-02,Lakeside,Call review,Listens,No\n",
        "抽查日期,门店,抽查方式,抽查项目,被抽查人,是否合格\n"
        "2026-09-01,静安店,现场巡查,主动问候,张三,合格\n"
        "2026-09-01,静安店,录音录像复核,使用敬语,李四,不合格\n",
        "檢查日期,門市,檢查方式,服務行為,檢查結果\n2026/09/01,信義店,現場巡查,主動問候,達標\n"
        "2026/09/01,信義店,錄音錄影複核,複述需求,未達標\n",
    ),
    "section_weight": (
        "Category,Weighting,Valid from\nAttitude,2,2026-01-01\nEfficiency,1,2026-01-01\n",
        "检测维度,权重,生效日期,调整原因\n态度,50,2026-01-01,委员会决议\n"
        "效率,30,2026-01-01,委员会决议\n",
        "維度,權重,生效日期\n態度,2,2026/01/01\n效率,1,2026/01/01\n",
    ),
    "star": (
        "Award month,Winner,Award,Department,Citation\n"
        "2026-08,E1,Star of the month,Front desk,Four praises\n"
        "2026-08,E2,Star of the month,Sales,Calm\n",
        "评选月份,获奖员工,荣誉称号,门店,主要事迹\n2026年8月,张三,服务之星,静安店,顾客点名表扬\n"
        "2026年8月,李四,服务之星,天河店,主动解决难题\n",
        "評選月份,獲獎員工,榮譽稱號,門市,主要事蹟\n2026/08/01,王小明,服務之星,信義店,顧客表揚\n"
        "2026/08/01,陳大文,年度服務標兵,板橋店,全年優秀\n",
    ),
    "theme_term": (
        "Topic,Lang,Keyword,Active,Valid from\nattitude,en,friendly,yes,2026-01-01\n"
        "speed,en,slow,yes,2026-01-01\n",
        "主题,语言,关键词,是否启用,生效日期\n态度,简体中文,热情,是,2026-01-01\n"
        "速度,简体中文,太慢,否,2026-01-01\n",
        "主題,語言,關鍵詞,生效日期\n態度,繁體中文,熱情,2026/01/01\n速度,繁體中文,太慢,2026/01/01\n",
    ),
    "staff_survey": (
        "Respondent ID,Submitted,Department,Knows the concept,Handbook read,Service support,Empowerment\n"
        "1,2026-09-01 10:00,Front desk,Yes,Yes,4,3\n2,2026-09-01 11:00,Sales,No,Yes,5,2\n",
        "答卷编号,提交答卷时间,部门,司龄,是否知道核心理念,是否知道服务规范,服务支持满意度,授权满意度\n"
        "1,2026-09-01 10:00,前台,3年以上,知道,不知道,4,3\n2,2026-09-01 11:00,销售,1年以内,知道,知道,5,4\n",
        "答卷編號,填答時間,部門,年資,理念認知,服務行為規範,內部服務滿意度\n"
        "1,2026/09/01 10:00,客服部,三年以上,知道,知道,4\n2,2026/09/01 11:00,門市部,一年以內,不知道,知道,5\n",
    ),
    "suggestion": (
        "Idea ID,Date submitted,Submitter,Department,Idea category,Idea,Decision,Decision date\n"
        "1,2026-08-01,E1,Front desk,Waiting,A ticket machine,Accepted,2026-08-20\n"
        "2,2026-08-03,E2,Sales,Extras,Umbrellas,Under review,\n",
        "提案编号,提案日期,提案人,部门,提案类别,提案内容,采纳情况,评审日期,实施日期\n"
        "1,2026-08-01,张三,前台,流程,设置取号机,已采纳,2026-08-20,2026-09-01\n"
        "2,2026-08-03,李四,销售,其他,提供雨伞,待评审,,\n",
        "建議編號,提交日期,建議人,部門,建議內容,是否採納,評審日期\n"
        "1,2026/08/01,王小明,客服部,設置取號機,是,2026/08/20\n2,2026/08/03,陳大文,門市部,提供雨傘,否,2026/08/21\n",
    ),
    "violation": (
        "Incident date,Employee ID,Department,Disciplinary action,Rule violated,Appeal\n"
        "2026-09-01,E1,Front desk,Verbal warning,Greeting,No appeal\n"
        "2026-09-02,E2,Sales,Final warning,Uniform,Upheld\n",
        "违规编号,违规日期,违规人,部门,门店,违规等级,违规条款,是否补训\n"
        "1,2026-09-01,张三,前台,静安店,1,问候,否\n2,2026-09-02,李四,销售,静安店,书面警告,着装,是\n",
        "違規日期,違規員工,部門,處分類型,違規事項\n"
        "2026/09/01,王小明,客服部,口頭警告,問候\n2026/09/02,陳大文,門市部,降級,著裝\n",
    ),
    "programme_item": (
        "Item type,Item name,Completed on,Status,Number,Number due\n"
        "Scene,Guest without an appointment,2026-08-10,Done,,\n"
        "Return visits,August,2026-08-31,Done,42,60\n",
        "项目类型,名称,完成日期,完成情况,数量,应完成数\n"
        "场景,顾客未预约到店,2026-08-10,已完成,,\n主动回访,8月,2026-08-31,已完成,42,60\n",
        "項目類型,名稱,完成日期,完成情況,數量\n"
        "故事,雨夜送傘,2026/08/10,已完成,\n積分,八月積分,2026/08/31,已完成,240\n",
    ),
    "kpi_value": (
        "Metric,Period end,Value,Sample size,Source\nbrand_recognition,2026-06-30,36.5,400,Brand study\n"
        "brand_recognition,2026-03-31,31,420,Brand study\n",
        "指标,期间,数值,样本量,来源\n品牌认知,2026-06-30,36.5,400,品牌调研\n品牌认知,2026-03-31,31,420,品牌调研\n",
        "指標,期間,數值,樣本數,來源\n品牌認知,2026/06/30,36.5,400,品牌調查\n品牌認知,2026/03/31,31,420,品牌調查\n",
    ),
    "audit": (
        "Audit date,Assessment,Dimension,Level,Rater,Department\n"
        "2026-09-01,Maturity,Empowerment,3,R1,Sales\n2026-09-01,Maturity,Standards,4,R1,Sales\n",
        "评估日期,评估工具,文化类型,得分,现状/期望,评估人\n"
        "2026-09-01,文化类型,A 家族型,40,现状,R1\n2026-09-01,文化类型,B创新型,60,现状,R1\n",
        "評估日期,評估工具,維度,等級,評估人,部門\n"
        "2026/09/01,成熟度,授權,三級,王小明,客服部\n2026/09/01,成熟度,規範,L4,王小明,客服部\n",
    ),
    "attendance": (
        "Employee ID,Department,Training title,Session date,Attendance status\n"
        "E1,Front desk,Service basics,2026-09-01,Attended\nE2,Sales,Service basics,2026-09-01,No show\n",
        "工号,部门,门店,培训名称,培训日期,签到情况\n"
        "1001,前台,静安店,服务意识,2026-09-01,已签到\n1002,销售,静安店,服务意识,2026-09-01,请假\n",
        "工號,部門,課程名稱,上課日期,出勤情況\nA1,門市部,服務意識,2026/09/01,出席\nA2,門市部,服務意識,2026/09/01,缺席\n",
    ),
    "purchase": (
        "Order ID,Paid at,Customer ID,Total,Refunded Amount,Financial Status\n"
        "1001,2026-09-01 10:00,C7,59.9,0,paid\n1002,2026-09-02 11:00,C9,120,120,refunded\n",
        "订单编号,订单付款时间,买家会员名,买家实际支付金额,退款金额,订单状态\n"
        "7001,2026-09-01 10:00,小王子,59.9,0,交易成功\n7002,2026-09-02 11:00,秋天,120,0,交易关闭\n",
        "訂單編號,付款時間,會員編號,實付金額,訂單狀態\n"
        "8001,2026/09/01 10:00,M1,59.9,已完成\n8002,2026/09/02 11:00,M2,120,已取消\n",
    ),
}


def test_there_are_exports_of_every_new_kind():
    assert set(EXPORTS) == set(NEW)


@pytest.mark.parametrize(
    "kind, text", [(kind, text) for kind, texts in EXPORTS.items() for text in texts]
)
def test_a_real_looking_export_is_recognised_matched_and_kept(kind, text):
    content = text.encode()
    (best, sureness), (_, second), *_ = recognise(read(content, "export.csv", Options()))
    assert best == kind and sureness > 0.8 and sureness - second > 0.05
    prepared = prepare(content, "export.csv", kind_named(kind), Options())
    assert (
        not prepared.match.unused or kind == "exam_item"
    )  # a quiz beside its course, or the words of a question beside its number
    assert len(prepared.checked.rows) == 2 and prepared.checked.rejected == 0


def test_a_roster_without_its_day_asks_for_it():
    content = "工号,部门,岗位,入职日期\nE1,前台,顾问,2024-03-01\n".encode()
    assert recognise(read(content, "r.csv", Options()))[0][0] == "roster"
    rows = prepare(
        content, "r.csv", kind_named("roster"), Options(set={"date": "2026-09-01"})
    ).checked.rows
    assert str(rows["date"].iloc[0].date()) == "2026-09-01"


def test_two_shoppers_of_one_visit_are_two_rows_and_the_same_line_twice_is_one():
    lines = (
        "V1,2026-09-01,S1,Greeting,5,5",
        "V1,2026-09-01,S2,Greeting,5,5",
        "V1,2026-09-01,S1,Greeting,5,5",
    )
    checked = prepare(
        "\n".join(["visit_id,date,shopper,item,earned,available", *lines]).encode(),
        "v.csv",
        kind_named("mystery_item"),
        Options(),
    ).checked
    assert checked.rows["shopper"].tolist() == ["S1", "S2"] and checked.left_out == 1


def test_checks_without_a_number_are_never_the_same_record():
    line = "2026-09-01,Lakeside,Greets at once,yes"
    checked = prepare(
        "\n".join(["date,store,behaviour,passed", line, line]).encode(),
        "c.csv",
        kind_named("behaviour_check"),
        Options(),
    ).checked
    assert len(checked.rows) == 2
