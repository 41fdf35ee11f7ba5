"""Headings listed by language: each means its column where the cells below it fit, and nothing where
they do not."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from data.kinds.catalog import UPLOADED, kind_named
from data.kinds.listed import FOLDER, MEANT, columns_of, listed
from data.matching.headings import match
from data.matching.likeness import speaks_against
from data.matching.named_after import course_in
from data.reading.options import Options
from data.reading.reader import read
from data.text.folding import fold, listed_for, names_of, vocabulary

LANGUAGES = sorted({each.language for each in listed()})
DAYS = [f"2026-09-{day:02}" for day in (2, 3, 3, 7, 9)]
NUMBERS = ["A-1001", "A-1002", "A-1003", "A-1004", "A-1005"]
NAMES = ["Ann Lee", "Bo Chen", "Cy Roth", "Ann Lee", "Di Wong"]
PLACES = ["North", "South", "North", "East", "South"]
TEXTS = [
    "the queue was long today",
    "very kind people at the desk",
    "please open earlier on Monday",
    "it was clean and quiet",
    "nobody told us where to wait",
]
MARKS = ["5", "4", "3", "5", "1"]
# What stands below the headings of a section.
CELLS = {
    **dict.fromkeys(("place", "department", "region", "channel", "segment"), PLACES),
    **dict.fromkeys(("course", "section", "position", "category", "cause"), PLACES),
    **dict.fromkeys(("item", "question", "answer", "solution of question"), PLACES),
    **dict.fromkeys(("served", "praised", "blamed", "worker", "shopper", "rater"), NAMES),
    **dict.fromkeys(("customer", "closed by"), NAMES),
    **dict.fromkeys([section for section in MEANT if section.endswith("number")], NUMBERS),
    **dict.fromkeys(("answered", "visited", "examined", "trained", "praised on", "opened"), DAYS),
    **dict.fromkeys(("day", "stamp", "closed", "hired", "left", "first answer"), DAYS),
    **dict.fromkeys(("satisfaction", "attitude", "speed", "solution"), MARKS),
    "recommendation": ["10", "9", "7", "3", "8"],
    **dict.fromkeys(("visit score", "points"), ["88", "92", "75", "60", "81"]),
    **dict.fromkeys(("maximum",), ["100"] * 5),
    "pass mark": ["60"] * 5,
    "severity": ["minor", "major", "minor", "critical", "minor"],
    "attempt": ["1", "1", "2", "1", "3"],
    "result": ["passed", "failed", "passed", "passed", "failed"],
    "attended": ["yes", "no", "yes", "yes", "no"],
    **dict.fromkeys(("earned", "available"), ["4", "5", "3", "5", "2"]),
    **dict.fromkeys(("comment", "remark", "complaint"), TEXTS),
    "status": ["closed", "open", "closed", "closed", "open"],
    "urgency": ["high", "low", "low", "high", "low"],
}


def headed(kind: str, *columns: tuple[str, list[str]]) -> dict[str, str]:
    """Heading -> the column that it means, of a file of these columns."""
    rows = [[name for name, _ in columns], *zip(*(cells for _, cells in columns), strict=True)]
    text = "\n".join("\t".join(row) for row in rows)
    sheet = read(text.encode(), "file.tsv", Options())
    found = match(sheet, kind_named(kind), Options()).columns
    return {sheet.headings[at]: name for at, name in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_names_each_heading_once_in_a_section_and_known_sections_alone(language):
    lines = Path(FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    sections = [line for line in lines if line.startswith("[")]
    assert {line.strip("[]") for line in sections} <= {*MEANT} and len(sections) > 25
    ours = [(each.section, each.heading) for each in listed() if each.language == language]
    assert [twice for twice, times in Counter(ours).items() if times > 1] == []
    assert all(fold(heading) for _, heading in ours)


def test_no_sure_heading_stands_for_two_columns_whose_cells_are_alike():
    alike = defaultdict(set)
    for kind in UPLOADED:
        meant = columns_of(kind)
        sections = {column: section for section, names in meant.items() for column in names}
        for heading, names in listed_for(kind, doubted=False).items():
            cells = [tuple(CELLS[sections[name]]) for name in names]
            if len(set(cells)) < len(cells):
                alike[heading].add((kind.name, *names))
    assert alike == {}


OF_KIND = {kind: columns_of(kind) for kind in UPLOADED}
DOUBTED = {(fold(each.heading), each.section) for each in listed() if each.doubted}
SURE = {
    language: [
        each
        for each in listed()
        if each.language == language and (fold(each.heading), each.section) not in DOUBTED
    ]
    for language in LANGUAGES
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_listed_heading_means_its_column_above_cells_that_fit(language):
    refused = [
        (each.heading, kind.name, name)
        for kind, meant in OF_KIND.items()
        for each in SURE[language]
        for name in meant[each.section]
        if speaks_against(each.heading, CELLS[each.section], kind.column(name), kind)
    ]
    assert refused == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["survey", "mystery_visit", "training", "complaint", "roster"])
def test_a_file_in_the_language_is_read_by_its_headings(kind, language):
    meant = OF_KIND[kind_named(kind)]
    first: dict[str, tuple[str, str]] = {}  # column -> its first heading, and the section
    for each in SURE[language]:
        for name in meant[each.section]:
            if name in vocabulary(kind_named(kind))[fold(each.heading)]:
                first.setdefault(name, (each.heading, each.section))
    found = headed(kind, *((heading, CELLS[section]) for heading, section in first.values()))
    wrong = {
        heading: found.get(heading)
        for name, (heading, _) in first.items()
        if found.get(heading) != name
    }
    assert len(first) > 3 and wrong == {}


def _heading(language: str, section: str) -> str:
    return next(each.heading for each in SURE[language] if each.section == section)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_that_do_not_fit_leave_a_heading_without_a_meaning(language):
    place, comment = _heading(language, "place"), _heading(language, "comment")
    day = _heading(language, "answered")
    found = headed("survey", (place, MARKS), (comment, MARKS), (day, NAMES))
    assert "store" not in found.values() or fold(place) in names_of(
        kind_named("survey").column("store")
    )
    assert "comment" not in found.values() and "date" not in found.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_is_no_member_of_staff(language):
    customer = _heading(language, "customer")
    for kind in ("survey", "training", "mystery_visit", "roster", "praise"):
        assert headed(kind, (customer, NAMES)).get(customer) != "employee", kind


# Words of trades and languages that once were not read: kind, column, heading.
READ = [
    ("survey", "store", "被评价窗口"),
    ("survey", "employee", "被评价人"),
    ("survey", "store", "salon"),
    ("mystery_visit", "store", "公厕"),
    ("mystery_visit", "shopper", "Проверяющий"),
    ("mystery_visit", "visit_id", "№ визита"),
    ("mystery_visit", "shopper", "enqueteur"),
    ("mystery_visit", "date", "date_visite"),
    ("nps", "comment", "推荐理由"),
    ("survey", "comment", "评价备注"),
    ("survey", "employee", "司机姓名"),
    ("survey", "store", "服務據點"),
    ("survey", "employee", "Atendido por"),
    ("training", "employee", "Prüfling"),
    ("survey", "store", "ご利用店舗"),
    ("complaint", "customer", "申訴人姓名"),
]


@pytest.mark.parametrize("kind, column, heading", READ)
def test_words_of_trades_are_read(kind, column, heading):
    (section,) = {
        each.section
        for each in listed()
        if fold(each.heading) == fold(heading)
        and column in columns_of(kind_named(kind))[each.section]
    } or {next(name for name, pairs in MEANT.items() if (kind, column) in pairs)}
    assert headed(kind, (heading, CELLS[section])).get(heading) == column


# What looks like a column and is none: kind, heading, cells, the column that it is not.
NOT = [
    ("survey", "Service", ["Haircut", "Massage", "Haircut", "Colour", "Massage"], "department"),
    ("survey", "Counter", ["12", "13", "14", "15", "16"], "store"),
    ("survey", "Station", MARKS, "store"),
    ("training", "Taller", PLACES, "store"),
    ("training", "Palestra", PLACES, "store"),
    ("survey", "Note", MARKS, "comment"),
    ("survey", "Details", ["open", "closed", "open", "open", "closed"], "comment"),
    ("mystery_visit", "Accueil", ["80", "90", "70", "60", "85"], "overall"),
    ("survey", "Doctor", ["90", "80", "70", "95", "60"], "employee"),
    ("survey", "Car park", ["Yes", "No", "Yes", "Yes", "No"], "store"),
    ("survey", "Sales", ["1200", "300", "41", "9", "80"], "employee"),
    ("survey", "窗口", ["5", "4", "5", "3", "4"], "store"),
    ("training", "Agent", MARKS, "employee"),
    ("roster", "Data", NAMES, "hired_on"),
    ("complaint", "Contenu de la réclamation", DAYS, "comment"),
]


@pytest.mark.parametrize("kind, heading, cells, column", NOT)
def test_a_word_of_two_meanings_needs_its_cells(kind, heading, cells, column):
    assert headed(kind, (heading, cells)).get(heading) != column


def test_a_doubted_word_is_proposed_and_never_taken_for_sure():
    text = "Submitted,Overall satisfaction,Station\n" + "".join(
        f"{day},{mark},{place}\n" for day, mark, place in zip(DAYS, MARKS, PLACES, strict=True)
    )
    found = match(read(text.encode(), "file.csv", Options()), kind_named("survey"), Options())
    assert found.columns[2] == "store" and 2 in found.likely


@pytest.mark.parametrize(
    "name",
    [
        "Service basics (Responses)",
        "Service basics (Antworten)",
        "Service basics - Form Responses 1",
        "Service basics - Câu trả lời biểu mẫu 1",
        "Service basics - Respuestas de formulario 1",
        "Service basics - Skjemasvar 1",
        "Service basics - ردود النموذج 1",
        "Service basics（回复）",
        "Service basics - 第 1 张表单回复",
    ],
)
def test_what_a_form_writes_behind_its_name_is_no_part_of_the_course(name):
    assert course_in(name) == "Service basics"
