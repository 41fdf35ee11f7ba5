"""A letter handed to its channel, and what the channel said."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from html import escape
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from alerts.channels import ROBOTS, TurnedDown
from alerts.settings import MAIL, Channel, require_address
from data.outbox.letters import Letter
from errors import FileRefused
from i18n import Say

_SECONDS = 20
_IMPLICIT = 465  # the port on which a server of mails speaks TLS from the first byte
_HERE = {"127.0.0.1", "localhost", "::1"}


class _NoOtherPlace(HTTPRedirectHandler):
    """A robot that sends us elsewhere has refused: what we know is for its address only."""

    def redirect_request(self, *_: object) -> None:
        return None


def send(channel: Channel, letter: Letter, now: datetime, say: Say) -> TurnedDown | None:
    """None where it was taken. Raises nothing for what can go wrong on the way."""
    try:
        if channel.kind == MAIL:
            return _mail(channel, letter, now)
        return _call(channel, letter, now, say)
    except (OSError, HTTPException, smtplib.SMTPException) as fault:
        reason = fault.reason if isinstance(fault, URLError) else fault
        return TurnedDown(f"{type(fault).__name__}: {reason}")


def send_test(channel: Channel, address: str, say: Say) -> None:
    """Send a letter that says that it is a test. WrongCall where the address does not fit the
    channel, FileRefused where the channel does not take it."""
    require_address(channel, address)
    now = datetime.now()
    title = say("Service culture: a test")
    line = say("This letter was sent to try the channel. Nothing has changed.")
    letter = Letter(0, "", channel.name, address, title, (line,), "", now)
    refused = send(channel, letter, now, say)
    if refused is not None:
        raise FileRefused(
            "The channel {name} did not take it: {answer}", name=channel.name, answer=refused.answer
        )


def _call(channel: Channel, letter: Letter, now: datetime, say: Say) -> TurnedDown | None:
    robot = ROBOTS[channel.kind]
    url, body = robot.request(letter, channel.url, channel.secret, now, say)
    request = Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with build_opener(_NoOtherPlace).open(request, timeout=_SECONDS) as answer:
            return robot.refused(answer.status, answer.read())
    except HTTPError as fault:
        with fault:
            return robot.refused(fault.code, fault.read())


def _mail(channel: Channel, letter: Letter, now: datetime) -> TurnedDown | None:
    mail = written(channel, letter, now)
    context = ssl.create_default_context()
    implicit = channel.port == _IMPLICIT
    server = (
        smtplib.SMTP_SSL(channel.host, channel.port, timeout=_SECONDS, context=context)
        if implicit
        else smtplib.SMTP(channel.host, channel.port, timeout=_SECONDS)
    )
    with server:
        if not implicit and channel.host not in _HERE:
            server.starttls(context=context)
        if channel.user:
            server.login(channel.user, channel.password)
        server.send_message(mail)
    return None


def written(channel: Channel, letter: Letter, now: datetime) -> EmailMessage:
    """The mail of a letter, as text and as HTML. A letter sent again has the number that it had, by
    which programs that keep mails know it."""
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = letter.title, letter.address, channel.sender
    mail["Date"] = format_datetime(now.astimezone())
    domain = parseaddr(channel.sender)[1].partition("@")[2]
    own = f"letter-{letter.id}-{letter.made:%Y%m%d%H%M%S%f}"
    mail["Message-ID"] = f"<{own}@{domain}>" if domain else make_msgid()
    mail["Auto-Submitted"] = "auto-generated"
    link = [letter.link] if letter.link else []
    mail.set_content("\n".join([*(f"- {line}" for line in letter.lines), "", *link]))
    items = "".join(f"<li>{escape(line)}</li>" for line in letter.lines)
    shown = f'<p><a href="{escape(letter.link)}">{escape(letter.link)}</a></p>' if link else ""
    mail.add_alternative(
        f"<p><strong>{escape(letter.title)}</strong></p><ul>{items}</ul>{shown}", subtype="html"
    )
    return mail
