"""What a month tells as new and as changed: only what lies beyond the swing of its months, over all
KPIs, and each sentence beside its value."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.moved import moves_since
from data.uploads.prepare import prepare
from data.uploads.store import Move, add, undo
from errors import Message
from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.change import Doubt, change
from metrics.comparisons.swing import FEWEST, level, series_of, swing
from metrics.findings.board import Breaks, Card, card, cards
from metrics.findings.news import moved, news, turned
from metrics.findings.restated import restated, restated_lines
from metrics.handed.moves import month_values
from metrics.periods import add_months, last_day, last_whole_month
from metrics.sums.query import Query
from metrics.sums.values import valued
from metrics.targets.plans import Target
from metrics.targets.verdict import Status, Verdict
from tests.plain_asking import asking_by

SAY = translator("en")
START = date(2024, 1, 1)
CSAT, CHECKS, PRAISE, FINAL = (
    kpi_named(name) for name in ("csat", "behaviour_check_pass_rate", "praise", "final_pass_rate")
)
SWINGING = [80, 83, 79, 82, 78, 81, 84, 80, 79, 82, 80, 83]  # SD 1.8
CALM = [
    *SWINGING,
    82,
    79,
    83,
    80,
    81,
    79,
    80,
    80,
    82,
    78,
    80,
    84,
]  # no month like that a year before


def answer(values, kpi=CSAT, n=2000, **flags) -> Answer:
    """Months of a share of `n` cases each, or of a count."""
    values = np.array(values, float)
    y = values if kpi is PRAISE else np.round(values * n / 100)
    x = values if kpi is PRAISE else np.full(len(values), float(n))
    sums = pd.DataFrame(
        {"n": x, "y": y, "less": 0.0, "x": x, "top": 0.0, "yy": y, "xy": y, "xx": x}
    )
    rows = valued(kpi, sums).assign(
        period=pd.Series([add_months(START, at) for at in range(len(values))], dtype=object),
        group=None,
        hidden=False,
        since=None,
        enough=True,
        partial=False,
        maturing=False,
    )
    for name, places in flags.items():
        rows.loc[places, name] = name != "enough"
    rows.loc[rows["hidden"], ["value", "low", "high"]] = np.nan
    return Answer(kpi, Query(), rows)


def card_of(months: Answer, **of) -> Card:
    month = months.rows["period"].iloc[-1]
    found = card(
        months.kpi,
        month,
        (),
        (),
        asking_by(lambda kpi, query: months),
        of.pop("breaks", Breaks()),
    )
    return replace(found, **of)


def told(*months: Answer) -> list[tuple[bool | None, str]]:
    return [
        (line.better, SAY.sentences([line.sentence, *line.more]))
        for line in moved([card_of(one) for one in months])
    ]


def last(months: Answer, **of):
    return change(months, months.rows["period"].iloc[-1], **of)


def test_a_change_within_the_swing_of_months_has_no_colour_and_says_so():
    found = last(answer([*SWINGING, *SWINGING[:-1], 87]))
    assert (
        found.difference.value == pytest.approx(4)
        and found.doubt is Doubt.SWING
        and found.better is None
    )
    assert SAY(found.sentence()).startswith(
        "no clear change against Dec 2024 (+4.0 percentage points; 95%: "
    )
    assert SAY(found.sentence()).endswith("within the usual swing of months")


def test_a_change_within_sampling_error_says_that():
    found = last(answer([*SWINGING, *SWINGING[:-1], 87], n=200))
    assert found.doubt is Doubt.SAMPLING and SAY(found.sentence()).endswith(
        ": within sampling error"
    )


def test_a_change_beyond_both_is_told():
    found = last(answer([*SWINGING, *SWINGING[:-1], 65]))
    assert found.doubt is None and found.better is False
    assert SAY(found.sentence()).startswith("−18.0 percentage points against Dec 2024 (95%: −")


def test_what_one_of_all_kpis_does_by_chance_is_not_told():
    doubts = [last(answer([*SWINGING, *SWINGING[:-1], value])).doubt for value in range(83, 100)]
    order = [Doubt.SAMPLING, Doubt.SWING, Doubt.MANY, None]
    assert set(doubts) == set(order) and [order.index(doubt) for doubt in doubts] == sorted(
        order.index(doubt) for doubt in doubts
    )
    many = last(answer([*SWINGING, *SWINGING[:-1], 83 + doubts.index(Doubt.MANY)]))
    assert many.difference.low > 0 and many.better is None
    assert f"of {len(KPIS)} KPIs one may differ as much by chance" in SAY(many.sentence())


@pytest.mark.parametrize("months", [2, 5, 8])
def test_with_few_months_the_swing_is_not_known_and_nothing_has_a_colour(months):
    found = last(answer([*SWINGING[: months - 1], 40]))
    assert found.doubt is Doubt.UNKNOWN and found.better is None
    assert SAY(found.sentence()).endswith(
        "for sampling alone): how much months usually swing is not known"
    )


def test_fewer_months_make_wider_limits():
    few, many = (last(answer([*SWINGING * times, 60])).difference for times in (1, 3))
    assert few.high - few.low > many.high - many.low


def test_a_step_in_the_latest_months_does_not_widen_its_own_swing():
    calm, stepped = answer([*SWINGING, *SWINGING]), answer([*SWINGING, *SWINGING[:-3], 60, 60, 60])
    assert swing(series_of(calm.settled).until(date(2025, 9, 1))) == swing(
        series_of(stepped.settled).until(date(2025, 9, 1))
    )
    assert last(stepped).doubt is None


def test_counts_are_set_against_their_swing_and_flat_ones_have_none():
    assert last(answer([50, 55, 45, 52, 48, 53] * 2 + [56], PRAISE)).doubt is Doubt.SWING
    assert last(answer([50, 55, 45, 52, 48, 53] * 3 + [120], PRAISE)).better is True
    flat = last(answer([2] * 12 + [3], PRAISE))
    assert flat.doubt is Doubt.FLAT and SAY(flat.sentence()).startswith(
        "+1 against Jan 2024: its months hardly ever differ"
    )


def test_nothing_is_compared_across_a_change_of_scale():
    months = answer([*SWINGING, *SWINGING])
    found = last(months, scales=[date(2025, 6, 1)])
    assert found.before == date(2025, 11, 1)
    assert last(months, scales=[date(2025, 12, 1)]) is None
    assert card_of(months, breaks=Breaks(scales=(date(2025, 12, 1),))).change is None


def test_months_that_cannot_be_judged_are_not_compared():
    assert (
        last(answer([*SWINGING, 60], partial=12)) is None
        and told(answer([*SWINGING, 60, 60], partial=13)) == []
    )
    assert (
        last(answer([*SWINGING, 60], hidden=12)) is None
        and told(answer([*SWINGING, 60, 60], CHECKS, hidden=13)) == []
    )
    assert (
        last(answer([*SWINGING, 60], enough=12)) is None
        and told(answer([*SWINGING, 60, 60], enough=13)) == []
    )


def test_a_stable_series_tells_nothing():
    assert told(answer(CALM)) == [] and told(answer(SWINGING * 3)) == []


def test_the_same_months_are_looked_at_once_whenever_they_are_asked_about():
    rising = series_of(answer([*SWINGING, 60, 60]).settled)
    assert level(replace(rising, first=date(2001, 1, 1)), 2) is level(rising, 2)
    assert level(replace(rising, values=rising.values + 1), 2) is not level(rising, 2)
    assert level(replace(rising, errors=rising.errors + 100), 2) != level(rising, 2)
    assert level(rising, 3) != level(rising, 2)


def test_a_level_is_told_once_when_it_is_first_beyond_the_swing():
    values = [*CALM, 76, 75]
    assert told(answer(values)) == [
        (
            False,
            (
                "75.5% on average from Jan 2026 to Feb 2026, −5.3 percentage points against the "
                "mean of 24 months before (95%: −8.1 to −2.5)."
            ),
        )
    ]
    assert told(answer([*values, 75])) == []


def test_the_sentence_of_a_level_agrees_with_its_months():
    months = answer([*CALM, 76, 75])
    found = level(series_of(months.settled), 2)
    assert (
        found.mean == pytest.approx(np.mean([76, 75]))
        and found.before == pytest.approx(np.mean(CALM))
        and found.base == 24
    )
    assert found.difference.value == pytest.approx(found.mean - found.before)


def test_a_level_needs_months_before_it_and_no_break_between():
    assert level(series_of(answer([*SWINGING[: FEWEST - 1], 60, 60]).settled), 2) is None
    assert level(series_of(answer([*SWINGING[:FEWEST], 60, 60]).settled), 2) is not None
    assert told(answer([*SWINGING[: FEWEST - 1], 60])) == []
    months = answer([*SWINGING, 60, 60])
    assert (
        moved([card_of(months)]) != []
        and moved([card_of(months, breaks=Breaks(limits=(date(2025, 1, 1),)))]) == []
    )


def test_less_is_better_turns_the_meaning():
    values = [20 - value / 10 for value in SWINGING]
    assert [
        better
        for better, _ in told(answer([*values, *values, 16, 16], kpi_named("dissatisfied_share")))
    ] == [False]


def test_what_comes_back_every_year_is_no_news():
    season = [80, 80.4, 79.8, 80.2, 80, 80.3, 79.9, 80.1, 80, 80.2, 90, 91]
    calm = [value + shift for shift in (0.3, -0.2, 0.1) for value in season]
    assert told(answer(calm)) == []
    found = told(answer([*calm[:-2], 84, 85]))
    assert [better for better, _ in found] == [False]
    assert found[0][1].startswith(
        "84.5% on average from Nov 2026 to Dec 2026, −5.8 percentage points against the year "
        "before, where "
    )


def test_a_single_month_beyond_the_limits_is_told_once():
    values = [*CALM, 70]
    assert told(answer(values)) == [(False, "70.0% in Jan 2026: below the lower process limit.")]
    assert told(answer([*values, 70, 81])) == []


def test_limits_decided_anew_are_those_of_every_page():
    values = [*SWINGING, *[value - 20 for value in SWINGING], 61]
    decided = Breaks(limits=(date(2025, 1, 1),))
    with_limits = card_of(answer(values), breaks=decided)
    assert [segment.start for segment in with_limits.process.chart.segments] == [0, 12]
    assert moved([with_limits]) == []


def test_kpis_on_the_same_records_that_move_alike_are_one_line():
    fallen = [*CALM, 74, 74]
    both = [card_of(answer(fallen)), card_of(answer(fallen, kpi_named("attitude_satisfaction")))]
    (line,) = moved(both)
    assert {line.kpi.name, *line.alike} == {"csat", "attitude_satisfaction"}
    found = told(
        answer(fallen), answer(fallen, kpi_named("attitude_satisfaction")), answer(fallen, CHECKS)
    )
    assert (
        len(found) == 2
        and sum("The same way: Satisfaction with service attitude." in words for _, words in found)
        == 1
    )


def test_while_months_mature_the_last_settled_one_is_told_of():
    values = [*CALM, 70, 70, 80, 80]
    assert "from Jan 2026 to Feb 2026" in told(answer(values, FINAL, maturing=[26, 27]))[0][1]


def _status(*keys: str) -> Status:
    return next(status for status in Status if status.key in keys)


GOOD, OPEN, BAD = (
    _status("on_track", "likely"),
    _status("at_risk", "open"),
    _status("off_track", "unlikely"),
)


def _stage(status: Status, stage="mid", value=90.0) -> Verdict:
    return Verdict(
        Target("csat", stage, "at_least", date(2027, 3, 31), START, value),
        status,
        Message("x"),
        value,
    )


@pytest.mark.parametrize(
    ("was", "now", "better"),
    [
        (GOOD, OPEN, False),
        (BAD, OPEN, True),
        (GOOD, Status.MISSED, False),
        (OPEN, Status.MET, True),
        (Status.TOO_EARLY, BAD, False),
        (Status.TOO_EARLY, GOOD, True),
        (Status.TOO_EARLY, OPEN, None),
        (GOOD, Status.NOT_ENOUGH, None),
    ],
)
def test_a_verdict_that_turned_is_told(was, now, better):
    shown = card_of(answer(SWINGING), stages=(_stage(now),))
    (line,) = turned([shown], [_stage(was)])
    assert line.better is better
    assert (
        SAY(line.sentence)
        == f"{SAY(now.label)}; at the end of Nov 2024: {SAY(was.label)}. Mid term: at least 90% "
        "by Mar 31, 2027."
    )


def test_a_verdict_that_stands_or_whose_target_changed_did_not_turn():
    shown = card_of(answer(SWINGING), stages=(_stage(OPEN),))
    assert turned([shown], [_stage(OPEN)]) == [] and turned([shown], []) == []
    assert turned([shown], [_stage(GOOD, value=85.0)]) == []


def test_stages_that_turned_alike_are_one_line():
    now, was = ([_stage(status, name) for name in ("short", "mid")] for status in (BAD, OPEN))
    (line,) = turned([card_of(answer(SWINGING), stages=tuple(now))], was)
    assert "Short term" in SAY(line.sentence) and "Mid term" in SAY(line.sentence)


def test_the_worse_comes_first_whatever_the_catalogue_says():
    risen, fallen = [*CALM, 92], [*CALM, 70]
    shown = [card_of(answer(risen)), card_of(answer(fallen, CHECKS), stages=())]
    assert [(line.kpi, line.better) for line in news(shown, ())] == [(CHECKS, False), (CSAT, True)]


def test_restated_figures_are_told_beside_the_value_that_is_shown():
    months = answer(SWINGING)
    shown, day = [card_of(months)], date(2025, 1, 9)
    moves = [
        (day, Move("csat", date(2024, 10, 1), 85.0, 82.5)),
        (day, Move("csat", date(2024, 11, 1), 79.0, 80.0)),
        (day, Move("csat", date(2024, 9, 1), 79.04, 79.0)),
    ]
    (line,) = restated_lines(shown, moves)
    assert SAY.sentences([line.sentence, *line.more]) == (
        "Restated: Nov 2024 was 79.0% until Jan 9, 2025 and is 80.0%. Months restated: 2, from "
        "Oct 2024 on."
    )
    assert line.better is None
    assert (
        restated_lines(
            [card_of(answer(SWINGING, FINAL))],
            [(day, Move(FINAL.name, date(2024, 11, 1), 50.0, 80.0))],
        )
        == []
    )


def _scores(score: int) -> bytes:
    lines = [
        f"{number},2026-06-{number % 28 + 1:02},{(10, score)[number % 2]}" for number in range(40)
    ]
    return "\n".join(["response_id,date,score", *lines]).encode()


def test_what_a_later_file_changed_in_months_told_before_is_restated_until_it_is_undone(database):
    today = datetime.now(UTC).date()
    told = last_whole_month(today)
    for number, score in enumerate((10, 3)):
        stored = add(
            database, prepare(_scores(score), f"{number}.csv", NPS, Options(), today), month_values
        )
    with database.read() as reading:
        moves = restated(reading, told, today)
        assert [
            (move.kpi, move.period, move.before, move.after)
            for _, move in moves
            if move.kpi == "net_promoter_score"
        ] == [("net_promoter_score", date(2026, 6, 1), 100.0, 0.0)]
        assert restated(reading, add_months(told, -1), today) == []
    undo(database, stored.upload)
    assert _restated(database, told, today) == []


def _restated(database, told, today) -> list[str]:
    """What is told of the net promoter score as restated, beside a card that shows what is stored
    now."""
    with database.read() as reading:
        moves = restated(reading, told, today)
        months = ask(
            reading,
            kpi_named("net_promoter_score"),
            Query(end=last_day(told, "month")),
            date.today(),
        )
    shown = replace(card_of(answer(SWINGING)), kpi=months.kpi, months=months)
    return [SAY.sentences([line.sentence, *line.more]) for line in restated_lines([shown], moves)]


def _load(database, number: int, score: int, day: date, low: int = 0) -> int:
    """A file of 40 recommendations of June 2026, as if it had been loaded on a day."""
    lines = [f"{low + at},2026-06-{at % 28 + 1:02},{(10, score)[at % 2]}" for at in range(40)]
    content = "\n".join(["response_id,date,score", *lines]).encode()
    upload = add(
        database, prepare(content, f"{number}.csv", NPS, Options(), day), month_values
    ).upload
    _at(database, upload, "loaded_at", day)
    return upload


def _at(database, upload: int, what: str, day: date) -> None:
    with database.write() as writing:
        writing.run(
            f"UPDATE upload SET {what} = ? WHERE id = ?",
            [datetime(day.year, day.month, day.day, 9), upload],
        )
        writing.run("UPDATE state SET version = version + 1")


def _undo(database, upload: int, day: date) -> None:
    undo(database, upload)
    _at(database, upload, "undone_at", day)


@pytest.mark.parametrize("undone", [date(2026, 11, 5), date(2026, 10, 30)])
def test_a_clock_that_was_put_back_between_loading_and_undoing_hurts_nobody(undone):
    month, moves = date(2026, 6, 1), '[["csat", "2026-06-01", 80.0, 70.0]]'
    rows = [
        (
            1,
            "survey",
            datetime(2026, 11, 5, 9),
            datetime(undone.year, undone.month, undone.day, 8),
            moves,
        )
    ]
    reading = SimpleNamespace(
        rows=lambda sql, values: [(1,)] if sql.startswith("SELECT 1") else rows
    )
    assert moves_since(reading, ["survey"], datetime(2026, 11, 1), datetime(2026, 12, 1)) == [
        (date(2026, 11, 5), Move("csat", month, 80.0, 70.0))
    ]
    assert moves_since(reading, ["survey"], datetime(2026, 11, 6), datetime(2026, 12, 1)) == []


JULY, AUGUST, SEPTEMBER, SINCE = (
    date(2026, 7, 8),
    date(2026, 8, 5),
    date(2026, 9, 7),
    date(2026, 11, 20),
)


def test_a_correction_that_is_taken_back_later_is_restated_from_the_corrected_value(database):
    _load(database, 0, 10, JULY)
    corrected = _load(database, 1, 3, AUGUST)
    assert _restated(database, date(2026, 7, 1), SINCE) == [
        "Restated: Jun 2026 was 100.0 until Aug 5, 2026 and is 0.0."
    ]
    _undo(database, corrected, SEPTEMBER)
    assert _restated(database, date(2026, 8, 1), SINCE) == [
        "Restated: Jun 2026 was 0.0 until Sep 7, 2026 and is 100.0."
    ]
    assert (
        _restated(database, date(2026, 7, 1), SINCE)
        == _restated(database, date(2026, 9, 1), SINCE)
        == []
    )


def test_what_is_corrected_and_taken_back_within_one_month_is_no_news(database):
    _load(database, 0, 10, JULY)
    _undo(database, _load(database, 1, 3, date(2026, 8, 3)), date(2026, 8, 20))
    assert _restated(database, date(2026, 7, 1), SINCE) == []


def test_a_month_without_records_after_its_only_upload_was_taken_back_says_so(database):
    only = _load(database, 0, 10, JULY)
    _undo(database, only, AUGUST)
    assert _restated(database, date(2026, 7, 1), SINCE) == [
        "Restated: Jun 2026 was 100.0 until Aug 5, 2026 and has no value any more."
    ]


def test_a_file_loaded_anew_after_it_was_taken_back_is_set_against_what_was_told(database):
    first = _load(database, 0, 10, JULY)
    _undo(database, first, date(2026, 8, 4))
    _load(database, 1, 3, AUGUST)
    assert _restated(database, date(2026, 7, 1), SINCE) == [
        "Restated: Jun 2026 was 100.0 until Aug 4, 2026 and is 0.0."
    ]


def test_of_two_files_that_are_taken_back_the_later_first_each_tells_what_stood_before(database):
    _load(database, 0, 10, JULY)
    second = _load(database, 1, 3, AUGUST)
    third = _load(database, 2, 8, date(2026, 8, 6))
    _undo(database, third, date(2026, 9, 2))
    _undo(database, second, date(2026, 10, 2))
    assert _restated(database, date(2026, 8, 1), SINCE) == [
        "Restated: Jun 2026 was 50.0 until Sep 2, 2026 and is 100.0."
    ]
    assert _restated(database, date(2026, 9, 1), SINCE) == [
        "Restated: Jun 2026 was 0.0 until Oct 2, 2026 and is 100.0."
    ]


def test_a_value_that_the_ledger_does_not_know_is_not_told_as_having_stood(database):
    first = _load(database, 0, 10, JULY)
    second = _load(database, 1, 3, AUGUST, low=100)  # other answers beside the first ones
    _undo(database, first, date(2026, 9, 2))  # what the second file stands at alone is in no ledger
    _undo(database, second, date(2026, 10, 2))
    assert _restated(database, date(2026, 8, 1), SINCE) == [
        "Restated: Jun 2026 was 50.0 until Sep 2, 2026 and has no value any more."
    ]
    assert _restated(database, date(2026, 9, 1), SINCE) == []


def test_a_filter_that_leaves_a_card_without_months_leaves_it_without_news():
    months = answer(SWINGING)
    found = cards(
        date(2024, 12, 1),
        (("channel", ("App",)),),
        (),
        asking_by(lambda kpi, query: replace(months, kpi=kpi_named(kpi))),
    )
    assert any(one.lacking for one in found)
    assert [
        line
        for line in news(found, ())
        if any(one.lacking and one.kpi is line.kpi for one in found)
    ] == []


def test_the_end_of_a_card_is_that_of_its_month():
    assert card_of(answer(SWINGING)).answer.query.end == last_day(date(2024, 12, 1), "month")
