"""Signing in: who is let in, what they see, and that nothing else lets anybody in."""

import time
from datetime import date, datetime

import pytest
import streamlit
from streamlit import config
from streamlit.testing.v1 import AppTest

from data.access import leaving
from data.access.leaving import leave
from data.access.people import Person, add_people, people, withdraw_person
from data.database.connection import Database
from data.roles import NOBODY
from tests.conftest import ROOT
from tests.test_pages import words
from tests.test_upload_page import widget
from ui.parts.opened import opened

NOW = datetime(2026, 11, 29, 12)
ANNA = Person("anna@example.com", "Anna Li", ("administrator",))
TAO = Person("tao@example.com", "Tao", ("viewer",))
MEI = Person("mei@example.com", "Mei", ("steward",), ("nps",))


@pytest.fixture
def signed_in_by(pages_file, monkeypatch):
    """A dashboard with sign-in, three people, and started with the rights of an administrator,
    which nobody gets by that."""
    own = Database(pages_file)
    add_people(own, [ANNA, TAO, MEI], NOW)
    own.close()
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")

    def open_as(sign: str | None, page: str = "people", **claims) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.secrets["auth"] = {"client_id": "x"}
        now = time.time()
        app.user = (
            {"is_logged_in": False}
            if sign is None
            else {
                **{"is_logged_in": True, "email": sign, "iat": now, "exp": now + 600},
                **claims,
            }
        )
        app.switch_page(f"pages/{page}.py")
        app.session_state["bar_more"] = True
        return app.run()

    return open_as


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def test_nobody_sees_anything_before_signing_in(signed_in_by):
    for page in ("overview", "upload", "people"):
        app = signed_in_by(None, page)
        assert not app.exception and not titles(app)
        assert "open to people who have signed in" in words(app)
        assert widget(app.button, "sign_in_").label == "Sign in"


def test_an_identity_that_does_not_hold_lets_nobody_in(signed_in_by):
    assert titles(signed_in_by(ANNA.email)), "who signed in is let in"
    for claims, said in (
        ({"exp": 1.0}, "has run out"),
        ({"exp": None}, "has run out"),
        ({"iat": None}, "has run out"),
        ({"exp": "never"}, "has run out"),
        ({"email_verified": False}, "open to people who have signed in"),
        ({"is_logged_in": False}, "open to people who have signed in"),
        ({"email": None}, "open to people who have signed in"),
        ({"email": "eve@example.com"}, "nobody of that name may see"),
    ):
        app = signed_in_by(ANNA.email, **claims)
        assert not titles(app) and said in words(app), claims


def test_whoever_is_in_the_list_has_their_own_rights_and_no_others(signed_in_by):
    anna, tao = signed_in_by("ANNA@Example.com"), signed_in_by(TAO.email)
    assert "Signed in as Anna Li: administrator." in words(anna)
    assert len(anna.dataframe[0].value) == 3
    assert "Signed in as Tao: viewer." in words(tao)
    assert not tao.dataframe and "settled by administrators" in words(tao)
    assert titles(anna) == titles(tao) == ["People"]


def test_rights_that_are_withdrawn_end_with_the_next_click(signed_in_by):
    app = signed_in_by(MEI.email, "upload")
    assert app.file_uploader
    withdraw_person(opened(), MEI.email, NOW)
    app.run()
    assert not app.file_uploader and "have been withdrawn" in words(app)


def test_rights_that_are_changed_hold_from_the_next_click(signed_in_by):
    app = signed_in_by(TAO.email)
    assert not app.dataframe
    add_people(opened(), [Person(TAO.email, "Tao", ("administrator",))], NOW, anew=True)
    assert app.run().dataframe


def test_an_unknown_person_is_a_viewer_where_the_administrator_chose_so(signed_in_by, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_UNKNOWN", "viewer")
    app = signed_in_by("eve@example.com")
    assert "example.com: viewer." in words(app) and not app.dataframe


def test_the_name_of_who_signed_in_is_kept_and_not_asked(signed_in_by):
    from ui.state import person

    app = AppTest.from_function(_say_who)
    app.secrets["auth"] = {"client_id": "x"}
    app.user = {"is_logged_in": True, "email": MEI.email, "iat": time.time(), "exp": 9e9}
    assert [text.value for text in app.run().markdown] == ["Mei"] and not app.text_input
    assert person.who() == ""


def _say_who():
    import streamlit as st

    from i18n import translator
    from ui.state.person import who, who_input

    who_input(translator("en"))
    st.markdown(who())


def test_an_administrator_lets_people_in_one_by_one_and_from_a_file(signed_in_by):
    app = signed_in_by(ANNA.email)
    app.text_input(key="people_0_new_email").set_value("Li@example.com").run()
    app.multiselect(key="people_0_new_roles").set_value(["steward"]).run()
    app.multiselect(key="people_0_new_kinds").set_value(["nps"]).run()
    app.button(key="people_0_new_store").click().run()
    assert app.success[0].value.startswith("li@") and len(app.dataframe[0].value) == 4
    bad = "email,roles\nwu@example.com,viewer\nxu@example.com,king\n"
    app.file_uploader[0].set_value(("p.csv", bad.encode(), "text/csv")).run()
    assert "row 3: “king” is no role" in app.error[0].value and not _buttons(app, "people_import")
    good = bad.replace("king", "executive")
    app.file_uploader[0].set_value(("p.csv", good.encode(), "text/csv")).run()
    app.button(key="people_import").click().run()
    assert len(app.dataframe[0].value) == 6
    app.selectbox(key="people_choice").set_value("wu@example.com").run()
    app.button(key="people_withdraw").click().run()
    with opened().read(viewer=NOBODY) as reading:
        rights = {one.email: one.viewer(date.today()) for one in people(reading)}
    assert rights["wu@example.com"] is None and rights["li@example.com"].kinds == {"nps"}


def _buttons(app: AppTest, key: str) -> list:
    return [button for button in app.button if button.key == key]


def test_a_preview_shows_what_somebody_sees_and_stores_nothing(signed_in_by):
    app = signed_in_by(ANNA.email)
    app.selectbox(key="people_choice").set_value(MEI.email).run()
    app.button(key="people_preview").click().run()
    said = [warning.value for warning in app.warning]
    assert any("as Mei does" in text for text in said) and not app.dataframe
    app.switch_page("pages/upload.py").run()
    text = "id,date,store,score\n1,2026-03-02 10:00,North,9\n"
    app.file_uploader[0].set_value(("a.csv", text.encode(), "text/csv")).run()
    assert len(widget(app.selectbox, "upload_kind").options) == 1
    widget(app.button, "upload_store").click().run()
    assert any("This is a preview" in error.value for error in app.error)
    with opened().read(viewer=NOBODY) as reading:
        assert reading.row("SELECT count(*) FROM upload")[0] == 0
    app.button(key="preview_end").click().run()
    app.switch_page("pages/people.py").run()
    assert app.dataframe


def test_the_proxys_header_is_believed_where_it_is_set_up_and_nowhere_else(pages_file, monkeypatch):
    own = Database(pages_file)
    add_people(own, [ANNA, TAO], NOW)
    own.close()
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)

    def seen(**user) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.user = user
        app.switch_page("pages/people.py")
        return app.run()

    assert not seen(email=ANNA.email).dataframe  # no proxy: the installation's one viewer, a reader
    before = config.get_option("server.trustedUserHeaders")
    config._set_option("server.trustedUserHeaders", {"X-Email": "email"}, "a test")
    try:
        assert seen(email=ANNA.email).dataframe
        assert not seen(email=TAO.email).dataframe
        out = seen(email=None)
        assert not out.title and "named nobody" in words(out)
    finally:
        config._set_option("server.trustedUserHeaders", before, "a test")


def test_secrets_that_cannot_be_read_let_nobody_in(monkeypatch, tmp_path):
    from ui.parts.signing import SignIn, way

    (tmp_path / "secrets.toml").write_text("[auth\n", "utf-8")
    before = config.get_option("secrets.files")
    config._set_option("secrets.files", [str(tmp_path / "secrets.toml")], "a test")
    monkeypatch.setattr(streamlit, "secrets", streamlit.runtime.secrets.Secrets())
    try:
        assert way() is SignIn.OIDC
    finally:
        config._set_option("secrets.files", before, "a test")


def test_rights_begin_on_their_day():
    assert Person("a", "", ("viewer",), since=date(2026, 12, 1)).viewer(date(2026, 11, 29)) is None


def test_who_was_not_let_in_is_proposed_with_what_the_sign_in_says_and_gets_no_rights_by_that(
    signed_in_by,
):
    eve = signed_in_by("Eve@example.com", name="Eve", roles=["steward", "king", 7])
    assert "nobody of that name may see" in words(eve) and not titles(eve)
    app = signed_in_by(ANNA.email)
    chosen = app.selectbox(key="people_0_refused")
    assert chosen.options == ["Eve (eve@example.com)"] and chosen.value is None
    app = chosen.set_value("eve@example.com").run()
    assert app.text_input(key="people_0_eve@example.com_name").value == "Eve"
    assert app.multiselect(key="people_0_eve@example.com_roles").value == ["steward"]
    assert "a first guess, which gives no rights" in words(app)
    assert "nobody of that name may see" in words(signed_in_by("eve@example.com"))
    app.multiselect(key="people_0_eve@example.com_roles").set_value(["viewer"]).run()
    app.button(key="people_0_eve@example.com_store").click().run()
    assert app.success and not [one for one in app.selectbox if one.key == "people_1_refused"]
    assert "Signed in as Eve: viewer." in words(signed_in_by("eve@example.com", roles="steward"))


def test_a_sign_out_outlasts_the_server(signed_in_by):
    before = time.time() - 5
    assert titles(signed_in_by(TAO.email, iat=before))
    leave(opened(), TAO.email, before + 1)
    leaving._LEFT.clear()  # as in a server that is started again
    app = signed_in_by(TAO.email, iat=before)
    assert not titles(app) and "has run out" in words(app)
    assert titles(signed_in_by(TAO.email)) and titles(signed_in_by(ANNA.email, iat=before))
