"""The end of a contract and days that are still to come are no days on which somebody left."""

import pytest

from data.kinds.catalog import ROSTER
from data.kinds.listed import listed
from data.matching.still_here import names_term
from tests.test_rated_parts import asked, load, taken

ROWS = 12
PEOPLE = {
    "Staff ID": [f"E{row:03d}" for row in range(ROWS)],
    "Hire date": [f"2021-03-{row + 1:02d}" for row in range(ROWS)],
    "As of": ["2026-10-31"] * ROWS,
}
PAST = [f"2024-03-{row + 1:02d}" for row in range(ROWS)]
TO_COME = [f"2099-03-{row + 1:02d}" for row in range(ROWS)]
LEAVERS = ["2026-05-31" if row < 2 else "" for row in range(ROWS)]


@pytest.mark.parametrize(
    "heading",
    [
        *("合同终止日期", "合同结束日期", "合同到期日", "合同終止日期", "合約到期日", "契約終了日"),
        *("Vertragsende", "Fin de contrat", "Date de fin de contrat", "Fin de contrato"),
        *("Fecha fin de contrato", "Fim do contrato", "Fine contratto", "Koniec umowy"),
        *("Contract end", "Contract end date", "계약 종료일", "Дата окончания договора"),
    ],
)
def test_the_end_of_a_contract_is_no_day_of_leaving(heading):
    found = load({**PEOPLE, heading: PAST}, ROSTER)
    assert "left_on" not in taken(found)
    assert not any(name.startswith("left_over:left_on") for name in asked(found))


@pytest.mark.parametrize("column", ["left_on", "hired_on"])
def test_no_listed_heading_of_a_contract_is_taken_unasked(column):
    section = {"left_on": "left", "hired_on": "hired"}[column]
    sure = [each.heading for each in listed() if each.section == section and not each.doubted]
    assert [heading for heading in sure if names_term(heading)] == []


@pytest.mark.parametrize(
    "columns",
    [
        {"Leave date": TO_COME},
        {"Leave date": PAST, "Status": ["Active"] * (ROWS - 1) + ["Left"]},
        {"离职日期": PAST, "在职状态": ["在职"] * ROWS},
    ],
)
def test_days_of_people_who_are_still_there_are_asked_about_and_not_taken(columns):
    found = load({**PEOPLE, **columns}, ROSTER)
    question = next(one for one in found.checked.questions if one.name == "left_over:left_on")
    heading = next(iter(columns))
    assert question.likely == "none" and "left_on" not in taken(found)
    assert [choice.name for choice in question.choices] == [heading, "none"]
    answered = load({**PEOPLE, **columns}, ROSTER, answers={question.name: heading})
    assert taken(answered)["left_on"] == heading


def test_leavers_beside_people_who_are_still_there_left():
    status = ["Left" if day else "Active" for day in LEAVERS]
    columns = {"Contract end": TO_COME, "Leave date": LEAVERS, "Status": status}
    found = load({**PEOPLE, **columns}, ROSTER)
    assert taken(found)["left_on"] == "Leave date"
    assert found.checked.rows["left_on"].notna().sum() == 2


def test_other_days_of_staff_move_no_row():
    found = load({**PEOPLE, "转正日期": PAST}, ROSTER)
    assert not any("counts in the month" in str(issue) for issue in found.checked.issues)
    assert not any(
        issue.message.text.startswith("Rows count in the month") for issue in found.checked.issues
    )
