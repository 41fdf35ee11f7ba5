"""The tables of both READMEs are those of the declarations: files, roles, settings, pages."""

import re

import pytest

from data.kinds.catalog import UPLOADED
from data.roles import EXECUTIVE, ROLES, VIEWER
from i18n import translator
from tools.messages import ROOT, product_files
from ui.parts.links import PAGES

READMES = {"README.md": "en", "README.zh-CN.md": "zh_Hans"}
CODED = re.compile(r"`([A-Za-z_]+)`")
SETTING = re.compile(r"SERVICE_CULTURE_[A-Z_]+")
BETWEEN = re.compile(r", |、")


def tables(text: str) -> list[list[str]]:
    """The first cells of each table's rows, without its head."""
    found = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [[line.split("|")[1].strip() for line in table.splitlines()[2:]] for table in found]


def settings_of(cells: list[str]) -> list[str]:
    """Names of settings; `…_X` goes on as the one before it did up to its last words."""
    named: list[str] = []
    for cell in cells:
        for name in re.findall(r"`([^`]+)`", cell):
            if name.startswith("…_"):
                name = "_".join([*named[-1].split("_")[:3], name.removeprefix("…_")])
            named.append(name)
    return named


@pytest.fixture(params=READMES)
def readme(request) -> tuple[list[list[str]], str]:
    return tables((ROOT / request.param).read_text("utf-8")), READMES[request.param]


def _table_with(readme, first: str) -> list[str]:
    return next(cells for cells in readme[0] if any(first in cell for cell in cells))


def test_every_kind_of_file_is_listed(readme):
    named = [CODED.search(cell)[1] for cell in _table_with(readme, "`survey`")]
    assert sorted(named) == sorted(kind.name for kind in UPLOADED)


def _roles(cells: list[str]) -> list[str]:
    return sorted(found[1] for cell in cells if (found := CODED.search(cell)))


def test_every_role_that_sees_more_than_readers_is_listed(readme):
    listed = _roles(_table_with(readme, "`trainer`"))
    assert listed == sorted(set(ROLES) - {VIEWER, EXECUTIVE})


def test_every_role_is_listed_where_people_are_let_in():
    cells = next(
        cells
        for cells in tables((ROOT / "docs/operating.md").read_text("utf-8"))
        if "`trainer`" in cells
    )
    assert set(_roles(cells)) == set(ROLES)


def test_every_setting_is_listed(readme):
    read = {
        name for file in product_files() for name in SETTING.findall(file.read_text("utf-8"))
    } - {"SERVICE_CULTURE_"}
    assert sorted(settings_of(_table_with(readme, "`SERVICE_CULTURE_DB`"))) == sorted(read)


def test_every_page_is_listed(readme):
    say = translator(readme[1])
    cells = _table_with(readme, say(PAGES[0][1]))
    named = [name for cell in cells for name in BETWEEN.split(cell)]
    assert sorted(named) == sorted(say(label) for _, label, _ in PAGES)


def test_what_a_table_lacks_is_found():
    lines = "| a | b |\n|---|---|\n| `A_KEEP_ONE_MONTHS`, `…_TWO_MONTHS` | x |\n| `B` | y |\n"
    assert tables(lines) == [["`A_KEEP_ONE_MONTHS`, `…_TWO_MONTHS`", "`B`"]]
    assert settings_of(["`SERVICE_CULTURE_KEEP_A_MONTHS`, `…_B_MONTHS`"])[1] == (
        "SERVICE_CULTURE_KEEP_B_MONTHS"
    )
