"""The nginx of deploy/nginx.conf in front of servers of a benchmark or a test, and a door that answers as
oauth2-proxy does: whoever shows the cookie SIGNED_IN is the address in it."""

import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getuser
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.browser import ROOT
from tools.browser import find_nginx

SIGNED_IN = "_oauth2_proxy"
_SECONDS = 30


class Quiet(BaseHTTPRequestHandler):
    """A server that logs nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing: whoever asks is told."""

    def answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        """Send an answer."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Door(Quiet):
    """What oauth2-proxy answers."""

    def do_GET(self) -> None:
        """Who it is, or a form to sign in."""
        if self.path != "/oauth2/auth":
            return self.answer(
                403, f"sign in for {self.headers['X-Auth-Request-Redirect']}".encode()
            )
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(SIGNED_IN)
        if cookie is None:
            return self.answer(401)
        return self.answer(202, X_Auth_Request_Email=cookie.value)


@contextmanager
def served(kind: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port of a server of that kind."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def nginx(
    folder: Path, door: int, servers: Sequence[int], writer: int | None = None
) -> Iterator[int]:
    """The port, spoken to by TLS, of an nginx with the shipped file: only its places are others.
    `writer`: with the file for servers that only read, before that one. RuntimeError where there is
    no nginx."""
    program = find_nginx()
    if program is None:
        raise RuntimeError(
            "There is no nginx on this machine. On Debian: apt-get install nginx-light."
        )
    plain, port = _free_ports(2)
    _certificate(folder)
    file = folder / "nginx.conf"
    file.write_text(_around(_moved(plain, port, door, servers, folder), folder), "utf-8")
    if writer is not None:
        shipped = (ROOT / "deploy" / "nginx-readers.conf").read_text("utf-8")
        moved, count = re.subn(r"127\.0\.0\.1:8501", f"127.0.0.1:{writer}", shipped)
        assert count
        (folder / "readers.conf").write_text(moved, "utf-8")
    said = (folder / "said.log").open("wb")
    process = subprocess.Popen([program, "-p", folder, "-c", file], stderr=said, stdout=said)
    try:
        _wait_for(port, process, folder / "said.log")
        yield port
    finally:
        process.terminate()
        process.wait(_SECONDS)
        said.close()


def trusting(folder: Path) -> ssl.SSLContext:
    """What trusts the certificate that was made for it."""
    return ssl.create_default_context(cafile=folder / "fullchain.pem")


def _moved(plain: int, port: int, door: int, servers: Sequence[int], folder: Path) -> str:
    shipped = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    behind = "\n    ".join(f"server 127.0.0.1:{one};" for one in servers)
    for old, new in (
        (r"server 127\.0\.0\.1:8501;", behind),
        (r"127\.0\.0\.1:4180", f"127.0.0.1:{door}"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"/etc/ssl/culture", str(folder)),
        (r"culture\.example\.com", "localhost"),
        (r"/etc/nginx/service-culture/", f"{folder}/readers"),
    ):
        shipped, count = re.subn(old, lambda _, new=new: new, shipped)
        assert count, old
    return shipped


def _around(shipped: str, folder: Path) -> str:
    """A main file, with all that nginx writes in this folder."""
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{one}_temp_path {folder}/{one};" for one in places)
    return (
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"user {getuser()};\n"  # else it gives up being root, and cannot keep what is sent in here
        f"events {{}}\nhttp {{ access_log off;\n{temporary}\n{shipped}\n}}\n"
    )


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        + ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True,
        capture_output=True,
    )


def _free_ports(count: int) -> list[int]:
    listeners = [socket.socket() for _ in range(count)]
    try:
        for one in listeners:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in listeners]
    finally:
        for one in listeners:
            one.close()


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"nginx did not start:\n{log.read_text('utf-8')}") from None
            time.sleep(0.05)
