"""Which sentences the project speaks, and what the catalogues lack.

    python tools/messages.py            what each language lacks, and what it no longer needs
    python tools/messages.py --write    the same; missing sentences are appended with an empty
    translation

A sentence is found where it stands as a literal in `N_("…")`, `say("…")`,
`Message("…")` or an exception of errors.py.
"""

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402

LOCALES = ROOT / "i18n" / "locales"
LANGUAGES = ("zh_Hans", "zh_Hant")
_NOT_PRODUCT = {"tests", "bench", "tools", "local"}
_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
)


def product_files(root: Path = ROOT) -> list[Path]:
    """The Python files that make up the dashboard: no tests, benchmarks, tools or hidden
    folders."""
    folders = [
        folder
        for folder in root.iterdir()
        if folder.is_dir() and folder.name not in _NOT_PRODUCT and not folder.name.startswith(".")
    ]
    return sorted(
        [*root.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    )


def markers(root: Path = ROOT) -> set[str]:
    """The names whose first argument is a sentence: N_, say and all of errors.py."""
    tree = ast.parse((root / "errors.py").read_text("utf-8"))
    return {"N_", "say", *(node.name for node in tree.body if isinstance(node, ast.ClassDef))}


def sentences(root: Path = ROOT) -> dict[str, str]:
    """Every sentence with the place of its first use ("data/kinds/catalog.py:34")."""
    found: dict[str, str] = {}
    for place, argument in _arguments(root):
        for node in _branches(argument):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.setdefault(node.value, place)
    return found


def composed(root: Path = ROOT) -> list[str]:
    """Places where a sentence is put together in code, so that no catalogue can hold it."""
    return [
        place
        for place, argument in _arguments(root)
        if any(
            isinstance(node, ast.JoinedStr | ast.BinOp) or _is_format(node)
            for node in _branches(argument)
        )
    ]


def _is_format(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "join")
        and isinstance(node.func.value, ast.Constant)
    )


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """The values an argument may take: both sides of `a if x else b` and `a or b`."""
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _branches(value)
    else:
        yield node


@cache
def _arguments(root: Path) -> tuple[tuple[str, ast.expr], ...]:
    return tuple(_found(root))


def _found(root: Path) -> Iterator[tuple[str, ast.expr]]:
    names = markers(root)
    for file in product_files(root):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                place = f"{file.relative_to(root).as_posix()}:{node.lineno}"
                texts = [keyword.value for keyword in node.keywords if keyword.arg == "text"]
                yield from ((place, argument) for argument in [*node.args[:1], *texts])


def _name(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def blanks(text: str) -> set[str]:
    """The named blanks of a sentence; ValueError where its braces do not match."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def catalogue(language: str, locales: Path = LOCALES) -> Catalog:
    """The messages.po of a language; an empty catalogue where the file does not exist yet."""
    path = locales / language / "messages.po"
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def missing(keys: Iterable[str], book: Catalog) -> list[str]:
    """The sentences that a catalogue lacks or leaves untranslated."""
    return [key for key in keys if key not in book or not book[key].string]


def unneeded(keys: Iterable[str], book: Catalog) -> list[str]:
    """The entries that no code uses, those marked obsolete among them."""
    entries = [entry.id for entry in book if entry.id]
    return sorted({*entries, *book.obsolete} - set(keys))


def append(keys: Iterable[str], language: str, locales: Path = LOCALES) -> None:
    """Append sentences with an empty translation to a catalogue; those it has already are left
    alone."""
    path = locales / language / "messages.po"
    book = catalogue(language, locales)
    new = "".join(
        f'\nmsgid {normalize(key, width=0)}\nmsgstr ""\n' for key in keys if key not in book
    )
    start = path.read_text("utf-8") if path.exists() else _HEADER.format(language=language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(start + new, "utf-8")


def main() -> int:
    """Say what is missing, and write it where that is asked."""
    parser = argparse.ArgumentParser(
        description="Sentences that the translations lack, and those they no longer need."
    )
    parser.add_argument(
        "--write", action="store_true", help="append what is missing, with an empty translation"
    )
    write = parser.parse_args().write
    spoken = sentences()
    for language in LANGUAGES:
        book = catalogue(language)
        lacking = missing(spoken, book)
        print(f"{language}: {len(spoken)} sentences, {len(lacking)} not translated")
        for key in lacking:
            print(f"  {spoken[key]}  {key!r}")
        for key in unneeded(spoken, book):
            print(f"  no longer used: {key!r}")
        if write:
            append(lacking, language)
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
