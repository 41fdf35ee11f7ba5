"""Small copies of what survey and training tools export: headings as the tools write them,
understood without a setting."""

from datetime import date

import pytest

from data.kinds.catalog import NPS, SURVEY, TRAINING, kind_named
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import FileId, Prepared, prepare, prepare_sheet
from errors import FileRefused

EXPORTS = {
    "wenjuanxing by text": (
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您对本次服务的总体满意度如何？,2、您对"
        "服务态度的满意度,3、您对响应速度的满意度,4、您喜欢的服务（多选）,总分\n"
        "1,2026/9/3 14:05:22,35秒,微信,N/A,183.12.4.5(广东-深圳),非常满意,满意,一般,热线┋门店,12\n"
        "2,2026/9/3 15:05:22,41秒,链接,直接访问,183.12.4.6(广东-深圳),满意,满意,(空),门店,8\n"
        "3,2026/9/4 9:05:22,20秒,微信,N/A,183.12.4.7,不满意,(跳过),一般,热线→门店;其他〖上门〗,5\n",
        "survey",
        {
            "response_id": ["1", "2", "3"],
            "overall": [5, 4, 2],
            "attitude": [4, 4, None],
            "speed": [3, None, 3],
        },
    ),
    "wenjuanxing by code": (
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、总体满意度,2、服务态度,3、响应速度"
        ",4(热线),4(门店)\n"
        "1,2026/9/3 14:05:22,35秒,微信,N/A,183.12.4.5(广东-深圳),5,4,3,1,0\n"
        "2,2026/9/3 15:05:22,41秒,链接,直接访问,183.12.4.6(广东-深圳),4,-3,5,1,1\n"
        "3,2026/9/4 9:05:22,20秒,微信,N/A,183.12.4.7,1,-2,-3,-2,-2\n",
        "survey",
        {"overall": [5, 4, 1], "attitude": [4, None, None], "speed": [3, 5, None]},
    ),
    "wenjuanxing recommendation": (
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您有多大可能向朋友推荐我们？,2、原因\n"
        "1,2026/9/3 14:05:22,35秒,微信,N/A,183.12.4.5(广东-深圳),10,好\n"
        "2,2026/9/3 15:05:22,41秒,链接,直接访问,183.12.4.6(广东-深圳),7,一般\n"
        "3,2026/9/4 15:05:22,41秒,链接,直接访问,183.12.4.6(广东-深圳),0,差得很\n",
        "nps",
        {"score": [10, 7, 0], "comment": ["好", "一般", "差得很"]},
    ),
    "tencent": (
        "编号,开始答题时间,结束答题时间,答题时长,自定义字段,用户类型,IP,省份,城市,1.您对本次服务的"
        "总体满意度是？,2.服务态度,3.问题解决能力\n"
        "1,2026-09-03 14:01:10,2026-09-03 14:05:22,252,,微信,1.2.3.4,广东,深圳,非常满意,5,4\n"
        "2,2026-09-03 14:11:10,2026-09-03 14:15:22,252,,微信,1.2.3.5,广东,深圳,满意,4,4\n",
        "survey",
        {
            "response_id": ["1", "2"],
            "overall": [5, 4],
            "attitude": [5, 4],
            "problem_solving": [4, 4],
        },
    ),
    "jinshuju": (
        "序号,请对我们的服务进行总体评价,服务态度,您的建议,提交人,提交时间,修改时间,填写设备,操作"
        "系统,浏览器,填写地区,IP,微信昵称,微信OpenID\n"
        "1,5,5,很好的服务,张三,2026-09-03 14:05:22,2026-09-03 "
        "14:05:22,手机,iOS,微信,上海,1.2.3.4,小张,oXyz1\n"
        "2,4,3,快一点,李四,2026-09-04 14:05:22,2026-09-04 "
        "14:05:22,手机,iOS,微信,上海,1.2.3.4,小李,oXyz2\n",
        "survey",
        {"overall": [5, 4], "attitude": [5, 3], "comment": ["很好的服务", "快一点"]},
    ),
    "limesurvey, questions in full": (
        '"Response ID","Date submitted","Last page","Start language","Seed","Date started","Date '
        'last action","IP address",'
        '"Overall, how satisfied are you with our service?","How satisfied are you with… [Service '
        'attitude]",'
        '"How satisfied are you with… [Response speed]","Comments"\n'
        '"1","2026-09-03 14:05:22","2","en","123","2026-09-03 14:00:00","2026-09-03 '
        '14:05:22","1.2.3.4",'
        '"Very satisfied","Satisfied","Neutral","Fine"\n'
        '"3","2026-09-03 16:05:22","2","en","125","2026-09-03 14:00:00","2026-09-03 '
        '14:05:22","1.2.3.4",'
        '"Dissatisfied","Satisfied","Neutral","Slow"\n',
        "survey",
        {"response_id": ["1", "3"], "overall": [5, 2], "attitude": [4, 4], "speed": [3, 3]},
    ),
    "limesurvey, codes and questions": (
        '"id. Response ID","submitdate. Date submitted","lastpage. Last page","startlanguage. '
        'Start language","seed. Seed",'
        '"Q1. Overall satisfaction","Q2[SQ001]. Service attitude","Q2[SQ002]. Response speed"\n'
        '"1","2026-09-03 14:05:22","2","en","123","5","4","4"\n'
        '"2","2026-09-03 15:05:22","2","en","124","4","4","3"\n',
        "survey",
        {"response_id": ["1", "2"], "overall": [5, 4], "attitude": [4, 4], "speed": [4, 3]},
    ),
    "google forms": (
        'Timestamp,Email Address,"How satisfied are you overall with our service?",How would you '
        "rate our staff attitude?,Any comments?,Store\n"
        '9/13/2026 14:05:22,a@x.com,5,4,"Nice, quick",North\n'
        "9/14/2026 9:05:22,b@x.com,4,3,,South\n",
        "survey",
        {
            "overall": [5, 4],
            "attitude": [4, 3],
            "store": ["North", "South"],
            "comment": ["Nice, quick", None],
        },
    ),
    "google forms in Chinese": (
        "时间戳记,您对我们的服务总体满意吗？,服务态度,门店\n2026/9/3 下午 2:05:22,5,4,静安店\n"
        "2026/9/4 上午 9:05:22,4,3,徐汇店\n",
        "survey",
        {
            "date": ["2026-09-03 14:05:22", "2026-09-04 09:05:22"],
            "overall": [5, 4],
            "store": ["静安店", "徐汇店"],
        },
    ),
    "google forms with a time zone": (
        'Timestamp,"How likely are you to recommend us to a friend?",Why?\n'
        "2026/09/03 2:05:22 PM GMT+8,9,good\n2026/09/04 9:05:22 AM GMT+8,3,bad\n"
        "2026/09/04 9:06:22 AM GMT+8,7,fine\n",
        "nps",
        {
            "date": ["2026-09-03 14:05:22", "2026-09-04 09:05:22", "2026-09-04 09:06:22"],
            "score": [9, 3, 7],
        },
    ),
    "typeform": (
        '#,"How likely are you to recommend *Acme* to a friend or colleague?","What is the main '
        'reason for your score?",'
        "Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags\n"
        "abc1xyz,10,Great people,completed,2026-09-03 14:01:22,,2026-09-03 14:05:22,8f3a1,\n"
        "abd2xyz,6,Too slow,completed,2026-09-03 15:01:22,,2026-09-03 15:05:22,9f3a1,\n"
        "abe3xyz,8,Fine,completed,2026-09-04 15:01:22,,2026-09-04 15:05:22,9f3a2,\n",
        "nps",
        {
            "response_id": ["abc1xyz", "abd2xyz", "abe3xyz"],
            "score": [10, 6, 8],
            "comment": ["Great people", "Too slow", "Fine"],
        },
    ),
    "survey monkey": (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last "
        "Name,Custom Data 1,"
        '"Overall, how satisfied or dissatisfied are you with our company?",How would you rate '
        "the following?,\n"
        ",,,,,,,,,Response,Speed of service,Staff attitude\n"
        "118,44,09/13/2026 02:05:22 PM,09/13/2026 02:06:22 PM,1.2.3.4,,,,,Very satisfied,4,5\n"
        "119,44,09/14/2026 02:05:22 PM,09/14/2026 02:06:22 PM,1.2.3.4,,,,,Somewhat "
        "dissatisfied,3,3\n",
        "survey",
        {"response_id": ["118", "119"], "overall": [5, 2], "speed": [4, 3], "attitude": [5, 3]},
    ),
}


def understood(content: str) -> Prepared:
    sheet = read(content.encode(), "export.csv", Options())
    return prepare_sheet(
        FileId.of(content.encode(), "export.csv"),
        sheet,
        kind_named(recognise(sheet)[0][0]),
        Options(),
    )


@pytest.mark.parametrize("tool", EXPORTS)
def test_an_export_is_understood_without_a_setting(tool):
    content, kind, expected = EXPORTS[tool]
    found = understood(content)
    assert found.kind.name == kind
    rows = found.checked.rows
    assert (found.checked.rejected, found.checked.left_out) == (0, 0)
    for column, values in expected.items():
        cells = rows[column].astype("str" if column == "date" else object)
        assert [
            None if cell != cell or cell is None else cell
            for cell in cells.where(rows[column].notna(), None)
        ] == values, column


@pytest.mark.parametrize("tool", EXPORTS)
def test_nothing_personal_passes_the_door(tool):
    found = understood(EXPORTS[tool][0])
    dropped = {
        "来自IP",
        "IP",
        "微信昵称",
        "微信OpenID",
        "IP address",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
    }
    assert dropped & set(found.sheet.headings) == set(found.match.dropped_personal)


def test_a_column_for_each_option_is_no_score():
    content = (
        "序号,提交答卷时间,所用时间,总体满意度(非常满意),总体满意度(满意),总体满意度(不满意)\n"
        "1,2026/9/3 14:05:22,35秒,1,0,0\n2,2026/9/3 14:05:22,35秒,0,1,0\n"
    )
    with pytest.raises(FileRefused, match="Overall satisfaction"):
        prepare(content.encode(), "options.csv", SURVEY, Options())


def test_a_quiz_game_asks_once_for_what_its_title_says():
    content = (
        "Service basics\nPlayed on,3 Sep 2026\nHosted by,trainer1\nPlayed with,2 players\n\n"
        "Rank,Player,Total Score (points),Correct Answers,Incorrect Answers\n1,anna,8500,9,1\n"
        "2,ben,5200,6,4\n"
    )
    sheet = read(content.encode(), "kahoot.csv", Options())
    assert recognise(sheet)[0][0] == "training"
    found = prepare(content.encode(), "kahoot.csv", TRAINING, Options(), date(2026, 12, 1)).checked
    assert [question.name for question in found.questions] == [
        "unsaid:course=Service basics;date=title;pass"
    ]
    rows = found.rows[["employee", "score", "maximum"]]
    assert rows.values.tolist() == [["anna", 9, 10], ["ben", 6, 10]]  # right answers, not points
    assert set(found.rows["course"]) == {"Service basics"} and str(found.rows["date"][0]) == (
        "2026-09-03 00:00:00"
    )


def test_codes_of_the_tool_are_answers_elsewhere():
    content = "id,date,score\n1,2026-09-01,-2\n2,2026-09-01,9\n"
    assert prepare(content.encode(), "a.csv", NPS, Options()).checked.rejected == 1


def test_codes_that_a_person_names_replace_those_of_the_tool():
    content = EXPORTS["wenjuanxing by code"][0]
    checked = prepare(content.encode(), "a.csv", SURVEY, Options(missing=("-3",))).checked
    assert checked.rejected == 0 and checked.rows["attitude"].isna().tolist() == [False, True, True]
    assert any(
        issue.message.blanks == {"column": "2、服务态度", "count": 1} for issue in checked.issues
    )
