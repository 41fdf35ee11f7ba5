"""python -m bench.frames [--quick] [--wire] [--keep FOLDER]: what the server sends to each role, frame by frame.

For every role somebody signs in, with a browser of their own, and opens every page, every section of
it, and every KPI about staff by store and department. All that the server sends is kept, frames of
the websocket as bytes and files that pages offer, and searched for what that role must not see:
numbers of staff, what staff wrote, pseudonyms of customers, and values of groups that are hidden from
readers, as text and as eight bytes, also inside of the charts' packed columns. Three people are added
who sit exams in a department of their own, with scores that nobody else has: what follows from these
can be told from all other numbers, also where a chart rounds it. An administrator is sent all of this
but the pseudonyms: where nothing of a sort is found there, the search shows nothing.

A browser takes hours for all of it. `--wire` asks the same addresses by Streamlit's own messages, each
as a browser that opens it, and opens what is closed on them as well: minutes.
"""

import base64
import re
import struct
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Error as PlaywrightError
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import WebSocketException

from bench import Criterion, report
from bench.browser import Server, chromium, free_port, streamlit_server, wait_stable, watched
from bench.company import opened, sample_company
from bench.timing import parser, working_folder
from bench.wire import sent_to
from data.access.people import Person, add_people
from data.database.connection import Database, ReadTransaction
from data.database.tables import rows_table
from data.kinds.catalog import KINDS, SUGGESTION, TRAINING
from data.reading.options import Options
from data.roles import ADMINISTRATOR, COMMITTEE, EXECUTIVE, READER, STEWARD, TRAINER, VIEWER, Viewer
from data.samples.demo import write_faulty
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.answers.answer import ask
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months, last_day
from metrics.sums.query import Query

_COOKIE, _SECRET = "_streamlit_user", "known to this bench alone, long enough to sign with"
_STABLE_SECONDS = 120
_HEADER = "X-Auth-Request-Email"
_GROUPS = ("store", "department")
_NUMBERS, _WORDS, _VALUES, _PLANTED, _CUSTOMERS = (
    "numbers of staff",
    "words of staff",
    "hidden values",
    "planted values",
    "customers",
)
_PACKED = re.compile(rb'"bdata":\s*"([A-Za-z0-9+/=\\]+)"')
_FILE = re.compile(rb"/media/[0-9a-f]{16,}[.\w]*")
_ROUND = 3  # decimals that charts have: a value of fewer stands on a page by chance
_FOLDED = ".st-key-all_units summary"  # what a KPI's page draws of all units once it is opened
_OWN_DEPARTMENT = "Planted department"
_OWN_SCORES = (7.1373, 7.4519, 6.8977)  # out of 100: nobody has such
_OWN_MONTHS = 12


@dataclass(frozen=True)
class Hidden:
    """What is hidden from readers of groups: value -> the page on which it is shown to others.
    `planted`: values of those who were added for it."""

    all: Mapping[float, str]
    planted: frozenset[float]


@dataclass(frozen=True)
class Visit:
    """Somebody who signs in; `forbidden`: what must not reach them, by its sort."""

    person: Person
    forbidden: dict[str, frozenset[str | float]]

    @property
    def name(self) -> str:
        """The role, with its limit."""
        return " of a unit".join((self.person.name, "")) if self.person.units else self.person.name


def planted(folder: Path, kept: Path) -> Path:
    """A copy of the sample company in which each text that staff wrote can be told from all
    others, and three people have exams with scores of their own."""
    sample = sample_company(kept, folder / "frames")
    with closing(opened(sample)) as database:
        with database.write() as writing:
            for kind in KINDS:
                if kind.about_staff and any(column.name == "comment" for column in kind.columns):
                    writing.run(
                        f"UPDATE {rows_table(kind)} SET comment = concat_ws(' ', comment, "
                        f"'wrote{kind.name}' || upload || 'x' || line || 'q') "
                        "WHERE comment IS NOT NULL"
                    )
        _plant_exams(database)
    return sample


def _plant_exams(database: Database) -> None:
    """Too few people for readers, in a department of their own, in each of the last months; a
    little worse every month, so that no two periods have the same mean."""
    this_month = date.today().replace(day=1)
    with database.read(limited=False, viewer=Viewer(frozenset({ADMINISTRATOR}))) as reading:
        store = reading.row(
            "SELECT store FROM live_training WHERE store IS NOT NULL "
            "GROUP BY store ORDER BY count(*) DESC, store"
        )[0]
    rows = [
        f"X90{who},{_OWN_DEPARTMENT},{store},Planted course {back},"
        f"{add_months(this_month, -back) + timedelta(days=who)},1,{score - back / 97:.4f},100,80"
        for back in range(1, _OWN_MONTHS + 1)
        for who, score in enumerate(_OWN_SCORES)
    ]
    heading = "employee,department,store,course,date,attempt,score,maximum,pass_mark"
    text = "\n".join([heading, *rows])
    add(database, prepare(text.encode(), "planted.csv", TRAINING, Options(), date.today()))


def visits(database: Database, hidden: Hidden) -> list[Visit]:
    """Who comes, and what must not reach them."""
    with database.read(limited=False, viewer=Viewer(frozenset({ADMINISTRATOR}))) as reading:
        staff = _staff(reading) - _brought_along()
        words, customers = _words(reading), _customers(reading)
        store = _smallest_store(reading)
        own = frozenset(
            one
            for (one,) in reading.rows(
                "SELECT DISTINCT employee FROM live_training WHERE store = ?", [store]
            )
        )
    groups_only = {
        _NUMBERS: staff,
        _WORDS: words,
        _VALUES: frozenset(hidden.all) - hidden.planted,
        _PLANTED: hidden.planted,
        _CUSTOMERS: customers,
    }
    everybody = {_CUSTOMERS: customers}

    def visit(role: str, forbidden: dict, **more: object) -> Visit:
        sign = f"{role}{len(more)}@example.com"
        return Visit(Person(sign, role, (role,), **more), forbidden)

    return [
        visit(ADMINISTRATOR, everybody),
        visit(VIEWER, groups_only),
        visit(EXECUTIVE, groups_only),
        visit(STEWARD, groups_only),
        visit(STEWARD, groups_only, kinds=("nps",)),
        visit(
            TRAINER,
            {**groups_only, _NUMBERS: staff - own, _VALUES: frozenset()},  # some are the unit's
            within="store",
            units=(store,),
        ),
        visit(TRAINER, everybody),
        visit(COMMITTEE, everybody),
    ]


def _staff(reading: ReadTransaction) -> frozenset[str]:
    return _values_of(
        reading,
        (
            (kind.name, column.name)
            for kind in KINDS
            for column in kind.columns
            if column.personal
            and column.name in ("employee", "decided_by", "closed_by", "first_asked")
        ),
    )


def _brought_along() -> frozenset[str]:
    """Numbers in the files that whoever stores is offered to begin with, whatever is stored: templates,
    and one of the sample company."""
    with tempfile.TemporaryDirectory() as folder:
        trial = write_faulty(Path(folder), date.today()).path.read_bytes()
    examples = {str(column.example) for kind in KINDS for column in kind.columns}
    return frozenset(examples | {one.decode() for one in re.findall(rb"[A-Za-z0-9]+", trial)})


def _words(reading: ReadTransaction) -> frozenset[str]:
    written = _values_of(
        reading,
        (
            (kind.name, "comment")
            for kind in KINDS
            if kind.about_staff and any(column.name == "comment" for column in kind.columns)
        ),
    )
    return frozenset(word for text in written for word in re.findall(r"wrote\w+q\b", text))


def _customers(reading: ReadTransaction) -> frozenset[str]:
    return _values_of(
        reading,
        (
            (kind.name, "customer")
            for kind in KINDS
            if any(column.name == "customer" for column in kind.columns)
        ),
    )


def _values_of(reading: ReadTransaction, columns: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(
        str(value)
        for kind, column in columns
        for (value,) in reading.rows(
            f"SELECT DISTINCT {column} FROM live_{kind} WHERE length({column}::VARCHAR) > 3"
        )
    )


def _smallest_store(reading: ReadTransaction) -> str:
    return reading.row(
        "SELECT store FROM live_training WHERE store IS NOT NULL GROUP BY store ORDER BY count(*), store"
    )[0]


def hidden_values(database: Database) -> Hidden:
    """Means of cells that are hidden from readers, of all KPIs about staff by store and by
    department, that no shown cell has as well. A share of few people is one of a few numbers, which
    stand on every page: of these nothing could be told."""
    found: dict[float, str] = {}
    planted, shown = set(), set()
    today = date.today()
    with (
        database.read(limited=False, viewer=READER) as reader,
        database.read(limited=False, viewer=Viewer(frozenset({ADMINISTRATOR}))) as all_seen,
    ):
        for kpi in _of_staff():
            for group in _grouped(kpi):
                query = Query(by=group, grain=kpi.dataset.compared_by)
                told = ask(reader, kpi, query, today).rows
                known = ask(all_seen, kpi, query, today).rows
                shown |= {round(value, _ROUND) for value in told["value"].dropna()}
                if kpi.measure.shape is not Shape.MEAN:
                    continue
                # What readers were never told of is hidden too.
                both = known.merge(told, "left", on=["period", "group"], suffixes=("", "_told"))
                open_to_all = both["hidden_told"].eq(False)
                cells = both[~open_to_all].dropna(subset="value")
                if cells.empty:
                    continue
                latest = last_day(cells["period"].max(), query.grain)
                page = f"/kpi?kpi={kpi.name}&by={group}&month={latest:%Y-%m}"
                found |= dict.fromkeys(map(float, cells["value"]), page)
                own = cells["group"] == _OWN_DEPARTMENT
                planted |= set(map(float, cells.loc[own, "value"]))
    kept = {
        value: page
        for value, page in found.items()
        if round(value, _ROUND) not in shown and abs(value - round(value, _ROUND)) > 1e-9
    }
    return Hidden(kept, frozenset(planted & kept.keys()))


def _of_staff() -> list[Kpi]:
    return [kpi for kpi in KPIS if kpi.dataset.about_staff]


def _grouped(kpi: Kpi) -> list[str]:
    return [name for name in _GROUPS if name in kpi.dimensions]


def addresses(quick: bool, of_hidden: Iterable[str]) -> list[str]:
    """Every page, every section of it, every KPI about staff by store and department, the rows behind
    it, and the pages of hidden values."""
    from ui.culture.page import SECTIONS as CULTURE
    from ui.kpi.page import BEHIND
    from ui.loop.page import SECTIONS as LOOP
    from ui.mystery.page import SECTIONS as MYSTERY
    from ui.operations.page import SECTIONS as OPERATIONS
    from ui.parts.links import PAGES
    from ui.training.page import SECTIONS as TRAINING
    from ui.units import SECTIONS as UNITS
    from ui.voice.page import SECTIONS as VOICE

    pages = [f"/{name}" for name, _, _ in PAGES]
    if quick:
        return [  # where most of single people is shown
            "/training?section=retakes",
            *_rows_of(kpi for kpi in _of_staff() if kpi.dataset is SUGGESTION),
            *dict.fromkeys(of_hidden),
        ]
    sections = (
        ("culture", "culture", CULTURE),
        ("training", "section", TRAINING),
        ("units", "part", UNITS),
        ("voice", "view", VOICE),
        ("kpi", "kpi=first_attempt_pass_rate&by=store&behind", BEHIND),
        ("operations", "show", OPERATIONS),
        ("actions", "section", LOOP),
        ("mystery", "show", MYSTERY),
    )
    return [
        *pages,
        *(f"/{page}?{name}={one}" for page, name, found in sections for one in found),
        *(f"/kpi?kpi={kpi.name}&by={by}" for kpi in _of_staff() for by in _grouped(kpi)),
        *_rows_of(_of_staff()),
        *dict.fromkeys(of_hidden),
    ]


def _rows_of(kpis: Iterable[Kpi]) -> list[str]:
    return [f"/rows?kpi={kpi.name}&window=year" for kpi in kpis]


class Wired:
    """All that one would be sent who opens addresses, by Streamlit's messages alone. Who they are is
    said in a header, as a company's proxy does."""

    def __init__(self, person: Person, server: Server):
        self.parts: dict[str, list[bytes]] = defaultdict(list)
        self._server, self._headers, self._files = server, {_HEADER: person.email}, set[bytes]()

    def visit(self, address: str) -> str:
        """As `Sent.visit`."""
        asked = f"{address}{'&' if '?' in address else '?'}lang=en"
        try:
            faults = sent_to(self._server.url, asked, self._headers, partial(self._keep, address))
        except (OSError, WebSocketException) as fault:
            return f"{address}: {type(fault).__name__} {fault}"
        return f"{address}: {faults[0]}" if faults else ""

    def _keep(self, address: str, sent: list[bytes]) -> None:
        self.parts[address] += sent
        for name in _offered(sent) - self._files:
            self._files.add(name)
            with urlopen(self._server.url + name.decode(), timeout=_STABLE_SECONDS) as answer:
                self.parts[address] += _unpacked(answer.read())


class Sent:
    """All that reached one browser, by the address that was open."""

    def __init__(self, context: BrowserContext, server: Server):
        self.at, self._server = "", server
        self.parts: dict[str, list[bytes]] = defaultdict(list)
        self._files: set[bytes] = set()
        self._context = context
        self.page = context.new_page()
        self.page.on(
            "websocket", lambda one: one.on("framereceived", lambda frame: self._keep(frame))
        )

    def _keep(self, frame: str | bytes) -> None:
        self.parts[self.at].append(frame.encode() if isinstance(frame, str) else frame)

    def visit(self, address: str) -> str:
        """Open a page until it is drawn, and fetch the files that it offers; what went wrong."""
        self.at = address
        try:
            self.page.goto(
                f"{self._server.url}{address}{'&' if '?' in address else '?'}lang=en",
                wait_until="domcontentloaded",
            )
            wait_stable(self.page, _STABLE_SECONDS)
            self._unfold()
        except PlaywrightError as fault:
            return f"{address}: {fault.message.splitlines()[0]}"
        for name in _offered(self.parts[address]) - self._files:
            self._files.add(name)
            answer = self._context.request.get(self._server.url + name.decode())
            self.parts[address] += _unpacked(answer.body())
        return ""

    def _unfold(self) -> None:
        """Open what the page of a KPI holds of all its units, where it was asked for by unit."""
        part = self.page.locator(_FOLDED)
        if "&by=" in self.at and part.count():
            part.first.click()
            wait_stable(self.page, _STABLE_SECONDS, self.page.evaluate("seen.clicked"))


def _offered(parts: Iterable[bytes]) -> set[bytes]:
    """The addresses of the files that a page offers."""
    return {name for part in parts for name in _FILE.findall(part)}


def _unpacked(content: bytes) -> list[bytes]:
    """A file, and what is in it where it is a package, as a workbook is."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist()]
    return [content]


def forms(secret: str | float, drawn: bool = True) -> Iterator[bytes]:
    """How something may stand in a frame; `drawn`: also rounded, as charts have it, but for what is
    then as short as others are: 7.1004 is drawn as 7.1."""
    if isinstance(secret, str):
        yield secret.encode()
        return
    rounded = round(secret, _ROUND)
    told = drawn and rounded != round(secret, _ROUND - 1)
    for value in (secret, 100 * secret, *([rounded] if told else [])):
        yield struct.pack("<d", value)
        yield repr(value)[:12].encode()


def found(
    parts: Iterable[bytes], forbidden: frozenset[str | float], drawn: bool = True
) -> set[str | float]:
    """What of the forbidden stands in what was sent."""
    if not forbidden:
        return set()
    told_by = {form: secret for secret in forbidden for form in forms(secret, drawn)}
    any_of = re.compile(_tree(told_by.keys()))
    return {
        told_by[match.group()]
        for part in parts
        for piece in (part, *_columns(part))
        for match in any_of.finditer(piece)
        if not _of_another_number(match, told_by[match.group()])
    }


def _tree(texts: Set[bytes]) -> bytes:
    """An expression for any of these texts, the longest that stands there. It branches where they
    part, so that to look for thousands takes hardly longer than for a few."""
    if len(texts) == 1:
        return re.escape(next(iter(texts)))
    by_first: dict[bytes, set[bytes]] = defaultdict(set)
    for text in texts:
        if text:
            by_first[text[:1]].add(text[1:])
    branches = b"|".join(re.escape(first) + _tree(rest) for first, rest in by_first.items())
    return b"(?:" + branches + (b")?" if b"" in texts else b")")


def _of_another_number(match: re.Match[bytes], secret: str | float) -> bool:
    """Whether the digits of a value are a part of other digits: 7.125 of 17.125 or of 7.1257."""
    digits = match.group()
    if isinstance(secret, str) or not digits.isascii() or not digits[-1:].isdigit():
        return False
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return before.isdigit() or before == b"." or (len(digits) < 12 and after.isdigit())


def _columns(part: bytes) -> Iterator[bytes]:
    """The packed columns of the charts in a frame."""
    for packed in _PACKED.findall(part):
        with suppress(ValueError):
            yield base64.b64decode(packed.replace(b"\\/", b"/"))


def looked_through(browser: Browser, server: Server, visit: Visit, open_these: Sequence[str]):
    """What somebody was sent, and what went wrong."""
    context = watched(browser.new_context(locale="en-US"))
    try:
        context.add_cookies(
            [{"name": _COOKIE, "value": _cookie(visit.person, server), "url": server.url}]
        )
        sent = Sent(context, server)
        return sent.parts, _faults(sent, open_these)
    finally:
        context.close()


def wired(_: None, server: Server, visit: Visit, open_these: Sequence[str]):
    """The same without a browser."""
    sent = Wired(visit.person, server)
    return sent.parts, _faults(sent, open_these)


def _faults(sent: Sent | Wired, open_these: Sequence[str]) -> list[str]:
    return [fault for address in open_these if (fault := sent.visit(address))]


def _cookie(person: Person, server: Server) -> str:
    now = time.time()
    told = (
        f'{{"email": "{person.email}", "iat": {now - 1}, "exp": {now + 36_000}, '
        f'"is_logged_in": true, "origin": "{server.url}"}}'
    )
    return create_signed_value(_SECRET, _COOKIE, told).decode()


def _sign_in(wire: bool, folder: Path, port: int) -> dict[str, str]:
    """How people sign in at the server: by a header, else by a provider of identities."""
    if wire:
        return {"STREAMLIT_SERVER_TRUSTED_USER_HEADERS": f'{{"{_HEADER}": "email"}}'}
    return {"STREAMLIT_SECRETS_FILES": str(_secrets(folder, port))}


def _secrets(folder: Path, port: int) -> Path:
    file = folder / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{_SECRET}"\n'
        'client_id = "dashboard"\nclient_secret = "known to both"\n'
        'server_metadata_url = "http://127.0.0.1/none"\n',
        "utf-8",
    )
    return file


def _seen(
    parts: Mapping[str, list[bytes]], forbidden: frozenset[str | float], sort: str, hidden: Hidden
) -> dict[str, set[str | float]]:
    """Address -> what of the forbidden was sent there. A hidden value that is none of those planted is
    looked for as it is drawn only where it would be: elsewhere others look alike once rounded."""
    if sort != _VALUES:
        return {address: found(sent, forbidden) for address, sent in parts.items()}
    return {
        address: found(sent, forbidden, drawn=False)
        | found(sent, frozenset(one for one in forbidden if hidden.all[one] == address))
        for address, sent in parts.items()
    }


def _told(visit: Visit, parts: Mapping[str, list[bytes]], hidden: Hidden) -> int:
    """Print what somebody was sent that they must not see; how much."""
    leaks = 0
    for sort, forbidden in visit.forbidden.items():
        for address, seen in _seen(parts, forbidden, sort, hidden).items():
            leaks += len(seen)
            if seen:
                print(f"    LEAK {sort} on {address}: {len(seen)}, as {sorted(map(str, seen))[:5]}")
    return leaks


def _control(
    parts: Mapping[str, list[bytes]],
    forbidden: Mapping[str, frozenset[str | float]],
    hidden: Hidden,
) -> list[Criterion]:
    """That the search finds what is there: whoever may see it is sent it."""
    return [
        Criterion(
            f"{sort} sent to an administrator, of {len(forbidden[sort])}",
            len(set().union(*_seen(parts, forbidden[sort], sort, hidden).values())),
            low=1,
            pattern="{:.0f}",
        )
        for sort in (_NUMBERS, _WORDS, _VALUES, _PLANTED)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 where nobody was sent what they must not see."""
    options = parser("What the server sends to each role, frame by frame.", "--keep")
    options.add_argument("--wire", action="store_true", help="ask without a browser")
    asked = options.parse_args(arguments)
    criteria = []
    with working_folder(asked.keep) as kept, working_folder() as own:
        path = planted(own, kept)
        with closing(opened(path)) as database:
            hidden = hidden_values(database)
            come = visits(database, hidden)
            add_people(database, [visit.person for visit in come], datetime.now())
        print({sort: len(these) for sort, these in come[1].forbidden.items()}, "to look for")
        port = free_port()
        settings = {"SERVICE_CULTURE_DB": str(path), **_sign_in(asked.wire, own, port)}
        look, by = (wired, nullcontext()) if asked.wire else (looked_through, chromium())
        open_these, all_of_it = addresses(asked.quick, hidden.all.values()), come[1].forbidden
        with streamlit_server("app.py", own, port, **settings) as server, by as browser:
            for visit in come:
                parts, faults = look(browser, server, visit, open_these)
                frames = [part for sent in parts.values() for part in sent]
                print(
                    f"  {visit.name}: {len(open_these)} addresses, {len(frames)} frames and files, "
                    f"{sum(map(len, frames)) / 2**20:.1f} MB",
                    flush=True,
                )
                print(*(f"    {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
                leaks = _told(visit, parts, hidden)
                if visit is come[0]:
                    criteria += _control(parts, all_of_it, hidden)
                criteria += [
                    Criterion(f"{visit.name}: leaks", leaks, high=0, pattern="{:.0f}"),
                    Criterion(f"{visit.name}: not drawn", len(faults), high=0, pattern="{:.0f}"),
                ]
    return report(criteria)


if __name__ == "__main__":
    sys.exit(main())
