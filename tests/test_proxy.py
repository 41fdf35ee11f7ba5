"""The nginx that is shipped, run for real: who may pass, under which name, and to which server."""

import json
import re
from contextlib import ExitStack
from http.client import HTTPSConnection

import pytest

from tests.conftest import ROOT
from tests.proxied import SIGNED_IN, Door, Echo, nginx, served, trusting

HEADERS = {
    "Content-Security-Policy": "object-src 'none'",
    "Strict-Transport-Security": "max-age=",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}
NAME = "X-Auth-Request-Email"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """`ask(path, method, **headers)`: the code, headers and text of an answer that came through
    nginx, before two servers that say what reached them."""
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as running:
        door, *servers = (running.enter_context(served(one)) for one in (Door, Echo, Echo))
        port = running.enter_context(nginx(folder, door, servers))

        def asked(path: str, method: str = "GET", **headers: str):
            connection = HTTPSConnection("localhost", port, context=trusting(folder), timeout=30)
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, answer.headers, text

        yield asked


def signed_in(name: str = "ada@example.com") -> dict[str, str]:
    return {"Cookie": f"{SIGNED_IN}={name}"}


def test_without_sign_in_a_page_is_a_form_that_leads_back(ask):
    code, headers, text = ask("/kpi?kpi=csat&by=store")
    assert (code, text) == (403, "sign in for /kpi?kpi=csat&by=store")
    assert all(part in headers[name] for name, part in HEADERS.items())


@pytest.mark.parametrize("method", ["PUT", "POST", "GET"])
def test_without_sign_in_no_upload_and_no_connection(ask, method):
    for path in ("/_stcore/upload_file/a/b", "/_stcore/stream", "/_stcore/host-config"):
        assert ask(path, method)[0] == 401


def test_the_name_is_the_doors_whatever_a_visitor_sends(ask):
    spoofed = {NAME: "boss@example.com"}
    code, headers, text = ask("/overview", **signed_in(), **spoofed)
    assert code == 200 and all(part in headers[name] for name, part in HEADERS.items())
    assert json.loads(text)["headers"][NAME] == "ada@example.com"
    for path in ("/_stcore/stream", "/_stcore/upload_file/a/b"):
        heard = json.loads(ask(path, **signed_in(), **spoofed)[2])["headers"]
        assert heard[NAME] == "ada@example.com"
    heard = json.loads(ask("/api/v1/kpis", Authorization="Bearer scd_x", **spoofed)[2])["headers"]
    assert NAME not in heard and heard["Authorization"] == "Bearer scd_x"
    assert ask("/overview", **spoofed)[0] == 403


@pytest.mark.parametrize(
    "path", ["/api/v1/commands", "/api/v1/metrics", "/_stcore/metrics", "/_stcore/agent/run"]
)
def test_what_is_for_the_machine_itself_is_closed(ask, path):
    assert ask(path, **signed_in())[0] == 403


def test_a_visit_stays_with_its_server(ask):
    """Each visit asks twice more and meets the one that it began with; the visits are spread."""
    began = set()
    for _ in range(16):
        _, headers, text = ask("/", **signed_in())
        given = headers["Set-Cookie"].split(";")[0]
        first = json.loads(text)["port"]
        began.add(first)
        for path in ("/_stcore/stream", "/_stcore/upload_file/a/b"):
            kept = {"Cookie": f"{signed_in()['Cookie']}; {given}"}
            assert json.loads(ask(path, **kept)[2])["port"] == first
    assert len(began) == 2


def test_a_connection_may_change_its_protocol(ask):
    heard = json.loads(
        ask("/_stcore/stream", Upgrade="websocket", Connection="Upgrade", **signed_in())[2]
    )["headers"]
    assert (heard["Upgrade"], heard["Connection"]) == ("websocket", "upgrade")


def test_nothing_in_containers_is_called_like_what_nginx_shares_visits_out_to():
    """It takes http://NAME:8501 for that, with a port that it may not have, and does not start."""
    files = [
        (ROOT / "deploy" / name).read_text("utf-8")
        for name in ("compose.yaml", "compose-readers.yaml")
    ]
    named = {name for file in files for name in re.findall(r"^  (\w+):", file, re.M)}
    shared = re.findall(
        r"^upstream (\w+)", (ROOT / "deploy" / "nginx.conf").read_text("utf-8"), re.M
    )
    assert shared and "dashboard" in named and not named & set(shared)
