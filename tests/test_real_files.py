"""Real files that nobody on this project wrote: each is read or refused in words, none is guessed
at."""

import json
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from data.kinds.catalog import NPS, SURVEY, TRAINING
from data.matching.headings import match
from data.matching.missing import missing_columns
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.uploads.prepare import prepare
from data.values.looks import is_number
from errors import FileRefused
from tests.read_whole import read_whole
from tools import real_files

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
FILES = sorted(
    path for path in REAL.rglob("*") if path.suffix in {".csv", ".tsv", ".xls", ".xlsx", ".ods"}
)
TABLES = real_files.files(REAL)
_LARGE = 50_000  # bytes
SPECTRUM = REAL / "hostile" / "csv-spectrum"

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real files is not on this machine")


def real(name: str, options: Options | None = None) -> Sheet:
    path = REAL / name
    return read(path.read_bytes(), path.name, options or Options())


def matched(sheet: Sheet, kind, options: Options) -> dict[str, str]:
    found = match(sheet, kind, options)
    assert missing_columns(found, kind, options) == ()
    return {sheet.headings[at]: column for at, column in found.columns.items()}


def is_on_the_page(path: Path) -> bool:
    return path.stat().st_size < _LARGE and path in TABLES


# What is hostile is read by tests/test_hostile.py, and what is small for the page below, alike.
@pytest.mark.parametrize(
    "path",
    [path for path in FILES if "hostile" not in path.parts and not is_on_the_page(path)],
    ids=lambda path: path.relative_to(REAL).as_posix(),
)
def test_every_file_is_read_or_refused_in_words(path):
    with suppress(FileRefused):
        read_whole(path.read_bytes(), path.name, Options())


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum_equals_its_json(path):
    expected = json.loads(
        (SPECTRUM / f"expected_{path.stem}.json")
        .read_bytes()
        .decode("utf-8")
        .replace(r"\r\n", r"\n")
    )
    sheet = read(path.read_bytes().replace(b"\r\n", b"\n"), path.name, Options())
    found = [dict(zip(sheet.headings, row, strict=True)) for row in sheet.cells.to_numpy().tolist()]
    for row in (*found, *(expected := expected if isinstance(expected, list) else [expected])):
        row.pop(
            "Contact Phone Number", None
        )  # the file and its JSON were made anonymous differently
    assert found == expected


@pytest.mark.parametrize(
    "name, records, headings",
    [
        ("survey_exports/wenjuanxing_text_800.xls", 800, 14),
        ("survey_exports/qualtrics_3header_de.csv", 1, 20),
        ("survey_exports/qualtrics_better_sample.csv", 10, 59),
        ("survey_exports/qualtrics_sidebyside_insights.csv", 25, 71),
        ("survey_exports/surveymonkey_doubleheader_demo.csv", 7, 12),
        ("customer/nps_long_pt.csv", 535, 9),
        ("customer/nyc311_animal_2025.csv", 4969, 31),
        ("customer/cms_patient_experience.csv", 500, 6),
        ("customer/nhs_fft_testdata.csv", 999, None),
        ("inspection/restaurant_inspections_anchorage.csv", 27178, 6),
        ("employee/apha_cpd_survey.csv", 237, None),
        ("spc/ae_attendances.csv", 12765, 6),
    ],
)
def test_all_records_of_a_file_are_there(name, records, headings):
    sheet = real(name)
    assert (len(sheet.lines), sheet.records) == (records, records)
    assert headings in (None, len(sheet.headings))


def test_wenjuanxing_keeps_its_choices_together():
    sheet = real("survey_exports/wenjuanxing_text_800.xls")
    hobbies = sheet.cells[sheet.headings.index("6、兴趣爱好")]
    chosen = hobbies.str.split("┋").explode().value_counts()
    assert [int(chosen[word]) for word in ("美食", "运动", "旅游")] == [492, 479, 478]
    assert match(sheet, SURVEY, Options()).dropped_personal == ("来自IP",)


def test_survey_monkey_contacts_are_dropped_at_the_door():
    found = match(real("survey_exports/surveymonkey_doubleheader_demo.csv"), SURVEY, Options())
    dropped = {heading.rsplit(" / ", 1)[-1] for heading in found.dropped_personal}
    assert dropped >= {"Name", "Address", "Email Address", "Phone Number"}


@pytest.mark.parametrize("name", ["arts", "other"])
@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_a_table_between_notes_is_found(name, suffix):
    assert real(f"hostile/readxl/deaths.{suffix}").places.names == ("arts", "other"), (
        "read together, which is asked"
    )
    sheet = real(f"hostile/readxl/deaths.{suffix}", Options(sheet=name))
    assert sheet.headings == (
        "Name",
        "Profession",
        "Age",
        "Has kids",
        "Date of birth",
        "Date of death",
    )
    assert sheet.lines == tuple(range(6, 16))
    assert [row.line for row in sheet.left_out] == [16, 17, 18, 19]


def test_both_routes_to_the_staff_survey_give_the_same_numbers():
    name = "employee/csps2012_csps2012_allorganisations_20130201"
    flat = real(f"{name}.csv")
    by_csv = {
        (row[1], key(heading)): row[at]
        for row in flat.cells.to_numpy().tolist()
        for at, heading in enumerate(flat.headings)
    }
    compared = 0
    for sheet in ("Table 1 - EEI and theme scores", "Table 2.1 - Question scores"):
        book = real(f"{name}.xlsx", Options(sheet=sheet))
        for row in book.cells.to_numpy().tolist():
            for at, heading in enumerate(book.headings):
                written = by_csv.get((row[0], key(heading)), "")
                if written.endswith("%") and is_number(row[at]):
                    compared += 1
                    assert abs(float(row[at].rstrip("%")) - int(written.rstrip("%"))) < 0.51, (
                        row[0],
                        heading,
                    )
    assert compared > 5_900


def key(heading: str) -> str:
    """What names a score on both routes: the number of its question, else the name of its theme."""
    question = re.search(r"\b[BW]\d\d\b(?!-)", heading)
    return question[0] if question else fold(heading.rsplit(" / ", 1)[-1].split(" theme score")[0])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_moodle_grades_are_training(number):
    options = Options(set={"course": f"Quiz {number}"})
    sheet = real(f"survey_exports/moodle_grades_Quiz_{number}.csv")
    assert matched(sheet, TRAINING, options) == {
        "Department": "department",
        "Email address": "employee",
        "Completed": "date",
        "Grade/10.00": "score",
    }
    found = match(sheet, TRAINING, options)
    assert found.maximum == 10
    assert found.dropped_personal == ("Surname", "First name")
    assert [(row.line, row.text.split(",")[0]) for row in sheet.left_out] == [
        (28, "Overall average")
    ]


def test_scores_in_long_format_are_matched_as_told():
    options = Options(
        where={"question_category": "NPS"},
        match={"answer_content": "score", "answer_datetime": "date", "answer_id": "response_id"},
    )
    assert matched(real("customer/nps_long_pt.csv", options), NPS, options) == {
        "answer_content": "score",
        "answer_datetime": "date",
        "answer_id": "response_id",
    }


def test_scores_in_long_format_are_found_without_a_setting():
    path = REAL / "customer/nps_long_pt.csv"
    found = prepare(path.read_bytes(), path.name, NPS, Options(), date(2026, 9, 1))
    scores = found.checked.rows["score"]
    assert (len(scores), found.checked.left_out, found.checked.rejected) == (265, 270, 0)
    assert round(100 * ((scores >= 9).mean() - (scores <= 6).mean()), 2) == 61.89


def test_friends_and_family_codes_are_counted_as_they_are_known():
    path = REAL / "customer/nhs_fft_testdata.csv"
    options = Options(
        match={"FFT categorical answer": "overall"}, reversed=True, missing=("6", "7"), scale="1-5"
    )
    found = prepare(path.read_bytes(), path.name, SURVEY, options, date(2026, 9, 1))
    counts = found.checked.rows["overall"].value_counts(dropna=False)
    assert {points: int(counts[points]) for points in (5, 4, 3, 2, 1)} == {
        5: 705,
        4: 151,
        3: 34,
        2: 18,
        1: 34,
    }
    assert found.checked.rows["overall"].isna().sum() == 57


def test_moodle_grades_load_with_a_course_and_a_pass_mark():
    path = REAL / "survey_exports/moodle_grades_Quiz_1.csv"
    found = prepare(
        path.read_bytes(),
        path.name,
        TRAINING,
        Options(set={"course": "Quiz 1"}, pass_mark=80),
        date(2026, 9, 1),
    )
    assert (len(found.checked.rows), found.checked.rejected, found.checked.left_out) == (26, 0, 1)
    assert set(found.checked.rows["maximum"]) == {10} and set(found.checked.rows["pass_mark"]) == {
        8
    }


def test_the_page_of_real_files_is_what_the_code_does(monkeypatch):
    """But for the largest files, which take most of a minute: `tools/real_files.py` prints all."""
    monkeypatch.setattr(real_files, "read", read_whole)
    page = real_files.PAGE.read_text("utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| `")]
    assert page == real_files.head() + "".join(f"{row}\n" for row in rows)
    told = {path.relative_to(REAL).as_posix(): path for path in TABLES}
    assert list(dict.fromkeys(row.split("`")[1] for row in rows)) == list(told)
    for name, path in told.items():
        if is_on_the_page(path):
            written = [row for row in rows if row.split("`")[1] == name]
            assert written == [line.text() for line in real_files.lines_of(path, REAL)], (
                "python tools/real_files.py --write"
            )


def test_friends_and_family_answers_are_matched_with_one_hint():
    options = Options(match={"FFT categorical answer": "overall"})
    sheet = real("customer/nhs_fft_testdata.csv", options)
    columns = matched(sheet, SURVEY, options)
    assert columns == {
        "Comment ID": "response_id",
        "Date": "date",
        "FFT categorical answer": "overall",
    }
