"""A period is published once, stays as it was told, and says what is another since, and why."""

from datetime import date

import pytest

from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version, undo
from i18n import translator
from metrics.frozen.published import figures_of
from metrics.frozen.publishing import publish
from metrics.frozen.restated import restatement_words, restatements, stands_again
from metrics.snapshot import Snapshot

QUARTER = date(2026, 4, 1)
TODAY = date(2026, 10, 5)
SAY = translator("en")


def answers(month: str, promoters: int, of: int = 100, first: int = 0) -> list[str]:
    return [
        f"{month}-{number:03d},{month}-15,{10 if number < promoters else 8},"
        f"{'North' if number % 2 else 'South'},Store {number % 4},web"
        for number in range(first, first + of)
    ]


def wrong(month: str, numbers: range) -> list[str]:
    """Answers of a month that were no 8 but a 0."""
    return [row.replace(",8,", ",0,") for row in answers(month, 0)[numbers.start : numbers.stop]]


def load(database, name: str, *rows: str) -> int:
    told = "\n".join(["response_id,date,score,region,store,channel", *rows]).encode()
    return add(database, prepare(told, f"{name}.csv", NPS, Options(), TODAY)).upload


@pytest.fixture
def told(database):
    for month in ("2026-04", "2026-05", "2026-06"):
        load(database, month, *answers(month, 40))
    return database


def look(database, question, *asked):
    with database.read() as reading:
        return question(Snapshot(reading, database.path, data_version(reading), TODAY), *asked)


def said(database) -> list[str]:
    return [restatement_words(one, SAY) for one in look(database, restatements)]


def test_a_correction_is_told_with_its_cause_and_its_undoing(told):
    publication = publish(told, QUARTER, "quarter", TODAY, "Wang Fang")
    assert (publication.state, publication.by, publication.number) == (
        "published",
        "Wang Fang",
        "2026-Q2-1",
    )
    frozen = look(told, figures_of, publication)
    nps = next(one for one in frozen if one.kpi == "net_promoter_score")
    assert (nps.value, nps.n, nps.place) == (40.0, 300.0, (None, None))
    assert said(told) == []
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    found, *of_regions = [
        one for one in look(told, restatements) if one.kpi == "net_promoter_score"
    ]
    assert [one.place for one in of_regions] == [("region", "North"), ("region", "South")]
    assert (found.was, found.now, found.was_n, found.now_n) == (40.0, 30.0, 300.0, 300.0)
    (cause,) = found.causes
    assert (cause.upload, cause.corrected, cause.late, cause.gone) == (corrected, 30, 0, 0)
    assert restatement_words(found, SAY).endswith(
        f"upload {corrected} of {SAY.date(cause.day)} corrected 30 rows."
    )
    assert look(told, figures_of, publication) == frozen
    undo(told, corrected)
    assert said(told) == []
    (stands,) = look(told, stands_again, "net_promoter_score")
    assert [one.upload for one in stands.uploads] == [corrected]
