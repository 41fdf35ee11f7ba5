"""A visitor without a browser: Streamlit's own messages over its websocket, so that many of them
fit on one machine.

What a browser would draw is not drawn; an answer is over with the script.
"""

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.sync.client import connect as connect_waiting
from websockets.sync.connection import Connection

PATIENCE = 120  # seconds for one answer
_DEEPEST = 5  # how deep closed parts may lie in one another


@dataclass
class Answer:
    """What came back for one request: seconds until the script was over, bytes, and the errors it
    showed."""

    seconds: float = 0.0
    size: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass
class WireSession:
    """One session of a running Streamlit; `open` it, then `visit` a page and `choose` in its select
    boxes. `headers`: what it comes with, `trusted`: whom it trusts, where that is spoken to by TLS."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    trusted: ssl.SSLContext | None = None
    boxes: dict[str, tuple[str, list[str]]] = field(
        default_factory=dict
    )  # label: its widget's number, its options as shown
    pages: dict[str, str] = field(default_factory=dict)  # name in the address: the page's number
    _socket: ClientConnection | None = None
    _page: str = ""
    _query: str = "lang=en"

    async def open(self) -> None:
        """Connect, as a browser does before it asks for anything."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            address,
            subprotocols=["streamlit"],
            additional_headers=self.headers,
            ssl=self.trusted,
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
        )

    async def close(self) -> None:
        """Go away."""
        await self._socket.close()

    async def visit(self, page: str) -> Answer:
        """Ask for a page by its name in the address; "" is the first one. The very first visit has
        to be that."""
        self._page, self._query = self.pages.get(page, ""), "lang=en"
        self.boxes = {}
        return await self._ask(BackMsg())

    async def choose(self, label: str, option: str) -> Answer:
        """Choose an option, as shown, of the select box with a label."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id=self.boxes[label][0], string_value=option)
        return await self._ask(message)

    async def _ask(self, message: BackMsg) -> Answer:
        _fill(message.rerun_script, self._query, self._page)
        found, start = Answer(), time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._take(await self._socket.recv(), found):
                pass
        found.seconds = time.perf_counter() - start
        return found

    def _take(self, data: bytes, found: Answer) -> bool:
        """Note what a message holds; whether it says that the script is over."""
        found.size += len(data)
        message = ForwardMsg.FromString(data)
        match message.WhichOneof("type"):
            case "delta":
                self._element(message.delta.new_element, found)
            case "navigation":
                self.pages = {
                    page.url_pathname: page.page_script_hash
                    for page in message.navigation.app_pages
                }
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "page_not_found":
                found.errors.append(f"there is no page {message.page_not_found.page_name}")
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    found.errors.append("the script could not be read")
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _element(self, element, found: Answer) -> None:
        match element.WhichOneof("type"):
            case "selectbox":
                self.boxes[element.selectbox.label] = (
                    element.selectbox.id,
                    list(element.selectbox.options),
                )
            case "exception":
                found.errors.append(f"{element.exception.type}: {element.exception.message}")
            case "alert" if element.alert.format == Alert.ERROR:
                found.errors.append(element.alert.body)


def sent_to(
    url: str, address: str, headers: Mapping[str, str], take: Callable[[list[bytes]], None]
) -> list[str]:
    """Have all frames taken that a new session is sent whose browser opens an address, and then opens
    all closed parts whose content is only sent once they are open, and those in these; the exceptions
    shown in them, and what was left closed. While frames are taken, the files that they offer are there."""
    page, _, query = address.lstrip("/").partition("?")
    with connect_waiting(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers=headers,
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        told = _answered(socket, asked, query, "", take)
        # A new session is told the program's number; asked by that, it would draw the first page.
        hashed = next(one.navigation.page_script_hash for one in told if one.HasField("navigation"))
        opened: set[str] = set()
        for _ in range(_DEEPEST):
            closed = _closed(told) - opened
            if not closed:
                break
            opened |= closed
            asked = BackMsg()
            for part in opened:  # a browser says of all that it has what stands open
                asked.rerun_script.widget_states.widgets.add(id=part, bool_value=True)
            told += _answered(socket, asked, query, hashed, take)
    faults = ["parts lie too deep in one another"] if _closed(told) - opened else []
    elements = [one.delta.new_element for one in told if one.HasField("delta")]
    shown = [one.exception for one in elements if one.WhichOneof("type") == "exception"]
    return [*(one.message for one in shown), *faults]


def _closed(told: list[ForwardMsg]) -> set[str]:
    """The parts of a page whose content is only sent once they are open."""
    blocks = [one.delta.add_block for one in told if one.HasField("delta")]
    return {part.id for one in blocks for part in (one.expandable, one.popover)} - {""}


def _answered(
    socket: Connection,
    message: BackMsg,
    query: str,
    page: str,
    take: Callable[[list[bytes]], None],
) -> list[ForwardMsg]:
    _fill(message.rerun_script, query, page)
    socket.send(message.SerializeToString())
    frames: list[bytes] = []
    told: list[ForwardMsg] = []
    while not (told and _is_over(told[-1])):
        frames.append(socket.recv(PATIENCE))
        told.append(ForwardMsg.FromString(frames[-1]))
    take(frames)
    return told


def _is_over(message: ForwardMsg) -> bool:
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )


def _fill(asked: ClientState, query: str, page: str) -> None:
    """What a browser says whatever it asks."""
    asked.query_string, asked.page_script_hash = query, page
    about = asked.context_info
    about.locale, about.color_scheme, about.timezone = "en-US", "light", "UTC"
