"""Names of units in a file beside those that are known: the same one though written otherwise.

Spellings that differ in case, width and blanks are one name, and that is told.
Those that differ in a little more, such as 店 at the end or 東 for 东, are asked about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.findings import Findings
from data.issues import NOTE, Issue
from data.questions import Choice, Question
from data.units.likeness import plainest, same_letters, unit_keys
from data.uploads.prepare import Prepared
from errors import Message
from i18n import N_, Text

SAME, DIFFERENT = "same", "different"
_SHOWN = 8  # spellings named in a sentence


def with_known_names(
    prepared: Prepared, names: Mapping[str, Mapping[str, str]]
) -> tuple[Prepared, tuple[Question, ...]]:
    """The file with the names of its units as they are known, and the questions whether they are
    the same; as answered, else as is likely. `names`: those known of each dimension."""
    asked = []
    for dimension, known in names.items():
        rows = prepared.counts(dimension)
        folded = spelt_as(rows, known, {name: same_letters(name) for name in (*known, *rows)})
        prepared = _renamed(
            prepared,
            dimension,
            folded,
            N_(
                "{column}: spellings that differ only in blanks, width, capitals or a full stop "
                "are one name: {names}."
            ),
        )
        rows = _added_up(rows, folded)
        # Zeros before a number alone are a question of their own (codes.py).
        keys = {
            name: name if name.isascii() and name.isdigit() else key
            for name, key in unit_keys((*known, *rows), dimension).items()
        }
        alike = spelt_as(rows, known, keys)
        if not alike:
            continue
        asked.append(
            _question(dimension, prepared.kind.column(dimension).label, alike, rows, known)
        )
        if asked[-1].answer(prepared.options.answers) == SAME:
            prepared = _renamed(
                prepared,
                dimension,
                alike,
                N_("{column}: names read as known ones that are written nearly alike: {names}."),
            )
    return prepared, tuple(asked)


def spelt_as(
    rows: Mapping[str, int], known: Iterable[str], keys: Mapping[str, str]
) -> dict[str, str]:
    """Name of the file -> the name that it spells: a known one, else that of most rows. Known names
    stay, and what `keys` tell apart."""
    of_known, fresh = defaultdict(list), defaultdict(list)
    for name in known:
        of_known[keys[name]].append(name)
    for name in rows:
        if name not in known:
            fresh[keys[name]].append(name)
    found: dict[str, str] = {}
    for letters, names in fresh.items():
        target = plainest(of_known[letters]) if letters in of_known else plainest(names, rows)
        found |= {name: target for name in names if name != target}
    return found


def _added_up(rows: Mapping[str, int], folded: Mapping[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, count in rows.items():
        found[folded.get(name, name)] += count
    return found


def _renamed(prepared: Prepared, dimension: str, names: Mapping[str, str], told: str) -> Prepared:
    if not names:
        return prepared
    checked, label = prepared.checked, prepared.kind.column(dimension).label
    rows = checked.rows.assign(**{dimension: checked.rows[dimension].replace(dict(names))})
    note = Issue(NOTE, Message(told, {"column": label, "names": _groups(names)}))
    return replace(
        prepared, checked=replace(checked, rows=rows, issues=Findings.of([note]) + checked.issues)
    )


def _groups(names: Mapping[str, str], rows: Mapping[str, int] | None = None) -> list[Message]:
    """A few of the names with the others that they are, as a reader can tell them apart."""
    of: dict[str, list[str]] = defaultdict(list)
    for name, target in sorted(names.items()):
        of[target].append(name)
    said = [
        Message(
            "{names} = “{target}”",
            {"names": [_quoted(name, rows) for name in others], "target": visible(target)},
        )
        for target, others in list(of.items())[:_SHOWN]
    ]
    return said + (
        [Message("others: {count}", {"count": len(of) - _SHOWN})] if len(of) > _SHOWN else []
    )


def _quoted(name: str, rows: Mapping[str, int] | None) -> Message:
    told = {"name": visible(name)}
    return (
        Message("“{name}” (rows: {count})", {**told, "count": rows[name]})
        if rows
        else Message("“{name}”", told)
    )


def visible(name: str) -> str:
    """The name with a sign for each blank at its ends, two together, and what is not seen at
    all."""
    inner = name.strip()
    start = len(name) - len(name.lstrip())
    shown = "␣" * start + inner.replace("  ", "␣␣") + "␣" * (len(name) - start - len(inner))
    return "".join(letter if letter.isprintable() or letter == "　" else "␣" for letter in shown)


def _question(
    dimension: str,
    label: Text,
    alike: Mapping[str, str],
    rows: Mapping[str, int],
    known: Mapping[str, str],
) -> Question:
    stored = sorted({name for name in alike.values() if name in known})[:_SHOWN]
    return Question(
        f"alike_{dimension}",
        Message(
            "{column}: names that are written nearly alike, as one unit often is in several "
            "files: {count}. Are they the same?",
            {"column": label, "count": len(alike)},
        ),
        (
            Choice(
                SAME,
                N_("They are the same: their rows count under the name after the equals sign."),
            ),
            Choice(DIFFERENT, N_("They are different: each is counted on its own.")),
        ),
        SAME,
        evidence=(
            *_groups(alike, rows),
            *(
                [Message("Names that are stored already: {names}.", {"names": stored})]
                if stored
                else ()
            ),
        ),
    )
