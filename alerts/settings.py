"""Which channels there are: a file of the installation beside the database, since addresses of robots
and passwords are secrets, no records.

    [board]
    kind = "feishu"                # wecom, dingtalk, feishu, teams, slack
    url = "https://…"
    secret = "…"                   # dingtalk and feishu, where the robot asks for a signature

    [mail]
    kind = "mail"
    host = "smtp.example.com"
    port = 587
    sender = "culture@example.com"
    user = "culture"
    password = "…"
"""

import os
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from alerts.channels import ROBOTS
from data.database.connection import database_path
from errors import WrongCall

MAIL = "mail"
_FILE, _ADDRESS = "SERVICE_CULTURE_CHANNELS", "SERVICE_CULTURE_ADDRESS"
_HERE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Channel:
    """A channel by its name. `url` and `secret` of a robot; the others of a server of mails."""

    name: str
    kind: str
    url: str = ""
    secret: str = ""
    host: str = ""
    port: int = 587
    sender: str = ""
    user: str = ""
    password: str = ""


def channels_file() -> Path:
    """Where the channels are written down."""
    named = os.environ.get(_FILE, "").strip()
    return Path(named) if named else database_path().with_name("channels.toml")


def channels() -> dict[str, Channel]:
    """The channels by name; none without a file. WrongCall that says what is wrong with it."""
    path = channels_file()
    if not path.exists():
        return {}
    _require_own(path)
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise WrongCall(
            "{file} cannot be read as TOML: {reason}", file=str(path), reason=str(fault)
        ) from fault
    return {name: _channel(path, name, said) for name, said in written.items()}


def require_address(channel: Channel, address: str) -> None:
    """WrongCall where a mail has no address, or a group's robot, which has its own, is given one."""
    if channel.kind == MAIL and "@" not in address:
        raise WrongCall(
            "Give the mail address to which {channel} is to write.", channel=channel.name
        )
    if channel.kind != MAIL and address:
        raise WrongCall(
            "{channel} writes to a group of its own: give no address.", channel=channel.name
        )


def page(view: str, **asked: str) -> str:
    """The address of a page as people reach it; empty where nobody has said where that is."""
    base = os.environ.get(_ADDRESS, "").strip().rstrip("/")
    return f"{base}/{view}?{urlencode(asked)}" if base else ""


def _require_own(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongCall(
            "{file} holds secrets, and others on this computer may read it. Run: chmod 600 {file}",
            file=str(path),
        )


def _channel(path: Path, name: str, said: object) -> Channel:
    known = Channel.__dataclass_fields__.keys() - {"name"}
    if not isinstance(said, dict) or not said.keys() <= known or "kind" not in said:
        raise WrongCall(
            "{file}: [{name}] needs a kind, and may have {known}.",
            file=str(path),
            name=name,
            known=sorted(known - {"kind"}),
        )
    for key, value in said.items():
        if not isinstance(value, int if key == "port" else str):
            raise WrongCall(
                "{file}: {key} of [{name}] is {value}: write a text in quotation marks, or a number "
                "for the port.",
                file=str(path),
                name=name,
                key=key,
                value=str(value),
            )
    found = Channel(name, **said)
    _require_whole(path, found)
    return found


def _require_whole(path: Path, channel: Channel) -> None:
    kinds = [*ROBOTS, MAIL]
    if channel.kind not in kinds:
        raise WrongCall(
            "{file}: kind of [{name}] is “{value}”. There are {known}.",
            file=str(path),
            name=channel.name,
            value=channel.kind,
            known=kinds,
        )
    if channel.kind == MAIL and not (channel.host and "@" in channel.sender):
        raise WrongCall(
            "{file}: [{name}] needs a host and the address of a sender.",
            file=str(path),
            name=channel.name,
        )
    parts = urlsplit(channel.url)
    if channel.kind != MAIL and not (
        parts.scheme == "https" or parts.scheme == "http" and parts.hostname in _HERE
    ):
        raise WrongCall(
            "{file}: the url of [{name}] has to begin with https://.",
            file=str(path),
            name=channel.name,
        )
