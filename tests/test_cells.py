"""One cell of text becomes one value, or one sentence that says why not."""

import sys
import tracemalloc
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from data.checking import dates
from data.kinds.catalog import NPS, SURVEY, TARGET, TRAINING
from data.text.error_words import ERROR_WORDS
from data.text.writing import CELL, folded, half_width, shown
from data.values import numbers
from data.values.cells import (
    CellValues,
    among,
    begins,
    distinct,
    read_choices,
    read_text,
    spread,
)
from data.values.date_forms import NoYear, Order, WrittenMoment
from data.values.words import scale_of, stars
from errors import Message
from i18n import N_, translator

COMMENT = SURVEY.column("comment")
MOMENT = SURVEY.column("date")
NUMBER = SURVEY.column("overall")


def cells(texts, column=NUMBER, missing=()):
    return distinct(column, "Heading", pd.Series(texts, dtype="str"), missing)


def said(message, text):
    """The sentence as a reader sees it, with the cell in its place."""
    return str(
        Message(
            message.text,
            {
                name: shown(text) if blank == CELL else blank
                for name, blank in message.blanks.items()
            },
        )
    )


def faults(found, reading: CellValues) -> dict[int, str]:
    """Position of a text -> what is wrong with it."""
    return {
        int(at): said(
            Message(
                fault.message.text,
                {
                    **fault.message.blanks,
                    **{name: values[place] for name, values in fault.each.items()},
                },
            ),
            found.texts[at],
        )
        for fault in reading.faults
        for place, at in enumerate(fault.at)
    }


def numbers_of(*texts):
    column = cells(texts)
    return spread(column, numbers.read_numbers(column)).tolist()


def moments_of(*texts, day_first=None, column=MOMENT):
    found = cells(texts, column)
    return spread(found, dates.read_moments(found, dates.Dating(day_first)).reading).tolist()


@pytest.mark.parametrize(
    "text, value",
    [
        ("4", 4),
        ("4分", 4),
        ("4 points", 4),
        ("４．５", 4.5),
        ("1,234.5", 1234.5),
        ("+4", 4),
        ("-4", -4),
        ("\u22124", -4),
        ("\u20134", -4),
        ("\u00a04\u00a0", 4),
        ("5,5", 5.5),
        ("1.234,5", 1234.5),
        ("0,125", 0.125),
        ("1\u202f234", 1234),
        ("5 星", 5),
        ("10 - Extremely likely", 10),
        ("5（非常满意）", 5),
        ("非常满意(5分)", 5),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert numbers.parse(text, "Score") == (value, False)


@pytest.mark.parametrize("text", ["85%", "８５％", "85 %"])
def test_a_percentage_keeps_its_number_and_says_so(text):
    assert numbers.parse(text, "Score") == (85, True)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "inf",
        "-inf",
        "1e400",
        "1e2",
        "0x1F",
        "1_000",
        "2-Sep",
        "4/5",
        "4²",
        "½",
        "٤",
        "1,23,4",
        "--4",
        "4 5",
        "%",
        "分",
        "5;",
        "12345678901234567890",
    ],
)
def test_what_is_not_plainly_a_number_is_refused_in_words(text):
    fault = numbers.parse(text, "Score")
    assert isinstance(fault, Message)
    assert "Score" in said(fault, text) and text in said(fault, text)


def test_a_decimal_comma_is_settled_by_the_whole_column():
    assert numbers_of("1,234", "4,5") == [1.234, 4.5]
    assert numbers_of("1,234", "4.5") == [1234, 4.5]
    assert numbers_of("1,234") == [1234]
    assert numbers_of("1.234", "4,5") == [1234, 4.5]


def test_a_number_that_a_mixed_column_leaves_open_is_refused():
    column = cells(["4,5", "4.5", "1,234"])
    reading = numbers.read_numbers(column)
    assert reading.values[:2].tolist() == [4.5, 4.5]
    assert "1234" in faults(column, reading)[2] and "1.234" in faults(column, reading)[2]


def test_fractions_of_whole_numbers_are_never_rounded():
    column = cells(["5.6", "5.0", "7"], NPS.column("score"))
    reading = numbers.read_numbers(column, whole=True)
    assert reading.values.isna().tolist() == [True, False, False]
    assert reading.values.dropna().tolist() == [5, 7]
    assert "5.6" in faults(column, reading)[0] and "whole" in faults(column, reading)[0]


def test_limits_are_inclusive_and_quoted_in_the_sentence():
    column = cells(["0", "10", "11", "-1"])
    reading = numbers.within(numbers.read_numbers(column), "Score", 0, 10)
    assert (
        faults(column, reading)[2]
        == "Score is 11.0, outside 0 to 10. Correct these cells, or empty them."
    )
    assert reading.unreadable.tolist() == [2, 3] and np.isnan(reading.values).tolist() == [
        False,
        False,
        True,
        True,
    ]


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda value: round(value, 4)))
def test_a_written_decimal_comes_back_whichever_mark_the_column_uses(value):
    point = f"{value:,.4f}"
    comma = point.replace(",", " ").replace(".", ",")
    assert numbers_of(point) == [value]
    assert numbers_of(comma, "0,5") == [value, 0.5]


@given(st.text(max_size=12))
def test_any_text_gives_a_finite_number_or_a_sentence(text):
    parsed = numbers.parse(text, "Score")
    assert isinstance(parsed, Message) or np.isfinite(parsed[0])


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2026-09-03", (2026, 9, 3)),
        ("2026-09-03 14:05", (2026, 9, 3, 14, 5)),
        ("2026-09-03T14:05:06Z", (2026, 9, 3, 14, 5, 6)),
        ("2026-09-03T23:05:06.250+08:00", (2026, 9, 3, 23, 5, 6, 250000)),
        ("2026/9/3", (2026, 9, 3)),
        ("2026.9.3", (2026, 9, 3)),
        ("20260903", (2026, 9, 3)),
        ("20260903140506", (2026, 9, 3, 14, 5, 6)),
        ("2026年9月3日 上午 9:05", (2026, 9, 3, 9, 5)),
        ("2026年9月3日下午3时5分", (2026, 9, 3, 15, 5)),
        ("２０２６－０９－０３", (2026, 9, 3)),
        ("9/3/2026 2:05 PM", (2026, 9, 3, 14, 5)),
        ("2 June 2021 0:04 PM", (2021, 6, 2, 12, 4)),
        ("2 June 2021 8:28 AM", (2021, 6, 2, 8, 28)),
        ("2 June 2021 12:04 AM", (2021, 6, 2, 0, 4)),
        ("Wednesday, 2 June 2021, 8:28 AM", (2021, 6, 2, 8, 28)),
        ("3-Sep-2026", (2026, 9, 3)),
        ("Sept. 3, 2026", (2026, 9, 3)),
        ("2026-09", (2026, 9, 1)),
        ("2026年9月", (2026, 9, 1)),
        ("September 2026", (2026, 9, 1)),
        ("45000", (2023, 3, 15)),
        ("45000.5", (2023, 3, 15, 12)),
        ("28/2/2026", (2026, 2, 28)),
        ("2026-09-03 星期四", (2026, 9, 3)),
    ],
)
def test_moments_are_read_as_tools_write_them(text, moment):
    parsed = dates.parse(text, "Date")
    assert parsed.moment == datetime(*moment)


@pytest.mark.parametrize(
    "text, part",
    [
        ("2026-02-30", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("2026-09-03 25:00", "does not exist"),
        ("hello", "not a date"),
        ("NaN", "not a date"),
        ("12:30", "not a date"),
        ("2026-9-314:05", "not a date"),
        ("13:05 AM 2026-01-01", "does not exist"),
        ("99999", "not a date"),
        ("3 foo 2026", "not a date"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(text, part):
    fault = dates.parse(text, "Date")
    assert isinstance(fault, Message)
    assert part in said(fault, text) and text in said(fault, text)


@pytest.mark.parametrize("text", ["0026-01-02", "1926-09-03", "2126-09-03", "20260-09-03", "20001"])
def test_years_outside_the_limits_are_refused(text):
    column = cells([text, "2026-09-03"], MOMENT)
    reading = dates.read_moments(column).reading
    assert reading.unreadable.tolist() == [0]
    assert pd.isna(reading.values[0]) and reading.values[1] == pd.Timestamp(2026, 9, 3)


def test_a_day_of_hiring_may_lie_before_the_first_observation():
    assert moments_of("1985-03-01 00:00:00", column=TRAINING.column("hired_on")) == [
        pd.Timestamp(1985, 3, 1)
    ]


def test_any_part_above_twelve_settles_the_order_of_the_column():
    assert moments_of("3/4/2026", "13/4/2026")[0] == pd.Timestamp(2026, 4, 3)
    assert moments_of("3/4/2026 9:05", "4/13/2026 9:05")[0] == pd.Timestamp(2026, 3, 4, 9, 5)


def test_an_open_order_is_asked_once_and_then_obeyed():
    found = dates.read_moments(cells(["3/3/2026", "3/4/2026", "2026-04-01"], MOMENT))
    (asked,) = found.questions
    assert asked.name == "day_first" and asked.message.blanks["value"] == "3/4/2026"
    assert [choice.name for choice in asked.choices] == ["day", "month"]
    assert moments_of("3/4/2026", day_first=True) == [pd.Timestamp(2026, 4, 3)]
    assert moments_of("3/4/2026", day_first=False) == [pd.Timestamp(2026, 3, 4)]


def test_cells_that_contradict_each_other_are_not_settled_by_either():
    found = cells(["3/4/2026", "13/4/2026", "4/13/2026"], MOMENT)
    assert [asked.name for asked in dates.read_moments(found).questions] == ["day_first"]
    found = cells(["3/4/2026", "4/13/2026", "13/4/2026"], MOMENT)
    reading = dates.read_moments(found, dates.Dating(True)).reading
    assert reading.unreadable.tolist() == [1] and reading.values[0] == pd.Timestamp(2026, 4, 3)


def test_nothing_is_asked_where_day_and_month_are_the_same():
    assert moments_of("3/3/2026") == [pd.Timestamp(2026, 3, 3)]


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 12, 31)))
def test_every_form_of_one_moment_gives_that_moment(moment):
    when = moment.replace(second=0, microsecond=0)
    forms = [
        when.isoformat(),
        f"{when:%Y/%m/%d %H:%M}",
        f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}",
        f"{when:%d %B %Y %I:%M %p}",
        f"{when:%Y-%m-%dT%H:%M:%S}+08:00",
    ]
    assert moments_of(*forms) == [when] * len(forms)
    assert moments_of(f"{when:%d/%m/%Y %H:%M}", "13/01/2026") == [when, pd.Timestamp(2026, 1, 13)]
    assert moments_of(f"{when:%m/%d/%Y %I:%M %p}", "01/13/2026") == [
        when,
        pd.Timestamp(2026, 1, 13),
    ]


@given(st.text(alphabet="0123456789-/.:年月日 TZAPMapm", max_size=20))
def test_any_text_of_digits_gives_a_moment_or_a_sentence(text):
    try:
        assert isinstance(dates.parse(text, "Date"), WrittenMoment | Message)
    except NoYear:
        assert dates.parse(text, "Date", Order(year=2000))


_ODD = st.text(
    alphabet="0123456789-/.,:'% +=()分星年月日 TZAPMapmstonjun\u3000\ufeff４．：Ｊｕｎ周",
    max_size=14,
)


@given(_ODD | st.text(max_size=10))
def test_what_is_seen_at_once_to_be_nothing_is_nothing_when_looked_at_alone(text):
    alone = pd.Series([text.strip()], dtype="str")
    if numbers.hopeless(alone)[0]:
        assert "not a number" in str(numbers.parse(alone[0], "Score"))
    if dates.hopeless(alone)[0]:
        assert "not a date" in str(dates.parse(alone[0], "Date"))


def test_nonsense_is_seen_at_once():
    texts = pd.Series(
        ["b", "sometime 2026", "0.5x", "n.b.", "about 7", "7 pts", "2 June 2026", "10 - best"],
        dtype="str",
    )
    assert numbers.hopeless(texts).tolist() == [True, True, True, True, True, False, True, False]
    assert dates.hopeless(texts).tolist() == [True, True, False, True, True, False, False, False]


@pytest.mark.parametrize("look", [numbers.hopeless, dates.hopeless], ids=["numbers", "dates"])
def test_nonsense_is_seen_without_a_python_string_of_each_text(look):
    """Else a file of faults takes several times its size."""
    texts = pd.Series([f"sometime {number}" for number in range(50_000)], dtype="str")
    look(texts[:10])
    tracemalloc.start()
    look(texts)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * len(texts)


@given(st.lists(st.from_regex(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?", fullmatch=True), min_size=1))
def test_plain_numbers_are_what_python_reads(texts):
    assert numbers.read_numbers(cells(texts)).values.tolist() == [
        float(text) for text in dict.fromkeys(texts)
    ]


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "-",
        "--",
        "—",
        "N/A",
        "n/a",
        "NA",
        "null",
        "NULL",
        "无",
        "未作答",
        "未填寫",
        "Not provided",
        "未评价",
        "(空)",
        "（空）",
        "(跳过)",
        "#N/A",
        "99",
    ],
)
def test_codes_for_no_answer_are_no_answer(code):
    found = cells([code, "5"], missing=("99",))
    assert spread(found, numbers.read_numbers(found)).isna().tolist() == [True, False]


def test_nan_is_a_fault_and_not_a_silent_gap():
    assert numbers.read_numbers(cells(["NaN"])).unreadable.tolist() == [0]


def test_text_keeps_zeros_signs_and_odd_characters():
    written = ["007", "=1+1", "\u202eabc", "<img onerror=x>", "Ａ", "N/A", "two  words"]
    found = cells(written, COMMENT)
    assert spread(found, read_text(found)).tolist()[:5] == written[:5]
    assert spread(found, read_text(found)).isna().tolist() == [False] * 5 + [True, False]
    assert spread(found, read_text(found)).iloc[6] == "two  words"


@given(st.lists(st.text(max_size=8), max_size=8))
def test_text_is_stored_unchanged_but_for_blanks_around_it(texts):
    found = cells(texts, COMMENT)
    kept = spread(found, read_text(found))
    assert len(kept) == len(texts)
    assert all(pd.isna(value) or value in text for value, text in zip(kept, texts, strict=True))


def test_choices_are_found_by_word_or_label_in_any_language():
    column = TARGET.column("stage")
    found = cells(["short", "MID TERM", "Ｌong", "soon"], column)
    reading = read_choices(found)
    assert spread(found, reading).tolist()[:3] == ["short", "mid", "long"]
    assert reading.unreadable.tolist() == [3] and "soon" in faults(found, reading)[3]


def test_choices_are_found_by_their_chinese_label():
    label = translator("zh_Hans")(N_("Short term"))
    assert read_choices(cells([label], TARGET.column("stage"))).values.tolist() == ["short"]


def test_folding_forgets_width_case_and_blanks_only():
    assert folded("ＶＥＲＹ  Good\u3000") == "very good"
    assert half_width("４²") == "4²"


def test_comments_do_not_stay_in_memory():
    comment = " ".join(["The queue was long."] * 9)
    held = sys.getrefcount(comment)
    folded(comment)
    assert sys.getrefcount(comment) == held


@pytest.mark.parametrize(
    "words, points",
    [
        (["非常满意", "满意", "一般", "不满意", "非常不满意"], [5, 4, 3, 2, 1]),
        (["非常满意", "比较满意", "一般", "不太满意", "很不满意"], [5, 4, 3, 2, 1]),
        (["很满意", "满意", "一般", "不太满意", "不满意"], [5, 4, 3, 2, 1]),
        (["非常滿意", "滿意", "普通", "不滿意", "非常不滿意"], [5, 4, 3, 2, 1]),
        (
            [
                "Very satisfied",
                "SATISFIED",
                "Neither satisfied nor dissatisfied",
                "Dissatisfied",
                "Very dissatisfied",
            ],
            [5, 4, 3, 2, 1],
        ),
        (["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"], [5, 4, 3, 2, 1]),
        (["excellent", "good", "fair", "poor", "very poor"], [5, 4, 3, 2, 1]),
        (["excellent", "very good", "good", "fair", "poor"], [5, 4, 3, 2, 1]),
        (["好", "较好", "一般", "较差", "差"], [5, 4, 3, 2, 1]),
        (["很好", "好", "一般", "差", "很差"], [5, 4, 3, 2, 1]),
    ],
)
def test_words_of_a_whole_column_choose_their_scale(words, points):
    scale, certain = scale_of(dict.fromkeys(words, 1))
    assert [scale.points(word) for word in words] == points
    assert certain


def test_words_that_two_scales_read_differently_are_not_certain():
    _, certain = scale_of({"excellent": 5, "good": 3, "fair": 1})
    assert not certain


def test_the_scale_that_holds_all_words_is_taken():
    scale, _ = scale_of({"非常满意": 9, "满意": 9, "比较满意": 1})
    assert [scale.points(word) for word in ("非常满意", "满意", "比较满意")] == [7, 6, 5]
    assert scale_of({"紫色": 3}) is None


@pytest.mark.parametrize(
    "text, points",
    [
        ("★★★★☆", (4, 5)),
        ("★★★★★", (5, 5)),
        ("⭐⭐", (2, 2)),
        ("☆☆☆☆☆", None),
        ("★★★★★★", (6, 6)),
        ("★" * 11, None),
        ("*", None),
        ("4", None),
    ],
)
def test_filled_stars_are_counted(text, points):
    assert stars(text) == points


WORDS = frozenset({"", "-", "无", "N/A", "n" * 70, "#N/A"})


@pytest.mark.parametrize("words", [WORDS, WORDS - {""}, ERROR_WORDS])
@given(st.lists(st.sampled_from([*WORDS, "N/B", "无无", "n" * 71, "5"]) | st.text(max_size=3)))
def test_words_are_found_whatever_they_begin_with_and_however_long_they_are(words, texts):
    column = pd.Series(["gone", *texts], dtype="str")
    pieces = pd.concat([column, column.iloc[1:]], ignore_index=True).iloc[1:]  # of several arrays
    found = [text in words for text in texts]
    assert among(column.iloc[1:], words).tolist() == found
    assert among(pieces, words).tolist() == [*found, *found]
    assert not among(pd.Series([None], dtype="str"), words).any()


def test_what_is_made_of_the_rows_is_not_made_of_the_file():
    written = pd.Series(["A", "B", "A"], dtype="str")
    found = distinct(SURVEY.column("store"), "Shop", written, ())
    rows = pd.DataFrame({"store": spread(found, read_text(found))}, copy=False)
    rows.loc[0, "store"] = "C"
    assert rows["store"].tolist() == ["C", "B", "A"] and written.tolist() == ["A", "B", "A"]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["=A1", "b"], True),
        (["", "=A1"], True),
        (["a", "b="], False),
        (["=", ""], True),
        (["", ""], False),
        ([], False),
        (["满意", "="], True),
    ],
)
def test_a_sign_at_the_beginning_of_a_cell_is_found(cells, found):
    assert begins(pd.Series(cells, dtype="str"), "=") is found
    assert begins(pd.Series(["=gone", *cells], dtype="str").iloc[1:], "=") is found
