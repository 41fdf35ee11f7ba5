"""Columns that several dataset kinds share."""

from dataclasses import replace

from data.schema import Column, Type
from i18n import N_, Text

UNITS = (
    Column("department", N_("Department"), headings=(
        "dept", "team", "business unit", "division", "部门", "所属部门", "部门名称", "業務部門", "业务部门", "部門", "所屬部門", "部門名稱"),
        example="Front desk"),
    Column("store", N_("Store"), headings=(
        "branch", "outlet", "shop", "site", "location", "store name", "branch name", "门店", "门店名称", "网点", "网点名称",
        "店铺", "分店", "營業點", "门市", "門店", "門店名稱", "網點", "網點名稱", "店鋪", "門市", "分行"), example="Jing'an store"),
    Column("region", N_("Region"), headings=("area", "district", "zone", "territory", "区域", "大区", "地区", "片区", "區域", "大區", "地區"),
           example="East"),
)
CHANNEL = Column("channel", N_("Channel"), headings=(
    "contact channel", "service channel", "touchpoint", "渠道", "服务渠道", "接触渠道", "服務渠道", "接觸渠道", "管道"), example="Store")
SEGMENT = Column("segment", N_("Customer segment"), headings=(
    "segment", "customer type", "customer group", "客户类型", "客户分群", "客群", "客户类别", "會員等級", "客戶類型", "客戶分群", "客戶類別", "会员等级"),
    example="Member")
RESPONSE_ID = Column("response_id", N_("Response number"), headings=(
    "id", "response id", "responseid", "respondent id", "respondentid", "answer id", "submission id", "ticket", "序号", "编号", "答卷编号", "答卷id", "问卷编号",
    "样本编号", "流水号", "序號", "編號", "答卷編號", "問卷編號", "樣本編號", "流水號"), example="1001")
COMMENT_HEADINGS = (
    "comments", "open comment", "feedback", "verbatim", "suggestion", "suggestions", "remarks", "reason", "评价", "意见", "建议", "意见建议",
    "评语", "备注", "留言", "您的建议", "原因", "評價", "意見", "建議", "意見建議", "評語", "備註", "留言", "您的建議")
COMMENT = Column("comment", N_("Comment"), headings=COMMENT_HEADINGS, example="Friendly and quick")
SERVED_BY = Column("employee", N_("Employee who served"), personal=True, headings=(
    "staff", "staff id", "employee id", "served by", "agent", "agent id", "服务人员", "服务员工", "接待人员", "工号", "员工", "员工编号", "客服工号",
    "服務人員", "服務員工", "接待人員", "工號", "員工", "員工編號", "客服工號"), example="E0101")
EMPLOYEE = Column("employee", N_("Employee"), required=True, filled=True, personal=True, example="E0101", headings=(
    "employee id", "staff id", "staff no", "learner", "student", "participant", "user", "username", "e-mail", "email", "email address", "name",
    "工号", "员工编号", "员工", "员工工号", "学员", "学号", "账号", "邮箱", "姓名", "工號", "員工編號", "員工", "員工工號", "學員", "學號", "帳號", "郵箱", "电子邮箱", "電子郵件"))
COURSE = Column("course", N_("Course"), required=True, filled=True, example="Service awareness basics", headings=(
    "course name", "training", "exam", "exam name", "quiz", "quiz name", "课程", "课程名称", "培训课程", "考试名称", "培训项目", "课题",
    "課程", "課程名稱", "培訓課程", "考試名稱", "培訓項目"))
MODULE = Column("module", N_("Module"), headings=("module name", "topic", "skill", "模块", "课程模块", "单元", "技能", "模組", "課程模組", "單元"),
                example="Service awareness")
TAUGHT_IN = replace(COURSE, required=False, filled=False, headings=(
    *COURSE.headings, "taught in", "related course", "对应课程", "相关课程", "關聯課程", "對應課程", "相關課程"))
IN_FORCE = Column("date", N_("In force from"), Type.DATE, required=True, filled=True, headings=("in force from", "valid from", "生效日期"),
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


def moment(label: Text, *headings: str, example: str) -> Column:
    """The column `date` of records of moments: when it happened, with the time of day where the file has one."""
    return Column("date", label, Type.MOMENT, required=True, filled=True, example=example, headings=headings)
