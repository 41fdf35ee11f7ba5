"""A survey that asks for satisfaction and recommendation: the file says so, and is stored as both
after one answer."""

import json
from datetime import date

import pytest

from data.__main__ import main
from data.database.connection import Database
from data.kinds.catalog import NPS, SURVEY, kind_named
from data.matching.headings import match
from data.questions import Unanswered
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from data.uploads.store import add, rehearse, undo, uploads
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.moves import month_values
from metrics.sums.query import Query

HEAD = (
    "序号,提交答卷时间,1、您对我们的服务总体满意度,2、您有多大可能把我们推荐给朋友？（0-10分）,3、"
    "您的门店\n"
)
BOTH = HEAD + "".join(
    f"{at},2026/09/{1 + at % 28:02d} "
    f"10:00:00,{(5, 4, 2)[at % 3]},{(10, 9, 3, 8)[at % 4]},{('东店', '西店')[at % 2]}\n"
    for at in range(60)
)
IN_ENGLISH = (
    "Response ID,Submitted on,Overall satisfaction with our service (1-5),How likely are you to "
    "recommend us to a friend?,"
    "Which store did you visit?,Comments\n"
    + "".join(
        f"{at},2026-09-{1 + at % 28:02d},{(5, 4, 2)[at % 3]},{(10, 9, 3, 8)[at % 4]},"
        f"{('East', 'West')[at % 2]},ok {at}\n"
        for at in range(60)
    )
)
YES = {"also_nps": "yes"}


def prepared(text: str, kind=SURVEY, **answers: str):
    return prepare(text.encode(), "both.csv", kind, Options(answers=answers))


def value(database: Database, kpi: str, by: str | None = None) -> dict:
    with database.read() as reading:
        return {
            row.group: (round(row.value, 1), int(row.n))
            for row in ask(reading, kpi_named(kpi), Query(by=by), date.today()).rows.itertuples()
        }


@pytest.mark.parametrize(
    ("text", "stores"),
    [(BOTH, ("东店", "西店")), (IN_ENGLISH, ("East", "West"))],
    ids=["chinese", "english"],
)
@pytest.mark.parametrize("kind", [SURVEY, NPS], ids=lambda kind: kind.name)
def test_both_are_stored_after_one_answer(database, text, stores, kind):
    other = {"survey": "nps", "nps": "survey"}[kind.name]
    with pytest.raises(Unanswered) as open_:
        add(database, prepared(text, kind), ask=True)
    assert [question.name for question in open_.value.questions] == [f"also_{other}"]
    stored = add(database, prepared(text, kind, **{f"also_{other}": "yes"}), month_values, ask=True)
    assert (stored.also.kind.name, stored.also.kept, stored.also.upload) == (
        other,
        60,
        stored.upload + 1,
    )
    assert value(database, "csat") == {None: (66.7, 60)} and value(
        database, "net_promoter_score"
    ) == {None: (25.0, 60)}
    assert (
        {*value(database, "csat", "store")}
        == {*value(database, "net_promoter_score", "store")}
        == {*stores}
    )
    assert {move.kpi for move in stored.moves} >= {"csat", "net_promoter_score"}


def test_each_of_both_is_an_upload_that_is_undone_alone(database):
    stored = add(database, prepared(BOTH, **YES))
    undo(database, stored.upload)
    assert value(database, "csat") == {} and value(database, "net_promoter_score") == {
        None: (25.0, 60)
    }


def test_no_leaves_the_other_answers_aside(database):
    assert add(database, prepared(BOTH, also_nps="no"), ask=True).also is None
    with database.read() as reading:
        assert uploads(reading)["kind"].tolist() == ["survey"]


def test_a_file_that_is_stored_as_the_other_kind_already_is_not_asked_about(database):
    add(database, prepared(BOTH, NPS, also_survey="no"))
    stored = add(database, prepared(BOTH), ask=True)
    assert stored.also is None and stored.questions == ()
    assert value(database, "net_promoter_score") == {None: (25.0, 60)}


def test_the_same_file_again_changes_nothing(database):
    add(database, prepared(BOTH, **YES))
    again = add(database, prepared(BOTH, **YES), ask=True)
    assert again.already and again.also is None
    with database.read() as reading:
        assert len(uploads(reading)) == 2


def test_what_would_be_stored_of_both_is_told_beforehand(database):
    would = rehearse(database, prepared(BOTH))
    assert would.also.kept == 60 and [question.name for question in would.open] == ["also_nps"]
    with database.read() as reading:
        assert uploads(reading).empty


@pytest.mark.parametrize(
    "heading", ["NPS Group", "得分", "Rating", "How satisfied are you with the price?", "推荐原因"]
)
def test_another_column_is_no_second_question(heading):
    cells = {"NPS Group": "Promoter", "推荐原因": "好"}
    text = f"Response ID,Date,Overall satisfaction,{heading}\n" + "".join(
        f"{at},2026-09-01,{(5, 4, 2)[at % 3]},{cells.get(heading, at % 11)}\n" for at in range(40)
    )
    assert prepared(text).checked.questions == () and prepared(text).also is None


def test_a_survey_of_which_nothing_is_sure_offers_nothing():
    text = "emp_id,survey_date,engagement_score,satisfaction_score\n" + "".join(
        f"{at},2026-09-01,{at % 11},{1 + at % 5}\n" for at in range(40)
    )
    assert prepared(text, NPS).also is None


def test_recommendations_from_one_to_five_are_not_offered_as_nps():
    text = HEAD + "".join(
        f"{at},2026/09/01 10:00:00,{(5, 4, 2)[at % 3]},{1 + at % 5},东店\n" for at in range(60)
    )
    assert prepared(text).also is None and prepared(text).checked.questions == ()


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("您的门店", "东店|西店"),
        ("请问您所在的门店是？", "东店|西店"),
        ("您光顾的是哪家分店", "东店|西店"),
        ("4、您到訪的門店", "東店|西店"),
        ("Which of our stores did you visit?", "East|West"),
        ("Your branch", "East|West"),
        ("Store you visited", "East|West"),
    ],
)
def test_which_store_it_was_is_asked_in_many_ways(heading, cells):
    text = f"id,date,Overall satisfaction,{heading}\n" + "".join(
        f"{at},2026-09-01,5,{cells.split('|')[at % 2]}\n" for at in range(20)
    )
    sheet = read(text.encode(), "s.csv", Options())
    assert match(sheet, SURVEY, Options()).position("store") == 3


@pytest.mark.parametrize(
    "heading",
    [
        "您对我们的门店有什么建议",
        "What should our stores do better?",
        "您的建议",
        "您会推荐我们的门店吗",
    ],
)
def test_what_is_thought_of_a_store_is_no_name_of_one(heading):
    text = f"id,date,Overall satisfaction,{heading}\n" + "".join(
        f"{at},2026-09-01,5,{('clean', 'nice')[at % 2]}\n" for at in range(20)
    )
    assert (
        match(read(text.encode(), "s.csv", Options()), SURVEY, Options()).position("store") is None
    )


def test_the_command_names_the_question_and_tells_of_both(
    tmp_path, monkeypatch, capsys, empty_file
):
    (tmp_path / "db.duckdb").write_bytes(empty_file.read_bytes())
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "db.duckdb"))
    (tmp_path / "both.csv").write_text(BOTH, "utf-8")
    assert main(["load", "survey", str(tmp_path / "both.csv")]) == 1
    assert "--answer also_nps=yes (likely)" in capsys.readouterr().out
    assert (
        main(["load", "survey", str(tmp_path / "both.csv"), "--answer", "also_nps=yes", "--json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["also"] == {
        "upload": 2,
        "kind": "nps",
        "kept": 60,
        "rejected": 0,
        "left_out": 0,
    }
    later = "\n".join(
        f"{900 + at},2026/10/{1 + at % 20} 11:0{at % 7}:00,{5 - at % 2},{6 + at % 5},东店"
        for at in range(40)
    )
    (tmp_path / "next.csv").write_text(HEAD + later, "utf-8")
    assert main(["load", "survey", str(tmp_path / "next.csv")]) == 0, (
        "the answer is remembered for files with these headings"
    )


@pytest.mark.parametrize("kind", ["survey", "nps"])
def test_the_public_case_gives_both_values(database, shared, kind):
    path = shared / "cases" / "public" / "csat-and-nps-in-one" / "both.csv"
    add(
        database,
        prepare(
            path.read_bytes(),
            path.name,
            kind_named(kind),
            Options(answers={"also_nps": "yes", "also_survey": "yes"}),
        ),
        ask=True,
    )
    assert value(database, "csat") == {None: (66.7, 60)} and value(
        database, "net_promoter_score"
    ) == {None: (25.0, 60)}
    assert {*value(database, "csat", "store")} == {"东店", "西店"}


def test_a_tick_below_a_way_to_the_company_is_no_recommendation():
    rows = "".join(
        f"{at},2026/09/{1 + at % 28:02d} 10:00:00,{(5, 4, 2)[at % 3]},{at % 2},{int(at % 3 == 0)}\n"
        for at in range(60)
    )
    head = "序号,提交答卷时间,Q1.总体满意度,Q4.您从哪里了解到我们_朋友推荐,Q4.您从哪里了解到我们_广告\n"
    found = prepared(head + rows)
    assert found.also is None and "also_nps" not in {
        question.name for question in found.checked.questions
    }
