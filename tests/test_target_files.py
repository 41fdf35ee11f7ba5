"""Files of targets as people write them: KPIs by any of their names, forms, dates and stages in
words, shares, periods in columns."""

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.database.connection import Database
from data.kinds.catalog import SURVEY, TARGET
from data.questions import lasting, still_open
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from data.values.spans import day_of
from errors import FileRefused, WrongCall
from i18n import LANGUAGES, translator
from metrics.catalog import DECLARED
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.targets.judge import verdicts
from metrics.targets.plans import in_force, targets
from metrics.targets.verdict import Status

SAY = translator("en")
TODAY = date(2026, 11, 28)
HEAD = "kpi,stage,form,value,due,date"


def read(text: str, name: str = "targets.csv", **options):
    return prepare(text.encode(), name, TARGET, Options(**options), TODAY, KPI_FACTS).checked


def row(
    kpi="csat", stage="short", form="at_least", value="85", due="2026-12-31", day="2026-01-01"
) -> str:
    return f"{HEAD}\n{kpi},{stage},{form},{value},{due},{day}\n"


def only(checked):
    assert len(checked.rows) == 1, [SAY(issue.message) for issue in checked.issues]
    return checked.rows.iloc[0]


def told(checked) -> list[str]:
    return [SAY(issue.message) for issue in checked.issues]


def values(checked) -> list[tuple]:
    """KPI, form, value and due date of each row."""
    return [(row.kpi, row.form, row.value, row.due.date()) for row in checked.rows.itertuples()]


# The KPI.


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kpi", DECLARED, ids=lambda kpi: kpi.name)
def test_a_kpi_is_found_by_its_label(kpi, language):
    label = translator(language)(kpi.label)
    for written in (
        label,
        label.upper(),
        f"  {label}",
        label.replace("（", " (").replace("）", ")"),
    ):
        assert KPI_FACTS.name_of(written) == kpi.name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NPS", "net_promoter_score"),
        ("ｎｐｓ", "net_promoter_score"),
        ("净推荐值", "net_promoter_score"),
        ("Net Promoter Score", "net_promoter_score"),
        ("淨推薦值（NPS）", "net_promoter_score"),
        ("CSAT", "csat"),
        ("客户满意度", "csat"),
        ("滿意度", "csat"),
        ("customer satisfaction", "csat"),
        ("首次通过率", "first_attempt_pass_rate"),
        ("训练", None),
        ("", None),
    ],
)
def test_a_kpi_is_found_by_what_people_call_it(written, name):
    assert KPI_FACTS.name_of(written) == name


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("csatt", "csat"),
        ("Custmer satisfaction", "Customer satisfaction"),
        ("客戶滿意渡", "客戶滿意度"),
    ],
)
def test_an_unknown_kpi_keeps_its_row_out_and_names_the_nearest(written, nearest):
    checked = read(row(kpi=written) + "nps,short,at_least,50,2026-12-31,2026-01-01\n")
    assert checked.rejected == 1 and only(checked).kpi == "net_promoter_score"
    assert told(checked) == [
        f"There is no KPI “{written}”. Did you mean “{nearest}”? The page Definitions lists the "
        "names of all KPIs."
    ]


def test_a_kpi_like_none_is_refused_without_a_guess():
    assert told(read(row(kpi="电费"))) == [
        "There is no KPI “电费”. The page Definitions lists the names of all KPIs."
    ]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (
            row(value="101"),
            "value",
            "101.0% is outside 0.0% to 100.0%, the range of Customer satisfaction (CSAT). Correct "
            "the value.",
        ),
        (
            row(kpi="nps", value="-101"),
            "value",
            "−101.0 is outside −100.0 to 100.0, the range of Net promoter score (NPS). Correct "
            "the value.",
        ),
        (
            row(form="counted up to", value="30"),
            "form",
            "Customer satisfaction (CSAT): not counted up, since its months do not add. Choose "
            "another form of target.",
        ),
        (
            f"dimension,unit,{HEAD}\n"
            "channel,Shop,mystery_visits,short,between,1,2026-12-31,2026-01-01\n",
            "value",
            "A range needs a lower and an upper value. Fill in both.",
        ),
        (
            f"dimension,unit,{HEAD}\n"
            "channel,Shop,mystery_visits,short,at_least,1,2026-12-31,2026-01-01\n",
            "dimension",
            "Mystery visits per store and month: not recorded by Channel. It can have targets "
            "by Store, Region, or for the whole company.",
        ),
    ],
)
def test_a_file_passes_the_checks_of_the_form(line, column, sentence):
    checked = read(line)
    assert (len(checked.rows), checked.rejected) == (0, 1)
    assert [(issue.column, SAY(issue.message)) for issue in checked.issues] == [(column, sentence)]


def test_targets_are_never_checked_without_the_kpis():
    with pytest.raises(ValueError, match="hand in"):
        prepare(row().encode(), "a.csv", TARGET, Options(), TODAY)


# Forms, stages and dates.


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("at least", "at_least"),
        (">=", "at_least"),
        ("＞＝", "at_least"),
        ("≥", "at_least"),
        ("不低于", "at_least"),
        ("至少", "at_least"),
        ("不低於", "at_least"),
        ("at most", "at_most"),
        ("<=", "at_most"),
        ("≤", "at_most"),
        ("不高于", "at_most"),
        ("不超过", "at_most"),
        ("不超過", "at_most"),
        ("Minimum", "at_least"),
    ],
)
def test_forms_are_read_as_written(written, form):
    assert only(read(row(form=written))).form == form


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("≥85%", "", ("at_least", 85, None)),
        ("不低于85", "", ("at_least", 85, None)),
        ("at least 85", "", ("at_least", 85, None)),
        ("85以上", "", ("at_least", 85, None)),
        ("不超过 5%", "", ("at_most", 5, None)),
        ("86-90", "between", ("between", 86, 90)),
        ("86%–90%", "", ("between", 86, 90)),
        ("86~90", "区间", ("between", 86, 90)),
        ("86 至 90", "", ("between", 86, 90)),
        ("zwischen 86 und 90", "", ("between", 86, 90)),
        ("entre 86 et 90 %", "", ("between", 86, 90)),
        ("entre 86% y 90%", "", ("between", 86, 90)),
        ("entre 86 e 90", "", ("between", 86, 90)),
        ("between 86 and 90", "", ("between", 86, 90)),
        ("86 und 90", "zwischen", ("between", 86, 90)),
        ("介于86和90之间", "", ("between", 86, 90)),
        ("≥85", "不低于", ("at_least", 85, None)),
    ],
)
def test_a_form_may_stand_with_the_value(value, form, expected):
    found = only(read(row(value=value, form=form)))
    assert (
        found.form,
        found.value,
        None if found.value_high != found.value_high else found.value_high,
    ) == expected


@pytest.mark.parametrize(
    ("value", "form"), [("≥85", "at_most"), ("86-90", "at_least"), ("about 85", "at_least")]
)
def test_a_value_that_contradicts_its_form_is_kept_out(value, form):
    assert read(row(value=value, form=form)).rejected == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (">50", ("at_least", 50)),
        ("> 50", ("at_least", 50)),
        ("more than 50", ("at_least", 50)),
        ("高于50", ("at_least", 50)),
        ("超過 50", ("at_least", 50)),
        ("<5%", ("at_most", 5)),
        ("below 5", ("at_most", 5)),
        ("低于5%", ("at_most", 5)),
        ("少於5", ("at_most", 5)),
    ],
)
def test_what_is_to_be_passed_is_read_as_to_be_reached_and_it_is_said(value, expected):
    checked = read(row(value=value, form=""))
    assert (only(checked).form, only(checked).value) == expected
    assert any(
        "so that the value itself meets them too" in sentence and ": 1." in sentence
        for sentence in told(checked)
    )
    assert not any(
        "meets them too" in sentence for sentence in told(read(row(value="≥50", form="")))
    )


@pytest.mark.parametrize(
    "text",
    [
        "KPI,Target,Deadline\nCSAT,85%,2026-12-31\nNPS,40,2026-06-30\n",
        "指标,目标值,截止日期\n客户满意度,85%,2026年底\n净推荐值,40,2026年6月\n",
        "指標,目標值,截止日期\n客戶滿意度,不低於85%,2026年底\n淨推薦值,40,2026年6月\n",
    ],
)
def test_a_list_of_kpi_value_and_day_alone_is_enough(text):
    checked = read(text)
    assert values(checked) == [
        ("csat", "at_least", 85, date(2026, 12, 31)),
        ("net_promoter_score", "at_least", 40, date(2026, 6, 30)),
    ]
    assert {*checked.rows["stage"]} == {"short"} and {
        day.date() for day in checked.rows["date"]
    } == {date(2026, 1, 1)}
    assert any("names no stage" in sentence for sentence in told(checked)) and any(
        "from Jan 1, 2026 on" in sentence for sentence in told(checked)
    )


def test_a_list_that_says_stage_and_day_keeps_them():
    assert [
        only(read(row(stage="mid", day="2026-02-01"))).stage,
        only(read(row(day="2026-02-01"))).date.date(),
    ] == ["mid", date(2026, 2, 1)]


@pytest.mark.parametrize(
    ("heading", "due"),
    [
        ("Jan-26", date(2026, 1, 31)),
        ("Mar 26", date(2026, 3, 31)),
        ("Mar'26", date(2026, 3, 31)),
        ("2/2026", date(2026, 2, 28)),
        ("202604", date(2026, 4, 30)),
        ("2026-03-01 00:00:00", date(2026, 3, 31)),
        ("2026/5/1", date(2026, 5, 31)),
        ("26年3月", date(2026, 3, 31)),
        ("Q2'26", date(2026, 6, 30)),
        ("FY2026", date(2026, 12, 31)),
    ],
)
def test_headings_of_periods_as_workbooks_write_them(heading, due):
    assert values(read(f"KPI,{heading}\nCSAT,80\n")) == [("csat", "at_least", 80, due)]


@pytest.mark.parametrize(
    "heading", ["2026-03-15", "13/2026", "202613", "10-26", "May 5", "Total", "Mar 2026 actual"]
)
def test_other_headings_are_no_periods_and_their_figures_are_named(heading):
    checked = read(f"KPI,2026-01,{heading}\nCSAT,80,81\n")
    assert [row.due.date() for row in checked.rows.itertuples()] == [date(2026, 1, 31)]
    assert any(
        "no target was read from them" in sentence and heading in sentence
        for sentence in told(checked)
    )


def test_a_number_with_a_comma_is_read():
    assert only(read("kpi;value;due\ncsat;85,5;2026-12-31\n")).value == 85.5


def test_where_no_form_is_written_the_better_side_is_meant_and_it_is_said():
    checked = read(
        "kpi,stage,value,due,date\ncsat,short,85,2026-12-31,2026-01-01\n"
        "detractor_share,short,10,2026-12-31,2026-01-01\n"
    )
    assert checked.rows["form"].tolist() == ["at_least", "at_most"]
    for form, more in (("at least", "more"), ("at most", "less")):
        assert (
            f"Targets for which no form is written: 1. They were read as “{form}”, since {more} of "
            "these KPIs is better." in told(checked)
        )


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("短期", "short"),
        ("1年", "short"),
        ("1 year", "short"),
        ("中期", "mid"),
        ("3年", "mid"),
        ("3 Years", "mid"),
        ("長期", "long"),
        ("5年", "long"),
        ("Long", "long"),
    ],
)
def test_stages_are_read_as_written(written, stage):
    assert only(read(row(stage=written))).stage == stage


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026年底", date(2026, 12, 31)),
        ("2026年末", date(2026, 12, 31)),
        ("end of 2026", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("2026Q4", date(2026, 12, 31)),
        ("Q3 2026", date(2026, 9, 30)),
        ("2026年第二季度", date(2026, 6, 30)),
        ("2026年2月", date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("end of June 2026", date(2026, 6, 30)),
        ("2026年上半年", date(2026, 6, 30)),
        ("2026年12月31日", date(2026, 12, 31)),
        ("2026-12-15", date(2026, 12, 15)),
        ("15. Dezember 2026", date(2026, 12, 15)),
        ("1. März 2026", date(2026, 3, 1)),
    ],
)
def test_a_target_is_due_on_the_last_day_of_what_is_written(written, due):
    assert only(read(row(due=written, day="2026-01"))).due.date() == due


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("Dezember 2026", "2026-12-31"),
        ("Dez 2026", "2026-12-31"),
        ("Dez. 2026", "2026-12-31"),
        ("März 2026", "2026-03-31"),
        ("mars 2026", "2026-03-31"),
        ("déc. 2026", "2026-12-31"),
        ("marzo de 2026", "2026-03-31"),
        ("março de 2026", "2026-03-31"),
        ("dez/2026", "2026-12-31"),
        ("12/2026", "2026-12-31"),
        ("3.2026", "2026-03-31"),
        ("202602", "2026-02-28"),
        ("民國115年3月", "民國115年3月31日"),
        ("Mär-26", None),
        ("Ende März 2026", "2026-03-31"),
        ("fin mars 2026", "2026-03-31"),
        ("a finales de marzo de 2026", "2026-03-31"),
        ("fim de março de 2026", "2026-03-31"),
        ("fin de año 2026", "2026-12-31"),
        ("final del año 2026", "2026-12-31"),
        ("fin d’année 2026", "2026-12-31"),
        ("Jahresende 2026", "2026-12-31"),
        ("fim do ano de 2026", "2026-12-31"),
        ("1er trimestre 2026", "2026-03-31"),
        ("2. Quartal 2026", "2026-06-30"),
        ("Ende des 2. Quartals 2026", "2026-06-30"),
        ("fin du 1er trimestre 2026", "2026-03-31"),
        ("3T 2026", "2026-09-30"),
        ("T3 2026", "2026-09-30"),
        ("4º trimestre de 2026", "2026-12-31"),
        ("31. Dezember 2026", None),
        ("1. März 2026", None),
        ("13/2026", None),
        ("46112", None),
        ("Dezember", None),
    ],
)
def test_a_month_or_quarter_in_any_language_ends_on_its_last_day(written, due):
    assert day_of(written, "last") == due


def test_a_due_month_of_the_minguo_calendar_is_its_last_day_and_the_calendar_is_told():
    checked = read(row(due="民國115年3月"))
    assert only(checked).due.date() == date(2026, 3, 31) and any(
        "Minguo calendar" in sentence for sentence in told(checked)
    )


def test_a_due_month_of_a_german_file_is_its_last_day():
    assert [
        due
        for *_, due in values(
            read("Kennzahl,Zielwert,Frist\nNPS,40,Dezember 2026\nCSAT,90,2. Quartal 2026\n")
        )
    ] == [date(2026, 12, 31), date(2026, 6, 30)]


def test_a_target_is_in_force_from_the_first_day_of_what_is_written():
    found = [only(read(row(day=day))).date.date() for day in ("2026年", "2026Q2", "2026年3月")]
    assert found == [date(2026, 1, 1), date(2026, 4, 1), date(2026, 3, 1)]


# Shares of one.


def shares(checked) -> str | None:
    return next(
        (question.likely for question in checked.questions if question.name == "target_shares"),
        None,
    )


@pytest.mark.parametrize(
    ("line", "likely", "value"),
    [
        (row(value="0.85"), "percent", 85),
        (row(value="1"), "percent", 100),
        (row(value="85"), None, 85),
        (row(value="0.85%"), None, 0.85),
        (row(kpi="nps", value="0.5"), None, 0.5),
        (row(kpi="mystery_score", value="0.9"), None, 0.9),
        (row(form="change", value="0.2"), "percent", 20),
        (row(kpi="detractor_share", form="change", value="-0.2"), "percent", -20),
        (row(form="change", value="20"), None, 20),
        (row(kpi="attitude_complaint_rate", form="at_most", value="0.5"), "as_written", 0.5),
        (row(kpi="detractor_share", form="at_most", value="1"), None, 1),
        (row(form="at_least", value="0"), None, 0),
        (row(form="withdrawn", value="0.5"), None, 0.5),
    ],
)
def test_a_share_is_asked_about(line, likely, value):
    checked = read(line)
    assert (shares(checked), only(checked).value) == (likely, value)


def test_the_answer_decides_and_is_remembered():
    for answer, value in (("percent", 85), ("as_written", 0.85)):
        checked = read(row(value="0.85"), answers={"target_shares": answer})
        assert only(checked).value == value and not still_open(
            checked.questions, {"target_shares": answer}
        )
    assert lasting({checked.questions[0].name: "percent"})
    with pytest.raises(WrongCall):
        read(row(value="0.85"), answers={"target_shares": "yes"})


def test_one_share_among_percentages_is_asked_about_where_anybody_would_reach_it():
    checked = read(
        row(value="0.85") + "attitude_satisfaction,short,at_least,90,2026-12-31,2026-01-01\n"
        "attitude_complaint_rate,short,at_most,0.5,2026-12-31,2026-01-01\n"
    )
    assert shares(checked) == "percent" and checked.rows["value"].tolist() == [85, 90, 0.5]
    assert SAY(checked.questions[0].message) == (
        "“value” is 0.85 for “csat”, which is counted in percent. Is 85% meant? Rows like this: 1."
    )


def test_shares_of_a_range_and_its_baseline_go_with_the_value():
    checked = read(
        f"{HEAD},baseline\ncsat,short,between,0.8-0.9,2026-12-31,2026-01-01,0.75\n"
        "csat,mid,at_least,0.9,2026-12-31,2026-01-01,75\n"
    )
    assert checked.rows[["value", "value_high", "baseline"]].fillna(0).to_numpy().tolist() == [
        [80, 90, 75],
        [90, 0, 75],
    ]


# Months and quarters in columns.


def test_months_in_columns_are_a_target_each():
    checked = read("KPI,2026-01,2026-02,2026年3月目标,Apr 2026\ncsat,80,81%,,83\nNPS,30,31,32,33\n")
    assert values(checked) == [
        ("csat", "at_least", 80, date(2026, 1, 31)),
        ("csat", "at_least", 81, date(2026, 2, 28)),
        ("csat", "at_least", 83, date(2026, 4, 30)),
        ("net_promoter_score", "at_least", 30, date(2026, 1, 31)),
        ("net_promoter_score", "at_least", 31, date(2026, 2, 28)),
        ("net_promoter_score", "at_least", 32, date(2026, 3, 31)),
        ("net_promoter_score", "at_least", 33, date(2026, 4, 30)),
    ]
    assert {day.date() for day in checked.rows["date"]} == {date(2026, 1, 1)} and set(
        checked.rows["stage"]
    ) == {"short"}
    assert not checked.questions
    said = told(checked)
    assert "The file names no stage, so its targets are those of the stage “Short term”." in said
    assert any(
        "from Jan 1, 2026 on, the first day of its first column" in sentence for sentence in said
    )


QUARTERS = "指标,Q1,Q2,Q3,Q4\n满意度,80%,82%,84%,85%\n"


def test_quarters_without_a_year_are_asked_about():
    checked = read(QUARTERS)
    year = next(question for question in checked.questions if question.name == "target_year")
    assert year.likely == "2026" and not lasting({year.name: "2026"}), (
        "the next year's file has the same headings"
    )
    assert [due for *_, due in values(checked)] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert [value for _, _, value, _ in values(checked)] == [80, 82, 84, 85]
    assert "Headings that name no year were read as those of 2026: “Q1”, “Q2”, “Q3”, “Q4”." in told(
        checked
    )
    assert values(read(QUARTERS, answers={"target_year": "2027"}))[0][-1] == date(2027, 3, 31)
    assert read(QUARTERS, "targets 2025.csv").questions[0].likely == "2025", (
        "the name of the file says it"
    )


def test_the_day_in_force_gives_the_year():
    checked = read(QUARTERS, set={"date": "2027-01-01"})
    assert not checked.questions and values(checked)[-1][-1] == date(2027, 12, 31)
    own = read("KPI,In force from,一季度,二季度\ncsat,2025-01-01,80,81\n")
    assert not own.questions and values(own)[-1][-1] == date(2025, 6, 30)


def test_a_row_without_any_value_is_left_out_and_all_rows_add_up():
    checked = read("KPI,Stage,2026Q1,2026Q2\ncsat,mid,80,\nnps,short,,-\n")
    assert (checked.read, len(checked.rows), checked.left_out) == (2, 1, 1)
    assert only(checked).stage == "mid"


def test_a_column_of_shares_under_quarters_is_asked_about_too():
    checked = read("KPI,2026Q1,2026Q2\ncsat,0.8,0.82\n")
    assert shares(checked) == "percent" and checked.rows["value"].tolist() == [80, 82]


def test_columns_of_periods_beside_a_due_date_are_no_table_of_periods():
    checked = read(f"{HEAD},2025\ncsat,short,at_least,85,2026-12-31,2026-01-01,82\n")
    assert values(checked) == [("csat", "at_least", 85, date(2026, 12, 31))]


def test_a_file_without_due_dates_and_periods_is_refused():
    with pytest.raises(FileRefused):
        read("KPI,Value\ncsat,80\n")


def test_two_rows_about_one_target_and_day_are_told():
    checked = read(
        row() + "csat,short,at_least,86,2026-12-31,2026-01-01\n"
        "csat,short,at_least,87,2027-12-31,2026-01-01\n"
    )
    assert len(checked.rows) == 3
    assert told(checked) == [
        "Rows that set one target twice for the same day: 2, 3. The later row holds; check that "
        "it is the right one."
    ]


# The cases of others.


@pytest.fixture(scope="module")
def surveyed(shared, tmp_path_factory, empty_file) -> Path:
    """The folder of a closed database with the answers that the cases are about."""
    file = shared / "cases" / "public" / "target-as-fraction" / "survey.csv"
    if not file.exists():
        pytest.skip("the shared cases are not on this machine")
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("surveyed") / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        add(database, prepare(file.read_bytes(), file.name, SURVEY, Options(scale="1-5"), TODAY))
    return path.parent


@pytest.fixture
def database(surveyed, tmp_path) -> Iterator[Database]:
    """A copy of it."""
    copy = shutil.copytree(surveyed, tmp_path / "copy") / "own.duckdb"
    with closing(Database(copy, keeping=KEEPING)) as database:
        yield database


@pytest.fixture
def case(shared, database):
    """Loads a file of a case and gives its check."""
    folder = shared / "cases" / "public"

    def load(path: str, **options):
        prepared = prepare(
            (folder / path).read_bytes(),
            path.split("/")[-1],
            TARGET,
            Options(**options),
            TODAY,
            KPI_FACTS,
        )
        add(database, prepared)
        return prepared.checked

    return load


@pytest.mark.parametrize("name", ["target.csv", "target_pct.csv", "target_pass.csv"])
def test_a_missed_target_is_missed_however_it_is_written(case, database, name):
    case(f"target-as-fraction/{name}")
    with database.read() as reading:
        (found,) = verdicts(reading, date(2026, 10, 1), date.today())
    assert (found.status, found.goal, round(found.value, 1)) == (Status.MISSED, 85, 68.6)


def test_a_change_written_as_a_share_is_one_of_percent(case, database):
    case("target-as-fraction/target_change.csv")
    with database.read() as reading:
        assert [verdict.goal for verdict in verdicts(reading, date(2026, 10, 1), date.today())] == [
            72
        ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("labels_en.csv", 3),
        ("labels_zh.csv", 2),
        ("monthly_rows.csv", 12),
        ("typo.csv", 1),
        ("wide_months.csv", 8),
        ("wide_quarters.csv", 4),
    ],
)
def test_targets_as_written_are_read(case, name, kept):
    checked = case(f"target-files-as-written/{name}")
    assert len(checked.rows) == kept and set(checked.rows["kpi"]) <= {"csat", "net_promoter_score"}


@pytest.mark.parametrize(
    ("name", "goals"),
    [("quarters_sameday.csv", [66, 68, 70, 72]), ("monthly_sameday.csv", list(range(61, 73)))],
)
def test_targets_of_periods_set_on_one_day_are_judged_each(case, database, name, goals):
    checked = case(f"target-per-month/{name}")
    assert not checked.issues
    with database.read() as reading:
        found = {
            verdict.target.due.month: verdict
            for verdict in verdicts(reading, date(2026, 10, 1), date.today())
        }
    assert [verdict.goal for verdict in found.values()] == goals
    for month, value in ((3, 71.0), (6, 70.0), (9, 70.0)):
        assert (found[month].status, round(found[month].value, 1)) == (Status.MET, value)
    assert found[12].status not in (Status.MET, Status.MISSED)


def test_targets_of_months_that_come_into_force_one_by_one_hold_in_their_month(case, database):
    case("target-per-month/monthly_inforce.csv")
    with database.read() as reading:
        found = targets(reading)
        assert [
            [target.value for target in in_force(found, date(2026, month, 15))]
            for month in (1, 6, 12)
        ] == [[61], [66], [72]]


def test_a_change_of_a_baseline_of_nothing_or_less_is_kept_out():
    rows = (
        "detractor_share,short,change,-20,2026-12-31,2026-01-01,0\n"
        "detractor_share,mid,change,-20,2026-12-31,2026-01-01,40\n"
    )
    checked = read(f"{HEAD},baseline\n{rows}")
    assert only(checked).stage == "mid"
    assert told(checked) == [
        "The baseline is 0.0%: a change in percent of it says nothing. Set the value that is to "
        "be reached."
    ]


def test_a_change_in_percent_of_a_net_score_is_kept_out():
    checked = read(f"{HEAD},baseline\nnps,short,change,20,2026-12-31,2026-01-01,40\n")
    assert len(checked.rows) == 0
    assert told(checked) == [
        "Net promoter score (NPS) can be below zero: a change in percent of it says nothing. "
        "Set the value that is to be reached."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kennzahl;Zielwert;gültig ab;gültig bis\n"
        "Kundenzufriedenheit;mindestens 85 %;01.01.2026;31.12.2026\n",
        "Indicateur;Objectif;Échéance\nSatisfaction client;≥ 85 %;31/12/2026\n",
        "Indicador;Meta;Fecha límite\nSatisfacción del cliente;al menos 85%;31/12/2026\n",
        "Indicador;Meta;Prazo\nSatisfação do cliente;85%;31/12/2026\n",
        "Kennzahl;Ziel;Stichtag\nCSAT;> 85 %;Ende 2026\n",
        "Indicateur;Valeur cible;Valable jusqu'au\nCSAT;au moins 85%;fin 2026\n",
    ],
)
def test_headings_of_targets_are_known_in_european_languages(text):
    checked = read(text)
    assert (
        values(checked) == [("csat", "at_least", 85, date(2026, 12, 31))] and not checked.questions
    )


def test_months_in_columns_may_hold_limits_and_ranges_and_have_names_of_any_language():
    checked = read(
        "Kennzahl;Jan 2026;Feb 2026;März 2026;Dez 2026\nCSAT;≥35;> 90 %;至少 80%;80–85\n"
        "NPS;30;31;32;40\n"
    )
    assert values(checked)[:4] == [
        ("csat", "at_least", 35, date(2026, 1, 31)),
        ("csat", "at_least", 90, date(2026, 2, 28)),
        ("csat", "at_least", 80, date(2026, 3, 31)),
        ("csat", "between", 80, date(2026, 12, 31)),
    ]
    assert len(checked.rows) == 8 and not checked.rejected


@pytest.mark.parametrize(
    ("headings", "dues"),
    [
        ("1º trimestre 2026,T2 2026,3. Quartal 2026", [(3, 31), (6, 30), (9, 30)]),
        ("janv. 2026,févr. 2026,août 2026", [(1, 31), (2, 28), (8, 31)]),
        ("enero de 2026,marzo de 2026,diciembre de 2026", [(1, 31), (3, 31), (12, 31)]),
    ],
)
def test_quarters_and_months_in_columns_in_other_languages(headings, dues):
    checked = read(f"Indicador,{headings}\nCSAT,80%,81%,82%\n")
    assert [row[3] for row in values(checked)] == [date(2026, *due) for due in dues]


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ("Total,,,", "totals"),
        ("Total,110,112,114", "totals"),
        ("Source: board meeting 12 Dec", "note"),
        ("Approved by the committee,,,", "note"),
        ("备注：董事会通过,,,", "note"),
        ("Updated 2026-01-05,,,", "note"),
    ],
)
def test_a_last_row_that_is_no_target_is_told_and_the_headings_stay(last, reason):
    checked = read(f"KPI,Jan-26,Feb-26,Mar-26\nCSAT,80%,81%,82%\nNPS,30,31,≥35\n{last}\n")
    assert len(checked.rows) == 6 and checked.left_out == 1 and not checked.rejected
    assert any(reason in text for text in told(checked))


@pytest.mark.parametrize("form", ["0%", "0.0%", "0.00\\ %", "[Red]0%"])
def test_cells_that_a_workbook_shows_as_percent_are_percent(form):
    book = openpyxl.Workbook()
    for line in (
        ["KPI", "Target", "Due"],
        ["CSAT", 0.85, "2026-12-31"],
        ["First pass rate", 1, "2026-12-31"],
        ["NPS", 0.45, "2026-12-31"],
    ):
        book.active.append(line)
    for cell in book.active["B"][1:]:
        cell.number_format = form
    content = io.BytesIO()
    book.save(content)
    checked = prepare(
        content.getvalue(), "targets.xlsx", TARGET, Options(), TODAY, KPI_FACTS
    ).checked
    assert [row[2] for row in values(checked)] == [85, 100, 45] and not checked.questions


def test_a_percent_sign_that_is_only_text_is_asked_about():
    book = openpyxl.Workbook()
    for line in (["KPI", "Target", "Due"], ["CSAT", 0.85, "2026-12-31"]):
        book.active.append(line)
    book.active["B2"].number_format = 'General"%"'
    content = io.BytesIO()
    book.save(content)
    checked = prepare(
        content.getvalue(), "targets.xlsx", TARGET, Options(), TODAY, KPI_FACTS
    ).checked
    assert [question.name for question in checked.questions] == ["target_shares"]
