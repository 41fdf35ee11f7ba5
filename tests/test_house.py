"""The figures of the code count what they say."""

import ast
import re

from tools.house import GOALS, figures, twice
from tools.messages import product_files


def test_figures_are_those_of_the_files(tmp_path):
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("class Twice: ...\n\n\ndef short():\n    return 1\n", "utf-8")
    wide = "x" * 101
    second.write_text(
        f"class Twice: ...\n\n\n{wide} = 1\n\n\ndef f():\n    a = 1\n    return a\n", "utf-8"
    )
    found = figures([first, second])
    assert found["files, lines"] == "2, 8" and found["lines over 100 columns"] == "12.5 %"
    assert found["public classes of one name"] == "Twice"
    assert found["function, median / 90 % / longest"].endswith("3 lines")
    assert found["functions over 50 lines"] == "0 of 2" and GOALS.keys() <= found.keys()


def test_no_two_public_classes_have_one_name():
    """Told by the lines that begin them: to read all of the product would take seconds."""
    texts = [file.read_text("utf-8") for file in product_files()]
    classes = [re.findall(r"^class \w+", text, re.MULTILINE) for text in texts]
    trees = [ast.parse("".join(f"{one}: ...\n" for one in lines)) for lines in classes if lines]
    assert len(trees) > 100 and twice(trees) == []
