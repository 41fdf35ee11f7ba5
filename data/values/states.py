"""How survey tools and course platforms write that a row is no answer: the words, and the headings they stand under."""

PREVIEW, SPAM, INVALID, DELETED, SCREENED, UNFINISHED, UNGRADED = "preview", "spam", "invalid", "deleted", "screened", "unfinished", "ungraded"
REASONS = (PREVIEW, SPAM, INVALID, DELETED, SCREENED, UNFINISHED, UNGRADED)  # where a row has several, the first is told

# Cells under a heading of states. Words that only answers have, then words that other things have too, and words of rows that count.
TELLING = {
    PREVIEW: ("survey preview", "survey test", "offline survey preview", "preview", "preview response", "test response", "test data", "预览",
              "调查预览", "测试答卷", "测试数据", "調查預覽", "預覽", "測試答卷", "測試資料"),
    SPAM: ("spam", "possible spam", "preview spam", "survey preview spam", "imported (spam)", "垃圾答卷", "刷票"),
    INVALID: ("无效答卷", "无效样本", "無效答卷", "無效樣本", "无效问卷", "無效問卷"),
    SCREENED: ("disqualified", "screened out", "screen out", "screenout", "over quota", "overquota", "quota full", "quotafull", "被甄别", "甄别",
               "配额已满", "超出配额", "被甄別", "配額已滿", "超額回覆"),
    UNFINISHED: ("partial", "partially completed", "partial response", "partially complete", "incomplete response", "部分完成", "未完成答卷",
                 "never submitted", "从未提交", "從未提交"),
}
PLAIN = {
    PREVIEW: ("test", "testing", "测试", "試填", "试填", "測試"),
    SPAM: ("垃圾", "垃圾邮件", "垃圾郵件"),
    INVALID: ("invalid", "void", "voided", "无效", "無效", "作废", "已作废", "作廢", "已作廢"),
    DELETED: ("deleted", "trash", "trashed", "removed", "已删除", "删除", "回收站", "已刪除", "刪除", "資源回收筒"),
    UNFINISHED: ("incomplete", "unfinished", "not finished", "not completed", "not submitted", "not started", "started", "in progress",
                 "inprogress", "in-progress", "abandoned", "draft", "overdue", "未完成", "未提交", "进行中", "正在进行", "作答中", "填写中",
                 "中途退出", "暂存", "草稿", "逾期", "已过期", "未开始", "進行中", "正在進行", "填寫中", "暫存", "未開始", "已逾期"),
}
COUNTING = (
    "complete", "completed", "finished", "submitted", "valid", "accepted", "approved", "normal", "ip address", "imported", "offline", "ex",
    "active", "live", "read", "unread", "qualified", "有效", "有效答卷", "有效样本", "正常", "完成", "已完成", "已提交", "已学完", "已通过",
    "passed", "failed", "完成答卷", "ip地址",
    "ip 地址", "已导入", "有效問卷", "有效问卷", "有效樣本", "已匯入")
STATE_HEADINGS = (
    "status", "state", "response type", "response status", "responsestatus", "survey status", "completion status", "submission status",
    "respondent status", "training status", "course status", "learning status", "transcript status",
    "survey response status", "response state", "entry status", "attempt state", "quiz state", "distribution channel",
    "distributionchannel", "状态", "答卷状态", "答题状态", "回答状态", "提交状态", "完成状态", "填写状态", "作答状态", "样本状态", "数据状态",
    "问卷状态", "学习状态", "培训状态", "考试状态", "有效性",
    "答卷类型", "回复状态", "回收状态", "狀態", "答卷狀態", "答題狀態", "回答狀態", "提交狀態", "完成狀態", "填寫狀態",
    "樣本狀態", "學習狀態", "培訓狀態", "問卷狀態", "回覆狀態")

# Headings of yes and no: what the yes of some says, and the no of others.
YES_HEADINGS = {
    PREVIEW: ("is test", "is test data", "test data", "test", "istest", "is preview", "preview", "是否测试", "测试数据", "是否測試", "測試資料"),
    SPAM: ("is spam", "spam", "是否垃圾"),
    INVALID: ("is invalid", "invalid", "是否无效", "是否無效", "是否作废", "是否作廢"),
    DELETED: ("deleted", "is deleted", "已删除", "是否删除", "已刪除", "是否刪除"),
    SCREENED: ("disqualified", "is disqualified", "screened out", "是否被甄别"),
    UNFINISHED: ("partial", "is partial", "incomplete"),
}
NO_HEADINGS = {
    INVALID: ("valid", "is valid", "是否有效", "有效", "是否有效答卷", "有效答卷"),
    UNFINISHED: ("finished", "is finished", "complete", "completed", "is complete", "is completed", "submitted", "is submitted", "是否完成",
                 "完成", "是否提交", "已完成", "已提交", "是否完成答卷"),
}
PROGRESS_HEADINGS = (
    "progress", "percent complete", "percentage complete", "completion rate", "进度", "答题进度", "完成度", "完成进度", "進度", "答題進度",
    "完成進度")

# LimeSurvey: an empty day of submission beside the last page seen. Qualtrics: codes in place of the words, where it writes numbers.
SUBMIT_HEADINGS = (
    "submitdate", "date submitted", "submit date", "提交日期", "提交时间", "提交時間")
LAST_PAGE_HEADINGS = (
    "lastpage", "last page", "尾页", "最后一页", "最後一頁")
QUALTRICS_HEADINGS = {"finished", "progress"}
QUALTRICS_CODES = {PREVIEW: ("1", "2", "17"), SPAM: ("8", "9", "12")}

# Moodle and others, in place of a score.
NO_SCORE_YET = (
    "not yet graded", "not graded", "ungraded", "requires grading", "pending grading", "awaiting grading", "needs grading", "尚未评分", "未评分",
    "待评分", "待批改", "未批改", "尚未評分", "未評分", "待評分")
