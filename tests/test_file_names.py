"""What the name of a file tells of its records, and what that counts beside its columns."""

import pytest

from data.kinds.catalog import UPLOADED
from data.matching.file_names import name_words, plain, told_kinds
from data.matching.kind_doubt import nearly
from data.matching.named_kinds import named_kinds, with_names
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from metrics.handed.kpi_facts import KPI_FACTS


def ranked(name: str, *rows: str) -> tuple[tuple[str, float], ...]:
    content = "".join(f"{row}\n" for row in rows).encode()
    return recognise(read(content, name, Options()), name, KPI_FACTS)


def test_every_word_stands_once_a_section_and_tells_of_kinds_that_are_uploaded():
    pairs = [(word.written, word.kinds) for word in name_words()]
    assert len(pairs) == len(set(pairs))
    assert {kind for _, kinds in pairs for kind in kinds} <= {kind.name for kind in UPLOADED}
    assert all(plain(word.written.replace("*", "")) for word in name_words())


@pytest.mark.parametrize("word", name_words(), ids=lambda word: word.written)
def test_a_word_is_found_in_the_name_that_it_makes(word):
    made = word.written.replace("*", "").replace(" … ", " of ")
    assert set(word.kinds) & set(told_kinds(f"{made.title().replace(' ', '_')} 2026.csv"))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Employees 2026.xlsx", "roster"),
        ("employee_feedback.csv", "staff_survey"),  # the longer words tell
        ("EmployeeSatisfactionSurvey.csv", "staff_survey"),
        ("员工满意度调查.xlsx", "staff_survey"),
        ("员工花名册.xlsx", "roster"),
        ("2026-10 员工_满意度 调查 中心店.xlsx", "staff_survey"),
        ("客户投诉反馈.xlsx", "complaint"),
        ("notas de visita.csv", ""),
        ("quality assessments.csv", ""),
        ("employee of the month.csv", "supervisor_rating"),
        ("Mitarbeiterzufriedenheit Q3.xlsx", "staff_survey"),
        ("performance_reviews.csv", "supervisor_rating"),
        ("csat_responses.csv", "survey"),
        ("NPS survey.csv", "nps"),
        ("Đơn hàng tháng 9.csv", "purchase"),
        ("SATIŞLAR.csv", "purchase"),
        ("callLogs.csv", "contact_volume"),
        ("reclamações.csv", "complaint"),
        ("Жалобы 2026.xlsx", "complaint"),
        ("注文.csv", "purchase"),
        ("quiz_results.csv", "exam_item training"),
        ("training_records.csv", "attendance training"),
        ("Q3 sales mystery shopper.csv", "mystery_item mystery_visit purchase"),
        ("export.csv", ""),
        ("Sheet1", ""),
        ("reordered.csv", ""),  # no word of its own
        ("preview.csv", ""),
        ("contest.csv", ""),
    ],
)
def test_a_name_tells(name, kinds):
    assert " ".join(told_kinds(name)) == kinds


def test_words_that_only_a_pattern_knows_tell_too():
    assert {"mystery_visit", "mystery_item"} == {*named_kinds(["store walk"])}


RATED = (
    "date,agent_id,customer_id,score",
    *(f"2026-09-0{at},A{at},C{at},{at}" for at in range(1, 6)),
)


def test_a_kind_of_which_the_name_speaks_comes_before_one_that_only_fits():
    kinds = ranked("csat_responses.csv", *RATED)
    assert kinds[0][0] == "survey" and fits(kinds)
    rivals = nearly(kinds, "survey", ["csat_responses.csv"])
    assert rivals  # and it is asked which of them the file holds


def test_a_name_that_says_nothing_leaves_what_the_columns_say():
    told = [("supervisor_rating", 0.9), ("survey", 0.8)]
    assert with_names(told, ["export.csv"], 0.5) == told


@pytest.mark.parametrize(
    ("sure", "rival", "first", "as_sure"),
    [
        (0.1, 0.45, "purchase", 0.1),  # none fits: the nearest, and no more
        (0.3, 0.45, "purchase", 0.5),
        (0.1, 0.55, "purchase", 0.1),  # the other hardly fits
        (0.1, 0.65, "event", 0.65),
        (0.25, 0.7, "purchase", 0.7),  # it barely fits
        (0.25, 0.85, "event", 0.85),
        (0.5, 0.9, "purchase", 0.9),  # asked which of the two
        (0.3, 0.95, "event", 0.95),
    ],
)
def test_what_a_name_counts_beside_the_columns(sure, rival, first, as_sure):
    found = with_names([("event", rival), ("purchase", sure)], ["Orders.csv"], 0.5)
    assert found[0] == (first, as_sure)


def test_a_survey_is_one_of_staff_only_where_something_says_so():
    rows = (f"2026-09-0{at},Very good,{at}" for at in range(1, 8))
    kinds = dict(ranked("Answers.csv", "Day,How was it?,Age", *rows))
    assert kinds["staff_survey"] < kinds["survey"]
    rows = (f"2026-09-0{at},E{at},{at % 5 + 1}" for at in range(1, 8))
    kinds = dict(ranked("Answers.csv", "Day,Employee,Work climate", *rows))
    assert kinds["staff_survey"] > 0.3


@pytest.mark.parametrize(
    "heading", ["Quantità", "Menge", "订单量", "单价", "Prezzo unitario", "сумма"]
)
def test_how_much_was_sold_is_no_score_of_a_visit(heading):
    rows = (f"2026-09-0{at},Milano,Phone,{30 + at}" for at in range(1, 8))
    kinds = dict(ranked("export.csv", f"Data,Negozio,Prodotto,{heading}", *rows))
    assert kinds["mystery_visit"] < 0.5


@pytest.mark.parametrize("heading", ["Punteggio", "得分", "Gesamtpunktzahl"])
def test_points_are_one(heading):
    rows = (f"2026-09-0{at},Milano,{60 + 4 * at}" for at in range(1, 8))
    kinds = dict(ranked("export.csv", f"Data,Negozio,{heading}", *rows))
    assert kinds["mystery_visit"] >= 0.5


COMPLETED = [f"E{at},Service basics,2026-09-0{at}" for at in range(1, 8)]


def test_who_completed_a_course_was_in_class_and_who_has_points_sat_an_exam():
    for name in ("export.csv", "training.csv", "certifications.csv"):
        kinds = ranked(name, "employee_id,course_name,completion_date", *COMPLETED)
        assert kinds[0][0] == "attendance" and fits(kinds)
    scored = (f"{row},{60 + at}" for at, row in enumerate(COMPLETED))
    kinds = ranked("training.csv", "employee_id,course_name,completion_date,score", *scored)
    assert kinds[0][0] == "training" and fits(kinds)


def row(*cells):
    return ",".join(map(str, cells))


@pytest.mark.parametrize(
    ("name", "headings", "cells", "kind"),
    [
        ("attendance.csv", "Employee ID,Course,Date,Score,Pass mark", ("E{at}", "Basics", "{day}", "7{at}", 70), "training"),
        ("certificates.csv", "Employee ID,Course,Date,Score,Pass mark", ("E{at}", "Basics", "{day}", "7{at}", 70), "training"),
        ("exam.csv", "Date,Course,Employee ID,Attended", ("{day}", "Basics", "E{at}", "yes"), "attendance"),
        ("feedback.csv", "Date,Store,Employee,Customer,Praise", ("{day}", "Soho", "E{at}", "C{at}", "so kind {at}"), "praise"),
        ("csat.csv", "Date,Store,How likely are you to recommend us?", ("{day}", "Soho", "{at}"), "nps"),
        ("employee feedback.csv", "Date,Store,How likely are you to recommend us?", ("{day}", "Soho", "{at}"), "nps"),
    ],
)  # fmt: skip
def test_what_all_columns_say_comes_before_a_name(name, headings, cells, kind):
    rows = (row(*cells).format(at=at, day=f"2026-09-0{at}") for at in range(1, 9))
    kinds = ranked(name, headings, *rows)
    assert kinds[0][0] == kind and fits(kinds)
