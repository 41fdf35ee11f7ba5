"""The benchmarks in a browser, without one: the peers show what the overview shows, and everything
is counted that is said to be."""

import asyncio
import os
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from types import SimpleNamespace

import pytest
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.server import serve

from bench import bytes as page_bytes, clicks, crowd, sessions
from bench.browser import Click, Server, python_server
from bench.company import LAST, company
from bench.frames import found
from bench.peers import pandas_board
from bench.wire import WireSession, sent_to
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.findings.board import board_query

AT = pandas_board.month_number(LAST.year, LAST.month)
MONTHS = ["Dec 2025", "Nov 2025", "Oct 2025"]


def run_apart(work):
    """Runs a coroutine in a thread of its own: another test may have left an event loop in this
    one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A company of 3,000 survey rows."""
    return company(tmp_path_factory.mktemp("company"), 3_000)


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({}, tuple(pandas_board.KPIS)),
        ({"store": "Store 03"}, ("csat", "net_promoter_score", "mystery_visits")),
    ],
    ids=["company", "store"],
)
def test_the_peers_show_the_values_of_the_overview(database, chosen, asked):
    board = pandas_board.board(pandas_board.load(database), AT, chosen)
    shown = {card.name: card.series for card in board.cards}
    assert set(shown) == set(pandas_board.KPIS)
    query = board_query(LAST, tuple((name, (unit,)) for name, unit in chosen.items()))
    with closing(Database(database)) as opened, opened.read() as reading:
        for name in asked:
            kpi = kpi_named(name)
            rows = ask(reading, kpi, query, date.today()).rows
            rows = rows[
                ~rows["hidden"].astype(bool)
            ]  # too few people: the peers show them all the same
            months = [pandas_board.month_number(day.year, day.month) for day in rows["period"]]
            assert shown[name].reindex(months).to_numpy() == pytest.approx(
                rows["value"].to_numpy(float), nan_ok=True
            ), name
            assert months or kpi.dataset.name == "training"


def test_the_peers_name_the_stores_that_changed_most(database):
    frames = pandas_board.load(database)
    board = pandas_board.board(frames, AT, {})
    assert len(board.where) == 4 and {kpi for kpi, *_ in board.where} <= set(pandas_board.KPIS)
    assert not pandas_board.board(frames, AT, {"store": "Store 03"}).where, (
        "one store is not compared with itself"
    )
    assert next(iter(pandas_board.months_of(frames).items())) == (AT, "Dec 2025")


class _Clicker:
    """A visitor who answers at once and notes what was asked."""

    def __init__(self, name, told):
        self.name, self.told = name, told

    def choose(self, label, at):
        self.told.append((self.name, label, at))
        return Click(0.1 * at, 0.05, 0.01)


def test_contestants_take_turns_and_the_first_round_does_not_count():
    told = []
    found = clicks.in_turn({name: _Clicker(name, told) for name in ("ours", "theirs")}, 2)
    assert told == [(name, "Month", at) for at in (1, 2, 3) for name in ("ours", "theirs")]
    assert [click.stable for click in found["ours"]] == pytest.approx([0.2, 0.3])
    assert clicks.ratio("same", found["ours"], found["theirs"], 1.0).passed
    assert not clicks.ratio("twice", [Click(2, 0, 0)], [Click(1, 0, 0)], 1.5).passed


def test_a_turn_begins_once_no_server_is_at_work():
    told = []
    visitors = {name: _Clicker(name, told) for name in ("ours", "theirs")}
    clicks.in_turn(visitors, 0, lambda somebody: told.append(somebody.name))
    names = ["ours", "theirs"]
    assert told == [*names, ("ours", "Month", 1), *names, ("theirs", "Month", 1)]


def test_work_is_over_once_the_server_takes_no_processor_for_a_while():
    used, pauses = iter([1.0, 1.9, 2.1, 2.11]), []
    somebody = SimpleNamespace(server=SimpleNamespace(cpu=lambda: next(used)))
    clicks.work_over(somebody, pauses.append)
    assert len(pauses) == 3


def test_the_socket_the_frontend_and_the_rest_are_counted_apart():
    traffic = page_bytes.Traffic()
    traffic._agreed(
        {
            "response": {
                "headers": {
                    "Upgrade": "websocket",
                    "Sec-WebSocket-Extensions": "permessage-deflate",
                }
            }
        }
    )
    traffic._frame({"response": {"opcode": 2, "payloadData": b64encode(b"x" * 1000).decode()}})
    traffic._frame({"response": {"opcode": 1, "payloadData": "é"}})
    traffic._addresses.update(
        {"1": "http://here/static/js/index.js", "2": "http://here/_stcore/health"}
    )
    for number, length in (("1", 5000.0), ("2", 70.0), ("unknown", 3.0)):
        traffic._loaded({"requestId": number, "encodedDataLength": length})
    assert (
        traffic.compressed and traffic.taken() == (1002, 5000, 73) and traffic.taken() == (0, 0, 0)
    )


def test_the_dearest_page_is_the_one_judged():
    found = {
        "overview": {"first view": (60_000, 0, 0), "Month": (40_000, 0, 0)},
        "kpi": {"first view": (251_000, 0, 0), "Store": (30_000, 0, 0)},
    }
    first, change = page_bytes.criteria(found, "1 M")
    assert (
        not first.passed
        and "(kpi)" in first.name
        and change.passed
        and "(overview, Month)" in change.name
    )
    assert page_bytes.FIRST in page_bytes.PAGES


def test_what_is_hidden_is_found_rounded_unless_others_are_as_short():
    hidden = frozenset({7.1373, 7.1004})
    assert found([b'{"y": [7.137, 7.1]}'], hidden) == {7.1373}
    assert found([b'{"y": [7.1004]}', b"17.1373 7.13731"], hidden) == {7.1004}


def _nested(request, deep):
    """What a server says of whose page each part, once it is open, holds another that is closed."""
    asked = BackMsg.FromString(request).rerun_script
    is_open = {widget.id for widget in asked.widget_states.widgets if widget.bool_value}
    new, drawn = ForwardMsg(), ForwardMsg()
    last = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    new.new_session.page_script_hash, drawn.navigation.page_script_hash = "program", "page-1"
    told = [new, drawn]
    for at in range(deep):
        part = ForwardMsg()
        part.delta.add_block.expandable.id = f"part-{at}"
        told.append(part)
        if f"part-{at}" not in is_open:
            break
    return [message.SerializeToString() for message in (*told, last)]


@pytest.mark.parametrize("deep", [0, 1, 3, 6])
def test_whatever_is_closed_in_what_was_closed_is_opened(deep):
    sent = []

    async def work(url):
        return await asyncio.to_thread(sent_to, url, "/kpi?lang=en", {}, sent.extend)

    faults, got = run_apart(_serving(work, lambda request: _nested(request, deep)))
    opened = range(min(deep, 5) + 1)
    assert [len(one.widget_states.widgets) for one in got] == list(opened)
    assert [one.page_script_hash for one in got] == ["", *["page-1"] * opened[-1]]
    assert len(sent) == sum(3 + min(at + 1, deep) for at in opened)
    assert bool(faults) == (deep > 5)


def _messages(request):
    """What a server with one select box says: the box, what went wrong where November is asked for,
    and the end."""
    asked = BackMsg.FromString(request).rerun_script
    box, pages, last = ForwardMsg(), ForwardMsg(), ForwardMsg()
    box.delta.new_element.selectbox.id, box.delta.new_element.selectbox.label = "box-1", "Month"
    box.delta.new_element.selectbox.options.extend(MONTHS)
    pages.navigation.app_pages.add(url_pathname="kpi", page_script_hash="page-2")
    last.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    early = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    alert = ForwardMsg()
    alert.delta.new_element.alert.body, alert.delta.new_element.alert.format = (
        "gone wrong",
        Alert.ERROR,
    )
    wrong = (
        [alert]
        if any(widget.string_value == "Nov 2025" for widget in asked.widget_states.widgets)
        else []
    )
    return [message.SerializeToString() for message in (pages, box, early, *wrong, last)]


async def _serving(work, answered=_messages):
    """Run `work` with the address of such a server and the requests it got."""
    got = []

    async def answer(socket):
        async for request in socket:
            got.append(BackMsg.FromString(request).rerun_script)
            for message in answered(request):
                await socket.send(message)

    async with serve(answer, "127.0.0.1", 0, subprotocols=["streamlit"]) as server:
        host, port = server.sockets[0].getsockname()[:2]
        return await work(f"http://{host}:{port}"), got


def test_a_session_speaks_as_a_browser_does():
    async def work(url):
        session = WireSession(url)
        await session.open()
        answers = [
            await session.visit(""),
            await session.visit("kpi"),
            await session.choose("Month", "Oct 2025"),
            await session.choose("Month", "Nov 2025"),
        ]
        await session.close()
        return answers

    answers, got = run_apart(_serving(work))
    assert [answer.errors for answer in answers] == [[], [], [], ["gone wrong"]]
    assert answers[0].size == sum(map(len, _messages(got[0].SerializeToString()[:0]))) and all(
        answer.seconds > 0 for answer in answers
    )
    assert [request.page_script_hash for request in got] == ["", "page-2", "page-2", "page-2"]
    assert [(widget.id, widget.string_value) for widget in got[2].widget_states.widgets] == [
        ("box-1", "Oct 2025")
    ]


def test_sessions_choose_months_on_both_pages_and_errors_are_counted():
    async def work(url):
        run = crowd.Run()
        await crowd.many(url, 4, 0.2, (0, 0.01), run)
        return run

    run, got = run_apart(_serving(work))
    choices = sum(len(request.widget_states.widgets) for request in got)
    assert len(run.served) == choices > 4 and all(run.seconds(page) for page in crowd.PAGES)
    assert sum(len(run.seconds(page, True)) for page in crowd.PAGES) == 6, (
        "three months on two pages are new once"
    )
    assert len(run.errors) == sum(
        widget.string_value == "Nov 2025"
        for request in got
        for widget in request.widget_states.widgets
    )


def test_a_server_that_is_not_there_is_an_error():
    run = crowd.Run()
    run_apart(crowd.many("http://127.0.0.1:9", 2, 0, (0, 0), run))
    assert len(run.errors) == 2 and not run.served


def test_what_a_run_saw_is_reported_and_judged(capsys):
    run = crowd.Run(
        [crowd.Served("", 0.1, True)] * 19
        + [crowd.Served("", 1.0, False), crowd.Served("kpi", 0.2, False)]
    )
    run.asked.add(("", "Dec 2025"))
    run.loaded(12.3)
    calm, kpi, errors = sessions.percentiles_told("2 sessions", run)
    assert calm.passed and kpi.passed and errors.passed and not run.asked
    assert (
        "20 choices, half within 100 ms" in (printed := capsys.readouterr().out)
        and "stored: 12" in printed
    )
    run.served += [crowd.Served("", 1.0, False)] * 4
    assert not sessions.percentiles_told("2 sessions", run)[0].passed
    assert not sessions.percentiles_told("nobody", crowd.Run(errors=["gone"]))[2].passed


def test_the_file_that_is_loaded_is_good_and_new_each_time(tmp_path):
    files = [
        prepare(
            sessions.load_file(tmp_path, 60, number).read_bytes(), "load.csv", NPS, Options()
        ).checked
        for number in (0, 1)
    ]
    assert [len(file.rows) for file in files] == [60, 60] and not any(
        issue.level == "error" for file in files for issue in file.issues
    )
    assert not set(files[0].rows["response_id"]) & set(files[1].rows["response_id"])


def test_a_server_is_started_measured_and_ended(tmp_path):
    with python_server("http.server", tmp_path) as server:
        assert server.memory() > 5 and 0 < server.cpu() < 5
        own = Server(server.url, os.getpid())
        before, until = own.cpu(), time.process_time() + 0.1
        while time.process_time() < until:
            pass
        assert own.cpu() - before >= 0.05
    with pytest.raises(FileNotFoundError):
        server.cpu()


def test_a_server_that_does_not_start_says_why(tmp_path):
    with (
        pytest.raises(RuntimeError, match="No module named bench.peers.nobody"),
        python_server("bench.peers.nobody", tmp_path),
    ):
        pass
