"""Files that are hard to tell: surveys in languages of which no word is known, whose headings are asked
about, and ratings beside the columns of tickets and visits."""

from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 29)


def rows(headings: str, low: int, high: int) -> bytes:
    days = [f"{13 + at}.03.2026,Akureyri,{low + at % (high - low + 1)},takk" for at in range(15)]
    return "\n".join([headings, *days]).encode()


@pytest.mark.parametrize(
    "headings, low, high, kind, column",
    [
        ("Tarehe,Tawi,Uliridhika kiasi gani?,Maoni", 1, 5, "survey", "overall"),
        ("Dagsetning,Útibú,Hversu vel líkaði þér?,Athugasemdir", 1, 5, "survey", "overall"),
        ("Dagsetning,Útibú,Hversu líklegt er að þú mælir með?,Annað", 0, 10, "nps", "score"),
        ("Tarehe,Tawi,Ungetupendekeza kwa rafiki?,Maoni", 0, 10, "nps", "score"),
    ],
)
def test_the_cells_propose_the_kind_and_the_headings_are_one_question(
    headings, low, high, kind, column
):
    content = rows(headings, low, high)
    ranked = recognise(read(content, "f.csv", Options()), "f.csv")
    assert fits(ranked) and ranked[0][0] == kind
    found = prepare(content, "f.csv", kind_named(kind), Options(), TODAY)
    assert [asked.name for asked in found.checked.questions] == ["headings"]
    assert found.checked.rows[column].tolist() == [low + at % (high - low + 1) for at in range(15)]


@pytest.mark.parametrize(
    "headings, low, high",
    [
        ("Date,Store,Quantity,Price", 1, 5),  # what is counted is no answer
        ("Tarehe,Tawi,Idadi,Maoni", 1, 5),  # one word is no question
        ("Tarehe,Tawi,Uliridhika kiasi gani?,Maoni", 20, 30),  # no scale goes there
    ],
)
def test_other_numbers_in_an_unknown_language_stay_without_a_kind(headings, low, high):
    ranked = recognise(read(rows(headings, low, high), "f.csv", Options()), "f.csv")
    assert ranked[0][0] not in ("survey", "nps") or not fits(ranked)


@pytest.mark.parametrize(
    "name, text, kind",
    [
        (
            "zendesk_csat.csv",
            "Ticket ID,Status,Created at,Solved at,First reply time (min),Satisfaction score\n"
            + "".join(
                f"{at},solved,2026-03-{at:02} 10:00,2026-03-{at:02} 12:00,9,"
                f"{'Good' if at % 3 else 'Bad'}\n"
                for at in range(1, 21)
            ),
            "survey",
        ),
        (
            "feedback.csv",
            "id,createdDate,closedDate,resolved,status,score,feedback\n"
            + "".join(f"{at},2026-03-{at:02},,false,visible,{at % 11},\n" for at in range(1, 21)),
            "nps",
        ),
        (
            "tickets.csv",
            "Ticket ID,Status,Created at,Solved at,First reply time (min),Satisfaction score\n"
            + "".join(
                f"{at},solved,2026-03-{at:02} 10:00,2026-03-{at:02} 12:00,9,Good\n"
                for at in range(1, 21)
            ),
            "service_request",
        ),
        (
            "patients.csv",
            "visit_id,visit_date,clinic,provider,overall_rating,staff_courtesy,comments\n"
            + "".join(
                f"{at},2026-03-{at:02},West,Dr A,{at % 5 + 1},{at % 4 + 1},\n"
                for at in range(1, 21)
            ),
            "survey",
        ),
    ],
)
def test_ratings_stay_surveys_beside_the_columns_of_tickets_and_visits(name, text, kind):
    assert recognise(read(text.encode(), name, Options()), name)[0][0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Mes,Tienda,CSAT promedio,Respuestas\n"
        + "".join(f"2026-{at:02},A,4.{at},{50 + at}\n" for at in range(1, 9)),
        "Month,Store,CSAT %,Responses\n"
        + "".join(f"2026-{at:02},A,8{at}.5%,{50 + at}\n" for at in range(1, 9)),
    ],
)
def test_a_table_of_months_is_of_no_kind(text):
    assert not fits(recognise(read(text.encode(), "summary.csv", Options()), "summary.csv"))
