"""What is remembered of a snapshot belongs to its state, its day and its viewer."""

from dataclasses import replace
from datetime import date, timedelta

from data.kinds.catalog import NPS
from data.reading.options import Options
from data.roles import READER, TRAINER, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version
from i18n import N_, translator
from metrics.answers.asked import scale_breaks_of
from metrics.catalog import kpi_named
from metrics.kpi import Version
from metrics.snapshot import Snapshot, remembered
from ui.kpi.definitions import _versions

TODAY = date(2026, 3, 1)
TRAINERS = Viewer(frozenset({TRAINER}))


def test_state_day_and_viewer_part_what_is_remembered(database):
    worked_out = []

    @remembered(20)
    def answer(snapshot: Snapshot, question: str) -> tuple:
        worked_out.append(question)
        return snapshot.version, snapshot.today, snapshot.viewer

    def asked(viewer: Viewer = READER, today: date = TODAY) -> tuple:
        with database.read(viewer=viewer) as reading:
            return answer(Snapshot(reading, database.path, data_version(reading), today), "n")

    first = asked()
    assert asked() == first and worked_out == ["n"]
    assert asked(TRAINERS)[2] == TRAINERS and asked()[2] == READER
    assert asked(today=TODAY + timedelta(days=1))[1] == TODAY + timedelta(days=1)
    assert len(worked_out) == 3
    add(database, prepare(b"response_id,date,score\n1,2026-01-05,9\n", "a.csv", NPS, Options()))
    assert asked()[0] > first[0] and len(worked_out) == 4


def test_a_new_definition_breaks_the_series_as_another_scale_does(database):
    note = Version(date(2026, 2, 10), N_("Definition"))
    csat = replace(kpi_named("csat"), versions=(note,))
    with database.read() as reading:
        snapshot = Snapshot(reading, database.path, data_version(reading), TODAY)
        assert scale_breaks_of(snapshot, csat) == (date(2026, 2, 1),)
    assert _versions(csat, translator("en")) == ["From Feb 10, 2026 on: Definition"]
