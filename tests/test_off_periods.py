"""Lists of holidays with a period in each row: which days are off, which are worked instead, and
what is not taken for either."""

import pytest

from data.kinds.catalog import WORKING_DAY
from data.matching.off_periods import as_single_days
from data.reading.options import Options
from data.reading.reader import read
from errors import FileRefused
from tests.test_unseen_records import TODAY, asked, load, written

NAME = "2026 holidays.csv"


def days_of(rows, worked: str, name: str = NAME, **settled) -> list[str]:
    told = load(WORKING_DAY, written(*rows), name, **settled).checked.rows
    return told["date"].dt.strftime("%Y-%m-%d")[told["working"] == worked].tolist()


def likely(rows, name: str = NAME) -> str:
    sheet = read(written(*rows), name, Options())
    return as_single_days(name, sheet, WORKING_DAY, Options(), TODAY).questions[0].likely


TYPED = [
    ["节假日", "开始日期", "结束日期", "类型"],
    ["元旦", "2026-01-01", "2026-01-03", "放假"],
    ["元旦", "2026-01-04", "2026-01-04", "上班"],
    ["劳动节", "2026-05-01", "2026-05-02", "放假"],
    ["劳动节", "2026-05-09", "2026-05-09", "上班"],
]


@pytest.mark.parametrize(
    ("heading", "off", "worked"),
    [
        ("类型", "放假", "上班"),
        ("是否上班", "放假", "上班"),
        ("假期类型", "放假", "调休上班"),
        ("Holiday type", "Public holiday", "Make-up day"),
        ("Type", "Closed", "Open on a Saturday"),
    ],
)
def test_a_column_that_says_which_periods_are_worked_is_heard(heading, off, worked):
    words = {"放假": off, "上班": worked}
    rows = [[*TYPED[0][:3], heading], *([*row[:3], words[row[3]]] for row in TYPED[1:])]
    assert days_of(rows, "yes") == ["2026-01-04", "2026-05-09"]
    assert len(days_of(rows, "no")) == 5


@pytest.mark.parametrize(
    "cell",
    [
        "1月1日至3日放假，1月4日上班",
        "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
        "1月1日至3日放假（1月4日上班）",
        "1月1日至3日放假，1月4日补班",
    ],
)
def test_days_that_a_cell_says_are_worked_are_no_days_off(cell):
    rows = [["节日", "放假时间"], ["元旦", cell], ["清明节", "4月4日至6日"]]
    assert days_of(rows, "yes") == ["2026-01-04"]
    assert days_of(rows, "no")[:3] == ["2026-01-01", "2026-01-02", "2026-01-03"]


@pytest.mark.parametrize(
    "cell", ["1月1日至3日，1月4日上班", "放假1月1日至3日，上班1月4日", "1月1日至3日（周日上班）"]
)
def test_what_does_not_say_which_of_its_days_are_worked_is_refused(cell):
    rows = [["节日", "放假时间"], ["元旦", cell], ["清明节", "4月4日至6日"]]
    with pytest.raises(FileRefused):
        load(WORKING_DAY, written(*rows), NAME)


@pytest.mark.parametrize("open_", ["待定", "另行通知"])
def test_a_day_worked_instead_that_is_not_settled_is_told_and_keeps_the_others(open_):
    rows = [
        ["节日", "放假时间", "补班日期"],
        ["元旦", "1月1日至3日", "1月4日"],
        ["国庆节", "10月1日至7日", open_],
    ]
    assert days_of(rows, "yes") == ["2026-01-04"]
    (told,) = [
        issue
        for issue in load(WORKING_DAY, written(*rows), NAME).checked.issues
        if issue.value == open_
    ]
    assert told.row == 3 and told.column == "补班日期"


def test_a_last_day_that_ends_at_midnight_is_none():
    head = ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event"]
    clock = "12:00:00 AM"
    one = [["New Year", "1/1/2026", clock, "1/2/2026", clock, "True"]]
    more = [["Easter", "4/3/2026", clock, "4/7/2026", clock, "True"]]
    settled = {"day_first": False}
    assert days_of([head, *one], "no", **settled) == ["2026-01-01"]
    days = days_of([head, *one, *more], "no", **settled)
    assert days == ["2026-01-01", "2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"]


def test_midnight_alone_is_only_how_days_are_written():
    rows = [["Holiday", "Start", "End"], ["Easter", "2026-04-03 00:00", "2026-04-06 00:00"]]
    assert len(days_of(rows, "no")) == 4
    rows[1][1] = "2026-04-03 08:00"
    assert len(days_of(rows, "no")) == 3


@pytest.mark.parametrize("heading", ["Employee", "Name", "姓名"])
def test_leave_of_staff_closes_no_company(heading):
    rows = [
        [heading, "Holiday type", "Start", "End"],
        ["Ann Lee", "Annual", "2026-07-01", "2026-07-12"],
        ["Bo Chen", "Annual", "2026-07-06", "2026-07-17"],
    ]
    assert likely(rows, "staff holidays.csv") == "no"
    loaded = load(WORKING_DAY, written(*rows), "staff holidays.csv")
    assert asked(loaded) == ["off_periods"] and loaded.checked.rows.empty
    assert loaded.checked.left_out == 2
    assert len(days_of(rows, "no", answers={"off_periods": "yes"})) == 17


def test_names_of_holidays_are_no_people():
    rows = [["Name", "Start", "End"], ["Easter", "2026-04-03", "2026-04-06"]]
    assert likely(rows) == "yes"
    stores = [
        [*row, store] for row, store in zip([*rows, rows[1]], ["Store", "N", "S"], strict=True)
    ]
    assert likely(stores) == "yes"


@pytest.mark.parametrize("heading", ["Holiday", "Name"])
def test_the_name_of_a_holiday_does_not_say_that_it_is_worked(heading):
    rows = [
        [heading, "Start", "End"],
        ["International Workers' Day", "2026-05-01", "2026-05-03"],
    ]
    assert len(days_of(rows, "no")) == 3


def test_a_holiday_without_a_day_is_told():
    rows = [["Holiday", "Dates"], ["Easter", "3 Apr to 6 Apr"], ["Founders' day", ""]]
    sheet = read(written(*rows), NAME, Options())
    made = as_single_days(NAME, sheet, WORKING_DAY, Options(), TODAY).sheet
    assert [(part.line, part.text) for part in made.left_out] == [(3, "Founders' day")]
    checked = load(WORKING_DAY, written(*rows), NAME).checked
    assert len(checked.rows) == 4 and checked.left_out == 1


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        (["24.12. - 02.01."], "2026-12-24", "2027-01-02"),
        (["24.12. - 02.01.", "03.08. - 07.08."], "2025-12-24", "2026-08-07"),
        (["03.08. - 07.08.", "24.12. - 02.01.2027"], "2026-08-03", "2027-01-02"),
        (["24.12. - 02.01.2027"], "2026-12-24", "2027-01-02"),
    ],
    ids=["one", "the first of several", "year at the end", "year at the end alone"],
)
def test_in_which_year_a_time_off_begins(cells, first, last):
    rows = [["Betriebsferien", "Zeitraum"], *(["Ferien", cell] for cell in cells)]
    days = days_of(rows, "no", "Betriebsferien 2026.csv")
    assert (min(days), max(days)) == (first, last)


def test_only_years_are_offered_that_have_all_of_the_days():
    rows = [["Holiday", "Dates"], ["Leap", "28 Feb to 29 Feb"]]
    found = load(WORKING_DAY, written(*rows), "2028 holidays.csv")
    (question,) = [one for one in found.checked.questions if one.name == "off_periods"]
    assert [choice.name for choice in question.choices] == ["2028", "no"]
