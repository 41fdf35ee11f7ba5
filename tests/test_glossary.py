"""The glossary names what is there, and what it gives up is not in the code."""

import re
from importlib import import_module
from pkgutil import resolve_name

import pytest

from tests.conftest import ROOT
from tools.messages import product_files

GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
NAMES = sorted(set(re.findall(r"`((?:data|metrics)\.[\w.]+)`", GLOSSARY)))
# Functions of one name in many rooms say nothing of what they do.
GIVEN_UP = re.compile(r"^def _?settle\(", re.M)


@pytest.mark.parametrize("name", NAMES)
def test_each_word_is_where_the_glossary_says(name):
    module, _, last = name.rpartition(".")
    found = resolve_name(f"{module}:{last}") if last[0].isupper() else None
    if found is None:
        try:
            found = import_module(name)
        except ModuleNotFoundError:
            found = resolve_name(f"{module}:{last}")
    assert found is not None and found.__doc__


def test_words_that_were_given_up_are_not_in_the_code():
    found = [
        file.relative_to(ROOT).as_posix()
        for file in product_files()
        if GIVEN_UP.search(file.read_text("utf-8"))
    ]
    assert found == []


def test_a_docstring_names_its_thing():
    """Who reads it has not read the one before."""
    found = [
        f"{file.relative_to(ROOT).as_posix()}: {told[0]}"
        for file in product_files()
        for told in re.finditer(r'"""(?:The same|Those (?!who))\b.*', file.read_text("utf-8"))
    ]
    assert found == []
