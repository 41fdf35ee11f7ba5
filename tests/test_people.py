"""What staff know, say and suggest, what the programme does, and what others measured: counted as
their definitions say, small groups hidden, real files with known answers."""

from datetime import date, timedelta

import numpy as np
import pytest

from charts.words import count_of, notes
from data.kinds.catalog import (
    BEHAVIOUR_CHECK,
    KPI_VALUE,
    PROGRAMME_ITEM,
    ROSTER,
    STAFF_SURVEY,
    SUGGESTION,
    TARGET,
    VIOLATION,
)
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, rehearse, undo
from errors import FileRefused, WrongCall
from metrics.answers.answer import ask
from metrics.answers.headcount import finite_limits
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.statistics.intervals import wilson
from metrics.sums.query import Query
from metrics.targets.judge import verdicts
from metrics.targets.verdict import Status

TODAY = date(2026, 10, 1)


def load(database, kind, text, name="file.csv", **settled):
    options = Options(**settled)
    return add(database, prepare(text.encode(), name, kind, options, TODAY, KPI_FACTS))


def told(database, kpi, query=None):
    with database.read() as reading:
        return ask(reading, kpi_named(kpi), query or Query(), TODAY).rows


def value(database, kpi):
    (row,) = told(database, kpi).itertuples()
    return row


def surveyed(yes, no, store="A", first=1):
    rows = [
        f"{first + at},2026-09-0{1 + at % 9},{store},{'yes' if at < yes else 'no'},{4 if at < yes else 2}"
        for at in range(yes + no)
    ]
    return "\n".join(["response_id,date,store,concept_known,support", *rows])


# --- the staff survey

# Nine answers of A, fourteen of B and thirty of C.
OF_STORES = "\n".join(
    [
        surveyed(9, 0),
        *surveyed(14, 0, "B", 100).splitlines()[1:],
        *surveyed(30, 0, "C", 200).splitlines()[1:],
    ]
)


def test_blank_is_not_no_and_the_top_two_points_are_satisfied(database, sees_people):
    rows = (
        "2026-09-01,Sales,yes,5\n2026-09-01,Sales,,4\n2026-09-01,Sales,no,3\n"
        "2026-09-01,Sales,部分了解,1\n"
    )
    text = "date,department,handbook_known,support\n" + 10 * rows
    load(database, STAFF_SURVEY, text, scale="1-5")
    known, rated = value(database, "handbook_awareness"), value(database, "support_satisfaction")
    assert (known.y, known.x) == (10, 30), "who knows a part does not know it"
    assert (rated.y, rated.x) == (20, 40)
    assert known.low == pytest.approx(100 * wilson(10, 30).low)


def test_a_day_and_a_unit_are_asked_for_where_the_file_has_none():
    answers = b"support\n4\n5\n"
    day = {"date": "2026-09-01"}
    unplaced = prepare(answers, "s.csv", STAFF_SURVEY, Options(set=day), TODAY)
    assert "survey_unit" in [question.name for question in unplaced.checked.questions]
    with pytest.raises(FileRefused, match="Department"):
        own = Options(set=day, answers={"survey_unit": "no"})
        prepare(answers, "s.csv", STAFF_SURVEY, own, TODAY)
    undated = prepare(answers, "s.csv", STAFF_SURVEY, Options(set={"department": "Sales"}), TODAY)
    assert "lacking_day" in [question.name for question in undated.checked.questions]


@pytest.mark.parametrize("heading", ["store", "门店", "區域", "department"])
def test_any_unit_says_where_an_answer_belongs(heading):
    text = f"date,{heading},support\n2026-09-01,A,4\n2026-09-02,A,5\n"
    prepared = prepare(text.encode(), "s.csv", STAFF_SURVEY, Options(scale="1-5"), TODAY)
    assert len(prepared.checked.rows) == 2


def test_fewer_than_ten_answers_are_hidden_and_what_would_give_them_away(database):
    load(database, STAFF_SURVEY, OF_STORES)
    rows = told(database, "concept_awareness", Query(by="store"))
    shown = {row.group: not row.hidden for row in rows.itertuples()}
    assert shown == {"A": False, "B": False, "C": True}
    assert not value(database, "concept_awareness").hidden


def test_no_role_is_told_what_fewer_than_ten_answered_without_their_names(database, monkeypatch):
    load(database, STAFF_SURVEY, OF_STORES)
    for role in ("", "trainer", "committee", "administrator"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        rows = told(database, "support_satisfaction", Query(by="store"))
        assert {row.group for row in rows.itertuples() if not row.hidden} == {"C"}, role
        with pytest.raises(WrongCall, match="Filter or compare by one of them"):
            told(database, "support_satisfaction", Query(by="store", only=(("department", ("",)),)))


@pytest.mark.parametrize("count", [9, 10])
def test_answers_without_numbers_are_each_somebody_of_their_own(database, count):
    rows = "2026-09-01,Sales,yes\n" * count
    load(database, STAFF_SURVEY, "date,department,concept_known\n" + rows)
    assert value(database, "concept_awareness").hidden == (count < 10)


def test_proactive_service_said_and_observed_are_never_added(database, sees_people):
    said = 10 * "2026-09-01,A,经常\n2026-09-02,A,偶尔\n"
    load(database, STAFF_SURVEY, "date,store,proactive\n" + said)
    load(
        database,
        BEHAVIOUR_CHECK,
        "date,store,behaviour,passed,source,proactive\n2026-09-01,A,Greets,yes,mystery,yes\n"
        "2026-09-01,A,Listens,no,patrol,no\n2026-09-02,A,Listens,yes,patrol,\n"
        "2026-09-03,A,Listens,yes,patrol,no\n",
    )
    said, seen = value(database, "proactive_service"), value(database, "proactive_observed")
    assert (said.y, said.x, seen.y, seen.x) == (10, 20, 1, 3)


# --- how far the answers tell of everybody


def staffed(database, count):
    rows = [f"E{at},A,2024-01-01,2026-01-01" for at in range(count)]
    load(database, ROSTER, "\n".join(["employee,store,hired_on,date", *rows]))


def aimed(database):
    text = "kpi,stage,form,value,due,date\nconcept_awareness,short,at_least,100,2026-09-30,2026-01-01\n"
    load(database, TARGET, text)


def verdict(database):
    with database.read() as reading:
        (found,) = verdicts(reading, date(2026, 9, 30), TODAY, "concept_awareness")
    return found


def test_limits_know_how_many_there_are():
    y, x = np.array([45.0, 45.0, 50.0, 45.0]), np.array([50.0, 50.0, 50.0, 50.0])
    low, high = finite_limits(y, x, np.array([1e9, 100.0, 50.0, 50.0]))
    plain = wilson(45, 50)
    assert low[0] == pytest.approx(100 * plain.low, abs=1e-4)
    # Half of a hundred were asked: each answer counts for 99/50.
    half = wilson(45 * 99 / 50, 99.0)
    assert (low[1], high[1]) == pytest.approx((100 * half.low, 100 * half.high))
    assert (low[2], high[2], low[3], high[3]) == (100, 100, 90, 90), "all were asked"


def test_the_roster_narrows_the_interval_of_the_company_in_a_month(database, sees_people):
    load(database, STAFF_SURVEY, surveyed(40, 10))
    wide = value(database, "concept_awareness")
    staffed(database, 60)
    narrow = value(database, "concept_awareness")
    assert narrow.roster == 60 and np.isnan(wide.roster)
    assert wide.low < narrow.low < 80 < narrow.high < wide.high
    (quarter,) = told(database, "concept_awareness", Query(grain="quarter")).itertuples()
    assert np.isnan(quarter.roster) and quarter.low == pytest.approx(wide.low)
    (store,) = told(database, "concept_awareness", Query(by="store")).itertuples()
    assert np.isnan(store.roster)


@pytest.mark.parametrize(
    ("roster", "yes", "no", "status", "words"),
    [
        (None, 40, 0, Status.NOT_ENOUGH, "Load the staff roster"),
        (60, 40, 0, Status.NOT_ENOUGH, "not asked: 20"),
        (42, 40, 0, Status.MET, ""),
        (42, 39, 1, Status.MISSED, ""),
        (43, 40, 0, Status.NOT_ENOUGH, "not asked: 3"),
    ],
)
def test_everybody_is_everybody_asked_and_nearly_all_of_the_roster(
    database, sees_people, roster, yes, no, status, words
):
    load(database, STAFF_SURVEY, surveyed(yes, no))
    if roster:
        staffed(database, roster)
    aimed(database)
    found = verdict(database)
    assert found.status is status and words in str(found.sentence)
    assert found.period == date(2026, 9, 1)


# --- suggestions


def suggested(*rows):
    return "\n".join(["suggestion_id,date,department,decision,decided,done", *rows])


def test_adopted_among_decided_in_the_month_of_the_decision(database, sees_people):
    load(
        database,
        SUGGESTION,
        suggested(
            "1,2026-07-03,Sales,已采纳,2026-09-04,",
            "2,2026-09-03,Sales,不采纳,2026-09-20,",
            "3,2026-09-05,Sales,撤回,2026-09-20,",
            "4,2026-09-05,Sales,Deferred,,",
            "5,2026-09-06,Sales,,,",
            "6,2026-08-06,Sales,accepted,,",
        ),
    )
    rate = told(database, "suggestion_adoption_rate")
    assert [(row.period.month, row.y, row.x) for row in rate.itertuples()] == [(8, 1, 1), (9, 1, 2)]
    assert told(database, "suggestions")["value"].sum() == 6


def test_a_later_export_of_a_suggestion_replaces_it_whatever_has_changed(database, sees_people):
    first = load(
        database,
        SUGGESTION,
        suggested("1,2026-03-03,Sales,待评审,,", "2,2026-03-05,Sales,待评审,,"),
    )
    # Decided, moved to another department, and re-dated: still the same suggestion.
    again = prepare(
        suggested("1,2026-05-09,Repairs,已采纳,2026-09-04,2026-09-20").encode(),
        "later.csv",
        SUGGESTION,
        Options(),
        TODAY,
    )
    assert rehearse(database, again).open == ()
    stored = add(database, again, ask=True)
    assert stored.replaced == 1 and first.replaced == 0
    with database.read() as reading:
        rows = reading.rows(
            "SELECT suggestion_id, department, decision FROM live_suggestion ORDER BY 1"
        )
    assert rows == [("1", "Repairs", "adopted"), ("2", "Sales", "open")]
    assert told(database, "suggestions")["value"].sum() == 2
    undo(database, stored.upload)
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM live_suggestion WHERE decision = 'open'") == (2,)
    assert told(database, "suggestion_adoption_rate").empty


def test_a_decision_before_the_submission_is_kept_out_with_both_days():
    text = suggested("1,2026-09-03,Sales,已采纳,2026-09-01,", "2,2026-09-03,Sales,已采纳,,")
    checked = prepare(text.encode(), "s.csv", SUGGESTION, Options(), TODAY).checked
    (issue,) = [issue for issue in checked.issues if issue.row]
    assert checked.rejected == 1 and "2026-09-01" in str(issue.message)
    assert "2026-09-03" in str(issue.message)


def test_suggestions_of_few_are_hidden(database):
    rows = [f"{at},2026-09-03,{'Sales' if at < 4 else 'Desk'},已采纳,," for at in range(20)]
    load(database, SUGGESTION, suggested(*rows))
    found = told(database, "suggestions", Query(by="department"))
    assert {row.group: row.hidden for row in found.itertuples()} == {"Sales": True, "Desk": True}
    assert not value(database, "suggestions").hidden


# --- violations


def broken(*rows):
    return "\n".join(["violation_id,date,employee,store,step,rule,appeal", *rows])


def test_violations_are_counted_by_step_without_those_appealed(database, sees_people):
    load(
        database,
        VIOLATION,
        broken(
            "1,2026-09-01,E1,A,口头警告,Greets,",
            "2,2026-09-02,E1,A,2,Greets,rejected",
            "3,2026-09-03,E2,A,final warning,Uniform,upheld",
            "4,2026-09-04,E3,A,降级,Uniform,无",
        ),
    )
    found = told(database, "violations", Query(by="step"))
    assert dict(zip(found["group"], found["value"], strict=True)) == {
        "serious": 1,
        "verbal": 1,
        "written": 1,
    }
    assert value(database, "violations").value == 3


@pytest.mark.parametrize("people", [4, 5])
def test_violations_of_few_people_are_hidden_however_many_they_are(database, people):
    rows = [f"{at},2026-09-01,E{at % people},A,1,Greets," for at in range(30)]
    load(database, VIOLATION, broken(*rows))
    assert value(database, "violations").hidden == (people < 5)


# --- the programme, and what others measured


def test_a_culture_day_counts_within_a_week_of_the_fifteenth(database):
    days = ("2026-07-08", "2026-08-07", "2026-08-23", "2026-09-22")
    rows = [f"文化日,Day {at},{day},完成" for at, day in enumerate(days)]
    load(database, PROGRAMME_ITEM, "\n".join(["type,name,date,state", *rows]))
    found = told(database, "culture_days")
    assert {row.period.month: row.value for row in found.itertuples()} == {7: 1, 8: 0, 9: 1}


def test_what_was_planned_counts_once_it_is_done(database):
    load(database, PROGRAMME_ITEM, "type,name,date,state\nscene,Arrival,2026-03-01,planned\n")
    assert told(database, "scenes_standardised").empty
    load(database, PROGRAMME_ITEM, "type,name,date,state\nscene,Arrival,2026-05-20,done\n")
    (row,) = told(database, "scenes_standardised").itertuples()
    assert (row.period, row.value) == (date(2026, 5, 1), 1)
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM live_programme_item") == (1,)


def test_what_is_due_is_counted_against_what_is_done(database):
    load(
        database,
        PROGRAMME_ITEM,
        "type,name,date,state,number,due_number\n承诺书,A,2026-09-30,完成,45,50\n"
        "承诺书,B,2026-09-30,完成,5,50\n承诺书,Wang,2026-09-30,完成,,\n"
        "承诺书,Li,2026-09-30,计划中,,\n积分,C,2026-09-30,完成,120,\n积分,D,2026-09-30,完成,30.5,\n",
    )
    signed = value(database, "commitments_signed")
    assert signed.value == pytest.approx(100 * 51 / 102) and np.isnan(signed.low)
    assert value(database, "service_points").value == 150.5


def test_points_without_a_number_and_more_than_was_due_are_kept_out():
    text = "type,name,date,number,due_number\n积分,A,2026-09-30,,\n回访,B,2026-09-30,7,5\n故事,C,2026-09-01,,\n"
    checked = prepare(text.encode(), "p.csv", PROGRAMME_ITEM, Options(), TODAY).checked
    assert checked.rejected == 2 and len(checked.rows) == 1


def test_thirty_scenes_are_counted_up(database):
    rows = [
        f"scene,Scene {at},{date(2026, 1, 15) + timedelta(days=7 * at)},done" for at in range(30)
    ]
    load(database, PROGRAMME_ITEM, "\n".join(["type,name,date,state", *rows]))
    load(
        database,
        TARGET,
        "kpi,stage,form,value,due,date\nscenes_standardised,short,count,30,2026-12-31,2026-01-01\n",
    )
    with database.read() as reading:
        (found,) = verdicts(reading, date(2026, 9, 30), TODAY)
    assert found.status is Status.MET and found.value == 30


def test_a_value_without_its_answers_is_shown_and_never_judged(database):
    load(
        database,
        KPI_VALUE,
        "kpi,date,value,n,source\nbrand_recognition,2026-06,36.5,400,Study\n"
        "brand_recognition,2026-09,41,,Magazine\n",
    )
    with_n, without = told(database, "brand_recognition").itertuples()
    assert with_n.enough and with_n.value == 36.5
    assert (with_n.n, without.n) == (400, 0), "the people asked, not the files that say so"
    assert with_n.low == pytest.approx(100 * wilson(146, 400).low)
    assert not without.enough and without.value == 41 and np.isnan(without.low)
    kpi = kpi_named("brand_recognition")
    row = without._asdict()
    assert str(count_of(kpi, row)) == "n not given" and len(notes(kpi, row)) == 1


def test_a_count_is_not_said_to_rest_on_as_many_rows():
    """One row may tell of 450 points, or of a month's contacts."""
    row = {"n": 1.0, "value": 450.0}
    for name in ("service_points", "complaints", "pending_retakes", "cost_per_contact"):
        assert count_of(kpi_named(name), row) is None, name
    for name in ("csat", "complaints_per_1000", "handling_time", "hand_overs"):
        assert str(count_of(kpi_named(name), row)) == "n = 1", name


def test_shares_of_one_are_percent_and_unknown_names_are_told():
    text = (
        "指标,期间,数值,样本量,来源\n品牌认可,2026-06,0.36,400,研究\nbrand_recognition,2026-07,0.4,400,研究\n"
        "brand_recognition,2026-08,0.41,400,研究\nbrand_recognition,2026-09,0.42,400,研究\n"
    )
    checked = prepare(text.encode(), "v.csv", KPI_VALUE, Options(), TODAY, KPI_FACTS).checked
    values = dict(zip(checked.rows["date"].dt.month, checked.rows["value"], strict=True))
    assert (values[9], values[6]) == (42, 0.36)
    assert any("品牌认可" in str(issue.message) for issue in checked.issues)


# --- real files


def real(database, shared, name, kind, **settled):
    content = (shared / "real" / name).read_bytes()
    return add(database, prepare(content, name, kind, Options(**settled), TODAY, KPI_FACTS))


def test_of_the_proposals_decided_three_in_four_were_adopted(database, sees_people, shared):
    real(database, shared, "programme/suggestion_peps.csv", SUGGESTION)
    sums = told(database, "suggestion_adoption_rate", Query(grain="year"))[["y", "x"]].sum()
    assert (sums["y"], sums["x"]) == (448, 579)
    low, high = wilson(sums["y"], sums["x"])
    assert (round(100 * 448 / 579, 3), round(100 * low, 2), round(100 * high, 2)) == (
        77.375,
        73.79,
        80.60,
    )


def test_a_wide_survey_asks_for_its_day_and_unit_and_gives_its_share(database, sees_people, shared):
    name = "programme/staff_survey_engagement_2833.csv"
    with pytest.raises(FileRefused, match="Answered on.*Department"):
        real(database, shared, name, STAFF_SURVEY)
    real(database, shared, name, STAFF_SURVEY, set={"date": "2026-09-01", "department": "All"})
    found = value(database, "internal_satisfaction")
    assert (found.y, found.x, round(found.value, 2)) == (2635, 2833, 93.01)


def test_a_survey_of_analysts_needs_one_heading_and_a_unit(database, sees_people, shared):
    name, known = "employee/apha_cpd_survey.csv", {"q08a_apha_aware_ind": "concept_known"}
    real(database, shared, name, STAFF_SURVEY, match=known, set={"department": "NHS"})
    by_quarter = told(database, "concept_awareness", Query(grain="quarter"))
    assert (by_quarter["y"].sum(), by_quarter["x"].sum()) == (204, 237)
    assert told(database, "concept_awareness")["hidden"].all(), "one month is of a few people"


def test_a_target_without_records_names_the_file_that_it_needs(database):
    aimed(database)
    found = verdict(database)
    assert found.status is Status.NO_DATA
    assert [str(sentence) for sentence in found.sentences][-1] == (
        "It is made of files of “Staff survey”."
    )
