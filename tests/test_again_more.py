"""More files that are sent again: exports that go on, names of stores put right, other numbers, few
values; and undoing them in any order."""

import random
import shutil
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from data.archive.rebuild import rebuild
from data.database.connection import Database
from data.database.rollups import rebuild_rollups
from data.kinds.catalog import SUPERVISOR_RATING, TRAINING, UNIT
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from metrics.handed.keeping import KEEPING
from metrics.handed.moves import month_values
from tests.test_again import START, TODAY, again, answers, count, likely, nps, settled

pytestmark = pytest.mark.without_sums  # which rows count does not hang on them

PLAIN = ("date", "store", "score", "comment")
FEW = ("response_id", "date", "store", "score")
DAYS = "%Y-%m-%d"


def said(name, rows, answer=None, only=None, **settled):
    return nps(
        rows, name=name, only=only, **settled, **({"answers": {"again": answer}} if answer else {})
    )


@pytest.mark.parametrize(
    ("only", "moments", "stored"),
    [
        (PLAIN, "%Y-%m-%d %H:%M:%S", 30),
        (PLAIN, DAYS, 110),
        (("date", "store", "score"), "%Y-%m-%d %H:%M:%S", 110),
        (("date", "store", "score"), DAYS, 60),
    ],
)
def test_an_export_without_numbers_that_goes_on_is_asked_about_once(
    database, only, moments, stored
):
    """However much of it is new: the stored rows would count twice."""
    rows = answers(180, moments=moments)
    add(database, said("1.csv", rows[:stored], only=only), ask=True)
    would = again(database, said("2.csv", rows[:150], only=only))
    assert likely(would) in ("replace", "correction")
    add(database, said("2.csv", rows[:150], would.open[0].likely, only), ask=True)
    assert count(database) == 150
    assert add(database, said("3.csv", rows, only=only), ask=True).unchanged == 150
    assert count(database) == 180


@pytest.mark.parametrize("only", [PLAIN, None])
def test_an_export_of_the_last_days_loses_nothing(database, only):
    rows = answers(180, step=8)
    add(database, said("1.csv", rows[:90], only=only), ask=True)
    for night in range(3, 24, 6):
        file = said(f"{night}.csv", rows[night * 3 : (night + 30) * 3], only=only)
        would = again(database, file) if only and night == 3 else None
        if would:
            assert likely(would) == "correction"
            file = said(f"{night}.csv", rows[night * 3 : (night + 30) * 3], "correction", only)
        add(database, file, ask=True)
        assert count(database) == (night + 30) * 3


@pytest.mark.parametrize(
    ("only", "moments", "sent"),
    [
        (None, DAYS, slice(0, 60)),
        (None, "%Y-%m-%d %H:%M:%S", slice(10, 14)),
        (FEW, "%Y-%m-%d %H:%M:%S", slice(0, 60)),
        (FEW, DAYS, slice(10, 14)),
    ],
)
def test_names_of_stores_put_right_are_no_new_answers(database, only, moments, sent):
    rows = answers(moments=moments)
    wrong = [
        [*row[:2], "Ax" if at in (3, 13, 23) else row[2], *row[3:]] for at, row in enumerate(rows)
    ]
    add(database, said("wrong.csv", wrong, only=only), ask=True)
    would = again(database, said("right.csv", rows[sent], only=only)) if sent.start == 0 else None
    assert (
        would is None
        or likely(would) == "correction"
        and any("another unit: 3" in str(seen) for seen in would.open[0].evidence)
    )
    stored = add(database, said("right.csv", rows[sent], "correction", only), ask=True)
    assert (count(database), stored.issues) == (60, ())
    undo(database, stored.upload)
    assert count(database, where="store = 'Ax'") == 3
    beside = add(database, said("right.csv", rows, "new", only), ask=True)
    assert any("stored for another unit: 3" in str(issue.message) for issue in beside.issues)


@pytest.mark.parametrize("moments", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])
def test_names_put_right_together_with_scores_or_times(database, moments):
    wrong = [
        [*row[:2], "Ax", "5", row[4]] if at in (3, 13, 23) else row
        for at, row in enumerate(answers())
    ]
    add(database, nps(wrong), ask=True)
    assert likely(again(database, nps(answers(moments=moments), name="right.csv"))) == "correction"
    assert (
        add(
            database, settled(answers(moments=moments), "correction", name="right.csv"), ask=True
        ).replaced
        == 60
        == count(database)
    )


@pytest.mark.parametrize("left", [slice(0, 59), slice(1, 60)])
def test_the_first_or_last_row_is_gone(database, left):
    add(database, nps(answers()), ask=True)
    assert likely(again(database, nps(answers()[left], name="left.csv"))) == "replace"


def test_who_sits_an_exam_again_in_the_afternoon_corrects_nothing(database):
    def exam(time, scores, **settled):
        rows = "\n".join(
            f"E{at},Basics,2026-09-10{time},{score},80" for at, score in enumerate(scores)
        )
        return prepare(
            f"employee,course,date,score,pass_mark\n{rows}\n".encode(),
            "x.csv",
            TRAINING,
            Options(**settled),
            TODAY,
        )

    add(database, exam(" 10:00", range(61, 91)), ask=True)
    assert add(database, exam(" 15:00", [85] * 10), ask=True).questions == ()
    assert count(database, "training") == 40
    assert likely(again(database, exam(" 10:00:21", range(61, 91)))) == "correction"


def test_stores_that_were_all_named_wrong_are_asked_about(database):
    rows = answers()
    add(database, nps([[*row[:2], f"{row[2]}x", *row[3:]] for row in rows]), ask=True)
    assert likely(again(database, nps(rows))) == "correction"
    assert add(database, settled(rows, "correction"), ask=True).replaced == 60 == count(database)


@pytest.mark.parametrize("size", [1, 10])
def test_few_values_that_all_differ_are_likely_a_correction_of_their_own_source_and_store(
    database, size
):
    rows = answers(moments=DAYS)
    add(database, said("1.csv", rows, only=FEW), ask=True)
    changed = [[*row[:3], str((int(row[3]) + 1) % 11), row[4]] for row in rows[60 - size :]]
    assert likely(again(database, said("2.csv", changed, only=FEW))) == "correction"
    add(database, said("2.csv", changed, "correction", FEW), ask=True)
    assert count(database) == 60


def test_a_corrected_score_that_another_answer_of_the_day_has_too_takes_the_place_of_its_own(
    database,
):
    rows = answers(step=3, moments=DAYS)
    add(database, said("1.csv", rows, only=FEW), ask=True)
    changed = [
        [*row[:3], rows[(at + 2) % 60][3] if at % 5 == 0 else row[3], row[4]]
        for at, row in enumerate(rows)
    ]
    stored = add(database, said("2.csv", changed, "correction", FEW), ask=True)
    assert stored.replaced == 60 == count(database)


@pytest.mark.parametrize("answer", ["correction", "replace"])
def test_what_was_said_of_an_export_that_goes_on_holds_for_the_next_month(database, answer):
    rows = answers(180)
    add(database, said("1.csv", rows[:60], only=PLAIN), ask=True)
    add(database, said("2.csv", rows[:120], answer, PLAIN), ask=True)
    assert add(database, said("3.csv", rows, only=PLAIN), ask=True).open == ()
    assert count(database) == 180
    assert likely(again(database, said("4.csv", [*rows[:70], *rows[71:]], only=PLAIN))) == "replace"


@pytest.mark.parametrize("scores", [[9], [9, 8, 10]])
def test_files_that_share_a_day_ask_nothing(database, scores):
    def week(first, last):
        return [
            ["", f"2026-09-{day:02d}", "A", str(scores[at % len(scores)]), ""]
            for day in range(first, last + 1)
            for at in range(6)
        ]

    add(database, said("1.csv", week(1, 7), only=("date", "store", "score")), ask=True)
    assert (
        add(
            database, said("2.csv", week(7, 14), only=("date", "store", "score")), ask=True
        ).questions
        == ()
    )


def test_branches_with_one_timetable_are_two(database):
    for store in ("East", "West"):
        add(
            database,
            nps(
                [
                    [str(at + 1), f"2026-09-{1 + at % 28:02d} 10:00", store, "9", ""]
                    for at in range(60)
                ]
            ),
            ask=True,
        )
    assert count(database) == 120


def test_numbers_given_anew_in_an_export_that_goes_on(database):
    rows = answers(100)
    add(database, nps(rows[:60]), ask=True)
    anew = [[str(5001 + at), *row[1:]] for at, row in enumerate(rows)]
    would = again(database, nps(anew, name="anew.csv"))
    assert likely(would) in ("replace", "correction")
    add(database, settled(anew, "correction"), ask=True)
    assert count(database) == 100


def test_equal_rows_stored_by_files_of_other_precision_are_met_once_each(database):
    def file(name, rows, **settled):
        return nps(
            [["", day, "A", "9", ""] for day in rows],
            only=("date", "store", "score"),
            name=name,
            **settled,
        )

    timed, plain = [f"2026-09-01 10:0{at}:0{at}" for at in range(5)], ["2026-09-01"] * 5
    add(database, file("timed.csv", timed), ask=True)
    add(database, file("plain.csv", plain, answers={"again": "new"}), ask=True)
    add(database, file("all.csv", ["2026-09-01"] * 10, answers={"again": "correction"}), ask=True)
    assert count(database) == 10


def test_a_rating_of_the_same_day_with_another_score_is_likely_a_correction(database):
    def ratings(day, step, **settled):
        rows = "\n".join(f"E{at},M1,{day},{1 + (at + step) % 5}" for at in range(40))
        return prepare(
            f"employee,rater,date,score\n{rows}\n".encode(),
            "r.csv",
            SUPERVISOR_RATING,
            Options(**settled),
            TODAY,
        )

    add(database, ratings("2026-08-31", 0), ask=True)
    assert likely(again(database, ratings("2026-08-31", 1))) == "correction"
    assert add(database, ratings("2026-09-30", 0), ask=True).questions == ()


@pytest.mark.parametrize("answer", ["replace", "replace_all", "correction", "new"])
def test_a_file_of_which_no_row_is_left_replaces_nothing(database, answer):
    add(database, nps(answers()), ask=True)
    assert (
        add(database, settled([["1", "2026-09-01", "A", "99", ""]], answer), ask=True).replaced == 0
    )
    assert count(database) == 60


def test_all_units_are_replaced_where_there_are_no_others_too(database):
    add(database, nps(answers()), ask=True)
    add(database, settled(answers(50), "replace_all"), ask=True)
    assert count(database) == 50


MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", DAYS, "%Y/%m/%d %H:%M")
STEP = st.tuples(
    st.sampled_from(MOMENTS), st.integers(-40, 80), st.integers(0, 3), st.booleans(), st.booleans()
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=2, max_size=4), order=st.randoms(use_true_random=False))
def test_a_chain_of_corrections_is_the_latest_that_is_not_undone(
    tmp_path_factory, empty_file, steps, order
):
    database = Database(shutil.copy(empty_file, tmp_path_factory.mktemp("chain")))
    numbers = []
    for at, (moments, shift, turn, is_reversed, is_moved) in enumerate(steps):
        rows = answers(
            24,
            moments=moments,
            start=START + timedelta(days=shift * is_moved),
            step=7,
            score=lambda row, turn=turn * (not is_moved): (9, 10, 3, 8)[(row + turn) % 4],
        )
        numbers.append(
            add(
                database,
                settled(rows[::-1] if is_reversed else rows, "correction", missing=(f"none {at}",)),
                ask=True,
            ).upload
        )
    left = set(numbers)
    for number in order.sample(numbers, len(numbers)):
        undo(database, number)
        left.discard(number)
        with database.read() as reading:
            assert reading.rows("SELECT upload, count(*) FROM live_nps GROUP BY ALL") == (
                [(max(left), 24)] if left else []
            )
    database.close()


@pytest.mark.parametrize("seed", [1])
def test_whatever_is_answered_undoing_restores_and_a_rebuild_agrees(database, seed):
    database.keeping = KEEPING  # in step, as nothing is stored yet
    chance = random.Random(seed)
    numbers = []
    for at in range(4):
        prepared = _at_random(chance, at)
        before = _state(database)
        stored = add(database, prepared, month_values)
        after = _state(database)
        assert len(before[0]) - stored.replaced + len(prepared.checked.rows) == len(after[0])
        assert sum(upload == stored.upload for upload, *_ in after[0]) == len(prepared.checked.rows)
        undo(database, stored.upload)
        assert _state(database) == before
        numbers.append(add(database, prepared, month_values).upload)
        if at == 1:
            unit = prepare(
                b"dimension,name,same_as,date\nstore,Ax,A,2026-01-01\n",
                "u.csv",
                UNIT,
                Options(),
                TODAY,
            )
            add(database, unit, month_values)
    for number in chance.sample(numbers, 2):
        undo(database, number)
    before = _state(database)
    database.close()
    rebuild(database.path)
    anew = Database(database.path, keeping=KEEPING)
    rebuild_rollups(anew)
    assert _state(anew) == before
    anew.close()


def _at_random(chance, at):
    rows = answers(
        chance.randint(8, 40),
        moments=chance.choice(MOMENTS),
        step=chance.choice([5, 11]),
        start=START + timedelta(days=chance.choice([0, 0, 1, 33])),
    )
    rows = [
        [
            *row[:2],
            "Ax" if chance.random() < 0.05 else row[2],
            str(chance.randint(0, 10)) if chance.random() < 0.1 else row[3],
            row[4],
        ]
        for row in rows
    ]
    answer = chance.choice([None, "correction", "replace", "replace_all", "new"])
    return said(
        f"{at}.csv", rows, answer, chance.choice([None, FEW, PLAIN]), missing=(f"none {at}",)
    )


def _state(database):
    """The live rows, and the kept sums by month and unit."""
    with database.read() as reading:
        rows = reading.rows("SELECT upload, line, date, store, score FROM live_nps ORDER BY ALL")
        sums = reading.rows(
            "SELECT name, grain, dimension, unit, period, n, round(y, 6), round(less, 6) FROM "
            "sums WHERE n > 0 ORDER BY ALL"
        )
    return rows, sums


def test_a_file_of_this_year_is_not_met_by_the_same_days_of_another(database):
    """The same timetable a year later is other answers, unless nearly all that they say is the
    same."""
    add(database, said("1.csv", answers(), only=PLAIN), ask=True)
    later = answers(start=datetime(2027, 9, 1, 9, 0, 7))
    assert add(database, said("2.csv", later, only=PLAIN), ask=True).questions == ()
    assert count(database) == 120
