"""What docs/methods.md says of drivers, comments and the effect of training is what the code
does."""

import re
from importlib import import_module

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "methods.md").read_text("utf-8")
# `voice.drivers.WEAK` = 0.10
NAMED = re.compile(r"`(voice|effect)\.(\w+)\.(\w+)`(?: = (\d+(?:\.\d+)?))?")


def section(title: str) -> str:
    return re.split(r"^## ", TEXT.partition(f"\n## {title}\n")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (
            "Drivers and comments",
            {
                "FEWEST",
                "FEWEST_EACH",
                "MOST_PREDICTORS",
                "WEAK",
                "RESAMPLES",
                "FEWEST_CLUSTERS",
                "ENOUGH",
                "FEWEST_TO_READ",
                "NOTABLE",
            },
        ),
        ("Does training reach the customer", {"LAG", "FEWEST_UNITS", "FEWEST_MONTHS"}),
    ],
)
def test_every_threshold_has_the_number_of_the_code(title, names):
    named = NAMED.findall(section(title))
    assert {name for _, _, name, _ in named} == names
    for package, module, name, number in named:
        assert float(number or "nan") == getattr(
            import_module(f"metrics.{package}.{module}"), name
        ), f"{module}.{name}"
