"""A maximum that a heading names counts for every kind of file."""

from datetime import date

import pytest

from data.kinds.catalog import EXAM_ITEM, MYSTERY_ITEM, MYSTERY_VISIT, SURVEY, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 20)


def loaded(kind, *lines, **options):
    return prepare("\n".join(lines).encode(), "f.csv", kind, Options(**options), TODAY).checked


def sentences(checked):
    return " ".join(str(issue.message) for issue in checked.issues)


@pytest.mark.parametrize(
    "heading",
    [
        "Attitude (50)",
        "Attitude (50 points)",
        "Attitude (max 50)",
        "Attitude (0-50)",
        "Attitude out of 50",
        "Attitude/50",
        "服务态度（50分）",
        "服务态度（满分50分）",
        "態度（滿分50）",
        "服务态度【50分】",
    ],
)
def test_points_of_a_visit_are_of_their_maximum(heading):
    rows = [
        f"{at},2026-09-{at:02d},{51 if at == 21 else 45 if at % 2 else 20}" for at in range(1, 22)
    ]
    checked = loaded(MYSTERY_VISIT, f'Visit ID,Date,"{heading}"', *rows)
    assert checked.rows["attitude"].tolist() == [90, 40] * 10 and "45 is 90 of 100" in sentences(
        checked
    )
    assert checked.rejected == 1 and "outside 0 to 50" in sentences(checked)


@pytest.mark.parametrize(
    "heading", ["Attitude (100)", "Attitude", "服务态度（100分）", "Attitude (40%)", "Attitude (2)"]
)
def test_points_of_a_hundred_stay(heading):
    checked = loaded(
        MYSTERY_VISIT, f'Visit ID,Date,"{heading}"', "1,2026-09-01,35", "2,2026-09-02,20"
    )
    assert checked.rows["attitude"].tolist() == [35, 20]


def test_a_number_above_which_points_go_is_no_maximum():
    checked = loaded(
        MYSTERY_VISIT, "Visit ID,Date,服务态度（40分）", "1,2026-09-01,95", "2,2026-09-02,20"
    )
    assert checked.rows["attitude"].tolist() == [95, 20] and "not the maximum" in sentences(checked)
    assert loaded(
        MYSTERY_VISIT, "Visit ID,Date,Attitude (40)", "1,2026-09-01,95", "2,2026-09-02,20"
    ).rows["attitude"].tolist() == [95, 20]


@pytest.mark.parametrize(
    ("heading", "scale", "satisfied"),
    [
        ("Overall satisfaction (10)", "1-10", 1),
        ("总体满意度（40分）", "0-40", 2),
        ("Overall satisfaction (1-4)", "1-4", 3),
        ("Overall satisfaction (0 to 20)", "0-20", 2),
    ],
)
def test_a_survey_counts_by_the_scale_of_its_heading(heading, scale, satisfied):
    answers = {"1-10": (9, 8, 3), "0-40": (40, 32, 31), "1-4": (4, 3, 3), "0-20": (20, 16, 15)}[
        scale
    ]
    checked = loaded(
        SURVEY,
        f'ID,Date,"{heading}"',
        *(f"{at},2026-09-01,{answer}" for at, answer in enumerate(answers)),
    )
    assert (
        checked.scale.name == scale
        and int((checked.rows["overall"] >= checked.scale.satisfied).sum()) == satisfied
        and not checked.questions
    )


def test_exams_items_and_checklists():
    exam = loaded(
        TRAINING,
        "Employee,Course,Date,Score (50)",
        "A,Basics,2026-09-01,40",
        "B,Basics,2026-09-01,30",
        pass_mark=70,
    )
    assert exam.rows["maximum"].tolist() == [50, 50] and exam.rows["pass_mark"].tolist() == [35, 35]
    item = loaded(
        EXAM_ITEM,
        "Employee,Course,Date,Item,Score (5)",
        "A,Basics,2026-09-01,1,4",
        "B,Basics,2026-09-01,1,5",
    )
    assert item.rows["maximum"].tolist() == [5, 5]
    line = loaded(
        MYSTERY_ITEM, "Visit,Date,Item,得分（5分）", "A,2026-09-01,1,4", "B,2026-09-01,1,5"
    )
    assert line.rows["available"].tolist() == [5, 5]


def test_points_beside_their_maximum_in_each_cell():
    exam = loaded(
        TRAINING,
        "Employee,Course,Date,Score,Pass mark",
        "A,Basics,2026-09-01,18 / 20,12",
        "B,Basics,2026-09-01,9/20,12",
    )
    assert exam.rows[["score", "maximum", "pass_mark"]].to_numpy().tolist() == [
        [18, 20, 12],
        [9, 20, 12],
    ]
    mixed = loaded(
        TRAINING,
        "Employee,Course,Date,Score",
        "A,Basics,2026-09-01,18 / 20",
        "B,Basics,2026-09-01,5 / 10",
        pass_mark=60,
    )
    assert (mixed.rows["score"] / mixed.rows["maximum"]).tolist() == [0.9, 0.5]
    visit = loaded(
        MYSTERY_VISIT, "Visit ID,Date,Attitude", "1,2026-09-01,4/5", "2,2026-09-02,45 out of 50"
    )
    assert visit.rows["attitude"].tolist() == [80, 90]
    line = loaded(
        MYSTERY_ITEM, "Visit,Date,Item,得分,分值", "A,2026-09-01,1,4/5,5", "B,2026-09-01,1,5/5,5"
    )
    assert line.rows["earned"].tolist() == [4, 5]


def test_the_shared_visits(shared):
    folder = shared / "cases/public/mystery-na"
    points = loaded(MYSTERY_VISIT, (folder / "points_max_in_heading.csv").read_text("utf-8"))
    assert (
        points.rows[["attitude", "efficiency", "compliance"]].drop_duplicates().to_numpy().tolist()
        == [[90, 80, 70]]
        and len(points.rows) == 12
    )
    gaps = loaded(MYSTERY_VISIT, (folder / "na.csv").read_text("utf-8"))
    assert (
        "no score in 4 of 12 rows" in sentences(gaps) and gaps.rows["efficiency"].notna().sum() == 8
    )
