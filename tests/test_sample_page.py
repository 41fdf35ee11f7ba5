"""The first minute as a visitor sees it, a file that is stored while nobody looks, and the removal
that asks first."""

import tempfile
import threading
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from data.archive.rebuild import check
from data.archive.standing import folder_of
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads import sample_company
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.handed.keeping import KEEPING
from metrics.snapshot import forget
from tests.conftest import ROOT
from tests.test_sample import OWN_FILES, fill, small
from ui.state import board, job
from ui.state.job import Job, Stopped

FILE = b"response_id,date,store,score\n1,2026-01-05 10:00,A,9\n2,2026-01-05 10:05,A,3\n"


def opened(page: str = "overview", language: str = "en", seconds: float = 120) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=seconds)
    app.query_params["lang"] = language
    if page != "overview":
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def made(app: AppTest) -> AppTest:
    """The same page once the work in the background has ended, as the browser draws it by
    itself."""
    for one in job.running():
        one.wait()
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    elements = [*app.markdown, *app.warning, *app.error, *app.info, *app.success, *app.caption]
    return "\n".join(element.value for element in elements).replace("\\", "") + "\n".join(
        element.proto.body for element in app.get("html")
    )


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}


def files_stored() -> int:
    """How many there are beside the quarter that is published of the sample company."""
    with board.database().read() as reading:
        return reading.row("SELECT count(*) FROM upload WHERE kind <> 'publication'")[0]


@pytest.fixture
def new(tmp_path, monkeypatch):
    """The path of a database that does not exist yet."""
    path = tmp_path / "new.duckdb"
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    forget()
    yield path
    forget()


@pytest.fixture
def mixed(new):
    """A small sample company with four uploads of a person's own beside it."""
    database = Database(new, keeping=KEEPING)
    fill(database)
    for prepared in OWN_FILES:
        add(database, prepared)
    database.close()
    return new


def test_a_first_start_that_fails_says_so_and_can_be_tried_again(new, monkeypatch):
    monkeypatch.setattr(sample_company, "load_demo", partial(sample_company.load_demo, files=small))
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(new.parent / "nowhere"))
        app = made(opened())
        assert "could not be prepared" in words(app) and "nowhere" in words(app)
        assert keys(app) == {"sample_again", "sample_without"}
        assert "could not be prepared" in words(opened("upload"))
    held = _Held()
    app.button(key="sample_again").click().run()
    other = opened("upload", "zh_Hant")
    assert "is being prepared" in words(app) and "正在準備範例公司" in words(other)
    assert not other.file_uploader, "nobody uploads into a company half made"
    held.release()
    assert "made up" in words(made(app))
    health = check(board.database())
    assert health.sound and files_stored() == 3


def test_somebody_may_go_on_without_the_sample_and_load_it_later(new, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(new.parent / "nowhere"))
        app = made(opened())
        app.button(key="sample_without").click().run()
        assert "no records yet" in words(app) and "sample_load" in keys(app)
        app.button(key="sample_load").click().run()
        made(app)
        assert "could not be prepared" in words(app) and "no records yet" in words(app), (
            "a page that is not new stays"
        )
        app.button(key="sample_without").click().run()
        assert "could not be prepared" not in words(app)
    assert "sample_load" in keys(opened("upload"))


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_removing_asks_first_and_keeps_what_is_ones_own(mixed, language):
    say = translator(language)
    app = opened(language=language)
    assert say(
        "**Sample company and your own entries together**: numbers here can mix made-up rows with "
        "yours. Your own uploads: {count}.",
        count=4,
    ) in [text.value for text in app.markdown]
    app.button(key="remove_sample").click().run()
    asked = app.warning[0].value
    assert "can be undone" not in asked
    assert all(say.number(count) in asked for count in (3, 43, 4))
    assert check(board.database()).uploads == 7
    app.button(key="remove_no").click().run()
    assert "remove_yes" not in keys(app) and check(board.database()).uploads == 7
    app.button(key="remove_sample").click().run()
    app.button(key="remove_yes").click().run()
    assert not app.exception
    told = say(
        "The sample company is removed: {rows} made-up rows are gone. Uploads of your own that "
        "stay: {own}.",
        rows=43,
        own=4,
    )
    assert told in words(app) and "remove_sample" not in keys(app)
    health = check(board.database())
    assert (health.sound, health.uploads, health.rows) == (True, 4, 6)
    assert "sample_load" not in keys(opened("upload", language)), (
        "it only goes into an empty database"
    )


def test_a_removal_is_undone_until_something_of_ones_own_is_stored(new, monkeypatch):
    monkeypatch.setattr(sample_company, "load_demo", partial(sample_company.load_demo, files=small))
    database = Database(new, keeping=KEEPING)
    fill(database)
    database.close()
    app = opened()
    app.button(key="remove_sample").click().run()
    assert "Until you store something, this can be undone." in app.warning[0].value
    app.button(key="remove_yes").click().run()
    assert not app.exception and check(board.database()).uploads == 0
    assert app.button(key="sample_load").label == "Undo: bring the sample company back"
    app.button(key="sample_load").click().run()
    made(app)
    assert "remove_sample" in keys(app) and files_stored() == 3


class _Held:
    """Keeps a file from being stored: writers take turns, and this takes a long one."""

    def __init__(self):
        self.let_go, taken = threading.Event(), threading.Event()

        def hold() -> None:
            with board.database().trial():
                taken.set()
                self.let_go.wait(60)

        self.thread = threading.Thread(target=hold)
        self.thread.start()
        taken.wait(60)

    def release(self) -> None:
        self.let_go.set()
        self.thread.join()


def left_while_storing() -> _Held:
    """A visitor chose a file, stored it, and left before the end."""
    app = opened("upload")
    app.file_uploader[0].set_value(("answers.csv", FILE, "text/csv")).run()
    held = _Held()
    with pytest.raises(RuntimeError, match="timed out"):
        app.button(key="upload_store").click().run(timeout=2)
    return held


def test_a_file_is_stored_to_its_end_when_its_visitor_leaves(pages_file):
    held = left_while_storing()
    other = opened("upload")
    assert "answers.csv is being stored" in words(other) and check(board.database()).uploads == 0
    held.release()
    job.end_all()
    assert check(board.database()).uploads == 1
    other.run()
    assert "answers.csv is stored as upload 1. Rows kept: 2" in words(other)
    other.run()
    assert "answers.csv is stored" not in words(other), "once in a visit"


def test_the_same_visit_is_told_on_its_next_page(pages_file):
    app = opened("upload")
    app.file_uploader[0].set_value(("answers.csv", FILE, "text/csv")).run()
    held = _Held()
    with pytest.raises(RuntimeError, match="timed out"):
        app.button(key="upload_store").click().run(timeout=2)
    app.switch_page(str(ROOT / "pages" / "definitions.py")).run()
    assert "answers.csv is being stored" in words(app)
    held.release()
    job.end_all()
    app.run()
    assert "answers.csv is stored as upload 1" in words(app)
    app.run()
    assert "answers.csv" not in words(app)
    app.switch_page(str(ROOT / "pages" / "upload.py")).run()
    assert not app.exception and "answers.csv is stored as upload 1" in words(app)
    assert "answers.csv is stored" not in words(opened("upload")), (
        "who saw it need not be told by others"
    )


def test_what_went_wrong_after_one_left_is_said(pages_file):
    held = left_while_storing()
    folder_of(pages_file).write_text("in the way")
    held.release()
    job.end_all()
    later = opened("upload")
    assert "answers.csv: The archive beside" in words(
        later
    ) and "Nothing of this was saved" in words(later)
    folder_of(pages_file).unlink()


def test_work_stops_when_it_is_asked_to_and_stores_nothing(database):
    prepared = prepare(FILE, "answers.csv", NPS, Options())
    begun = threading.Event()

    def work(own: Job):
        begun.wait()
        return add(database, prepared, tell=own.tell)

    stopped = Job(work, to_the_end=True)
    stopped.stop()
    begun.set()
    stopped.wait()
    assert stopped.ended and isinstance(stopped.fault, Stopped) and check(database).uploads == 0


def test_a_server_that_ends_waits_for_files_and_stops_what_can_be_made_again():
    let_go, told = threading.Event(), []

    def goes_on(own: Job) -> str:
        let_go.wait()
        own.tell()
        return "stored"

    def can_be_made_again(own: Job) -> None:
        while True:
            own.progress(0.5)
            let_go.set()

    file, sample = Job(goes_on, to_the_end=True), Job(can_be_made_again, to_the_end=False)
    job.end_all()
    told.append((file.result, type(sample.fault)))
    assert told == [("stored", Stopped)]


def test_a_fault_that_nobody_foresaw_is_kept_and_logged(caplog):
    failed = Job(lambda own: 1 / 0, to_the_end=False)
    failed.wait()
    assert isinstance(failed.fault, ZeroDivisionError) and "ZeroDivisionError" in caplog.text
