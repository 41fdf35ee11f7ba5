"""The page Published periods, and what the page of a KPI and the commands say of them."""

import json
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.database.tables import OWN
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version, undo
from metrics.__main__ import main
from metrics.frozen.published import published
from metrics.handed.keeping import KEEPING
from metrics.periods import add_months, last_whole_month
from metrics.snapshot import Snapshot, forget
from tests.conftest import ROOT
from ui.parts.role import REVIEWING

LAST = last_whole_month(date.today())
BEFORE = add_months(LAST, -1)


def answers(month: date, promoters: int, low: int = 8) -> str:
    rows = [
        f"{month:%Y-%m}-{number:03d},{month:%Y-%m}-15,{10 if number < promoters else low},"
        f"{'North' if number % 2 else 'South'},web,Store {number % 4}"
        for number in range(100)
    ]
    return "\n".join(["response_id,date,score,region,channel,store", *rows])


def load(database: Database, month: date, promoters: int, low: int = 8) -> int:
    told = answers(month, promoters, low).encode()
    return add(database, prepare(told, f"{month}-{promoters}.csv", NPS, Options())).upload


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("pages") / "x.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, BEFORE, 30)
        load(database, LAST, 40)
        with database.write() as writing:
            writing.run("UPDATE state SET origin = ?", [OWN])
    return path.parent


@pytest.fixture
def path(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    forget()
    yield tmp_path / "x.duckdb"
    from ui.state.board import database as shared

    shared().close()
    forget()


def page(name: str = "frozen", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(f"pages/{name}.py")
    for key, value in {"lang": "en", **link}.items():
        app.query_params[key] = value
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def said(app: AppTest) -> str:
    found = [element.value for element in (*app.info, *app.success, *app.error, *app.warning)]
    return "\n".join([*found, *(element.proto.body for element in app.get("html"))])


def listed(app: AppTest) -> str:
    return "\n".join(frame.value.to_csv() for frame in app.dataframe)


def with_database(path: Path, work):
    from ui.state.board import database as shared

    shared().close()
    with closing(Database(path, keeping=KEEPING)) as database:
        done = work(database)
    forget()
    return done


def publications(path: Path) -> list:
    def asked(database: Database) -> list:
        with database.read() as reading:
            return list(published(Snapshot(reading, path, data_version(reading), date.today())))

    return with_database(path, asked)


def test_a_secretary_publishes_sees_what_changed_and_withdraws(path, committee, monkeypatch):
    app = page()
    assert "Nothing is published yet." in said(app)
    app.text_input(key="who_box").set_value("Wang Fang").run()
    app.selectbox(key="frozen_period").select(
        next(
            option
            for option in page_options(app)
            if (option.start, option.grain) == (LAST, "month")
        )
    ).run()
    ran(app.button(key=f"frozen_publish_{LAST:%Y-%m}").click().run())
    assert "is published." in said(app) and "Every figure stands as it was published." in said(app)
    (one,) = publications(path)
    assert (one.start, one.length, one.by) == (LAST, "month", "Wang Fang")
    assert "is published already" in said(page(period=f"{LAST:%Y-%m}"))
    assert "cannot be published here" in said(page(period="2001-01"))
    assert "Wang Fang" in listed(page())
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "viewer")
    assert "Wang Fang" not in listed(page()), "names of people are not for readers"
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")

    upload = with_database(path, lambda database: load(database, LAST, 40, low=0))
    app = page()
    assert f"said 40.0, now −20.0, because upload {upload}" in said(app)
    kpi = page("kpi", kpi="net_promoter_score")
    assert "Restated: " in said(kpi) and f"now −20.0, because upload {upload}" in said(kpi)
    of_north = page("kpi", kpi="net_promoter_score", region="North")
    assert "Restated: " in said(of_north)
    of_a_store = page("kpi", kpi="net_promoter_score", store="Store 1")
    assert "Restated: " not in said(of_a_store), "stores are not published"

    with_database(path, lambda database: undo(database, upload))
    again = said(page("kpi", kpi="net_promoter_score"))
    assert "Restated: " not in again and "stands as published: upload" in again
    assert "Published, and stands: " in again

    app = page()
    assert "Every figure stands" in said(app) and f"stands as published: upload {upload}" in said(
        app
    )
    app.text_input(key="frozen_reason").set_value("").run()
    ran(app.button(key="frozen_withdraw").click().run())
    assert "Say why" in said(app)
    app.text_input(key="frozen_reason").set_value("Wrong survey file").run()
    ran(app.button(key="frozen_withdraw").click().run())
    assert "is withdrawn." in said(app) and "Wrong survey file" in said(app)
    (one,) = publications(path)
    assert (one.state, one.reason) == ("withdrawn", "Wrong survey file")
    assert "Published, and stands" not in said(page("kpi", kpi="net_promoter_score"))


def page_options(app: AppTest) -> list:
    from ui.frozen.page import _offered
    from ui.state.board import looked_at

    return list(looked_at(_offered))


def test_readers_see_what_was_published_and_publish_nothing(path):
    app = page()
    assert REVIEWING.split(",")[0] in said(app)
    assert not [button for button in app.button if button.label == "Publish"]


def test_the_commands_publish_withdraw_and_tell(path, capsys):
    from ui.state.board import database as shared

    shared().close()
    forget()

    def run(*arguments: str) -> dict:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    month = f"{LAST:%Y-%m}"
    done = run("publish", month, "--by", "Li Na")
    assert (done["publication"], done["state"], done["by"]) == (f"{month}-1", "published", "Li Na")
    with closing(Database(path, keeping=KEEPING)) as database:
        upload = load(database, LAST, 40, low=0)
    rows = [
        row
        for row in run("restated", month)["rows"]
        if (row["kpi"], row["place"]) == ("net_promoter_score", None)
    ]
    assert [(row["was"], row["now"], row["causes"][0]["upload"]) for row in rows] == [
        (40.0, -20.0, upload)
    ]
    assert main(["restated"]) == 0
    assert "said 40.0, now −20.0, because upload" in capsys.readouterr().out
    assert {row["kpi"] for row in run("published", month)["rows"]} >= {"net_promoter_score"}
    assert main(["withdraw", month, "--reason", " "]) == 2
    assert run("withdraw", month, "--reason", "Wrong file")["state"] == "withdrawn"
    assert [row["reason"] for row in run("published")["rows"]] == ["Wrong file"]
    assert run("restated")["rows"] == []
