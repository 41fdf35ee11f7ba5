"""Real files that nobody on this project wrote: each is read or refused in words, none is guessed at."""

import json
import time
from pathlib import Path

import pytest

from data.headings import match, missing_columns
from data.kinds import NPS, SURVEY, TRAINING
from data.options import Options
from data.reader import read
from data.sheet import Sheet
from errors import FileRefused, Undecided

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
FILES = sorted(path for path in REAL.rglob("*") if path.suffix in {".csv", ".tsv", ".xls", ".xlsx", ".ods"})
SPECTRUM = REAL / "hostile" / "csv-spectrum"

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real files is not on this machine")


def real(name: str, options: Options | None = None) -> Sheet:
    path = REAL / name
    return read(path.read_bytes(), path.name, options or Options())


def matched(sheet: Sheet, kind, options: Options) -> dict[str, str]:
    found = match(sheet, kind, options)
    assert missing_columns(found, kind, options) == ()
    return {sheet.headings[at]: column for at, column in found.columns.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REAL).as_posix())
def test_every_file_is_read_or_refused_in_words(path):
    started = time.monotonic()
    try:
        sheet = read(path.read_bytes(), path.name, Options())
    except FileRefused as refused:
        assert path.name in str(refused)
    else:
        assert len(sheet.headings) == len(set(sheet.headings)) == sheet.cells.shape[1]
        assert len(sheet.lines) == len(sheet.cells) > 0
        assert list(sheet.lines) == sorted(set(sheet.lines))
        assert "" not in sheet.headings
        assert not sheet.cells.isna().any().any()
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum_equals_its_json(path):
    expected = json.loads((SPECTRUM / f"expected_{path.stem}.json").read_bytes().decode("utf-8").replace(r"\r\n", r"\n"))
    sheet = read(path.read_bytes().replace(b"\r\n", b"\n"), path.name, Options())
    found = [dict(zip(sheet.headings, row, strict=True)) for row in sheet.cells.to_numpy().tolist()]
    for row in (*found, *(expected := expected if isinstance(expected, list) else [expected])):
        row.pop("Contact Phone Number", None)  # the file and its JSON were made anonymous differently
    assert found == expected


@pytest.mark.parametrize("name, records, headings", [
    ("survey_exports/wenjuanxing_text_800.xls", 800, 14), ("survey_exports/qualtrics_3header_de.csv", 1, 20),
    ("survey_exports/qualtrics_better_sample.csv", 10, 59), ("survey_exports/qualtrics_sidebyside_insights.csv", 25, 71),
    ("survey_exports/surveymonkey_doubleheader_demo.csv", 7, 12), ("customer/nps_long_pt.csv", 535, 9),
    ("customer/nyc311_animal_2025.csv", 4969, 31), ("customer/cms_patient_experience.csv", 500, 6),
    ("customer/nhs_fft_testdata.csv", 999, None), ("inspection/restaurant_inspections_anchorage.csv", 27178, 6),
    ("employee/apha_cpd_survey.csv", 237, None), ("spc/ae_attendances.csv", 12765, 6),
])
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
    with pytest.raises(Undecided):
        real(f"hostile/readxl/deaths.{suffix}")
    sheet = real(f"hostile/readxl/deaths.{suffix}", Options(sheet=name))
    assert sheet.headings == ("Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death")
    assert sheet.lines == tuple(range(6, 16))
    assert [row.line for row in sheet.left_out] == [16, 17, 18, 19]


def test_both_routes_to_the_staff_survey_give_the_same_numbers():
    name = "employee/csps2012_csps2012_allorganisations_20130201"
    flat, book = real(f"{name}.csv"), real(f"{name}.xlsx", Options(sheet="Table 1 - EEI and theme scores"))
    by_csv = dict(zip(flat.cells[1], flat.cells[2], strict=True))
    by_xlsx = dict(zip(book.cells[0], book.cells[1], strict=True))
    shared = [name for name in by_csv if by_xlsx.get(name)]
    assert len(shared) > 80
    assert all(round(float(by_xlsx[name]) * 100) == int(by_csv[name].rstrip("%")) for name in shared)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_moodle_grades_are_training(number):
    options = Options(set={"course": f"Quiz {number}"})
    sheet = real(f"survey_exports/moodle_grades_Quiz_{number}.csv")
    assert matched(sheet, TRAINING, options) == {
        "Department": "department", "Email address": "employee", "Completed": "date", "Grade/10.00": "score"}
    found = match(sheet, TRAINING, options)
    assert found.maximum == 10
    assert found.dropped_personal == ("Surname", "First name")
    assert [(row.line, row.text.split(",")[0]) for row in sheet.left_out] == [(28, "Overall average")]


def test_scores_in_long_format_are_matched_as_told():
    options = Options(where={"question_category": "NPS"},
                      match={"answer_content": "score", "answer_datetime": "date", "answer_id": "response_id"})
    assert matched(real("customer/nps_long_pt.csv", options), NPS, options) == {
        "answer_content": "score", "answer_datetime": "date", "answer_id": "response_id"}


def test_friends_and_family_answers_are_matched_with_one_hint():
    options = Options(match={"FFT categorical answer": "overall"})
    sheet = real("customer/nhs_fft_testdata.csv", options)
    columns = matched(sheet, SURVEY, options)
    assert columns == {"Comment ID": "response_id", "Date": "date", "FFT categorical answer": "overall"}
