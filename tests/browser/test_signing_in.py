"""Signing in with a real provider of identities on this computer, in a real browser: only whoever has
signed in sees anything, and only with their own rights."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from bench.browser import free_port, python_server, streamlit_server
from data.access.people import Person, add_people
from data.database.connection import Database

ANNA, TAO = "anna@example.com", "tao@example.com"
COOKIE, SECRET = "_streamlit_user", "a secret of this test alone, long enough to sign with"
SIGN_IN = "open to people who have signed in"


@pytest.fixture(scope="module")
def company(tmp_path_factory, empty_file) -> Iterator[str]:
    """The address of a dashboard with two people, started with the rights of an administrator, which
    nobody gets by that."""
    folder, port = tmp_path_factory.mktemp("signing"), free_port()
    file = Path(shutil.copy(empty_file, folder / "own.duckdb"))
    own = Database(file)
    people = [Person(ANNA, "Anna Li", ("administrator",)), Person(TAO, "Tao", ("viewer",))]
    add_people(own, people, datetime(2026, 11, 1))
    with own.write() as writing:
        writing.run("UPDATE state SET origin = 'own'")
    own.close()
    with ExitStack() as servers:
        users = ("--user", ANNA, "--user", TAO)
        provider = servers.enter_context(
            python_server("oidc_provider_mock", folder, *users, "--port")
        )
        told = provider.url.replace(
            "127.0.0.1", "localhost"
        )  # whose cookies are not the dashboard's
        secrets = folder / "secrets.toml"
        secrets.write_text(
            f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "dashboard"
client_secret = "known to both"
server_metadata_url = "{told}/.well-known/openid-configuration"
""",
            "utf-8",
        )
        settings = {
            "SERVICE_CULTURE_DB": str(file),
            "SERVICE_CULTURE_ROLE": "administrator",
            "STREAMLIT_SECRETS_FILES": str(secrets),
        }
        yield servers.enter_context(streamlit_server("app.py", folder, port, **settings)).url


@pytest.fixture
def visit(browser, company) -> Iterator[Callable[..., Page]]:
    """A fresh visitor of that dashboard; any option of Playwright's contexts."""
    with ExitStack() as visitors:

        def come(**options) -> Page:
            context = browser.new_context(locale="en-US", base_url=company, **options)
            visitors.callback(context.close)
            return context.new_page()

        yield come


def signed_in(page: Page, company: str, who: str) -> None:
    page.goto(f"{company}/people")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who).click()
    page.wait_for_url(lambda url: url.startswith(company) and "oauth2callback" not in url)
    page.goto(f"{company}/people")


def heading(page: Page):
    return page.get_by_role("heading", name="New person")


def with_cookie(context: BrowserContext, company: str, value: str) -> Page:
    context.clear_cookies()
    context.add_cookies([{"name": COOKIE, "value": value, "url": company}])
    page = context.new_page()
    page.goto(f"{company}/people")
    return page


def test_only_who_signed_in_sees_anything_and_until_they_leave(visit, company):
    frames: list[str] = []
    page = visit(extra_http_headers={"X-Email": ANNA, "email": ANNA})
    page.on(
        "websocket", lambda one: one.on("framereceived", lambda frame: frames.append(str(frame)))
    )
    page.goto(f"{company}/people")
    expect(page.get_by_text(SIGN_IN)).to_be_visible(timeout=60_000)
    assert not any(ANNA in frame or "Known by" in frame for frame in frames)  # nor a header's word
    signed_in(page, company, ANNA)
    expect(heading(page)).to_be_visible(timeout=30_000)
    other = page.context.new_page()
    other.goto(f"{company}/people")
    expect(heading(other)).to_be_visible(timeout=30_000)
    page.locator(".st-key-bar_more button").first.click()
    expect(page.get_by_text("Signed in as Anna Li: administrator.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: not url.startswith(f"{company}/people"))
    page.goto(f"{company}/people")
    expect(page.get_by_text(SIGN_IN)).to_be_visible(timeout=30_000)
    other.get_by_role("textbox", name="Name", exact=True).fill("Eve")
    other.keyboard.press("Enter")
    expect(heading(other)).to_have_count(0, timeout=30_000)  # the other page of the same person


def test_a_viewer_is_let_in_with_the_rights_of_a_viewer(visit, company):
    page = visit()
    signed_in(page, company, TAO)
    expect(page.get_by_text("Who may sign in is settled by administrators.")).to_be_visible(
        timeout=30_000
    )
    cookie = next(one for one in page.context.cookies() if one["name"] == COOKIE)["value"]
    other = "A" if cookie[20] != "A" else "B"
    changed = with_cookie(page.context, company, cookie[:20] + other + cookie[21:])
    expect(changed.get_by_text(SIGN_IN)).to_be_visible(timeout=30_000)


def test_an_identity_that_has_run_out_lets_nobody_in(visit, company):
    now = time.time()
    told = (
        f'{{"email": "{ANNA}", "iat": {now - 7200}, "exp": {now - 3600}, "is_logged_in": true, '
        f'"origin": "{company}"}}'
    )
    value = create_signed_value(SECRET, COOKIE, told).decode()
    page = with_cookie(visit().context, company, value)
    expect(page.get_by_text("Your sign-in has run out.")).to_be_visible(timeout=30_000)
    expect(heading(page)).to_have_count(0)
