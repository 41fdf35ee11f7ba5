"""What records about staff look like, for attacks on what is shown of them: exams, anonymous surveys,
violations, suggestions and calls to trainings of companies made at random.

Units, persons behind a figure and fewest people are those of the kinds; a survey is answered in
waves, by everybody once in each; a violation is rare and now and then the same person's again;
a suggestion may name nobody; to a training a place is called, or whoever is due.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from data.kinds.catalog import ATTENDANCE, STAFF_SURVEY, SUGGESTION, TRAINING, VIOLATION
from data.kinds.schema import DatasetKind
from metrics.privacy.cases import WHOLE, Cases

Drawn = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Shape:
    """How the records of a kind come about; `units`: the dimensions that are attacked together."""

    kind: DatasetKind
    units: tuple[str, ...]
    random_cases: Callable[[np.random.Generator], Cases]

    @property
    def least(self) -> int:
        """How many people have to stand behind what is shown."""
        return self.kind.anonymous_below


def exams(rng: np.random.Generator) -> Cases:
    """People of some stores who sit courses in the months of one or two years, with one or two ways
    of counting them."""
    years, people, stores, modules = (
        int(rng.choice([1, 1, 1, 2])),
        *(int(rng.integers(*span)) for span in ((6, 150), (1, 6), (1, 4))),
    )
    courses = int(rng.integers(modules, modules + 5))
    count = int(people * rng.integers(1, 5))
    person = rng.integers(0, people, count)
    liked = rng.dirichlet(np.full(stores, 0.7), 1)[0]
    store = rng.choice(stores, people, p=liked)[person]
    course = rng.choice(courses, count, p=rng.dirichlet(np.full(courses, 0.7)))
    module = (np.arange(courses) % modules)[course]
    mixed = rng.random(count) < rng.choice(
        [0, 0.1]
    )  # some files leave the module out, or write another
    module = np.where(mixed, rng.integers(0, modules, count), module)
    month = rng.integers(0, 12 * years, count) // rng.choice([1, 3]) % (12 * years)
    units = {"store": store, "course": course, "module": module}
    sizes = {"store": stores, "course": courses, "module": modules}
    n = rng.integers(1, 3, count)
    among = [np.ones(count, bool)]
    if rng.random() >= 0.7:
        among.append(rng.random(count) < 0.6)
    return replace(_counted(person, month, units, sizes, among, n), years=years)


def surveys(rng: np.random.Generator) -> Cases:
    """Staff who answer in one to four waves a year, each row a person; some questions are left
    out, so that each is answered by others."""
    staff, waves = int(rng.integers(8, 260)), int(rng.integers(1, 5))
    place, sizes = _places(rng, staff)
    first = rng.integers(0, 12 // waves)
    answered = rng.random((waves, staff)) < rng.choice([0.3, 0.6, 0.9, 1.0])
    wave, who = np.nonzero(answered)
    month = np.clip(first + wave * (12 // waves) + (rng.random(len(who)) < 0.1), 0, 11)
    among = [rng.random(len(who)) < share for share in rng.choice([0.5, 0.9, 0.98, 1.0], 3)]
    units = {name: codes[who] for name, codes in place.items()}
    return _counted(np.arange(len(who)), month, units, sizes, among)


def violations(rng: np.random.Generator) -> Cases:
    """Few violations or many, of people some of whom are warned again, one step further."""
    most = int(rng.choice([60, 200, 600]))
    staff, count = int(rng.integers(10, 400)), int(rng.integers(3, most))
    place, sizes = _places(rng, staff)
    who = rng.integers(0, max(3, int(staff * rng.choice([0.1, 0.5, 1.0]))), count) % staff
    turn = np.array([(who[:at] == who[at]).sum() for at in range(count)], int)
    rules = int(rng.integers(1, 5))
    units = {
        **{name: codes[who] for name, codes in place.items()},
        "rule": rng.choice(rules, count, p=rng.dirichlet(np.full(rules, 0.7))),
        "step": np.minimum(turn, 2),
    }
    month = np.sort(rng.integers(0, 12, count))
    sizes |= {"rule": rules, "step": 3}
    return _counted(who, month, units, sizes, [rng.random(count) < rng.choice([1, 0.9])])


def suggestions(rng: np.random.Generator) -> Cases:
    """Suggestions of some who have many and many who have one; those that name nobody count as
    somebody's of their own; the decided ones are counted apart."""
    most = int(rng.choice([60, 200, 600]))
    staff, count = int(rng.integers(8, 400)), int(rng.integers(5, most))
    place, sizes = _places(rng, staff)
    who = rng.choice(staff, count, p=rng.dirichlet(np.full(staff, 0.5)))
    nobody = rng.random(count) < rng.choice([0, 0.2])
    person = np.where(nobody, staff + np.arange(count), who)
    topics = int(rng.integers(1, 5))
    units = {
        **{name: codes[who] for name, codes in place.items()},
        "category": rng.choice(topics, count, p=rng.dirichlet(np.full(topics, 0.7))),
    }
    month = rng.integers(0, 12, count)
    sizes |= {"category": topics}
    among = [np.ones(count, bool), rng.random(count) < 0.7]
    return _counted(person, month, units, sizes, among)


def calls(rng: np.random.Generator) -> Cases:
    """Trainings in some months, to each of which one department or anybody is called, all of them
    or some; a course is held again for others, and now and then for the same."""
    staff, trainings = int(rng.integers(8, 250)), int(rng.integers(1, 25))
    place, sizes = _places(rng, staff)
    courses, modules = int(rng.integers(1, 8)), int(rng.integers(1, 5))
    called = rng.random((trainings, staff)) < rng.choice([0.05, 0.3, 0.9, 1.0], (trainings, 1))
    theirs = rng.integers(0, sizes["department"], trainings)[:, None] == place["department"]
    called &= theirs | (rng.random(trainings) < 0.5)[:, None]
    training, who = np.nonzero(called)
    course = rng.integers(0, courses, trainings)
    units = {
        "department": place["department"][who],
        "store": place["store"][who],
        "course": course[training],
        "module": (course % modules)[training],
    }
    month = rng.integers(0, 12, trainings)[training]
    sizes |= {"course": courses, "module": modules}
    held = rng.random(trainings)[training] >= rng.choice([0, 0.2])
    return _counted(who, month, units, sizes, [held])


SHAPES = (
    Shape(TRAINING, ("store", "course", "module"), exams),
    Shape(STAFF_SURVEY, STAFF_SURVEY.dimensions, surveys),
    Shape(VIOLATION, VIOLATION.dimensions, violations),
    Shape(SUGGESTION, SUGGESTION.dimensions, suggestions),
    Shape(ATTENDANCE, ATTENDANCE.dimensions, calls),
)


def _places(rng: np.random.Generator, staff: int) -> tuple[Drawn, dict[str, int]]:
    """The department, store and region of each member of staff; a store lies in one region, or, in
    some companies, in whatever its rows say. Some files leave one of them out."""
    stores, departments = int(rng.integers(1, 9)), int(rng.integers(1, 6))
    regions = int(rng.integers(1, 4))
    store = rng.choice(stores, staff, p=rng.dirichlet(np.full(stores, 0.7)))
    region = (np.arange(stores) % regions)[store]
    if rng.random() < 0.2:
        region = np.where(rng.random(staff) < 0.1, rng.integers(0, regions, staff), region)
    department = rng.choice(departments, staff, p=rng.dirichlet(np.full(departments, 0.7)))
    drawn = {"department": department, "store": store, "region": region}
    sizes = {"department": departments, "store": stores, "region": regions}
    if rng.random() < 0.2:
        left_out = str(rng.choice(list(drawn)))
        drawn[left_out], sizes[left_out] = np.zeros(staff, int), 1
    return drawn, sizes


def _counted(
    person: np.ndarray,
    month: np.ndarray,
    units: Drawn,
    sizes: Mapping[str, int],
    among: list[np.ndarray],
    n: np.ndarray | None = None,
) -> Cases:
    """The cases of a year, counted once for each of `among`; `n`: 1 each unless given."""
    rows = np.concatenate([np.flatnonzero(which) for which in among])
    layer = np.repeat(np.arange(len(among)), [int(which.sum()) for which in among])
    codes = {WHOLE: np.zeros(len(person), int), **units}
    return Cases(
        first_year=2025,
        years=1,
        person=person[rows],
        month=month[rows],
        layer=layer,
        n=np.ones(len(rows), int) if n is None else n[rows],
        units={name: each[rows] for name, each in codes.items()},
        names={WHOLE: (None,)}
        | {name: tuple(f"{name} {at}" for at in range(sizes[name])) for name in units},
    )
