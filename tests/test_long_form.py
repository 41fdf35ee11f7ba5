"""One row a question: the question that holds the score is found, or asked for."""

import pytest

from data.kinds.catalog import NPS, SURVEY
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from errors import FileRefused, Undecided

SPOKEN = "答卷编号,提交时间,题目,答案\n" + "".join(
    f"{number},2026-09-0{number} 14:05,总体满意度,{number}\n"
    f"{number},2026-09-0{number} 14:05,服务态度,{number - 1}\n"
    f"{number},2026-09-0{number} 14:05,您的建议,快一点\n"
    for number in range(2, 6)
)
CODED = "submission id,submitted,question,answer\n" + "".join(
    f"{number},2026-09-0{number} 14:05,Q1,{number}\n"
    f"{number},2026-09-0{number} 14:05,Q2,{number + 1}\n"
    f"{number},2026-09-0{number} 14:05,Q3,slow\n"
    for number in range(1, 6)
)


def test_a_question_of_a_known_name_settles_it():
    found = prepare(SPOKEN.encode(), "long.csv", SURVEY, Options())
    assert found.checked.rows["overall"].tolist() == [2, 3, 4, 5]
    assert found.options.where == {"题目": "总体满意度"}
    assert found.matched == {"答卷编号": "response_id", "提交时间": "date", "答案": "overall"}
    assert (found.checked.read, found.checked.left_out) == (12, 8)


def test_it_counts_when_the_kind_is_recognised():
    sheet = read(SPOKEN.encode(), "long.csv", Options())
    assert recognise(sheet)[0][0] == "survey" and recognise(sheet)[0][1] > 0.7


def test_questions_in_codes_are_asked_once_and_the_answer_is_enough():
    with pytest.raises(Undecided, match="question") as caught:
        prepare(CODED.encode(), "long.csv", NPS, Options())
    assert caught.value.setting == "where"
    assert caught.value.choices == ({"question": "Q1"}, {"question": "Q2"})
    found = prepare(CODED.encode(), "long.csv", NPS, Options(where={"question": "Q2"}))
    assert found.checked.rows["score"].tolist() == [2, 3, 4, 5, 6]


def test_what_a_person_says_about_the_score_counts():
    found = prepare(
        CODED.encode(),
        "long.csv",
        NPS,
        Options(where={"question": "Q1"}, match={"answer": "score"}),
    )
    assert found.checked.rows["score"].tolist() == [1, 2, 3, 4, 5]
    with pytest.raises(FileRefused, match="Score"):
        prepare(CODED.encode(), "long.csv", NPS, Options(where={"question": "Q3"}))


def test_scores_that_stand_beside_every_question_are_no_question_of_rows():
    content = "id,date,question,answer,remark\n" + "".join(
        f"{n},2026-09-0{n},{'AB'[n % 2]},{n},x\n" for n in range(1, 9)
    )
    with pytest.raises(FileRefused, match="Score") as caught:
        prepare(content.encode(), "flat.csv", NPS, Options())
    assert not isinstance(caught.value, Undecided)


def test_one_row_an_answer_is_left_alone():
    content = "id,date,question,answer,score\n1,2026-09-01,NPS,9,4\n2,2026-09-02,Other,8,5\n"
    found = prepare(content.encode(), "flat.csv", NPS, Options())
    assert (found.options.where, found.checked.rows["score"].tolist()) == ({}, [4, 5])
