"""When the database is damaged or lacks uploads, every page says so and one click makes it good."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.archive.leftovers import draft_of, set_asides
from data.archive.rebuild import check
from data.archive.standing import folder_of, look, missing
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.handed.keeping import KEEPING
from metrics.snapshot import forget
from tests.conftest import ROOT
from ui.parts.literal import markdown_safe
from ui.parts.role import SETTLING_STORAGE
from ui.shell import storage
from ui.state import board

FILE = b"response_id,date,store,score\n1,2026-01-05 10:00,A,9\n2,2026-01-05 10:05,A,3\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file):
    """The folder of a closed database with one upload of a person's own."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        add(database, prepare(FILE, "answers.csv", NPS, Options()))
    return path.parent


@pytest.fixture
def path(made, tmp_path, monkeypatch):
    """A copy of it, which the app will open for those who keep records."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")
    path = shutil.copytree(made, tmp_path, dirs_exist_ok=True) / "own.duckdb"
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    forget()
    return path


def opened(language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def complaint(app: AppTest) -> str:
    """The error shown, without the marks that keep Markdown from reading it."""
    return app.error[0].value.replace("\\", "")


def held() -> int:
    return board.read(lambda reading: reading.row("SELECT count(*) FROM live_nps")[0])


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_a_damaged_database_is_said_and_rebuilt_by_one_click(path, language):
    path.write_bytes(path.read_bytes()[:5000])
    app = opened(language)
    assert "own.duckdb" in complaint(app)
    app.button(key="storage_rebuild_damaged").click().run()
    assert not app.exception and not app.error
    assert app.info[0].value
    assert held() == 2


def test_a_deleted_database_is_rebuilt_by_one_click_and_not_filled_with_the_sample(path):
    path.unlink()
    app = opened()
    assert "lacks 1 of the uploads" in complaint(app) and "answers.csv" in complaint(app)
    app.button(key="storage_rebuild").click().run()
    assert not app.exception and not app.error
    assert "1 upload, 2 rows" in app.info[0].value
    assert held() == 2


def test_how_many_rows_an_upload_had_is_told_to_roles_only(path, monkeypatch):
    path.unlink()
    assert "1 (answers.csv; rows: 2)." in complaint(opened())
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "")
    assert "1 (answers.csv)." in complaint(opened())


def test_somebody_may_go_on_without_what_is_missing(path):
    path.unlink()
    app = opened()
    with board.database().write() as writing:
        writing.run("UPDATE state SET origin = 'own'")
    app.button(key="storage_accept").click().run()
    assert not app.exception and not app.error
    assert missing(board.database()) == ()


def test_a_backup_that_finds_no_folder_is_said_in_words(path):
    (path.parent / "backups").write_text("in the way")
    app = opened().switch_page(str(ROOT / "pages" / "upload.py")).run()
    app.button(key="backup").click().run()
    assert not app.exception
    assert str(path.parent / "backups") in complaint(app) and "python -m data backup" in complaint(
        app
    )


def test_an_archive_that_cannot_be_read_is_said_in_words(path):
    listed = folder_of(path) / "manifest.jsonl"
    listed.rename(listed.with_name("kept"))
    listed.mkdir()
    app = opened()
    assert str(listed) in complaint(app) and "Allow reading it" in complaint(app)
    listed.rmdir()
    listed.with_name("kept").rename(listed)
    forget()
    assert not opened().error


def test_a_rebuilding_that_cannot_be_written_is_said_in_words(path):
    path.write_bytes(path.read_bytes()[:5000])
    draft = draft_of(path, "rebuilding")
    draft.mkdir()
    app = opened()
    app.button(key="storage_rebuild_damaged").click().run()
    assert not app.exception
    assert draft.name in app.info[0].value.replace("\\", "")


def test_what_is_wrong_with_the_archive_is_said_until_somebody_has_read_it(path):
    (folder_of(path) / "manifest.jsonl").write_bytes(b"[1]\n")
    app = opened()
    warned = app.warning[0].value.replace("\\", "")
    assert (
        "The list of the archive was cut short" in warned
        and "missing or are another database's: 1" in warned
    )
    app.run()
    assert app.warning
    assert app.button(key="storage_read").label == "I have read what is wrong with the archive"
    app.button(key="storage_read").click().run()
    assert not app.exception and not app.warning and not app.error
    assert look(board.database()).notices == ()


@pytest.fixture
def foreign(path, tmp_path, empty_file):
    """The archive of one company beside the database of another."""
    database = Database(shutil.copy(empty_file, tmp_path / "other.duckdb"), keeping=KEEPING)
    add(database, prepare(FILE.replace(b",A,", b",B,"), "theirs.csv", NPS, Options()))
    database.close()
    database.path.replace(path)
    return path


@pytest.mark.parametrize(
    ("button", "store"), [("storage_rebuild_foreign", "A"), ("storage_part", "B")]
)
def test_a_database_of_another_company_is_parted_from_the_archive_by_one_click(
    foreign, button, store
):
    app = opened()
    assert (
        "do not belong together" in complaint(app)
        and "theirs.csv" in complaint(app)
        and "answers.csv" in complaint(app)
    )
    app.button(key=button).click().run()
    assert not app.exception and not app.error
    assert board.read(lambda reading: reading.rows("SELECT DISTINCT store FROM live_nps")) == [
        (store,)
    ]
    assert check(board.database()).sound
    assert [one.file.suffix for one in set_asides(foreign)] == [
        ".duckdb" if store == "A" else ".archive"
    ]


def _damage(path):
    path.write_bytes(path.read_bytes()[:5000])


def _delete(path):
    path.unlink()


def _cut_short(path):
    (folder_of(path) / "manifest.jsonl").write_bytes(b"[1]\n")


def _exchange(path):
    with_other = Database(path.with_name("other.duckdb"))
    add(with_other, prepare(FILE.replace(b",A,", b",B,"), "theirs.csv", NPS, Options()))
    with_other.close()
    with_other.path.replace(path)


@pytest.mark.parametrize(
    ("harm", "language", "role"),
    [
        (_damage, "en", ""),
        (_delete, "zh_Hans", "trainer"),
        (_cut_short, "zh_Hant", ""),
        (_exchange, "en", "trainer"),
    ],
)
def test_who_keeps_no_records_is_told_whose_matter_it_is_and_finds_no_button(
    path, monkeypatch, harm, language, role
):
    harm(path)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    app = opened(language)
    assert app.error or app.warning
    assert [info.value for info in app.info].count(
        markdown_safe(translator(language)(SETTLING_STORAGE))
    ) == 1
    assert not [button.key for button in app.button if button.key.startswith("storage_")]


@pytest.mark.parametrize("act", [storage._rebuild, storage._accept, storage._part])
def test_what_settles_the_storage_asks_for_the_role_where_it_acts(path, monkeypatch, act):
    _exchange(path)
    before = look(board.database()).foreign, sorted(folder.name for folder in path.parent.iterdir())
    told = {}
    monkeypatch.setattr(storage.st, "session_state", told, raising=False)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    act()
    assert "steward" in str(told[storage._TOLD][0])
    assert (
        look(board.database()).foreign,
        sorted(folder.name for folder in path.parent.iterdir()),
    ) == before
