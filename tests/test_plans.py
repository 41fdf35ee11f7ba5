"""Staged targets: their words, the two plans, revisions in force, and what does not fit a KPI."""

import shutil
from dataclasses import asdict, replace
from datetime import date

import pytest

from data.database.connection import Database
from data.kinds.catalog import TARGET
from data.uploads.store import add
from data.uploads.typed import typed_rows
from errors import FileRefused
from i18n import translator
from metrics.catalog import indicator_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.targets.plans import (
    PLANS,
    Target,
    check_target,
    doubtful,
    from_template,
    histories,
    in_force,
    plan_name,
    targets,
)

SAY = translator("en")
START = date(2026, 1, 1)
CSAT = Target(
    "csat",
    "short",
    "at_least",
    date(2026, 12, 31),
    START,
    90.0,
    baseline=82.0,
    baseline_date=date(2025, 12, 31),
)


@pytest.fixture
def database(tmp_path, empty_file):
    """Without the sums that are kept beside the rows: nothing here asks for them."""
    database = Database(shutil.copy(empty_file, tmp_path))
    yield database
    database.close()


def store(database: Database, *wanted: Target) -> None:
    add(
        database,
        typed_rows(TARGET, [asdict(target) for target in wanted], "typed", START, KPI_FACTS),
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "at least 90%"),
        ({"form": "at_most"}, "at most 90%"),
        ({"form": "between", "value": 80.0, "value_high": 90.0}, "between 80% and 90%"),
        ({"form": "change", "value": -20.0}, "−20% against the baseline"),
        ({"form": "change", "value": 20.0}, "+20% against the baseline"),
        ({"kpi": "scenes_standardised", "form": "count", "value": 30.0}, "30 counted"),
        ({"form": "milestone", "value": None}, "reached, with evidence"),
        ({"form": "withdrawn", "stable_from": date(2026, 6, 1)}, "withdrawn"),
        ({"stable_from": date(2026, 6, 1)}, "at least 90% in every month from Jun 2026"),
    ],
)
def test_targets_are_said_in_words(changes, words):
    assert replace(CSAT, **changes).spoken(SAY) == words


# As in the plan documents: KPI, stage, form, value, upper value, baseline, due for a start on 1
# January 2026.
PLAN_P = [
    ("csat", "short", "at_least", 90, None, None, date(2026, 12, 31)),
    ("concept_awareness", "short", "at_least", 100, None, None, date(2026, 12, 31)),
    ("scenes_standardised", "short", "count", 30, None, None, date(2026, 12, 31)),
    ("proactive_service", "mid", "at_least", 80, None, None, date(2028, 12, 31)),
    ("repurchase_rate", "mid", "change", 20, None, None, date(2028, 12, 31)),
    ("brand_recognition", "long", "milestone", None, None, None, date(2030, 12, 31)),
]
PLAN_A = [
    ("csat", "short", "at_least", 86, None, None, date(2026, 3, 31)),
    ("csat", "long", "at_least", 90, None, None, date(2026, 12, 31)),
    ("attitude_complaint_rate", "short", "change", -20, None, None, date(2026, 3, 31)),
    ("attitude_complaint_rate", "long", "at_most", 5, None, None, date(2026, 12, 31)),
    ("attitude_complaint_share", "mid", "at_most", 15, None, None, date(2026, 6, 30)),
    ("training_coverage", "short", "at_least", 100, None, None, date(2026, 3, 31)),
    ("handbook_awareness", "mid", "at_least", 100, None, None, date(2026, 6, 30)),
    ("service_stars", "mid", "between", 2, 3, None, date(2026, 6, 30)),
    ("first_attempt_pass_rate", "short", "at_least", 90, None, None, date(2026, 3, 31)),
    ("mystery_visits", "short", "between", 1, 2, None, date(2026, 3, 31)),
]


@pytest.mark.parametrize(
    ("plan", "lines"), [(PLANS[0], PLAN_P), (PLANS[1], PLAN_A)], ids=["P", "A"]
)
def test_a_start_date_makes_a_plan_real(plan, lines):
    made = from_template(plan, START)
    assert [
        (t.kpi, t.stage, t.form, t.value, t.value_high, t.baseline, t.due) for t in made
    ] == lines
    assert {(t.date, t.baseline_date, t.plan) for t in made} == {
        (START, date(2025, 12, 31), plan.name)
    }
    assert [t for t in made if check_target(t)] == []


def test_only_the_lasting_target_of_plan_a_is_stable():
    stable = [
        (t.kpi, t.stage, t.stable_from) for t in from_template(PLANS[1], START) if t.stable_from
    ]
    assert stable == [("csat", "long", date(2026, 12, 31))]


def test_a_plan_may_start_on_any_day():
    assert [t.due for t in from_template(PLANS[1], date(2026, 11, 30))][:2] == [
        date(2027, 2, 27),
        date(2027, 11, 29),
    ]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_template_knows_no_baseline_of_anybody(plan):
    assert {target.baseline for target in from_template(plan, START)} == {None}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_plan_is_stored_and_comes_back_the_same(database, plan):
    made = from_template(plan, START)
    store(database, *made)
    with database.read() as reading:
        assert set(targets(reading)) == set(made)
        assert targets(reading, "csat") == tuple(t for t in made if t.kpi == "csat")


def test_the_latest_revision_of_the_day_is_in_force(database):
    later = replace(CSAT, value=88.0, date=date(2026, 6, 1), reason="Set lower")
    gone = replace(later, form="withdrawn", date=date(2026, 9, 1), reason="Given up")
    other = replace(CSAT, dimension="store", unit="North")
    store(database, gone, CSAT, other)
    store(database, later)
    with database.read() as reading:
        revisions = targets(reading)
    assert in_force(revisions, date(2025, 12, 31)) == ()
    assert in_force(revisions, date(2026, 5, 31)) == (CSAT, other)
    assert set(in_force(revisions, date(2026, 6, 1))) == {later, other}
    assert in_force(revisions, date(2026, 9, 1)) == (other,)


def test_a_second_revision_of_one_day_keeps_the_first_and_holds(database):
    store(database, CSAT)
    store(database, replace(CSAT, value=91.0))
    store(database, replace(CSAT, value=89.0, reason="Agreed"))
    with database.read() as reading:
        found = targets(reading)
    assert [target.value for target in found] == [90, 91, 89]
    assert [target.value for target in in_force(found, START)] == [89]
    assert [[target.value for target in history] for history in histories(found)] == [[90, 91, 89]]


def test_the_same_row_sent_again_is_no_second_revision(database):
    store(database, CSAT, replace(CSAT, stage="mid"))
    store(database, CSAT, replace(CSAT, stage="mid", value=92.0))
    with database.read() as reading:
        assert [(target.stage, target.value) for target in targets(reading)] == [
            ("mid", 90),
            ("short", 90),
            ("mid", 92),
        ]


def test_a_value_set_back_on_the_same_day_holds(database):
    for value in (90.0, 91.0, 90.0):
        store(database, replace(CSAT, value=value))
    with database.read() as reading:
        assert [target.value for target in in_force(targets(reading), START)] == [90]


def test_rows_stored_under_the_keys_of_earlier_versions_are_not_doubled_when_sent_again(database):
    store(database, CSAT)
    with database.write() as writing:
        writing.run(
            "UPDATE rows_target SET key = md5(concat_ws(chr(31), 'csat', '', '', 'short', "
            "date::TIMESTAMP::VARCHAR))::UUID"
        )
    store(database, CSAT, replace(CSAT, value=91.0, date=date(2026, 3, 1)))
    with database.read() as reading:
        assert [(target.value, target.date.month) for target in targets(reading)] == [
            (90, 1),
            (91, 3),
        ]


QUARTERS = tuple(
    replace(CSAT, due=due, value=value)
    for due, value in (
        (date(2026, 3, 31), 66.0),
        (date(2026, 6, 30), 68.0),
        (date(2026, 9, 30), 70.0),
        (date(2026, 12, 31), 72.0),
    )
)


def goals_on(revisions, on):
    return [(target.due.month, target.value) for target in in_force(revisions, on)]


def test_targets_of_one_day_with_several_due_dates_follow_one_another(database):
    store(database, *QUARTERS)
    with database.read() as reading:
        found = targets(reading)
    assert goals_on(found, START) == [(3, 66), (6, 68), (9, 70), (12, 72)]
    june = replace(QUARTERS[1], value=67.0, date=date(2026, 4, 1))
    assert goals_on((*found, june), date(2026, 4, 1)) == [(3, 66), (6, 67), (9, 70), (12, 72)]
    gone = replace(QUARTERS[2], form="withdrawn", date=date(2026, 5, 1))
    assert goals_on((*found, june, gone), date(2026, 6, 1)) == [(3, 66), (6, 67), (12, 72)]
    one_more = replace(CSAT, due=date(2027, 3, 31), value=74.0, date=date(2026, 10, 1))
    assert len(in_force((*found, one_more), date(2026, 10, 1))) == 5, (
        "one more is no change of another"
    )


def test_a_moved_due_date_is_a_revision_where_only_one_can_be_meant():
    later = replace(CSAT, due=date(2027, 3, 31), date=date(2026, 6, 1))
    assert in_force((CSAT, later), date(2026, 6, 1)) == (later,)
    moved = replace(
        QUARTERS[3], due=date(2027, 1, 31), date=date(2026, 6, 1), replaces=date(2026, 12, 31)
    )
    assert goals_on((*QUARTERS, moved), date(2026, 6, 1)) == [(3, 66), (6, 68), (9, 70), (1, 72)]
    again = replace(moved, due=date(2027, 2, 28), date=date(2026, 7, 1), replaces=date(2027, 1, 31))
    assert histories((*QUARTERS, moved, again))[3] == (QUARTERS[3], moved, again)


def test_a_target_added_beside_the_only_one_says_that_it_moves_none():
    added = replace(
        CSAT, due=date(2027, 12, 31), date=date(2026, 6, 1), replaces=date(2027, 12, 31)
    )
    assert in_force((CSAT, added), date(2026, 6, 1)) == (CSAT, added)


def test_quarters_that_take_the_place_of_a_year_end_with_it():
    set_apart = tuple(replace(quarter, date=date(2026, 2, 1)) for quarter in QUARTERS)
    assert goals_on((CSAT, *set_apart), date(2026, 2, 1)) == [(3, 66), (6, 68), (9, 70), (12, 72)]


def test_a_withdrawal_of_a_stage_ends_what_is_not_due_yet():
    end = replace(CSAT, due=date(2028, 1, 1), form="withdrawn", date=date(2026, 7, 1))
    assert goals_on((*QUARTERS, end), date(2026, 7, 1)) == [(3, 66), (6, 68)]


def test_plans_run_side_by_side(database):
    later = date(2026, 2, 1)
    culture, attitude = from_template(PLANS[0], START), from_template(PLANS[1], later)
    store(database, *culture)
    store(database, *attitude)
    with database.read() as reading:
        found = in_force(targets(reading), later)
    short = [target for target in found if (target.kpi, target.stage) == ("csat", "short")]
    assert [(target.plan, target.value) for target in short] == [("attitude", 86), ("culture", 90)]
    changed = replace(short[0], value=85.0, date=date(2026, 3, 1), plan=" Attitude")
    assert {
        target.value
        for target in in_force((*found, changed), date(2026, 3, 1))
        if target.kpi == "csat" and target.stage == "short"
    } == {85, 90}


@pytest.mark.parametrize(
    "written",
    [
        "Service attitude programme",
        "服务态度提升方案",
        "服務態度提升方案（3、6、12個月）",
        "ATTITUDE",
    ],
)
def test_a_plan_is_known_by_its_title_in_any_language(written):
    target = replace(CSAT, plan=written)
    assert target.series == replace(CSAT, plan="attitude").series != CSAT.series
    assert plan_name(written) == "Service attitude programme"


def test_targets_of_no_plan_are_their_own(database):
    bare = replace(CSAT, plan=None)
    assert len(
        in_force((bare, *from_template(PLANS[0], date(2026, 2, 1))), date(2026, 2, 1))
    ) == 1 + len(PLANS[0].lines)


def test_the_same_rows_may_be_typed_twice(database):
    rows = [asdict(CSAT)]
    assert not add(database, typed_rows(TARGET, rows, "typed", kpis=KPI_FACTS)).already
    assert not add(database, typed_rows(TARGET, rows, "typed", kpis=KPI_FACTS)).already


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": None}, "The target has no value. Fill in the value that is to be reached."),
        ({"form": "between"}, "A range needs a lower and an upper value. Fill in both."),
        (
            {"form": "between", "value_high": 80.5},
            "The upper value is 80.5, below the lower value 90. Correct one of the two.",
        ),
        (
            {"form": "change", "value": -120.0},
            "The change is −120%, but nothing can fall by more than 100%. Correct the value.",
        ),
        (
            {"form": "milestone", "reached_on": date(2026, 5, 1)},
            "The milestone is marked as reached without evidence. Say what shows it.",
        ),
        (
            {"date": date(2027, 1, 1)},
            "Due is Dec 31, 2026, before the target comes into force on Jan 1, 2027. Correct one "
            "of the two dates.",
        ),
        (
            {"baseline_date": date(2026, 12, 31)},
            "Due is Dec 31, 2026, not after the date of the baseline, Dec 31, 2026. Correct one "
            "of the two dates.",
        ),
        (
            {"stable_from": date(2027, 1, 1)},
            "The target is to be met in every month since Jan 1, 2027, which is after it is due, "
            "Dec 31, 2026. "
            "Correct one of the two dates.",
        ),
        (
            {"dimension": "store"},
            "The target names a unit type, but no unit. Name the unit, or empty the type to set "
            "the target for the whole company.",
        ),
        (
            {"unit": "North"},
            "The target names the unit “North” without its type. Say whether it is a department, "
            "a store, a region or a channel.",
        ),
    ],
)
def test_targets_that_cannot_be_judged_are_refused_whole(changes, sentence):
    rows = [asdict(CSAT), asdict(replace(CSAT, stage="mid", **changes))]
    with pytest.raises(FileRefused) as refused:
        typed_rows(TARGET, rows, "typed", START, KPI_FACTS)
    assert SAY(refused.value.message) == f"Nothing was stored. {sentence}"


def test_every_fault_is_told_at_once():
    rows = [
        asdict(replace(CSAT, value=None)),
        asdict(replace(CSAT, stage="mid", form="between", value_high=1.0)),
    ]
    with pytest.raises(FileRefused) as refused:
        typed_rows(TARGET, rows, "typed", START, KPI_FACTS)
    assert SAY(refused.value.message) == (
        "Nothing was stored. The target has no value. Fill in the value that is to be reached. "
        "The upper value is 1, below the lower value 90. Correct one of the two."
    )


def test_a_milestone_may_be_reached_and_a_target_withdrawn_after_it_was_due():
    late = {"date": date(2027, 2, 1)}
    rows = [
        asdict(
            replace(CSAT, form="milestone", reached_on=date(2027, 1, 20), evidence="Award", **late)
        ),
        asdict(replace(CSAT, stage="mid", form="withdrawn", **late)),
    ]
    assert len(typed_rows(TARGET, rows, "typed", START, KPI_FACTS).checked.rows) == 2


def test_typed_text_and_small_numbers_are_kept_as_they_are(database):
    odd = replace(
        CSAT,
        kpi="attitude_complaint_rate",
        form="at_most",
        value=0.000125,
        owner='=1+1, "x"',
        reason="第一行\n第二行",
    )
    add(
        database,
        typed_rows(
            TARGET, [asdict(odd)], "typed", START, KPI_FACTS, {"target_shares": "as_written"}
        ),
    )
    with database.read() as reading:
        assert targets(reading) == (odd,)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, None),
        (
            {"kpi": "csta"},
            "There is no KPI “csta”. Did you mean “csat”? The page Definitions lists the names of "
            "all KPIs.",
        ),
        (
            {"value": 101.0},
            "101.0% is outside 0.0% to 100.0%, the range of Customer satisfaction (CSAT). Correct "
            "the value.",
        ),
        (
            {"form": "between", "value_high": 120.0},
            "120.0% is outside 0.0% to 100.0%, the range of Customer satisfaction (CSAT). Correct "
            "the value.",
        ),
        (
            {"baseline": -1.0},
            "−1.0% is outside 0.0% to 100.0%, the range of Customer satisfaction (CSAT). Correct "
            "the value.",
        ),
        ({"form": "change", "value": -20.0}, None),
        (
            {"form": "change", "value": 30.0},
            "106.6% is outside 0.0% to 100.0%, the range of Customer satisfaction (CSAT). Correct "
            "the value.",
        ),
        ({"form": "change", "value": 300.0, "baseline": None}, None),
        (
            {"form": "count"},
            "Customer satisfaction (CSAT): not counted up, since its months do not add. Choose "
            "another form of target.",
        ),
        ({"kpi": "people_examined", "form": "count", "value": 400.0}, None),
        (
            {"kpi": "scenes_standardised", "form": "count", "value": -3.0},
            "−3 is below 0, the least that Standardised responses for typical service scenes can "
            "be. Correct the value.",
        ),
        ({"kpi": "net_promoter_score", "value": -10.0}, None),
        (
            {"kpi": "mystery_visits", "value": 1.0, "dimension": "channel", "unit": "Shop"},
            "Mystery visits per store and month: not recorded by Channel. "
            "It can have targets by Store, Region, or for the whole company.",
        ),
    ],
)
def test_targets_must_fit_their_kpi(changes, sentence):
    fault = check_target(replace(CSAT, **changes))
    assert (None if fault is None else SAY(fault)) == sentence


def test_a_target_for_an_unknown_kpi_is_named_and_stops_nobody_else(database):
    unknown = replace(CSAT, kpi="csta")
    store(database, CSAT)
    with database.write() as writing:  # as an earlier version stored it, which did not look KPIs up
        writing.run(
            "INSERT INTO rows_target SELECT * REPLACE ('csta' AS kpi, uuid() AS key) FROM "
            "rows_target"
        )
    with database.read() as reading:
        assert targets(reading) == (CSAT,)
        assert [target for target, _ in doubtful(reading)] == [unknown]


def test_the_templates_name_declared_kpis_with_directions_that_fit():
    for line in (line for plan in PLANS for line in plan.lines):
        better = indicator_named(line.kpi).direction.value
        assert line.form != "at_least" or better > 0
        assert line.form != "at_most" or better < 0
