"""The packages that run, with their licences, as a table for docs/licences.md.

    python tools/licences.py           print the page
    python tools/licences.py --write   write it to docs/licences.md

What runs is what the lock files name; a licence is what the installed package says of itself.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402
from tools.generated import print_or_write  # noqa: E402

PAGE = ROOT / "docs" / "licences.md"
RUNS, TESTS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
# Licences, by their names in SPDX, that let a company run, change and pass on what it has, this
# program's other code untouched. MPL-2.0 asks only that changed files of the package itself stay
# open; none is changed here. BSD: the package names no number of clauses.
ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    }
)
# What packages that know no SPDX call theirs, as the field License or a classifier.
_CALLED = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "2-clause BSD": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Read by a person where a package says nothing, or is installed on one system only: name, version
# -> licence.
READ = {
    (
        "axe-playwright-python",
        "0.1.8",
    ): "MIT AND MPL-2.0",  # its own, and that of the axe-core inside
    ("colorama", "0.4.6"): "BSD-3-Clause",
    ("tzdata", "2026.6"): "Apache-2.0",
}
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
_INTRO = """# Licences of the packages that run

What `make run` and `make test` install, each package at the version and with the hashes of `requirements.lock` and
`requirements-dev.lock`. The page is made by `tools/licences.py` from what the packages say of themselves; a test compares the
two, and fails where a licence is unknown or not among those allowed there. Where a package offers a choice, one of them has to be.
Libraries that a package brings along, as scipy does, have licences of their own, which lie in the package.

| package | version | licence | needed by |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """A package of the lock files. `licence`: SPDX names; empty where it is not known. `runs`: the
    dashboard needs it, not only the tests."""

    name: str
    version: str
    licence: str
    runs: bool

    @property
    def is_allowed(self) -> bool:
        """Whether all that holds for the package, or one of what it offers, is allowed."""
        choices = self.licence.replace("(", "").replace(")", "").split(" OR ")
        return any(set(choice.split(" AND ")) <= ALLOWED for choice in choices)


def pinned(lock: Path) -> dict[str, str]:
    """The packages of a lock file with their versions."""
    return dict(_PINNED.findall(lock.read_text("utf-8")))


def packages() -> list[Package]:
    """All packages of the lock files, by name."""
    runs = pinned(RUNS)
    return [
        Package(name, version, licence(name, version), name in runs)
        for name, version in sorted({**pinned(TESTS), **runs}.items())
    ]


def licence(name: str, version: str) -> str:
    """What was read, else what the installed package of that version says: an expression, a known
    name, a classifier."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return READ.get((name, version), "")
    if said["Version"] != version:
        return ""
    classifiers = [
        line.split(" :: ")[-1]
        for line in said.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    named = [_CALLED.get(text, text) for text in [said.get("License") or "", *classifiers]]
    return (
        READ.get((name, version))
        or said.get("License-Expression")
        or next((one for one in named if one in ALLOWED), "")
    )


def page() -> str:
    """The whole page."""
    return _INTRO + "".join(
        f"| {one.name} | {one.version} | {one.licence or 'unknown'} | "
        f"{'the dashboard' if one.runs else 'the tests'} |\n"
        for one in packages()
    )


def main() -> int:
    """Print the page, or write it."""
    return print_or_write(page, PAGE, __doc__)


if __name__ == "__main__":
    sys.exit(ended(main))
