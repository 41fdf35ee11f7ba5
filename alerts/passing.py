"""One run: what changed becomes letters, in the transaction that notes it as told; then what is due is
sent.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from alerts.events import BAD, Occurrence, events
from alerts.sending import send
from alerts.settings import Channel, page
from alerts.telling import FIRST, Knows, changed, known_after
from data.database.connection import Database, WriteTransaction
from data.outbox.letters import (
    is_due,
    next_letter,
    note_failure,
    note_sent,
    unsure,
    write_letter,
)
from data.outbox.subscribers import Known, Subscriber, note_told, subscribers, told
from data.roles import READER
from data.uploads.store import data_version
from errors import Message
from i18n import Month, Say, translator
from metrics.findings.headline import headlines
from metrics.findings.overview import rows_of
from metrics.findings.scorecard import tally
from metrics.periods import last_whole_month
from metrics.snapshot import Snapshot

DIGEST_FROM = 5  # day of a month from which on the month before is summed up: its files have come
_DIGEST = "digest"
_NAMED = 3  # KPIs in a title
_TURN = threading.Lock()  # one run at a time, in this process, which alone has the file


def run(database: Database, channels: Mapping[str, Channel], today: date, now: datetime) -> int:
    """Write letters of what changed, and send what is due. How many were sent."""
    with _TURN:
        _take_up(database, now)
        _write_news(database, today, now)
        return _send(database, channels, now)


def send_due(
    database: Database, channels: Mapping[str, Channel], today: date, now: datetime
) -> int:
    """Send what waits, such as letters to be tried again. How many were sent."""
    with _TURN:
        return _send(database, channels, now)


def look(database: Database, today: date, now: datetime) -> None:
    """Write letters of what changed; for somebody new, how things stand now is known from here on."""
    with _TURN:
        _write_news(database, today, now)


def _write_news(database: Database, today: date, now: datetime) -> None:
    with database.read(viewer=READER) as reading:
        found = subscribers(reading)
        if not found:
            return
        snapshot = Snapshot(reading, reading.of, data_version(reading), today)
        standing = events(snapshot)
        digest = _digest(snapshot) if any(one.digest for one in found) else []
    with database.write() as writing:
        for one in found:
            _write_to(writing, one, standing, digest, today, now)


def _write_to(
    writing: WriteTransaction,
    to: Subscriber,
    standing: Sequence[Occurrence],
    digest: Sequence[Message],
    today: date,
    now: datetime,
) -> None:
    knows, say = told(writing, to.name), translator(to.language)
    month = last_whole_month(today)
    fresh = changed(to, standing, knows, month, now)
    noted = known_after(standing, knows, fresh, month, now)
    wanted = _wants_digest(to, knows, today)
    if FIRST not in knows or wanted:
        noted[_DIGEST] = Known("", month, False, now)
    summed = _summed_up(to, standing, digest) if wanted else []
    if fresh or summed:  # one message a run
        lines = dict.fromkeys(map(say, (*(one.sentence for one in fresh), *summed)))
        title = (
            say("Service culture in {month}", month=Month(month)) if summed else _title(fresh, say)
        )
        link = _view(() if summed else fresh, month, say)
        write_letter(writing, (to.name, to.channel, to.address), title, list(lines), link, now)
    note_told(writing, to.name, noted)


def _summed_up(
    to: Subscriber, standing: Sequence[Occurrence], digest: Sequence[Message]
) -> list[Message]:
    """The month, and which of somebody's targets are off."""
    off = [one for one in standing if one.standing == BAD and to.wants(one.kpi.name, one.place)]
    return [*digest, *(one.sentence for one in off)]


def _wants_digest(to: Subscriber, knows: Knows, today: date) -> bool:
    """Whether the last month is to be summed up now; that in which somebody began is not."""
    if not to.digest or _DIGEST not in knows or today.day < DIGEST_FROM:
        return False
    return knows[_DIGEST].month != last_whole_month(today)


def _title(fresh: Sequence[Occurrence], say: Say) -> str:
    names = list(dict.fromkeys(say(event.kpi.label) for event in fresh))
    left = len(names) - _NAMED
    if left > 0:
        return say(
            "Service culture: news of {kpis} and {count} more", kpis=names[:_NAMED], count=left
        )
    return say("Service culture: news of {kpis}", kpis=names)


def _view(fresh: Sequence[Occurrence], month: date, say: Say) -> str:
    """Where it can be seen, as of the month that is told of, whenever it is opened: the page of the
    KPI, and its place, where all is about one."""
    about, of = {(one.kpi, one.place) for one in fresh}, f"{month:%Y-%m}"
    if len(about) != 1:
        return page("overview", month=of, lang=say.language)
    ((kpi, place),) = about
    if not kpi.measured:
        return page("definitions", kpi=kpi.name, lang=say.language)
    dimension, _, unit = place.partition("=")
    where = {dimension: unit} if unit else {}
    return page("kpi", kpi=kpi.name, **where, month=of, lang=say.language)


def _digest(snapshot: Snapshot) -> list[Message]:
    """What the overview says of the month, sentence by sentence; nothing where nothing is stored."""
    month = last_whole_month(snapshot.today)
    rows = rows_of(snapshot, month, ())
    if not any(row.stages or row.card and row.card.has_value for row in rows):
        return []
    return headlines(month, rows, tally(rows, month, snapshot.today), None, snapshot.today)


def _take_up(database: Database, now: datetime) -> None:
    """Letters that were on their way when the program ended: whether they arrived nobody knows, so
    they are sent again, as what they are."""
    with database.write() as writing:
        languages = {one.name: one.language for one in subscribers(writing)}
        for letter in unsure(writing):
            if letter.subscriber not in languages:
                continue
            say = translator(languages[letter.subscriber])
            warned = say("This may have reached you before: the program ended while it was sent.")
            lines = [warned, *(line for line in letter.lines if line != warned)]
            to = (letter.subscriber, letter.channel, letter.address)
            write_letter(writing, to, letter.title, lines, letter.link, now)


def _send(database: Database, channels: Mapping[str, Channel], now: datetime) -> int:
    sent = 0
    with database.read() as reading:
        if not is_due(reading, now):
            return 0
        languages = {one.name: one.language for one in subscribers(reading)}
    while (letter := next_letter(database, now)) is not None:
        say = translator(languages.get(letter.subscriber, "en"))
        channel = channels.get(letter.channel)
        if channel is None:
            note_failure(database, letter, f"no channel {letter.channel}", now)
            continue
        refused = send(channel, letter, now, say)
        if refused is None:
            note_sent(database, letter)
            sent += 1
        else:
            note_failure(database, letter, refused.answer, now, refused.wait)
    return sent
