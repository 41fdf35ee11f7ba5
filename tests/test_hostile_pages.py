"""A company whose names are meant to harm: no page reads them as anything but words, and no file
taken away runs."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from metrics.snapshot import forget
from tests.conftest import ROOT
from tests.hostile_company import EVIL, FORMULAS, HARM
from ui.parts import st
from ui.parts.literal import _BREAK, markdown_safe
from ui.shell.frame import SCRIPTS

VIEWS = (
    ("overview", {}),
    ("kpi", {"kpi": "csat", "by": "store"}),
    ("kpi", {"kpi": "exam_pass_rate", "by": "course"}),
    ("compare", {"kpi": "csat", "by": "store"}),
    *(
        ("training", {"section": section, "window": "year"})
        for section in ("rates", "retakes", "items", "attempts", "staff", "retention", "customer")
    ),
    *(("voice", {"view": view}) for view in ("scores", "comments", "drivers", "chain")),
    *(
        ("mystery", {"show": show})
        for show in ("stores", "visits", "checklist", "shoppers", "stars")
    ),
    *(("actions", {"section": part}) for part in ("actions", "problems", "decisions", "write")),
    ("knowledge", {"tried": "all"}),
    ("reports", {}),
    ("review", {}),
    *(("operations", {"show": show}) for show in ("promises", "when", "complaints", "cost")),
    *(("culture", {"culture": part}) for part in ("staff", "conduct", "suggestions", "programme")),
    ("upload", {}),
    *(("targets", {"targets": part}) for part in ("current", "history", "file")),
    ("units", {}),
)
FOLDED = (
    "culture_said",
    "culture_coverage",
    "culture_steps",
    "culture_people",
    "culture_fates",
    "culture_waiting",
    "culture_counts",
    "compare_table",
    "voice_chain_fold",
    "trend_table",
    "chain_table",
    "voice_expressions",
    "voice_themes_fold",
    "split_table",
    "full_definition",
    "training_rates_table",
    "item_options",
    "near_cut",
    "voice_table",
    "voice_drivers_fold",
)
_SIGNS = "=+\\-@\t＝＋－＠"


# A link to a page of the dashboard: a name in it is only a value of the query.
_OWN = re.compile(r"[a-z]+\?[\w.%+&=*-]*", re.ASCII)


class _Tags(HTMLParser):
    """What a piece of HTML would ask for or run."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs) -> None:
        self.found += [tag] if tag in ("script", "iframe", "image") else []
        self.found += [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on")
            or (name != "alt" and value and (EVIL in value or "javascript:" in value))
            and not (name == "href" and _OWN.fullmatch(value))
        ]


def _protos(node) -> list:
    own = [node.proto] if getattr(node, "proto", None) is not None else []
    return own + [
        proto for child in getattr(node, "children", {}).values() for proto in _protos(child)
    ]


def _texts(proto) -> list[tuple[str, str]]:
    """Field and text of all that a part of a page sends."""
    found = []
    for field, value in proto.ListFields():
        values = value if field.is_repeated else [value]
        if field.type == field.TYPE_MESSAGE:
            found += [text for part in values for text in _texts(part)]
        elif field.type == field.TYPE_STRING:
            found += [(field.name, text) for text in values]
    return found


def _running(content: bytes) -> list[str]:
    """Cells that a spreadsheet would run, whichever sign it divides the lines at and whether or not
    it minds quotes."""
    text = content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    cells += [cell for sign in ";\t" for line in text.splitlines() for cell in line.split(sign)]
    return [
        cell
        for cell in cells
        if re.match(rf"\s*\"?\s*[{_SIGNS}]", cell) and not re.fullmatch(r"-?[\d.]+(,.*)?", cell)
    ]


@pytest.mark.xdist_group("browser")  # which loads the same company
def test_no_page_reads_a_name_and_no_file_runs(hostile_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(hostile_file))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer,committee")
    forget()
    files = {}
    button = st.download_button

    def noted(label: str, data, name: str, *rest, **more):
        files[name] = data() if callable(data) else data
        return button(label, data, name, *rest, **more)

    monkeypatch.setitem(st._MADE, "download_button", noted)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key in FOLDED:
        app.session_state[key] = True
    app.run()
    harmed = set()
    for page, link in VIEWS:
        app.switch_page(f"pages/{page}.py")
        app.query_params.clear()
        app.query_params.update(link)
        app.run()
        assert not app.exception, (page, link, app.exception[0].stack_trace)
        _look_through(app, harmed, f"{page} {link}")
    assert len(harmed) >= len(VIEWS) - 5 and len(files) >= 25, (len(harmed), sorted(files))
    running = {
        name: cells[:3]
        for name, content in files.items()
        if name.endswith(".csv") and (cells := _running(content))
    }
    assert not running
    assert any(f"'{sign}".encode() in content for content in files.values() for sign in FORMULAS), (
        "no file had a formula to make inert"
    )
    forget()


def _look_through(app: AppTest, harmed: set[str], view: str) -> None:
    """Every text that a page sends, for what it is read as."""
    marked = [text for text in HARM if markdown_safe(text) != text]
    for proto in _protos(app.main):
        kind = type(proto).__name__
        for field, text in _texts(proto):
            if EVIL in text.replace(_BREAK, ""):
                harmed.add(view)
            if kind == "Html" and field == "body" and text != SCRIPTS:
                assert not _Tags(text).found, view
            elif kind == "PlotlyChart" and field == "spec":
                assert not re.findall(
                    r".{30}<(?!/?b>|br>|/?extra>|/span>|span style=.{2}color:#[0-9a-f]{6}.{2}>).{30}",
                    json.dumps(json.loads(text)),
                ), view
            elif field in ("body", "label", "help", "text", "caption") and kind not in (
                "Html",
                "Code",
            ):
                assert not [
                    name for name in marked if re.search(rf"(?<!\\){re.escape(name)}", text)
                ], (view, text)
