"""A link with a unit that was merged follows it and says so; one that no record names is said;
several are one at a time."""

import shutil
from contextlib import closing
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import MYSTERY_VISIT, SURVEY, TRAINING, UNIT
from data.reading.options import Options
from data.units.names import merged, units
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from data.uploads.typed import typed_rows
from i18n import translator
from metrics.handed.keeping import KEEPING
from tests.test_pages import opened, words
from ui.parts.literal import markdown_safe
from ui.state.board import database as shared

pytestmark = pytest.mark.usefixtures("steward")

STORES = ("静安店", "舊店 & Söhne + 100% 🙂", "<b>Bold</b> *star* [x](y)", "North")
PAGES = ("overview", "kpi", "compare", "voice")


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file):
    """The folder of a closed database with answers of customers."""
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "x.duckdb")
    rows = "".join(
        f"r{n}-{at},2026-0{1 + n % 3}-05,{store},South,{1 + n % 5}\n"
        for n in range(40)
        for at, store in enumerate(STORES)
    )
    text = f"response_id,date,store,region,overall\n{rows}"
    with closing(Database(path, keeping=KEEPING)) as database:
        add(database, prepare(text.encode(), "answers.csv", SURVEY, Options(scale="1-5")))
    return path.parent


@pytest.fixture
def filled(made, pages_file):
    """A copy of it, which the pages look at."""
    shutil.copytree(made, pages_file.parent, dirs_exist_ok=True)


def merge(*names: tuple[str, str], dimension: str = "store") -> int:
    """Each first name is shown as its second from now on."""
    rows = [
        {"dimension": dimension, "name": old, "same_as": new, "date": date(2026, 3, 1)}
        for old, new in names
    ]
    return add(shared(), typed_rows(UNIT, rows, "typed")).upload


OLD = ("The last records are of", "最近的记录是", "最近的紀錄是")  # these records are from long ago


def said(app: AppTest) -> str:
    return "\n".join(
        element.value for element in (*app.info, *app.warning) if not element.value.startswith(OLD)
    )


def follows(old: str, new: str, language: str = "en") -> str:
    return markdown_safe(
        translator(language)("\u201c{old}\u201d is shown as \u201c{new}\u201d.", old=old, new=new)
    )


def unknown(unit: str, language: str = "en", dimension: str = "Store") -> str:
    say = translator(language)
    return markdown_safe(
        say(
            "{dimension}: no record that is counted here names \u201c{unit}\u201d, so there is "
            "nothing to show. "
            "Choose another one, or \u201cAll\u201d.",
            dimension=say(dimension),
            unit=unit,
        )
    )


def follow(app: AppTest, old: str, new: str, language: str) -> None:
    assert app.selectbox(key="linked_store").value == new and app.query_params["store"] in (
        new,
        [new],
    )
    assert follows(old, new, language) in said(app)


def is_unknown(app: AppTest, unit: str, language: str) -> None:
    assert unknown(unit, language) in said(app)
    assert app.selectbox(key="linked_store").value == unit
    assert not [element for element in app.get("html") if "<h1" in element.proto.body], (
        "no finding of everybody"
    )


NOBODY = "<img src=x> **bold** $x$ 🙂"


def test_every_page_follows_a_merged_unit_and_shows_nothing_of_an_unknown_one(filled):
    """What one page does then as others are chosen, all do: see the next two."""
    old, new = STORES[1], STORES[0]
    merge((old, new))
    for page, language in zip(PAGES, ("zh_Hans", "en", "zh_Hant", "en"), strict=True):
        follow(opened(page, language, store=old), old, new, language)
        is_unknown(opened(page, language, store=NOBODY), NOBODY, language)


def test_that_a_merged_unit_is_followed_is_said_as_long_as_it_is_chosen(filled):
    old, new = STORES[1], STORES[0]
    merge((old, new))
    app = opened("voice", store=old)
    assert follows(old, new) in said(app)
    assert follows(old, new) in said(app.run())
    app.selectbox(key="linked_store").set_value("North").run()
    assert not app.exception and follows(old, new) not in said(app)


def test_an_unknown_unit_is_forgotten_once_another_is_chosen(filled):
    app = opened("voice", store=NOBODY)
    is_unknown(app, NOBODY, "en")
    app.selectbox(key="linked_store").set_value("").run()
    assert not app.exception and unknown(NOBODY) not in said(app)
    assert [element for element in app.get("html") if "<h1" in element.proto.body]


def test_every_name_can_stand_in_a_link_and_is_text(filled):
    merge(*[("Old " + name, name) for name in STORES])
    for name in STORES:
        app = opened("voice", store=name)
        assert app.selectbox(key="linked_store").value == name and not said(app)
        app.query_params["store"] = "Old " + name
        assert follows("Old " + name, name) in said(app.run())


def test_a_merge_into_a_name_that_no_file_uses_and_its_undoing(filled):
    upload = merge(("North", "北區 & more"))
    assert follows("North", "北區 & more") in said(opened("voice", store="North"))
    app = opened("voice", store="北區 & more")
    assert app.selectbox(key="linked_store").value == "北區 & more" and not said(app)
    undo(shared(), upload)
    assert unknown("北區 & more") in said(app.run())
    assert not said(opened("voice", store="North"))


def test_a_chain_of_merges_ends_at_the_last_name(filled):
    for name, target in (("North", STORES[1]), (STORES[1], "静安店")):
        with shared().read() as reading:
            rows = merged(units(reading, "store"), name, target, date(2026, 3, 1))
        add(shared(), typed_rows(UNIT, rows, "typed"))
    for name in ("North", STORES[1]):
        app = opened("voice", store=name)
        assert app.selectbox(key="linked_store").value == "静安店" and follows(
            name, "静安店"
        ) in said(app)


def test_the_two_that_are_compared_follow_too(filled):
    merge(("North", "静安店"))
    app = opened("compare", window="year", first="North", second="Nowhere")
    assert app.selectbox(key="linked_first").value == "静安店" and follows(
        "North", "静安店"
    ) in said(app)
    assert "Nowhere" in said(app) and "too few to be set against another" in said(app)


def test_what_was_chosen_is_followed_when_somebody_merges_it_meanwhile(filled):
    app = opened("voice", store="North")
    upload = merge(("North", "静安店"))
    assert (
        follows("North", "静安店") in said(app.run())
        and app.selectbox(key="linked_store").value == "静安店"
    )
    undo(shared(), upload)
    assert not said(app.run()), "no longer true"


def test_two_links_after_each_other_and_a_language_between(filled):
    merge(("North", "静安店"))
    app = opened("voice", store="North")
    app.query_params["store"] = STORES[1]
    app.run()
    assert app.selectbox(key="linked_store").value == STORES[1] and not said(app)
    app.query_params["store"] = "North"
    app.segmented_control(key="linked_lang").set_value("zh_Hant").run()
    assert follows("North", "静安店", "zh_Hant") in said(app)
    app.query_params["store"] = "Nowhere"
    assert unknown("Nowhere", "zh_Hant", "Store") in said(app.run())
    del app.query_params["store"]
    app.query_params["store"] = "静安店"
    app.run()
    assert app.selectbox(key="linked_store").value == "静安店" and not app.warning


def test_several_units_of_one_link(filled):
    merge(("North", "静安店"))
    both = opened("voice", store="North", region="South")
    assert (
        follows("North", "静安店") in said(both)
        and both.selectbox(key="linked_region").value == "South"
    )
    app = opened("voice", store=["North", "静安店"])
    assert app.selectbox(key="linked_store").value == "静安店" and "more than one unit" not in said(
        app
    ), "they are one by now"
    app = opened("voice", store=["Nowhere", "静安店", STORES[1]])
    assert app.selectbox(key="linked_store").value == "静安店"
    assert (
        "more than one unit" in said(app)
        and markdown_safe(STORES[1]) in said(app)
        and "Nowhere" in said(app)
    )
    app = opened("voice", store="Nowhere", region="Neither")
    assert unknown("Nowhere") in said(app) and unknown("Neither", dimension="Region") in said(app)


@pytest.mark.parametrize("page, shown", [("training", "Store"), ("mystery", "Store")])
def test_a_page_that_cannot_filter_says_so(page, shown, filled):
    kind, text = {
        "training": (TRAINING, "employee,course,date,score\nE1,Basics,2026-02-05,90\n"),
        "mystery": (MYSTERY_VISIT, "visit_id,date,store,overall score\n1,2026-02-05,North,80\n"),
    }[page]
    add(
        shared(),
        prepare(
            text.encode(), "more.csv", kind, Options(pass_mark=80 if page == "training" else None)
        ),
    )
    assert f"cannot be filtered by {shown}" in words(opened(page, store="North"))
    assert "cannot be filtered" not in words(opened(page))


def test_a_merged_region_is_followed_where_mystery_visits_are_filtered(filled):
    text = "visit_id,date,store,region,overall score\n1,2026-02-05,North,South,80\n"
    add(shared(), prepare(text.encode(), "visits.csv", MYSTERY_VISIT, Options()))
    merge(("South", "華南"), dimension="region")
    app = opened("mystery", region="South")
    assert (
        follows("South", "華南") in said(app) and app.selectbox(key="linked_region").value == "華南"
    )
    assert unknown("Elsewhere", dimension="Region") in said(opened("mystery", region="Elsewhere"))
