"""Columns that several dataset kinds share."""

from dataclasses import replace

from data.kinds.schema import Column, Type
from i18n import N_, Text

UNITS = (
    Column("department", N_("Department"), headings=(
        "dept", "team", "business unit", "division", "部门", "所属部门", "部门名称", "業務部門", "业务部门", "部門", "所屬部門", "部門名稱"),
        example="Front desk"),
    Column("store", N_("Store"), headings=(
        "branch", "outlet", "shop", "site", "location", "store name", "branch name", "site name", "location name", "outlet name", "facility", "facility name",
        "restaurant", "restaurant name", "hotel", "hotel name", "property", "property name", "dealer", "dealership", "门店", "门店名称",
        "酒店", "酒店名称", "酒店名稱", "您光临的门店", "您到访的门店", "您光顾的门店", "您光臨的門市", "Filiale", "Standort", "magasin", "tienda", "sucursal", "loja",
        "网点", "网点名称", "店铺", "店铺名称", "分店", "營業點", "门市", "站点", "站点名称", "检查地点", "門店", "門店名稱", "網點", "網點名稱", "店鋪", "店鋪名稱",
        "門市", "分行", "站點", "站點名稱", "檢查地點", "store id", "store no", "store number", "store code", "branch code", "branch id", "branch no", "site id",
        "site code", "outlet code", "shop code", "shop id", "location id", "location code", "facility id", "门店编号", "门店代码", "網點編號", "門店編號", "門店代碼"),
        example="Jing'an store"),
    Column("region", N_("Region"), headings=("area", "district", "zone", "territory", "区域", "大区", "地区", "片区", "區域", "大區", "地區"),
           example="East"),
)
CHANNEL = Column("channel", N_("Channel"), headings=(
    "contact channel", "service channel", "touchpoint", "渠道", "服务渠道", "接触渠道", "服務渠道", "接觸渠道", "管道"), example="Store")
SEGMENT = Column("segment", N_("Customer segment"), headings=(
    "segment", "customer type", "customer group", "客户类型", "客户分群", "客群", "客户类别", "會員等級", "客戶類型", "客戶分群", "客戶類別", "会员等级"),
    example="Member")
RESPONSE_ID = Column("response_id", N_("Response number"), headings=(
    "id", "response id", "responseid", "respondent id", "respondentid", "answer id", "submission id", "submission no", "ticket", "ticket id", "ticket no",
    "ticket number", "case id", "case number", "conversation id", "survey response id", "record id", "entry id", "序号", "编号", "答卷编号", "答卷id", "问卷编号",
    "样本编号", "流水号", "序號", "編號", "答卷編號", "問卷編號", "樣本編號", "流水號"), example="1001")
COMMENT_HEADINGS = (
    "comments", "open comment", "feedback", "remark", "review", "review text", "review content", "verbatim", "Kommentar", "commentaire", "commentaires", "comentario",
    "comentarios", "comentário", "comentários", "suggestion", "suggestions", "remarks", "reason", "评价", "意见", "建议", "意见建议",
    "评语", "备注", "留言", "您的建议", "原因", "点评内容", "评论内容", "評論內容", "評價", "意見", "建議", "意見建議", "評語", "備註", "留言", "您的建議")
COMMENT = Column("comment", N_("Comment"), headings=COMMENT_HEADINGS, example="Friendly and quick")
SERVED_BY = Column("employee", N_("Employee who served"), personal=True, headings=(
    "staff", "staff id", "employee id", "served by", "agent", "agent id", "agent name", "employee name", "staff name", "emp id", "emp no", "employee no",
    "employee number", "staff no", "staff number", "assignee", "assignee id", "assignee name", "employee email", "employee custom id", "team member",  "assigned to", "assigned agent", "teammate", "representative", "服务人员",
    "服务员工", "接待人员", "工号", "员工", "员工号", "员工编号", "员工姓名", "客服", "客服工号", "客服姓名", "坐席", "坐席工号", "服務人員", "服務員工", "接待人員",
    "工號", "員工", "員工號", "員工編號", "員工姓名", "客服工號", "客服姓名", "座席"), example="E0101")
EMPLOYEE = Column("employee", N_("Employee"), required=True, filled=True, personal=True, example="E0101", headings=(
    "employee id", "emp id", "emp no", "employee no", "employee number", "employee code", "staff id", "staff no", "staff number", "staff code",
    "personnel number", "worker id", "learner id", "learner", "student id", "student", "participant", "trainee", "user", "username",
    "user name", "e-mail", "email", "email address", "learner email", "employee name", "staff name", "full name", "name",
    "工号", "员工号", "员工编号", "员工", "员工工号", "人员编号", "职工号", "学员", "学员编号", "学号", "账号", "邮箱", "员工姓名", "学员姓名", "姓名",
    "工號", "員工號", "員工編號", "員工", "員工工號", "人員編號", "職工號", "學員", "學員編號", "學號", "帳號", "郵箱", "电子邮箱", "電子郵件", "員工姓名",
    "學員姓名"))
LEARNER = replace(EMPLOYEE, headings=(*EMPLOYEE.headings, "user id", "userid", "user email", "您的工号", "你的工号", "您的员工编号", "请输入工号",
                                      "您的工號", "您的員工編號", "請輸入工號"))
COURSE = Column("course", N_("Course"), required=True, filled=True, example="Service awareness basics", headings=(
    "course name", "course title", "training", "training name", "training title", "training course", "training program", "training programme",
    "training program name", "training programme name", "item title", "item name", "activity name", "learning object", "program name", "programme name", "exam", "exam name", "exam title", "test name", "test title",
    "assessment", "assessment name", "quiz", "quiz name", "quiz title", "certification", "learning item", "course code", "course id",
    "课程", "课程名称", "课程名", "培训课程", "培训名称", "考试名称", "考试科目", "科目", "培训项目", "培训主题", "课题",
    "課程", "課程名稱", "培訓課程", "培訓名稱", "考試名稱", "考試科目", "培訓項目", "培訓主題"))
MODULE = Column("module", N_("Module"), headings=("module name", "topic", "skill", "模块", "课程模块", "单元", "技能", "模組", "課程模組", "單元"),
                example="Service awareness")
TAUGHT_IN = replace(COURSE, required=False, filled=False, headings=(
    *COURSE.headings, "taught in", "related course", "对应课程", "相关课程", "關聯課程", "對應課程", "相關課程"))
IN_FORCE = Column("date", N_("In force from"), Type.DATE, required=True, filled=True, headings=(
    "in force from", "valid from", "effective from", "生效日期", "生效日", "gültig ab", "gültig von", "in Kraft ab", "en vigueur à partir du",
    "en vigueur depuis", "valable à partir du", "vigente desde", "válido desde", "em vigor desde", "vigente a partir de"),
                  example="2026-01-01")
AUTHOR = Column("author", N_("Written by"), headings=("author", "entered by", "recorded by", "记录人", "填写人", "記錄人", "填寫人"),
                example="Culture committee")

# How files write yes and no, beside the labels.
YES_OR_NO = (("yes", N_("yes")), ("no", N_("no")))
SAID_YES = ("y", "true", "1", "✓", "✔", "√", "是", "对", "有", "對")
SAID_NO = ("n", "false", "0", "×", "✗", "✘", "否", "不是", "没有", "沒有")
# What earns all points of an item, or none.
ALL_POINTS = ("yes", "y", "true", "right", "correct", "✓", "✔", "√", "是", "对", "答对", "正确", "對", "答對", "正確")
NO_POINTS = ("no", "n", "false", "wrong", "incorrect", "×", "✗", "✘", "否", "错", "答错", "错误", "錯", "答錯", "錯誤")
# Whether a behaviour or a standard was shown.
MET = ("pass", "passed", "ok", "met", "compliant", "合格", "达标", "通过", "做到", "符合", "達標", "通過")
NOT_MET = ("fail", "failed", "not met", "non-compliant", "不合格", "未达标", "不达标", "未通过", "不通过", "未做到", "不符合",
           "未達標", "不達標", "未通過", "不通過")


# Headings of a moment that say nothing else; what a kind calls its own comes before them.
_MOMENTS = ("date & time", "date time", "datetime", "date and time", "time stamp", "日期时间", "日期和时间", "日期時間")


def moment(label: Text, *headings: str, example: str) -> Column:
    """The column `date` of records of moments: when it happened, with the time of day where the file has one."""
    return Column("date", label, Type.MOMENT, required=True, filled=True, example=example, headings=(*headings, *_MOMENTS))
