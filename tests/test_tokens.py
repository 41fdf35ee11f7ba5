"""Tokens of other programs."""

from datetime import date, datetime

import pytest

from data.access.tokens import create_token, holder_of, tokens, withdraw_token
from errors import WrongCall

NOW, TODAY = datetime(2026, 11, 29, 12), date(2026, 11, 29)


def test_a_token_proves_its_roles_until_it_is_withdrawn(database):
    secret = create_token(database, "lms", "trainer,steward", NOW)
    found = holder_of(database, secret, TODAY)
    assert (found.name, found.roles) == ("lms", "trainer,steward")
    assert holder_of(database, secret + "x", TODAY) is None
    withdraw_token(database, "lms", NOW)
    assert holder_of(database, secret, TODAY) is None
    with pytest.raises(WrongCall):
        withdraw_token(database, "lms", NOW)


def test_the_secret_is_nowhere_in_the_database(database):
    secret = create_token(database, "bi", "", NOW)
    with database.read() as reading:
        (row,) = reading.rows("SELECT * FROM token")
    assert not any(secret in str(cell) for cell in row)


def test_its_use_is_noted_by_the_day(database):
    secret = create_token(database, "bi", "", NOW)
    with database.read() as reading:
        assert tokens(reading)[0].last_used is None
    holder_of(database, secret, TODAY)
    with database.read() as reading:
        assert tokens(reading)[0].last_used == TODAY


@pytest.mark.parametrize(
    ("name", "roles"), [("bi", "king"), ("", ""), ("a\nb", ""), ("x" * 81, ""), ("twice", "")]
)
def test_what_cannot_be_a_token_is_refused_in_words(database, name, roles):
    create_token(database, "twice", "", NOW)
    with pytest.raises(WrongCall):
        create_token(database, name, roles, NOW)
    with database.read() as reading:
        assert [one.name for one in tokens(reading)] == ["twice"]
