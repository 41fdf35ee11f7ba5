"""Telling people when it matters: bodies and signatures of channels, who is told of what, and that
nothing is lost or told twice."""

import json
import random
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from alerts import passing
from alerts.channels import ROBOTS, dingtalk_sign, feishu_sign
from alerts.events import BAD, GOOD, OPEN, OUT, Occurrence
from alerts.passing import run
from alerts.sending import send, written
from alerts.settings import Channel, channels
from alerts.telling import FIRST, QUIET, changed
from data.outbox.letters import Letter, letters
from data.outbox.subscribers import Known, Subscriber, subscribe, subscribers, unsubscribe
from errors import Message, WrongCall
from i18n import translator
from metrics.catalog import kpi_named
from metrics.periods import add_months

SAY, NOW, TODAY = translator("en"), datetime(2026, 10, 6, 9, 12), date(2026, 10, 6)
LETTER = Letter(
    7, "board", "board", "", "News of CSAT", ("CSAT: missed.",), "https://x.example/o", NOW
)
HOSTILE = "<@all> [Bund](https://evil.example) **x** & `y`"


def test_signatures_are_those_of_the_published_vectors():
    assert (
        dingtalk_sign("SECtest", 1767225600000)
        == "VFnS0ToY3dOa75%2FlvH0rYNwJBmfT5at2UOkds8G1Cuo%3D"
    )
    assert feishu_sign("SECtest", 1767225600) == "8wfORKxBzLJIoNNdA7auruCXB+DNZIC3E/qp0HY+lIo="


def body(kind: str, letter: Letter = LETTER, secret: str = "") -> tuple[str, dict]:
    url, sent = ROBOTS[kind].request(letter, "https://robot.example/send?key=1", secret, NOW, SAY)
    return url, json.loads(sent)


def test_bodies_are_those_that_the_services_ask_for():
    wecom = body("wecom")[1]
    assert wecom["msgtype"] == "markdown" and "CSAT: missed." in wecom["markdown"]["content"]
    url, dingtalk = body("dingtalk", secret="SECtest")
    assert url.startswith("https://robot.example/send?key=1&timestamp=") and "&sign=" in url
    assert set(dingtalk["markdown"]) == {"title", "text"}
    feishu = body("feishu", secret="SECtest")[1]
    assert feishu["msg_type"] == "interactive" and feishu["timestamp"] == str(int(NOW.timestamp()))
    assert feishu["sign"] == feishu_sign("SECtest", int(NOW.timestamp()))
    card = body("teams")[1]["attachments"][0]["content"]
    assert card["type"] == "AdaptiveCard" and card["actions"][0]["url"] == LETTER.link
    assert body("slack")[1]["text"].endswith(LETTER.link)


@pytest.mark.parametrize("kind", ROBOTS)
def test_long_news_fit_and_say_how_many_are_left(kind):
    letter = Letter(
        1, "a", "a", "", "News", tuple(f"Zeile {n} 满意度" * 20 for n in range(130)), "", NOW
    )
    _, sent = ROBOTS[kind].request(letter, "https://x.example", "", NOW, SAY)
    assert len(sent) <= ROBOTS[kind].most
    assert "more, on the page." in json.dumps(json.loads(sent))


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "teams", "slack"])
def test_a_name_is_no_markup(kind):
    letter = Letter(1, "a", "a", "", HOSTILE, (HOSTILE,), "", NOW)
    said = json.dumps(body(kind, letter)[1], ensure_ascii=False)
    markup = ("<@all>", "**x**", "`y`") + (() if kind == "slack" else ("](https",))
    assert not any(mark in said for mark in markup)


def test_a_mail_has_text_and_html_and_keeps_its_number():
    mail = written(Channel("m", "mail", sender="a@b.example"), LETTER, NOW)
    again = written(Channel("m", "mail", sender="a@b.example"), LETTER, NOW + timedelta(hours=1))
    assert isinstance(mail, EmailMessage) and mail["Message-ID"] == again["Message-ID"]
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "- CSAT: missed." in text and "<li>CSAT: missed.</li>" in html
    hostile = written(
        Channel("m", "mail", sender="a@b.example"),
        Letter(1, "a", "a", "x@y.example", "T", ("<b>Bund</b>",), "", NOW),
        NOW,
    )
    assert "<b>" not in list(hostile.iter_parts())[1].get_content()


@pytest.mark.parametrize(
    ("kind", "status", "said", "taken", "wait"),
    [
        ("wecom", 200, '{"errcode":0,"errmsg":"ok"}', True, 0),
        ("wecom", 200, '{"errcode":45009,"errmsg":"freq"}', False, 1),
        ("dingtalk", 200, '{"errcode":310000,"errmsg":"sign not match"}', False, 0),
        ("dingtalk", 200, '{"errcode":130101,"errmsg":"send too fast"}', False, 10),
        ("feishu", 200, '{"code":19021,"msg":"sign match fail"}', False, 0),
        ("feishu", 200, '{"StatusCode":0,"code":0}', True, 0),
        ("teams", 202, "", True, 0),
        ("slack", 200, "ok", True, 0),
        ("slack", 404, "no_service", False, 0),
        ("slack", 429, "", False, 1),
    ],
)
def test_what_a_service_answers(kind, status, said, taken, wait):
    refused = ROBOTS[kind].refused(status, said.encode())
    assert (refused is None) is taken
    assert taken or refused.wait == timedelta(minutes=wait)


@contextmanager
def robot(answers):
    """A robot that answers with what `answers` gives for a body, and keeps what it heard."""
    heard: list[dict] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, said = answers(heard[-1])
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Channel("board", "slack", f"http://127.0.0.1:{server.server_address[1]}/x"), heard
    finally:
        server.shutdown()
        server.server_close()


def test_a_robot_that_leads_elsewhere_or_is_gone_has_refused():
    with robot(lambda _: (302, "")) as (channel, heard):
        assert send(channel, LETTER, NOW, SAY).answer.startswith("302") and len(heard) == 1
    assert "refused" in send(channel, LETTER, NOW, SAY).answer.casefold()


def to(name: str = "board", kpis=(), places=(), digest=False) -> Subscriber:
    return Subscriber(name, "board", "", "en", tuple(kpis), tuple(places), digest, NOW)


MONTH, EARLIER = date(2026, 9, 1), date(2026, 8, 1)


def event(
    key: str, standing: str, place: str = "", turns: bool = True, month: date = MONTH
) -> Occurrence:
    words = Message(f"{key} is {standing}.")
    return Occurrence(key, standing, month, kpi_named("csat"), place, words, turns)


def known(
    standing: str, at: datetime = NOW - QUIET, month: date = EARLIER, aloud: bool = True
) -> Known:
    return Known(standing, month, aloud, at)


def told_of(
    one: Occurrence | None, was: Known | None = None, whom: Subscriber | None = None
) -> list[str]:
    """What somebody is told who knows that it stood as `was`."""
    knows = {FIRST: known("")} | ({(one.key if one else SIGNALLED): was} if was else {})
    found = changed(whom or to(), [one] if one else [], knows, MONTH, NOW)
    return [SAY(each.sentence) for each in found]


SIGNALLED = "signal:csat:False:2026-09"


def test_who_is_told_of_what():
    lately = NOW - QUIET / 2
    assert told_of(event("a", BAD), known(GOOD)) == ["a is bad."]
    assert told_of(event("a", GOOD), known(BAD)) and told_of(event("a", BAD), known(OPEN, lately))
    assert not told_of(event("a", BAD), known(BAD)) and not told_of(event("a", OPEN), known(GOOD))
    assert not told_of(event("a", BAD), known(GOOD, lately))  # at most once a week
    assert not told_of(event("a", BAD))  # a target that was set since
    assert told_of(event("s", OUT, turns=False))
    assert not changed(to(), [event("a", BAD)], {}, MONTH, NOW)  # the first look
    bund = event("a", BAD, place="store=Bund")
    assert not told_of(bund, known(GOOD)) and told_of(bund, known(GOOD), to(places=["store=Bund"]))
    assert not told_of(event("a", BAD), known(GOOD), to(places=["store=Bund"]))
    assert not told_of(event("a", BAD), known(GOOD), to(kpis=["complaint_rate"]))


def test_what_was_told_and_is_no_longer_so_is_said_at_once():
    just_now = NOW - QUIET / 100
    for standing in (OPEN, GOOD):
        said = told_of(event("a", standing), known(BAD, just_now, MONTH))
        assert said == [f"With what was stored since: a is {standing}."]
    assert not told_of(event("a", OPEN), known(BAD, just_now, MONTH, aloud=False))
    assert not told_of(event("a", OPEN), known(BAD, just_now, EARLIER))  # time went on
    (gone,) = told_of(None, known(OUT, just_now, MONTH))
    assert gone.endswith("what stood out in Sep 2026 no longer does.")
    assert not told_of(None, known(OUT, just_now, EARLIER))
    assert not told_of(None, known("gone", just_now, MONTH))


@pytest.fixture
def standings(monkeypatch):
    """How things stand, to be changed by a test."""
    now: list[Occurrence] = []
    monkeypatch.setattr(passing, "events", lambda _: tuple(now))
    return now


def test_a_change_is_told_once_until_it_turns_again(database, standings):
    subscribe(database, to())
    standings[:] = [event("a", GOOD), event("b", BAD)]
    with robot(lambda _: (200, "ok")) as (channel, heard):
        by = {"board": channel}
        assert run(database, by, TODAY, NOW) == 0  # how it stands when somebody asks to be told
        standings[:] = [event("a", BAD), event("b", BAD)]
        later = NOW + QUIET
        assert [run(database, by, TODAY, later) for _ in range(3)] == [1, 0, 0]
        assert "a is bad." in heard[0]["text"] and "b is" not in heard[0]["text"]
        next_month = date(2026, 10, 1)
        standings[:] = [event("a", GOOD, month=next_month), event("b", BAD, month=next_month)]
        assert run(database, by, date(2026, 11, 3), later + QUIET / 2) == 0
        assert run(database, by, date(2026, 11, 3), later + QUIET) == 1
        assert "a is good." in heard[1]["text"]
    with database.read() as reading:
        assert [one.state for one in letters(reading, 9)] == ["sent", "sent"]


def test_a_refused_letter_is_tried_again_three_times(database, standings):
    subscribe(database, to())
    standings[:] = [event("a", GOOD)]
    with robot(lambda _: (500, "broken")) as (channel, heard):
        by = {"board": channel}
        run(database, by, TODAY, NOW)
        standings[:] = [event("a", BAD)]
        now = NOW + QUIET
        for minutes, tries in ((0, 1), (0, 1), (2, 2), (2, 2), (13, 3), (72, 3), (74, 4), (500, 4)):
            run(database, by, TODAY, now + timedelta(minutes=minutes))
            assert len(heard) == tries
    with database.read() as reading:
        (letter,) = letters(reading, 9)
    assert (letter.state, letter.tries) == ("failed", 4) and "broken" in letter.answer


class Killed(BaseException):
    """The program ends here."""


def test_killed_anywhere_everything_arrives_and_a_repeat_says_so(database, standings, monkeypatch):
    """Thirty changes, with the program killed in half of the steps: before a letter is marked, on its
    way, after it arrived, before that is noted."""
    subscribe(database, to())
    standings[:] = [event("a", GOOD)]
    chance, arrived, now = random.Random(7), [], NOW

    def maybe() -> None:
        if chance.random() < 0.25:
            raise Killed

    def unreliable(channel, letter, *_):
        maybe()
        arrived.append(letter.lines)
        maybe()

    monkeypatch.setattr(passing, "send", unreliable)
    run(database, {"board": Channel("board", "slack")}, TODAY, now)
    kills = 0
    for step in range(30):
        now += QUIET
        standing = BAD if step % 2 == 0 else GOOD
        told_as_of = event("a", standing, month=add_months(MONTH, step))
        standings[:] = [replace(told_as_of, sentence=Message(f"Change {step}."))]
        for _ in range(20):
            try:
                run(database, {"board": Channel("board", "slack")}, TODAY, now)
                break
            except Killed:
                kills += 1
    plain = [lines[0] for lines in arrived if len(lines) == 1]
    told = {lines[-1] for lines in arrived}
    assert kills >= 10 and told == {f"Change {step}." for step in range(30)}
    assert len(plain) == len(
        set(plain)
    )  # what arrives a second time says that it may have come before


def test_a_month_is_summed_up_once_for_who_wants_that(database, standings, monkeypatch):
    monkeypatch.setattr(passing, "_digest", lambda _: [Message("CSAT 80.0%.")])
    subscribe(database, to(digest=True))
    with robot(lambda _: (200, "ok")) as (channel, heard):
        for day, sent in ((6, 0), (7, 0)):  # the month in which somebody began
            assert run(database, {"board": channel}, date(2026, 10, day), NOW) == sent
        for day, sent in ((2, 0), (5, 1), (6, 0)):
            assert run(database, {"board": channel}, date(2026, 11, day), NOW) == sent
    assert "Oct 2026" in heard[0]["text"] and "CSAT 80.0%." in heard[0]["text"]


def test_news_of_the_run_that_sums_up_a_month_are_in_the_same_message(
    database, standings, monkeypatch
):
    monkeypatch.setattr(passing, "_digest", lambda _: [Message("CSAT 80.0%.")])
    monkeypatch.setenv("SERVICE_CULTURE_ADDRESS", "https://culture.example.com/")
    subscribe(database, to(digest=True))
    standings[:] = [event("b", GOOD)]
    with robot(lambda _: (200, "ok")) as (channel, heard):
        by = {"board": channel}
        run(database, by, TODAY, NOW)
        standings[:] = [event("b", BAD)]
        assert run(database, by, date(2026, 11, 9), NOW + 5 * QUIET) == 1
        standings[:] = [event("b", GOOD)]
        assert run(database, by, date(2026, 11, 29), NOW + 9 * QUIET) == 1
    both, alone = (one["text"].splitlines() for one in heard)
    assert both == [
        "*Service culture in Oct 2026*",
        "• b is bad.",
        "• CSAT 80.0%.",
        "https://culture.example.com/overview?month=2026-10&lang=en",
    ]
    assert alone[-1] == "https://culture.example.com/kpi?kpi=csat&month=2026-10&lang=en"


@pytest.mark.parametrize(
    ("kpi", "place", "view"),
    [
        ("csat", "store=A & B", "kpi?kpi=csat&store=A+%26+B&month=2026-10&lang=en"),
        ("csat", "", "kpi?kpi=csat&month=2026-10&lang=en"),
    ],
)
def test_a_link_leads_to_what_is_told(monkeypatch, kpi, place, view):
    monkeypatch.setenv("SERVICE_CULTURE_ADDRESS", "https://culture.example.com")
    about = replace(event("a", BAD, place), kpi=kpi_named(kpi))
    month = date(2026, 10, 1)
    assert passing._view([about, about], month, SAY) == f"https://culture.example.com/{view}"
    other = replace(about, kpi=kpi_named("net_promoter_score"))
    overview = "https://culture.example.com/overview?month=2026-10&lang=en"
    assert passing._view([about, other], month, SAY) == overview
    monkeypatch.delenv("SERVICE_CULTURE_ADDRESS")
    assert passing._view([about], month, SAY) == ""


def test_of_nothing_there_is_no_digest(database, standings):
    subscribe(database, to(digest=True))
    with robot(lambda _: (200, "ok")) as (channel, _):
        for month in (10, 11):
            assert run(database, {"board": channel}, date(2026, month, 9), NOW) == 0


def test_what_happens_on_the_sample_is_told_in_sentences_without_names(sample):
    """The real events of the sample company: no member of staff, no group that is hidden."""
    from data.roles import READER
    from data.uploads.store import data_version
    from metrics.snapshot import Snapshot

    with sample.read(viewer=READER) as reading:
        found = passing.events(
            Snapshot(reading, sample.path, data_version(reading), date(2026, 10, 1))
        )
        staff = [name for (name,) in reading.rows("SELECT DISTINCT employee FROM rows_roster")]
    said = [translator(language)(one.sentence) for one in found for language in ("en", "zh_Hans")]
    assert {one.standing for one in found} >= {GOOD, BAD} and staff
    assert not [name for name in staff if any(name in line for line in said)]


def test_one_address_is_told_once(database):
    subscribe(database, to())
    for other in (to(), to("other"), to("a\nb")):
        with pytest.raises(WrongCall):
            subscribe(database, other)
    unsubscribe(database, "board")
    with database.read() as reading:
        assert not subscribers(reading)
    with pytest.raises(WrongCall):
        unsubscribe(database, "board")


@pytest.mark.parametrize(
    "written_down",
    [
        "nonsense",
        '[a]\nkind = "pigeon"',
        '[a]\nkind = "slack"\nurl = "http://example.com"',
        '[a]\nkind = "slack"\nurl = 5',
        '[a]\nkind = "mail"\nhost = "x"',
        '[a]\nkind = "slack"\nurl = "https://x.example"\ncolour = "red"',
        'a = "slack"',
    ],
)
def test_what_is_wrong_with_the_file_of_channels_is_said(tmp_path, monkeypatch, written_down):
    file = tmp_path / "channels.toml"
    monkeypatch.setenv("SERVICE_CULTURE_CHANNELS", str(file))
    assert channels() == {}
    file.write_text(written_down, "utf-8")
    file.chmod(0o600)
    with pytest.raises(WrongCall) as told:
        channels()
    assert str(file) in str(told.value)


def test_others_may_not_read_the_file_of_channels(tmp_path, monkeypatch):
    file = tmp_path / "channels.toml"
    file.write_text('[a]\nkind = "slack"\nurl = "https://x.example/y"\n', "utf-8")
    monkeypatch.setenv("SERVICE_CULTURE_CHANNELS", str(file))
    file.chmod(0o644)
    with pytest.raises(WrongCall, match="chmod 600"):
        channels()
    file.chmod(0o600)
    assert channels()["a"].kind == "slack"
