"""Surveys, reviews and recommendations as tools export them: what is read for sure, what is one
plain question, and what nobody may be sure of."""

import json
import random
from datetime import date, datetime, timedelta
from itertools import cycle

import pytest

from data.kinds.catalog import NPS, SURVEY
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from errors import WrongCall
from tests.test_commands import call, loaded, own_database, written  # noqa: F401

TODAY = date(2026, 12, 1)
ROWS = 30
FIRST = datetime(2026, 9, 1, 9)


def one_of(*cells: object):
    """Cells drawn by chance, the same in every run."""
    chance = random.Random(str(cells))
    return [chance.choice(cells) for _ in range(ROWS)]


def points(low: int, high: int, turn: int = 0) -> list[int]:
    """Answers from `low` to `high`; another turn is another question."""
    found = [*one_of(*range(low, high + 1))[2:], low, high]
    return [*found[turn:], *found[:turn]]


def days(later: float = 0, form: str = "%Y-%m-%d %H:%M") -> list[str]:
    return [(FIRST + timedelta(hours=9 * row + 24 * later)).strftime(form) for row in range(ROWS)]


NUMBERS = list(range(501, 501 + ROWS))
TEXTS = [
    text
    for _, text in zip(
        range(ROWS), cycle(["", "Friendly people", "We waited for an hour", "ok"]), strict=False
    )
]
HAPPY = one_of("Very unhappy", "Unhappy", "Happy", "Very happy")
SATISFIED = one_of("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")
STORES = one_of("Harbour", "Station", "Old Town")
FIVE, OTHER, THIRD, TEN = points(1, 5), points(1, 5, 3), points(1, 5, 7), points(0, 10)


def file_of(columns: dict[str, list]) -> bytes:
    rows = zip(*columns.values(), strict=True)
    quoted = [[f'"{cell}"' for cell in row] for row in [tuple(columns), *rows]]
    return "\n".join(",".join(row) for row in quoted).encode()


def load(columns: dict[str, list], kind: DatasetKind = SURVEY, **settled) -> Prepared:
    return prepare(file_of(columns), "file.csv", kind, Options(**settled), TODAY)


def asked(found: Prepared) -> list[str]:
    return [asked.name for asked in still_open(found.checked.questions, found.options.answers)]


def question(found: Prepared):
    return next(asked for asked in found.checked.questions if asked.name == "headings")


# --- read for sure

SURE = {
    "Microsoft Forms": (
        SURVEY,
        {
            "ID": NUMBERS,
            "Start time": days(),
            "Completion time": days(0.1),
            "How would you rate the service you received today?": FIVE,
            "Anything else you would like to tell us?": TEXTS,
        },
        {"date": "Completion time", "overall": "How would", "comment": "Anything else"},
    ),
    "Trustpilot": (
        SURVEY,
        {
            "Review Id": NUMBERS,
            "Review Created": days(),
            "Review Content": TEXTS,
            "Review Stars": FIVE,
            "Location Name": STORES,
            "Company Reply Date": days(2),
        },
        {"date": "Review Created", "overall": "Review Stars", "store": "Location Name"},
    ),
    "HappyOrNot": (
        SURVEY,
        {
            "Timestamp (local)": days(),
            "Experience point": STORES,
            "Question": ["How was it?"] * ROWS,
            "Feedback": HAPPY,
            "Open feedback": TEXTS,
        },
        {"overall": "Feedback", "store": "Experience point", "comment": "Open feedback"},
    ),
    "GSA Touchpoints": (
        SURVEY,
        {
            "ID": NUMBERS,
            "Please rate your experience as a customer of the Passport Office.": FIVE,
            "I trust the Passport Office.": OTHER,
            "Any additional comments?": TEXTS,
            "User Agent": ["Mozilla/5.0"] * ROWS,
            "Created At": days(),
        },
        {"date": "Created At", "overall": "Please rate", "comment": "Any additional"},
    ),
    "Alchemer": (
        SURVEY,
        {
            "Response ID": NUMBERS,
            "Date Submitted": days(),
            "Comments": [""] * ROWS,
            "User Agent": one_of("Mozilla/5.0", "Safari/7"),
            "State/Region": one_of("RP", "NW"),
            "How satisfied are you with the support you received?": SATISFIED,
            "Please tell us more about your rating:": TEXTS,
        },
        {
            "response_id": "Response ID",
            "date": "Date Submitted",
            "overall": "How satisfied",
            "comment": "Please tell us more",
        },
    ),
    "AskNicely": (
        NPS,
        {
            "response_id": NUMBERS,
            "answer": TEN,
            "answerlabel": [
                "Promoter" if score > 8 else "Passive" if score > 6 else "Detractor"
                for score in TEN
            ],
            "comment": TEXTS,
            "responded": days(),
        },
        {"score": "answer", "date": "responded", "comment": "comment"},
    ),
    "Meituan": (
        SURVEY,
        {
            "评价时间": days(),
            "门店名称": one_of("东店", "西店"),
            "总评分": FIVE,
            "口味评分": OTHER,
            "服务评分": OTHER,
            "评价内容": TEXTS,
        },
        {"overall": "总评分", "date": "评价时间", "store": "门店名称", "comment": "评价内容"},
    ),
    "government hotline": (
        SURVEY,
        {
            "工单号": NUMBERS,
            "受理时间": days(-3),
            "办结时间": days(-1),
            "回访时间": days(),
            "群众满意度": one_of("满意", "不满意", "一般"),
        },
        {"date": "回访时间", "overall": "群众满意度", "response_id": "工单号"},
    ),
    "SurveyCake": (
        SURVEY,
        {
            "填答時間": days(),
            "自訂ID": [""] * ROWS,
            "請問您對本次用餐整體滿意嗎？": one_of("非常滿意", "滿意", "普通", "不滿意"),
            "請問您光臨的門市是？": one_of("中山店", "公館店"),
            "其他意見": one_of("", "很好吃", "上菜太慢"),
        },
        {"date": "填答時間", "overall": "請問您對", "store": "請問您光臨", "comment": "其他"},
    ),
    "Google Forms, Spanish": (
        SURVEY,
        {
            "Marca temporal": days(14, form="%d/%m/%Y %H:%M:%S"),
            "¿Cómo calificaría nuestro servicio?": FIVE,
            "¿Qué sucursal visitó?": one_of("Centro", "Norte"),
            "¿Tiene algún comentario?": one_of("", "Muy amables", "Mucha espera"),
        },
        {"date": "Marca", "overall": "¿Cómo", "store": "¿Qué", "comment": "¿Tiene"},
    ),
    "Microsoft Forms, German": (
        SURVEY,
        {
            "ID": NUMBERS,
            "Startzeit": days(),
            "Fertigstellungszeit": days(0.1),
            "Wie zufrieden sind Sie mit unserem Service?": FIVE,
            "In welcher Filiale waren Sie?": one_of("Köln", "Bonn"),
            "Was können wir besser machen?": one_of("", "Mehr Personal", "Alles gut so"),
        },
        {"date": "Fertig", "overall": "Wie", "store": "In welcher", "comment": "Was"},
    ),
    "French, words": (
        SURVEY,
        {
            "Horodateur": days(),
            "Quel magasin avez-vous visité ?": one_of("Lyon", "Nice"),
            "Êtes-vous satisfait de votre visite ?": one_of(
                "Très satisfait", "Satisfait", "Peu satisfait", "Pas du tout satisfait"
            ),
        },
        {"date": "Horodateur", "store": "Quel", "overall": "Êtes"},
    ),
    "Typeform, Italian": (
        NPS,
        {
            "#": NUMBERS,
            "Quanto è probabile che consiglieresti il nostro negozio?": TEN,
            "Perché hai scelto questo punteggio?": one_of("", "Ottimo servizio", "Caro"),
            "Submit Date": days(),
        },
        {"score": "Quanto", "date": "Submit Date", "comment": "Perché"},
    ),
    "numbers beside their words": (
        SURVEY,
        {
            "Response ID": NUMBERS,
            "Rating of our service": FIVE,
            "Rating label": ["ABCDE"[point - 1] * 3 for point in FIVE],
            "Created": days(),
        },
        {"overall": "Rating of our service", "date": "Created"},
    ),
}


@pytest.mark.parametrize("tool", SURE)
def test_an_export_is_read_for_sure(tool):
    kind, columns, meant = SURE[tool]
    found = load(columns, kind)
    assert asked(found) == [] and found.match.likely == ()
    taken = {column: heading for heading, column in found.matched.items()}
    assert {name: taken[name][: len(head)] for name, head in meant.items()} == meant
    assert not {"employee", "region"} & taken.keys()
    score = "overall" if kind is SURVEY else "score"
    counted = [cell for cell in columns[taken[score]] if str(cell)]
    assert found.checked.rows[score].notna().sum() == len(counted) == ROWS
    ranked = recognise(read(file_of(columns), "file.csv", Options()))
    assert ranked[0][0] == kind.name and fits(ranked)


# --- one plain question

IN_DOUBT = {
    "two satisfactions": {
        "Submitted": days(),
        "How satisfied are you with our website?": FIVE,
        "How satisfied are you with our hotline?": OTHER,
    },
    "parts only": {
        "Date": days(),
        "Taste rating": FIVE,
        "Cleanliness rating": OTHER,
        "Price rating": THIRD,
    },
    "one part only": {"Submitted": days(), "How satisfied are you with our prices?": FIVE},
    "one part only, Chinese": {"提交时间": days(), "价格满意度": FIVE},
    "parts in French": {
        "Date": days(),
        "Êtes-vous satisfait de la propreté ?": FIVE,
        "Êtes-vous satisfait de l'accueil ?": OTHER,
    },
    "days of visit and order": {
        "Visit date": days(-3),
        "Order date": days(),
        "Overall satisfaction": FIVE,
    },
    "only when it began and was sent": {
        "Started at": days(-1),
        "Sent at": days(),
        "CSAT": FIVE,
    },
    "the other way round": {
        "Submitted": days(),
        "How dissatisfied were you with our service?": FIVE,
    },
    "something else": {"Date": days(), "Rate your pain level": points(1, 10)},
    "a product": {"Review date": days(), "Product rating": FIVE},
    "judged by colleagues": {
        "Evaluator": one_of("Ann", "Bo"),
        "Evaluation date": days(),
        "Call rating": FIVE,
    },
    "a button": {"Branch": STORES, "Pressed at": days(), "Button": FIVE},
    "service and all of it": {
        "提交时间": days(),
        "服务满意度": FIVE,
        "您对本次消费的总体满意程度如何": OTHER,
    },
    "who answered, not who served": {
        "Taken on": days(),
        "Assigned to": [f"Person {number}" for number in NUMBERS],
        "How would you rate your overall experience?": FIVE,
    },
}


@pytest.mark.parametrize("doubt", IN_DOUBT)
def test_what_a_careful_person_would_doubt_is_one_question(doubt):
    assert asked(load(IN_DOUBT[doubt])) == ["headings"]


def test_numbers_of_people_of_whom_nobody_comes_twice_are_those_of_who_answered():
    people = [f"E{number}" for number in NUMBERS]
    found = load({"Date": days(), "工號": people, "Overall satisfaction": FIVE})
    question = next(one for one in found.checked.questions if one.name == "left_over:employee")
    assert question.likely == "none" and "employee" not in found.matched.values()


@pytest.mark.parametrize(
    "heading",
    [
        "How easy was it to solve your request?",
        "How likely are you to visit us again?",
        "How important are prices to you?",
        "Number of guests",
    ],
)
def test_another_question_is_no_satisfaction(heading):
    sheet = read(file_of({"Submitted": days(), heading: FIVE}), "file.csv", Options())
    assert "overall" not in match(sheet, SURVEY, Options()).columns.values()


# --- what is answered

VISITS = {"Visit date": days(-40), "Order date": days(), "Button": FIVE}


def test_the_question_shows_cells_and_the_others_that_could_be_meant():
    asking = question(load(VISITS))
    assert [choice.name for choice in asking.choices] == ["yes", "date:Order date", "no"]
    assert asking.likely == "yes"
    seen = [dict(evidence.blanks) for evidence in asking.evidence]
    assert [blanks["heading"] for blanks in seen] == ["Visit date", "Button"]
    assert all(len(blanks["cells"]) == 3 for blanks in seen)


@pytest.mark.parametrize("answer, month", [("yes", 7), ("date:Order date", 9)])
def test_the_answer_settles_headings_for_the_next_file(answer, month):
    found = load(VISITS, answers={"headings": answer})
    assert asked(found) == [] and found.match.likely == ()
    assert found.checked.rows["date"].dt.month.min() == month
    assert found.checked.rows["overall"].tolist() == FIVE
    later = load(VISITS, match=found.options.match)
    assert asked(later) == [] and later.matched == found.matched


def test_no_leaves_the_columns_unused_and_proposes_no_others():
    columns = {"Date": days(), "CSAT": FIVE, "Station": one_of("North", "South"), **VISITS}
    columns |= {"Contact channel used": one_of("Phone", "Shop")}
    first = load(columns)
    doubted = [first.headings[at] for at in first.match.likely]
    assert doubted
    found = load(columns, answers={"headings": "no"})
    assert found.match.likely == () and not set(doubted) & found.matched.keys()


def test_an_answer_that_is_no_choice_is_refused():
    with pytest.raises(WrongCall):
        load(VISITS, answers={"headings": "date:Button"})


def test_the_command_takes_the_answer_and_asks_the_next_file_nothing(call, written):  # noqa: F811
    path = written("visits.csv", file_of(VISITS))
    code, out, _ = call("load", "survey", path)
    assert code == 1 and "--answer 'headings=date:Order date'" in out
    code, out, _ = call("load", "survey", path, "--json")
    told = json.loads(out)
    assert code == 1 and [asked["name"] for asked in told["questions"]] == ["headings"]
    done = loaded(call, "survey", path, "--answer", "headings=date:Order date")
    assert done["match"]["Order date"] == "date"
    more = {**VISITS, "Order date": days(60), "Visit date": days(20)}
    later = loaded(call, "survey", written("later.csv", file_of(more)))
    assert later["match"] == done["match"] and later["questions"] == []


# --- which of several known columns


def test_the_day_of_a_review_comes_before_that_of_the_companys_response():
    found = load({"Response Date": days(1), "Review Date": days(), "Rating": FIVE})
    assert found.matched["Review Date"] == "date"


def test_a_column_of_days_with_gaps_comes_after_a_full_one():
    gaps = [day if row % 2 else "" for row, day in enumerate(days(1))]
    found = load({"Submitted": gaps, "Timestamp": days(), "CSAT": FIVE})
    assert found.matched["Timestamp"] == "date" and found.checked.rejected == 0


def test_the_whole_comes_before_the_service():
    found = load({"提交时间": days(), "服务满意度": OTHER, "整体满意度": FIVE})
    assert found.matched["整体满意度"] == "overall" and asked(found) == []


def test_answers_under_the_heading_of_a_remark_are_no_remarks():
    found = load({"Date": days(), "CSAT": FIVE, "Feedback": HAPPY, "Why?": TEXTS})
    assert found.matched["Why?"] == "comment" and "Feedback" not in found.matched


def test_of_several_texts_the_one_about_the_whole_is_the_comment():
    found = load(
        {
            "Date": days(),
            "Service Rating": FIVE,
            "Title of review": TEXTS,
            "Product Review": TEXTS,
            "Service Review": TEXTS,
        }
    )
    assert found.matched["Service Review"] == "comment" and asked(found) == []


def test_a_question_about_staff_names_nobody():
    found = load(
        {
            "Date": days(),
            "CSAT": FIVE,
            "How would you rate the knowledge of our staff?": one_of("good", "bad", "fair"),
        }
    )
    assert "employee" not in found.matched.values()


def test_scores_of_which_none_passes_five_are_rather_a_satisfaction():
    columns = {"Survey response at": days(), "Score": FIVE, "Comment": TEXTS}
    assert recognise(read(file_of(columns), "file.csv", Options()))[0][0] == "survey"


def test_the_day_of_the_answer_comes_before_that_of_its_row():
    found = load(
        {
            "Response ID": [f"R{at}" for at in range(12)],
            "Created At": ["2026-01-30 10:00"] * 12,
            "Responded At": ["2026-02-02 10:00"] * 12,
            "Score": list(range(12)),
        }
        | {"Score": [9] * 11 + [0]},
        NPS,
    )
    assert set(found.checked.rows["date"].dt.month) == {2}
