"""Lists of stores whose headings nobody knows: their cells say what they are, in one question."""

import csv
import io
from datetime import date

import pytest

from data.kinds.catalog import UNIT
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from i18n import translator

TODAY = date(2026, 11, 29)
SAY = translator("en")


def written(*rows) -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode()


def load(content: bytes, **settled) -> Prepared:
    return prepare(content, "file.csv", UNIT, Options(**settled), TODAY)


def asked(prepared: Prepared) -> list[str]:
    return [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]


def recognised(content: bytes) -> str:
    ranked = recognise(read(content, "file.csv", Options()))
    return ranked[0][0] if fits(ranked) else "none"


LISTS = {
    "Chinese, by endings": (
        ["序号", "名称", "战区", "店长", "联系电话"],
        ["1", "静安寺店", "华东战区", "王敏", "13800000001"],
        ["2", "徐家汇店", "华东战区", "李雷", "13800000002"],
        ["3", "天河店", "华南战区", "韩梅", "13800000003"],
        ["4", "南山店", "华南战区", "赵云", "13800000004"],
    ),
    "German, house": (
        ["Haus-Nr.", "Haus", "Vertriebsgebiet", "PLZ", "Ort", "Marktleiter"],
        ["101", "Köln-Ehrenfeld", "West", "50823", "Köln", "Frau Mai"],
        ["102", "Bonn Zentrum", "West", "53111", "Bonn", "Herr Ott"],
        ["103", "Leipzig Süd", "Ost", "04275", "Leipzig", "Frau Kern"],
        ["104", "Erfurt", "Ost", "99084", "Erfurt", "Herr Lau"],
    ),
    "French, point of sale": (
        ["Code PDV", "Libellé PDV", "Direction régionale", "Adresse", "Statut"],
        ["P01", "Lyon Part-Dieu", "Sud-Est", "1 rue A", "Ouvert"],
        ["P02", "Nice Masséna", "Sud-Est", "2 rue B", "Ouvert"],
        ["P03", "Lille Flandres", "Nord", "3 rue C", "Ouvert"],
        ["P04", "Roubaix", "Nord", "4 rue D", "Fermé"],
    ),
    "Japanese": (
        ["店舗コード", "店舗名", "エリア", "住所"],
        ["001", "渋谷店", "関東", "東京都渋谷区1"],
        ["002", "新宿店", "関東", "東京都新宿区1"],
        ["003", "梅田店", "関西", "大阪市北区1"],
        ["004", "難波店", "関西", "大阪市中央区1"],
    ),
    "Traditional": (
        ["據點", "轄區", "電話"],
        ["信義店", "北區", "02-27001111"],
        ["板橋店", "北區", "02-27001112"],
        ["左營店", "南區", "07-27001113"],
        ["鳳山店", "南區", "07-27001114"],
    ),
    "Spanish, with the manager of the zone": (
        ["ID", "Local comercial", "Zona", "Jefe de zona", "Teléfono"],
        ["1", "Gran Vía", "Centro", "Ana", "910000001"],
        ["2", "Atocha", "Centro", "Ana", "910000002"],
        ["3", "Triana", "Sur", "Luis", "950000001"],
        ["4", "Málaga Puerto", "Sur", "Luis", "950000002"],
    ),
    "English, trading name": (
        ["Ref", "Trading name", "Cluster", "Address line 1", "Postcode"],
        ["R1", "Kings Cross", "London", "1 High St", "N1 1AA"],
        ["R2", "Camden", "London", "2 High St", "N1 2AA"],
        ["R3", "Leeds Trinity", "North", "3 High St", "LS1 1AA"],
        ["R4", "York", "North", "4 High St", "YO1 1AA"],
    ),
}
EXPECTED = {
    "Chinese, by endings": ("静安寺店", "华东战区"),
    "German, house": ("Köln-Ehrenfeld", "West"),
    "French, point of sale": ("Lyon Part-Dieu", "Sud-Est"),
    "Japanese": ("渋谷店", "関東"),
    "Traditional": ("信義店", "北區"),
    "Spanish, with the manager of the zone": ("Gran Vía", "Centro"),
    "English, trading name": ("Kings Cross", "London"),
}


@pytest.mark.parametrize("origin", LISTS)
def test_cells_say_which_column_names_the_stores_and_which_their_regions(origin):
    content = written(*LISTS[origin])
    assert recognised(content) == "unit"
    found = load(content)
    rows = found.checked.rows
    assert asked(found) == ["store_list"] and not found.match.likely
    assert len(rows) == 4 and (rows["name"][0], rows["region"][0]) == EXPECTED[origin]
    assert rows["region"].nunique() == 2 and set(rows["dimension"]) == {"store"}
    told = " ".join(SAY(seen) for seen in found.checked.questions[0].evidence)
    assert EXPECTED[origin][0] in told
    # Where a heading is known to say regions, its cells need no confirmation.
    assert (EXPECTED[origin][1] in told) == (origin in ("Traditional", "English, trading name"))


def test_another_column_may_name_the_stores_and_the_list_may_hold_from_today_on():
    content = written(*LISTS["German, house"])
    found = load(content, answers={"store_list": "today"})
    assert set(found.checked.rows["date"].dt.date) == {TODAY} and asked(found) == []
    other = load(content, answers={"store_list": "always:name:Ort"})
    assert other.checked.rows["name"].tolist() == ["Köln", "Bonn", "Leipzig", "Erfurt"]


def test_another_column_may_hold_the_regions():
    rows = [[f"{100 + at}", n, d, p, "C/ 1"] for at, (n, d, p) in enumerate(PLACES)]
    content = written(["Cod", "Denominación", "Delegación", "Provincia", "Dirección"], *rows)
    assert load(content).checked.rows["region"].tolist() == [
        "Centro",
        "Centro",
        "Sur",
        "Sur",
        "Sur",
    ]
    other = load(content, answers={"store_list": "always:region:Provincia"})
    assert set(other.checked.rows["region"]) == {"Madrid", "Sevilla", "Málaga"}


PLACES = [
    ("Gran Vía", "Centro", "Madrid"),
    ("Atocha", "Centro", "Madrid"),
    ("Triana", "Sur", "Sevilla"),
    ("Nervión", "Sur", "Sevilla"),
    ("Puerto", "Sur", "Málaga"),
]


@pytest.mark.parametrize(
    "rows",
    [
        # results, one a store
        (["Haus", "Gebiet", "Score"], ["Ulm", "Süd", "80"], ["Bonn", "West", "90"]),
        # something happened on a day
        (
            ["Standort", "Gebiet", "Begehung am"],
            ["Ulm", "Süd", "2026-09-01"],
            ["Bonn", "Süd", "2026-09-02"],
        ),
        # people
        (["Name", "Team", "Phone"], ["Ann Lee", "North", "1"], ["Bob Ray", "North", "2"]),
        # products
        (["Article", "Group", "Size"], ["Tea", "Hot", "S"], ["Juice", "Cold", "M"]),
    ],
)
def test_other_lists_are_no_stores(rows):
    assert recognised(written(*rows)) != "unit"
