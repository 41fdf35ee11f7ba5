"""DuckDB reads tables and nothing else: no variable of the program, no foreign file, no address, no
extension; and it stays so."""

import ast
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.database import engine
from data.database.engine import connect, connect_to_copy, execute, quoted
from data.database.tables import _declaration
from data.kinds.catalog import KINDS
from tests.conftest import ROOT
from tools.messages import product_files

staff = pd.DataFrame(
    {"employee": ["E1"]}
)  # a variable that is called as a question might call a table


@pytest.fixture(params=["file", "file, read-only", "copy"])
def connection(request, tmp_path):
    file = tmp_path / "own" / "x.duckdb"
    file.parent.mkdir()
    duckdb.connect(str(file)).close()
    opened = (
        connect_to_copy(file, tmp_path / "own" / "y.duckdb")
        if request.param == "copy"
        else connect(file, "read-only" in request.param)
    )
    yield opened
    opened.close()


def test_a_variable_of_the_program_is_no_table(connection):
    local = staff  # noqa: F841  read by name
    assert duckdb.sql("FROM local").fetchall() == [("E1",)], "DuckDB alone would read it"
    for name in ("staff", "local"):
        with pytest.raises(duckdb.CatalogException, match="does not exist"):
            connection.execute(f"FROM {name}")
        with pytest.raises(duckdb.CatalogException, match="does not exist"):
            connection.cursor().execute(f"FROM {name}")


@pytest.mark.parametrize(
    "sql",
    [
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSTALL h3 FROM community",
        "FORCE INSTALL 'x.duckdb_extension'",
        "FROM 'http://127.0.0.1:9/x.parquet'",
        "FROM read_text('{elsewhere}')",
        "FROM '{elsewhere}'",
        "COPY (SELECT 1) TO '{elsewhere}'",
        "ATTACH '{elsewhere}.duckdb' AS other",
        "FROM glob('{elsewhere}*')",
        "EXPORT DATABASE '{elsewhere}'",
        "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    ],
)
def test_nothing_is_loaded_and_nothing_elsewhere_is_reached(connection, sql, tmp_path):
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(elsewhere=elsewhere))
    assert [path.name for path in tmp_path.iterdir() if path.name != "own"] == ["elsewhere.csv"]
    assert elsewhere.read_text() == "a\n1\n"


@pytest.mark.parametrize(
    "setting",
    [
        "enable_external_access",
        "python_enable_replacements",
        "allow_community_extensions",
        "allow_persistent_secrets",
        "allow_unsigned_extensions",
        "autoload_known_extensions",
        "autoinstall_known_extensions",
        "allowed_directories",
        "allow_extension_repositories",
        "temp_directory",
    ],
)
def test_no_setting_can_be_turned_back(connection, setting):
    before = connection.execute(f"SELECT current_setting('{setting}')").fetchone()[0]
    if setting == "allow_extension_repositories":
        assert before == "forbidden"
    elif not isinstance(before, list | str):
        assert before is False
    wanted = (
        f"['{Path.home()}']"
        if isinstance(before, list)
        else "'allowed'"
        if isinstance(before, str)
        else "true"
    )
    with pytest.raises(duckdb.Error):
        connection.execute(f"SET {setting} = {wanted}")
    assert connection.execute(f"SELECT current_setting('{setting}')").fetchone()[0] == before


def test_its_own_folder_is_reached_and_it_spills_there(connection, tmp_path):
    file = tmp_path / "own" / "rows.parquet"
    connection.execute(f"COPY (SELECT 7 AS a) TO {quoted(file)} (FORMAT parquet)")
    assert connection.execute(f"FROM read_parquet({quoted(file)})").fetchall() == [(7,)]
    spills = connection.execute("SELECT current_setting('temp_directory')").fetchone()[0]
    assert Path(spills).parent == file.parent


def test_every_connection_of_the_product_is_opened_in_one_place():
    opening = {
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        if "duckdb" in (text := path.read_text("utf-8"))  # taking all files apart takes long
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "duckdb"
        and node.attr
        in ("connect", "sql", "query", "execute", "read_parquet", "read_csv", "from_df")
    }
    # The other is run by another interpreter, and knows neither our file nor our engine.
    assert opening == {"data/database/engine.py", "data/lake/put.py"}


def test_a_new_file_gets_in_one_go_what_a_file_of_an_earlier_version_gains(tmp_path):
    found = []
    for new in (True, False):
        with closing(connect(tmp_path / f"{new}.duckdb")) as own:
            own.execute(_declaration(new))
            found.append(
                (
                    own.execute("SELECT sql FROM duckdb_tables() ORDER BY ALL").fetchall(),
                    own.execute(
                        "SELECT sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
                    ).fetchall(),
                )
            )
    assert found[0] == found[1] and len(found[0][0]) > len(KINDS)


def test_a_statement_that_is_asked_again_is_asked_with_its_own_values(connection):
    again = "SELECT ?::INTEGER + 1"
    assert [execute(connection, again, [at]).fetchall() for at in (1, 2)] == [[(2,)], [(3,)]]
    assert execute(connection, "SELECT 1; SELECT 2").fetchall() == [(2,)], "several at once"


def test_statements_are_kept_up_to_some_room(connection, monkeypatch):
    monkeypatch.setattr(engine, "_PARSED", {})
    monkeypatch.setattr(engine, "_KEPT", 20)
    for number in range(10):
        assert execute(connection, f"SELECT {number}").fetchall() == [(number,)]
        assert 0 < sum(map(len, engine._PARSED)) <= 20
