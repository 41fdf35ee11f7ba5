"""The scorecard and what stands beside it: its rows, its gaps and goals, what units cost, against
sums written by hand; and the page that draws it."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from charts.theme import LIGHT
from data.exports.workbook import workbook_bytes
from data.kinds.catalog import EVENT
from data.uploads.store import add, data_version
from data.uploads.typed import typed_rows
from errors import Message
from i18n import translator
from metrics.catalog import DECLARED, LEVELS, indicator_named, kpi_named
from metrics.effect.actions import judged_actions
from metrics.findings.overview import (
    actions_of,
    costs_of,
    count_of_places,
    dearest,
    overdue_of,
    rows_of,
    steps_of,
    units_off,
)
from metrics.findings.scorecard import Away, ScoreRow, gap, of_units, tally
from metrics.periods import add_months
from metrics.snapshot import Snapshot
from metrics.targets.goals import goals_in_force
from metrics.targets.plans import Target
from metrics.targets.verdict import Now, Status, Verdict, counting, near
from tests.conftest import company_copied
from tests.plain_asking import asking_by
from tests.test_pages import opened, words
from ui.overview.beside import other_blocks
from ui.overview.cells import row_html
from ui.overview.file import sheets_of
from ui.overview.scorecard import _MOST_BARE, _board, _folded
from ui.state.board import looked_at

SAY = translator("en")
MONTH, TODAY = date(2026, 9, 1), date(2026, 10, 1)
CSAT = Target("csat", "mid", "at_least", date(2026, 12, 31), date(2025, 1, 1), 90.0)


@pytest.fixture(scope="module")
def snapshot(sample) -> Iterator[Snapshot]:
    with sample.read() as reading:
        yield Snapshot(reading, sample.path, data_version(reading), TODAY)


def _stage(target: Target, status: Status = Status.OPEN, **more: object) -> Verdict:
    return Verdict(target, status, Message("x"), target.value, target.value_high, **more)


def _row(*stages: Verdict) -> ScoreRow:
    return ScoreRow(indicator_named(stages[0].target.kpi), None, stages, stages)


# rows


def test_rows_are_in_the_order_of_levels_and_hold_every_target_of_the_company(snapshot):
    found = rows_of(snapshot, MONTH, ())
    order = [(list(LEVELS).index(row.kpi.level), DECLARED.index(row.kpi)) for row in found]
    assert order == sorted(order)
    counted = snapshot.reading.rows(
        """SELECT kpi, count(DISTINCT stage) FROM live_target
        WHERE dimension IS NULL AND date <= DATE '2026-09-30' GROUP BY kpi"""
    )
    assert {row.kpi.name: len(row.counting) for row in found if row.counting} == dict(counted)
    assert [row.kpi for row in found if row.card is None] == [
        row.kpi for row in found if not row.kpi.measured
    ]


def test_a_stage_is_in_the_column_of_its_term_and_counts_what_follows_it():
    months = [_stage(replace(CSAT, due=date(2026, at, 28))) for at in (10, 11, 12)]
    row = ScoreRow(kpi_named("csat"), None, tuple(months), (months[0],))
    assert row.of("mid") == (months[0],) and row.of("short") == ()
    assert [row.later(stage) for stage in months] == [2, 1, 0]


@pytest.mark.parametrize("day", [15, 31], ids=["in the middle of its month", "on its last day"])
def test_a_stage_counts_to_the_end_of_the_month_in_which_it_is_due(day):
    stages = tuple(
        _stage(replace(CSAT, due=due)) for due in (date(2026, 10, day), date(2027, 10, day))
    )
    seen = [date(2026, 9, 30), date(2026, 10, 20), date(2026, 10, 31), date(2026, 11, 30)]
    assert [counting(stages, end) for end in seen] == [
        *[(stages[0],)] * 3,
        (stages[1],),
    ], "it is judged with its month, and counts as that then"
    assert near(stages, date(2026, 11, 30)) == stages


def test_of_two_stages_of_a_month_the_next_counts_once_the_day_of_the_first_is_past():
    dues = (date(2026, 11, 10), date(2026, 11, 30), date(2026, 12, 31))
    stages = tuple(_stage(replace(CSAT, due=due)) for due in dues)
    seen = {date(2026, 11, 10): 0, date(2026, 11, 20): 1, date(2026, 11, 30): 1}
    for day, at in {**seen, date(2026, 12, 1): 2}.items():
        assert counting(stages, day) == (stages[at],), day
    assert counting(stages[:1], date(2026, 11, 20)) == stages[:1]
    assert near(stages, date(2026, 11, 20)) == stages


def test_milestones_of_the_same_day_have_fallen_due_alike_met_or_missed():
    due, today = date(2026, 11, 10), date(2026, 11, 15)
    milestone = replace(CSAT, form="milestone", due=due)
    met, missed = _stage(milestone, Status.MET), _stage(milestone, Status.MISSED, now=Now.MISSED)
    found = tally([_row(met), _row(missed)], date(2026, 11, 1), today)
    assert (found.ahead, found.fallen, found.failing) == (0, 2, 1)
    assert tally([_row(met)], date(2026, 10, 1), today).fallen == 0, "as of the month before"


def test_a_milestone_falls_due_on_its_day_and_another_target_with_its_month():
    due, today = date(2026, 10, 15), date(2026, 10, 20)
    goal = _stage(replace(CSAT, due=due))
    missed = _stage(replace(CSAT, form="milestone", due=due), Status.MISSED, now=Now.MISSED)
    found = tally([_row(goal), _row(missed)], date(2026, 10, 1), today)
    assert (found.ahead, found.fallen, found.failing) == (1, 1, 1)


def test_owners_are_named_once_and_nobody_is_none():
    owned = [_stage(replace(CSAT, owner=owner)) for owner in ("A", None, "B", "A")]
    assert _row(*owned).owners == ("A", "B") and _row(owned[1]).owners == ()


@pytest.mark.parametrize(
    ("target", "value", "size"),
    [
        (CSAT, 88.34, -1.7),
        (CSAT, 91.25, 1.3),
        (replace(CSAT, form="at_most", value=40.0), 69.0, 29.0),
        (replace(CSAT, form="between", value=1.0, value_high=2.0), 0.5, -0.5),
        (replace(CSAT, form="between", value=1.0, value_high=2.0), 1.5, 0.0),
        (replace(CSAT, form="between", value=1.0, value_high=2.0), 2.5, 0.5),
    ],
)
def test_a_gap_is_the_value_minus_the_target_as_both_are_shown(target, value, size):
    stage = _stage(target, period=MONTH, value=value)
    assert gap(_row(stage), stage) == Away(pytest.approx(size), MONTH)


def test_without_a_value_or_a_goal_there_is_no_gap():
    for stage in (_stage(CSAT), replace(_stage(CSAT, period=MONTH, value=88.0), goal=None)):
        assert gap(_row(stage), stage) is None
    over = _stage(CSAT, Status.NOT_ENOUGH, period=MONTH, value=88.0)
    assert gap(_row(over), over) is None, "nothing is said of how it stands"


def test_a_stage_that_is_over_stands_by_the_latest_month(snapshot):
    row = next(row for row in rows_of(snapshot, MONTH, ()) if row.kpi.name == "csat")
    (short,) = row.of("short")
    (value,) = snapshot.reading.row(
        """SELECT 100 * avg((overall >= satisfied)::INT) FROM live_survey
        WHERE overall IS NOT NULL AND date_trunc('month', date) = DATE '2026-09-01'"""
    )
    assert not short.ahead
    assert gap(row, short) == Away(pytest.approx(round(value, 1) - 82.0), MONTH)


# goals as they were in force


def test_goals_are_those_that_held_at_the_end_of_each_month():
    first = replace(CSAT, stage="short", due=date(2025, 6, 30), value=82.0)
    revisions = (
        first,
        CSAT,
        replace(CSAT, date=date(2025, 8, 15), value=88.0),
        replace(CSAT, date=date(2026, 1, 1), form="withdrawn", value=None),
        replace(CSAT, kpi="csat", stage="long", form="count", value=30.0),
    )
    months = [add_months(date(2024, 12, 1), at) for at in range(16)]
    found = goals_in_force(asking_by(lambda name, query: None), revisions, months)
    assert found == (
        (),  # nothing was set in December
        *[(82.0,)] * 6,  # up to the day on which it falls due
        (90.0,),  # July: the next stage
        *[(88.0,)] * 5,  # revised in August
        *[(82.0,)] * 3,  # withdrawn: what fell due last
    )


def test_the_sparkline_steps_where_the_sample_changed_its_target(snapshot):
    row = next(row for row in rows_of(snapshot, MONTH, ()) if row.kpi.name == "csat")
    steps = steps_of(snapshot, row.card)
    assert len(steps) == len(row.card.shown) == 24
    assert list(dict.fromkeys(steps)) == [(82.0,), (88.0,), (87.0,)]


# units


def test_only_units_that_are_off_are_told_and_the_most_urgent_first():
    here = replace(CSAT, dimension="store", unit="North")
    fine, lost = _stage(here, Status.SURE), _stage(replace(here, unit="South"), Status.UNLIKELY)
    gone = _stage(replace(here, unit="West"), Status.OUT_OF_REACH)
    found = of_units([fine, lost, gone], date(2026, 9, 30))
    assert [row.counting[0].target.unit for row in found] == ["West", "South"]


def test_the_store_that_falls_behind_its_target_stands_on_the_board(snapshot):
    assert count_of_places(snapshot) == 3
    row = next(
        row for row in units_off(snapshot, MONTH) if row.counting[0].target.unit == "Harbour Plaza"
    )
    value, n = snapshot.reading.row(
        """SELECT 100 * avg((overall >= satisfied)::INT), count(*) FROM live_survey
        WHERE overall IS NOT NULL AND store = 'Harbour Plaza'
        AND date_trunc('month', date) = DATE '2026-09-01'"""
    )
    assert (row.counting[0].value, row.counting[0].n) == (pytest.approx(value), n)
    shown = row_html(row, MONTH, (), None, SAY, LIGHT)
    assert "scd-off" in shown and f"n {n}" in shown and SAY.number(value, 1) in shown


def test_what_a_unit_costs_is_its_share_times_its_distance_from_the_whole(snapshot):
    found = costs_of(snapshot, MONTH, ())
    assert [(costs.kpi.name, costs.by) for costs in found] == [
        ("csat", "store"),
        ("net_promoter_score", "store"),
    ]
    by_hand = dict(
        snapshot.reading.rows(
            """WITH answers AS (SELECT coalesce(store, '') AS store, (overall >= satisfied)::INT AS y
                FROM live_survey WHERE overall IS NOT NULL
                AND date_trunc('month', date) = DATE '2026-09-01')
            SELECT store, 100.0 * count(*) / (SELECT count(*) FROM answers)
                * (avg(y) - (SELECT avg(y) FROM answers)) FROM answers GROUP BY store"""
        )
    )
    parts = {part.group: part.level.size for part in found[0].found.parts}
    assert parts == {store: pytest.approx(size) for store, size in by_hand.items()} | {
        store: 0 for store in parts.keys() - by_hand.keys()
    }
    worst = dearest(found)
    assert worst is not None and worst.worst.group == min(by_hand, key=by_hand.__getitem__)


def test_a_filtered_place_is_parted_only_by_what_lies_within_it(snapshot):
    within = costs_of(snapshot, MONTH, (("region", ("South",)),))
    assert {costs.by for costs in within} == {"store"}
    assert costs_of(snapshot, MONTH, (("store", ("Harbour Plaza",)),)) == ()


def test_actions_of_a_year_are_told_once_for_all_their_kpis(snapshot):
    found = actions_of(snapshot, MONTH, ())
    by_hand = snapshot.reading.rows(
        """WITH registered AS (SELECT date, title, 1 AS kpis, dimension, unit FROM live_action),
        noted AS (SELECT date, "text", count(*), dimension, unit FROM live_event
                  WHERE type = 'action' GROUP BY ALL)
        SELECT date, title, kpis FROM (FROM registered UNION ALL FROM noted WHERE NOT EXISTS
            (FROM registered WHERE registered.date = noted.date AND registered.unit = noted.unit))
        WHERE date BETWEEN DATE '2025-10-01' AND DATE '2026-09-30' ORDER BY date DESC, title"""
    )
    told = [(one.date, one.text, len(one.kpis)) for one in found]
    assert sorted(told) == sorted(by_hand) and by_hand
    assert [day for day, *_ in told] == sorted((day for day, *_ in told), reverse=True)
    assert actions_of(snapshot, date(2023, 9, 1), ()) == ()
    (south,) = actions_of(snapshot, MONTH, (("region", ("South",)),))
    assert (south.text[:16], south.unit) == ("Empathy workshop", "South")


# file


def test_a_workbook_keeps_numbers_and_days_and_runs_no_text():
    table = pd.DataFrame(
        {"=1+1": ["=2+2", "plain"], "number": [1.5, None], "day": [date(2026, 9, 1), None]}
    )
    (sheet,) = load_workbook(io.BytesIO(workbook_bytes({"Rows": table})))
    first, second, third = sheet.iter_rows()
    assert [cell.value for cell in first] == ["=1+1", "number", "day"]
    assert second[0].value == "=2+2" and {cell.data_type for cell in (first[0], second[0])} == {"s"}
    assert second[1].value == 1.5 and second[2].value.date() == date(2026, 9, 1)
    assert [cell.value for cell in third] == ["plain", None, None]


# page


@pytest.fixture(scope="module")
def filled(full_file, tmp_path_factory) -> Iterator[None]:
    """The pages look at a copy of the sample company."""
    copy = company_copied(full_file, tmp_path_factory.mktemp("board"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERVICE_CULTURE_DB", str(copy))
        yield


@pytest.fixture(scope="module")
def board(filled) -> AppTest:
    """The overview as it opens; only to be looked at."""
    return opened("overview")


_NAME = re.compile(
    r'<div class="scd-name[^"]*"><a class="scd-in" href="([^"]*)"[^>]*>([^<]*)</a></div>'
)


def _named_rows(app: AppTest) -> list[tuple[str, str, str]]:
    """Of each row where its name leads to, the name and the row."""
    bodies = [element.proto.body for element in app.get("html")]
    return [
        (unescape(name[1]), unescape(name[2]), _first_block(body[name.end() :]))
        for body in bodies
        for name in _NAME.finditer(body)
    ]


def _first_block(html: str) -> str:
    """The first block up to its end."""
    depth = 0
    for mark in re.finditer(r"<(/?)div\b[^>]*>", html):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return html[: mark.end()]
    raise AssertionError(f"a block without an end: {html}")


def _rows_shown(app: AppTest) -> list[str]:
    return [row for _, _, row in _named_rows(app)]


def _row_of(app: AppTest, kpi: str) -> str:
    return next(row for _, name, row in _named_rows(app) if name.startswith(kpi))


def test_the_board_is_sorted_and_reduced_by_its_link(board):
    by_level, app = _rows_shown(board), opened("overview", sort="worst")
    worst = _rows_shown(app)
    assert sorted(by_level) == sorted(worst) and by_level != worst
    off = ["scd-card" in row for row in worst if "<img" in row]
    assert off == sorted(off, reverse=True) and True in off and False in off
    app.query_params.update({"sort": "level", "off": "off"})
    app.run()
    assert _rows_shown(app) == [row for row in by_level if "scd-card" in row]
    assert "KPIs without a target" in words(board) and "KPIs without a target" not in words(app)
    app.query_params.update({"sort": "owner", "off": "all"})
    titles = re.findall(r'<h3 class="scd-level scd-all">([^<]*)</h3>', words(app.run()))
    assert titles == [
        "Culture committee",
        "Human resources",
        "Marketing and customer service",
        "Targets of single units that are off",
    ]
    app.session_state["printed_others"] = True
    app.run()
    folded = int(re.search(r"KPIs without a target: (\d+)", words(board))[1])
    assert not app.exception and len(_rows_shown(app)) == len(by_level) + folded


def test_each_cell_says_its_term_and_opens_its_evidence(board):
    cells = re.findall(r"<details.*?</details>", _row_of(board, "Customer satisfaction"))
    assert len(cells) == 4, "the value and three terms"
    for cell, term in zip(cells[1:], ("Short term", "Mid term", "Long term"), strict=True):
        seen, told = cell.split("</summary>")
        assert f"<i>{term}: </i>" in seen and "at least" in told and "202" in told
    assert "against" in cells[0], "the value opens how it changed"
    assert "<i>Owner: </i>Marketing" in _row_of(board, "Customer satisfaction")


def _month_shown() -> date:
    """The month with which the pages open: the last that is over."""
    return add_months(date.today().replace(day=1), -1)


def test_a_filtered_board_has_the_company_beside_each_value(board):
    there = opened("overview", store="Harbour Plaza")
    value = re.search(r"<summary><b>([^<]*)<", _row_of(board, "Customer satisfaction"))[1]
    rows = _rows_shown(there)
    assert f"company {value}" in _row_of(there, "Customer satisfaction")
    assert all("company " in row for row in rows)
    led = {row.kpi.name for row in looked_at(rows_of, _month_shown(), ()) if row.counting}
    [*_, folded] = re.findall(r"KPIs without a target here or in the company: (\d+)", words(there))
    here = looked_at(rows_of, _month_shown(), (("store", ("Harbour Plaza",)),))
    valued = [row for row in here if row.counting or row.card and row.card.has_value]
    assert len(rows) == sum(bool(row.counting) or row.kpi.name in led for row in valued)
    assert int(folded) == len(valued) - len(rows) > 0, "of what has no target anywhere"
    assert "No target here" not in words(there) and "Without a target here" in words(there)
    assert "company " not in "".join(_rows_shown(board))
    links = [link for link, _, _ in _named_rows(there)]
    assert links and all("store=Harbour" in link for link in links), "what is looked at is kept"


def test_a_board_without_targets_says_so_once(filled):
    app = opened("overview", channel="App")
    assert words(app).count("No targets are set for this selection.") == 1
    assert "linked_sort" not in app.session_state
    assert "Not recorded by Channel" in words(app)


def test_where_nothing_has_a_target_the_first_are_shown_and_the_rest_is_folded(snapshot):
    before = _board(snapshot, date(2024, 3, 1), (), "en", False)  # before the first target was set
    assert not before.targeted and len(before.others) == _MOST_BARE and before.folded > 0
    assert before.folded_words == f"More KPIs without a target: {before.folded}"
    folded = _folded(snapshot, date(2024, 3, 1), (), "en", False)
    shown = {line.label for line in before.others}
    assert len(folded) == before.folded and not shown & {line.label for line in folded}
    since = _board(snapshot, MONTH, (), "en", False)
    assert since.folded_words == f"KPIs without a target: {since.folded}"


def test_targets_of_very_many_units_are_judged_once_somebody_opens_them(filled, monkeypatch):
    monkeypatch.setattr("ui.overview.scorecard.MOST_PLACES", 2)
    app = opened("overview")
    shown = len(_rows_shown(app))
    assert "Targets of single units: 3 units" in words(app)
    assert "Targets of single units that are off" not in words(app)
    app.session_state["printed_units"] = True
    app.run()
    assert not app.exception and len(_rows_shown(app)) > shown
    assert "Targets of single units that are off" in words(app)


def test_the_change_that_is_told_is_called_better_or_worse_and_no_other(snapshot):
    rows = [row for row in rows_of(snapshot, MONTH, ()) if row.card is not None]
    told = [
        row for row in rows if row.card.change is not None and row.card.change.better is not None
    ]
    assert told
    for row in rows:
        changes = row_html(row, MONTH, (), None, SAY, LIGHT).split('class="scd-c">')[1]
        month, year = changes.split("</div>")[0].split("<br>")
        coloured = ["<b" in month, "<b" in year]
        assert sum(coloured) == (row in told)
        if row in told:
            before = row.card.change.before
            assert coloured == [before == add_months(MONTH, at) for at in (-1, -12)]


def test_the_file_has_a_line_a_target_with_filter_and_month(board):
    only = (("store", ("Harbour Plaza",)),)
    month = add_months(date.today().replace(day=1), -1)
    sheets = looked_at(sheets_of, month, only, SAY)
    card, about = sheets["Scorecard"], dict(sheets["About"].to_numpy())
    assert about["Place"] == "Store: Harbour Plaza" and about["Month"] == SAY.month(month)
    line = card[card["KPI"] == "Customer satisfaction (CSAT)"].iloc[0]
    assert (line["Goal"], line["Off"], line["Owner"]) == (85.0, "yes", "Sales")
    assert line["Value minus target"] == pytest.approx(round(line["Value judged"], 1) - 85.0)
    assert line["Whole company"] > line["Value"]
    whole = looked_at(sheets_of, month, (), SAY)["Scorecard"]
    assert "Whole company" not in whole
    assert {"Store: Harbour Plaza", "whole company"} <= set(whole["Place"])
    assert len(whole[whole["Place"] == "whole company"]) >= 24


def test_without_actions_there_is_no_block_of_them(database):
    day = date(2026, 9, 3)
    assert _titles_beside(database) == []
    add(database, typed_rows(EVENT, [{"date": day, "type": "note", "text": "A note"}], "typed"))
    assert _titles_beside(database) == []
    add(database, typed_rows(EVENT, [{"date": day, "type": "action", "text": "<b>"}], "typed"))
    assert _titles_beside(database) == ["Actions begun in the year up to Sep 2026"]


def test_actions_say_what_became_of_them_and_which_are_to_be_checked(board):
    month = add_months(date.today().replace(day=1), -1)
    found = looked_at(other_blocks, month, (), SAY)
    [block] = [one for one in found if one.title.startswith("Actions begun")]
    told = {
        re.sub("<[^>]+>", "", item.split("<br>")[0]): item for item in block.below.split("<li>")[1:]
    }
    judged = {one.action.title: one for one in looked_at(judged_actions, month)}
    shown = [title for title in told if title in judged]
    assert len(shown) >= 3
    for title in shown:
        outcome = judged[title].outcome
        assert f"{outcome.shape} {SAY(outcome.label)}" in told[title]
        assert ("Effect to be checked now" in told[title]) is judged[title].is_due(month)
    assert len({"Effect to be checked now" in told[title] for title in shown}) == 2


def test_what_is_overdue_says_since_when_and_leads_to_it(board):
    found = looked_at(overdue_of, ())
    assert found and all(one.due < date.today() for one in found)
    [block] = [
        one for one in looked_at(other_blocks, MONTH, (), SAY) if one.title.startswith("Overdue on")
    ]
    assert SAY.date(date.today()) in block.title  # whatever month is looked at
    for lead, one in zip(block.leads, found, strict=False):
        assert lead.label == one.title and SAY.date(one.due) in lead.words
    problem = next(lead for lead in block.leads if ("section", "problems") in lead.link)
    assert dict(problem.link)["problem"] in {one.problem_id for one in found}


def test_of_a_filtered_place_only_its_own_and_the_company_s_are_overdue(board):
    everywhere = looked_at(overdue_of, ())
    here = looked_at(overdue_of, (("store", ("Harbour Plaza",)),))
    places = {one.place for one in here}
    assert places == {(None, None), ("store", "Harbour Plaza")} and len(here) < len(everywhere)


def test_whoever_may_not_see_people_is_told_departments(board, monkeypatch):
    monkeypatch.setattr("ui.overview.beside.sees_people", lambda viewer: False)
    one = next(one for one in looked_at(overdue_of, ()) if one.owner)
    with_owner = _words_of_overdue(one)
    monkeypatch.setattr("ui.overview.beside.sees_people", lambda viewer: True)
    assert one.owner not in with_owner and one.department in with_owner
    assert one.owner in _words_of_overdue(one)


def _words_of_overdue(one) -> str:
    found = looked_at(other_blocks, MONTH, (), SAY)
    return next(lead.words for block in found for lead in block.leads if lead.label == one.title)


def _titles_beside(database) -> list[str]:
    with database.read() as reading:
        found = other_blocks(
            Snapshot(reading, database.path, data_version(reading), TODAY), MONTH, (), SAY
        )
    for block in found:
        assert "<b><b>" not in block.below
    return [block.title for block in found]
