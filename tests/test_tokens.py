"""Tokens of other programs."""

import json
from datetime import date, datetime

import pytest

from data.access.tokens import TokenLimits, create_token, holder_of, tokens, withdraw_token
from data.kinds.catalog import NPS, TRAINING
from data.log.audit import LogSearch, entries
from data.reading.options import Options
from data.roles import stored_units, stores
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import WrongCall

NOW, TODAY = datetime(2026, 11, 29, 12), date(2026, 11, 29)


def test_a_token_proves_its_roles_until_it_is_withdrawn(database):
    secret = create_token(database, "lms", ["trainer", "steward"], NOW)
    found = holder_of(database, secret, TODAY)
    assert (found.name, found.roles) == ("lms", ("trainer", "steward"))
    assert holder_of(database, secret + "x", TODAY) is None
    withdraw_token(database, "lms", NOW)
    assert holder_of(database, secret, TODAY) is None
    with pytest.raises(WrongCall):
        withdraw_token(database, "lms", NOW)


def test_the_secret_is_nowhere_in_the_database(database):
    secret = create_token(database, "bi", [], NOW)
    with database.read() as reading:
        (row,) = reading.rows("SELECT * FROM token")
    assert not any(secret in str(cell) for cell in row)


def test_its_use_is_noted_by_the_day(database):
    secret = create_token(database, "bi", [], NOW)
    with database.read() as reading:
        assert tokens(reading)[0].last_used is None
    holder_of(database, secret, TODAY)
    with database.read() as reading:
        assert tokens(reading)[0].last_used == TODAY


@pytest.mark.parametrize(
    ("name", "roles"), [("bi", ["king"]), ("", []), ("a\nb", []), ("x" * 81, []), ("twice", [])]
)
def test_what_cannot_be_a_token_is_refused_in_words(database, name, roles):
    create_token(database, "twice", [], NOW)
    with pytest.raises(WrongCall):
        create_token(database, name, roles, NOW)
    with database.read() as reading:
        assert [one.name for one in tokens(reading)] == ["twice"]


def test_a_token_is_limited_to_kinds_and_units_as_people_are(database):
    limits = TokenLimits(["nps"], "store", ["North"])
    secret = create_token(database, "lms", ["steward"], NOW, limits=limits)
    viewer = holder_of(database, secret, TODAY).viewer
    assert stores(viewer, NPS) and not stores(viewer, TRAINING)
    assert stored_units(viewer, NPS) == ("store", ("North",))
    with database.read() as reading:
        told = json.loads(entries(reading, LogSearch())[0].after)
    assert told == {"roles": ["steward"], "kinds": ["nps"], "within": "store", "units": ["North"]}


@pytest.mark.parametrize(
    ("roles", "limits"),
    [
        (["trainer"], {"kinds": ["nps"]}),  # kinds are those of stewards
        (["steward"], {"kinds": ["nothing"]}),
        ([], {"within": "store", "units": ["North"]}),  # a reader sees groups of the whole company
        (["steward"], {"within": "", "units": ["North", "Desk"]}),  # of several dimensions
    ],
)
def test_limits_that_cannot_be_are_refused_in_words(database, roles, limits):
    with pytest.raises(WrongCall):
        create_token(database, "lms", roles, NOW, limits=TokenLimits(**limits))
    with database.read() as reading:
        assert tokens(reading) == []


def test_a_unit_that_is_not_on_record_is_refused(database):
    file = b"response_id,date,score,store\n1,2026-01-05,9,North\n"
    add(database, prepare(file, "a.csv", NPS, Options()))
    with pytest.raises(WrongCall, match="South"):
        create_token(
            database, "lms", ["steward"], NOW, limits=TokenLimits(within="store", units=["South"])
        )
