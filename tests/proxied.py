"""The nginx of deploy/nginx.conf in front of servers of a test (bench/proxy.py); where there is none, its
test is left out."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import proxy
from bench.proxy import SIGNED_IN, Door, Quiet, served, trusting
from tools.browser import find_nginx

__all__ = ["SIGNED_IN", "Door", "Echo", "nginx", "served", "trusting"]


class Echo(Quiet):
    """A server behind the door that says what reached it."""

    def do_GET(self) -> None:
        """Its port and the headers that came."""
        said = {"port": self.server.server_address[1], "headers": dict(self.headers)}
        self.answer(200, json.dumps(said).encode())

    do_POST = do_GET


@contextmanager
def nginx(
    folder: Path, door: int, servers: Sequence[int], writer: int | None = None
) -> Iterator[int]:
    """The port of an nginx, as `proxy.nginx` has it."""
    if find_nginx() is None:
        pytest.skip("there is no nginx on this machine")
    with proxy.nginx(folder, door, servers, writer) as port:
        yield port
