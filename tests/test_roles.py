"""What a role may do: said in one place, asked by whoever acts, and told to those for whom
something is off."""

import ast
import re
import shutil
import subprocess
from contextlib import nullcontext
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data import roles
from data.__main__ import main as data_command
from data.access.rights import to_store, to_take_back
from data.database.connection import Database, ReadTransaction
from data.kinds.catalog import KINDS, PROBLEM, TARGET, UNIT, kind_named
from data.questions import Choice, Question
from data.reading.options import Options
from data.uploads.again import CORRECTION, NAME, NEW, REPLACE, REPLACE_ALL, without_counts
from data.uploads.prepare import prepare
from data.uploads.store import Stored, Terms, add, ledger, undo
from data.uploads.typed import typed_rows
from errors import Message, NotForRole, WrongCall
from i18n import translator
from metrics.frozen.publishing import withdraw
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import Period
from metrics.review.meetings import tick
from tests.conftest import ROOT
from tests.test_pages import words
from tests.test_upload_page import widget
from tools.messages import product_files
from ui.parts.role import CHANGING_TARGETS, COUNTS_ONLY, KINDS_KEPT, RECORDS_ONLY, UNDOING
from ui.parts.viewer import for_keepers
from ui.state.storing import Storing, stored_words

EXAMS = "employee,course,date,score,maximum,pass_mark\n" + "".join(
    f"E{at:04},Basics,2026-03-02,90,100,80\n" for at in range(7)
)
ANSWERS = "id,date,store,score\n1,2026-03-02 10:00,North,9\n2,2026-03-03 10:00,South,3\n"
NORTH = {"dimension": "store", "name": "South", "same_as": "North", "date": "2026-03-04"}


@pytest.fixture
def reader(monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)


@pytest.mark.parametrize(
    ("given", "people", "records"),
    [
        ("", False, False),
        (" , ", False, False),
        ("trainer", True, False),
        ("committee", True, False),
        ("steward", False, True),
        ("administrator", True, True),
        (" Steward ，TRAINER", True, True),
        ("steward,steward", False, True),
    ],
)
def test_a_role_says_what_may_be_seen_and_done(monkeypatch, given, people, records):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", given)
    roles.check_role()
    viewer = roles.installed()
    assert (roles.sees_people(viewer), roles.keeps_records(viewer)) == (people, records)
    assert roles.sees_counts(viewer, kind_named("training")) is (people or records)
    assert roles.sees_counts(viewer, kind_named("survey"))


def test_kinds_about_staff_are_those_that_name_somebody_in_every_row():
    assert {kind.name for kind in KINDS if kind.about_staff} == {
        "training",
        "exam_item",
        "attendance",
        "roster",
        "supervisor_rating",
        "praise",
        "behaviour_check",
        "star",
        "staff_survey",
        "suggestion",
        "violation",
    }


@pytest.mark.parametrize("given", ["visitor", "trainer,boss", "trainer committee"])
def test_an_unknown_role_is_refused_in_words_and_gives_nothing(
    monkeypatch, capsys, tmp_path, given
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", given)
    with pytest.raises(WrongCall, match="SERVICE_CULTURE_ROLE is “"):
        roles.check_role()
    viewer = roles.installed()
    assert roles.sees_people(viewer) is (given == "trainer,boss")
    assert not roles.keeps_records(viewer)
    assert data_command(["uploads"]) == 2
    told = capsys.readouterr().err
    assert (
        f"“{given}”" in told
        and all(role in told for role in roles.ROLES)
        and "Traceback" not in told
    )
    app = opened("overview")
    assert [error.value.replace("\\", "") for error in app.error] == [told.strip()] and not app.get(
        "plotly_chart"
    )


def test_what_is_marked_for_some_works_for_them_only(database):
    @roles.only(roles.keeps_records)
    def answer(reading: ReadTransaction, *, twice: int) -> int:
        return 2 * twice

    with database.read(viewer=roles.Viewer(frozenset({"trainer"}))) as reading:
        with pytest.raises(NotForRole, match="steward.*administrator"):
            answer(reading, twice=2)
    with database.read(viewer=roles.Viewer(frozenset({"steward"}))) as reading:
        assert answer(reading, twice=2) == 4
    assert answer.only is roles.keeps_records and answer.__name__ == "answer"


def test_a_page_asks_for_the_keeper_before_it_changes_anything(monkeypatch):
    @for_keepers
    def change(*, twice: int) -> int:
        return 2 * twice

    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    with pytest.raises(NotForRole, match="steward.*administrator"):
        change(twice=2)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")
    assert change(twice=2) == 4


def opened(page: str, language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_units_say_for_whom_they_are_and_show_nothing(pages_file, reader, language):
    own = Database(pages_file)
    add(own, prepare(ANSWERS.encode(), "a.csv", kind_named("nps"), Options()))
    own.close()
    app = opened("units", language)
    assert (
        app.info[0].value == translator(language)(RECORDS_ONLY)
        and "ROLE=steward" in app.info[0].value
    )
    assert not (app.dataframe or app.button or app.selectbox) and "North" not in words(app)


def test_what_changes_records_is_refused_in_the_function_that_acts(pages_file, monkeypatch, reader):
    from ui.state import changing
    from ui.state.board import database

    upload = add(
        database(), prepare(ANSWERS.encode(), "a.csv", kind_named("nps"), Options())
    ).upload
    units = typed_rows(UNIT, [NORTH], "typed")
    for act in (lambda: changing.store(units), lambda: changing.take_back(upload)):
        with pytest.raises(NotForRole):
            act()
    with database().read() as reading:
        assert ledger(reading, 9)[1] == 1 and reading.row("SELECT undone_at FROM upload")[0] is None
    assert {UNIT, TARGET}.isdisjoint(changing.storable())
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")
    assert changing.take_back(upload) == 2 and UNIT in changing.storable()


PROBLEM_CELLS = {
    "problem_id": "P-01",
    "date": date(2026, 3, 4),
    "title": "Queues",
    "department": "Sales",
}


@pytest.mark.parametrize("role", ["", "trainer", "steward", "committee", "administrator"])
def test_the_committee_writes_in_reviews_wherever_it_is_asked(pages_file, monkeypatch, role):
    from ui.state import changing
    from ui.state.board import database

    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    may = role in ("committee", "administrator")
    viewer = roles.installed()
    assert roles.holds_reviews(viewer) is may
    typed = [PROBLEM_CELLS | {"problem_id": number} for number in ("P-01", "P-02")]
    with refused_unless(may):
        changing.store(typed_rows(PROBLEM, typed[:1], "typed", kpis=KPI_FACTS))
    own = database()
    upload = add(own, typed_rows(PROBLEM, typed[1:], "typed", kpis=KPI_FACTS)).upload
    with refused_unless(may):
        undo(own, upload, within=to_take_back(viewer))
    with refused_unless(may):
        add(
            own,
            typed_rows(PROBLEM, typed[1:], "typed", kpis=KPI_FACTS),
            terms=Terms(within=to_store(viewer)),
        )
    with pytest.raises(WrongCall if may else NotForRole):
        withdraw(
            own, Period(date(2026, 3, 1), "month"), "a reason", date(2026, 4, 2), viewer=viewer
        )
    with pytest.raises(WrongCall if may else NotForRole):
        tick(own, "any", "item", None, viewer)


def refused_unless(may: bool):
    return nullcontext() if may else pytest.raises(NotForRole)


@pytest.mark.parametrize(("role", "code"), [("", 0), ("committee", 0), ("trainer", 2)])
def test_a_command_is_held_to_the_role_that_is_set(pages_file, monkeypatch, capsys, role, code):
    """Without one, whoever has the shell has the file."""
    file = pages_file.with_name("p.csv")
    file.write_text(
        "Number,Raised on,What is wrong,Responsible department\nP-1,2026-03-04,Queues,Sales\n"
    )
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    match = [f"--match={pair}" for pair in MATCHED]
    assert data_command(["load", "problem", str(file), *match]) == code, capsys.readouterr()
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "")
    if code:
        assert "administrator" in capsys.readouterr().err
        data_command(["load", "problem", str(file), *match])
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    assert data_command(["undo", "1"]) == code


MATCHED = (
    "Number=problem_id",
    "Raised on=date",
    "What is wrong=title",
    "Responsible department=department",
)


def test_pages_store_and_take_back_in_one_way_only():
    """Whoever calls the store from ui without asking for the role, stores units and targets for
    readers."""
    taken = {}
    for file in product_files():
        name, text = file.relative_to(ROOT).as_posix(), file.read_text("utf-8")
        # taking all files apart takes long
        if name.startswith(("ui/", "pages/")) and "uploads" in text:
            taken[name] = {
                alias.name
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.ImportFrom) and node.module == "data.uploads.store"
                for alias in node.names
            } & {"add", "undo", "take_back"}
    assert {name: found for name, found in taken.items() if found} == {
        "ui/state/changing.py": {"add", "undo"},
        "ui/state/storing.py": {"add"},
        "ui/api/writing.py": {"add"},  # as far as the token's rights go
    }


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_targets_show_the_plans_and_no_form(pages_file, reader, language):
    app = opened("targets", language)
    assert app.segmented_control(key="linked_part").options == [
        translator(language)(view) for view in ("In force", "History", "File")
    ]
    assert translator(language)(CHANGING_TARGETS) in words(app) and not app.button


def test_a_reader_is_not_told_how_many_records_of_staff_there_are(pages_file, reader, monkeypatch):
    own = Database(pages_file)
    for text, name, kind in ((EXAMS, "exams.csv", "training"), (ANSWERS, "answers.csv", "nps")):
        add(own, prepare(text.encode(), name, kind_named(kind), Options()))
    own.close()
    app = opened("upload")
    table = app.dataframe[0].value.set_index("Kind")
    exams, answers = table.loc["Training and exam result"], table.loc[kind_named("nps").label]
    assert [*exams[["Kept", "Changed or gone", "Rejected", "Period"]]] == ["…"] * 4 and answers[
        "Kept"
    ] == "2"
    app.selectbox(key="ledger_choice").select(1).run()
    assert (
        UNDOING in words(app)
        and COUNTS_ONLY in words(app)
        and not [button for button in app.button if "undo" in button.key]
    )
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")
    app = opened("upload")
    assert app.dataframe[0].value.set_index("Kind").loc[
        "Training and exam result", "Kept"
    ] == "7" and COUNTS_ONLY not in words(app)


def test_a_readers_own_file_does_not_try_out_what_is_stored(pages_file, reader):
    """Seven people are stored with 90 points; a file that guesses so of one would be told that the
    row says the same."""
    own = Database(pages_file)
    add(own, prepare(EXAMS.encode(), "exams.csv", kind_named("training"), Options()))
    own.close()
    said = []
    for guess in (90, 70):
        app = opened("upload")
        line = f"E0001,Basics,2026-03-02,{guess},100,80\n"
        app.file_uploader[0].set_value(
            ("guess.csv", (EXAMS.splitlines(keepends=True)[0] + line).encode(), "text/csv")
        ).run()
        assert not app.exception
        said.append(words(app))
        assert widget(app.selectbox, "upload_kind").value == "training"
        assert "stored already" not in said[-1].replace(
            "Rows of this file are stored already. Is", ""
        )
        assert COUNTS_ONLY in said[-1] and "Rows that count" not in said[-1]
    assert "scd-value" in said[0]


def test_what_a_readers_file_of_staff_moved_is_not_told_by_the_links_either(pages_file, reader):
    app = opened("upload")
    app.file_uploader[0].set_value(("exams.csv", EXAMS.encode(), "text/csv")).run()
    widget(app.button, "upload_store").click().run()
    assert "is stored as upload 1" in app.success[0].value and "…" in words(app)
    assert app.get("page_link") and not [
        link for link in app.get("page_link") if "kpi=" in link.proto.query_string
    ]


def test_a_file_of_targets_is_for_stewards(pages_file, reader):
    app = opened("upload")
    text = "KPI,Stage,Form,Value,Due,In force from\ncsat,short,at_least,90,2026-12-31,2026-01-01\n"
    app.file_uploader[0].set_value(("t.csv", text.encode(), "text/csv")).run()
    kinds = widget(app.selectbox, "upload_kind").options
    assert (
        KINDS_KEPT in words(app)
        and not {str(TARGET.label), str(UNIT.label)} & set(kinds)
        and len(kinds) > 9
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")
def test_make_run_passes_on_the_role_of_its_call_and_no_other(monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    monkeypatch.setenv("ROLE", "somebody else's")

    def given(*call: str) -> str:
        line = [
            "make",
            "--no-print-directory",
            "--eval",
            'told: ; @echo "$$SERVICE_CULTURE_ROLE"',
            "told",
            *call,
        ]
        return subprocess.run(
            line, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert (given("ROLE=administrator"), given()) == ("administrator", "")


def test_what_is_told_of_a_file_of_staff_does_not_depend_on_what_was_stored():
    def told(counted: bool, replaced: int) -> str:
        storing = Storing(ROOT, "a.csv", 7, 1, 2, None, counted=counted)
        return str(stored_words(storing, Stored(3, replaced=replaced, unchanged=replaced)))

    assert told(False, 0) == told(False, 5) and told(True, 0) != told(True, 5)

    choices = tuple(
        Choice(name, Message("Rows: {rows}", {"rows": 9}))
        for name in (CORRECTION, REPLACE, REPLACE_ALL, NEW)
    )
    plain = without_counts(
        Question(
            NAME,
            Message("{count} rows", {"count": 9}),
            choices,
            NEW,
            (Message("{count} alike", {"count": 9}),),
        )
    )
    assert [choice.name for choice in plain.choices] == [
        CORRECTION,
        REPLACE,
        REPLACE_ALL,
        NEW,
    ] and plain.likely == NEW
    assert not plain.evidence and not re.search(
        r"\d", " ".join(map(str, (plain.message, *(choice.label for choice in plain.choices))))
    )
