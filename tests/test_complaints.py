"""Complaints and the contacts they are counted against: read as real files write them, rated only
where there is something to rate them by."""

import csv
import io
import json
import shutil
from datetime import timedelta

import pytest

from charts.words import notes
from data.database.connection import Database
from data.kinds.catalog import kind_named
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from data.samples.complaints import ATTITUDE
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from errors import FileRefused, WrongCall
from i18n import translator
from metrics.answers.answer import ask
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.sums.query import Query
from tests.programme import TODAY, complaints, made, volume

SAY = translator("en")


def told(database, kpi, **asked):
    """Period's month, group -> value, None where there is none."""
    with database.read() as reading:
        rows = ask(reading, kpi_named(kpi), Query(**asked), TODAY).rows
    return {
        (row.period.isoformat()[:7], row.group): None if row.value != row.value else row.value
        for row in rows.itertuples()
    }


FOUR = complaints(
    "1,2026-07-03 11:00,2026-09-03,A,Quality,broken,no",
    "2,2026-08-03 11:00,,B,Quality,broken,open",
    "3,2026-09-01 10:00,2026-09-02,B,Service attitude,he was rude,yes",
    "4,2026-09-09 10:00,2026-09-22,A,Delivery,late,no",
)


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (
            "complaint",
            "客诉明细.csv",
            "客诉编号,投诉时间,门店,投诉类型,投诉内容\n1,2026-09-01,静安店,服务态度,店员很凶\n",
        ),
        (
            "complaint",
            "客訴.csv",
            "客訴編號,客訴日期,門市,客訴類別,客訴內容\n1,2026-09-01,信義店,服務態度,店員很兇\n",
        ),
        (
            "complaint",
            "september.csv",
            "Case number,Date received,Store,Complaint type,Description,Outcome\n"
            "A1,2026-09-01,North,Staff attitude,He was rude,Upheld\n",
        ),
        (
            "contact_volume",
            "来电.csv",
            "统计日期,渠道,来电量,接通量,放弃量\n2026-09-01,热线,120,110,10\n",
        ),
        ("contact_volume", "進線.csv", "統計月份,門市,進線量\n2026-09,信義店,1200\n"),
        (
            "contact_volume",
            "calls.csv",
            "Date,Store,Calls offered,Answered calls,Abandoned calls\n2026-09-01,A,120,110,10\n",
        ),
    ],
)
def test_real_headings_are_recognised_in_three_scripts_and_read(kind, name, text):
    sheet = read(text.encode(), name, Options())
    ranked = recognise(sheet, name)
    assert ranked[0][0] == kind and fits(ranked)
    found = made(kind, *text.splitlines(), name=name).checked
    assert len(found.rows) == found.read and not found.rejected


def test_a_file_of_tickets_that_names_no_complaints_is_not_taken_for_some():
    text = "Ticket ID,Created at,Type,Description\n1,2026-09-01 10:00,Question,How much\n"
    ranked = recognise(read(text.encode(), "tickets.csv", Options()), "tickets.csv")
    assert ranked[0][0] != "complaint" or not fits(ranked)


def test_attitude_is_derived_from_category_and_text_where_the_file_does_not_say_it():
    found = complaints(
        "1,2026-09-01,A,Attitude,,",
        "2,2026-09-01,A,Delivery,late,",
        "3,2026-09-01,A,Delivery,the driver was rude,",
        "4,2026-09-01,A,Attitude,rude,no",
        "5,2026-09-01,A,,rude,",
        heading="complaint_id,date,store,category,comment,attitude",
    ).checked
    assert found.rows["attitude"].fillna("").tolist() == ["yes", "no", "yes", "no", ""]
    words = [SAY(issue.message) for issue in found.issues]
    assert any(
        "was derived from category and text" in text and "Rows: 3." in text for text in words
    )
    assert any("without a category: 1 of 5" in text for text in words)


def test_where_nothing_is_sorted_the_text_alone_tells():
    found = complaints(
        "1,2026-09-01,店员很不耐烦", "2,2026-09-02,坏了", heading="complaint_id,date,comment"
    )
    assert found.checked.rows["attitude"].tolist() == ["yes", "no"]


def test_a_complaint_closed_before_it_came_is_kept_out_with_both_moments():
    found = complaints(
        "1,2026-09-02 10:00,2026-09-01 09:00,A,Quality,,",
        "2,2026-09-02 10:00,2026-09-02,A,Quality,,",
    ).checked
    assert found.rejected == 1 and found.rows["complaint_id"].tolist() == ["2"]
    told = SAY(next(issue.message for issue in found.issues if issue.level == "error"))
    assert "2026-09-01 09:00" in told and "2026-09-02 10:00" in told


def test_totals_beside_their_parts_count_once():
    found = volume(
        "2026-09,A,Phone,100",
        "2026-09,A,Web,50",
        "2026-09,A,,150",
        "2026-09,B,Phone,70",
        "2026-10,B,,70",
        heading="date,store,channel,contacts",
    ).checked
    assert found.left_out == 1 and found.rows["contacts"].tolist() == [100, 50, 70, 70]


def test_parts_above_the_whole_are_kept_out():
    found = volume("2026-09-01,A,10,11", heading="date,store,contacts,answered").checked
    assert found.rejected == 1


def test_a_rate_needs_contacts_of_the_month_and_unit_and_is_never_0_without(own):
    add(own, FOUR)
    assert told(own, "complaints_per_1000") == dict.fromkeys(
        [("2026-07", None), ("2026-08", None), ("2026-09", None)]
    )
    add(own, volume("2026-08,B,500", "2026-09,A,1000", "2026-09,B,500", "2026-10,A,900"))
    assert told(own, "complaints_per_1000") == {
        ("2026-07", None): None,
        ("2026-08", None): 2.0,
        ("2026-09", None): pytest.approx(2000 / 1500),
    }  # nothing of October, of which no complaints are there
    assert told(own, "complaints_per_1000", by="store") == {
        ("2026-07", "A"): None,
        ("2026-08", "B"): 2.0,
        ("2026-09", "A"): 1.0,
        ("2026-09", "B"): 2.0,
    }
    # July lacks contacts: a quarter rated by two of its months would be too high.
    assert told(own, "complaints_per_1000", grain="quarter") == {("2026-07", None): None}
    assert told(own, "attitude_complaint_rate") == {
        ("2026-08", None): 0.0,
        ("2026-09", None): pytest.approx(100 / 1500),
    }


def test_contacts_without_a_unit_are_set_against_no_unit(own):
    add(own, FOUR)
    add(own, volume("2026-07,1000", "2026-08,1000", "2026-09,1000", heading="date,contacts"))
    assert set(told(own, "complaints_per_1000", by="store").values()) == {None}
    assert told(own, "complaints_per_1000", grain="quarter") == {
        ("2026-07", None): pytest.approx(4 / 3)
    }


def test_why_there_is_no_rate_is_said(own):
    add(own, FOUR)
    kpi = kpi_named("complaints_per_1000")
    with own.read() as reading:
        row = ask(reading, kpi, Query(), TODAY).rows.iloc[0]
        with pytest.raises(WrongCall, match="not recorded by category"):
            ask(reading, kpi, Query(by="category"), TODAY)
    assert "needs a file of contact volume" in SAY(lacking(kpi, row))


def test_decided_complaints_count_in_the_month_of_closing_after_corrections_too(own):
    add(own, FOUR)
    assert told(own, "complaint_upheld_share") == {("2026-09", None): pytest.approx(100 / 3)}
    number = add(
        own,
        complaints(
            "2,2026-08-03 11:00,2026-10-01,B,Quality,broken,yes",
            "1,2026-07-03 11:00,2026-08-03,A,Quality,broken,no",
        ),
    ).upload
    changed = {("2026-08", None): 0.0, ("2026-09", None): 50.0, ("2026-10", None): 100.0}
    assert told(own, "complaint_upheld_share") == changed
    undo(own, number)
    assert told(own, "complaint_upheld_share") == {("2026-09", None): pytest.approx(100 / 3)}


@pytest.mark.parametrize(("waiting", "final"), [(1, True), (2, False)])
def test_the_share_upheld_is_final_once_nearly_all_are_decided(own, waiting, final):
    rows = [f"{at},2027-05-03 11:00,2027-05-04,A,Quality,broken,no" for at in range(20 - waiting)]
    rows += [f"w{at},2027-05-03 11:00,,A,Quality,broken,open" for at in range(waiting)]
    add(own, complaints(*rows))
    kpi = kpi_named("complaint_upheld_share")
    for day, is_final in ((TODAY, final), (TODAY + timedelta(days=61), True)):
        with own.read() as reading:
            (row,) = ask(reading, kpi, Query(), day).rows.to_dict("records")
        assert row["maturing"] is not is_final
        beside = " ".join(map(SAY, notes(kpi, row)))
        assert ("final once 95% are decided" in beside) is not is_final


def test_rates_and_their_limits_are_the_published_ones(shared, tmp_path, empty_file):
    with (shared / "fixtures" / "rate_poisson.csv").open() as file:
        for number, row in enumerate(csv.DictReader(file)):
            database = Database(shutil.copy(empty_file, tmp_path / f"{number}.duckdb"))
            rows = [f"{at},2026-01-05" for at in range(int(row["c1"]))]
            add(database, complaints(*rows, heading="complaint_id,date"))
            add(database, volume(f"2026-01,{row['e1']}", heading="date,contacts"))
            with database.read() as reading:
                found = ask(reading, kpi_named("complaints_per_1000"), Query(), TODAY).rows.iloc[0]
            expected = [float(row[name]) for name in ("rate1_per1000", "lo1", "hi1")]
            assert found[["value", "low", "high"]].tolist() == pytest.approx(expected, abs=1e-8)
            database.close()


def test_arithmetic_of_complaints_is_that_of_the_fixture(shared, database):
    given = json.loads((shared / "fixtures" / "kpi_arithmetic.json").read_text())
    asked, expected = given["inputs"], given["expected"]
    rows = [
        f"{at},2026-01-05,{'yes' if at < asked['attitude_complaints'] else 'no'}"
        for at in range(asked["complaints"])
    ]
    add(database, complaints(*rows, heading="complaint_id,date,attitude"))
    add(database, volume(f"2026-01,{asked['transactions']}", heading="date,contacts"))
    month = ("2026-01", None)
    assert told(database, "complaints_per_1000")[month] == pytest.approx(
        expected["complaint_rate_per_1000"]
    )
    assert told(database, "attitude_complaint_share")[month] == pytest.approx(
        expected["attitude_share_pct"]
    )


def test_counts_by_agent_are_no_complaints(shared):
    path = shared / "real" / "programme" / "complaint_counts_by_agent.csv"
    if not path.exists():
        pytest.skip("the real file is not on this machine")
    content = path.read_bytes()
    assert not fits(recognise(read(content, path.name, Options()), path.name))
    with pytest.raises(FileRefused) as refused:
        prepare(content, path.name, kind_named("complaint"), Options(), TODAY, kpis=KPI_FACTS)
    assert "this file counts such records" in str(refused.value)


def test_the_attitude_share_of_the_sample_falls_and_its_rate_does_not(sample, today):
    with sample.read() as reading:
        share, rate = (
            ask(reading, kpi_named(name), Query(grain="quarter"), today).rows["value"]
            for name in ("attitude_complaint_share", "attitude_complaint_rate")
        )
        assert reading.row(
            "SELECT count(*) FROM live_complaint WHERE (category = ?) <> (attitude = 'yes')",
            [ATTITUDE],
        ) == (0,)
    assert share.iloc[-2:].mean() < share.iloc[-8:-3].mean() - 5
    assert rate.iloc[-2:].mean() > rate.iloc[-8:-3].mean() - 0.006


SPANISH = ("Atencion deficiente en sucursal", "Entrega tarde", "Contenido faltante del pedido")


@pytest.mark.parametrize(
    ("categories", "attitude"),
    [
        (SPANISH, {None: 9}),
        (("Réclamation: attente", "Personnel impoli", "Livraison en retard"), {None: 9}),
        (("接客態度が悪い", "料理が遅い", "会計の間違い"), {None: 9}),
        (("Rude staff", "Late delivery", "Wrong item"), {"yes": 3, "no": 6}),
        (("Delivery", "Payment", "Product quality"), {"no": 9}),
        (("服务态度差", "物流", "质量"), {"yes": 3, "no": 6}),
        # Most of them tell of which language the others are.
        (("The waiter was rude", "The food was cold", "Entrega"), {"yes": 3, "no": 6}),
    ],
)
def test_attitude_stays_unknown_where_the_dictionary_knows_no_words(categories, attitude):
    rows = [[f"C{at}", f"2026-09-{at + 1:02}", categories[at % 3]] for at in range(9)]
    content = io.StringIO()
    csv.writer(content).writerows([["Complaint ID", "Complaint date", "Category"], *rows])
    found = prepare(
        content.getvalue().encode(), "c.csv", kind_named("complaint"), Options(), TODAY, KPI_FACTS
    ).checked
    told = found.rows["attitude"].astype(object).where(found.rows["attitude"].notna(), None)
    assert told.value_counts(dropna=False).to_dict() == attitude
    unknown = [
        SAY(issue.message) for issue in found.issues if "does not know" in str(issue.message)
    ]
    assert bool(unknown) == (None in attitude)


@pytest.mark.parametrize(
    "text",
    ["Der Fahrer war sehr unfreundlich", "El cajero fue grosero con la cliente", "対応が悪い"],
)
def test_a_category_that_is_known_tells_whatever_language_the_text_is_in(text):
    rows = [
        f"C{at},2026-09-{at + 1:02},{category},{text}"
        for at, category in enumerate(("Attitude", "Delivery", "Billing"))
    ]
    content = "\n".join(["Complaint ID,Complaint date,Category,Description", *rows]).encode()
    found = prepare(content, "c.csv", kind_named("complaint"), Options(), TODAY, KPI_FACTS).checked
    assert found.rows["attitude"].tolist() == ["yes", "no", "no"]
    assert not any("does not know" in str(issue.message) for issue in found.issues)


def test_words_that_are_not_known_are_told_once():
    texts = ["Der Fahrer war sehr unfreundlich", "店员很不耐烦", "Die Lieferung kam nicht"]
    rows = [f"C{at},2026-09-{at + 1:02},{text}" for at, text in enumerate(texts)]
    content = "\n".join(["Complaint ID,Complaint date,Description", *rows]).encode()
    found = prepare(content, "c.csv", kind_named("complaint"), Options(), TODAY, KPI_FACTS).checked
    said = [SAY(issue.message) for issue in found.issues]
    assert any("does not know: 2 of 3" in one for one in said)
    assert not any("without a category" in one for one in said)


@pytest.mark.parametrize(
    ("levels", "joined"),
    [
        (("High", "Medium", "Low"), True),
        (("High", "high", "Low"), False),
        (("Critical", "Medium", "Low"), False),
    ],
)
def test_levels_that_count_as_one_are_said(levels, joined):
    rows = [f"C{at},2026-09-{at + 1:02},Delivery,{levels[at % 3]}" for at in range(9)]
    content = "\n".join(["Complaint ID,Complaint date,Category,Severity", *rows]).encode()
    found = prepare(content, "c.csv", kind_named("complaint"), Options(), TODAY, KPI_FACTS).checked
    said = [SAY(issue.message) for issue in found.issues if "same severity" in str(issue.message)]
    assert bool(said) is joined and all("High" in one and "Medium" in one for one in said)
