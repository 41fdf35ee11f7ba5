"""What programs can write: files through the same pipeline as everywhere, tried out first if wanted,
their undoing, and what the committee writes down; each by the rights of the token's roles."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import get_option

from data.following.folder import followed, writer_address
from data.kinds.catalog import ACTION, DECISION, PROBLEM, UPLOADED
from data.kinds.schema import DatasetKind, Type
from ui.api.metrics import counted
from ui.api.proving import BASE, Program, no_token, proven, refused

_MEGABYTE = 1_000_000
_LONGEST = 100_000  # bytes of rows as JSON
_MOST_ROWS, _LONGEST_CELL, _LARGEST = 100, 2_000, 1e15
_TYPED = "sent by a program"
_WRITTEN = {"problems": PROBLEM, "actions": ACTION, "decisions": DECISION}
_FLAG = {"type": "string", "enum": ["true", "false"]}
_TEXT = {"type": "string", "maxLength": 200}
_SEVERAL = {"type": "array", "items": _TEXT, "maxItems": 50}
# What can be said of a file: as the options of `python -m data load`, several times where it is a list.
_OPTIONS: dict[str, tuple[dict, str]] = {
    "match": (_SEVERAL, "heading=column: what a heading means"),
    "set": (_SEVERAL, "column=value: one value for all rows"),
    "where": (_SEVERAL, "heading=value: only rows with this value"),
    "missing": (_SEVERAL, "a code that means no answer"),
    "answer": (_SEVERAL, "question=choice: what only a person can say"),
    "scale": (_TEXT, "the name of the scale of the answers"),
    "encoding": (_TEXT, "the encoding of the text"),
    "sheet": (_TEXT, "the sheet of a workbook"),
}
Work = Callable[[Program, Request, bytes], Response]


@dataclass(frozen=True)
class Writing:
    """An address that changes something, or tries it out: how OpenAPI describes it, and its work."""

    path: str
    about: str
    described: Mapping[str, object]
    work: Work
    longest: Callable[[], int]


def _answering(writing: Writing) -> Callable:
    async def answer(request: Request) -> Response:
        program = await run_in_threadpool(proven, request)
        if program is None:
            return no_token()
        if followed() is not None:
            return refused(409, f"This server only reads. Write to {_elsewhere()}.")
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > writing.longest():
                return refused(413, f"At most {writing.longest()} bytes are taken.")
        return await run_in_threadpool(_said, writing.work, program, request, bytes(body))

    return counted(BASE + writing.path, answer)


def _elsewhere() -> str:
    from errors import WrongCall

    try:
        address = writer_address()
    except WrongCall:  # which the pages say
        address = ""
    return f"{address}{BASE.lstrip('/')}" if address else "the server that stores"


def _said(work: Work, program: Program, request: Request, body: bytes) -> Response:
    """What came of it; what is refused is told in a sentence."""
    from data.commands.told_as_json import SAY
    from errors import NotForRole, ServiceCultureError, StorageFault, WorkEnded, WrongCall

    try:
        return work(program, request, body)
    except (StorageFault, WorkEnded):  # which are no matter of what was sent
        raise
    except ServiceCultureError as fault:
        code = (
            403 if isinstance(fault, NotForRole) else 400 if isinstance(fault, WrongCall) else 409
        )
        return refused(code, SAY(fault.message))


def _upload(program: Program, request: Request, body: bytes) -> Response:
    """Store a file as `python -m data load` does, with its answer."""
    from data.kinds.catalog import kind_named
    from data.roles import require_stores

    asked = request.query_params
    known = {*_OPTIONS, "file", "dry_run"}
    if unknown := set(asked) - known:
        return refused(400, f"Nothing is asked by: {', '.join(sorted(unknown))}")
    name, dry_run = asked.get("file", ""), asked.get("dry_run", "false")
    if not _is_file_name(name):
        return refused(400, "“file” has to be the name of the file, without a folder.")
    if dry_run not in ("true", "false"):
        return refused(400, "“dry_run” is true or false.")
    kind = kind_named(request.path_params["kind"])
    if kind not in UPLOADED:
        return refused(400, f"“{kind.name}” is written by the dashboard itself.")
    require_stores(program.viewer, kind)
    options = [f"--{option}={value}" for option in _OPTIONS for value in asked.getlist(option)] + (
        ["--dry-run"] if dry_run == "true" else []
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(body)
        return _ran(program, ["load", "--json", *options, "--", kind.name, name], folder)


def _is_file_name(name: str) -> bool:
    return (
        0 < len(name.encode("utf-8", "replace")) <= 200
        and name.isprintable()
        and not name.startswith((".", "-"))
        and not any(sign in name for sign in "/\\:\0")
        and not any("\ud800" <= letter <= "\udfff" for letter in name)
    )


def _undo(program: Program, request: Request, body: bytes) -> Response:
    from data.kinds.catalog import kind_named
    from data.roles import require_takes_back
    from data.uploads.store import ledger_entry
    from ui.parts.opened import opened

    if request.query_params or body:
        return refused(400, "Nothing is asked besides the number.")
    text = request.path_params["upload"]
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return refused(400, f"“{text}” is not the number of an upload.")
    with opened().read() as reading:
        kind = kind_named(ledger_entry(reading, int(text)).kind)
    require_takes_back(program.viewer, kind)
    return _ran(program, ["undo", "--json", "--", text], "/")


def _ran(program: Program, arguments: list[str], folder: str) -> Response:
    """The JSON that a command printed: 409 where a person has to say something first, or it was
    refused; 400 for a wrong call."""
    from ui.api.commands import run

    done = run("data", arguments, folder, program.who, program.roles)
    try:
        told = json.loads(done["out"])
    except ValueError:
        told = None
    if done["code"] == 0 and told is not None:
        return JSONResponse(told)
    if done["code"] == 1 and isinstance(told, dict) and told.get("questions"):
        return JSONResponse(
            {"error": "Somebody has to answer first.", "questions": told["questions"]}, 409
        )
    reason = told.get("refused") if isinstance(told, dict) else None
    last = (done["err"].strip() or "It could not be done.").splitlines()[-1]
    return refused(400 if done["code"] == 2 else 409, reason or last)


def _rows(kind: DatasetKind) -> Work:
    """Store rows of what the committee writes down, all or none."""

    def work(program: Program, request: Request, body: bytes) -> Response:
        from data.access.rights import to_store
        from data.roles import require_stores
        from data.uploads.store import Terms, add
        from data.uploads.typed import typed_rows
        from metrics.handed.kpi_facts import KPI_FACTS
        from ui.parts.opened import opened

        if request.query_params:
            return refused(400, "Nothing is asked in the address.")
        require_stores(program.viewer, kind)
        rows = _given(kind, body)
        if isinstance(rows, str):
            return refused(400, rows)
        prepared = typed_rows(kind, rows, _TYPED, kpis=KPI_FACTS)
        stored = add(
            opened(), prepared, terms=Terms(who=program.who, within=to_store(program.viewer))
        )
        return JSONResponse({"upload": stored.upload, "rows": len(rows)})

    return work


def _given(kind: DatasetKind, body: bytes) -> list[dict] | str:
    """The rows, or what is wrong with them."""
    try:
        told = json.loads(body)
    except ValueError:
        return "The body is no JSON."
    rows = told.get("rows") if isinstance(told, dict) and told.keys() == {"rows"} else None
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_ROWS:
        return f'The body is {{"rows": […]}} with 1 to {_MOST_ROWS} rows.'
    names = {column.name for column in kind.columns}
    for row in rows:
        if not isinstance(row, dict):
            return "Each row is an object: column to value."
        if unknown := row.keys() - names:
            return f"A row of {kind.name} has no column {sorted(unknown)[0]}."
        if not all(_is_cell(value) for value in row.values()):
            return f"A value is a text of at most {_LONGEST_CELL} letters, a number or null."
    return rows


def _is_cell(value: object) -> bool:
    if isinstance(value, str):
        clean = "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
        return clean and len(value) <= _LONGEST_CELL
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value is None
    return abs(value) < _LARGEST  # which neither infinity nor what is no number is


def _row_schema(kind: DatasetKind) -> dict:
    types = {Type.NUMBER: ["number", "string", "null"]}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            column.name: {"type": types.get(column.type, ["string", "null"]), "maxLength": 200}
            for column in kind.columns
        },
    }


def _described_rows(kind: DatasetKind) -> dict:
    schema = {
        "type": "object",
        "required": ["rows"],
        "additionalProperties": False,
        "properties": {
            "rows": {
                "type": "array",
                "minItems": 1,
                "maxItems": _MOST_ROWS,
                "items": _row_schema(kind),
            }
        },
    }
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _query(name: str, schema: Mapping[str, object], about: str, required: bool = False) -> dict:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": about,
        "schema": dict(schema),
    }


def _inside(name: str, schema: Mapping[str, object], about: str) -> dict:
    return {**_query(name, schema, about, True), "in": "path"}


_KINDS = {"type": "string", "enum": [kind.name for kind in UPLOADED]}
_FILE = {"type": "string", "pattern": r"^[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}$"}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 999_999_999}

WRITING = (
    Writing(
        "/uploads/{kind}",
        "Check a file and store it; the body is the file. With dry_run nothing is stored.",
        {
            "parameters": [
                _inside("kind", _KINDS, "what the file's rows are"),
                _query("file", _FILE, "the name of the file", True),
                _query("dry_run", _FLAG, "say what would happen; store nothing"),
                *(_query(name, schema, about) for name, (schema, about) in _OPTIONS.items()),
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                },
            },
        },
        _upload,
        lambda: int(get_option("server.maxUploadSize")) * _MEGABYTE,
    ),
    Writing(
        "/uploads/{upload}/undo",
        "Take an upload back; what it had replaced returns.",
        {"parameters": [_inside("upload", _NUMBER, "the number of the upload")]},
        _undo,
        lambda: 0,
    ),
    *(
        Writing(
            f"/{name}",
            f"Write down {name}, all rows or none; a row of a known number changes it.",
            _described_rows(kind),
            _rows(kind),
            lambda: _LONGEST,
        )
        for name, kind in _WRITTEN.items()
    ),
)
ROUTES = tuple(
    Route(BASE + writing.path, _answering(writing), methods=["POST"]) for writing in WRITING
)
