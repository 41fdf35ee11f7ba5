"""How the sample company's files call their columns: column of the kind -> heading."""

SURVEY_ENGLISH = {
    "response_id": "Response ID", "date": "Submitted", "store": "Store", "region": "Region", "department": "Department",
    "channel": "Channel", "segment": "Customer type", "employee": "Served by", "overall": "Overall satisfaction",
    "attitude": "Service attitude", "speed": "Response speed", "problem_solving": "Problem solving", "comment": "Comments",
}
SURVEY_CHINESE = {
    "response_id": "序号", "date": "提交答卷时间", "store": "门店", "region": "大区", "department": "部门",
    "channel": "渠道", "segment": "客户类型", "employee": "服务人员", "overall": "总体满意度", "attitude": "服务态度",
    "speed": "响应速度", "problem_solving": "问题解决能力", "comment": "意见建议",
}
NPS_ENGLISH = {
    "response_id": "Response ID", "date": "Response date", "department": "Department", "store": "Store", "region": "Region",
    "channel": "Channel", "segment": "Customer segment", "score": "How likely are you to recommend us?",
    "comment": "Reason",
}
NPS_CHINESE = {
    "response_id": "答卷编号", "date": "提交时间", "department": "所属部门", "store": "门店名称", "region": "区域",
    "channel": "服务渠道", "segment": "客群", "score": "推荐意愿", "comment": "原因",
}
VISIT_ENGLISH = {
    "visit_id": "Visit number", "date": "Visited on", "store": "Store", "region": "Region", "department": "Department",
    "channel": "Channel", "shopper": "Shopper", "scene": "Scene", "attitude": "Attitude score",
    "efficiency": "Efficiency score", "compliance": "Compliance score", "remark": "Remark",
}
VISIT_CHINESE = {
    "visit_id": "暗访编号", "date": "到店时间", "store": "门店", "region": "区域", "department": "部门", "channel": "渠道",
    "shopper": "神秘顾客", "scene": "服务场景", "attitude": "态度分", "efficiency": "效率分", "compliance": "规范性分",
    "remark": "情况说明",
}
TRAINING_ENGLISH = {
    "employee": "Employee ID", "department": "Department", "store": "Store", "course": "Course", "module": "Module",
    "date": "Exam date", "attempt": "Attempt", "score": "Score", "maximum": "Max score", "pass_mark": "Pass mark",
    "hired_on": "Hire date",
}
TRAINING_CHINESE = {
    "employee": "工号", "department": "部门", "store": "门店", "course": "课程名称", "module": "课程模块",
    "date": "考试时间", "attempt": "考试次数", "score": "成绩", "maximum": "满分", "pass_mark": "合格线",
    "hired_on": "入职日期",
}
TARGET_ENGLISH = {
    "kpi": "KPI", "dimension": "Unit type", "unit": "Unit", "stage": "Stage", "form": "Form", "value": "Target value",
    "value_high": "Upper value", "due": "Due date", "stable_from": "Stable from", "baseline": "Baseline",
    "baseline_date": "Baseline date", "reached_on": "Reached on", "evidence": "Evidence", "owner": "Owner",
    "reason": "Reason", "plan": "Plan", "date": "In force from",
}
EVENT_ENGLISH = {
    "date": "Date", "type": "Event type", "kpi": "KPI", "dimension": "Unit type", "unit": "Unit", "text": "What happened",
    "reason": "Reason", "author": "Written by",
}
UNIT_ENGLISH = {"dimension": "Unit type", "name": "Unit name", "region": "Region", "date": "In force from"}
EXAM_ITEM_ENGLISH = {
    "employee": "Employee ID", "department": "Department", "store": "Store", "course": "Course", "module": "Module", "version": "Paper",
    "date": "Completed", "attempt": "Attempt", "item": "Question no", "response": "Response", "correct_response": "Right answer",
    "score": "Points", "maximum": "Points possible",
}
ROSTER_CHINESE = {
    "employee": "工号", "department": "部门", "store": "门店", "region": "区域", "position": "岗位", "hired_on": "入职日期", "left_on": "离职日期",
    "date": "统计日期",
}
RATING_CHINESE = {
    "employee": "工号", "department": "部门", "store": "门店", "date": "考核日期", "score": "主管评分", "rater": "评价人",
}
PRAISE_CHINESE = {
    "praise_id": "表扬编号", "date": "表扬时间", "employee": "被表扬员工", "department": "部门", "store": "门店", "region": "区域",
    "channel": "表扬渠道", "verified": "是否核实", "comment": "表扬内容",
}
CHECKLIST_ENGLISH = {
    "visit_id": "Visit number", "date": "Visited on", "store": "Store", "region": "Region", "department": "Department", "channel": "Channel",
    "shopper": "Shopper", "section": "Section", "item": "Checklist item", "earned": "Points earned", "available": "Points available",
    "critical": "Critical item", "course": "Taught in", "module": "Module",
}
CHECK_CHINESE = {
    "check_id": "抽查编号", "date": "抽查时间", "department": "部门", "store": "门店", "employee": "员工编号", "way": "抽查方式",
    "behaviour": "行为标准", "passed": "是否合格", "course": "对应课程",
}
WEIGHT_ENGLISH = {"section": "Section", "weight": "Weight", "date": "In force from", "reason": "Reason"}
STAR_CHINESE = {
    "date": "评选月份", "honour": "荣誉称号", "employee": "获奖员工", "department": "部门", "store": "门店", "reason": "主要事迹", "author": "记录人",
}
THEME_ENGLISH = {
    "theme": "Theme", "label": "Theme label", "language": "Language", "term": "Keyword", "in_use": "In use", "date": "In force from",
    "author": "Written by",
}
