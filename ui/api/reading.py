"""What programs can read: the same answers as the commands give, as JSON, by the rights of a token."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ui.api.metrics import counted
from ui.api.proving import BASE, no_token, proven, refused

_MONTH = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"


@dataclass(frozen=True)
class Parameter:
    """A part of an endpoint. `option`: of the command, None where it is the KPI in the address."""

    name: str
    about: str
    option: str | None
    schema: Mapping[str, object]

    def described(self) -> dict:
        """As OpenAPI has it."""
        inside = self.option is None
        return {
            "name": self.name,
            "in": "path" if inside else "query",
            "required": inside,
            "description": self.about,
            "schema": dict(self.schema),
        }


@dataclass(frozen=True)
class Endpoint:
    """An address, the command that answers it, and what can be asked of it."""

    path: str
    command: str
    about: str
    parameters: tuple[Parameter, ...] = ()


_TEXT = {"type": "string", "maxLength": 200}
_KPI = Parameter("kpi", "the lasting name of a KPI", None, _TEXT)


def _month(name: str, option: str, about: str) -> Parameter:
    return Parameter(name, about, option, {"type": "string", "pattern": _MONTH})


ENDPOINTS = (
    Endpoint("/kpis", "kpis", "Every KPI."),
    Endpoint("/kpis/{kpi}", "explain", "A KPI's definition, SQL, interval and source.", (_KPI,)),
    Endpoint(
        "/kpis/{kpi}/values",
        "show",
        "A KPI, period by period, with n and 95% interval.",
        (
            _KPI,
            _month("from", "--from", "the first month"),
            _month("to", "--to", "the last month"),
            Parameter(
                "grain",
                "how long a period is",
                "--grain",
                {"type": "string", "enum": ["month", "quarter", "year"]},
            ),
            Parameter("by", "the dimension to split by", "--by", _TEXT),
            Parameter("only", "a filter, as dimension=unit", "--only", _TEXT),
        ),
    ),
    Endpoint(
        "/verdicts",
        "verdicts",
        "Every KPI against every stage.",
        (_month("as_of", "--as-of", "the month to judge by"),),
    ),
    Endpoint(
        "/actions",
        "actions",
        "Every improvement action, and what became of it.",
        (_month("as_of", "--as-of", "the month to judge by"),),
    ),
)


def _arguments(endpoint: Endpoint, request: Request) -> list[str]:
    """The command line; every value stands behind its option's equals sign, so that none is taken
    for an option."""
    found = [endpoint.command, "--json"]
    for parameter in endpoint.parameters:
        if parameter.option is not None:
            values = request.query_params.getlist(parameter.name)
            found += [f"{parameter.option}={value}" for value in values]
    inside = [request.path_params[one.name] for one in endpoint.parameters if one.option is None]
    return [*found, "--", *inside] if inside else found


def _answering(endpoint: Endpoint) -> Callable:
    async def answer(request: Request) -> JSONResponse:
        return await run_in_threadpool(_answer, endpoint, request)

    return counted(BASE + endpoint.path, answer)


def _answer(endpoint: Endpoint, request: Request) -> JSONResponse:
    """200 with the command's JSON; 401 without a token in force, 400 for a wrong question, 409 where
    it cannot be answered now."""
    from ui.api.commands import run

    program = proven(request)
    if program is None:
        return no_token()
    unknown = set(request.query_params) - {one.name for one in endpoint.parameters if one.option}
    if unknown:
        return refused(400, f"Nothing is asked by: {', '.join(sorted(unknown))}")
    done = run("metrics", _arguments(endpoint, request), "/", program.who, program.roles)
    if done["code"] == 0:
        return JSONResponse(json.loads(done["out"]))
    return refused(400 if done["code"] == 2 else 409, done["err"].strip().splitlines()[-1])


ROUTES = tuple(Route(BASE + endpoint.path, _answering(endpoint)) for endpoint in ENDPOINTS)
