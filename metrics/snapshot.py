"""One state of the data, on one day, for one viewer; and what was worked out of it once.

Everything that is remembered is kept by the database file, the version of the data, the day and the
viewer: nobody is given what was worked out for somebody who may see more. Streamlit's caches work
out afresh at every call how arguments are named and what they hash to, which was a sixth of a page.
Here arguments are plain, given by place, and hashed as Python hashes them. What is remembered is
shared: who gets it does not change it.
"""

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import update_wrapper
from pathlib import Path
from time import monotonic
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from data.database.connection import ReadTransaction
from data.roles import Viewer, noticing_shown, tell_shown

Asked = ParamSpec("Asked")
Given = TypeVar("Given")

_FORGET: list[Callable[[], None]] = []
_BEFORE: list[Callable[[], None]] = []
_TURN = threading.Lock()  # two who ask at once get the same place
_THREAD = threading.local()
_MOST_LATELY = 500
_NOTING: list[None] = []  # one for each who wants to know what was asked lately
_LATELY: "OrderedDict[tuple[Path, PageQuestion], float]" = OrderedDict()


@dataclass(frozen=True)
class Snapshot:
    """What a page, a report or a command looks at. `path`: the database file, or what else the
    versions of the data count in; `version`: the state of its data, which every change raises; `today`: the day on which it is looked at."""

    reading: ReadTransaction
    path: Path
    version: int
    today: date

    @property
    def viewer(self) -> Viewer:
        """For whom it is read."""
        return self.reading.viewer


class _Place(Generic[Given]):
    """Where one answer is kept. Several who ask at once wait for one of them; what raised is tried
    again."""

    _answer: Given  # once it is filled
    _shown: frozenset[str]  # what of single people was read for it: whoever gets it sees that too

    def __init__(self) -> None:
        self._lock, self._filled = threading.RLock(), False

    def answer(self, function: Callable[..., Given], asked: tuple) -> Given:
        if not self._filled:
            with self._lock, noticing_shown() as shown:
                if not self._filled:
                    self._answer = function(*asked)
                    self._shown, self._filled = frozenset(shown), True
        tell_shown(self._shown)
        return self._answer


class Keeper(Generic[Asked, Given]):
    """A function whose answers are kept; `forget()` lets them go."""

    def __init__(self, function: Callable[Asked, Given], most: int, key: Callable[..., tuple]):
        update_wrapper(self, function)
        self._function, self._key, self.most = function, key, most
        # One for each function: with one for all, whoever asks waits for whatever others look for.
        self._turn = threading.Lock()
        self._places: OrderedDict[tuple, _Place[Given]] = OrderedDict()  # asked for last at the end
        _FORGET.append(self.forget)

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Given:
        known = self._key(*asked, **named)  # which takes none by name
        with self._turn:
            found = self._place(known)
        return found.answer(self._function, asked)

    def _place(self, known: tuple) -> _Place[Given]:
        if known in self._places:
            self._places.move_to_end(known)
        else:
            if len(self._places) >= self.most:
                self._places.popitem(last=False)
            self._places[known] = _Place()
        return self._places[known]

    def forget(self) -> None:
        """Let go of what is kept."""
        with self._turn:
            self._places.clear()


def once(
    most: int, key: Callable[..., tuple] = lambda *asked: asked
) -> Callable[[Callable[Asked, Given]], Keeper[Asked, Given]]:
    """Keeps what a function of hashable arguments gives, at most `most` answers, those asked for
    last; its `forget()` lets them go. `key`: what the arguments are known by."""
    return lambda function: Keeper(function, most, key)


def _known_by(snapshot: Snapshot, *asked: object) -> tuple:
    return *_state(snapshot), snapshot.viewer, *asked


def _state(snapshot: Snapshot) -> tuple:
    return snapshot.path, snapshot.version, snapshot.today


class OfSnapshots(Keeper):
    """One whose questions are noted where somebody wants to know them, those alone that a page asks
    itself."""

    def has_room(self, snapshot: Snapshot, *asked: object) -> bool:
        """Whether this answer is kept, or answers of the same state take less than half of what is
        kept: with more of them, those that somebody looks at would soon be put aside."""
        known, state = _known_by(snapshot, *asked), _state(snapshot)
        with self._turn:
            alike = sum(kept[: len(state)] == state for kept in self._places)
            return known in self._places or alike < self.most / 2

    def __call__(self, snapshot: Snapshot, *asked: object) -> Any:
        at_work = _at_work()
        if at_work is not None:
            at_work(self, snapshot, *asked)
            return super().__call__(snapshot, *asked)
        asked_here = _asked_here()
        if not _NOTING and asked_here is None:
            return super().__call__(snapshot, *asked)
        with _working():
            given = super().__call__(snapshot, *asked)
        question = PageQuestion(self, snapshot.viewer, asked)
        if asked_here is not None:
            asked_here[question] = None
        if _NOTING and all(map(_is_plain, asked)):  # else they are of this state
            _note(snapshot.path, question)
        return given


@dataclass(frozen=True)
class PageQuestion:
    """What was asked for a viewer, to be asked of another state or of another month."""

    keeper: OfSnapshots
    viewer: Viewer
    asked: tuple

    @property
    def most(self) -> int:
        """How many of its answers are kept."""
        return self.keeper.most

    def ask(self, snapshot: Snapshot, go_on: Callable[..., object] = lambda *part: None) -> None:
        """Have its answer worked out. `go_on` is called before it and before each part of it, with
        the keeper of that and what it is asked: what it raises ends the work, and what was worked
        out by then is kept."""
        with _working(go_on):  # nobody asks it now
            self.keeper(snapshot, *self.asked)

    def of_days(self, instead: Mapping[date, date]) -> "PageQuestion | None":
        """This question with other days instead of those it names; None where it names none, or one for
        which none is given."""
        try:
            other = _with_days(self.asked, instead)
        except KeyError:
            return None
        return None if other == self.asked else replace(self, asked=other)


def _note(path: Path, question: PageQuestion) -> None:
    with _TURN:
        _LATELY[path, question] = monotonic()
        _LATELY.move_to_end((path, question))
        if len(_LATELY) > _MOST_LATELY:
            _LATELY.popitem(last=False)


def _is_plain(asked: object) -> bool:
    if isinstance(asked, tuple):
        return all(map(_is_plain, asked))
    return asked is None or isinstance(asked, str | int | float | date)


def _with_days(asked: Any, instead: Mapping[date, date]) -> Any:
    """What was asked with other days, also inside of what stands for a choice; KeyError for a day
    for which none is given."""
    if isinstance(asked, date):
        return instead[asked]
    if type(asked) is tuple:
        return tuple(_with_days(part, instead) for part in asked)
    if not is_dataclass(asked) or isinstance(asked, type):
        return asked
    parts = {part.name: getattr(asked, part.name) for part in fields(asked) if part.init}
    others = {name: _with_days(part, instead) for name, part in parts.items()}
    return asked if others == parts else replace(asked, **others)


def _at_work() -> Callable[..., object] | None:
    """Where this thread is at work on an answer: what is to be called before each part of it."""
    return getattr(_THREAD, "at_work", None)


@contextmanager
def _working(go_on: Callable[..., object] = lambda *part: None) -> Iterator[None]:
    _THREAD.at_work = go_on
    try:
        yield
    finally:
        _THREAD.at_work = None


def _asked_here() -> dict[PageQuestion, None] | None:
    return getattr(_THREAD, "asked", None)


@contextmanager
def questions_of_page() -> Iterator[Collection[PageQuestion]]:
    """What this thread asks itself while this lasts, each question once."""
    found: dict[PageQuestion, None] = {}
    before, _THREAD.asked = _asked_here(), found
    try:
        yield found.keys()
    finally:
        _THREAD.asked = before


@contextmanager
def asked_is_noted() -> Iterator[None]:
    """While this lasts it is noted what all pages ask."""
    _NOTING.append(None)
    try:
        yield
    finally:
        _NOTING.pop()


def asked_lately(path: Path, seconds: float) -> tuple[PageQuestion, ...]:
    """What pages asked within so many seconds, the last first."""
    since = monotonic() - seconds
    with _TURN:
        found = [
            question for (of, question), moment in _LATELY.items() if of == path and moment >= since
        ]
    return tuple(found[::-1])


def remembered(
    most: int,
) -> Callable[
    [Callable[Concatenate[Snapshot, Asked], Given]], Keeper[Concatenate[Snapshot, Asked], Given]
]:
    """As `once`, for a function of a snapshot and of hashable arguments. What it gives must not hold
    the snapshot, which is closed before others get it."""
    return lambda function: OfSnapshots(function, most, _known_by)


def before_forgetting(work: Callable[[], None]) -> None:
    """Have something done before everything is let go, such as ending work on the open database."""
    _BEFORE.append(work)


def forget() -> None:
    """Let go of everything that is kept, the open database included."""
    for end in _BEFORE:
        end()
    for clear in _FORGET:
        clear()
    _LATELY.clear()


atexit.register(forget)  # an open database that is never let go would be called a leak
