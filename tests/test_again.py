"""A file whose rows are stored already, wholly or in part: what is asked, what each answer does,
what is settled without a question."""

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.database.connection import Database
from data.database.rollups import in_step
from data.exports.marked import marked_workbook
from data.issues import WARNING
from data.kinds.catalog import MYSTERY_VISIT, NPS, PRAISE, SUPERVISOR_RATING, SURVEY, TRAINING
from data.questions import Unanswered
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import Stored, add, rehearse, undo
from i18n import LANGUAGES, translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.handed.moves import month_values
from metrics.sums.query import Query

pytestmark = pytest.mark.without_sums  # which rows count does not hang on them

TODAY = date(2026, 10, 5)
START = datetime(2026, 9, 1, 9, 0, 7)


def answers(
    count=60,
    first=1,
    start=START,
    moments="%Y-%m-%d %H:%M:%S",
    score=lambda at: (9, 10, 3, 8)[at % 4],
    step=11,
):
    """Rows of number, moment, store, score, comment."""
    return [
        [
            str(first + at),
            (start + timedelta(hours=step * at)).strftime(moments),
            "AB"[at % 2],
            str(score(at)),
            f"remark {at}",
        ]
        for at in range(count)
    ]


def nps(
    rows,
    columns=("response_id", "date", "store", "score", "comment"),
    name="answers.csv",
    only=None,
    **settled,
):
    keep = [columns.index(column) for column in only or columns]
    text = "\n".join(
        [",".join(columns[at] for at in keep), *(",".join(row[at] for at in keep) for row in rows)]
    )
    return prepare(text.encode(), name, NPS, Options(**settled), TODAY)


@pytest.fixture(scope="module")
def stored_files(tmp_path_factory, empty_file) -> dict[str, Path]:
    """Closed databases in which a file is stored: sixty answers with numbers, and sixty without."""
    files = {"numbered": nps(answers()), "unnumbered": nps(unnumbered(), only=UNNUMBERED)}
    paths = {}
    for name, file in files.items():
        folder = tmp_path_factory.mktemp(name)
        paths[name] = Path(shutil.copy(empty_file, folder / "own.duckdb"))
        with closing(Database(paths[name])) as database:
            add(database, file, ask=True)
    return paths


def _copied(path: Path, tmp_path: Path) -> Iterator[Database]:
    with closing(Database(shutil.copytree(path.parent, tmp_path / "copy") / path.name)) as database:
        yield database


@pytest.fixture
def sixty(stored_files, tmp_path) -> Iterator[Database]:
    """A database of one's own with `answers()`."""
    yield from _copied(stored_files["numbered"], tmp_path)


@pytest.fixture
def timed(stored_files, tmp_path) -> Iterator[Database]:
    """A database of one's own with `unnumbered()`."""
    yield from _copied(stored_files["unnumbered"], tmp_path)


def again(database: Database, prepared) -> Stored:
    """What storing would ask, with nothing stored."""
    return rehearse(database, prepared)


def refused(database: Database, prepared) -> Stored:
    """The same, and that storing refuses as long as it is open."""
    would, before = again(database, prepared), count(database, prepared.kind.name)
    with pytest.raises(Unanswered) as unanswered:
        add(database, prepared, ask=True)
    assert unanswered.value.questions == would.open != ()
    assert count(database, prepared.kind.name) == before
    return would


def likely(stored: Stored) -> str | None:
    return stored.open[0].likely if stored.open else None


def count(database: Database, kind="nps", where="TRUE") -> int:
    with database.read() as reading:
        return reading.row(f"SELECT count(*) FROM live_{kind} WHERE {where}")[0]


def settled(rows, answer, **how):
    return nps(rows, answers={"again": answer}, **how)


def test_a_first_file_asks_nothing(database):
    assert again(database, nps(answers())).questions == ()


def test_nothing_is_stored_as_long_as_a_question_is_open(sixty):
    other = nps(answers(moments="%Y-%m-%d"), name="other.csv")
    refused(sixty, other)
    assert count(sixty) == 60


@pytest.mark.parametrize("moments", ["%Y-%m-%d", "%Y/%m/%d %H:%M"])
def test_the_same_numbers_with_times_written_in_another_way_are_asked_about_and_counted_once(
    sixty, moments
):
    other = nps(answers(moments=moments), name="other.csv")
    would = again(sixty, other)
    assert likely(would) == "correction" and (would.replaced, would.unchanged) == (60, 0)
    stored = add(sixty, settled(answers(moments=moments), "correction"), ask=True)
    assert (count(sixty), stored.replaced) == (60, 60)
    assert (
        add(
            sixty,
            settled(answers(moments=moments), "new", name="third.csv", missing=("x",)),
            ask=True,
        ).replaced
        == 0
    )
    assert count(sixty) == 120


def test_three_forms_of_one_file_are_sixty_answers_and_can_be_undone_in_any_order(database):
    numbers = [
        add(database, settled(answers(moments=moments), "correction"), ask=True).upload
        for moments in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
    ]
    assert count(database) == 60
    undo(database, numbers[1])
    assert (count(database), count(database, where="date = date::DATE")) == (60, 60)
    undo(database, numbers[2])
    assert count(database, where="second(date) = 7") == count(database) == 60
    undo(database, numbers[0])
    assert count(database) == 0


def test_undoing_the_middle_of_a_chain_keeps_the_latest(database):
    first, second, third = (
        add(
            database,
            settled(answers(moments=moments, start=START + timedelta(days=days)), "correction"),
            ask=True,
        ).upload
        for moments, days in (("%Y-%m-%d %H:%M:%S", 0), ("%Y-%m-%d %H:%M", 40), ("%Y-%m-%d", 80))
    )
    assert count(database, where="date >= '2026-11-15'") == count(database) == 60
    undo(database, third)
    assert (
        count(database, where="date BETWEEN '2026-10-10' AND '2026-11-10'") == count(database) == 60
    )
    undo(database, second)
    assert count(database, where="date < '2026-10-01'") == count(database) == 60
    undo(database, first)
    assert count(database) == 0


@pytest.mark.parametrize("days", [1, -365])
def test_corrected_days_are_asked_about_and_move_the_answers(sixty, days):
    moved = answers(start=START + timedelta(days=days))
    would = refused(sixty, nps(moved, name="moved.csv"))
    assert likely(would) == "correction"
    corrected = add(sixty, settled(moved, "correction"), ask=True)
    assert (count(sixty), corrected.replaced) == (60, 60)
    undo(sixty, corrected.upload)
    assert count(sixty, where="date::DATE = '2026-09-01'") == 2


def test_numbers_that_start_anew_every_month_ask_nothing(sixty):
    october = nps(
        [
            [*row[:4], f"other {at}"]
            for at, row in enumerate(answers(start=START + timedelta(days=30)))
        ],
        name="october.csv",
    )
    stored = add(sixty, october, ask=True)
    assert (stored.questions, stored.replaced, count(sixty)) == ((), 0, 120)
    assert any(
        "used on another day" in str(issue.message) and "60" in str(issue.message)
        for issue in stored.issues
    )


@pytest.mark.parametrize(
    ("turn", "moments"),
    [
        (lambda rows: rows, "%Y-%m-%d"),
        (lambda rows: rows[::-1], "%Y-%m-%d %H:%M:%S"),
        (lambda rows: sorted(rows, key=lambda row: row[4]), "%Y-%m-%d"),
    ],
)
def test_rows_without_numbers_are_known_by_what_they_say(database, turn, moments):
    only = ("date", "store", "score", "comment")
    add(database, nps(answers(), only=only), ask=True)
    again_sent = nps(
        [*turn(answers(moments=moments)), *answers(1, first=90)], only=only, name="again.csv"
    )
    assert likely(refused(database, again_sent)) == "replace"
    for answer, left in (("correction", 60), ("replace", 60), ("new", 120)):
        stored = add(database, settled(turn(answers(moments=moments)), answer, only=only), ask=True)
        assert count(database) == left, answer
        undo(database, stored.upload)


def test_a_workbook_of_the_same_rows_is_the_same(database):
    only = ["date", "store", "score"]
    add(database, nps(answers(), only=only), ask=True)
    frame = pd.DataFrame([[row[1], row[2], int(row[3])] for row in answers()], columns=only)
    frame["date"] = pd.to_datetime(frame["date"])
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False)
    book = prepare(buffer.getvalue(), "answers.xlsx", NPS, Options(), TODAY)
    assert likely(refused(database, book)) == "replace"


def test_numbers_given_anew_are_known_by_what_the_rows_say(sixty):
    turned = [[str(at + 1), *row[1:]] for at, row in enumerate(reversed(answers()))]
    would = refused(sixty, nps(turned, name="turned.csv"))
    assert likely(would) in ("correction", "replace")
    assert add(sixty, settled(turned, "correction"), ask=True).replaced == 60 == count(sixty)


def test_a_routine_correction_is_asked_about_once_and_says_how_many_rows_differ(database):
    add(database, nps(answers(119)), ask=True)
    fixed = [[*row[:3], "10" if at < 10 else row[3], row[4]] for at, row in enumerate(answers(119))]
    differing = sum(row != old for row, old in zip(fixed, answers(119), strict=True))
    would = again(database, nps(fixed, name="fixed.csv"))
    assert likely(would) == "correction"
    assert (would.replaced, would.replaced - would.unchanged) == (119, differing)
    add(database, settled(fixed, "correction", name="fixed.csv"), ask=True)
    more = [[*row[:3], "0" if at < 5 else row[3], row[4]] for at, row in enumerate(fixed)]
    assert add(database, nps(more, name="more.csv"), ask=True).open == (), (
        "the answer is remembered for these headings"
    )
    assert count(database, where="score = 0") == 5


def test_the_same_rows_and_new_ones_ask_nothing(database):
    """As a tool sends them that exports everything since January each month."""
    add(database, nps(answers(100, step=5)), ask=True)
    stored = add(database, nps(answers(130, step=5), name="october.csv"), ask=True)
    assert (stored.questions, stored.replaced, stored.unchanged, count(database)) == (
        (),
        100,
        100,
        130,
    )


def test_a_corrected_month_in_which_a_row_is_gone(database):
    add(database, nps(answers(50)), ask=True)
    left = answers(50)[:20] + answers(50)[21:]
    would = refused(database, nps(left, name="left.csv"))
    assert likely(would) == "replace" and any(
        "lacks: 1" in str(seen) for seen in would.open[0].evidence
    )
    stored = add(database, settled(left, "correction"), ask=True)
    assert count(database) == 50
    undo(database, stored.upload)
    add(database, settled(left, "replace"), ask=True)
    assert (count(database), count(database, where="response_id = '21'")) == (49, 0)


def test_what_was_answered_for_moved_rows_is_asked_again(sixty):
    add(sixty, settled(answers(moments="%Y-%m-%d %H:%M"), "correction"), ask=True)
    assert likely(again(sixty, nps(answers(moments="%Y-%m-%d"), name="days.csv"))) == "correction"


BRANCH = ("response_id", "date", "store", "score")


def branch(store, score, **settled):
    rows = [
        [str(at + 1), f"2026-09-{1 + at % 28:02d}", store, str(score(at)), ""] for at in range(90)
    ]
    return nps(
        rows,
        only=BRANCH if store else ("response_id", "date", "score"),
        name=f"{store}.csv",
        **settled,
    )


def test_two_branches_that_number_from_one_are_two(database):
    add(database, branch("East", lambda at: 9 + at % 2), ask=True)
    stored = add(database, branch("West", lambda at: 2 + at % 5), ask=True)
    assert (stored.questions, stored.replaced, count(database)) == ((), 0, 180)
    assert any("stored for another unit: 90" in str(issue.message) for issue in stored.issues)


def test_two_branches_are_two_even_with_the_same_scores_and_when_one_is_corrected(database):
    for store in ("East", "West"):
        add(database, branch(store, lambda at: 9), ask=True)
    corrected = branch("West", lambda at: 9 if at else 0, answers={"again": "correction"})
    assert add(database, corrected, ask=True).replaced == 90
    assert (
        count(database, where="store = 'East' AND score = 9"),
        count(database, where="store = 'West'"),
    ) == (90, 90)


def test_branches_that_do_not_say_who_they_are_are_asked_about(database):
    add(database, branch("", lambda at: 9 + at % 2), ask=True)
    assert likely(refused(database, branch("", lambda at: 2 + at % 5))) == "new"


def test_a_branch_named_for_all_rows_is_its_own(database):
    for store, score in (("East", 9), ("West", 6)):
        rows = [[str(at + 1), f"2026-09-{1 + at % 28:02d}", "", str(score), ""] for at in range(90)]
        add(
            database,
            nps(rows, only=("response_id", "date", "score"), set={"store": store}),
            ask=True,
        )
    assert count(database) == 180


def without_numbers(store, scores, month="2026-09", **settled):
    rows = [
        ["", f"{month}-{1 + at % 28:02d}", store, str(score), ""] for at, score in enumerate(scores)
    ]
    return nps(rows, only=("date", "store", "score"), name=f"{store}-{len(scores)}.csv", **settled)


def test_replacing_a_period_leaves_other_units_alone_and_says_so(database):
    for store in ("East", "West"):
        add(database, without_numbers(store, [9, 8, 3] * 20), ask=True)
    stored = add(
        database, without_numbers("East", [9, 8, 3] * 20 + [9], replace_period=True), ask=True
    )
    assert (
        stored.replaced,
        count(database, where="store = 'East'"),
        count(database, where="store = 'West'"),
    ) == (60, 61, 60)
    assert [str(issue.message) for issue in stored.issues if issue.level == WARNING] == [
        "Stored rows of units that this file does not have go on counting: ['West: 60']."
    ]
    undo(database, stored.upload)
    assert count(database) == 120
    everything = add(
        database,
        without_numbers("East", [9, 8, 3] * 20 + [9], answers={"again": "replace_all"}),
        ask=True,
    )
    assert (everything.replaced, count(database)) == (120, 61)


def test_a_replacement_that_replaces_nothing_says_so_before_storing(database):
    add(database, without_numbers("East", [9, 8, 3] * 20), ask=True)
    rows = [["", f"2026-09-{at:02d}", "East", "9", "web"] for at in range(1, 20)]
    other = nps(
        rows,
        columns=("response_id", "date", "store", "score", "channel"),
        only=("date", "store", "score", "channel"),
        replace_period=True,
    )
    told = [
        str(issue.message) for issue in rehearse(database, other).issues if issue.level == WARNING
    ]
    assert told == [
        "Nothing stored is replaced: no earlier file with these headings has such rows in 2026-09. "
        "Rows of other files in these months go on counting: 60."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_marked_workbook_is_the_same_source(database, language):
    """What the page hands out to be corrected comes back with three headings of our own."""
    only = ("date", "store", "score")
    rows = [*answers(30), ["", "2026-09-20", "A", "11", ""]]
    sent = nps(rows, only=only)
    add(database, sent, ask=True)
    book = marked_workbook(sent, sent.checked.issues, translator(language))
    back = prepare(book, "answers-marked.xlsx", NPS, Options(replace_period=True), TODAY)
    assert back.source == sent.source
    assert add(database, back, ask=True).replaced == 30 == count(database)


def test_training_sent_again_is_asked_about_and_a_retake_is_not(database):
    def exam(day, scores, name, **settled):
        rows = "\n".join(f"E{at},Basics,{day},{score},80" for at, score in enumerate(scores))
        return prepare(
            f"employee,course,date,score,pass_mark\n{rows}\n".encode(),
            name,
            TRAINING,
            Options(**settled),
            TODAY,
        )

    add(database, exam("2026-09-10", range(61, 91), "first.csv"), ask=True)
    assert add(database, exam("2026-09-24", range(90, 95), "retake.csv"), ask=True).questions == ()
    assert likely(refused(database, exam("2026-09-11", range(61, 91), "day.csv"))) == "correction"
    assert (
        add(
            database,
            exam("2026-09-11", range(61, 91), "day.csv", answers={"again": "correction"}),
            ask=True,
        ).replaced
        == 30
    )
    assert count(database, "training") == 35


@pytest.mark.parametrize(
    ("kind", "heading", "row"),
    [
        (
            SURVEY,
            "response_id,date,overall,attitude",
            "{at},2026-09-{day:02d} 10:{at:02d}:05,{score},{score}",
        ),
        (
            PRAISE,
            "praise_id,date,employee,verified",
            "{at},2026-09-{day:02d} 10:{at:02d}:05,E{at},yes",
        ),
        (
            MYSTERY_VISIT,
            "visit_id,date,store,attitude,efficiency,compliance",
            "{at},2026-09-{day:02d} 10:{at:02d}:05,S{day},9{score},8{score},7{score}",
        ),
        (
            SUPERVISOR_RATING,
            "employee,rater,date,score",
            "E{at},M1,2026-09-{day:02d} 10:{at:02d}:05,{score}",
        ),
    ],
)
def test_every_kind_of_moments_is_counted_once(database, kind, heading, row):
    lines = [row.format(at=at, day=1 + at % 28, score=1 + at % 5) for at in range(10, 50)]

    def sent(shorter, **settled):
        text = "\n".join(
            [heading, *(line.replace(":05,", ",") if shorter else line for line in lines)]
        )
        return prepare(
            text.encode(),
            "x.csv",
            kind,
            Options(**settled, scale="1-5" if kind.scaled else None),
            TODAY,
        )

    add(database, sent(False), ask=True)
    assert likely(refused(database, sent(True))) == "correction"
    add(database, sent(True, answers={"again": "correction"}), ask=True)
    assert count(database, kind.name) == 40


def test_sums_follow_a_correction_over_months(database):
    database.keeping = KEEPING
    with database.read() as reading:
        assert in_step(reading), "as nothing is stored yet"
    add(database, nps(answers()), month_values, ask=True)
    moved = settled(answers(start=START + timedelta(days=61)), "correction")
    stored = add(database, moved, month_values, ask=True)
    with database.read() as reading:
        rows = ask(reading, kpi_named("net_promoter_score"), Query(), TODAY).rows
    assert dict(zip(rows["period"].astype(str), rows["n"], strict=True)) == {"2026-11-01": 60}
    undo(database, stored.upload)
    with database.read() as reading:
        assert list(ask(reading, kpi_named("net_promoter_score"), Query(), TODAY).rows["n"]) == [60]


@pytest.mark.parametrize("case", ["east_store.csv west_store.csv", "east_rich.csv west_rich.csv"])
def test_shared_branches_stay_side_by_side(shared, database, case):
    for name in case.split():
        path = shared / "cases/public/two-branches-same-numbers" / name
        add(database, prepare(path.read_bytes(), name, NPS, Options(), TODAY), ask=True)
    assert count(database) == 180


def test_a_shared_branch_that_sends_its_month_again_leaves_the_other(shared, database):
    folder = shared / "cases/public/replace-period-two-branches"
    for name, replaces in (("east.csv", False), ("west.csv", False), ("east_corrected.csv", True)):
        add(
            database,
            prepare(
                (folder / name).read_bytes(), name, NPS, Options(replace_period=replaces), TODAY
            ),
            ask=True,
        )
    assert (count(database, where="store = '东店'"), count(database, where="store = '西店'")) == (
        61,
        60,
    )


# --- all times moved by the same hours, as in another time zone


def unnumbered(
    hours=0,
    count=60,
    first=0,
    moments="%Y-%m-%d %H:%M:%S",
    minutes=137,
    score=lambda at: (9, 10, 3, 8)[at * at % 4],
    summer=None,
):
    """Rows without numbers, at odd minutes, with all times moved by some hours; an hour more from
    the row `summer` on."""
    return [
        [
            "",
            (
                START
                + timedelta(
                    minutes=minutes * at + at * at % 13,
                    hours=hours + (summer is not None and at >= summer),
                )
            ).strftime(moments),
            "AB"[at % 2],
            str(score(at)),
            "",
        ]
        for at in range(first, first + count)
    ]


UNNUMBERED = ("date", "store", "score")


@pytest.mark.parametrize(
    "again_file, brought",
    [
        (unnumbered(5.5), 60),
        (unnumbered(8, moments="%Y-%m-%d %H:%M"), 60),
        (unnumbered(1, summer=30), 60),
        (unnumbered(8, first=20), 60),
        (unnumbered(8, count=40), 40),
        (unnumbered(-13), 60),
    ],
)
def test_rows_without_numbers_with_all_times_moved_by_the_same_hours_are_asked_about_and_counted_once(
    timed, again_file, brought
):
    would = again(timed, nps(again_file, only=UNNUMBERED, name="moved.csv"))
    assert likely(would) == "correction" and "all times moved by" in str(would.open[0].evidence[0])
    stored = add(
        timed, settled(again_file, "correction", only=UNNUMBERED, name="moved.csv"), ask=True
    )
    fresh = max(0, len(again_file) - brought) + (
        20 if again_file[0][1] > unnumbered(8)[10][1] else 0
    )
    assert count(timed) == 60 + fresh and stored.replaced == len(again_file) - fresh
    undo(timed, stored.upload)
    assert count(timed) == 60 and count(timed, where=f"date = '{START}'") == 1


def test_moved_times_are_asked_about_each_time_and_may_be_new(timed):
    add(timed, settled(unnumbered(8), "new", only=UNNUMBERED, name="moved.csv"), ask=True)
    assert count(timed) == 120
    assert (
        likely(refused(timed, nps(unnumbered(-4), only=UNNUMBERED, name="third.csv"))) is not None
    )


@pytest.mark.parametrize(
    "other",
    [
        unnumbered(8, score=lambda at: (2, 9, 9, 7)[at * 7 % 4]),
        unnumbered(8.1),
        unnumbered(minutes=151),
        unnumbered(24 * 30 + 8),
        [
            ["", (START + timedelta(hours=at)).strftime("%Y-%m-%d %H:00"), "A", "9", ""]
            for at in range(200, 260)
        ],
    ],
)
def test_other_rows_of_the_same_days_are_not_taken_for_moved_ones(timed, other):
    assert again(timed, nps(other, only=UNNUMBERED, name="other.csv")).open == ()


def test_a_file_in_utc_is_corrected_without_a_question_once_the_companys_zone_is_set(
    database, monkeypatch
):
    monkeypatch.delenv("SERVICE_CULTURE_TIME_ZONE", raising=False)
    rows = "\n".join(
        [
            "Submit Date (UTC),Store,NPS",
            *(f"{moment},{store},{score}" for _, moment, store, score, _ in unnumbered(count=20)),
        ]
    ).encode()
    as_written = prepare(rows, "t.csv", NPS, Options(answers={"time_zone": "as_written"}), TODAY)
    add(database, as_written, ask=True)
    monkeypatch.setenv("SERVICE_CULTURE_TIME_ZONE", "Asia/Shanghai")
    stored = add(database, prepare(rows, "t.csv", NPS, Options(), TODAY), ask=True)
    assert (stored.already, stored.replaced, count(database)) == (False, 20, 20)
    assert count(database, where=f"date = '{START + timedelta(hours=8)}'") == 1
    assert add(database, prepare(rows, "t.csv", NPS, Options(), TODAY), ask=True).already
