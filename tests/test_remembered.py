"""What is remembered is kept by snapshot and viewer, so it asks nothing of the session that happens to
ask first."""

import ast

from tests.test_layers import module_name
from tools.messages import product_files

# What knows who looks, what they look at, or what their browser told.
OF_SESSION = (
    "ui.parts.viewer.",
    "ui.parts.signing.",
    "ui.parts.st.",
    "ui.state.board.",
    "data.roles.installed",
)


def uses() -> tuple[dict[str, set[str]], list[str]]:
    """What each function and class of the product names, by full names; and those functions that
    are remembered."""
    found: dict[str, set[str]] = {}
    kept = []
    for file in product_files():
        tree, module = ast.parse(file.read_text("utf-8")), module_name(file)
        full = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        own = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        full |= {node.name: f"{module}.{node.name}" for node in own}
        for node in own:
            inside = list(ast.walk(node))
            given = {one.arg for one in inside if isinstance(one, ast.arg)}
            names = {one.id for one in inside if isinstance(one, ast.Name)} - given
            dotted = {
                f"{full[one.value.id]}.{one.attr}"
                for one in inside
                if isinstance(one, ast.Attribute)
                and isinstance(one.value, ast.Name)
                and one.value.id in full
            }
            found[full[node.name]] = {full[name] for name in names if name in full} | dotted
            if any("remembered(" in ast.unparse(one) for one in node.decorator_list):
                kept.append(full[node.name])
    return found, kept


def way_to_session(found: dict[str, set[str]], start: str) -> list[str]:
    """The names from one function to what asks the session; empty where there is no way."""
    ways, known = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for name in sorted(found.get(way[-1], ())):
            if name.startswith(OF_SESSION):
                return [*way, name]
            if name not in known:
                known.add(name)
                ways.append([*way, name])
    return []


def test_nothing_that_is_remembered_asks_the_session():
    found, kept = uses()
    assert len(kept) > 100
    asking = [way for name in kept if (way := way_to_session(found, name))]
    assert asking == [], "\n".join(" → ".join(way) for way in asking)
