"""python -m bench.api_document: ask the running dashboard what its OpenAPI document allows, and what it
does not, and look whether it ever fails or answers otherwise than the document says.

It needs schemathesis (requirements-bench.txt): its tree of some fifteen packages is for this alone, so
the tests do without it; tests/test_api.py compares document and addresses.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bench import asked_quick
from bench.browser import streamlit_server
from data.access.tokens import create_token
from data.database.connection import Database
from data.roles import ADMINISTRATOR

_EXAMPLES = 60  # of each address
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 where nothing failed and every answer was as the document says."""
    quick = asked_quick("Ask what the OpenAPI document allows.", arguments)
    program = shutil.which("schemathesis")
    if program is None:
        print("schemathesis is not installed: pip install -r requirements-bench.txt")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "asked.duckdb"
        with closing(Database(path)) as database:
            secret = create_token(database, "bench", [ADMINISTRATOR], datetime.now())
        with streamlit_server("app.py", Path(folder), SERVICE_CULTURE_DB=str(path)) as server:
            return subprocess.run(
                [
                    *(program, "run", f"{server.url}/api/v1/openapi.json"),
                    *("--header", f"Authorization: Bearer {secret}"),
                    *("--checks", ",".join(_CHECKS)),
                    *("--max-examples", "5" if quick else str(_EXAMPLES)),
                    *("--phases", "examples,coverage,fuzzing"),
                    *("--generation-deterministic", "--no-color", "--request-timeout", "60"),
                    # how fast it thinks of examples is a matter of the machine
                    *("--suppress-health-check", "too_slow"),
                ],
                check=False,
                cwd=folder,  # where it leaves what it remembers
            ).returncode


if __name__ == "__main__":
    sys.exit(main())
