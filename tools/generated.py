"""What the tools that make a page of the documentation have in common."""

import argparse
from collections.abc import Callable
from pathlib import Path


def print_or_write(page: Callable[[], str], file: Path, about: str) -> int:
    """Print the page, or write it to its file where the call says `--write`."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        file.write_text(page(), "utf-8")
    else:
        print(page(), end="")
    return 0
