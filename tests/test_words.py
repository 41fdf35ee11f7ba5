"""Words of people are words: nothing that a page is drawn with reads them as markdown."""

import ast
import inspect

import pytest
from streamlit.testing.v1 import AppTest

from i18n import translator
from tests.conftest import ROOT
from ui.parts import st
from ui.parts.literal import Marked, bold, item, joined, markdown_safe, marked, sentences
from ui.parts.st import _AS_IT_IS, _WORDED, _WORDED_OPTIONS

SAY = translator("en")
HOSTILE = "![b](http://evil.example/x.png) <b> $x$ :red[y]"
INERT = markdown_safe(HOSTILE)
# What answers other programs and starts the server: it draws nothing, and asks Streamlit for more.
SERVER = sorted([*(ROOT / "ui" / "api").glob("*.py"), ROOT / "app.py"])
UI = sorted({*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")} - {*SERVER})
OWN = ("st.py", "table.py")  # of ui: where Streamlit itself is called


@pytest.mark.parametrize(
    "written, shown",
    [
        ("plain: words, 95% (n = 10) – 10:30", "plain: words, 95% (n = 10) – 10:30"),
        ("![b](http://e.x/p.png)", "!\\[b\\](http\\://:color[]e.x/p.png)"),
        ("[c](javascript:alert(1))", "\\[c\\](javascript\\:alert(1))"),
        ("www.e.x a@e.x", "www:color[].e.x a@:color[]e.x"),
        ("<b> &lt; &C & D", "\\<b> \\&lt; \\&C & D"),
        ("*a* _b_ `c` ~d~ $e$ \\", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$ \\\\"),
        (":smile: :material/face:", "\\::color[]smile: \\::color[]material/face:"),
        ("a <-> b", "a \\<:color[]-:color[]> b"),
        ("a@-- b", "a@:color[]-:color[]- b"),
        ("a\0b", "a\ufffdb"),
        ("a\u2060b", "a\u2060b"),
        (":red[x]", "\\:red\\[x\\]"),
        ("a -> b <- c", "a -:color[]> b \\<:color[]- c"),
        ("A_B_2 _", "A_B_2 \\_"),
        ("1. x", "1\\. x"),
        ("- x", "\\- x"),
        ("# x", "\\# x"),
        ("> x", "\\> x"),
        ("a\n\n    b", "a b"),
        ("  a ", "a"),
        ("\u202eabc 完全", "\u202eabc 完全"),
    ],
)
def test_a_text_is_kept_from_being_read(written, shown):
    assert markdown_safe(written) == shown


def test_what_is_marked_is_marked_once_and_what_fills_it_is_literal():
    assert markdown_safe(markdown_safe(HOSTILE)) == INERT
    assert (
        bold("*") == "**\\***"
        and item("- a") == "- \\- a"
        and joined([bold("a"), "*"], " · ") == "**a** · \\*"
    )
    assert (
        sentences([bold("a."), "*"], SAY) == "**a.** \\*"
        and sentences(["a。", "*"], translator("zh_Hans")) == "a。\\*"
    )
    told = marked(SAY)(
        "**{kind}** of {count}: {names}", kind=HOSTILE, count=1000, names=["*a*", "b"]
    )
    assert told == f"**{INERT}** of 1,000: \\*a\\*, b" and isinstance(told, Marked)


def _all_drawn(words: str) -> None:
    """A page with each function once, in a script of its own, as AppTest wants it."""
    from tests.test_words import draw_each

    draw_each(words)


def draw_each(words: str) -> None:
    """Every function that has words, each of its arguments that Streamlit reads as markdown filled
    with them."""
    with st.form("form"):
        _call("form_submit_button", words)
    for name in _WORDED:
        if name != "form_submit_button":
            _call(name, words)


def _call(name: str, words: str) -> None:
    needed = {
        "page_link": {"page": "https://example.org"},
        "download_button": {"data": "x"},
        "progress": {"value": 1.0},
    }.get(name, {})
    filled = {
        argument: words
        for argument in (*_WORDED[name], "help")
        if argument in inspect.signature(getattr(st, name)).parameters
    }
    if name == "radio":
        filled["captions"] = [words]
    if name in (*_WORDED_OPTIONS, "selectbox", "multiselect"):
        needed = {"options": [words]}
    keyed = (
        {"key": name}
        if "key" in inspect.signature(getattr(st, name)).parameters and name not in ("spinner",)
        else {}
    )
    drawn = getattr(st, name)(**needed, **filled, **keyed)
    if name == "spinner":
        with drawn:
            pass


def test_every_function_shows_what_it_is_given_letter_by_letter():
    app = AppTest.from_function(_all_drawn, args=(HOSTILE,)).run()
    assert not app.exception, app.exception[0].stack_trace
    texts = [text for proto in _protos(app.main) for text in _texts(proto)]
    assert len(texts) > 2 * len(_WORDED), "not all was drawn"
    left = [text for text in texts if HOSTILE in text]
    plain_options = [HOSTILE] * 2  # of the two select boxes, which read no markdown
    assert left == plain_options and sum(INERT in text for text in texts) >= len(_WORDED) + 5


def _protos(node) -> list:
    own = [node.proto] if node.proto is not None else []
    return own + [
        proto for child in getattr(node, "children", {}).values() for proto in _protos(child)
    ]


def _texts(proto) -> list[str]:
    found = []
    for field, value in proto.ListFields():
        if field.type == field.TYPE_MESSAGE:
            for part in value if field.is_repeated else [value]:
                found += _texts(part)
        elif field.type == field.TYPE_STRING and field.name not in ("id", "key"):
            found += list(value) if field.is_repeated else [value]
    return found


def test_what_is_not_named_does_not_exist_for_pages():
    for name in (
        "dataframe",
        "table",
        "data_editor",
        "write",
        "toast",
        "metric",
        "tabs",
        "link_button",
        "text",
        "latex",
    ):
        with pytest.raises(AttributeError, match=name):
            getattr(st, name)
    assert not _AS_IT_IS & set(_WORDED)


# --- and no way around it


def _streamlit_of(tree: ast.AST) -> list[str]:
    return [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
        if name.split(".")[0] == "streamlit"
    ]


def _around(tree: ast.AST) -> list[str]:
    """Words drawn by a method of a place instead of a function of `st`, and markdown made elsewhere
    than in ui/parts/literal.py."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    methods = [
        f"{node.lineno}: {node.func.attr}"
        for node in calls
        if isinstance(node.func, ast.Attribute)
        and node.func.attr
        in {
            *_WORDED,
            "dataframe",
            "table",
            "data_editor",
            "write",
            "metric",
            "toast",
            "tabs",
        }
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "st")
    ]
    made = [
        f"{node.lineno}: Marked"
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "Marked"
    ]
    return methods + made


@pytest.mark.parametrize(
    "file",
    [file for file in UI if file.name not in ("literal.py", *OWN)],
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_pages_draw_by_the_functions_that_make_words_literal(file):
    tree = ast.parse(file.read_text("utf-8"))
    assert not _streamlit_of(tree) and not _around(tree)


def test_what_answers_programs_draws_nothing():
    asked = {
        node.attr
        for file in SERVER
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("st", "streamlit")
    }
    assert asked == {"App"}


@pytest.mark.parametrize(
    "code",
    [
        "import streamlit as st",
        "from streamlit import caption",
        "import streamlit.delta_generator",
        "place.success(say('x'))",
        "st.container().markdown(x)",
        "self.line.write(x)",
        "Marked(name)",
        "column.dataframe(x)",
    ],
)
def test_a_way_around_is_found(code):
    tree = ast.parse(code)
    assert _streamlit_of(tree) or _around(tree)


def test_arguments_that_streamlit_would_refuse_are_refused():
    with pytest.raises(TypeError, match="body"):
        st.caption("One", body="Another")
    with pytest.raises(ValueError, match="longer"):
        st.caption("Words", *range(9))
