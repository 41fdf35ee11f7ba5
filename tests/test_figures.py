"""Nothing is shown of staff's records but what passed the gate, or stands in the registry with what
protects it."""

import ast
import importlib
import inspect
import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data.kinds.catalog import KINDS, kind_named
from data.reading.options import Options
from data.roles import READER, keeps_records, sees_exams, sees_people
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import NotForRole
from i18n import translator
from metrics.catalog import KPIS
from metrics.figures.register import (
    CUSTOMERS,
    FIGURES,
    THE_GATE,
    THE_STORE,
    WORDS,
    Guard,
    figures,
    passing,
)
from metrics.snapshot import forget
from metrics.voice.questions import QUESTIONS, SOURCES
from tests.conftest import ROOT
from tests.published_once import published_once
from tests.test_layers import module_name
from tests.test_pages import words
from tools.messages import product_files
from ui.parts.links import PAGES

STAFF = "|".join(kind.name for kind in KINDS if kind.about_staff)
# Staff's tables by name; those of whatever kind is handed over; sums, places and counts of all
# kinds; what is derived of exams.
READS = re.compile(
    rf"\b(?:live|rows|cube)_(?:{STAFF})\b|\bexam_(?:attempts|outcomes|cohorts)\b|\bretake_changes\b|\b(?:live|rows|cube)_$|"
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE) (?:IF EXISTS |IF NOT EXISTS "
    r")?(?:sums|places|kept|issue|upload)\b"
)
DECLARED = (
    "metrics.catalog",
    "metrics.training.measures",
    "metrics.figures.register",
)  # what is declared there is asked for through the gate
Parts = dict[
    str, tuple[list[str], set[str]]
]  # function or constant -> its texts, and what it uses of the house


def parts_of(files: Iterable[Path], root: Path = ROOT) -> Parts:
    """Every function and constant of the house, with its texts (not its docstrings) and the
    functions and constants it uses."""
    found: Parts = {}
    for file in files:
        module, tree = module_name(file, root), ast.parse(file.read_text("utf-8"))
        known = {
            name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
            for name in [alias.asname or alias.name]
        }
        known |= {name: f"{module}.{name}" for node in tree.body for name in _named(node)}
        for node in tree.body:
            for name in _named(node):
                nodes = list(ast.walk(node))
                used = {_used(each, known) for each in nodes} - {None, f"{module}.{name}"}
                found[f"{module}.{name}"] = (_texts(nodes), used)
    return found


def _named(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _texts(nodes: list[ast.AST]) -> list[str]:
    described = {
        id(each.body[0].value)
        for each in nodes
        if isinstance(each, ast.FunctionDef | ast.ClassDef) and isinstance(each.body[0], ast.Expr)
    }
    return [
        each.value
        for each in nodes
        if isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and id(each) not in described
    ]


def _used(node: ast.AST, known: dict[str, str]) -> str | None:
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in known
    ):
        return f"{known[node.value.id]}.{node.attr}"
    return known.get(node.id) if isinstance(node, ast.Name) else None


def readers(parts: Parts) -> set[str]:
    """The public functions that read staff's records themselves, or by way of private ones,
    constants and words of SQL."""
    reading = {
        name
        for name, (texts, _) in parts.items()
        if any(map(READS.search, texts)) and name.rsplit(".", 1)[0] not in DECLARED
    }
    while more := {
        name
        for name, (_, used) in parts.items()
        if name not in reading and any(_hands_on(one) for one in used & reading)
    }:
        reading |= more
    return {
        name
        for name in reading
        if not name.rsplit(".", 1)[1].startswith("_") and name.rsplit(".", 1)[0] not in DECLARED
    }


def _hands_on(name: str) -> bool:
    own = name.rsplit(".", 1)[1]
    return (
        own.startswith("_")
        or own.isupper()
        or name in WORDS
        or name in THE_GATE
        and name.endswith("_sql")
    )


REGISTERED = {figure.reader for figure in FIGURES} | THE_GATE | WORDS | THE_STORE | CUSTOMERS


@pytest.fixture(scope="module")
def house() -> Parts:
    return parts_of(product_files())


def test_whatever_reads_staffs_records_is_registered(house):
    found = readers(house)
    assert sorted(found - REGISTERED) == [], (
        "register it in metrics/figures/register.py with what protects it"
    )
    assert sorted(REGISTERED - found) == [], "nothing reads here any longer"


def test_a_reader_that_is_not_registered_is_found(house, tmp_path):
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "new.py").write_text(
        '''from metrics.sums.relations import relation_sql
_ROWS = "FROM live_training"
def hidden(reading):
    """FROM live_roster is only written about."""
    return reading.row("SELECT 1")
def by_constant(reading):
    return reading.rows(f"SELECT count(*) {_ROWS}")
def by_word(reading):
    return reading.rows(relation_sql("x"))
def _private(reading, kind):
    return reading.rows(f"FROM live_{kind.name}")
def by_private(reading):
    return _private(reading, None)
''',
        "utf-8",
    )
    parts = house | parts_of([tmp_path / "metrics" / "new.py"], tmp_path)
    assert readers(parts) - REGISTERED == {
        "metrics.new.by_constant",
        "metrics.new.by_word",
        "metrics.new.by_private",
    }


def named(dotted: str):
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(
    "figure",
    [
        figure
        for figure in figures()
        if figure.guard in (Guard.PEOPLE, Guard.EXAMS, Guard.RECORDS, Guard.COUNTS)
    ],
    ids=lambda figure: f"{figure.reader}-{figure.shows}",
)
def test_what_is_for_roles_asks_for_the_role(figure, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    function, asked = (
        named(figure.asks or figure.reader),
        {
            Guard.PEOPLE: sees_people,
            Guard.EXAMS: sees_exams,
            Guard.RECORDS: keeps_records,
        }.get(figure.guard),
    )
    if getattr(function, "only", None) is not None:
        assert function.only is asked
        with pytest.raises(NotForRole):
            function(
                SimpleNamespace(viewer=READER), *list(inspect.signature(function).parameters)[1:]
            )
    else:
        wanted = {None: ("sees_counts(",), sees_people: ("require_people()",)}.get(
            asked, ("require_keeper()", "within=to_take_back(viewer())")
        )
        source = inspect.getsource(function)
        assert any(word in source for word in wanted), "nothing in it asks what the role may see"


def test_the_registry_names_pages_kinds_and_every_kpi_about_staff():
    pages, kinds = {page for page, *_ in PAGES}, {kind.name for kind in KINDS}
    assert all(
        {*figure.pages} <= pages and figure.pages and {*figure.kinds} <= kinds and figure.kinds
        for figure in figures()
    )
    gated = {str(figure.shows) for figure in passing() if figure.guard is Guard.GATE}
    assert {str(kpi.label) for kpi in KPIS if kpi.dataset.anonymous_below} <= gated
    assert not any(source.kind.about_staff for source in SOURCES.values()) and not any(
        one.source.kind.about_staff for one in QUESTIONS
    )


def _company(path: Path, people: int) -> None:
    """So few people that the gate shows nothing of them, but with thirty exams each: whatever
    counts exams would tell."""
    who = [f"E{at:04}" for at in range(people)]
    dated = "2026-{month:02}-1{at} 10:00"
    exams = [
        f"{one},Desk,North,Course "
        f"{course:02},Skills,{dated.format(month=1 + course % 10, at=at)},"
        f"{'60' if at == people - 1 else '90'},100,80"
        for at, one in enumerate(who)
        for course in range(30)
    ]
    items = [
        f"{one},Course 00,2026-01-1{at},Q{item},{(at + item) % 2},1"
        for at, one in enumerate(who)
        for item in range(6)
    ]
    roster = [f"{one},Desk,North,2026-0{1 + at}-01,2026-06-01" for at, one in enumerate(who)]
    checks = [
        f"C{at}{number},2026-0{1 + number}-1{at},North,{one},Greets,yes"
        for at, one in enumerate(who)
        for number in range(9)
    ]
    ratings = [f"{one},2026-09-1{at},{2 + at}" for at, one in enumerate(who)]
    stars = [f"2026-09-01,month,{one}" for one in who]
    answers = [
        f"{number},2026-{1 + number % 10:02}-05 10:00,North,{number % 11}" for number in range(60)
    ]
    files = {
        "training": ("employee,department,store,course,module,date,score,maximum,pass_mark", exams),
        "exam_item": ("employee,course,date,item,score,maximum", items),
        "roster": ("employee,department,store,hired,as of", roster),
        "behaviour_check": ("check number,date,store,employee,behaviour,passed", checks),
        "supervisor_rating": ("employee,date,score", ratings),
        "star": ("month,honour,employee", stars),
        "nps": ("id,date,store,score", answers),
    }
    with published_once(path) as database:
        for kind, (head, rows) in files.items():
            settings = Options(scale="1-5") if kind == "supervisor_rating" else Options()
            text = "\n".join([head, *rows]).encode()
            of_kind = kind_named(kind)
            stored = add(
                database, prepare(text, f"{kind}.csv", of_kind, settings, date(2026, 11, 1))
            )
            assert stored.upload, kind
        with database.read() as reading:
            (kept,) = reading.row("SELECT count(DISTINCT kind) FROM upload WHERE kept > 0")
        assert kept == len(files)
        with database.write() as writing:
            writing.run("UPDATE state SET origin = 'own'")


@pytest.fixture(scope="module")
def companies(tmp_path_factory, empty_file) -> list[Path]:
    """Two companies that differ in one person only."""
    paths = [
        Path(shutil.copy(empty_file, tmp_path_factory.mktemp("people") / "x.duckdb"))
        for _ in range(2)
    ]
    for path, people in zip(paths, (3, 4), strict=True):
        _company(path, people)
    return paths


def everything(path: Path, page: str, monkeypatch, **link: str) -> str:
    """All that a page says, in words, tables, pictures and their alternatives; without the time of
    day at which files were stored."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"lang": "en", **link}.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    tables = [frame.value.to_csv() for frame in app.dataframe]
    options = [str(box.options) for box in app.selectbox]
    pictures = [
        element.proto.SerializeToString().decode("utf-8", "ignore")
        for element in app.get("plotly_chart")
    ]
    return re.sub(r"\b\d\d:\d\d\b", "", "\n".join([words(app), *tables, *options, *pictures]))


VIEWS = [
    ("training", {"section": section}) for section in ("rates", "staff", "customer", "attempts")
] + [
    ("upload", {}),
    ("privacy", {}),
    ("units", {}),
    ("voice", {"view": "chain"}),
    ("mystery", {"show": "stars"}),
    ("culture", {"culture": "conduct"}),
    ("kpi", {"kpi": "pending_retakes"}),
    ("compare", {"kpi": "first_attempt_pass_rate"}),
]


def _view_name(page: str, link: dict[str, str]) -> str:
    return "-".join([page, *link.values()])


@pytest.fixture(scope="module")
def told_readers(companies) -> list[dict[str, str]]:
    """What each view says of the two companies, asked of one after the other."""
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SERVICE_CULTURE_ROLE", raising=False)
        for path in companies:
            forget()
            told.append(
                {
                    _view_name(page, link): everything(path, page, patch, **link)
                    for page, link in VIEWS
                }
            )
    forget()
    return told


@pytest.mark.parametrize("view", [_view_name(page, link) for page, link in VIEWS])
def test_one_person_more_changes_nothing_that_readers_see(told_readers, view):
    fewer, more = (told[view] for told in told_readers)
    assert fewer == more and len(fewer) > 100


def test_the_same_would_be_seen_where_it_is_shown(companies, monkeypatch):
    """So that the test above can fail: those who may see people see the one more."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    forget()
    fewer, more = (
        everything(path, "training", monkeypatch, section="attempts") for path in companies
    )
    assert fewer != more and "pass at the first attempt" in more


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_privacy_check_lists_every_figure(pages_file, monkeypatch, language):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.switch_page("pages/privacy.py")
    app.run()
    assert not app.exception
    say, table = (
        translator(language),
        next(frame.value for frame in app.dataframe if frame.value.shape[0] == len(figures())),
    )
    assert table[say("Figure")].tolist() == [say(figure.shows) for figure in figures()]
    assert set(table[say("Protected by")]) == {say(guard.value) for guard in Guard}
