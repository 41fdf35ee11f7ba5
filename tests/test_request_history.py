"""Histories of requests: files with a row a change, as help desks export them."""

import pytest

from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.store import add
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.sums.query import Query
from tests.programme import TODAY, requests

SAY = translator("en")
FEISHU = (
    "工单号,创建时间,状态,变更时间,处理人,优先级,门店",
    "A1,2026-09-01 09:00,新建,2026-09-01 09:00,张三,一般,静安店",
    "A1,2026-09-01 09:00,处理中,2026-09-01 09:30,张三,一般,静安店",
    "A1,2026-09-01 09:00,待客户回复,2026-09-01 10:00,张三,紧急,静安店",
    "A1,2026-09-01 09:00,处理中,2026-09-02 10:00,李四,紧急,静安店",
    "A1,2026-09-01 09:00,已解决,2026-09-02 12:00,李四,紧急,静安店",
    "A2,2026-09-03 09:00,新建,2026-09-03 09:00,张三,紧急,静安店",
    "A2,2026-09-03 09:00,已解决,2026-09-03 11:00,张三,紧急,静安店",
    "A2,2026-09-03 09:00,重新打开,2026-09-04 09:00,张三,紧急,静安店",
    "A3,2026-09-05 09:00,新建,2026-09-05 09:00,张三,一般,天河店",
)
JIRA = (
    "Issue key,Author,Created,Field,From String,To String",
    "SD-1,ann,2026-09-01 09:00,status,,Open",
    "SD-1,ann,2026-09-01 09:00,assignee,,Bob",
    "SD-1,ann,2026-09-01 09:00,priority,,Medium",
    "SD-1,ann,2026-09-01 10:00,status,Open,Waiting for customer",
    "SD-1,ann,2026-09-01 11:00,assignee,Bob,Eve",
    "SD-1,ann,2026-09-01 11:30,priority,Medium,Highest",
    "SD-1,ann,2026-09-01 12:00,status,Waiting for customer,In Progress",
    "SD-1,ann,2026-09-01 15:00,status,In Progress,Resolved",
    "SD-2,ann,2026-09-02 15:00,status,In Progress,Resolved",
)
SERVICENOW = (
    "Number,Opened,Definition,Value,Start",
    "INC1,2026-09-01 09:00,Incident State,New,2026-09-01 09:00",
    "INC1,2026-09-01 09:00,Incident State,Closed,2026-09-01 17:00",
    "INC1,2026-09-01 09:00,Assigned to,Ann,2026-09-01 09:10",
    "INC2,2026-09-02 09:00,Incident State,New,2026-09-02 09:00",
)
TAIWAN = (
    "工單編號,變更時間,變更前狀態,變更後狀態,部門",
    "T1,2026/09/01 09:00,,待處理,客服部",
    "T1,2026/09/01 11:00,待處理,已解決,客服部",
    "T2,2026/09/02 09:00,處理中,已結案,客服部",
)
GERMAN = (
    "Ticket ID,Status,Timestamp",
    "7,Neu,01.09.2026 09:00",
    "7,In Bearbeitung,01.09.2026 10:00",
    "7,Geschlossen,01.09.2026 13:00",
)


def rows_of(*lines, **settled):
    return requests(*lines, **settled).checked


def by_number(checked):
    return checked.rows.set_index("request_id")


@pytest.mark.parametrize("lines", [FEISHU, JIRA, SERVICENOW, TAIWAN, GERMAN])
def test_a_history_is_taken_for_requests_and_nothing_is_lost(lines):
    text = "\n".join(lines).encode()
    assert (
        recognise(read(text, "incidents.csv", Options()), "incidents.csv")[0][0]
        == "service_request"
    )
    checked = rows_of(*lines)
    kept, left = len(checked.rows), checked.left_out
    assert kept + left + checked.rejected == len(lines) - 1
    assert any("Rows put together" in SAY(issue.message) for issue in checked.issues)


def test_what_became_of_each_request_follows_from_its_changes():
    found = by_number(rows_of(*FEISHU))
    assert found.index.tolist() == ["A1", "A2", "A3"]
    assert found["date"].astype(str).tolist() == [
        "2026-09-01 09:00:00",
        "2026-09-03 09:00:00",
        "2026-09-05 09:00:00",
    ]
    assert str(found.loc["A1", "closed"]) == "2026-09-02 12:00:00"
    assert found["closed"].isna().tolist() == [False, True, True]
    assert found["status"].tolist() == ["solved", "open", "open"]
    assert found["reopens"].tolist() == [0, 1, 0]
    assert str(found.loc["A2", "reopened"]) == "2026-09-04 09:00:00"
    assert found["hand_overs"].tolist() == [1, 0, 0]
    # From ten o'clock to ten the next day, less the hour of lunch and the night.
    assert found.loc["A1", "waiting_minutes"] == 480
    assert found["urgency"].tolist() == ["ordinary", "emergency", "ordinary"]
    assert found["store"].tolist() == ["静安店", "静安店", "天河店"]


def test_changes_of_several_fields_each_say_their_own():
    checked = rows_of(*JIRA)
    (one,) = checked.rows.to_dict("records")
    assert (str(one["closed"]), one["hand_overs"], one["urgency"]) == (
        "2026-09-01 15:00:00",
        1,
        "ordinary",
    )
    assert (one["first_asked"], one["closed_by"]) == ("Bob", "Eve")
    assert one["waiting_minutes"] == 120
    told = [SAY(issue.message) for issue in checked.issues]
    assert any("does not tell when this request was opened" in text for text in told)


def test_the_opening_that_a_file_tells_counts_though_its_first_change_came_later():
    found = by_number(rows_of(*SERVICENOW))
    assert str(found.loc["INC1", "date"]) == "2026-09-01 09:00:00"
    assert found["closed_by"].fillna("").tolist() == ["Ann", ""]


def test_days_first_and_words_of_another_language():
    (one,) = rows_of(*GERMAN).rows.to_dict("records")
    assert (str(one["date"]), str(one["closed"])) == ("2026-09-01 09:00:00", "2026-09-01 13:00:00")


def test_a_request_of_which_only_the_end_is_told_is_left_out_by_name():
    checked = rows_of(*TAIWAN)
    assert checked.rows["request_id"].tolist() == ["T1"] and checked.left_out == 2


@pytest.mark.parametrize(
    "lines",
    [
        # Requests with the day of their last change.
        ("Ticket ID,Created at,Updated at,Status", "1,2026-09-01,2026-09-02,open", "2,2026-09-01,2026-09-03,closed"),
        # The same opening under two statuses.
        ("Ticket ID,Created at,Status", "3,2026-09-02 12:00,open", "3,2026-09-02 12:00,solved"),
        # A list exported twice: the later row of a request tells how it stands.
        (
            "Ticket ID,Created at,Closed at,Status",
            "1,2026-09-01 09:00,,open",
            "1,2026-09-01 09:00,2026-09-02 09:00,closed",
        ),
    ],
)  # fmt: skip
def test_lists_of_requests_stay_what_they_are(lines):
    checked = rows_of(*lines)
    assert not any("Rows put together" in SAY(issue.message) for issue in checked.issues)


def test_hand_overs_alone_do_not_tell_whether_the_first_contact_solved_it(database):
    add(database, requests(*FEISHU))
    with database.read() as reading:
        found = ask(reading, kpi_named("first_contact_resolution"), Query(), TODAY).rows
    assert found.empty or found["x"].sum() == 0


def test_a_ticket_of_78_days_out_of_its_history(shared, database):
    path = shared / "real" / "programme" / "request_zendesk_dbt" / "ticket_field_history_data.csv"
    if not path.exists():
        pytest.skip("the real file is not on this machine")
    found = requests(*path.read_text().splitlines())
    (one,) = found.checked.rows.to_dict("records")
    assert (one["request_id"], one["urgency"]) == ("11071", "ordinary")
    add(database, found)
    with database.read() as reading:
        took = ask(reading, kpi_named("handling_time"), Query(), TODAY).rows
    assert took["value"].tolist() == [78 * 24.0]
