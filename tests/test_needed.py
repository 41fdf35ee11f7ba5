"""What a kind cannot do without and no heading supplies: the panel asks which column holds it."""

from collections.abc import Callable
from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.chosen_once import once_each, require_once
from data.matching.kind_doubt import kind_question
from data.matching.likeness import could_hold
from data.matching.volume_total import with_total
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused, WrongCall
from i18n import translator

TODAY, SAY, ROWS = date(2026, 11, 29), translator("en"), 14
NAMES = ("Hill", "Lake", "Port", "Wood", "Mill", "Park", "Dell")


def load(kind: str, headings: str, row: Callable[[int], str], name="file.csv", **told) -> Prepared:
    text = "\n".join([headings, *(row(at) for at in range(ROWS))])
    return prepare(text.encode(), name, kind_named(kind), Options(**told), TODAY)


def asked(found: Prepared) -> list[str]:
    return [one.name for one in still_open(found.checked.questions, found.options.answers)]


def choices(found: Prepared, name: str) -> list[str]:
    (question,) = [one for one in found.checked.questions if one.name == name]
    return [choice.name for choice in question.choices]


def day(at: int) -> str:
    return f"2026-10-{at + 1:02}"


def test_a_score_that_no_heading_names_is_chosen_by_its_cells_and_shown():
    def row(at):
        return f"{day(at)},North,{(90, 55, 100, 70)[at % 4]}"

    found = load("survey", "When,Kiosk,Outcome of visit", row)
    assert asked(found) == ["needed:overall"]
    assert found.checked.rows["overall"].tolist()[:4] == [90, 55, 100, 70]
    (question,) = found.checked.questions
    assert "(90, 55, 100)" in SAY(question.choices[0].label)
    settled = load("survey", "When,Kiosk,Outcome of visit", row, answers=question_answer(found))
    assert asked(settled) == []
    with pytest.raises(FileRefused, match="lacks what"):
        load("survey", "When,Kiosk,Outcome of visit", row, answers={"needed:overall": "none"})


def question_answer(found: Prepared) -> dict[str, str]:
    return {one.name: one.likely for one in found.checked.questions}


def test_unknown_answer_words_are_asked_for_one_by_one_and_places_are_no_answers():
    def row(at):
        return (
            f"{day(at)},{('Hill shop', 'Lake shop')[at % 2]},{('Splendid', 'Meh', 'Grim')[at % 3]}"
        )

    found = load("survey", "When,Point,Mood", row)
    assert choices(found, "needed:overall") == ["Mood", "none"]
    assert "answer_word:Splendid" in asked(found)


@pytest.mark.parametrize(
    "kind, headings, row, column, heading",
    [
        (
            "purchase",
            "Bon,Datum,Karte,Summe",
            lambda at: f"B{at + 100},{at + 13}.10.2026,K{at % 4:03},12.5",
            "customer",
            "Karte",
        ),
        (
            "attendance",
            "Name,Course,Date,Here?",
            lambda at: f"Ann B{chr(65 + at)},Calls,{day(at)},{('here', 'away')[at % 2]}",
            "attended",
            "Here?",
        ),
        (
            "contact_volume",
            "Date,Store,Guests in,Guests out",
            lambda at: f"{day(at)},North,{100 + at * 7 % 13},{90 + at * 5 % 11}",
            "contacts",
            "Guests in",
        ),
        (
            "supervisor_rating",
            "Badge,Verdict,Week of",
            lambda at: f"E{at + 100},{3 + at % 3},{day(at)}",
            "score",
            "Verdict",
        ),
    ],
)
def test_every_kind_of_record_asks_for_what_it_needs(kind, headings, row, column, heading):
    found = load(kind, headings, row)
    assert choices(found, f"needed:{column}")[0] == heading
    assert found.matched[heading] == column


def test_an_exam_asks_who_and_how_many_points_with_all_else_that_it_does_not_say():
    found = load(
        "training", "Who,Result pts", lambda at: f"E{at + 100},{60 + at * 7 % 31}", "Fire quiz.csv"
    )
    assert {name.partition(":")[0] for name in asked(found)} >= {"needed", "unsaid", "exam_day"}
    assert len(found.checked.rows) == ROWS and choices(found, "needed:employee") == ["Who", "none"]


def test_a_list_of_staff_asks_since_when_and_offers_no_birthday():
    def row(at):
        return f"E{at + 100},2020-03-{at + 1:02},1990-03-{at + 1:02},North"

    found = load("roster", "Badge,Since,Born,Shop", row, "staff 2026-10-31.csv")
    assert choices(found, "needed:hired_on") == ["Since", "none"]
    assert set(found.checked.rows["date"].astype("str")) == {"2026-10-31"}


def test_answers_without_a_day_are_of_the_month_that_the_file_is_called_after_and_of_no_other():
    def row(at):
        return f"{at + 100},{at % 5 + 1}"

    found = load("survey", "id,Overall satisfaction", row, "survey 2026-10.csv")
    assert asked(found) == ["lacking_day_named"]
    assert set(found.checked.rows["date"].astype("str")) == {"2026-10-01"}
    with pytest.raises(FileRefused, match="lacks what"):
        load("survey", "id,Overall satisfaction", row)


@pytest.mark.parametrize(
    "kind, headings, row",
    [
        ("supervisor_rating", "Customer e-mail,Score,Date", lambda at: f"c{at}@x.test,4,{day(at)}"),
        ("purchase", "Till,Date,Time,Amount", lambda at: f"Till,{day(at)},10:{at + 10},5"),
        ("survey", "Date,Shop", lambda at: f"{day(at)},{('Hill shop', 'Lake shop')[at % 2]}"),
        ("event", "Day,Note", lambda at: f"{day(at)},Something happened here {at}"),
    ],
)
def test_nothing_is_offered_that_cannot_be_what_is_needed(kind, headings, row):
    try:
        found = load(kind, headings, row)
    except FileRefused as refused:
        assert "lacks what" in str(refused)
    else:
        assert not [name for name in asked(found) if name.startswith("needed")]


def test_a_known_heading_leaves_nothing_to_be_asked():
    found = load(
        "survey",
        "Answered on,Overall satisfaction,Points",
        lambda at: f"{day(at)},{at % 5 + 1},{at * 7 % 90}",
    )
    assert not [name for name in asked(found) if name.startswith("needed")]


def test_contacts_without_a_total_are_those_answered_and_those_lost():
    def row(at):
        return f"Sales,{day(at)},{90 + at},10"

    found = load("contact_volume", "Queue,Date,Processed calls,Lost calls", row)
    assert asked(found) == ["volume_total"]
    assert found.checked.rows["contacts"].tolist() == [100 + at for at in range(ROWS)]
    assert found.checked.rows["answered"].tolist() == [90 + at for at in range(ROWS)]
    total = load(
        "contact_volume",
        "Queue,Date,Total calls,Processed calls,Lost calls",
        lambda at: f"Sales,{day(at)},{105 + at},{90 + at},10",
    )
    assert total.checked.rows["contacts"].tolist() == [105 + at for at in range(ROWS)]


def test_two_kinds_that_fit_alike_are_one_question():
    ranked = (("service_request", 0.87), ("survey", 0.86), ("nps", 0.2))
    question = kind_question(ranked, "service_request")
    assert [choice.name for choice in question.choices] == ["service_request", "survey"]
    assert kind_question((("survey", 0.9), ("nps", 0.9), ("complaint", 0.4)), "survey") is None


def test_a_store_is_its_name_where_a_number_stands_beside():
    def row(at):
        return f"T{at % 4:03},{'忠孝板橋三重新店'[at % 4 * 2 : at % 4 * 2 + 2]},115/10/{at + 1:02},{60 + at * 7 % 40}"

    found = load("mystery_visit", "門市代號,門市名稱,訪查日期,總分", row)
    assert found.matched["門市名稱"] == "store"


@pytest.mark.parametrize(
    ("heading", "likely"),
    [("Response", "Response"), ("Agent reply", "none"), ("Where you live", "none")],
)
def test_the_only_words_of_a_survey_are_its_comment_unless_the_heading_says_otherwise(
    heading, likely
):
    def row(at):
        return f"{day(at)},{at % 11},we waited quite long on day {at}"

    found = load("nps", f"Date,NPS,{heading}", row)
    (question,) = [one for one in found.checked.questions if one.name == "left_over:comment"]
    assert question.likely == likely


def test_a_subject_is_the_sort_only_where_no_other_column_is():
    def row(at):
        return f"T{at + 100},{day(at)},{('Billing', 'Repair')[at % 2]},{('Late', 'Broken')[at % 2]}"

    found = load("service_request", "Ticket ID,Created,Subject,Case Reason", row)
    assert found.matched["Case Reason"] == "category" and "Subject" not in found.matched
    alone = load("service_request", "Ticket ID,Created,Betreff,Shelf", row)
    assert alone.matched["Betreff"] == "category"


@pytest.mark.parametrize(
    "heading, number",
    [
        ("Ticket number", "SR North {}"),
        ("Request reference", "REQ - 2026 - {}"),
        ("案件流水号", "沪市监消投诉字〔2026〕第{}号"),
    ],
)
def test_a_number_of_several_words_is_a_number(heading, number):
    column = kind_named("service_request").column("request_id")
    cells = [number.format(100 + at) for at in range(ROWS)]
    assert could_hold(column, cells, kind_named("service_request"), heading)
    found = load(
        "service_request", f"{heading},Opened", lambda at: f"{number.format(at)},{day(at)}"
    )
    assert found.matched[heading] == "request_id" and asked(found) == []


@pytest.mark.parametrize(
    "headings, beside",
    [
        ("Queue,Date,Processed calls,Average wait", "31"),
        ("Queue,Date,Bearbeitete Anrufe,Mitarbeiter", "7"),
    ],
)
def test_contacts_processed_are_all_of_them_where_none_were_lost(headings, beside):
    found = load("contact_volume", headings, lambda at: f"Sales,{day(at)},{90 + at},{beside}")
    assert found.checked.rows["contacts"].tolist() == [90 + at for at in range(ROWS)]
    assert asked(found) == []


@pytest.mark.parametrize("heading", ["Branch grade", "Outlet cluster", "Branch name"])
def test_only_a_name_for_each_number_takes_the_place_of_the_stores_number(heading):
    names = NAMES if heading == "Branch name" else NAMES[:3]

    def row(at):
        return f"B{at % 7},{names[at % 7 % len(names)]},{day(at)},{60 + at * 7 % 40}"

    found = load("mystery_visit", f"Branch number,{heading},Date,Overall score", row)
    named = next(name for name, column in found.matched.items() if column == "store")
    assert named == (heading if heading == "Branch name" else "Branch number")


@pytest.mark.parametrize(
    "headings, row, contacts, likely",
    [
        ("Total,Answered,Abandoned", "105,80,10", 105, "total"),
        ("Answered,Abandoned", "80,-", 80, "yes"),
        ("Answered,Abandoned", "80,", 80, "yes"),
        ("Stock,Answered,Abandoned", "900,80,10", 90, "yes"),
        ("Forecast total,Answered,Abandoned", "100,80,10", 90, "yes"),
    ],
)
def test_a_column_that_may_be_the_total_is_offered_before_a_sum(headings, row, contacts, likely):
    def line(at):
        return f"Sales,{day(at)},{row}"

    found = load("contact_volume", f"Queue,Date,{headings}", line)
    assert found.checked.rows["contacts"].tolist() == [contacts] * ROWS
    name = "volume_total:Total" if likely == "total" else "volume_total"
    assert question_answer(found)[name] == likely
    summed = load("contact_volume", f"Queue,Date,{headings}", line, answers={name: "yes"})
    assert summed.checked.rows["contacts"].tolist() == [90 if "10" in row else 80] * ROWS


def test_shares_are_not_added_and_signs_of_thousands_are_read():
    with pytest.raises(FileRefused, match="lacks what"):
        load("contact_volume", "Queue,Date,Answered,Abandoned %", lambda at: f"A,{day(at)},80,4.5")
    sheet = read(b"Queue,Date,Answered,Abandoned\nA,2026-10-01,1.234,10\n", "file.csv", Options())
    made = with_total(sheet, kind_named("contact_volume"), Options()).sheet
    assert made.cells.iloc[0].tolist()[-1] == "1244"


def test_answered_and_lost_contacts_take_their_day_from_the_name_of_the_file():
    def row(at):
        return f"Q{at},{90 + at},10"

    found = load("contact_volume", "Queue,Answered,Abandoned", row, "calls 2026-10.csv")
    assert asked(found) == ["volume_total", "lacking_day_named"]
    assert len(found.checked.rows) == ROWS


@pytest.mark.parametrize(
    "kind, headings, row",
    [
        ("survey", "Date,Table number", "{},4"),
        ("complaint", "Complaint no,Closed on,Complaint", "C{0},{0},it was late"),
        ("purchase", "Receipt,Date,Product code,Amount", "R{0},{0},P4,12.5"),
    ],
)
def test_no_column_is_proposed_that_nothing_but_its_cells_speaks_for(kind, headings, row):
    with pytest.raises(FileRefused, match="lacks what"):
        load(kind, headings, lambda at: row.format(day(at)).replace("4", str(at % 5 + 1)))


@pytest.mark.parametrize(
    "heading, cells",
    [
        ("Month", ("July", "August")),
        ("Asked in", ("Spring 2025", "Autumn 2025")),
        ("Quarter", ("1", "2")),
        ("Round", ("Wave 1", "Wave 2")),
        ("调查月份", ("7", "8")),
    ],
)
def test_a_survey_with_periods_in_its_rows_is_not_of_one_day(heading, cells):
    def row(at):
        return f"{cells[at % 2]},{at % 5 + 1}"

    with pytest.raises(FileRefused, match="lacks what"):
        load("survey", f"{heading},Overall satisfaction", row)


@pytest.mark.parametrize("heading", ["Entries", "ASA"])
def test_a_column_that_is_called_no_total_is_offered_and_not_proposed(heading):
    found = load(
        "contact_volume",
        f"Queue,Date,{heading},Answered,Abandoned",
        lambda at: f"A,{day(at)},105,80,10",
    )
    name = f"volume_total:{heading}"
    assert question_answer(found)[name] == "yes" and choices(found, name)[0] == "total"
    assert found.checked.rows["contacts"].tolist() == [90] * ROWS


def test_what_a_customer_is_given_says_not_who_the_customer_is():
    def row(at):
        return f"R{at},{day(at)},G{at % 5}77,12.5"

    with pytest.raises(FileRefused, match="lacks what"):
        load("purchase", "Receipt,Date,Gift card,Amount", row)
    assert load("purchase", "Receipt,Date,Card,Amount", row).matched["Card"] == "customer"


def test_a_column_that_was_answered_for_one_is_not_taken_from_it_by_another():
    def row(at):
        return f"R{at},{day(at)},C{at % 5}77,{NAMES[at % 7]} Street,12.5"

    headings = "Receipt,Date,Card,Outlet place,Amount"
    both = {"needed:customer": "Outlet place", "left_over:store": "Outlet place"}
    with pytest.raises(WrongCall, match="the answer to both “needed:customer” and"):
        load("purchase", headings, row, answers=both)
    stored = once_each(both, {})  # as an earlier version did
    assert stored == {"left_over:store": "Outlet place"}
    assert once_each(both, {"needed:customer": "Outlet place"}) == {
        "needed:customer": "Outlet place"
    }
    nobody = {"needed:customer": "none", "left_over:store": "none"}
    require_once(["none"], Options(answers=nobody))
    offered = choices(load("purchase", headings, row), "needed:customer")
    settled = load("purchase", headings, row, answers={"left_over:store": offered[1]})
    assert offered[1] != "none" and offered[1] not in choices(settled, "needed:customer")


@pytest.mark.parametrize("sign", [" ", "\u00a0", "\u202f", ",", ".", "'"])
def test_thousands_are_added_up_whatever_parts_them(sign):
    def row(at):
        return f'{day(at // 2)},{("am", "pm")[at % 2]},"1{sign}10{at % 10}"'

    found = load("contact_volume", "Date,Part,Calls", row)
    assert "volume_parts" in asked(found)
    assert found.checked.rows["contacts"].tolist()[0] == 1100 + 1101


def test_costs_and_counts_that_cannot_be_read_are_not_added_up_as_nothing():
    def row(at):
        return f"{day(at // 2)},{('am', 'pm')[at % 2]},10,{('12.50', 'about 3')[at % 2]}"

    found = load("contact_volume", "Date,Part,Calls,Cost", row)
    assert "volume_parts" not in asked(found)
    assert found.checked.rows["contacts"].tolist() == [10] * (ROWS // 2)
    hours = load(
        "contact_volume",
        "Date,Calls,Cost",
        lambda at: f"{day(at // 3)} {8 + at % 3:02d}:00,10,{'about 3' if at == 1 else 4}",
    )
    assert hours.checked.rows["contacts"].sum() == 10 * (ROWS - 1), "of the hour that is refused"
    summed = load(
        "contact_volume", "Date,Part,Calls,Cost", lambda at: row(at).replace("about ", "")
    )
    assert summed.checked.rows["cost"].tolist() == [15.5] * (ROWS // 2)


@pytest.mark.parametrize("cost", ["€12.50", "12.50 EUR", "$12.50"])
def test_costs_with_their_currency_are_added_up(cost):
    def row(at):
        return f'{day(at // 2)},{("am", "pm")[at % 2]},"1,500.0",{cost}'

    found = load("contact_volume", "Date,Part,Calls,Cost", row)
    assert found.checked.rows["cost"].tolist() == [25] * (ROWS // 2)
    assert found.checked.rows["contacts"].tolist() == [3000] * (ROWS // 2)


def test_lost_contacts_in_two_columns_are_asked_about():
    def row(at):
        return f"Sales,{day(at)},80,10,4"

    headings = "Queue,Date,Answered,Abandoned,Missed"
    assert question_answer(load("contact_volume", headings, row))["volume_total:besides"] == "yes"
    for answer, contacts in (("yes", 90), ("all", 94)):
        found = load("contact_volume", headings, row, answers={"volume_total:besides": answer})
        assert asked(found) == []
        assert found.checked.rows["contacts"].tolist() == [contacts] * ROWS
        blank = load(  # of the next month
            "contact_volume",
            headings,
            lambda at: f"Sales,{day(at)},80,10,",
            answers={"volume_total:besides": answer},
        )
        assert asked(blank) == []
        assert blank.checked.rows["contacts"].tolist() == [90] * ROWS


@pytest.mark.parametrize(("answer", "again"), [("yes", True), ("all", False)])
def test_what_was_answered_while_nothing_else_was_counted_is_asked_again_once_it_is(answer, again):
    headings, answers = "Queue,Date,Answered,Abandoned,Missed", {"volume_total": answer}
    empty = load("contact_volume", headings, lambda at: f"A,{day(at)},80,10,", answers=answers)
    assert asked(empty) == []
    filled = load("contact_volume", headings, lambda at: f"A,{day(at)},80,10,4", answers=answers)
    assert asked(filled) == (["volume_total:besides"] if again else [])


@pytest.mark.parametrize(
    "headings, counts",
    [
        ("Abandoned,Abandoned in IVR,Abandoned in queue", "15,5,10"),  # the parts of the first
        ("Abandoned,Abandoned target", "15,12"),
        ("Abandoned,Abandoned yesterday", "15,12"),
        ("Abandoned,Short abandoned", "15,4"),
    ],
)
def test_what_is_a_part_of_the_lost_contacts_is_not_offered_to_be_added(headings, counts):
    found = load(
        "contact_volume", f"Queue,Date,Answered,{headings}", lambda at: f"A,{day(at)},80,{counts}"
    )
    assert choices(found, "volume_total") == ["yes", "no"]
    assert found.checked.rows["contacts"].tolist() == [95] * ROWS


@pytest.mark.parametrize("heading", ["Answered within 20 s", "Answered in 30s", "20秒内接通量"])
def test_what_was_answered_within_a_limit_is_not_all_that_was_answered(heading):
    found = load("contact_volume", f"Queue,Date,Calls,{heading}", lambda at: f"A,{day(at)},100,80")
    assert "headings" in asked(found) and found.matched[heading] == "answered"
    whole = load(
        "contact_volume",
        f"Queue,Date,Calls,{heading},Calls answered",
        lambda at: f"A,{day(at)},100,80,95",
    )
    assert whole.checked.rows["answered"].tolist() == [95] * ROWS


def test_what_was_answered_later_is_not_all_that_was_answered():
    found = load(
        "contact_volume",
        "Date,Calls,Abandoned,Answered <20,Answered >20",
        lambda at: f"{day(at)},100,10,70,20",
    )
    assert found.matched.get("Answered >20") != "answered" or "headings" in asked(found)


def test_lost_contacts_above_a_limit_are_the_lost_ones():
    found = load(
        "contact_volume",
        "Queue,Date,Calls,Answered after 5pm,Abandoned > 5s",
        lambda at: f"A,{day(at)},100,80,7",
    )
    assert found.checked.rows["abandoned"].tolist() == [7] * ROWS
    assert found.checked.rows["answered"].tolist() == [80] * ROWS
