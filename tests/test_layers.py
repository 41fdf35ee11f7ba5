"""The house rules that a machine can check: who imports whom, where libraries live, how long files
are."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tools.messages import ROOT, product_files

LAYERS = (
    "errors",
    "i18n",
    "data",
    "metrics",
    "charts",
    "reports",
    "alerts",
    "ui",
    "pages",
    "app",
)
# The commands put both packages together, so they stand as high as the upper one.
COMMANDS = {
    "data.__main__": "metrics",
    "metrics.__main__": "metrics",
    "reports.__main__": "reports",
    "alerts.__main__": "alerts",
}
RUNS_COMMANDS = "ui.api.commands"  # for callers beside the running dashboard
HOMES = {
    "streamlit": {"ui", "pages", "app"},
    "plotly": {"charts"},
    "duckdb": {"data"},
    "babel": {"i18n"},
    "gettext": {"i18n"},
}
SLOW = {"scipy", "statsmodels"}
LONGEST_FILE, LONGEST_PAGE = 620, 75
BELOW_UI = ("data", "metrics", "charts", "reports", "alerts")
# Who asks below ui what day it is; all others are told.
ASKS_THE_DAY = {
    # where a command begins
    *("data/commands/retention_commands.py", "metrics/__main__.py", "metrics/frozen/commands.py"),
    *("reports/reading.py", "alerts/__main__.py"),
    # what is done on that day: a calendar written, a release or minutes dated
    *("data/database/file.py", "data/uploads/store.py", "metrics/review/meetings.py"),
    *("metrics/privacy/gate.py", "metrics/privacy/publishing.py"),
    # where whoever calls gives none
    *("data/uploads/prepare.py", "data/uploads/sample_company.py", "metrics/frozen/sample.py"),
    # what a file probably is: whether its days are still to come, and years that it leaves out
    *("data/matching/recognise.py", "data/matching/as_kind.py", "data/matching/exam_file.py"),
    *("data/matching/left_looks.py", "data/matching/still_here.py"),
    # a picture without a single value
    *("charts/scene.py", "charts/split.py"),
}
WORD_LISTS = {"scale_words.py"}  # as the lists of headings in data/kinds, a word a line


def module_name(file: Path, root: Path = ROOT) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imported(tree: ast.AST, file: Path, root: Path = ROOT) -> set[str]:
    """Dotted names that a file imports; `from a import b` counts as a.b."""
    found = set()
    package = file.relative_to(root).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def own_module(name: str, modules: set[str]) -> str | None:
    """The module of this project that a dotted name reaches: data.kinds.catalog.KINDS is
    data.kinds.catalog."""
    parts = name.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((candidate for candidate in names if candidate in modules), None)


def house(root: Path = ROOT) -> dict[str, set[str]]:
    """Each module of the project with the dotted names it imports."""
    return {
        module_name(file, root): imported(ast.parse(file.read_text("utf-8")), file, root)
        for file in product_files(root)
    }


def uphill(modules: dict[str, set[str]]) -> list[str]:
    """Imports of a module further right in LAYERS, and of a command but by what runs commands."""
    faults = []
    for module, names in modules.items():
        layer = COMMANDS.get(module, module.split(".")[0])
        for target in {own_module(name, set(modules)) for name in names} - {None, module}:
            if target in COMMANDS and module == RUNS_COMMANDS:
                continue
            if target in COMMANDS or LAYERS.index(target.split(".")[0]) > LAYERS.index(layer):
                faults.append(f"{module} imports {target}")
    return sorted(faults)


def away_from_home(modules: dict[str, set[str]]) -> list[str]:
    """Libraries imported outside the layers they are kept to."""
    return sorted(
        f"{module} imports {name}"
        for module, names in modules.items()
        for name in names
        if module.split(".")[0] not in HOMES.get(name.split(".")[0], LAYERS)
    )


def cycle(modules: dict[str, set[str]]) -> list[str]:
    """The modules of one import cycle, or an empty list."""
    return round_trip(
        {
            module: {own_module(name, set(modules)) for name in names} - {None, module}
            for module, names in modules.items()
        }
    )


def room(module: str, rooms: set[str]) -> str:
    """The folder a module stands in; a command and what lies beside the folders is a room of its
    own."""
    return (
        module
        if module in rooms or module in COMMANDS or "." not in module
        else module.rpartition(".")[0]
    )


def doors(modules: dict[str, set[str]]) -> dict[str, set[str]]:
    """Each folder with the folders that its modules import from."""
    rooms = {module.rpartition(".")[0] for module in modules}
    found: dict[str, set[str]] = {}
    for module, names in modules.items():
        targets = {
            room(own_module(name, set(modules)), rooms)
            for name in names
            if own_module(name, set(modules))
        }
        found.setdefault(room(module, rooms), set()).update(targets - {room(module, rooms)})
    return found


def round_trip(graph: dict[str, set[str]]) -> list[str]:
    """Folders that import each other, by way of others too, or an empty list."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def slow_at_start(tree: ast.Module) -> set[str]:
    """Slow libraries imported when the module itself is, not inside a function."""
    names = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
    return {name for name in names if name.split(".")[0] in SLOW}


@pytest.fixture(scope="module")
def built() -> dict[str, set[str]]:
    """The house as it is, read once for all tests."""
    return house()


def test_the_whole_house_is_looked_at():
    names = {module_name(file) for file in product_files()}
    assert {
        "app",
        "errors",
        "i18n",
        "data.kinds.catalog",
        "metrics.catalog",
        "pages.overview",
    } <= names
    assert {name.split(".")[0] for name in names} <= set(LAYERS), (
        "a new package needs its place in LAYERS"
    )


def test_each_layer_imports_only_from_its_left(built):
    assert uphill(built) == []


def test_no_module_imports_itself_by_way_of_others(built):
    assert cycle(built) == []


def test_rooms_have_floors(built):
    """No two folders import each other, by way of others neither."""
    assert round_trip(doors(built)) == []


def test_every_room_is_described():
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    folders = {file.parent.relative_to(ROOT).as_posix() for file in product_files()} - {
        ".",
        "i18n",
        "charts",
        "pages",
        "data",
        "metrics",
        "ui",
    }
    assert {
        folder
        for folder in folders
        if f"`{folder}`" not in text and f"`{folder.rpartition('/')[2]}`" not in text
    } == set()


def test_the_day_is_told_below_ui():
    asking = {
        file.relative_to(ROOT).as_posix()
        for file in product_files()
        if file.relative_to(ROOT).parts[0] in BELOW_UI
        and re.search(r"\b(?:date|datetime)\.today\(\)", file.read_text("utf-8"))
    }
    assert asking == ASKS_THE_DAY


def test_statistics_know_nothing_of_the_house(built):
    assert doors(built)["metrics.statistics"] <= {"i18n", "errors"}


def test_reading_decides_nothing_about_meaning(built):
    assert {"data.matching", "data.checking", "data.uploads"}.isdisjoint(
        doors(built)["data.reading"]
    )


def test_libraries_stay_in_their_layers(built):
    assert away_from_home(built) == []


def test_slow_libraries_are_imported_where_they_are_used():
    named = [
        (file, text)
        for file in product_files()
        if any(name in (text := file.read_text("utf-8")) for name in SLOW)
    ]
    slow = {module_name(file): slow_at_start(ast.parse(text)) for file, text in named}
    assert slow
    assert {module: names for module, names in slow.items() if names} == {}


def test_files_are_short():
    lengths = {
        file.relative_to(ROOT).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in product_files()
        if file.name not in WORD_LISTS and file.parent.name != "kinds"
    }
    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_at_most_two_blank_lines_stand_together():
    files = [*product_files(), *(ROOT / "tests").rglob("*.py")]
    found = {
        file.relative_to(ROOT).as_posix(): re.search(r"\n{4}|\n{3} ", file.read_text("utf-8"))
        for file in files
    }
    assert [name for name, gap in found.items() if gap] == []


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*.py")), ids=lambda file: file.stem)
def test_pages_are_thin(file):
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_PAGE
    assert not re.search(r"\bSELECT\b", text), "a page asks `metrics` for numbers"


@pytest.fixture
def crooked(tmp_path) -> Path:
    """A small house that breaks every rule once."""
    files = {
        "errors.py": "",
        "app.py": "",
        "data/__init__.py": "",
        "metrics/__init__.py": "",
        "data/a.py": "from data import b\nimport streamlit as st\n",
        "data/b.py": "def late():\n    from data.a import x\n    return x\n",
        "data/c.py": "from metrics.d import y\n",
        "data/__main__.py": "from metrics import d\nimport duckdb\n",
        "metrics/d.py": "from . import e\nimport duckdb.typing\n",
        "metrics/e.py": "import data.__main__\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_rules_find_what_breaks_them(crooked):
    modules = house(crooked)
    assert uphill(modules) == ["data.c imports metrics.d", "metrics.e imports data.__main__"]
    assert away_from_home(modules) == [
        "data.a imports streamlit",
        "metrics.d imports duckdb.typing",
    ]
    assert round_trip(
        doors(
            {
                "data.x.a": {"data.y.b.f"},
                "data.y.b": set(),
                "data.y.c": {"data.x.d"},
                "data.x.d": set(),
            }
        )
    )
    assert set(cycle(modules)) in (
        {"data.a", "data.b"},
        {"data.__main__", "metrics.d", "metrics.e"},
    )
    assert slow_at_start(
        ast.parse("import numpy\nfrom scipy.stats import norm\ndef f():\n    import scipy")
    ) == {"scipy.stats"}
