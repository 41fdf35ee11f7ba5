"""What docs/methods.md says of exams is what the code does."""

import re
from importlib import import_module

from tests.conftest import ROOT

SECTION = re.split(
    r"^## ",
    (ROOT / "docs" / "methods.md").read_text("utf-8").partition("\n## Exams and items\n")[2],
    flags=re.MULTILINE,
)[0]
# `training.items.TAIL` = 0.27
NAMED = re.compile(r"`training\.(\w+)\.(\w+)`(?: = (\d+(?:\.\d+)?))?")


def test_every_threshold_has_the_number_of_the_code():
    named = NAMED.findall(SECTION)
    assert {name: float(number or "nan") for _, name, number in named} == {
        name: getattr(import_module(f"metrics.training.{module}"), name)
        for module, name, _ in named
    }


def test_no_threshold_is_missing():
    assert {name for _, name, _ in NAMED.findall(SECTION)} == {
        "TAIL",
        "NOTABLE",
        "MONTHS_BACK",
        "ENOUGH",
        "EASY",
        "WEAK",
        "HARD",
        "IDLE",
        "ENOUGH_ITEMS",
        "ENOUGH_AT_RISK",
        "ENOUGH_DELAYS",
    }


def test_the_rules_stand_in_the_order_of_the_findings():
    from metrics.training.item_verdict import Finding

    rules = re.findall(r"^\| ([a-z ]+) \|", SECTION, re.MULTILINE)[1:]
    assert rules == [finding.label.lower() for finding in Finding]
