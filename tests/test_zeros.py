"""Codes that differ only in leading zeros, which spreadsheets drop."""

from datetime import date

import pandas as pd

from data.checking.zeros import Zeros, joined, zeros_of, zeros_question
from data.kinds.catalog import TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from i18n import N_

TODAY = date(2026, 11, 20)


def texts(*values):
    return pd.Series(values, dtype="str")


def test_unknown_codes_are_paired_with_the_known_one_that_differs_in_zeros():
    found = zeros_of(
        texts("101", "000102", "103", "A101", "0A1", "0"), ["000101", "102", "103", "A0101", "00"]
    )
    assert found == Zeros({"0": "00", "000102": "102", "101": "000101"}, {})


def test_where_zeros_tell_known_codes_apart_nothing_is_paired():
    assert zeros_of(texts("07", "0007"), ["7", "007"]) == Zeros()


def test_codes_of_one_file_are_paired_with_the_longest():
    found = zeros_of(texts("12", "0012", "012", "5", None), [])
    assert found == Zeros({}, {"012": "0012", "12": "0012"})
    assert joined(texts("12", "5", None), found).fillna("-").tolist() == ["0012", "5", "-"]
    assert zeros_of(texts("12", "0012"), ["012"]).pairs == {"12": "012", "0012": "012"}


def test_the_question_shows_how_many_and_one_of_them():
    question = zeros_question(zeros_of(texts("101", "102"), ["000101", "000102"]), N_("Employee"))
    assert (question.name, question.likely, [choice.name for choice in question.choices]) == (
        "zeros",
        "same",
        ["same", "different"],
    )
    assert "2, such as 101 and 000101" in str(question.message)
    assert zeros_question(Zeros(), N_("Employee")) is None


def test_the_retake_list_that_a_spreadsheet_saved_is_of_the_same_people(shared):
    folder = shared / "cases/public/leading-zeros"
    first, saved = (
        prepare((folder / name).read_bytes(), name, TRAINING, Options(), TODAY).checked.rows[
            "employee"
        ]
        for name in ("first.csv", "retake_saved.csv")
    )
    found = zeros_of(saved, first)
    assert len(found.known) == saved.nunique() and set(joined(saved, found)) <= set(first)
