"""The OpenAPI document of what programs can read and write."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from data import __version__
from ui.api.metrics import TEXT, counted, metrics
from ui.api.proving import BASE
from ui.api.reading import ENDPOINTS, Endpoint
from ui.api.writing import WRITING, Writing

_REFUSALS = {
    "400": "a wrong question",
    "401": "no token in force",
    "403": "not among the rights of the token",
    "409": "it cannot be done now, or a person has to say something first",
    "413": "too large",
    "503": "the data cannot be read, or the work not be done, at this moment",
}
_REFUSAL = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}


def openapi() -> dict:
    """All addresses with what is asked and answered."""
    paths: dict[str, dict] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(BASE + endpoint.path, {})["get"] = _read(endpoint)
    for writing in WRITING:
        paths.setdefault(BASE + writing.path, {})["post"] = _written(writing)
    paths[f"{BASE}/health"] = {"get": _open("health", "Whether the server answers.", "200")}
    paths[f"{BASE}/ready"] = {
        "get": _open("ready", "Whether the database can be read.", "200", "503")
    }
    paths[f"{BASE}/metrics"] = {"get": _metrics()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Service Culture Dashboard", "version": __version__},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {"type": "string"},
                        "questions": {"type": "array", "items": {"type": "object"}},
                    },
                }
            },
        },
        "security": [{"token": []}],
    }


def _named(path: str) -> str:
    return path.strip("/").replace("/", "_").replace("{", "").replace("}", "")


def _read(endpoint: Endpoint) -> dict:
    return {
        "operationId": f"read_{_named(endpoint.path)}",
        "summary": endpoint.about,
        "parameters": [one.described() for one in endpoint.parameters],
        "responses": {**_answer(["object", "array"]), **_refusals("400", "401", "409", "503")},
    }


def _written(writing: Writing) -> dict:
    return {
        "operationId": f"write_{_named(writing.path)}",
        "summary": writing.about,
        **writing.described,
        "responses": {**_answer("object"), **_refusals(*_REFUSALS)},
    }


def _answer(kind: object) -> dict:
    return {
        "200": {
            "description": "the answer",
            "content": {"application/json": {"schema": {"type": kind}}},
        }
    }


def _refusals(*codes: str) -> dict:
    return {code: {"description": _REFUSALS[code], "content": _REFUSAL} for code in codes}


def _open(name: str, about: str, *codes: str) -> dict:
    told = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": name,
        "summary": about,
        "security": [],
        "responses": {code: {"description": about, "content": told} for code in codes},
    }


def _metrics() -> dict:
    text = {TEXT.partition(";")[0]: {"schema": {"type": "string"}}}
    about = "Figures about the server for Prometheus; on this computer without a token."
    return {
        "operationId": "metrics",
        "summary": about,
        "security": [{}, {"token": []}],
        "responses": {"200": {"description": about, "content": text}, **_refusals("401", "503")},
    }


async def _document(_: Request) -> JSONResponse:
    return JSONResponse(openapi())


ROUTES = (
    Route(f"{BASE}/openapi.json", _document),
    Route(f"{BASE}/metrics", counted(f"{BASE}/metrics", metrics)),
)
