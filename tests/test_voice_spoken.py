"""All voices: the themes of records without a score, attitude as the file says, and staff behind ten of
them at least."""

import json
import re
from datetime import date

import pandas as pd
import pytest

from charts.theme import LIGHT
from charts.voice_spoken import description, theme_dots
from data.kinds.catalog import COMPLAINT, SERVICE_REQUEST, STAFF_SURVEY, SUGGESTION, SURVEY
from data.roles import COMMITTEE, STEWARD, Viewer
from data.uploads.store import add
from data.uploads.typed import typed_rows
from errors import NotForRole
from i18n import LANGUAGES, translator
from metrics.voice import records
from metrics.voice.dictionary import DICTIONARY
from metrics.voice.span import Span, is_quarter, quarters_up_to
from metrics.voice.spoken import fewest_of, mentions, spoken, spoken_finding
from tests.test_pages import opened, words
from tests.test_voice_page import copy, full, heading  # noqa: F401

SAY = translator("en")
TODAY, YEAR = date(2026, 10, 1), Span(date(2025, 10, 1), 12)
QUARTER = Span(date(2026, 7, 1), 3)
LABELS = {theme.name: theme.label for theme in DICTIONARY.themes}
SEES = Viewer(frozenset({COMMITTEE}))


def texts(*rows):
    found = pd.DataFrame(rows, columns=["text", "attitude", "n"])
    return found.assign(person=pd.Series([None] * len(found), dtype=object))


def test_every_record_counts_once_however_many_say_the_same():
    found = texts(
        ("The staff were rude and rude", None, 3),
        ("等了很久", None, 4),
        ("等了很久，態度冷淡", None, 2),
        ("无", None, 9),
        ("", None, 5),
    )
    said, counts = mentions(found, DICTIONARY)
    assert (said, counts["attitude"], counts["speed"]) == (9, 5, 6)


@pytest.mark.parametrize(
    ("text", "attitude", "about"),
    [
        ("rude", "no", 0),  # the file says that it is not
        ("Parcel lost", "yes", 1),
        ("rude", None, 1),
        ("", "yes", 1),  # nothing is written, but it is known what it is about
        ("", None, 0),
    ],
)
def test_attitude_is_what_a_complaint_says_itself(text, attitude, about):
    said, counts = mentions(texts((text, attitude, 1)), DICTIONARY)
    assert counts["attitude"] == about and said == (1 if text or attitude else 0)


def test_few_records_tell_nothing_and_rare_themes_are_left_out():
    frame = texts(("rude", None, 12), ("等了很久", None, 4))
    assert spoken(COMPLAINT, frame, 16, DICTIONARY, 17).themes == ()
    assert not spoken(COMPLAINT, frame, 16, DICTIONARY, 17).enough
    found = spoken(COMPLAINT, frame, 16, DICTIONARY, 5)
    assert [theme for theme, _ in found.themes] == ["attitude"] and found.of("speed") is None
    assert found.of("attitude").value == 0.75 and found.enough and not found.judged


def test_of_suggestions_the_people_are_counted_not_what_they_wrote():
    many = texts(*[("Queue is slow", None, 5)] * 12)
    one = many.assign(person="E1")
    found = spoken(SUGGESTION, one, 60, DICTIONARY, 10)
    assert (found.said, found.people, found.enough, found.themes) == (60, 1, False, ())
    all_of_them = spoken(
        SUGGESTION, many.assign(person=[f"E{at}" for at in range(12)]), 60, DICTIONARY, 10
    )
    assert all_of_them.people == 12 and all_of_them.of("speed").k == 60
    nine = many.assign(person=[f"E{at}" for at in range(12)], text=["slow"] * 9 + ["rude"] * 3)
    assert spoken(SUGGESTION, nine, 60, DICTIONARY, 10).themes == ()


@pytest.mark.parametrize("kind", [STAFF_SURVEY, SUGGESTION], ids=lambda kind: kind.name)
def test_of_staff_there_are_at_least_ten_whoever_looks(kind):
    assert fewest_of(kind, 1) == fewest_of(kind, 10) == 10
    assert (fewest_of(COMPLAINT, 1), fewest_of(COMPLAINT, 10)) == (1, 10)


@pytest.mark.parametrize("kind", [STAFF_SURVEY, SUGGESTION], ids=lambda kind: kind.name)
def test_what_staff_write_is_read_for_some_roles_only(sample, kind):
    for viewer in (Viewer(), Viewer(frozenset({STEWARD}))):
        with sample.read(viewer=viewer) as reading:
            with pytest.raises(NotForRole):
                records.staff_texts(reading, kind, QUARTER)
            with pytest.raises(ValueError, match="of staff"):
                records.texts(reading, kind, YEAR)
    with sample.read(viewer=SEES) as reading:
        assert records.staff_texts(reading, kind, QUARTER)[0]["n"].sum() > 10


def test_what_staff_write_without_their_names_is_told_of_nothing_that_overlaps(sample):
    """A year less eleven of its months, or a region less all stores but one, would be one remark."""
    place = (("store", ("Harbour Plaza",)),)
    asked = [(YEAR, ()), (Span(date(2026, 8, 1), 3), ()), (Span(date(2026, 7, 1), 1), ())]
    with sample.read(viewer=SEES) as reading:
        for span, only in [*asked, (QUARTER, place)]:
            with pytest.raises(ValueError, match="quarters of the whole company"):
                records.staff_texts(reading, STAFF_SURVEY, span, only)
        assert len(records.staff_texts(reading, SUGGESTION, YEAR, place)[0])


@pytest.mark.parametrize(
    ("span", "today", "latest"),
    [
        (YEAR, TODAY, date(2026, 7, 1)),
        (Span(date(2026, 10, 1), 1), date(2026, 10, 31), date(2026, 7, 1)),  # not over
        (Span(date(2026, 8, 1), 1), TODAY, date(2026, 4, 1)),
        (Span(date(2026, 1, 1), 2), TODAY, date(2025, 10, 1)),
    ],
)
def test_quarters_are_those_over_at_the_end_of_the_months_looked_at(span, today, latest):
    found = quarters_up_to(span, today)
    assert found[0] == Span(latest, 3) and len(found) == 4 and all(map(is_quarter, found))
    assert all(one.end < found[0].first for one in found[1:])


def test_scores_of_attitude_are_no_word_of_it(sample):
    """A survey has a column of that name, which holds a score."""
    with sample.read() as reading:
        found, recorded = records.texts(reading, SURVEY, YEAR)
        (own,) = reading.row(
            "SELECT count(comment) FROM live_survey WHERE date >= '2025-10-01' AND date < '2026-10-01'"
        )
    assert found["attitude"].isna().all() and found["n"].sum() == own == recorded


def test_of_very_many_a_part_is_read_and_how_many_there_are_is_known(sample, monkeypatch):
    monkeypatch.setattr(records, "MOST_CODED", 500)
    with sample.read() as reading:
        found, recorded = records.texts(reading, COMPLAINT, YEAR)
    one = spoken(COMPLAINT, found, recorded, DICTIONARY, 10)
    assert one.taken == found["n"].sum() < recorded == one.recorded
    assert 350 < one.taken < 650


def test_categories_and_comments_of_complaints_and_requests_are_read(database):
    rows = [
        {"complaint_id": "1", "date": "2026-09-01", "category": "Attitude", "comment": "shouted"},
        {"complaint_id": "2", "date": "2026-09-02", "category": "Waiting"},
    ]
    add(database, typed_rows(COMPLAINT, rows, "complaints.csv", today=TODAY))
    rows = [{"request_id": "1", "date": "2026-09-01", "category": "Long queue"}]
    add(database, typed_rows(SERVICE_REQUEST, rows, "requests.csv", today=TODAY))
    with database.read() as reading:
        complaints = mentions(records.texts(reading, COMPLAINT, YEAR)[0], DICTIONARY)
        asked = mentions(records.texts(reading, SERVICE_REQUEST, YEAR)[0], DICTIONARY)
        early, none = records.texts(reading, COMPLAINT, Span(date(2026, 1, 1), 3))
    assert (complaints[0], complaints[1]["attitude"], complaints[1]["speed"]) == (2, 1, 1)
    assert (asked[0], asked[1]["speed"]) == (1, 1) and early.empty and not none


def test_the_finding_names_complaints_first_and_nothing_of_few():
    many = texts(("rude", None, 30), ("等了很久", None, 10))
    few = texts(("rude", None, 12))
    found = [
        spoken(SURVEY, many, 40, DICTIONARY, 10),
        spoken(SERVICE_REQUEST, few, 12, DICTIONARY, 10),
        spoken(COMPLAINT, many, 40, DICTIONARY, 10),
    ]
    assert [SAY(one) for one in spoken_finding(found, LABELS)] == [
        "Complaint: most of “Attitude and manners”, 75.0% of 40.",
        "Customer satisfaction survey: most of “Attitude and manners”, 75.0% of 40.",
    ]


def test_the_picture_has_a_mark_a_source_and_hollow_ones_of_few():
    found = [
        spoken(COMPLAINT, texts(("rude", None, 30), ("等了很久", None, 10)), 40, DICTIONARY, 1),
        spoken(STAFF_SURVEY, texts(("等了很久", None, 12)), 12, DICTIONARY, 10),
    ]
    figure = theme_dots(found, LABELS, SAY, LIGHT)
    assert [trace.marker.symbol for trace in figure.data] == ["x", "triangle-up-open"]
    assert list(figure.data[0].x) == [25.0, 75.0] and list(figure.data[1].x) == [100.0]
    assert "Complaint (40): Attitude and manners 75.0%" in description(found, LABELS, SAY)


# --- the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_the_voices_of_customers(full, language):  # noqa: F811
    app = opened("voice", language, view="voices", window="quarter")
    assert not app.exception and len(heading(app)) > 40
    (chart,) = app.get("plotly_chart")
    say = translator(language)
    named = {trace["name"] for trace in json.loads(chart.proto.spec)["data"]}
    assert say(COMPLAINT.label) in named
    assert named.isdisjoint(say(kind.label) for kind in (STAFF_SURVEY, SUGGESTION))
    told = [caption.value for caption in app.caption]
    assert say("Suggestions and remarks of staff are left out.") in told


def test_the_committee_sees_those_of_staff(full, committee):  # noqa: F811
    app = opened("voice", view="voices", window="year")
    (chart,) = app.get("plotly_chart")
    assert "Suggestion" in chart.proto.alt and "Staff survey" in chart.proto.alt
    assert re.search(r"Staff survey: of \w+ 20\d\d to \w+ 20\d\d, the last quarter", words(app))
    none = opened("voice", view="voices", window="month", store="Harbour Plaza")
    assert any("fewer than 10" in caption.value for caption in none.caption)
    assert "Staff survey" not in words(none)
