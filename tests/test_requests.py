"""Requests: read as ticket tools write them, replaced by a later export, judged by the promise in
force."""

import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import fits, recognise
from data.questions import Unanswered
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from i18n import translator
from metrics.sums.query import Query
from metrics.sums.relations import relation_sql
from metrics.sums.request_relations import RESTS_ON
from tests.programme import TODAY, made, requests
from tests.test_sums import told_twice

SAY = translator("en")
ZENDESK = "programme/request_zendesk_small.csv"
NYC = "customer/nyc311_animal_2025.csv"


def told(database, kpi, **asked):
    """Period's month -> (n, value)."""
    rows = told_twice(database, kpi, Query(**asked), TODAY)
    return {row.period.isoformat()[:7]: (row.n, row.value) for row in rows.itertuples()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "tickets.csv",
            "Ticket ID,Created at,Initial response time,Solved at,Priority,Status,Reopens\n"
            "7,2026-09-01 10:00,2026-09-01 10:20,2026-09-02 10:00,Urgent,Closed,0\n",
        ),
        (
            "工单.csv",
            "工单编号,受理时间,首次响应时间,办结时间,紧急程度,状态,问题分类\n"
            "7,2026-09-01 10:00,2026-09-01 10:20,2026-09-02 10:00,紧急,已办结,配送\n",
        ),
        (
            "報修.csv",
            "工單編號,報修時間,首次回應時間,結案時間,緊急程度,狀態,轉派次數\n"
            "7,2026-09-01 10:00,2026-09-01 10:20,2026-09-02 10:00,緊急,已結案,1\n",
        ),
    ],
)
def test_real_headings_are_recognised_in_three_scripts_and_read(name, text):
    ranked = recognise(read(text.encode(), name, Options()), name)
    assert ranked[0][0] == "service_request" and fits(ranked)
    row = requests(*text.splitlines(), name=name).checked.rows.iloc[0]
    assert (row["urgency"], row["status"]) == ("emergency", "closed")
    assert row["first_answer"].minute == 20 and row["closed"].day == 2


@pytest.mark.parametrize(
    ("heading", "cell", "minutes"),
    [
        ("First reply time in minutes", "90", 90),
        ("First response time (in hrs)", "1.5", 90),
        ("首次响应时长(秒)", "5400", 90),
        ("首次响应时长(H)", "1.5", 90),
        ("Time to the first answer", "01:30:00", 90),
        ("首次回應時長", "1小時30分", 90),
    ],
)
def test_a_length_in_any_unit_gives_the_moment(heading, cell, minutes):
    row = requests(f"Ticket ID,Created at,{heading}", f"1,2026-09-01 10:00,{cell}").checked.rows
    assert row["answer_length"].tolist() == [minutes]
    assert row["first_answer"].iloc[0].isoformat() == "2026-09-01T11:30:00"


def test_where_length_and_moments_disagree_the_moments_count():
    found = requests(
        "Ticket ID,Created at,Solved at,Resolution Time (hours)",
        "1,2026-09-01 10:00,2026-09-01 12:00,5",
        "2,2026-09-01 10:00,2026-09-01 12:00,2",
    ).checked
    assert found.rows["closed"].dt.hour.tolist() == [12, 12]
    assert any("do not agree (rows: 1)" in SAY(issue.message) for issue in found.issues)


def test_days_alone_tell_no_working_time(database):
    of_days, of_moments = "1,2026-09-01,2026-09-03", "2,2026-09-01 10:00,2026-09-01 12:00"
    heading = "Ticket ID,Created at,Solved at"
    add(database, requests(heading, of_days))
    assert told(database, "handling_time_working") == {}
    assert told(database, "handling_time") == {"2026-09": (1, 48.0)}
    add(database, requests(heading, of_moments))
    assert told(database, "handling_time_working") == {"2026-09": (1, 2.0)}


def day_rows(*lengths: int, times: str = "", moved: int = 0) -> list[str]:
    return [
        f"{at},2026-09-{at + 1:02}{times},2026-09-{at + 1 + moved:02}{times},{length}"
        for at, length in enumerate(lengths)
    ]


OF_DAYS = "Ticket ID,Created at,Solved at,Resolution Time (hours)"


@pytest.mark.parametrize(
    ("rows", "by_days", "by_length"),
    [(day_rows(1, 6, 3), 0, 3), (day_rows(1, 6, 18, moved=1), 24, 6)],
)
def test_hours_beside_mere_days_are_asked_about(rows, by_days, by_length):
    found = requests(OF_DAYS, *rows).checked
    (question,) = found.questions
    assert (question.name, question.likely) == ("request_length", "days")
    assert f"up to {by_days} hours, by “Resolution Time (hours)” up to {by_length}." in SAY(
        question.message
    )
    for answer, median in (("days", by_days), ("length", by_length)):
        given = requests(OF_DAYS, *rows, answers={"request_length": answer})
        closed, date = given.checked.rows["closed"], given.checked.rows["date"]
        assert (closed - date).dt.total_seconds().median() == 3600 * median


def test_the_length_closes_nothing_before_the_other_days_of_the_row():
    heading = "Ticket ID,Created at,First response at,Reopened at,Solved at,Resolution Time (hours)"
    found = requests(
        heading,
        "1,2026-09-01,2026-09-01,,2026-09-02,11",
        "2,2026-09-01,2026-09-02,,2026-09-02,11",
        "3,2026-09-01,2026-09-01,2026-09-02,2026-09-02,11",
        answers={"request_length": "length"},
    ).checked
    closed = [moment.isoformat() for moment in found.rows["closed"]]
    assert closed == ["2026-09-01T11:00:00", "2026-09-02T00:00:00", "2026-09-02T00:00:00"]
    assert any("do not agree (rows: 2)" in SAY(issue.message) for issue in found.issues)


@pytest.mark.parametrize(
    "rows",
    [
        day_rows(24, 48, 24, moved=1),  # whole days say no more
        day_rows(1, 6, 3, moved=4),  # something else was measured
        day_rows(1, 6, 3, times=" 10:00"),
    ],
)
def test_hours_beside_other_moments_are_not_asked_about(rows):
    found = requests(OF_DAYS, *rows).checked
    assert not found.questions
    assert any("The moments count" in SAY(issue.message) for issue in found.issues)


@pytest.mark.parametrize(
    ("heading", "state", "closed"),
    [
        ("resolution_status", "Pending", False),
        ("Status", "Escalated", False),
        ("case_status", "In Progress", False),
        ("Status", "Resolved", True),
        ("resolution_status", "Closed", True),
        ("Resolution status", "Within SLA", True),  # a promise, and no state
    ],
)
def test_a_length_closes_no_request_whose_state_says_that_it_is_not_done(heading, state, closed):
    lines = [f"{at},2026-09-01 09:00,{state},{at + 1}" for at in range(4)]
    head = f"Ticket ID,Created at,{heading},resolution_time_hours"
    found = requests(head, *lines, "9,2026-09-01 09:00,Resolved,5").checked
    assert found.rows["closed"].notna().tolist() == [*[closed] * 4, True]
    said = [SAY(issue.message) for issue in found.issues]
    assert any("is no time to closing" in one for one in said) is not closed


def test_a_day_of_closing_counts_whatever_the_state_says():
    found = requests(
        "Ticket ID,Created at,Solved at,Status,Resolution Time (hours)",
        "1,2026-09-01 09:00,2026-09-01 12:00,Open,3",
    ).checked
    assert found.rows["closed"].notna().all()


def test_moments_that_cannot_be_keep_the_row_out_with_both():
    found = requests(
        "Ticket ID,Created at,First response at,Solved at",
        "1,2026-09-02 10:00,2026-09-02 09:00,",
        "2,2026-09-02 10:00,,2026-09-01 10:00",
        "3,2026-09-02 10:00,2026-09-02 10:00,2026-09-02 10:00",
    ).checked
    assert found.rejected == 2 and found.rows["request_id"].tolist() == ["3"]
    assert any(
        "2026-09-02 09:00" in SAY(issue.message) and "2026-09-02 10:00" in SAY(issue.message)
        for issue in found.issues
    )


def test_merged_spam_and_test_tickets_are_left_out_by_name_and_a_number_counts_once():
    found = requests(
        "Ticket ID,Created at,Status",
        "1,2026-09-02 10:00,spam",
        "2,2026-09-02 11:00,作废单",
        "3,2026-09-02 12:00,open",
        "3,2026-09-02 12:00,solved",
        "4,2026-09-02 13:00,cancelled",
    ).checked
    assert (found.left_out, found.rows["request_id"].tolist()) == (3, ["3", "4"])
    assert found.rows["status"].tolist() == ["solved", "cancelled"]
    words = " ".join(SAY(issue.message) for issue in found.issues)
    assert "“spam”" in words and "“作废单”" in words and "same request" in words


def test_a_later_export_of_a_request_takes_its_place_whatever_it_says(database):
    heading = "Ticket ID,Created at,Store,Priority,Status,Assignee,Request type,Solved at,Reopens"
    add(
        database,
        requests(
            heading,
            "1,2026-03-02 10:00,A,Normal,open,E1,Delivery,,0",
            "2,2026-03-02 10:00,A,Normal,open,E1,Billing,,0",
        ),
    )
    later = add(
        database,
        requests(
            heading,
            "1,2026-03-02 10:05,B,Urgent,solved,E9,Billing,2026-05-04 10:00,2",
            "3,2026-05-02 10:00,B,Normal,open,E9,Billing,,0",
        ),
    )
    assert (later.replaced, later.open) == (1, ())
    assert told(database, "reopening_rate") == {"2026-05": (1, 100.0)}
    with database.read() as reading:
        rows = reading.rows("SELECT request_id, store FROM live_service_request ORDER BY 1")
    assert rows == [("1", "B"), ("2", "A"), ("3", "B")]
    undo(database, later.upload)
    assert told(database, "reopening_rate") == {}


def test_a_high_priority_is_asked_about(database):
    lines = (
        "Ticket ID,Created at,Priority,First response at",
        "1,2026-03-02 10:00,High,2026-03-02 11:30",
    )
    with pytest.raises(Unanswered) as asked:
        add(database, requests(*lines), ask=True)
    assert [question.name for question in asked.value.questions] == ["request_urgency"]
    add(database, requests(*lines))
    assert told(database, "answered_in_time") == {"2026-03": (1, 0.0)}
    add(database, requests(*lines, answers={"request_urgency": "ordinary"}))
    assert told(database, "answered_in_time") == {"2026-03": (1, 100.0)}


ANSWERED = (
    "Ticket ID,Created at,First response at,Priority,Store,On hold time in minutes",
    "1,2026-03-02 10:00,2026-03-02 12:00,normal,A,0",  # at the limit: kept
    "2,2026-03-02 10:00,2026-03-02 12:01,normal,A,0",
    "3,2026-03-02 10:00,,normal,A,0",  # not answered past the promise: missed
    "4,2026-03-06 17:00,2026-03-09 09:30,normal,A,0",  # half an hour of it on Monday
    "5,2026-04-07 10:00,2026-04-07 11:30,urgent,A,0",
    "6,2026-04-07 10:30,,normal,A,0",  # the promise still runs at the last moment on record
)


def test_unanswered_past_the_promise_is_missed_and_before_it_is_nothing_yet(database):
    add(database, requests(*ANSWERED))
    assert told(database, "answered_in_time") == {"2026-03": (4, 25.0), "2026-04": (1, 0.0)}


def test_a_closing_stands_in_for_a_step_and_what_may_have_been_kept_all_the_same_is_counted(
    database,
):
    add(
        database,
        requests(
            "Ticket ID,Created at,First response at,Solved at",
            "1,2026-03-02 10:00,2026-03-02 11:00,2026-03-05 10:00",
            "2,2026-03-02 10:00,2026-03-02 13:00,2026-03-02 14:00",  # late for certain
            "3,2026-03-02 10:00,,2026-03-02 11:30",  # answered by then at the latest
            "4,2026-03-02 10:00,,2026-03-05 10:00",  # perhaps answered in time
            "5,2026-03-02 10:00,,",  # not answered past the promise
        ),
    )
    row = told_twice(database, "answered_in_time", Query(), TODAY).iloc[0]
    assert (row["x"], row["y"], row["top"]) == (5, 2, 1)


def test_the_promise_in_force_when_it_was_opened_holds_and_a_stores_own_before_it(database):
    add(database, requests(*ANSWERED))
    heading = "Urgency,Step,Minutes,Clock,In force from,Store"
    first = made(
        "promise",
        heading,
        "ordinary,answer,120,working,2026-01-01,",
        "emergency,answer,120,elapsed,2026-04-01,",
    )
    number = add(database, first).upload
    # From Friday 17:00 to Monday 9:30 it is an hour and a half of working time, and a minute of the
    # lunch break is none.
    assert told(database, "answered_in_time") == {"2026-03": (4, 75.0), "2026-04": (1, 100.0)}
    add(database, made("promise", heading, "ordinary,answer,60,elapsed,2026-03-05,A", name="a.csv"))
    assert told(database, "answered_in_time")["2026-03"] == (4, 50.0)
    undo(database, number)
    assert told(database, "answered_in_time")["2026-03"] == (4, 25.0)


def test_waiting_for_the_customer_and_days_off_stop_the_clock(database):
    add(
        database,
        requests(
            ANSWERED[0],
            "1,2026-03-02 09:00,2026-03-02 14:00,normal,A,150",
            "2,2026-03-02 09:00,2026-03-03 12:00,normal,A,0",
        ),
    )
    add(
        database,
        made(
            "promise",
            "Urgency,Step,Minutes,Clock,In force from",
            "ordinary,answer,120,working_less_waiting,2026-01-01",
        ),
    )
    assert told(database, "answered_in_time") == {"2026-03": (2, 50.0)}
    add(
        database,
        made("working_day", "date,working", "2026-03-02,no", "2026-03-03,no", name="d.csv"),
    )
    assert told(database, "answered_in_time") == {"2026-03": (2, 100.0)}


def test_a_file_without_answers_says_nothing_of_them(database):
    add(database, requests("Ticket ID,Created at,Solved at", "1,2026-03-02 10:00,2026-03-05 10:00"))
    assert told(database, "answered_in_time") == told(database, "reopening_rate") == {}
    assert told(database, "first_contact_resolution") == told(database, "hand_overs") == {}


def test_asked_again_within_a_week_was_not_solved_at_first_contact(database):
    add(
        database,
        requests(
            "Ticket ID,Created at,Solved at,FCR,Customer ID,Request type,Status",
            "1,2026-03-02 10:00,2026-03-02 11:00,yes,K1,Billing,closed",
            "2,2026-03-08 10:00,2026-03-08 11:00,yes,K1,Billing,closed",
            "3,2026-03-09 10:00,2026-03-09 11:00,yes,K1,Delivery,closed",
            "4,2026-03-09 10:00,2026-03-09 11:00,no,K2,Delivery,closed",
            "5,2026-03-09 10:00,,yes,K3,Delivery,cancelled",
        ),
    )
    assert told(database, "first_contact_resolution") == {"2026-03": (4, 50.0)}


REOPENED = (
    "Ticket ID,Created at,Solved at,Reopened at,Status",
    "1,2026-03-02 10:00,2026-03-03 10:00,,closed",
    "2,2026-03-02 10:00,2026-03-04 10:00,2026-03-06 10:00,open",  # open again
    "3,2026-03-02 10:00,2026-03-12 10:00,2026-03-06 10:00,closed",  # closed again
    "4,2026-03-02 10:00,2026-03-04 10:00,2026-03-06 10:00,closed",  # closed again, nobody says when
    "5,2026-03-02 10:00,,,closed",  # closed, nobody says when
    "6,2026-03-02 10:00,2026-03-04 10:00,2026-03-30 10:00,open",  # opened again too late to count
)


def test_what_was_opened_again_is_open_until_it_is_closed_again(database):
    add(database, requests(*REOPENED))
    assert told(database, "handling_time") == {"2026-03": (2, (24 + 240) / 2)}
    assert told(database, "closing_time") == {"2026-03": (4, 240.0)}
    assert told(database, "reopening_rate") == {"2026-03": (5, 60.0)}


def test_a_file_without_closings_says_of_none_that_it_is_open(database):
    first = add(
        database, requests("Ticket ID,Created at", "1,2026-03-02 10:00", "2,2026-03-02 10:00")
    )
    assert told(database, "closing_time") == {}
    undo(database, first.upload)
    add(database, requests("Ticket ID,Created at,Status", "1,2026-03-02 10:00,open"))
    ((n, median),) = told(database, "closing_time").values()
    assert n == 1 and median != median


def test_shares_of_what_may_still_come_are_final_once_the_records_reach_so_far(database):
    heading = "Ticket ID,Created at,Solved at,FCR,Reopens"
    first = "1,2026-03-02 10:00,2026-03-03 10:00,yes,0"

    def maturing(kpi):
        return told_twice(database, kpi, Query(), TODAY)["maturing"].tolist()[:1]

    add(database, requests(heading, first, "2,2026-03-31 10:00,2026-03-31 11:00,yes,0"))
    assert maturing("first_contact_resolution") == maturing("reopening_rate") == [True]
    add(database, requests(heading, "3,2026-04-08 10:00,2026-04-08 11:00,yes,0", name="b.csv"))
    assert (maturing("first_contact_resolution"), maturing("reopening_rate")) == ([False], [True])
    add(database, requests(heading, "4,2026-04-20 10:00,2026-04-20 11:00,yes,0", name="c.csv"))
    assert maturing("reopening_rate") == [False]


def test_blank_is_no_no_and_promises_of_one_visit_are_one_case(database):
    add(
        database,
        requests(
            "Ticket ID,Created at,Solved at,Came on time,Change announced,Agreement kept,Opinion asked",
            "1,2026-03-02 10:00,2026-03-03 10:00,yes,,yes,no",
            "2,2026-03-02 10:00,2026-03-04 10:00,no,,,",
            "3,2026-03-02 10:00,2026-03-05 10:00,,,,",
        ),
    )
    assert told(database, "promises_kept") == {"2026-03": (2, 50.0)}


@pytest.fixture
def real(shared):
    def load(file):
        path = shared / "real" / file
        if not path.exists():
            pytest.skip("the real file is not on this machine")
        return path

    return load


def test_the_small_zendesk_file(real, database):
    path = real(ZENDESK)
    content = path.read_bytes()
    assert recognise(read(content, path.name, Options()), path.name)[0][0] == "service_request"
    options = Options(answers={"request_urgency": "ordinary"})
    found = prepare(content, path.name, kind_named("service_request"), options, TODAY)
    assert len(found.checked.rows) == 50 and found.checked.rows["closed"].notna().sum() == 37
    assert not any("do not agree" in SAY(issue.message) for issue in found.checked.issues)
    add(database, found)
    assert told(database, "answered_in_time") == {"2025-01": (50, 12.0)}
    assert told(database, "handling_time", grain="year") == {"2025-01": (37, 36.0)}
    assert told(database, "handling_time_p90", grain="year")["2025-01"][1] == pytest.approx(66.8)
    # Thirteen are open: half of all take longer than half of those that are closed.
    (n, median) = told(database, "closing_time", grain="year")["2025-01"]
    assert n == 50 and median > 36


def test_animal_complaints_of_a_city_as_requests(real):
    path = real(NYC)
    found = prepare(
        path.read_bytes(), path.name, kind_named("service_request"), Options(), TODAY
    ).checked
    assert (len(found.rows), found.rejected, found.left_out) == (4969, 0, 0)
    assert found.rows["closed"].isna().sum() == 277
    # No store: a park that is Unspecified throughout, a type of location, coordinates.
    assert not found.rows["store"].notna().any()


def test_on_the_phone_the_sample_answers_late_on_monday_mornings(sample):
    with sample.read() as reading:
        late = dict(
            reading.rows("""SELECT isodow(date) = 1 AND hour(date) < 12, avg((first_answer > date + INTERVAL 2 HOUR)::INT)
            FROM live_service_request WHERE channel = 'Phone' AND urgency = 'ordinary' AND first_answer IS NOT NULL GROUP BY 1""")
        )
    assert late[True] > 0.8 and late[False] < 0.1


def test_an_agreed_appointment_later_than_the_promise_is_the_promise(database):
    """Kept to the appointment, late for it, without one, still to come, on the day agreed."""
    heading = "Ticket ID,Created at,Priority,预约上门时间,Arrived,Status"
    rows = (
        "1,2026-09-01 09:00,urgent,2026-09-03 10:00,2026-09-03 09:50,open",
        "2,2026-09-01 09:00,urgent,2026-09-03 10:00,2026-09-03 10:10,open",
        "3,2026-09-01 09:00,urgent,,2026-09-01 20:00,open",
        "4,2026-09-01 09:00,urgent,2026-09-05,,open",
        "5,2026-09-01 09:00,urgent,2026-09-02,2026-09-02 18:00,open",
        "6,2026-09-01 09:00,urgent,2026-09-01 10:00,2026-09-01 14:00,open",
    )
    add(database, requests(heading, *rows))
    found = told_twice(database, "arrived_in_time", Query(), TODAY)
    assert (found["x"].tolist(), found["y"].tolist()) == ([5.0], [3.0])


EVERYTHING = (
    "request_id,date,urgency,first_answer,plan_given,arrived,repaired,closed,waiting_minutes,hand_overs,first_asked,closed_by",
    "1,2026-09-01 10:00,emergency,2026-09-01 10:20,2026-09-01 11:00,2026-09-01 12:00,2026-09-01 13:00,2026-09-01 14:00,5,1,Desk,Desk",
    "2,2026-09-01 10:00,ordinary,2026-09-01 10:20,2026-09-01 11:00,2026-09-01 12:00,2026-09-01 13:00,2026-09-01 14:00,5,0,Desk,Shop",
)


@pytest.mark.without_sums
def test_nothing_counts_where_the_column_that_it_rests_on_is_empty(database):
    add(database, requests(*EVERYTHING))
    for name, column in RESTS_ON.items():
        counted = f"SELECT count(*) FROM {relation_sql(name)}"
        with database.trial() as writing:
            assert writing.row(counted)[0] > 0, name
            writing.run(f"UPDATE rows_service_request SET {column} = NULL")
            assert writing.row(counted)[0] == 0, name


def test_a_step_that_a_later_file_tells_of_is_summed_and_goes_with_it(database):
    add(database, requests("Ticket ID,Created at,Status", "1,2026-09-01 10:00,open"))
    assert told(database, "plan_in_time") == told(database, "handling_time_working") == {}
    later = add(database, requests(*EVERYTHING, name="later.csv")).upload
    assert told(database, "plan_in_time") == {"2026-09": (1, 100)}
    assert told(database, "handling_time_working")["2026-09"][0] == 2
    undo(database, later)
    assert told(database, "plan_in_time") == told(database, "handling_time_working") == {}
