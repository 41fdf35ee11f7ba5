"""Letters handed to servers on loopback: what each channel is sent, to the letter, and what comes of
what it answers."""

import json
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from alerts.sending import send
from alerts.settings import Channel
from data.outbox.letters import Letter
from i18n import translator

SAY = translator("en")
NOW = datetime.fromtimestamp(1767225600)  # of the published vectors, wherever the clock stands
PAGE = "https://culture.example.com/kpi?kpi=csat"
LETTER = Letter(7, "board", "board", "", "News of CSAT", ("CSAT: missed.", "A *b* <c>"), PAGE, NOW)
_MARKED = f"**News of CSAT**\n- CSAT: missed.\n- A ＊b＊ ＜c＞\n[↗]({PAGE})"
_CARD = {
    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
    "type": "AdaptiveCard",
    "version": "1.4",
    "body": [
        {"type": "TextBlock", "text": "News of CSAT", "weight": "bolder", "wrap": True},
        {"type": "TextBlock", "text": "CSAT: missed.", "wrap": True},
        {"type": "TextBlock", "text": "A ＊b＊ ＜c＞", "wrap": True},
    ],
    "actions": [{"type": "Action.OpenUrl", "title": "↗", "url": PAGE}],
}
# kind: address with what is signed there, body, what takes it, and what refuses it with HTTP 200
RECORDED = {
    "wecom": (
        "/send?key=1",
        {"msgtype": "markdown", "markdown": {"content": _MARKED}},
        '{"errcode":0,"errmsg":"ok"}',
        '{"errcode":45009,"errmsg":"api freq out of limit"}',
    ),
    "dingtalk": (
        "/send?key=1&timestamp=1767225600000&sign=VFnS0ToY3dOa75%2FlvH0rYNwJBmfT5at2UOkds8G1Cuo%3D",
        {
            "msgtype": "markdown",
            "markdown": {"title": "News of CSAT", "text": _MARKED.replace("\n", "\n\n")},
        },
        '{"errcode":0,"errmsg":"ok"}',
        '{"errcode":310000,"errmsg":"sign not match"}',
    ),
    "feishu": (
        "/send?key=1",
        {
            "timestamp": "1767225600",
            "sign": "8wfORKxBzLJIoNNdA7auruCXB+DNZIC3E/qp0HY+lIo=",
            "msg_type": "interactive",
            "card": {
                "header": {"title": {"tag": "plain_text", "content": "News of CSAT"}},
                "elements": [
                    {"tag": "div", "text": {"tag": "plain_text", "content": "CSAT: missed."}},
                    {"tag": "div", "text": {"tag": "plain_text", "content": "A *b* <c>"}},
                    {
                        "tag": "action",
                        "actions": [
                            {
                                "tag": "button",
                                "text": {"tag": "plain_text", "content": "↗"},
                                "url": PAGE,
                                "type": "default",
                            }
                        ],
                    },
                ],
            },
        },
        '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
        '{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour"}',
    ),
    "teams": (
        "/send?key=1",
        {
            "type": "message",
            "attachments": [
                {"contentType": "application/vnd.microsoft.card.adaptive", "content": _CARD}
            ],
        },
        "",
        None,
    ),
    "slack": (
        "/send?key=1",
        {"text": f"*News of CSAT*\n• CSAT: missed.\n• A ＊b＊ &lt;c&gt;\n{PAGE}"},
        "ok",
        None,
    ),
}
_SIGNED = {"dingtalk", "feishu"}


@contextmanager
def robot(said: str) -> Iterator[tuple[str, list[tuple[str, str, dict]]]]:
    """The address of a robot that answers 200 with this, and what it heard: address, type, body."""
    heard: list[tuple[str, str, dict]] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers["Content-Type"], json.loads(sent)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/send?key=1", heard
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", RECORDED)
def test_a_robot_is_sent_what_its_service_documents(kind):
    address, body, taken, refused = RECORDED[kind]
    secret = "SECtest" if kind in _SIGNED else ""
    with robot(taken) as (url, heard):
        assert send(Channel("board", kind, url, secret), LETTER, NOW, SAY) is None
    assert heard == [(address, "application/json; charset=utf-8", body)]
    if refused is not None:
        with robot(refused) as (url, _):
            answer = send(Channel("board", kind, url, secret), LETTER, NOW, SAY)
        assert answer.answer == refused


class Mails:
    """A server of mails that takes one. `context`: with which it speaks TLS once it is asked to."""

    def __init__(self, context: ssl.SSLContext | None):
        self.context, self.said, self.mail = context, [], b""
        self._listening = socket.create_server(("127.0.0.2", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):  # whoever trusts nobody hangs up
            self._take()

    def _take(self) -> None:
        here, _ = self._listening.accept()
        here.settimeout(20)
        lines = here.makefile("rb")
        here.sendall(b"220 mails\r\n")
        while line := lines.readline().strip():
            self.said.append(line.split()[0].decode().lower())
            here.sendall(self._answer(self.said[-1]))
            if self.said[-1] == "starttls":
                here = self.context.wrap_socket(here, server_side=True)
                lines = here.makefile("rb")
            if self.said[-1] == "data":
                self.mail = b"".join(iter(lines.readline, b".\r\n"))
                here.sendall(b"250 taken\r\n")
            if self.said[-1] == "quit":
                break
        here.close()

    def _answer(self, word: str) -> bytes:
        if word == "ehlo":
            return b"250-mails\r\n250 STARTTLS\r\n" if self.context else b"250 mails\r\n"
        said = {"starttls": b"220 go on\r\n", "data": b"354 go on\r\n", "quit": b"221 bye\r\n"}
        return said.get(word, b"250 ok\r\n")


@contextmanager
def mails(context: ssl.SSLContext | None) -> Iterator[Mails]:
    server = Mails(context)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def certified(tmp_path, monkeypatch) -> ssl.SSLContext:
    """A server's certificate that this program trusts."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=127.0.0.2", "-addext", "subjectAltName=IP:127.0.0.2"]
        + ["-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def to_mails(port: int) -> tuple[Channel, Letter]:
    channel = Channel("m", "mail", host="127.0.0.2", port=port, sender="culture@example.com")
    return channel, Letter(7, "anna", "m", "anna@example.com", *_WORDS, PAGE, NOW)


_WORDS = "News of CSAT", ("CSAT: missed.",)
only_linux = pytest.mark.skipif(os.uname().sysname != "Linux", reason="127.0.0.2 is this machine's")


@only_linux
def test_a_mail_goes_by_tls_as_text_and_html(certified):
    with mails(certified) as server:
        assert send(*to_mails(server.port), NOW, SAY) is None
    assert server.said == ["ehlo", "starttls", "ehlo", "mail", "rcpt", "data", "quit"]
    mail = message_from_bytes(server.mail, policy=policy.default)
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "anna@example.com",
        "culture@example.com",
        "News of CSAT",
    )
    text, html = (part.get_content().strip() for part in mail.iter_parts())
    assert text.split() == ["-", "CSAT:", "missed.", PAGE] and f'<a href="{PAGE}">' in html


@only_linux
@pytest.mark.parametrize("offers", [True, False])
def test_without_trusted_tls_no_mail_is_sent(certified, offers, monkeypatch, tmp_path):
    if offers:  # of somebody whom this program does not trust
        (tmp_path / "nobody.pem").write_text("")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nobody.pem"))
    with mails(certified if offers else None) as server:
        assert send(*to_mails(server.port), NOW, SAY) is not None
    assert "mail" not in server.said and not server.mail
