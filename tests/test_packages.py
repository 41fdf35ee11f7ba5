"""What is installed is what the lock files name, each file by its hash; every licence is known and
allowed."""

import re
from importlib.metadata import PackageNotFoundError, requires, version

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tools import licences
from tools.licences import ALLOWED, PAGE, READ, RUNS, TESTS, Package, packages, page, pinned

LISTS = {RUNS: "requirements.txt", TESTS: "requirements-dev.txt"}


def listed(name: str) -> list[Requirement]:
    """What a person asks for, in a list and those it includes."""
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-r")]
    return found + [
        one for line in lines if line.startswith("-r") for one in listed(line.split()[1])
    ]


def needed(asked: list[Requirement]) -> set[str]:
    """The names of all that has to be installed here for what was asked, as the installed packages
    say themselves."""
    seen: set[tuple[str, frozenset[str]]] = set()
    left = [(canonicalize_name(one.name), frozenset(one.extras)) for one in asked]
    while left:
        name, extras = left.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for one in map(Requirement, requires(name) or ()):
            if one.marker is None or any(
                one.marker.evaluate({"extra": extra}) for extra in extras or {""}
            ):
                left.append((canonicalize_name(one.name), frozenset(one.extras)))
    return {name for name, _ in seen}


@pytest.mark.parametrize("lock", LISTS, ids=lambda lock: lock.name)
def test_all_that_runs_here_is_in_the_lock_at_the_version_installed(lock):
    names = pinned(lock)
    installed = {name: version(name) for name in needed(listed(LISTS[lock]))}
    assert len(installed) > len(listed(LISTS[lock]))
    assert {name: names.get(name) for name in installed} == installed


@pytest.mark.parametrize("lock", LISTS, ids=lambda lock: lock.name)
def test_the_lock_is_that_of_the_list_and_names_no_registry(lock):
    names, text = pinned(lock), lock.read_text("utf-8")
    for one in listed(LISTS[lock]):
        assert one.specifier.contains(names[canonicalize_name(one.name)], prereleases=True), (
            f"{one}: run make lock"
        )
    assert not re.search(r"https?:|file:|index-url|find-links| @ |/\w+/", text)


@pytest.mark.parametrize("lock", LISTS, ids=lambda lock: lock.name)
def test_every_package_has_the_hashes_of_its_files(lock):
    parts = re.split(r"^(?=[a-z0-9])", lock.read_text("utf-8"), flags=re.M)[1:]
    assert len(parts) == len(pinned(lock))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", part) for part in parts)


def test_both_locks_agree_and_make_installs_from_them_alone():
    assert pinned(RUNS).items() <= pinned(TESTS).items()
    installs = [
        line
        for line in (ROOT / "Makefile").read_text("utf-8").splitlines()
        if "pip install" in line
    ]
    assert installs and all(
        "--require-hashes" in line and re.search(r"--requirement requirements(-dev)?\.lock$", line)
        for line in installs
    )
    for readme in ("README.md", "README.zh-CN.md"):
        assert r"pip install --require-hashes -r requirements.lock" in (ROOT / readme).read_text(
            "utf-8"
        )


def test_every_licence_is_known_and_allowed():
    assert [
        f"{one.name}: {one.licence or 'unknown'}" for one in packages() if not one.is_allowed
    ] == []
    assert {name for name, _ in READ} <= pinned(TESTS).keys()


def test_the_licence_of_what_this_system_does_not_install_was_read_by_a_person():
    """Else the page depends on what somebody once installed beside the lock files."""
    on_some = re.findall(r"^([\w.-]+)==(\S+) ; (.*?) \\$", TESTS.read_text("utf-8"), re.M)
    elsewhere = {(name, pin) for name, pin, marker in on_some if not Marker(marker).evaluate()}
    assert elsewhere and elsewhere <= READ.keys()


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("MIT", True),
        ("", False),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND (BSD-3-Clause)", True),
        ("AGPL-3.0-only OR GPL-3.0-only", False),
        ("MIT AND 0BSD AND SSPL-1.0", False),
    ],
)
def test_a_package_is_allowed_by_all_that_holds_or_one_of_what_it_offers(licence, is_allowed):
    assert Package("any", "1", licence, True).is_allowed == is_allowed


def test_a_licence_of_another_version_or_of_nobody_is_unknown():
    assert (
        licences.licence("duckdb", "0.0.1") == "" and licences.licence("no-such-package", "1") == ""
    )
    assert licences.licence("duckdb", version("duckdb")) in ALLOWED
    with pytest.raises(PackageNotFoundError):
        version("no-such-package")


def test_the_page_of_licences_is_what_the_tool_says():
    assert PAGE.read_text("utf-8") == page(), "run: python tools/licences.py --write"
