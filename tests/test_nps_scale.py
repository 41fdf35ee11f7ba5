"""Scores from 1 to 5 in a file of recommendations are asked about: they give no NPS."""

from datetime import date

import pytest

from data.kinds import NPS
from data.load import prepare
from data.options import Options

TODAY = date(2026, 11, 20)


def nps(scores, heading="NPS", **options):
    content = "\n".join([f"ID,Date,{heading}", *(f"{at},2026-09-{at % 28 + 1:02d},{score}" for at, score in enumerate(scores))])
    return prepare(content.encode(), "f.csv", NPS, Options(**options), TODAY).checked


@pytest.mark.parametrize("scores", [[1, 2, 3, 4, 5] * 8, [5, 5, 4] * 20, [1, 2, 3, 4] * 10, [3] * 30])
def test_a_shorter_scale_gives_no_nps_unless_someone_says_so(scores):
    checked = nps(scores)
    [question] = checked.questions
    assert (question.name, question.likely) == ("nps_scale", "shorter") and f"All {len(scores)} answers" in str(question.message)
    assert (len(checked.rows), checked.left_out, checked.rejected) == (0, len(scores), 0)
    assert all("give no NPS" in str(issue.message) for issue in checked.issues)
    kept = nps(scores, answers={"nps_scale": "as_written"})
    assert len(kept.rows) == len(scores) and kept.left_out == 0


def test_a_dozen_low_answers_are_asked_about_but_kept_meanwhile():
    checked = nps([5, 4, 3, 5] * 3)
    assert [question.likely for question in checked.questions] == ["as_written"] and len(checked.rows) == 12


@pytest.mark.parametrize("scores, heading", [
    ([5, 4, 3], "NPS"), ([0, 3, 5, 4] * 10, "NPS"), ([1, 5, 9] * 10, "NPS"),
    ([1, 7, 5, 6] * 10, "NPS"), ([2, 3, 4, 5, 6] * 18, "NPS"), ([5, 4] * 20, "NPS (0-10)"), ([1, 3, 6] * 5, "NPS")])
def test_what_can_be_from_0_to_10_is_not_asked_about(scores, heading):
    checked = nps(scores, heading)
    assert checked.questions == () and len(checked.rows) == len(scores)


def test_a_row_with_a_fault_is_kept_out_and_not_left_out():
    checked = nps([*[5, 4] * 20, 77])
    assert (checked.rejected, checked.left_out, checked.read) == (1, 40, 41)
