"""The dashboard of a new database, whose sample company is one of few rows, and made once a file is
there: so a test looks at it while it is being made for as long as it wants, and not a second longer.

    python -m tests.browser.first_start FILE PORT
"""

import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

from streamlit.web import cli

from data.samples.demo import SampleFile
from data.uploads import sample_company
from tests.test_sample import small

_LOOK = 0.05  # seconds between two looks whether the file is there


def _once_there(wanted: Path, folder: Path, today: date) -> tuple[SampleFile, ...]:
    while not wanted.exists():
        time.sleep(_LOOK)
    return small(folder, today)


def main(wanted: str, port: str) -> None:
    """Serve until it is ended."""
    files = partial(_once_there, Path(wanted))
    sample_company.load_demo = partial(sample_company.load_demo, files=files)
    told = {"headless": "true", "address": "127.0.0.1", "fileWatcherType": "none", "port": port}
    options = [word for name, value in told.items() for word in (f"--server.{name}", value)]
    cli.main(["run", "app.py", *options])


if __name__ == "__main__":
    main(*sys.argv[1:])
