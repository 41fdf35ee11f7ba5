"""A small database of a release with its archive, and what that release says of it: tests/released.

    python tools/keep_release.py                 of this version, before it is released
    python tools/keep_release.py FOLDER          of the version whose program lies in a folder

Each is made by the commands of its own version. `tests/test_released.py` opens every one with today's.
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.commands.calling import ended  # noqa: E402

KPIS = ("net_promoter_score", "detractor_share", "csat", "exam_mean", "first_attempt_pass_rate")
_DATABASE, TOLD = "company.duckdb", "told.json"
_PEOPLE = range(12)  # enough that their months are shown
_FILES = {
    "nps": (
        "response_id,date,score,store,comment\n"
        "R1,2026-01-05,9,North,谢谢\nR2,2026-01-06,3,South,slow\nR3,2026-02-06,10,North,\n"
    ),
    "nps corrected": "response_id,date,score,store\nR2,2026-01-06,8,South\n",
    "nps undone": "response_id,date,score,store\nR9,2026-03-06,1,South\n",
    "survey": (
        "response_id,date,store,overall\n"
        "S1,2026-01-05,North,5\nS2,2026-01-07,South,2\nS3,2026-02-07,South,4\n"
    ),
    "training": "employee,store,course,date,score,maximum,pass_mark\n"
    + "".join(
        f"E{number},{'North' if number % 2 else 'South'},Basics,2026-01-{number + 5:02d},"
        f"{50 + 4 * number},100,70\n"
        for number in _PEOPLE
    ),
}
_SAID = {
    "nps corrected": ["--correction"],
    "nps undone": ["--new"],
    "survey": ["--scale", "1-5"],
}


def main(folder: str = "") -> int:
    """Make it; 0 where every command of that version did as told."""
    program = Path(folder).resolve() if folder else ROOT
    version = _run(program, Path(), "data", "--version").strip()
    with TemporaryDirectory() as made:
        told = _filled(program, Path(made))
        (Path(made) / TOLD).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        target = ROOT / "tests" / "released" / f"{version}.tar.xz"
        with tarfile.open(target, "w:xz") as packed:
            for file in sorted(Path(made).iterdir()):
                packed.add(file, file.name, filter=_nobody)
    print(f"{target.name}: {target.stat().st_size:,} bytes")
    return 0


def _filled(program: Path, folder: Path) -> dict[str, object]:
    """What the version says of the database that it was let make in `folder`."""
    for name, text in _FILES.items():
        file = folder / f"{name}.csv"
        file.write_text(text, "utf-8")
        _run(program, folder, "data", "load", name.split()[0], str(file), *_SAID.get(name, ()))
        file.unlink()
    _run(program, folder, "data", "undo", "3")
    shown = {
        kpi: json.loads(_run(program, folder, "metrics", "show", kpi, "--json")) for kpi in KPIS
    }
    ledger = json.loads(_run(program, folder, "data", "uploads", "--json"))
    return {"shown": shown, "uploads": ledger}


def _run(program: Path, folder: Path, package: str, *arguments: str) -> str:
    """What a command of the version prints."""
    done = subprocess.run(
        [sys.executable, "-m", package, *arguments],
        cwd=program,
        env={**os.environ, "SERVICE_CULTURE_DB": str(folder / _DATABASE)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{package} {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A file of nobody in particular."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    sys.exit(ended(lambda: main(*sys.argv[1:])))
