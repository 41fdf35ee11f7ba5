"""The dashboard of a new database, whose sample company is one of few rows, and made to its end once a
file is there: so a test looks at it while it is being made for as long as it wants, and not a second
longer. Its first file is stored by then, within what is committed at the end alone.

    python -m tests.browser.first_start FILE PORT
"""

import sys
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from streamlit.web import cli

from data.uploads import sample_company
from data.uploads.prepare import Prepared, prepare
from tests.test_sample import small

_LOOK = 0.05  # seconds between two looks whether the file is there
_NUMBER = count()


def _second_once_there(wanted: Path, *given: Any) -> Prepared:
    if next(_NUMBER) > 0:
        while not wanted.exists():
            time.sleep(_LOOK)
    return prepare(*given)


def main(wanted: str, port: str) -> None:
    """Serve until it is ended."""
    sample_company.prepare = partial(_second_once_there, Path(wanted))
    sample_company.load_demo = partial(sample_company.load_demo, files=small)
    told = {"headless": "true", "address": "127.0.0.1", "fileWatcherType": "none", "port": port}
    options = [word for name, value in told.items() for word in (f"--server.{name}", value)]
    cli.main(["run", "app.py", *options])


if __name__ == "__main__":
    main(*sys.argv[1:])
