"""The sample company: the same each time, readable, and its stories are true."""

import csv
import io
import unicodedata
from datetime import date, timedelta

import pandas as pd
import pytest
from python_calamine import load_workbook

from data.kinds.catalog import UPLOADED, kind_named
from data.samples.company import STORES
from data.samples.demo import STORIES, write, write_faulty
from data.samples.layouts import SURVEY_CHINESE
from data.samples.stories import EMPATHY_WORKSHOP, FAILING_COURSE, FALLING_STORE, SPEED_PROGRAMME

UNTIL = date(2026, 9, 1)


def fold(heading):
    return "".join(
        sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum()
    )


def decoded(path):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{path.name} is neither UTF-8 nor GB18030")


def table(path):
    """Headings and rows of a written file, title lines left aside."""
    if path.suffix == ".xlsx":
        title, _, headings, *rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
        assert [cell for cell in title if cell] == ["神秘顾客检测结果汇总"]
        return headings, rows
    headings, *rows = csv.reader(io.StringIO(decoded(path), newline=""))
    return headings, rows


def column_of(kind, heading):
    """The columns of the kind that accept the heading."""
    return [
        column.name
        for column in kind.columns
        if fold(heading)
        in {fold(accepted) for accepted in (column.name, column.label, *column.headings)}
    ]


def frame_of(file):
    headings, rows = table(file.path)
    kind = kind_named(file.kind)
    return pd.DataFrame(rows, columns=[column_of(kind, heading)[0] for heading in headings])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write(tmp_path_factory.mktemp("sample"), UNTIL)


@pytest.fixture(scope="module")
def frames(files):
    """kind -> all its rows, dates as moments, scores as numbers, `month` from 0 to 35."""
    frames = {}
    for kind in UPLOADED:
        parts = [frame_of(file) for file in files if file.kind == kind.name]
        frame = pd.concat(parts, ignore_index=True)
        frame["date"] = pd.to_datetime(frame["date"], format="mixed")
        frame["month"] = (
            frame.date.dt.year * 12 + frame.date.dt.month - (UNTIL.year * 12 + UNTIL.month) + 36
        )
        for name in (
            "overall",
            "attitude",
            "speed",
            "score",
            "attempt",
            "efficiency",
            "compliance",
        ):
            if name in frame:
                frame[name] = pd.to_numeric(frame[name])
        frames[kind.name] = frame
    return frames


def satisfied(answers):
    return 100 * (answers.dropna() >= 4).mean()


def recommending(scores):
    return 100 * ((scores >= 9).mean() - (scores <= 6).mean())


def test_the_same_seed_writes_the_same_bytes_on_any_day_of_the_month_and_another_does_not(
    files, tmp_path
):
    again = write(tmp_path / "again", UNTIL.replace(day=17))
    other = write(tmp_path / "other", UNTIL, seed=7)
    assert [file.path.read_bytes() for file in again] == [file.path.read_bytes() for file in files]
    fixed = (
        *("target", "unit", "event", "section_weight", "theme_term"),
        *("promise", "working_day", "kpi_value", "problem", "action", "decision"),
    )
    pairs = [
        (file, same) for file, same in zip(other, files, strict=True) if file.kind not in fixed
    ]
    assert all(file.path.read_bytes() != same.path.read_bytes() for file, same in pairs)


def test_few_files_of_a_believable_size(files, frames):
    assert {file.kind for file in files} == {kind.name for kind in UPLOADED}
    assert len(files) <= 40 and sum(file.path.stat().st_size for file in files) < 14_000_000
    sizes = {kind: len(frame) for kind, frame in frames.items()}
    assert 22_000 < sizes["survey"] < 29_000 and 14_000 < sizes["nps"] < 19_000
    assert 24 * 36 < sizes["mystery_visit"] < 24 * 36 * 2 and 6_000 < sizes["training"] < 8_500
    assert 15_000 < sizes["exam_item"] < 25_000 and sum(sizes.values()) < 125_000
    assert 380 <= frames["training"].employee.nunique() <= 410


@pytest.mark.parametrize("kind", ["survey", "nps", "mystery_visit", "training"])
def test_every_one_of_36_months_has_rows_and_none_lies_outside(frames, kind):
    assert set(frames[kind].month) == set(range(36))


@pytest.mark.parametrize("until", [date(2024, 3, 1)])
def test_any_month_may_be_the_last(tmp_path, until):
    for file in write(tmp_path, until):
        if file.kind != "target":
            moments = pd.to_datetime(frame_of(file).date, format="mixed")
            assert moments.max() < pd.Timestamp(until) and moments.min() >= pd.Timestamp(
                until.year - 3, until.month, 1
            )


def test_every_heading_is_accepted_by_one_column_of_its_kind(files):
    for file in files:
        headings, _ = table(file.path)
        accepted = [column_of(kind_named(file.kind), heading) for heading in headings]
        # A result may be points or a word: the cells decide.
        assert all(len(columns) == 1 or columns == ["score", "outcome"] for columns in accepted), (
            dict(zip(headings, accepted, strict=True))
        )
        assert len({columns[0] for columns in accepted}) == len(headings)
        required = {column.name for column in kind_named(file.kind).columns if column.required}
        assert required <= {columns[0] for columns in accepted}


def test_the_reader_meets_several_encodings_and_a_workbook(files):
    raw = [file.path.read_bytes() for file in files if file.path.suffix == ".csv"]
    with pytest.raises(UnicodeDecodeError):
        raw[0].decode("utf-8")
    assert any(content.startswith(b"\xef\xbb\xbf") for content in raw)
    assert [file.path.suffix for file in files].count(".xlsx") == 1


@pytest.mark.parametrize(
    "kind",
    [
        "survey",
        "nps",
        "mystery_visit",
        "training",
        "exam_item",
        "praise",
        "mystery_item",
        "behaviour_check",
    ],
)
def test_cells_keep_to_limits_choices_and_keys(frames, kind):
    declared, frame = kind_named(kind), frames[kind]
    assert not frame.duplicated([*declared.identifiers, "date"]).any()
    assert not frame.duplicated(list(declared.identifiers)).any()
    for column in declared.columns:
        if column.name in frame and column.low is not None:
            assert (
                pd.to_numeric(frame[column.name].replace("N/A", None))
                .dropna()
                .between(column.low, column.high)
                .all()
            ), column.name
        if column.name in frame and column.filled:
            assert (frame[column.name].astype(str) != "").all(), column.name


def test_survey_answers_use_the_scale_that_the_options_name(files, frames):
    assert {file.options.scale for file in files if file.kind == "survey"} == {"1-5"}
    assert set(frames["survey"].overall) == {1, 2, 3, 4, 5}
    assert 0.005 < frames["survey"].speed.isna().mean() < 0.05


def test_units_have_one_name_in_all_kinds(frames):
    names = {store.name for store in STORES}
    assert all(
        set(frames[kind].store) == names for kind in ("survey", "nps", "mystery_visit", "training")
    )
    assert (
        set(frames["survey"].department)
        == set(frames["training"].department)
        == set(frames["nps"].department)
    )
    assert set(frames["mystery_visit"].department) < set(frames["survey"].department)
    for kind in ("survey", "nps", "mystery_visit"):
        assert set(zip(frames[kind].store, frames[kind].region, strict=True)) == {
            (store.name, store.region) for store in STORES
        }
    assert len({store.region for store in STORES}) == 4 and frames["survey"].channel.nunique() == 5


def test_whoever_served_worked_there_and_was_hired_before(frames):
    staff = frames["training"].drop_duplicates("employee")[
        ["employee", "store", "department", "hired_on"]
    ]
    known = frames["survey"].merge(staff, on="employee", suffixes=("", "_own"))
    assert len(known) > 10_000
    assert (known.store == known.store_own).all() and (
        known.department == known.department_own
    ).all()
    assert (known.date >= pd.to_datetime(known.hired_on)).all()


def test_comments_are_few_and_fit_the_score(frames):
    survey = frames["survey"]
    said = survey[survey.comment != ""]
    assert 0.2 < len(said) / len(survey) < 0.3
    assert not set(said[said.overall >= 4].comment) & set(said[said.overall <= 2].comment)
    assert said.comment.str.contains("[一-鿿]").mean() == pytest.approx(0.5, abs=0.1)


def test_the_company_improves_slowly(frames):
    first, last = (lambda frame: frame[frame.month < 6]), (lambda frame: frame[frame.month >= 30])
    survey, nps, visits, training = (
        frames[kind] for kind in ("survey", "nps", "mystery_visit", "training")
    )
    assert satisfied(first(survey).overall) == pytest.approx(80, abs=2.5)
    assert satisfied(last(survey).overall) == pytest.approx(87, abs=2.5)
    assert recommending(first(nps).score) == pytest.approx(26, abs=4)
    assert recommending(last(nps).score) == pytest.approx(39, abs=4)
    composite = visits[["attitude", "efficiency", "compliance"]].astype(float).mean(axis=1)
    assert composite[visits.month < 6].mean() == pytest.approx(78, abs=2)
    assert composite[visits.month >= 30].mean() == pytest.approx(86, abs=2)
    assert 100 * (training[training.attempt == 1].score >= 80).mean() == pytest.approx(89, abs=2)


def test_chinese_new_year_is_quiet_and_summer_busy(frames):
    by_month = frames["survey"].groupby(frames["survey"].date.dt.month).size()
    assert by_month[2] < 0.85 * by_month.mean() and by_month[[7, 8]].mean() > 1.1 * by_month.mean()


def test_the_falling_store_falls_in_every_measure(frames):
    begin = 36 - FALLING_STORE.months

    def fall(kind, column, value):
        here = frames[kind][frames[kind].store == FALLING_STORE.unit]
        before = here[here.month.between(begin - 12, begin - 1)]
        return value(before[column]) - value(here[here.month >= 33][column])

    assert fall("survey", "overall", satisfied) > 8 and fall("survey", "attitude", satisfied) > 8
    assert (
        fall("nps", "score", recommending) > 15
        and fall("mystery_visit", "attitude", pd.Series.mean) > 8
    )


def test_one_course_fails_and_the_others_do_not(frames):
    first = frames["training"].query("attempt == 1")
    failing = first.course == FAILING_COURSE.unit
    assert failing.sum() > 300 and first[failing].date.min() >= pd.Timestamp(
        FAILING_COURSE.begins(UNTIL)
    )
    assert (first[failing].score >= 80).mean() < 0.75 and (
        first[~failing].score >= 80
    ).mean() > 0.88


def gain(frames, story, kind, column, value):
    """By how much the story's region gained after its start beyond what the others gained."""
    rows, begin = frames[kind].query(f"store != '{FALLING_STORE.unit}'"), 36 - story.months

    def change(part):
        return value(part[part.month >= begin][column]) - value(
            part[part.month.between(begin - 12, begin - 1)][column]
        )

    return change(rows[rows.region == story.unit]) - change(rows[rows.region != story.unit])


def test_the_workshop_lifts_attitude_where_it_was_held(frames):
    assert 4 < gain(frames, EMPATHY_WORKSHOP, "survey", "attitude", satisfied) < 12
    assert 4 < gain(frames, EMPATHY_WORKSHOP, "mystery_visit", "attitude", pd.Series.mean) < 12


def test_the_speed_programme_moves_nothing(frames):
    assert abs(gain(frames, SPEED_PROGRAMME, "survey", "speed", satisfied)) < 3
    assert abs(gain(frames, SPEED_PROGRAMME, "mystery_visit", "efficiency", pd.Series.mean)) < 3


def test_stories_name_units_that_exist(frames):
    everywhere = pd.concat(frames.values())
    assert all((everywhere[story.dimension] == story.unit).any() for story in STORIES)
    assert [story.begins(date(2026, 3, 1)) for story in (FALLING_STORE, FAILING_COURSE)] == [
        date(2025, 6, 1),
        date(2025, 3, 1),
    ]


def test_most_retake_within_six_weeks_and_some_still_wait(frames):
    training = frames["training"].sort_values("attempt")
    last = training.groupby(["employee", "course"]).score.last()
    assert 10 < (last < 80).sum() < 120
    pairs = training.assign(previous=training.groupby(["employee", "course"]).date.shift()).dropna(
        subset="previous"
    )
    days = (pairs.date - pairs.previous).dt.days
    assert days.between(14, 42).all() and len(days) > 400
    place = training.groupby(["employee", "course"]).cumcount() + 1
    assert (training.attempt == place).all()


def test_targets_hold_declared_choices_and_show_every_case(frames):
    targets = frames["target"]
    for name in ("stage", "form", "dimension"):
        allowed = {word for word, _ in kind_named("target").column(name).choices}
        assert set(targets[name]) - {""} <= allowed, name
    assert not targets.duplicated(["kpi", "dimension", "unit", "stage", "date"]).any()
    assert {"at_least", "at_most", "between", "change", "milestone"} <= set(targets.form)
    due = pd.to_datetime(targets.due)
    assert (due < pd.Timestamp(UNTIL)).sum() >= 5 and (due > pd.Timestamp(UNTIL)).sum() >= 10
    revised = targets[(targets.kpi == "csat") & (targets.stage == "mid") & (targets.unit == "")]
    assert len(revised) == 3 and revised.value.nunique() == 3 and (targets.stable_from != "").any()
    between = targets[targets.form == "between"]
    assert (pd.to_numeric(between.value) < pd.to_numeric(between.value_high)).all()
    numbers = targets[targets.form != "milestone"].value
    assert pd.to_numeric(numbers).notna().all() and set(targets[targets.unit != ""].dimension) == {
        "store",
        "region",
    }


def test_the_faulty_file_holds_each_fault_once(tmp_path):
    file = write_faulty(tmp_path, UNTIL)
    assert file.path.read_bytes() == write_faulty(tmp_path / "again", UNTIL).path.read_bytes()
    first, second, headings, *rows, total = csv.reader(io.StringIO(decoded(file.path), newline=""))
    assert len(first) == len(second) == 1 and headings[:-1] == list(SURVEY_CHINESE.values())
    assert total[0] == "合计" and len(rows) == 61
    answers = pd.DataFrame(rows, columns=[*SURVEY_CHINESE, "address"])
    assert (
        answers.duplicated().sum() == 1
        and (answers.overall == "11").sum() == 1
        and (answers.date == "").sum() == 1
    )
    unknown = answers[~answers.store.isin([store.name for store in STORES])]
    assert list(unknown.store) == ["Harbor Plaza"]
    written = answers.date[answers.date != ""]
    real = pd.to_datetime(written, errors="coerce")
    assert real.isna().sum() == 1
    assert (
        real.dropna()
        .between(
            pd.Timestamp(2026, 8, 1), pd.Timestamp(UNTIL - timedelta(days=1)) + pd.Timedelta(days=1)
        )
        .all()
    )
