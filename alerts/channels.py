"""What each channel is sent: its body, its signature, its limits, and how it says that it refused.

Groups' robots answer HTTP 200 to what they refuse; the number inside says so. Bodies, signatures and
limits as the services document them: 企业微信 group robots, 钉钉 custom robots, 飞书 custom bots, Teams
Workflows, Slack incoming webhooks.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit, urlunsplit

from data.outbox.letters import Letter
from i18n import Say

_MINUTE = timedelta(minutes=1)
# What would be markup, or would call everyone, in a robot's markdown; its wide twin reads alike.
_WIDE = str.maketrans(r"\`*_[]<>#@~|", "＼｀＊＿［］＜＞＃＠～｜")


@dataclass(frozen=True)
class TurnedDown:
    """What a service answered, and how long it wants to be left alone."""

    answer: str
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Robot:
    """A kind of channel that is called over the web. `most`: bytes of a body; `body` of title, lines
    and link; `sign` puts a signature into address and body; `refusals`: where the number of a
    refusal stands, and how long each wants to be left alone."""

    most: int
    body: Callable[[str, Sequence[str], str], dict]
    sign: Callable[[str, dict, str, datetime], tuple[str, dict]] = lambda url, body, *_: (url, body)
    numbers: tuple[str, ...] = ()
    waits: tuple[tuple[int, timedelta], ...] = ()

    def request(
        self, letter: Letter, url: str, secret: str, now: datetime, say: Say
    ) -> tuple[str, bytes]:
        """Address and body of a letter; lines that do not fit are counted, not lost without a
        word."""
        for kept in range(len(letter.lines), -1, -1):
            left = len(letter.lines) - kept
            more = [say("And {count} more, on the page.", count=left)] if left else []
            body = self.body(letter.title, [*letter.lines[:kept], *more], letter.link)
            address, signed = self.sign(url, body, secret, now) if secret else (url, body)
            sent = json.dumps(signed, ensure_ascii=False).encode()
            if len(sent) <= self.most:
                break
        return address, sent

    def refused(self, status: int, answer: bytes) -> TurnedDown | None:
        """None where it was taken."""
        text = answer.decode("utf-8", "replace")[:300]
        if not 200 <= status < 300:
            return TurnedDown(f"{status}: {text}", _MINUTE if status == 429 else timedelta())
        number = self._number(answer)
        return TurnedDown(text, dict(self.waits).get(number, timedelta())) if number else None

    def _number(self, answer: bytes) -> int:
        try:
            said = json.loads(answer)
        except ValueError:
            return 0
        found = [said.get(name) for name in self.numbers] if isinstance(said, dict) else []
        return next((one for one in found if isinstance(one, int) and one), 0)


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """As 钉钉 wants it: the secret is the key, and part of the message."""
    said = f"{milliseconds}\n{secret}"
    return quote(_mac(secret, said), safe="")


def feishu_sign(secret: str, seconds: int) -> str:
    """As 飞书 wants it: the secret is part of the key, and the message is empty."""
    return _mac(f"{seconds}\n{secret}", "")


def _mac(key: str, message: str) -> str:
    made = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def _plain_marks(text: str) -> str:
    """A text that a robot's markdown shows letter by letter."""
    return text.translate(_WIDE)


def _markdown(title: str, lines: Sequence[str], link: str, word: str = "↗") -> str:
    told = [f"**{_plain_marks(title)}**", *(f"- {_plain_marks(line)}" for line in lines)]
    return "\n".join([*told, *([f"[{word}]({link})"] if link else [])])


def _wecom(title: str, lines: Sequence[str], link: str) -> dict:
    return {"msgtype": "markdown", "markdown": {"content": _markdown(title, lines, link)}}


def _dingtalk(title: str, lines: Sequence[str], link: str) -> dict:
    # A robot here breaks lines only where one is empty.
    text = _markdown(title, lines, link).replace("\n", "\n\n")
    return {"msgtype": "markdown", "markdown": {"title": _plain_marks(title), "text": text}}


def _signed_dingtalk(url: str, body: dict, secret: str, now: datetime) -> tuple[str, dict]:
    milliseconds = int(now.timestamp() * 1000)
    parts = urlsplit(url)
    signed = f"timestamp={milliseconds}&sign={dingtalk_sign(secret, milliseconds)}"
    query = "&".join(filter(None, (parts.query, signed)))
    return urlunsplit(parts._replace(query=query)), body


def _feishu(title: str, lines: Sequence[str], link: str) -> dict:
    told: list[dict] = [
        {"tag": "div", "text": {"tag": "plain_text", "content": line}} for line in lines
    ]
    if link:
        button = {
            "tag": "button",
            "text": {"tag": "plain_text", "content": "↗"},
            "url": link,
            "type": "default",
        }
        told.append({"tag": "action", "actions": [button]})
    header = {"title": {"tag": "plain_text", "content": title}}
    return {"msg_type": "interactive", "card": {"header": header, "elements": told}}


def _signed_feishu(url: str, body: dict, secret: str, now: datetime) -> tuple[str, dict]:
    seconds = int(now.timestamp())
    return url, {"timestamp": str(seconds), "sign": feishu_sign(secret, seconds), **body}


def _teams(title: str, lines: Sequence[str], link: str) -> dict:
    blocks = [{"type": "TextBlock", "text": _plain_marks(title), "weight": "bolder", "wrap": True}]
    blocks += [{"type": "TextBlock", "text": _plain_marks(line), "wrap": True} for line in lines]
    opening = [{"type": "Action.OpenUrl", "title": "↗", "url": link}] if link else []
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
        "actions": opening,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}


def _slack(title: str, lines: Sequence[str], link: str) -> dict:
    told = [f"*{_slack_plain(title)}*", *(f"• {_slack_plain(line)}" for line in lines)]
    return {"text": "\n".join([*told, *([link] if link else [])])}


def _slack_plain(text: str) -> str:
    """Its three letters of markup as it wants them written, and no stars of ours."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.translate(str.maketrans("*_~`", "＊＿～｀"))


ROBOTS = {
    "wecom": Robot(4096, _wecom, numbers=("errcode",), waits=((45009, _MINUTE),)),
    "dingtalk": Robot(
        20_000,
        _dingtalk,
        _signed_dingtalk,
        ("errcode",),
        ((130101, 10 * _MINUTE), (660026, 10 * _MINUTE)),
    ),
    "feishu": Robot(20_000, _feishu, _signed_feishu, ("code", "StatusCode"), ((11232, _MINUTE),)),
    "teams": Robot(28_000, _teams),
    "slack": Robot(40_000, _slack),
}
