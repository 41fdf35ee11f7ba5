"""A Chromium for the browser tests: the one on the path, or Playwright's own, or Debian's. And an
nginx for the test of what stands in front of a company's dashboard.

    python tools/browser.py     finds them, or tries to get them

Nothing is installed for an ordinary user except Playwright's own download,
which stays in that user's cache.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402

HOW = (
    "No Chromium was found for the browser tests. Install Chromium or Google Chrome so that "
    "`chromium`, "
    "`chromium-browser` or `google-chrome` is on the path, or run: python -m playwright install "
    "chromium"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_UPDATE = ("apt-get", "update", "-q")
_INSTALL = ("apt-get", "install", "-q", "-y", "--no-install-recommends")
_DOWNLOAD_SECONDS = 300


def is_root() -> bool:
    """Whether this is the administrator of a POSIX system, as in most containers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def find_browser() -> str | None:
    """The path of a Chromium that starts, or None. Not to be called while Playwright runs."""
    for name in _NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if _starts(own) else None


def _starts(path: str) -> bool:
    """Some packages are only a hint to install another, and a download may lack system
    libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download() -> None:
    """Playwright's own build. A refused line is given up at once, a slow one after some minutes."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}  # milliseconds
    process = subprocess.Popen(command, env={**patience, **os.environ}, start_new_session=True)
    try:
        process.wait(_DOWNLOAD_SECONDS)
    except subprocess.TimeoutExpired:
        print(
            f"The download took more than {_DOWNLOAD_SECONDS} seconds and was given up.",
            file=sys.stderr,
        )
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """Also its child: the download runs in a process of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, 9)
    else:
        process.kill()
    process.wait()


def _install_debian(*packages: str) -> None:
    for command in (_UPDATE, (*_INSTALL, *packages)):
        subprocess.run(
            command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False
        )


def ensure_browser() -> str | None:
    """The path of a Chromium, which is fetched where there is none; None where that fails."""
    path = find_browser()
    if path is None:
        _download()
        path = find_browser()
    if path is None and _may_install():
        # With a font without which Chinese shows as boxes.
        _install_debian("chromium", "fonts-noto-cjk")
        path = find_browser()
    return path


def find_nginx() -> str | None:
    """The path of an nginx, or None. Debian keeps it where an ordinary user does not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def ensure_nginx() -> str | None:
    """The same, installed where that can be done."""
    if find_nginx() is None and _may_install():
        _install_debian("nginx-light")
    return find_nginx()


def _may_install() -> bool:
    return is_root() and shutil.which("apt-get") is not None


def main() -> int:
    """Say where they are. Without a browser the other tests are still worth running: the browser
    tests then fail with HOW. Without an nginx its one test is left out."""
    print(ensure_browser() or HOW)
    print(ensure_nginx() or "No nginx was found: the test of deploy/nginx.conf is left out.")
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
