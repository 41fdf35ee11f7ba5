"""How sentences are spoken one after the other."""

import re
from datetime import date

import pytest

from errors import Message
from i18n import LANGUAGES, N_, NAMES_OF_A_FILE, _catalogue, translator
from metrics.periods import Period
from tools.messages import ROOT, blanks, sentences

TOLD = [
    Message("No mystery visit was recorded in {month}.", {"month": "9"}),
    N_("No item lost points."),
    "words of a file",
]


@pytest.mark.parametrize("language, joint", [("en", " "), ("zh_Hans", ""), ("zh_Hant", "")])
def test_chinese_sentences_have_no_blank_between_them(language, joint):
    say = translator(language)
    assert say.sentences(TOLD) == joint.join([say(TOLD[0]), say(TOLD[1]), TOLD[2]])
    assert say.sentences([]) == "" and say.sentences(iter(TOLD[:1])) == say(TOLD[0])


def test_every_language_is_looked_at():
    assert set(LANGUAGES) == {"en", "zh_Hans", "zh_Hant"}


def test_no_page_or_chart_joins_sentences_itself():
    joined = re.compile(r"""["'] ["']\.join\(|\{say\([^}]*\)\} \{say\(""")
    files = [file for folder in ("ui", "pages", "charts") for file in (ROOT / folder).rglob("*.py")]
    assert len(files) > 50
    assert [
        f"{file.name}: {line.strip()}"
        for file in files
        if file.name not in _NO_SENTENCES
        for line in file.read_text("utf-8").splitlines()
        if joined.search(line)
    ] == []


_NO_SENTENCES = ("issues_table.py",)  # shapes before a word


def test_a_year_is_said_as_one_in_chinese():
    year = Period(date(2026, 1, 1), "year")
    assert [year.spoken(translator(language)) for language in ("en", "zh_Hans", "zh_Hant")] == [
        "2026",
        "2026年",
        "2026年",
    ]


def test_words_with_marks_of_direction_turn_nothing_around_beside_them():
    say, turned = translator("en"), "\u2068\u202eabc\u2069"
    assert say("{file} of {count}", file="\u202eabc", count=3) == f"{turned} of 3"
    assert say("{file}!", file="a\u2069\u202eabc") == "\u2068a\u202eabc\u2069!"
    assert say.list(["\u202eabc", "b"]) == f"{turned}, b"
    told = Message("{file} is stored.", {"file": "\u202eabc"})
    assert (
        say.sentences([told, "x"]) == f"{turned} is stored. x"
        and say("{told}", told=say(told)) == f"{turned} is stored."
    )
    assert say("{file}", file="\u200e完全 abc") == "\u200e完全 abc"


def test_no_sentence_is_built_of_one_kpi_whose_name_may_be_a_plural():
    """“Complaints is 101”: what a KPI is called may be one thing or many."""
    keys = [key for key in _catalogue("zh_Hans") if isinstance(key, str)]
    assert len(keys) > 2000
    assert [key for key in keys if re.search(r"\{kpi\} (?:is|has|was|does|are)\b", key)] == []


ASKED = {
    "en": "Is there anything else?",
    "zh_Hans": "您对我们的服务满意吗？",
    "zh_Hant": "您對我們的服務滿意嗎？",
}
MARKS = {"en": "“”", "zh_Hans": "“”", "zh_Hant": "「」"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_file_calls_its_columns_stands_in_quotation_marks_in_every_sentence(language):
    """Once each, whether the sentence has the marks or leaves them to the speaker."""
    say, asked, (opening, closing) = translator(language), ASKED[language], MARKS[language]
    told = [text for text in sentences() if blanks(text) & NAMES_OF_A_FILE]
    assert len(told) > 200
    for text in told:
        named = blanks(text) & NAMES_OF_A_FILE
        spoken = say(text, **{name: "1" for name in blanks(text)} | dict.fromkeys(named, asked))
        bare = spoken.replace(f"{opening}{asked}{closing}", "")
        assert asked not in bare and opening * 2 not in spoken, (text, spoken)


def test_several_are_quoted_one_by_one_and_own_words_are_not():
    say, text = translator("en"), "Not used: {headings}."
    assert say(text, headings=["a", "b", "…"]) == "Not used: “a”, “b”, …."
    more = ["a", Message("and further ones: {count}", {"count": 3})]
    assert say(text, headings=more) == "Not used: “a”, and further ones: 3."
    assert say(text, headings=[N_("Store"), "Ort"]) == "Not used: Store, “Ort”."
    assert say("The row has {found} cells, but there are {headings} headings.", found=3, headings=2)
    assert say("{column} is {part}", column="", part=1) == " is 1"
    assert translator("zh_Hant")(text, headings=["a", "b"]) == "未使用：「a」、「b」。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_puts_several_in_one_pair_of_quotation_marks(language):
    spoken = [_catalogue(language).get(text, text) for text in sentences()]
    assert [text for text in spoken if re.search("[“「]{(headings|columns|sheets)}", text)] == []
