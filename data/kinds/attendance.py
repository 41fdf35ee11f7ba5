"""Who was called to a training, and who was in class."""

from dataclasses import replace

from data.kinds.minimums import STAFF
from data.kinds.schema import Column, DatasetKind
from data.kinds.shared import COURSE, LEARNER, MODULE, SAID_NO, SAID_YES, UNITS, moment
from i18n import N_

ATTENDANCE = DatasetKind(
    "attendance",
    N_("Training attendance"),
    N_(
        "One row a person called to a training: who, which training, when, and whether they were "
        "in class. Results of exams are a kind of their own."
    ),
    columns=(
        LEARNER,
        *UNITS[:2],
        replace(
            COURSE,
            headings=(
                *COURSE.headings,
                *("session", "session name", "class name", "event", "event name"),
                *("cert name", "certificate", "certificate name", "certification name"),
                *("证书", "证书名称", "證書", "證書名稱"),
                *(
                    "meeting title",
                    "meeting name",
                    "meeting topic",
                    "webinar name",
                    "webinar topic",
                    "会议主题",
                    "会议名称",
                ),
                *("會議主題", "會議名稱"),
                *(
                    "培训班",
                    "班次",
                    "场次",
                    "培训班名称",
                    "培训班编号",
                    "培訓班",
                    "場次",
                    "培訓場次",
                ),
            ),
        ),
        MODULE,
        moment(
            N_("Held on"),
            *("training date", "date of training", "session date", "class date", "event date"),
            *("actual start time", "actual start date/time", "meeting start time"),
            *("session start", "held on", "start date", "start time", "started", "date"),
            *("考勤日期", "签到日期", "簽到日期"),
            *("培训日期", "培训时间", "上课日期", "上课时间", "开课日期", "开班日期", "活动日期"),
            *("培训开始时间", "开始时间", "日期", "时间"),
            *("date earned", "earned on", "date issued", "issue date", "获得日期", "取得日期"),
            *("培訓日期", "培訓時間", "上課日期", "上課時間", "開課日期", "開始時間", "時間"),
            example="2026-09-10 14:00",
        ),
        Column(
            "attended",
            N_("In class"),
            required=True,
            example="yes",
            choices=(
                ("yes", N_("attended")),
                ("no", N_("absent")),
                ("excused", N_("excused")),
                ("called", N_("not held yet")),
            ),
            spellings=(
                (
                    "yes",
                    (
                        *SAID_YES,
                        *("yes", "present", "p", "attend", "completed", "joined", "on time"),
                        *("late", "l", "arrived late", "partially attended", "left early"),
                        *("签到", "已签到", "出席", "出勤", "参加", "已参加", "到课", "已到", "到"),
                        *("参训", "已参训", "正常", "迟到", "早退", "补签", "已完成"),
                        *("簽到", "已簽到", "參加", "已參加", "到課", "參訓", "已參訓"),
                        *("遲到", "補簽"),
                    ),
                ),
                (
                    "no",
                    (
                        *SAID_NO,
                        *("no", "a", "no show", "no-show", "not attended", "did not attend"),
                        *("missed", "not present", "unexcused", "did not join"),
                        *("未签到", "缺席", "缺勤", "旷课", "未参加", "未到", "未参训", "缺训"),
                        *("未出席", "未出勤", "未到课", "无故缺席"),
                        *("未簽到", "曠課", "未參加", "未參訓", "缺訓", "未到課"),
                    ),
                ),
                (
                    "excused",
                    (
                        *("e", "excused absence", "on leave", "leave", "sick", "sick leave"),
                        *("请假", "病假", "事假", "公假", "已请假", "年假", "出差"),
                        *("請假", "已請假", "休假"),
                    ),
                ),
                (
                    "called",
                    (
                        *("registered", "enrolled", "scheduled", "invited", "pending"),
                        *("not started", "upcoming", "已报名", "待参加", "未开始", "未开课"),
                        *("已報名", "待參加", "未開始"),
                    ),
                ),
            ),
            headings=(
                *("attended", "attendance", "attendance status", "present", "was present"),
                *("participation", "participated", "participation status", "session status"),
                *("sign in", "signed in", "sign-in status", "check-in", "checked in"),
                *("attended?", "in class", "registration status"),
                *("是否参加", "是否签到", "是否出席", "是否出勤", "是否到课", "是否参训"),
                *("出欠", "出欠状況", "出席", "受講状況", "出席状況"),
                *("考勤状态", "考勤情况", "考勤狀態", "考勤情況", "參加狀態"),
                *("签到", "签到情况", "签到状态", "签到结果", "出勤", "出勤情况", "出勤状态"),
                *("出席情况", "参加情况", "参训情况", "参训状态", "到课情况", "考勤", "考勤结果"),
                *("是否參加", "是否簽到", "是否到課", "是否參訓", "簽到", "簽到情況", "簽到狀態"),
                *("出勤情況", "出勤狀態", "出席情況", "參加情況", "參訓情況", "到課情況"),
            ),
        ),
    ),
    identifiers=("employee", "course", "module"),
    dimensions=("department", "store", "course", "module"),
    owner=N_("Human resources"),
    case=("employee",),
    enough=10,
    compared_by="quarter",
    person="employee",
    anonymous_below=STAFF,
    rules="data.checking.rules.attendance:apply_rules",
    asks=("course_completed", "undone_day"),
    named_by=r"attend|present|absen|no[- ]?show|sign(?:ed)?[- ]in|check(?:ed)?[- ]in|participa(?:nt|t)|join time|in class|registration status|session status"
    r"|出欠|受講|참석|출석|签到|簽到|出勤|出席|参训|參訓|参加|參加|到课|到課|缺勤|考勤",
)
