"""What is recorded about members of staff."""

from dataclasses import replace

from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import (
    ALL_POINTS,
    COMMENT,
    COURSE,
    EMPLOYEE,
    LEARNER,
    MET,
    MODULE,
    NO_POINTS,
    NOT_MET,
    SAID_NO,
    SAID_YES,
    TAUGHT_IN,
    UNITS,
    YES_OR_NO,
    moment,
)
from i18n import N_

_MOST_POINTS = 1_000_000  # as games with points have them; what is the highest possible is told by the file or a person

TRAINING = DatasetKind(
    "training", N_("Training and exam result"),
    N_("One row an exam attempt: who, which course, when, and with what score."),
    columns=(
        LEARNER,
        *UNITS[:2],
        COURSE, MODULE,
        moment(N_("Examined on"), "exam date", "test date", "date completed", "completed", "completed on", "completed at", "completion date", "submitted",
               "finished on", "finished at", "date taken", "assessment date", "training date", "date of training", "考试日期", "考核日期", "培训日期", "培训时间",
               "完成时间", "考试时间", "交卷时间", "提交时间", "提交答卷时间", "日期", "时间", "完成日期",
               "考試日期", "考核日期", "培訓日期", "培訓時間", "完成時間", "考試時間", "交卷時間", "提交時間", "提交答卷時間", "時間",
               "开始答题时间", "開始答題時間", example="2026-09-10 09:30"),
        Column("attempt", N_("Attempt"), Type.INTEGER, low=1, high=50, decides=True, example="1", headings=(
            "attempt no", "attempt number", "try", "attempts", "次数", "考试次数", "第几次", "补考次数", "次數", "考試次數", "第幾次")),
        Column("score", N_("Score"), Type.NUMBER, required=True, low=0, high=_MOST_POINTS, example="92", headings=(
            "grade", "mark", "marks", "result", "points", "exam score", "test score", "quiz score", "assessment score", "total score", "final score", "score percentage", "成绩", "分数", "得分", "考试成绩", "总分", "考核成绩",
            "成績", "分數", "考試成績", "總分", "考核成績")),
        Column("outcome", N_("Result"), example="passed", choices=(("passed", N_("passed")), ("failed", N_("failed"))), headings=(
            "outcome", "training outcome", "result", "exam result", "test result", "assessment result", "pass fail", "pass or fail", "passed", "pass",
            "success", "status", "exam status", "training status", "grade", "结果", "考试结果", "考核结果", "培训结果", "测评结果", "是否合格", "是否通过", "是否及格",
            "是否达标", "合格情况", "通过情况", "考试状态", "成绩", "結果", "考試結果", "考核結果", "培訓結果", "是否合格", "是否通過", "合格情況", "通過情況"),
            spellings=(("passed", (*SAID_YES, *MET, "yes", "p", "pass", "successful", "success", "及格", "已通过", "已合格", "优秀", "良好", "及格", "已通過", "優秀")),
                       ("failed", (*SAID_NO, *NOT_MET, "no", "f", "not passed", "did not pass", "unsuccessful", "不及格", "未及格", "未合格", "没通过", "補考")))),
        Column("maximum", N_("Maximum score"), Type.NUMBER, low=1, high=_MOST_POINTS, decides=True, example="100", headings=(
            "max", "max score", "out of", "full marks", "total points", "points possible", "possible points", "points available", "满分", "总分值", "卷面总分", "滿分", "總分值", "卷面總分")),
        Column("pass_mark", N_("Pass mark"), Type.NUMBER, low=0, high=_MOST_POINTS, decides=True, example="80", headings=(
            "passing score", "pass score", "passing grade", "cut score", "合格线", "及格线", "及格分", "合格分", "合格分数", "合格線", "及格線", "合格分數")),
        Column("hired_on", N_("Hired on"), Type.DATE, example="2025-03-01", headings=(
            "hire date", "date hired", "date of hire", "joined", "joining date", "start date of employment", "入职日期", "入职时间", "到岗日期", "入職日期", "入職時間", "到職日期")),
    ),
    identifiers=("employee", "course", "module", "attempt"), dimensions=("department", "store", "course", "module"),
    owner=N_("Human resources"), case=("employee", "course", "module"), enough=10, compared_by="quarter", person="employee", anonymous_below=5,
    one_of=("score", "outcome"), moved_within=10,
)

EXAM_ITEM = DatasetKind(
    "exam_item", N_("Answer to an exam item"),
    N_("One row an item of an exam attempt: who, which paper, which item, what was answered, and with what score."),
    columns=(
        LEARNER, *UNITS[:2], COURSE, MODULE,
        Column("version", N_("Paper version"), example="A", headings=(
            "paper", "test form", "test version", "quiz version", "version", "variant", "试卷", "试卷版本", "试卷名称", "卷别", "卷型", "版本", "版本号",
            "試卷", "試卷版本", "試卷名稱", "卷別", "卷型", "版本號")),
        TRAINING.column("date"), TRAINING.column("attempt"),
        Column("item", N_("Exam item"), required=True, filled=True, example="Q07", headings=(
            "item id", "item no", "item number", "question", "question id", "question no", "question number", "question text", "question name",
            "题号", "题目编号", "试题编号", "题目", "试题", "考题", "题干", "题目内容", "试题内容", "第几题",
            "題號", "題目編號", "試題編號", "題目", "試題", "考題", "題幹", "題目內容", "試題內容", "第幾題")),
        Column("response", N_("Answer given"), example="B", headings=(
            "answer", "response", "chosen answer", "selected answer", "user answer", "student answer", "learner response", "choice", "option chosen",
            "作答", "作答内容", "答题内容", "学员答案", "考生答案", "员工答案", "所选答案", "选择答案", "回答",
            "作答內容", "答題內容", "學員答案", "員工答案", "所選答案", "選擇答案")),
        Column("correct_response", N_("Correct answer"), example="B", headings=(
            "right answer", "key", "answer key", "correct option", "correct choice", "expected answer", "model answer",
            "正确答案", "标准答案", "参考答案", "正確答案", "標準答案", "參考答案")),
        Column("score", N_("Score"), Type.NUMBER, required=True, low=0, high=1000, example="1", headings=(
            "points", "mark", "marks", "grade", "item score", "points earned", "points awarded", "is correct", "correct", "correctness",
            "得分", "分数", "题目得分", "本题得分", "小题得分", "实得分", "是否正确", "对错", "正误", "作答结果", "答题结果",
            "分數", "題目得分", "本題得分", "小題得分", "實得分", "是否正確", "對錯", "正誤", "作答結果", "答題結果"),
            spellings=(("100%", ALL_POINTS), ("0%", NO_POINTS))),
        Column("maximum", N_("Maximum score"), Type.NUMBER, low=0.01, high=1000, decides=True, example="1", headings=(
            "max", "max score", "out of", "points possible", "possible points", "item points", "满分", "分值", "题目分值", "本题分值", "每题分值",
            "滿分", "題目分值", "本題分值", "每題分值", "配分")),
    ),
    identifiers=("employee", "course", "module", "attempt", "item"), dimensions=("department", "store", "course", "module"),
    owner=N_("Human resources"), case=("employee", "course", "module"), compared_by="quarter", person="employee", anonymous_below=5,
)

ROSTER = DatasetKind(
    "roster", N_("Staff roster"),
    N_("One row a member of staff as of a day: place, position, and the days of hiring and leaving. A later row replaces what holds from then on."),
    columns=(
        replace(EMPLOYEE, headings=(
            *EMPLOYEE.headings, "员工代码", "員工代碼")),
        *UNITS,
        Column("position", N_("Position"), example="Service adviser", headings=(
            "job title", "title", "job", "role", "post", "岗位", "岗位名称", "职位", "职位名称", "职务", "崗位", "崗位名稱", "職位", "職位名稱", "職務", "職稱")),
        replace(TRAINING.column("hired_on"), required=True, headings=(
            *TRAINING.column("hired_on").headings, "hired", "employment date", "original hire date", "start date", "入司日期", "入司时间", "报到日期",
            "入司日期", "報到日期", "到職日")),
        Column("left_on", N_("Left on"), Type.DATE, example="", headings=(
            "leave date", "leaving date", "date left", "last day", "last working day", "termination date", "resignation date", "exit date", "end date of employment",
            "离职日期", "离职时间", "离岗日期", "最后工作日", "離職日期", "離職時間", "離職日", "最後工作日")),
        Column("date", N_("As of"), Type.DATE, required=True, filled=True, example="2026-09-01", headings=(
            "as at", "as of date", "snapshot date", "report date", "status date", "effective date", "统计日期", "截止日期", "数据日期", "在册日期", "生效日期",
            "统计月份", "月份", "日期", "統計日期", "截止日期", "資料日期", "在冊日期", "統計月份")),
    ),
    identifiers=("employee",), dimensions=("department", "store", "region", "position"), owner=N_("Human resources"),
    case=("employee",), enough=0, person="employee", anonymous_below=5,
)

SUPERVISOR_RATING = DatasetKind(
    "supervisor_rating", N_("Supervisor's rating"),
    N_("One row a rating of a member of staff by the supervisor, on the scale that the file uses."),
    columns=(
        replace(EMPLOYEE, headings=(
            *EMPLOYEE.headings, "rated employee", "被评价人", "被评人", "被考核人", "被評價人", "被評人", "被考核人")),
        *UNITS[:2],
        moment(N_("Rated on"), "rating date", "review date", "appraisal date", "evaluation date", "month", "评价日期", "评分日期", "考核日期", "考评日期",
               "评价月份", "考核月份", "月份", "日期", "时间", "評價日期", "評分日期", "考核日期", "評價月份", "考核月份", "時間", example="2026-09-30"),
        Column("score", N_("Rating"), Type.NUMBER, required=True, scaled=True, example="5", headings=(
            "supervisor score", "supervisor rating", "manager score", "manager rating", "performance rating", "overall rating",
            "主管评分", "主管评价", "上级评分", "上级评价", "评分", "得分", "分数", "考核得分", "考评得分", "综合评分",
            "主管評分", "主管評價", "上級評分", "上級評價", "評分", "分數", "考核得分", "綜合評分")),
        Column("rater", N_("Rated by"), personal=True, example="M012", headings=(
            "supervisor", "manager", "line manager", "reviewer", "evaluator", "appraiser", "评价人", "评分人", "考核人", "考评人", "主管", "上级",
            "直属上级", "直接上级", "店长", "評價人", "評分人", "考核人", "上級", "直屬主管", "店長")),
        COMMENT,
    ),
    identifiers=("employee", "rater"), dimensions=("department", "store"), owner=N_("Human resources"),
    case=("employee",), enough=10, compared_by="quarter", person="employee", anonymous_below=5,
)

BEHAVIOUR_CHECK = DatasetKind(
    "behaviour_check", N_("Behaviour check"),
    N_("One row a behaviour that was looked for on the job: on patrol, in a recording or by the supervisor, and whether it was shown."),
    columns=(
        Column("check_id", N_("Check number"), example="C-2026-0917-03", headings=(
            "id", "check no", "check number", "observation id", "抽查编号", "检查编号", "记录编号", "编号", "序号",
            "抽查編號", "檢查編號", "記錄編號", "編號", "序號")),
        moment(N_("Checked on"), "check date", "date of check", "observation date", "inspection date", "patrol date", "抽查日期", "抽查时间", "检查日期", "检查时间",
               "巡查日期", "巡查时间", "复核日期", "日期", "时间", "抽查日期", "抽查時間", "檢查日期", "檢查時間", "巡查日期", "複核日期", "時間", example="2026-09-17 10:20"),
        *UNITS[:2],
        Column("employee", N_("Employee observed"), personal=True, example="E0101", headings=(
            "employee id", "staff", "staff id", "observed employee", "agent", "被查人", "被检查人", "被抽查人", "被抽查员工", "工号", "员工", "员工编号",
            "员工姓名", "姓名", "被檢查人", "被抽查員工", "工號", "員工", "員工編號", "員工姓名")),
        Column("way", N_("Way of checking"), example="patrol", headings=(
            "method", "check method", "check type", "抽查方式", "检查方式", "抽查类型", "检查类型", "方式", "抽查方式", "檢查方式", "抽查類型", "檢查類型"),
            choices=(("patrol", N_("Patrol")), ("recording", N_("Recording review")), ("supervisor", N_("Supervisor's check"))),
            spellings=(("patrol", ("walk-round", "floor walk", "on site", "现场巡查", "巡查", "现场", "现场检查", "現場巡查", "現場", "現場檢查")),
                       ("recording", ("recordings", "call review", "video review", "录音录像复核", "录音复核", "录像复核", "录音", "录像", "监控",
                                      "錄音錄影複核", "錄音複核", "錄影複核", "錄音", "錄影", "監控")),
                       ("supervisor", ("manager", "supervisor check", "主管", "主管检查", "主管抽查", "上级检查", "主管檢查", "上級檢查")))),
        Column("behaviour", N_("Behaviour"), required=True, filled=True, example="Greets within ten seconds", headings=(
            "behavior", "observed behaviour", "standard", "item", "check item", "criterion", "行为", "服务行为", "行为标准", "行为规范", "抽查项目", "抽查内容",
            "检查项目", "检查内容", "检查项", "行為", "服務行為", "行為標準", "行為規範", "抽查項目", "抽查內容", "檢查項目", "檢查內容", "檢查項")),
        replace(TAUGHT_IN, example="Service awareness basics"),
        Column("passed", N_("Shown as taught"), required=True, filled=True, example="yes", choices=YES_OR_NO, headings=(
            "pass", "result", "outcome", "compliant", "met", "是否合格", "是否达标", "是否通过", "是否做到", "检查结果", "抽查结果", "结果", "结论",
            "是否達標", "是否通過", "檢查結果", "抽查結果", "結果", "結論"),
            spellings=(("yes", (*SAID_YES, *MET)), ("no", (*SAID_NO, *NOT_MET)))),
    ),
    identifiers=("check_id",), numbered=("check_id", "behaviour"), dimensions=("department", "store", "course"), owner=N_("Human resources"),
    enough=10, compared_by="quarter", person="employee", anonymous_below=5,
    moved_within=400,
)
