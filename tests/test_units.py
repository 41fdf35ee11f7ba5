"""Names of units: merged and placed when read, never in the rows; proposed, undone, shown on their
page."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings, strategies as some
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.database.shown_names import write_shown_names
from data.database.tables import rows_table
from data.kinds.catalog import KINDS, NPS, SURVEY, TARGET, TRAINING, UNIT
from data.questions import Unanswered
from data.reading.options import Options
from data.units.likeness import ALIKE, likeness, nearest, same_letters, same_unit, unit_keys
from data.units.names import (
    merged,
    merged_spellings,
    near_duplicates,
    placed,
    separated,
    spellings,
    statements,
    units,
)
from data.uploads.prepare import prepare
from data.uploads.store import add, rehearse, undo
from data.uploads.typed import typed_rows
from errors import FileRefused, WrongCall
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.sums.query import Query
from metrics.targets.plans import targets
from tests.conftest import ROOT
from ui.units import SECTIONS, known_units

pytestmark = pytest.mark.usefixtures("steward")

DAY = date(2026, 3, 1)
ANSWERS = """response_id,date,store,region,department,channel,score
1,2026-01-05 10:00,静安店,East,Desk,App,9
2,2026-01-06 10:00,静安门店,,,WeChat,3
3,2026-02-01 09:00,Lakeside,,Desk,微信,7
4,2026-02-02 09:00,,,,,10
"""
GROUP = "units_group_静安店"


def load(database: Database, text: str = ANSWERS, kind=NPS, **options) -> int:
    options.setdefault(
        "answers", {"alike_store": "different"}
    )  # as files brought names before anybody was asked
    return add(database, prepare(text.encode(), "answers.csv", kind, Options(**options))).upload


def say_of(database: Database, *rows: dict) -> int:
    return add(database, typed_rows(UNIT, rows, "typed")).upload


def same(name: str, target: str, dimension: str = "store", day: date = DAY, **more) -> dict:
    return {"dimension": dimension, "name": name, "same_as": target, "date": day, **more}


def known(database: Database, dimension: str = "store"):
    with database.read() as reading:
        return units(reading, dimension)


def live(database: Database, columns: str = "response_id, store", kind: str = "nps") -> list[tuple]:
    with database.read() as reading:
        return reading.rows(f"SELECT {columns} FROM live_{kind} ORDER BY ALL")


def test_a_merged_name_is_shown_as_the_other_in_old_and_new_rows_until_it_is_undone(database):
    load(database)
    said = say_of(database, same("静安门店", "静安店"))
    load(database, "response_id,date,store,score\n9,2026-03-05,静安门店,8\n")
    shown = [("1", "静安店"), ("2", "静安店"), ("3", "Lakeside"), ("4", None), ("9", "静安店")]
    assert live(database) == shown
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM rows_nps WHERE store = '静安门店'") == (2,)
        assert ask(
            reading, kpi_named("net_promoter_score"), Query(only=(("store", ("静安门店",)),)), DAY
        ).rows.empty
    undo(database, said)
    assert ("2", "静安门店") in live(database) and ("9", "静安门店") in live(database)


def test_every_dimension_is_mapped(database):
    load(database)
    say_of(
        database,
        same("WeChat", "微信", "channel"),
        same("Desk", "前台", "department"),
        same("East", "华东", "region"),
    )
    assert live(database, "response_id, channel, department, region") == [
        ("1", "App", "前台", "华东"),
        ("2", "微信", None, None),
        ("3", "微信", "前台", None),
        ("4", None, None, None),
    ]


def test_a_name_of_one_dimension_does_not_touch_another(database):
    load(database)
    say_of(database, same("Lakeside", "Lake", "region"), same("Desk", "前台", "store"))
    assert live(database, "response_id, store, department")[2] == ("3", "Lakeside", "Desk")


def test_a_store_supplies_its_place_only_where_a_row_has_none(database):
    load(database)
    say_of(
        database,
        {
            "dimension": "store",
            "name": "静安店",
            "region": "West",
            "department": "Sales",
            "date": DAY,
        },
        {
            "dimension": "store",
            "name": "Lakeside",
            "region": "South",
            "department": "Sales",
            "date": DAY,
        },
        same("静安门店", "静安店"),
        same("South", "华南", "region"),
    )
    assert live(database, "response_id, store, region, department") == [
        ("1", "静安店", "East", "Desk"),
        ("2", "静安店", "West", "Sales"),
        ("3", "Lakeside", "华南", "Desk"),
        ("4", None, None, None),
    ]


@pytest.mark.without_sums
def test_exams_take_the_department_of_their_store(database):
    load(
        database,
        "employee,course,date,score,store\nE1,Basics,2026-01-05,90,Lakeside\n",
        TRAINING,
        pass_mark=80,
    )
    say_of(
        database,
        {
            "dimension": "store",
            "name": "Lakeside",
            "department": "Desk",
            "region": "South",
            "date": DAY,
        },
    )
    assert live(database, "store, department", "training") == [("Lakeside", "Desk")]


def test_a_target_follows_its_unit(database):
    add(
        database,
        typed_rows(
            TARGET,
            [
                {
                    "kpi": "csat",
                    "dimension": "store",
                    "unit": "静安门店",
                    "stage": "short",
                    "form": "at_least",
                    "value": 90,
                    "due": date(2026, 12, 31),
                    "date": DAY,
                },
                {
                    "kpi": "csat",
                    "stage": "short",
                    "form": "at_least",
                    "value": 90,
                    "due": date(2026, 12, 31),
                    "date": DAY,
                },
            ],
            "typed",
            kpis=KPI_FACTS,
        ),
    )
    say_of(database, same("静安门店", "静安店"), same("静安门店", "else", "region"))
    with database.read() as reading:
        assert sorted(
            (target.dimension, target.unit) for target in targets(reading) if target.unit
        ) == [("store", "静安店")]
        assert len(targets(reading)) == 2


def test_what_was_said_of_the_latest_day_and_last_holds(database):
    load(database)
    say_of(database, same("静安门店", "A", day=date(2026, 5, 1)))
    say_of(database, same("静安门店", "B", day=date(2026, 4, 1)))
    assert ("2", "A") in live(database)
    say_of(database, *merged(known(database), "静安门店", "静安店", DAY))
    assert ("2", "静安店") in live(database)


STATED = some.lists(
    some.tuples(
        some.sampled_from(["store", "region", "department", "channel"]),
        some.sampled_from("ABCD"),
        some.sampled_from(["A", "B", "C", "D", None]),
        some.sampled_from(["A", "B", None]),
        some.integers(1, 3),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10)
@given(
    STATED,
    some.lists(some.tuples(*[some.sampled_from(["A", "B", "D", ""])] * 4), min_size=1, max_size=6),
)
def test_no_row_is_lost_or_doubled_whatever_is_said(tmp_path_factory, empty_file, said, rows):
    database = Database(shutil.copy(empty_file, tmp_path_factory.mktemp("any")))
    lines = [f"{at},2026-01-0{1 + at},{','.join(row)},5" for at, row in enumerate(rows)]
    load(
        database,
        "\n".join(["response_id,date,store,region,department,channel,overall", *lines]),
        SURVEY,
        scale="1-5",
    )
    with (
        database.write() as writing
    ):  # as no checker would let them in: chains, loops, several live rows of one name
        for at, (dimension, name, target, place, day) in enumerate(said):
            writing.run(
                "INSERT INTO rows_unit VALUES (1, ?, uuid(), ?, TRUE, ?, ?, ?, ?, ?, ?)",
                [at, at, dimension, name, target, place, place, date(2026, 1, day)],
            )
        write_shown_names(writing.run)
    assert live(database, "response_id::INT", "survey") == [(at,) for at in range(len(rows))]
    database.close()


def test_a_view_has_every_column_of_its_table(database):
    with database.read() as reading:
        for kind in KINDS:
            of_table = reading.frame(f"FROM {rows_table(kind)}").columns.tolist()
            assert (
                reading.frame(f"FROM live_{kind.name}").columns.tolist()[: len(of_table)]
                == of_table
            )


def test_chains_in_a_file_keep_their_rows_out_and_a_changed_mind_does_not():
    def issues(*lines: str) -> list[str]:
        text = "\n".join(["dimension,name,same_as,region,date", *lines])
        return [
            str(issue.message)
            for issue in prepare(text.encode(), "u.csv", UNIT, Options()).checked.issues
        ]

    [told] = issues("store,A,B,,2026-01-01", "store,B,C,,2026-01-01", "region,B,D,,2026-01-01")
    assert "“A” is to be shown as “B”" in told and "“C”" in told
    assert (
        issues(
            "store,A,B,,2026-01-01",
            "store,A,C,,2026-02-01",
            "store,B,C,,2026-02-01",
            "store,C,C,,2026-01-01",
        )
        == []
    )
    [told] = issues("region,East,,North,2026-01-01")
    assert "Only a store belongs" in told


def test_a_place_of_a_region_is_refused_when_typed():
    with pytest.raises(FileRefused, match="Only a store"):
        typed_rows(
            UNIT, [{"dimension": "region", "name": "East", "region": "North", "date": DAY}], "typed"
        )


def test_names_merged_before_move_along(database):
    load(database)
    say_of(database, *merged(known(database), "静安门店", "静安店", DAY))
    say_of(database, *merged(known(database), "静安店", "Lakeside", DAY))
    assert {store for _, store in live(database)} == {"Lakeside", None}
    with pytest.raises(WrongCall, match="itself shown as “Lakeside”"):
        merged(known(database), "Lakeside", "静安店", DAY)
    with pytest.raises(WrongCall, match="into itself"):
        merged(known(database), "Lakeside", "Lakeside", DAY)


def test_a_merged_store_hands_its_place_on_and_can_be_separated(database):
    load(database)
    by_name = {unit.name: unit for unit in known(database)}
    say_of(database, *placed(by_name["静安门店"], "East", None, DAY))
    say_of(database, *merged(known(database), "静安门店", "静安店", DAY))
    by_name = {unit.name: unit for unit in known(database)}
    assert (by_name["静安店"].region, by_name["静安门店"].shown_as, by_name["静安门店"].merged) == (
        "East",
        "静安店",
        True,
    )
    say_of(database, *separated(by_name["静安门店"], DAY))
    assert ("2", "静安门店", "East") in live(database, "response_id, store, region")


def test_units_tell_their_rows_and_days(database):
    load(database)
    load(database, "response_id,date,store,overall\n1,2025-11-05,Lakeside,5\n", SURVEY, scale="1-5")
    say_of(database, same("Never seen", "Lakeside", region="Far"))
    by_name = {unit.name: unit for unit in known(database)}
    assert sorted(by_name) == ["Lakeside", "Never seen", "静安店", "静安门店"]
    assert (by_name["Lakeside"].rows, by_name["Lakeside"].first, by_name["Lakeside"].last) == (
        2,
        date(2025, 11, 5),
        date(2026, 2, 1),
    )
    assert (by_name["Never seen"].rows, by_name["Never seen"].first) == (0, None)
    assert "Far" in {unit.name for unit in known(database, "region")}


@pytest.mark.parametrize(
    "one, other",
    [
        ("静安店", "静安门店"),
        ("Harbor Plaza", "Harbour Plaza"),
        ("静安", "静安店"),
        ("Jing'an", "Jing'an store"),
        ("ＡＰＰ", "app"),
    ],
)
def test_names_of_one_unit_are_alike(one, other):
    assert likeness(one, other) >= ALIKE and likeness(other, one) >= ALIKE


@pytest.mark.parametrize(
    "one, other",
    [
        ("Store 1", "Store 2"),
        ("Store A", "Store B"),
        ("上海南京路一店", "上海南京路二店"),
        ("East", "Northeast"),
        ("East", "South East"),
        ("陆家嘴店", "徐家汇店"),
        ("Web", "WeChat"),
    ],
)
def test_names_of_two_units_are_not(one, other):
    assert likeness(one, other) == likeness(other, one) == 0


def test_the_nearest_name_is_one_that_is_alike():
    assert nearest("Harbor Plaza", ["Plaza 3", "Harbour Plaza", "Garden City"]) == "Harbour Plaza"
    assert nearest("Harbor Plaza", ["Garden City"]) is None is nearest("Harbor Plaza", [])


def test_the_name_with_fewer_rows_is_proposed_to_become_the_other(database):
    load(
        database,
        "response_id,date,store,score\n1,2026-01-05,Harbour Plaza,8\n2,2026-01-05,Harbor Plaza,8\n"
        "3,2026-01-06,Harbour Plaza,8\n",
    )
    assert [(fewer.name, more.name) for fewer, more in near_duplicates(known(database))] == [
        ("Harbor Plaza", "Harbour Plaza")
    ]
    say_of(database, same("Harbor Plaza", "Harbour Plaza"))
    assert near_duplicates(known(database)) == []


SPELT = """response_id,date,score,store
1,2026-01-05,9,北京路店
2,2026-01-06,9,北京路分店
3,2026-01-06,9,北京路
4,2026-01-07,9,北京路店
5,2026-01-07,9,Beijing Rd.
6,2026-01-07,9,BEIJING Rd Store
7,2026-01-07,9,Store 01
8,2026-01-07,9,Store 1
9,2026-01-07,9,Store 11
10,2026-01-07,9,一店
11,2026-01-07,9,二店
12,2026-01-07,9,北京路店（总店）
"""


def test_spellings_are_groups_and_all_merged_in_one_step(database):
    load(database, SPELT)
    groups = spellings(known(database))
    assert [(group.target.name, [unit.name for unit in group.others]) for group in groups] == [
        ("北京路店", ["北京路", "北京路分店"]),
        ("Beijing Rd.", ["BEIJING Rd Store"]),
        ("Store 1", ["Store 01"]),
    ]
    assert near_duplicates(known(database)) == [] or all(
        "总店" in fewer.name for fewer, _ in near_duplicates(known(database))
    )
    say_of(database, *merged_spellings(known(database), groups, DAY))
    assert {unit.shown_as for unit in known(database)} == {
        "北京路店",
        "Beijing Rd.",
        "Store 1",
        "Store 11",
        "一店",
        "二店",
        "北京路店（总店）",
    }
    assert spellings(known(database)) == []


def test_a_place_that_one_of_the_spellings_has_is_kept(database):
    load(database, SPELT)
    by_name = {unit.name: unit for unit in known(database)}
    say_of(
        database,
        *placed(by_name["北京路"], "North", None, DAY),
        *placed(by_name["北京路分店"], None, "Desk", DAY),
    )
    say_of(database, *merged_spellings(known(database), spellings(known(database)), DAY))
    found = {unit.name: unit for unit in known(database)}["北京路店"]
    assert (found.region, found.department) == ("North", "Desk")


@pytest.mark.parametrize(
    "one, other",
    [
        ("北京路店", "北京路 店"),
        ("北京路店", " 北京路店\u200b"),
        ("北京路店(总店)", "北京路店（总店）"),
        ("BEIJING Rd", "Ｂeijing  rd."),
        ("Co-op", "Co-Op"),
    ],
)
def test_spellings_that_nobody_can_mean_two_units_by(one, other):
    assert same_letters(one) == same_letters(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("北京路店", "北京路"),
        ("北京路分店", "北京路店鋪"),
        ("臺北店", "台北店"),
        ("東門分店", "东门"),
        ("001店", "1店"),
        ("Store 01", "store #1"),
        ("1号店", "1店"),
        ("Jing'an Store", "Jing’an"),
        ("Café Central", "Cafe Central"),
        ("nah & gut", "Nah and Gut"),
        ("Marken-Discount", "Markendiscount "),
        ("Lakeside branch", "Lakeside"),
        ("St. John's", "St Johns"),
        ("A-001", "A1"),
    ],
)
def test_spellings_that_a_person_is_asked_about(one, other):
    assert same_unit(one, "store") == same_unit(other, "store") and same_letters(
        one
    ) != same_letters(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("一店", "二店"),
        ("1店", "11店"),
        ("Store 1", "Store 11"),
        ("Store 1.1", "Store 11"),
        ("Store 1 1", "Store 11"),
        ("1/2", "12"),
        ("North", "South"),
        ("新店", "旧店"),
        ("A+", "A"),
        ("北京路店(总店)", "北京路店"),
        ("南京东路店", "南京西路店"),
        ("Costco Gasoline", "Costco Wholesale"),
        ("店", "分店"),
        ("100", "10"),
        ("10.5", "105"),
        ("Store", "Shop"),
        ("三里屯店", "三里屯1店"),
        ("北京路商店", "北京路店"),
    ],
)
def test_names_that_merely_look_alike_are_no_spellings_of_one(one, other):
    keys = unit_keys([one, other], "store")
    assert keys[one] != keys[other] and same_letters(one) != same_letters(other)


def test_a_name_that_ends_in_a_gate_keeps_it():
    assert len(set(unit_keys(["东门", "东门店", "東門分店"], "store").values())) == 1
    assert len(set(unit_keys(["静安", "静安门店", "静安店"], "store").values())) == 1
    assert len(set(unit_keys(["静安门店", "东门店"], "store").values())) == 2
    for one, other in (("东店", "东门店"), ("天安店", "天安门店"), ("朝阳", "朝陽門店")):
        assert len(set(unit_keys([one, other], "store").values())) == 2, (
            "a store at a gate is another one"
        )


FIRST = (
    "response_id,date,score,store,region\n1,2026-01-05,9,Lakeside,East\n"
    "2,2026-01-05,8,静安店,East\n3,2026-01-06,8,1店,East\n"
)
NEXT = (
    "response_id,date,score,store,region\n4,2026-02-05,9,LAKESIDE ,east\n"
    "5,2026-02-05,3,静安门店,East\n6,2026-02-06,8,2店,East\n"
)


def test_a_file_that_spells_a_known_name_otherwise_is_asked_about_and_told(database):
    load(database, FIRST)
    prepared = prepare(NEXT.encode(), "next.csv", NPS, Options())
    with pytest.raises(Unanswered) as open_:
        add(database, prepared, ask=True)
    [question] = open_.value.questions
    assert question.name == "alike_store" and question.likely == "same"
    assert translator("en")(question.evidence[0]) == "“静安门店” (rows: 1) = “静安店”"
    stored = add(
        database, replace(prepared, options=Options(answers={"alike_store": "same"})), ask=True
    )
    said = [translator("en")(issue.message) for issue in stored.issues]
    assert any("“LAKESIDE” = “Lakeside”" in sentence for sentence in said) and any(
        "“静安门店” = “静安店”" in sentence for sentence in said
    )
    assert live(database) == [
        ("1", "Lakeside"),
        ("2", "静安店"),
        ("3", "1店"),
        ("4", "Lakeside"),
        ("5", "静安店"),
        ("6", "2店"),
    ]
    assert [unit.name for unit in known(database, "region")] == ["East"]


def test_names_that_a_person_calls_different_stay_so(database):
    load(database, FIRST)
    load(database, NEXT)
    assert ("5", "静安门店") in live(database) and ("4", "Lakeside") in live(database)


def test_zeros_before_a_number_alone_are_asked_about_once(database):
    load(database, FIRST.replace("1店", "0101"))
    names = [
        question.name
        for question in rehearse(
            database, prepare(NEXT.replace("2店", "101").encode(), "n.csv", NPS, Options())
        ).questions
    ]
    assert names == ["zeros_store", "alike_store"]
    said = rehearse(
        database,
        prepare(
            NEXT.replace("2店", "101").replace("静安门店", "静安店").encode(),
            "n.csv",
            NPS,
            Options(),
        ),
    ).questions
    assert [question.name for question in said] == ["zeros_store"]


def test_the_public_case_of_spellings_gives_three_stores(database, shared):
    path = shared / "cases" / "public" / "store-name-variants" / "variants.csv"
    stored = add(database, prepare(path.read_bytes(), path.name, NPS, Options()), ask=True)
    assert stored.questions == () and {unit.name for unit in known(database)} == {
        "Beijing Rd",
        "北京路店",
        "北京路店(总店)",
    }


def test_what_was_said_is_kept_with_its_upload(database):
    load(database)
    upload = say_of(database, same("静安门店", "静安店"))
    undo(database, upload)
    with database.read() as reading:
        [said] = statements(reading, 10)
    assert (said.upload, said.name, said.same_as, said.undone is None) == (
        upload,
        "静安门店",
        "静安店",
        False,
    )


def test_the_sample_company_places_its_stores(sample):
    with sample.read() as reading:
        assert all(unit.region and not unit.merged for unit in units(reading, "store"))
        assert near_duplicates(units(reading, "store")) == []


@pytest.fixture
def page(pages_file):
    """Opens the page in a language, over the four answers or over nothing."""

    def open_page(language: str = "en", full: bool = True) -> AppTest:
        if full:
            with closing(Database(pages_file, keeping=KEEPING)) as opened:
                load(opened)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = language
        return settled(app.switch_page(str(ROOT / "pages" / "units.py")))

    return open_page


def settled(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    assert not app.error, app.error[0].value
    return app


def part(app: AppTest, name: str) -> AppTest:
    """The page with another part open."""
    app.segmented_control(key="linked_part").set_value(name)
    return settled(app)


def names_shown(app: AppTest) -> dict[str, str]:
    frame = part(app, "names").dataframe[0].value
    return dict(zip(frame["Name in files"], frame["Shown as"], strict=True))


@pytest.mark.parametrize(("full", "language"), [(True, "zh_Hans"), (False, "zh_Hant")])
def test_the_page_opens_full_and_empty(language, full, page):
    app = page(language, full)
    assert app.title[0].value == translator(language)("Units")
    assert len(app.dataframe) == full and len(app.info) == (not full)
    for name in SECTIONS:
        assert (
            app.segmented_control(key="linked_part").value == "names"
            or len(part(app, name).main) > 3
        )


def test_a_proposal_is_merged_by_one_click_and_undone(page):
    app = page()
    assert names_shown(app) == {"Lakeside": "–", "静安店": "–", "静安门店": "–"}
    part(app, "merge").button(key=GROUP).click()
    app = settled(app)
    assert "Names that are now shown as another one: 1." in app.success[0].value
    assert sorted(names_shown(app).values()).count("–") == 2 and not app.success
    app = part(app, "history")
    app.selectbox(key="units_undo_choice").set_value(app.dataframe[0].value["Upload"].iloc[0])
    settled(app).button(key="units_undo").click()
    assert set(names_shown(settled(app)).values()) == {"–"}


def test_two_names_are_merged_and_separated_again(page):
    app = part(page(), "merge")
    app.selectbox(key="units_name_store").set_value("静安门店")
    settled(app).selectbox(key="units_target_store").set_value("静安店")
    settled(app).button(key="units_merge").click()
    assert names_shown(settled(app))["静安门店"] == "静安店"
    part(app, "merge").selectbox(key="units_gone_store").set_value(0)
    settled(app).button(key="units_separate").click()
    assert names_shown(settled(app))["静安门店"] == "–"


def test_a_store_is_placed(page):
    app = part(page(), "place")
    app.selectbox(key="units_store").set_value("Lakeside")
    settled(app).selectbox(key="units_region_of_Lakeside").set_value("East")
    settled(app).button(key="units_place").click()
    assert settled(app).selectbox(key="units_store").value == "Lakeside"
    frame = part(app, "names").dataframe[0].value.set_index("Name in files")
    assert frame.loc["Lakeside", "Region"] == "East" and frame.loc["静安店", "Region"] == "–"
    assert part(app, "place").selectbox(key="units_store").value == "Lakeside"


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_page_stays_where_one_works(language, page):
    app = page(language)
    app.selectbox(key="linked_units").set_value("channel")
    part(settled(app), "merge").selectbox(key="units_name_channel").set_value("WeChat")
    settled(app).selectbox(key="units_target_channel").set_value("微信")
    settled(app).button(key="units_merge").click()
    app = settled(app)
    assert "微信" in app.success[0].value
    assert (
        app.selectbox(key="linked_units").value,
        app.segmented_control(key="linked_part").value,
    ) == ("channel", "merge")
    assert app.selectbox(key="units_name_channel").value is None, (
        "it is no longer a name of its own"
    )
    assert app.selectbox(key="units_target_channel").value == "微信", (
        "the next name may go there too"
    )
    app.selectbox(key="units_name_channel").set_value("App")
    settled(app).button(key="units_merge").click()
    assert settled(app).selectbox(key="linked_units").value == "channel"
    assert {unit.name: unit.shown_as for unit in known_units("channel")} == dict.fromkeys(
        ("App", "WeChat", "微信"), "微信"
    )


def place_of(app: AppTest, key: str) -> int:
    """At which place of the page the element with a key stands: what moves is drawn as new in a
    browser."""
    return next(
        at
        for at, element in app.main.children.items()
        if any(getattr(inner, "key", None) == key for inner in element)
    )


def test_what_stands_below_keeps_its_place_when_something_is_told(page):
    app = part(page(), "merge")
    before = place_of(app, "units_name_store")
    app.button(key=GROUP).click()
    app = settled(app)
    assert app.success and place_of(app, "units_name_store") == before
    assert not settled(app).success and place_of(app, "units_name_store") == before
