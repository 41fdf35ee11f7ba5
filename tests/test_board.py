"""The month's board on the sample company: order, changes, and the true stories in its
sentences."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from errors import Message
from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.change import Doubt, change
from metrics.comparisons.signals import process
from metrics.comparisons.swing import Swing, all_widened, swing_of_units
from metrics.findings.board import MONTHS, Card, cards, rank
from metrics.findings.finding import finding, is_open, so_far
from metrics.findings.headline import headline
from metrics.findings.scorecard import ScoreRow, rows, tally
from metrics.findings.summary import (
    FALSE_DISCOVERIES,
    comparable_by,
    quarter_over,
    unit_lines,
    worst_first,
)
from metrics.periods import add_months
from metrics.statistics.comparing import Differences
from metrics.sums.query import Query
from metrics.sums.values import valued
from metrics.targets.judge import verdicts
from metrics.targets.plans import Target
from metrics.targets.verdict import OUTLOOKS, Now, Status, Verdict
from tests.plain_asking import asking_by

SAY = translator("en")
MONTH = date(2026, 9, 1)


@pytest.fixture(scope="module")
def answer(sample, today):
    def asked(kpi: str, query: Query):
        with sample.read() as reading:
            return ask(reading, kpi_named(kpi), query, today)

    return asking_by(asked)


@pytest.fixture(scope="module")
def judged(sample):
    with sample.read() as reading:
        return verdicts(reading, MONTH, date.today())


@pytest.fixture(scope="module")
def company(answer, judged):
    return cards(MONTH, (), judged, answer)


def test_every_measured_kpi_has_a_card_with_the_month_s_value(company, answer):
    assert [card.kpi for card in company] == list(KPIS)
    for card in company:
        whole = answer(card.kpi.name, Query()).rows
        assert card.row["value"] == whole[whole["period"] == MONTH]["value"].iloc[0]


@pytest.fixture(scope="module")
def scored(company):
    return rows(company, (), date(2026, 9, 30))


def test_what_is_off_target_comes_first(scored):
    order = sorted(scored, key=lambda row: row.urgency)
    flags = [row.off for row in order]
    assert flags == sorted(flags, reverse=True) and True in flags and False in flags


def test_behind_means_missed_off_track_or_undecided_and_under_the_pace(judged):
    for verdict in judged:
        undecided = (
            verdict.status in (Status.TOO_EARLY, Status.OPEN)
            and (verdict.gap or 0) < 0
            and not verdict.meets
        )
        gone = verdict.status in (Status.UNLIKELY, Status.OUT_OF_REACH) or verdict.now in (
            Now.LOST,
            Now.MISSED,
        )
        assert verdict.behind == (gone or undecided)
        assert rank(verdict)[0] == (not verdict.behind)


def test_the_change_is_against_the_same_month_a_year_before(answer):
    found = answer("csat", Query())
    step = change(found, MONTH)
    values = found.rows.set_index("period")["value"]
    assert step.before == date(2025, 9, 1)
    assert step.difference.value == pytest.approx(values[MONTH] - values[date(2025, 9, 1)])
    assert step.difference.low < step.difference.value < step.difference.high
    assert (step.doubt in (Doubt.SAMPLING, Doubt.SWING)) == (
        step.difference.low <= 0 <= step.difference.high
    )


def test_without_a_year_before_the_month_before_is_taken(answer):
    found = answer("csat", Query(start=date(2026, 7, 1)))
    assert change(found, MONTH).before == date(2026, 8, 1)
    assert change(answer("csat", Query(start=MONTH)), MONTH) is None


def test_a_filter_that_a_kpi_lacks_leaves_its_card_without_numbers(answer, judged):
    filtered = {
        card.kpi.name: card for card in cards(MONTH, (("channel", ("App",)),), judged, answer)
    }
    lacking = filtered["first_attempt_pass_rate"]
    assert (lacking.lacking, lacking.answer, lacking.row, lacking.stages) == (
        ("channel",),
        None,
        None,
        (),
    )
    assert filtered["csat"].stages == ()


def test_the_targets_of_a_unit_go_with_its_filter(answer, judged):
    filtered = {
        card.kpi.name: card
        for card in cards(MONTH, (("store", ("Harbour Plaza",)),), judged, answer)
    }
    assert {stage.target.unit for stage in filtered["csat"].stages} == {"Harbour Plaza"}
    assert any(stage.behind for stage in filtered["csat"].counting)


def test_the_falling_store_is_named_and_chance_is_not(answer):
    lines = unit_lines([kpi_named("csat")], quarter_over(MONTH), "store", answer)
    worse = {dict(line.link)["store"] for line in lines if not line.better}
    assert worse == {"Harbour Plaza"}
    assert len(lines) <= 24 * FALSE_DISCOVERIES + 5


@pytest.mark.parametrize(
    ("start", "compared"),
    [
        (date(2020, 1, 1), True),
        (add_months(quarter_over(MONTH), -12), True),
        (add_months(quarter_over(MONTH), -3), False),
        (add_months(quarter_over(MONTH), 2), False),
        (add_months(quarter_over(MONTH), 3), True),
    ],
)
def test_nothing_is_compared_across_a_change_of_scale(answer, start, compared):
    lines = unit_lines(
        [kpi_named("csat")], quarter_over(MONTH), "store", answer, lambda kpi: (start,)
    )
    assert bool(lines) == compared


def _standing_row(
    status: Status,
    now: Now | None = None,
    last: date = MONTH,
    period: date | None = None,
    due: date | None = None,
) -> ScoreRow:
    """A row of September whose last records are of a month, with one stage; one with an outlook is
    due ahead."""
    kpi = kpi_named("csat")
    due = due or date(2026, 12 if status in OUTLOOKS else 6, 30)
    target = Target("csat", "short", "at_least", due, date(2026, 1, 1), 80.0)
    months = Answer(
        kpi, Query(end=date(2026, 9, 30)), pd.DataFrame({"period": [last], "n": [40.0]})
    )
    stages = (Verdict(target, status, Message("x"), now=now, period=period or last),)
    card = Card(kpi, months, None, None, stages, months=months)
    return ScoreRow(kpi, card, stages, stages)


AHEAD = {"due": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "No targets are set for this selection."),
        (
            [_standing_row(Status.CANNOT), _standing_row(Status.CANNOT)],
            "No target is still ahead. Of 2 targets that have fallen due none is known to be "
            "missed or lost.",
        ),
        (
            [_standing_row(Status.MISSED, Now.MISSED), _standing_row(Status.MET, Now.LOST)],
            "No target is still ahead. Of 2 targets that have fallen due, 2 missed or lost.",
        ),
        # Missed, and not known today: it is off, and is not counted once more.
        (
            [_standing_row(Status.MISSED), _standing_row(Status.MISSED, Now.REACHED)],
            "No target is still ahead. Of 2 targets that have fallen due, 1 missed or lost.",
        ),
        (
            [_standing_row(Status.NO_DATA, **AHEAD), _standing_row(Status.CANNOT, **AHEAD)],
            "Of 2 targets still ahead: none known to be off or behind its pace, 2 not to be "
            "judged today.",
        ),
        (
            [_standing_row(Status.OPEN), _standing_row(Status.SURE)],
            "Of 2 targets still ahead: 1 on track, 1 open, none off or behind its pace.",
        ),
        (
            [_standing_row(Status.UNLIKELY), _standing_row(Status.MET, Now.HOLDS)],
            "Of 1 target still ahead: 1 off or behind its pace.",
        ),
        # Records are old from three months on; what is unlikely by them is off target.
        (
            [
                _standing_row(Status.UNLIKELY, None, date(2026, 6, 1)),
                _standing_row(Status.LIKELY, None, date(2026, 6, 1)),
                _standing_row(Status.LIKELY, None, date(2026, 7, 1)),
            ],
            "Of 3 targets still ahead: 1 on track, 1 off or behind its pace, 1 not to be judged "
            "today.",
        ),
        # The month judged may lie further back than the last records: a later one is not settled
        # yet.
        (
            [_standing_row(Status.LIKELY, None, date(2026, 8, 1), date(2026, 5, 1))],
            "Of 1 target still ahead: 1 on track, none off or behind its pace.",
        ),
    ],
)
def test_the_headline_tells_of_no_target_that_it_is_on_its_way_where_that_cannot_be_judged(
    found, sentence
):
    told = tally(found, MONTH, date(2026, 10, 1))
    assert (
        headline(MONTH, found, told, None, date(2026, 11, 28), SAY)
        == f"Sep 2026: no value can be shown. {sentence}"
    )
    assert sum(vars(told).values()) == told.ahead + told.fallen + told.failing
    running = headline(MONTH, found, told, None, date(2026, 9, 28), SAY)
    assert running.startswith(
        "Sep 2026 is not over: its values so far are neither judged nor compared."
    )
    assert ("By the whole months before it" in running) == bool(told.ahead)


def test_the_headline_says_the_values_of_the_month_and_counts_the_targets(scored):
    told = tally(scored, MONTH, date(2026, 10, 1))
    said = headline(MONTH, scored, told, None, date(2026, 10, 1), SAY)
    values = {
        row.kpi.name: row.kpi.unit.show(SAY, row.card.row["value"])
        for row in scored
        if row.kpi.name in ("csat", "net_promoter_score")
    }
    assert said.startswith(
        f"Sep 2026: CSAT {values['csat']}, NPS {values['net_promoter_score']}. Of "
    )
    ahead = [
        stage for row in scored for stage in row.stages if stage.target.due > date(2026, 9, 30)
    ]
    assert told.ahead == len(ahead) and told.off == sum(stage.behind for stage in ahead)
    without = [row for row in scored if row.kpi.dataset.name == "mystery_visit"]
    assert headline(MONTH, without, told, None, date(2026, 10, 1), SAY).startswith(
        "Sep 2026: Mystery-shopper score "
    )


def test_units_that_got_worse_come_first_and_only_a_few(answer):
    lines = unit_lines(comparable_by(KPIS, "store"), quarter_over(MONTH), "store", answer)
    first = worst_first(lines, 4)
    assert first[0].link == (("store", "Harbour Plaza"),) and not first[0].better
    assert first == sorted(first, key=lambda line: line.better) and len(first) == min(4, len(lines))


def test_a_difference_without_sampling_error_or_swing_keeps_its_own_limits_and_p():
    value = np.array([0.0, 5.0, 5.0])
    found = Differences(
        value, np.array([0.0, 5.0, 3.0]), np.array([0.0, 5.0, 7.0]), np.array([1.0, np.nan, 0.01])
    )
    with np.errstate(divide="raise", invalid="raise"):
        widened = all_widened(found, Swing(0.0, 10.0))
    assert widened.low == pytest.approx([0, 5, 3], abs=1e-4) and widened.high == pytest.approx(
        [0, 5, 7], abs=1e-4
    )
    assert widened.p[0] == 1 and np.isnan(widened.p[1]) and widened.p[2] == 0.01


QUARTERS = [add_months(date(2024, 1, 1), 3 * at) for at in range(12)]


def _stores(shares: np.ndarray, n: int) -> Answer:
    """Quarters of stores, a row of shares in percent each, of `n` answers."""
    kpi = kpi_named("csat")
    places = [(number, at) for number in range(len(shares)) for at in range(shares.shape[1])]
    good = np.array([round(n * shares[place] / 100) for place in places], float)
    sums = pd.DataFrame(
        {
            "n": float(n),
            "y": good,
            "less": 0.0,
            "x": float(n),
            "top": 0.0,
            "yy": good,
            "xy": good,
            "xx": float(n),
        }
    )
    rows = valued(kpi, sums).assign(
        period=[QUARTERS[at - shares.shape[1]] for _, at in places],
        group=[f"Store {number}" for number, _ in places],
        hidden=False,
        since=None,
        enough=True,
        partial=False,
        maturing=False,
    )
    return Answer(kpi, Query(grain="quarter", by="store"), rows)


def _named(shares: np.ndarray, n: int) -> list[tuple[str, bool]]:
    found = _stores(shares, n)
    return [
        (line.link[0][1], line.better)
        for line in unit_lines([found.kpi], QUARTERS[-1], "store", lambda name, query: found)
    ]


def _swinging(size: float, quarters: int = 12) -> np.ndarray:
    """24 stores about 85 %, whose quarters swing, in part together."""
    rng = np.random.default_rng(5)
    return np.clip(
        85 + size * (rng.normal(size=quarters) + rng.normal(size=(24, quarters))) / 2**0.5, 2, 98
    )


def test_stores_that_swing_as_their_quarters_do_are_not_named():
    assert (
        _named(_swinging(2.5), 4000) == []
    )  # by sampling alone ten of them would be: a quarter is told to within a point


@pytest.mark.parametrize("quarters", [5, 8, 12])
def test_a_store_that_changed_by_far_more_than_its_quarters_swing_is_named(quarters):
    fallen = _swinging(1.0, quarters)
    fallen[3, -1] = 50
    assert ("Store 3", False) in _named(fallen, 4000)


def test_a_fall_in_the_latest_quarter_does_not_hide_in_its_own_swing():
    fallen = _swinging(0.5)
    fallen[:6, -1] = 60
    assert {f"Store {number}" for number in range(6)} <= {
        store for store, _ in _named(fallen, 1000)
    }


def test_stores_whose_quarters_differ_by_sampling_alone_are_told_as_before():
    sampled = 100 * np.random.default_rng(2).binomial(400, 0.85, (24, 12)) / 400
    sampled[3, -1] = 65
    assert _named(sampled, 400) == [("Store 3", False)]
    (line,) = unit_lines(
        [kpi_named("csat")], QUARTERS[-1], "store", lambda name, query: _stores(sampled, 400)
    )
    low, high = line.sentence.blanks["low"].value, line.sentence.blanks["high"].value
    assert low < 65 - sampled[3, -5] < high < 0


def test_with_too_few_quarters_their_swing_is_not_known_and_no_store_is_named():
    known = _swinging(1.0, 12)
    known[:, :9] = np.nan
    sides = swing_of_units(known[:, :-1], np.full((24, 11), 0.1))
    assert sides is None
    assert swing_of_units(_swinging(1.0), np.full((24, 12), 0.1)).variance == pytest.approx(
        1, abs=0.5
    )


def test_every_page_reads_one_process_of_all_months(company, answer):
    card = next(card for card in company if card.kpi.name == "csat")
    assert list(card.process.rows["period"]) == list(
        process(answer("csat", Query(end=date(2026, 9, 30)))).rows["period"]
    )
    assert len(card.process.rows) > len(card.answer.rows) == MONTHS


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_finding_says_the_value(kpi, company):
    card = next(card for card in company if card.kpi is kpi)
    said, row = SAY(finding(card)), card.settled if is_open(card) else card.row
    assert SAY(kpi.label) in said and kpi.unit.show(SAY, row["value"]) in said
    if is_open(card):
        assert said.startswith(f"{SAY.month(row['period'])}, the last month that is final: ")
        assert kpi.unit.show(SAY, card.row["value"]) in SAY(so_far(card))
    else:
        assert so_far(card) is None
    if card.stage is not None and card.row["enough"] and not card.row["maturing"]:
        assert card.stage.target.spoken(SAY) in said


def test_a_verdict_of_an_earlier_month_is_not_said_of_the_value_of_a_later_one(company):
    earlier = date(2026, 5, 1)
    cards_judged = [
        card
        for card in company
        if card.stage is not None and card.stage.goal is not None and not is_open(card)
    ]
    assert any(card.stage.meets for card in cards_judged)
    for card in cards_judged:
        stages = tuple(
            replace(one, period=earlier, latest=one.latest and earlier) for one in card.stages
        )
        said = SAY(finding(replace(card, stages=stages)))
        assert "which meets" not in said and ("judged by May 2026: " in said) is (
            card.stage.ahead or card.stage.now is not None
        )
        few = tuple(
            replace(one, period=earlier, latest=None, now=None, status=Status.NOT_ENOUGH)
            for one in card.stages
        )
        said = SAY(finding(replace(card, stages=few)))
        assert ("judged by May 2026: not enough" in said) is (
            card.stage.target.stable_from is None and card.stage.target.form != "count"
        )
