"""Records counted against stores and months: from the first record of their own kind on, whoever
was there before."""

from datetime import date

from data.kinds.catalog import MYSTERY_VISIT, NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.sums.query import Query
from tests.test_sums import told_twice

ANSWERS = prepare(
    b"response_id,date,store,score\n1,2026-01-05,A,9\n2,2026-01-05,B,9\n3,2026-05-05,B,9\n",
    "n.csv",
    NPS,
    Options(),
)
VISIT = prepare(
    b"visit_id,date,store,attitude\n1,2026-03-05,A,90\n", "v.csv", MYSTERY_VISIT, Options()
)


def test_visits_per_store_begin_with_the_first_visit_ever(database):
    def shown(**asked):
        rows = told_twice(database, "mystery_visits", Query(**asked), date(2027, 6, 1))
        return [(row.period.month, row.group, row.value) for row in rows.itertuples()]

    add(database, ANSWERS)
    assert shown() == shown(by="store") == shown(grain="year") == []
    add(database, VISIT)
    assert shown() == [(3, None, 0.5), (4, None, 0), (5, None, 0)]
    assert shown(by="store") == [
        (3, "A", 1),
        (3, "B", 0),
        (4, "A", 0),
        (4, "B", 0),
        (5, "A", 0),
        (5, "B", 0),
    ]
    assert shown(only=(("store", ("B",)),)) == [(3, None, 0), (4, None, 0), (5, None, 0)]
    assert shown(grain="quarter") == [(1, None, 0.5), (4, None, 0)]
