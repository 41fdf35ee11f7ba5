"""Texts in a language of which the dictionary has no terms, and whether they are about attitude."""

import pytest

from metrics.handed.kpi_facts import KPI_FACTS
from metrics.voice.understood import understood


def about_attitude(*texts):
    return list(KPI_FACTS.attitude(texts))


@pytest.mark.parametrize(
    "text",
    [
        "O atendente foi grosseiro com a minha mãe",
        "Lieferung war zu spät und der Fahrer unfreundlich",
        "Le vendeur était désagréable",
        "De medewerker was niet vriendelijk",
        "Долго ждал, никто не помог",
        "対応がとても悪い",
        "직원이 불친절해요",
        "พนักงานพูดไม่ดี",
        "الموظف غير مهذب",
        "Nhân viên không lịch sự",
        "Atención",
    ],
)
def test_of_other_languages_attitude_is_unknown(text):
    assert about_attitude(text) == [None]


@pytest.mark.parametrize(
    "text",
    ["Delivery", "late", "Delivery to Los Angeles", "José was late", "APP 打不开", "Wi-Fi"]
    + [
        "No refund on my café order",
        "Slow reception, Hôtel du Lac",
        "カフェ等了很久",
        "の店等了很久",
    ],
)
def test_chinese_and_english_with_a_foreign_name_are_known(text):
    assert understood([text]) == [True] and about_attitude(text) == [False]


@pytest.mark.parametrize(
    "text",
    ["São Paulo desk refused to help \n Attitude", "Den manager ignored us", "Dan shouted at us"]
    + ["Las Vegas counter: shouted at by agent", "Los Angeles agent unfriendly"]
    + ["Unfriendly barista, café empty", "Unfriendly reception, Hôtel du Lac"]
    + ["Señor Peña laughed at us \n Attitude", "の店员态度恶劣", "カフェ店员态度差"]
    + ["接客態度"],
)
def test_what_the_dictionary_finds_in_its_languages_is_about_attitude_whatever_the_names(text):
    assert about_attitude(text) == [True]


def test_a_find_in_another_language_is_no_answer():
    """Else all of those that are told would be about attitude."""
    assert about_attitude("接客態度が悪い", "返信の速度が問題", "対応がとても悪い") == [None] * 3
    mine = "El cajero con mala attitude para la cliente", "Entrega muy tarde para la cliente"
    assert about_attitude(*mine) == [None, None]


def test_one_accent_says_nothing_of_a_file():
    assert about_attitude("Attitude", "Hygiene", "Parking", "Café") == [True, False, False, False]
    assert about_attitude("Renée unfriendly again", "Slow checkout today") == [True, False]


def test_what_hardly_tells_goes_with_the_others():
    assert about_attitude("Entrega", "El cajero fue grosero con la cliente") == [None, None]
    assert about_attitude("Café", "They did not answer my call") == [False, False]
    # A single word of another language is a name beside English, none beside its own.
    assert about_attitude("Terrasse du Lac", "The bill was wrong", "They lost my order")[0] is False
    assert about_attitude("Terrasse du Lac", "Retard de livraison pour une commande")[0] is None


@pytest.mark.parametrize(
    "texts",
    [
        ("Mitarbeiter unfreundlich", "Parkplatz fehlt", "Service schlecht", "App defekt"),
        ("Verkäufer frech", "Hotline belegt", "Personal unhöflich"),
        ("Attitude du vendeur", "personnel impoli"),
    ],
)
def test_words_that_languages_share_tell_none(texts):
    assert about_attitude(*texts) == [None] * len(texts)


def test_short_complaints_in_english_are_known():
    assert about_attitude("Rude cashier", "Cold pizza") == [True, False]
    assert about_attitude("Overcharged", "Rude") == [False, True]
