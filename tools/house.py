"""python tools/house.py: how the product's code is built, in figures: lines, functions, names, rooms.

Counted are the dashboard's own files, without tests, benchmarks and tools. A function's length is
that of its lines with its docstring; its branches are McCabe's cyclomatic complexity, as ruff counts
it.
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

WIDEST = 100


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
        "syntax nodes a line": f"{nodes / len(lines):.1f}",
        f"lines over {WIDEST} columns": f"{100 * wide / len(lines):.1f} %",
        "function, median / 90 % / longest": f"{median(lengths):.0f} / "
        f"{quantiles(lengths, n=10)[-1]:.0f} / {lengths[-1]} lines",
        "functions with more than 10 branches": str(_complex()),
        "public classes of one name": ", ".join(twice(trees)) or "none",
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
    folders = ["data", "metrics", "charts", "ui", "pages", "i18n", "app.py", "errors.py"]
    done = subprocess.run(
        [sys.executable, *asked, *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sum("C901" in line for line in done.stdout.splitlines())


def main() -> int:
    """Print the figures, one a line."""
    for name, figure in figures(product_files()).items():
        print(f"{name:<40}{figure}")
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
