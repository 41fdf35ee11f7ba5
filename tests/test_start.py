"""The line of `make run` prints the address, opens the browser where there is a display, and asks
nothing."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

_SECONDS = 90


def started(folder: Path, *, display: bool) -> tuple[str, str]:
    """What a first start prints, by somebody whose home is empty, and which address it opens."""
    opened, printed = folder / "opened", folder / "printed"
    programs = folder / "programs"
    programs.mkdir()
    (programs / "xdg-open").write_text(f'#!/bin/sh\necho "$1" > {opened}\n', "utf-8")
    (programs / "xdg-open").chmod(0o755)
    line = (
        re.search(
            r"python -m streamlit (run app\.py)$", (ROOT / "Makefile").read_text("utf-8"), re.M
        )
        .group(1)
        .split()
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STREAMLIT_", "DISPLAY", "WAYLAND_"))
    }
    settings = {
        **kept,
        "HOME": str(folder),
        "SERVICE_CULTURE_DB": str(folder / "x.duckdb"),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        **({"DISPLAY": ":99"} if display else {}),
    }
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", *line, "--server.port", str(port)],
            cwd=ROOT,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        limit = time.monotonic() + _SECONDS
        while time.monotonic() < limit and f"http://127.0.0.1:{port}" not in printed.read_text(
            "utf-8"
        ):
            assert process.poll() is None, printed.read_text("utf-8")
            time.sleep(0.05)
        # The browser is opened once the server listens, which is soon after the address is printed.
        limit = time.monotonic() + (20 if display else 3)
        while time.monotonic() < limit and not opened.exists():
            time.sleep(0.05)
        time.sleep(0.2)  # for what is written into it
    finally:
        process.terminate()
        process.wait(30)
    told = printed.read_text("utf-8").replace(str(port), "PORT")
    return told, opened.read_text("utf-8").strip().replace(
        str(port), "PORT"
    ) if opened.exists() else ""


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="a browser is opened by another program there"
)
@pytest.mark.parametrize("display", [True, False])
def test_a_first_start_prints_the_address_and_opens_it_where_there_is_a_display(tmp_path, display):
    told, opened = started(tmp_path, display=display)
    assert "URL: " in told and "http://127.0.0.1:PORT" in told
    assert opened == ("http://127.0.0.1:PORT" if display else "")
    assert not re.search(r"e-?mail|usage statistics", told, re.IGNORECASE)
