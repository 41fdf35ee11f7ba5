"""Making a release in a process of its own, so that a server goes on serving: `python -m
metrics.privacy.renewing FOLDER`."""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from time import sleep

import numpy as np

from data.progress import Tell
from metrics.privacy.late import next_release
from metrics.privacy.releases import Log, Release

_APART = 20_000  # entries from which a process of its own is worth its start
_STEP = 0.1
_ROOT = Path(__file__).resolve().parents[2]


def renewed(
    before: Release | None, log: Log, day: date, least: int, together: Mapping[str, int], tell: Tell
) -> tuple[np.ndarray, Release | None]:
    """What `next_release` gives, made in another process where there is much to do; what `tell`
    raises ends it."""
    if len(log.entry) < _APART:
        return next_release(before, log, day, least, together, lambda part: tell(0))
    with tempfile.TemporaryDirectory() as folder:
        asked, made = (Path(folder) / name for name in ("asked", "made"))
        asked.write_bytes(pickle.dumps((before, log, day, least, together)))
        _run([sys.executable, "-m", "metrics.privacy.renewing", folder], tell)
        return pickle.loads(made.read_bytes())


def _run(call: Sequence[str], tell: Tell) -> None:
    """Wait for a process, which never outlives this call; RuntimeError with its last words where it
    fails."""
    with subprocess.Popen(
        call, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            while process.poll() is None:
                tell(0)
                sleep(_STEP)
            if process.returncode:
                last_words = process.stderr.read() if process.stderr else ""
                raise RuntimeError(f"a release could not be made: {last_words[-2000:]}")
        finally:
            process.kill()


def main(folder: Path) -> None:
    """Make the release asked for in the file `asked`, into the file `made`."""
    (folder / "made").write_bytes(
        pickle.dumps(next_release(*pickle.loads((folder / "asked").read_bytes())))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
