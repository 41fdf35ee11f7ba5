"""What docs/methods.md says of the thresholds is what the code does."""

import re
from pkgutil import resolve_name

import pytest

from tools.messages import ROOT

METHODS = (ROOT / "docs" / "methods.md").read_text("utf-8")
# `metrics.statistics.spc.RUN` = 7
NAMED = re.compile(r"`((?:data|metrics)(?:\.\w+)+)`(?: = (\d+(?:\.\d+)?))?")


def value_of(name: str) -> object:
    """What package.module.NAME, or package.module.NAME.attribute, stands for."""
    return resolve_name(name)


def differing(text: str) -> list[str]:
    """Names in a text whose number is missing, or is not the one in the code."""
    return [
        name
        for name, number in NAMED.findall(text)
        if not number or float(number) != value_of(name)
    ]


def test_every_threshold_named_has_its_number():
    assert len(NAMED.findall(METHODS)) > 20
    assert differing(METHODS) == []


def test_a_wrong_or_missing_number_is_found():
    text = (
        "`metrics.statistics.spc.RUN` = 7, `metrics.statistics.spc.RUN` = 8, "
        "`metrics.statistics.spc.TRIAL` is not said, "
        "`data.kinds.catalog.TRAINING.enough` = 10"
    )
    assert differing(text) == ["metrics.statistics.spc.RUN", "metrics.statistics.spc.TRIAL"]
    with pytest.raises(AttributeError):
        differing("`metrics.statistics.spc.GONE` = 7")


def test_every_method_says_what_to_do_then_how_then_whence():
    sections = re.split(r"^## ", METHODS, flags=re.MULTILINE)[1:]
    titles = [section.splitlines()[0] for section in sections]
    assert {"Intervals", "Signals", "Forecast", "Verdicts"} <= set(titles)
    for title, section in zip(titles, sections, strict=True):
        if title in ("Measured", "Known limits"):
            continue
        places = [
            section.find(part) for part in ("**For a manager.**", "**Formula.**", "**Source.**")
        ]
        assert -1 not in places and places == sorted(places), title


def test_the_contents_lead_to_every_section():
    titles = re.findall(r"^## (.+)$", METHODS, re.MULTILINE)
    anchors = {title.lower().replace(",", "").replace(" ", "-") for title in titles}
    assert set(re.findall(r"\(#([a-z-]+)\)", METHODS)) == anchors
