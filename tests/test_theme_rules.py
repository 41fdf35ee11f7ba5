"""A term of the theme dictionary is in use unless the file says otherwise."""

from data.kinds.catalog import THEME_TERM
from data.reading.options import Options
from data.uploads.prepare import prepare


def in_use(text):
    return prepare(text.encode(), "t.csv", THEME_TERM, Options()).checked.rows["in_use"].tolist()


def test_a_term_is_in_use_unless_it_is_said_to_be_retired():
    lines = ("a,en,kind,,2026-01-01", "a,en,rude,停用,2026-01-01", "a,en,warm,Active,2026-01-01")
    assert in_use("\n".join(["theme,language,term,in_use,date", *lines])) == ["yes", "no", "yes"]
    assert in_use("theme,language,term,date\na,en,kind,2026-01-01\n") == ["yes"]
