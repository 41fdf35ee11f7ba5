"""python tools/house.py: how the product's code is built, in figures: lines, functions, names, rooms.

Counted are the dashboard's own files, without tests, benchmarks and tools. A function's length is
that of its lines with its docstring; its branches are McCabe's cyclomatic complexity, as ruff counts
it. Beside each figure stands what it should be at most.
"""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402
from tools.messages import product_files  # noqa: E402

PRODUCT = ("data", "metrics", "charts", "reports", "alerts", "ui", "pages", "i18n")
WIDEST = 100
LONG = 50
NODES, WIDE, LENGTHS, MANY_LINES, BRANCHES, TWICE = (
    "syntax nodes a line",
    f"lines over {WIDEST} columns",
    "function, median / 90 % / longest",
    f"functions over {LONG} lines",
    "functions with more than 10 branches",
    "public classes of one name",
)
GOALS = {
    NODES: "5.5",
    WIDE: "0, lists of words and SQL aside",
    LENGTHS: f"6 / 20 / {LONG} lines",
    MANY_LINES: "0",
    BRANCHES: "0",
    TWICE: "none",
}


def figures(files: list[Path]) -> dict[str, str]:
    """What is counted -> its figure, ready to be printed."""
    texts = [file.read_text("utf-8") for file in files]
    trees = [ast.parse(text) for text in texts]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    nodes = sum(1 for tree in trees for _ in ast.walk(tree))
    lengths = sorted(map(_length, _functions(trees)))
    wide = sum(len(line) > WIDEST for line in lines)
    return {
        "files, lines": f"{len(files)}, {len(lines):,}",
        NODES: f"{nodes / len(lines):.1f}",
        WIDE: f"{100 * wide / len(lines):.1f} %",
        LENGTHS: f"{median(lengths):.0f} / "
        f"{quantiles(lengths, n=10)[-1]:.0f} / {lengths[-1]} lines",
        MANY_LINES: f"{sum(length > LONG for length in lengths)} of {len(lengths):,}",
        BRANCHES: str(_complex()),
        TWICE: ", ".join(twice(trees)) or "none",
        "longest file": f"{max(len(text.splitlines()) for text in texts)} lines",
    }


def _functions(trees: list[ast.Module]) -> list[ast.FunctionDef]:
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _length(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def twice(trees: list[ast.Module]) -> list[str]:
    """Public classes that two modules call alike."""
    names = Counter(
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    return sorted(name for name, count in names.items() if count > 1)


def _complex() -> int:
    asked = ["-m", "ruff", "check", "--select", "C901", "--output-format", "concise", "--exit-zero"]
    folders = [*PRODUCT, "app.py", "errors.py"]
    done = subprocess.run(
        [sys.executable, *asked, *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sum("C901" in line for line in done.stdout.splitlines())


def main() -> int:
    """Print the figures, one a line, each with its goal."""
    for name, figure in figures(product_files()).items():
        goal = f"(goal: {GOALS[name]})" if name in GOALS else ""
        print(f"{name:<40}{figure:<24}{goal}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
