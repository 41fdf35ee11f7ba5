"""Surveys with a column for each answer: a mark in one of them, or how many people gave it."""

from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 29)


def looked_at(text, name="export.csv", **answers):
    sheet = read(text.encode(), name, Options())
    kind = kind_named(recognise(sheet, name)[0][0])
    return prepare(text.encode(), name, kind, Options(answers=answers), TODAY)


def counts(headings, first="Date,Store"):
    rows = [
        f"2026-03-{at + 1:02},A,{','.join(str((at + k) % 4) for k in range(len(headings)))}"
        for at in range(12)
    ]
    return f"{first},{','.join(headings)},Total\n" + "".join(f"{row},9\n" for row in rows)


@pytest.mark.parametrize(
    "headings, satisfied",
    [
        (("Very positive", "Positive", "Negative", "Very negative"), 2),
        (("非常满意", "满意", "一般", "不满意", "非常不满意"), 2),
        (("非常满意人数", "满意人数", "一般人数", "不满意人数"), 2),
        (("sehr zufrieden", "zufrieden", "neutral", "unzufrieden", "sehr unzufrieden"), 2),
        (("5 stars", "4 stars", "3 stars", "2 stars", "1 star"), 2),
    ],
)
def test_counts_of_each_answer_are_so_many_answers_after_one_question(headings, satisfied):
    found = looked_at(counts(headings))
    assert found.kind.name == "survey"
    assert "counted_answers" in [question.name for question in found.checked.questions]
    each = [sum((at + k) % 4 for at in range(12)) for k in range(len(headings))]
    rows = found.checked.rows
    assert rows["line"].tolist() == sorted(rows["line"]) and set(rows["line"]) == set(range(2, 14))
    assert len(rows) == sum(each) and rows["response_id"].is_unique
    assert int((rows["overall"] >= found.checked.scale.satisfied).sum()) == sum(each[:satisfied])


def test_counts_of_promoters_are_recommendations():
    found = looked_at(counts(("Promoters", "Passives", "Detractors")))
    scores = found.checked.rows["score"]
    each = [sum((at + k) % 4 for at in range(12)) for k in range(3)]
    assert found.kind.name == "nps"
    assert [(scores >= 9).sum(), scores.between(7, 8).sum(), (scores <= 6).sum()] == each


def test_the_same_file_again_has_the_same_answers():
    text = counts(("Very positive", "Positive", "Negative", "Very negative"))
    ids = [set(looked_at(text).checked.rows["response_id"]) for _ in range(2)]
    later = set(looked_at(text.replace("2026-03", "2026-04")).checked.rows["response_id"])
    assert ids[0] == ids[1] and not ids[0] & later


def test_who_says_that_these_are_no_counts_has_none():
    text = counts(("Very positive", "Positive", "Negative", "Very negative"))
    found = looked_at(text, counted_answers="no")
    (asked,) = [one for one in found.checked.questions if one.name == "needed:overall"]
    assert asked.choices[-1].name == "none"
    with pytest.raises(Exception, match="lacks"):
        looked_at(text, counted_answers="no", **{"needed:overall": "none"})


def marks(headings, mark, none=""):
    rows = [
        f"{at},2026-03-{at % 28 + 1:02},{','.join(mark if at % len(headings) == k else none for k in range(len(headings)))}"
        for at in range(40)
    ]
    return f"Card,Date,{','.join(headings)}\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("mark, none", [("x", ""), ("✓", ""), ("1", "0"), ("是", "否")])
def test_the_marked_answer_is_read(mark, none):
    found = looked_at(marks(("Poor", "Fair", "Good", "Excellent"), mark, none))
    assert found.checked.rows["overall"].tolist() == [at % 4 + 1 for at in range(40)]


def test_topics_that_were_ticked_are_no_answers():
    rows = [
        f"2026-03-{at % 28 + 1:02},{at % 5 + 1},{'x' * (at % 2)},{'x' * (at % 3 > 0)},x"
        for at in range(30)
    ]
    found = looked_at("Date,Overall satisfaction,Fast,Friendly,Clean\n" + "\n".join(rows) + "\n")
    assert found.checked.rows["overall"].tolist() == [at % 5 + 1 for at in range(30)]
    assert not any("answers" in issue.message.blanks for issue in found.checked.issues)


def test_several_questions_are_not_counted_together():
    text = counts(("Very positive", "Positive", "Negative", "Very negative"), "Date,Question")
    mixed = "".join(
        line.replace(",A,", f",{'AB'[at % 2]},") for at, line in enumerate(text.splitlines(True))
    )
    ranked = recognise(read(mixed.encode(), "export.csv", Options()), "export.csv")
    assert ranked[0][0] not in ("survey", "nps") or ranked[0][1] < 0.5


def test_whoever_rated_is_not_who_was_rated():
    rows = [
        f"{at % 28 + 1}/3/26,{at % 5 + 1},fine {at},111-{at},x{at}@market.example"
        for at in range(30)
    ]
    text = "Date,Rating,Comments,Order ID,Rater Email\n" + "\n".join(rows) + "\n"
    assert (
        recognise(read(text.encode(), "feedback.csv", Options()), "feedback.csv")[0][0] == "survey"
    )


def test_totals_and_scores_beside_the_counts_are_none_of_the_answers():
    rows = [
        f"{place},2026-03-{8 + at},{at},2,1,{at + 3},{at * 9.5}"
        for at in range(4)
        for place in "AB"
    ]
    text = "NPS results\nBranch,Week ending,Promoters,Passives,Detractors,Responses,NPS\n"
    found = looked_at(text + "\n".join(rows) + "\n", "NPS by branch.csv")
    scores = found.checked.rows["score"]
    assert found.kind.name == "nps" and len(scores) == 2 * sum(at + 3 for at in range(4))
    assert ((scores >= 9).sum(), (scores <= 6).sum()) == (12, 8)


def test_whoever_says_who_promotes_asks_for_recommendations():
    rows = [
        f"2026-03-{at % 28 + 1:02},{at % 11},{'promoter' if at % 11 > 8 else 'passive' if at % 11 > 6 else 'detractor'},fine {at},{at}"
        for at in range(40)
    ]
    found = looked_at("Created,Rating,Category,Feedback,User ID\n" + "\n".join(rows) + "\n")
    assert found.kind.name == "nps" and not found.checked.questions


def test_a_column_of_percentages_for_each_course_is_no_roster():
    rows = [
        f"Amy {at},2025-05-0{at},S1,{70 + at}%,{60 + at}%,{80 + at}%,2026-03-30"
        for at in range(1, 7)
    ]
    text = (
        "Employee,Hire date,Store,Greeting standards,Complaint handling,Food safety,Last update\n"
    )
    ranked = recognise(read((text + "\n".join(rows)).encode(), "m.csv", Options()), "m.csv")
    assert ranked[0][0] == "training"


@pytest.mark.parametrize(
    "heading, asked", [("Staff behaviour (Rating)", False), ("Our team", True), ("员工表现", True)]
)
def test_a_rating_of_those_who_serve_is_one_of_their_attitude_or_asked(heading, asked):
    rows = [f"2026-03-{at % 28 + 1:02},{at % 5 + 1},{at % 4 + 2}" for at in range(40)]
    found = looked_at(f"Date,Overall satisfaction,{heading}\n" + "\n".join(rows) + "\n")
    assert found.checked.rows["attitude"].tolist() == [at % 4 + 2 for at in range(40)]
    assert ("rated_part:attitude" in [q.name for q in found.checked.questions]) is asked


def test_rows_of_an_answer_and_its_count_are_asked_and_counted():
    rows = [
        f"2026-03-{day:02},A,{answer},{(day + answer) % 4}"
        for day in (1, 2, 3)
        for answer in range(1, 6)
    ]
    text = "Date,Store,Rating,Number of ratings\n" + "\n".join(rows) + "\n"
    found = looked_at(text)
    each = [sum((day + answer) % 4 for day in (1, 2, 3)) for answer in range(1, 6)]
    assert found.checked.rows["overall"].value_counts().sort_index().tolist() == each
    assert "counted_answers" in [question.name for question in found.checked.questions]
    one = looked_at(text, counted_answers="no")
    assert len(one.checked.rows) == 15


def test_a_number_beside_an_answer_that_comes_again_is_no_count():
    rows = [f"2026-03-01,A,{at % 5 + 1},{at % 3 + 1}" for at in range(40)]
    found = looked_at("Date,Store,Rating,Number of guests\n" + "\n".join(rows) + "\n")
    assert len(found.checked.rows) == 40


@pytest.mark.parametrize("high, kind, column", [(10, "nps", "score"), (5, "survey", "overall")])
def test_ticks_below_numbers_are_answers(high, kind, column):
    numbers = range(0 if high == 10 else 1, high + 1)
    rows = [
        f"2026-03-{at % 28 + 1:02},"
        + ",".join("x" if at % len(numbers) == k else "" for k in range(len(numbers)))
        for at in range(44)
    ]
    found = looked_at(f"Date,{','.join(map(str, numbers))}\n" + "\n".join(rows) + "\n")
    assert found.kind.name == kind
    assert found.checked.rows[column].tolist() == [numbers[at % len(numbers)] for at in range(44)]


@pytest.mark.parametrize(
    "stars, said",
    [
        ("{},0 von 5 Sternen", "Rezension aus Deutschland vom {}. März 2026"),
        ("{}.0 out of 5 stars", "Reviewed in Canada on March {}, 2026"),
        ("{},0 su 5 stelle", "Recensito in Italia il {} marzo 2026"),
    ],
)
def test_days_at_the_end_of_sentences_and_stars_out_of_stars_are_read(stars, said):
    rows = [f'"{stars.format(at % 5 + 1)}","{said.format(at % 28 + 1)}",fine' for at in range(40)]
    found = looked_at("stars,reviewDate,text\n" + "\n".join(rows) + "\n", "reviews.csv")
    assert found.checked.rows["overall"].tolist() == [at % 5 + 1 for at in range(40)]
    assert found.checked.rows["date"].dt.day.tolist() == [at % 28 + 1 for at in range(40)]


def test_remarks_that_end_with_a_day_now_and_then_stay_remarks():
    said = ["Came on March 3, 2026", "Lovely", "Slow", "Will come again"]
    rows = [f'2026-03-{at % 28 + 1:02},{at % 5 + 1},"{said[at % 4]}"' for at in range(40)]
    found = looked_at("Date,Overall satisfaction,Comment\n" + "\n".join(rows) + "\n")
    assert "Came on March 3, 2026" in found.checked.rows["comment"].tolist()


def test_a_survey_of_calls_is_no_check_of_staff():
    rows = [f"C{at},2026-03-{at % 28 + 1:02} 10:00,LEE,Y,{at % 5 + 1},Y" for at in range(40)]
    text = "CALL_ID,CALL_START,AGENT,SURVEY_OFFERED,SURVEY_SCORE,RESOLVED_YN\n" + "\n".join(rows)
    assert recognise(read(text.encode(), "ivr.csv", Options()), "ivr.csv")[0][0] == "survey"


def test_one_row_a_visit_is_a_visit_and_no_item():
    rows = [
        f"{at},Mystery Guest Audit,Unit {at % 4},s1,2026-03-{at + 1:02},{30 + at},50"
        for at in range(20)
    ]
    text = "Submission ID,Form,Location,Submitted By,Date Submitted,Score,Max Score\n" + "\n".join(
        rows
    )
    ranked = recognise(read(text.encode(), "export.csv", Options()), "export.csv")
    assert ranked[0][0] == "mystery_visit"


def test_a_list_of_clients_is_no_survey_of_staff():
    rows = [f"Jan-26,Client {at},Raj,{at % 5 + 1},{at % 11}" for at in range(40)]
    text = "Month,Client,Project manager,Satisfaction (1-5),Would recommend (0-10)\n" + "\n".join(
        rows
    )
    assert recognise(read(text.encode(), "log.csv", Options()), "log.csv")[0][0] in (
        "survey",
        "nps",
    )
