"""The document that a browser is sent for a page: Streamlit's, which is told where its server is.

Opened on /kpi it would look for the server below /kpi first, and write two faults into the browser's
console.
"""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from ui.api.routes import base_path

_PAGES = Path(__file__).resolve().parents[2] / "pages"
_SERVER = (
    "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href }</script>"
)


@cache
def _document() -> str:
    found = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    return found.replace("<head>", f"<head>{_SERVER}", 1)


async def _page(_: Request) -> HTMLResponse:
    return HTMLResponse(_document(), headers={"Cache-Control": "no-cache"})


DOCUMENTS = tuple(
    Route(f"{base_path()}/{page.stem}", _page) for page in sorted(_PAGES.glob("*.py"))
)
