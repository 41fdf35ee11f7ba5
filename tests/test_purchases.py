"""Customers who come back: which orders count, which months are settled, and that nobody can be
traced back."""

import stat
from datetime import date

import pandas as pd
import pytest

from data.issues import NOTE
from data.kinds.catalog import PURCHASE
from data.reading.options import Options
from data.uploads.hashed import KEY_FILE, hashes, mark_of
from data.uploads.prepare import prepare
from data.uploads.store import add, issues_of, undo
from errors import FileRefused, StorageFault
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.sums.query import Query

TODAY = date(2026, 10, 1)
FORMER = date(2030, 1, 1)  # long after the records of a file end


def load(database, text, name="orders.csv", **settled):
    return add(database, prepare(text.encode(), name, PURCHASE, Options(**settled), TODAY))


def bought(*rows):
    return "\n".join(["order_id,customer,date,amount,refunded,status", *rows])


def told(database, kpi="repurchase_rate", today=TODAY, **query):
    with database.read() as reading:
        return ask(reading, kpi_named(kpi), Query(**query), today).rows


def sums(database, kpi="repurchase_rate", **query):
    rows = told(database, kpi, **query)
    return {row.period.month: (row.y, row.x) for row in rows.itertuples()}


def test_orders_of_one_day_are_one_and_ninety_days_are_enough(database):
    load(
        database,
        bought(
            "1,A,2026-01-05 09:00,10,0,paid",
            "2,A,2026-01-05 18:00,10,0,paid",
            "3,B,2026-01-05,10,0,paid",
            "4,B,2026-04-05,10,0,paid",  # the ninetieth day
            "5,C,2026-01-05,10,0,paid",
            "6,C,2026-04-06,10,0,paid",  # a day too late
            "7,D,2026-01-20,10,0,paid",
            "8,D,2026-01-28,10,0,paid",  # in the same month
        ),
    )
    assert sums(database) == {1: (2, 4), 4: (0, 2)}


def test_what_was_returned_cancelled_or_wholly_refunded_is_no_order(database):
    load(
        database,
        bought(
            "1,A,2026-01-05,10,0,paid",
            "2,A,2026-02-05,10,10,paid",
            "3,B,2026-01-05,10,0,交易成功",
            "4,B,2026-02-05,10,0,交易关闭",
            "5,C,2026-01-05,10,0,paid",
            "6,C,2026-02-05,10,0,已退款",
            "7,D,2026-01-05,10,0,paid",
            "8,D,2026-02-05,10,4,partially_refunded",
        ),
    )
    assert sums(database) == {1: (1, 4), 2: (0, 1)}


def test_new_and_returning_customers_are_told_apart(database):
    load(
        database,
        bought(
            "1,A,2026-01-05,10,0,paid",
            "2,A,2026-02-05,10,0,paid",
            "3,A,2026-03-05,10,0,paid",
            "4,B,2026-02-05,10,0,paid",
        ),
    )
    assert sums(database, "repurchase_rate_new") == {1: (1, 1), 2: (0, 1)}
    assert sums(database, "repurchase_rate_returning") == {2: (1, 1), 3: (0, 1)}


def test_a_month_is_settled_once_the_records_reach_ninety_days_beyond_it(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,B,2026-04-30,10,0,paid"))
    assert told(database, today=FORMER)["maturing"].tolist() == [True, True]
    load(database, bought("3,C,2026-05-01,10,0,paid"), "more.csv")  # 31 January and 90 days
    found = told(database, today=FORMER)
    assert found["maturing"].tolist() == [False, True, True]
    undo(database, 2)
    assert told(database, today=FORMER)["maturing"].tolist() == [True, True]


def test_an_order_that_comes_later_tells_of_the_month_before(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,B,2026-01-06,10,0,paid"))
    assert sums(database) == {1: (0, 2)}
    load(database, bought("3,A,2026-03-05,10,0,paid"), "march.csv")
    assert sums(database) == {1: (1, 2), 3: (0, 1)}


# --- customers


def test_customers_are_kept_as_hashes_that_stay_the_same(database):
    load(database, bought("1,amy@example.com,2026-01-05,10,0,paid"))
    load(database, bought("2, AMY@Example.com ,2026-02-05,10,0,paid"), "february.csv")
    with database.read() as reading:
        names = [name for (name,) in reading.rows("SELECT customer FROM live_purchase")]
    assert len(set(names)) == 1 and "amy" not in names[0].casefold()
    assert sums(database) == {1: (1, 1), 2: (0, 1)}


def test_no_file_beside_the_database_names_a_customer(database):
    load(database, bought("1,AmyUnmistakable,2026-01-05,10,0,paid", "2,,2026-01-05,10,0,paid"))
    folder = database.path.parent
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert (folder / KEY_FILE) in held and len(held) > 2
    assert not any(b"amyunmistakable" in path.read_bytes().lower() for path in held)
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_without_its_key_nothing_is_stored(database):
    load(database, bought("1,A,2026-01-05,10,0,paid"))
    key = database.path.parent / KEY_FILE
    own = key.read_text()
    key.unlink()
    with pytest.raises(StorageFault, match="every customer would count as a new one"):
        load(database, bought("2,A,2026-02-05,10,0,paid"), "february.csv")
    assert not key.exists()
    key.write_text("00" * 32)
    with pytest.raises(StorageFault, match="is not there"):
        load(database, bought("2,A,2026-02-05,10,0,paid"), "february.csv")
    key.write_text(own)
    load(database, bought("2,A,2026-02-05,10,0,paid"), "february.csv")
    assert sums(database) == {1: (1, 1), 2: (0, 1)}


def test_another_company_has_other_hashes():
    names = pd.Series(["A", None, "B", "A"], dtype="str")
    one, other = hashes(names, b"1" * 32), hashes(names, b"2" * 32)
    assert one[0] == one[3] != one[2] and pd.isna(one[1])
    assert set(one.dropna()).isdisjoint(other.dropna())
    assert one[0].startswith(mark_of(b"1" * 32))


def test_faults_do_not_name_the_customer(database):
    load(database, bought("1,AmyUnmistakable,2026-01-05,10,0,lost", "2,B,2026-01-05,10,20,paid"))
    with database.read() as reading:
        texts = [str(row) for row in reading.rows("FROM issue")]
    assert texts and not any("AmyUnmistakable" in text for text in texts)


# --- rows as real files write them


def test_a_refund_above_the_amount_is_kept_out_with_both():
    checked = prepare(
        bought("1,A,2026-01-05,10,20,paid").encode(), "o.csv", PURCHASE, Options(), TODAY
    ).checked
    (issue,) = checked.issues
    assert checked.rejected == 1 and "20" in str(issue.message) and "10" in str(issue.message)


SHOP = (
    "Name,Email,Financial Status,Paid at,Total,Refunded Amount,Lineitem name,Billing Name\n"
    "#1001,amy@example.com,paid,2026-01-05 10:00:00 +0800,59.9,0,Tea,Amy\n#1001,,,,,,Cup,\n"
    "#1002,bo@example.com,refunded,2026-01-06 10:00:00 +0800,80,80,Tea,Bo\n#1002,,,,,,Cup,\n"
    "#1003,amy@example.com,partially_refunded,2026-02-06 10:00:00 +0800,80,20,Tea,Amy\n"
    "#1004,cy@example.com,paid,2026-02-08 10:00:00 +0800,80,80,Tea,Cy\n#1004,,,,,,Cup,\n"
    "#1005,amy@example.com,paid,2026-02-09 10:00:00 +0800,9,0,Cup,Amy\n"
)


def test_the_cells_of_an_order_are_carried_down_to_its_lines(database):
    load(database, SHOP)
    with database.read() as reading:
        rows = reading.rows(
            "SELECT order_id, count(DISTINCT customer), min(date) = max(date), sum(amount), count(*), "
            "max(status) FROM live_purchase GROUP BY 1 ORDER BY 1"
        )
    assert rows == [
        ("#1001", 1, True, 59.9, 2, "paid"),
        ("#1002", 1, True, 80, 2, "returned"),
        ("#1003", 1, True, 80, 1, "paid"),
        ("#1004", 1, True, 80, 2, "returned"),
        ("#1005", 1, True, 9, 1, "paid"),
    ]
    assert sums(database) == {1: (1, 1), 2: (1, 1)}


def test_a_row_without_a_day_below_another_order_stays_out():
    text = bought("1,A,2026-01-05,10,0,paid", "2,B,,10,0,paid", ",C,,10,0,paid")
    checked = prepare(text.encode(), "o.csv", PURCHASE, Options(), TODAY).checked
    assert len(checked.rows) == 1 and checked.rejected == 2


@pytest.mark.parametrize("lines", [5, 40])
def test_numbers_between_blanks_are_a_table(lines):
    text = "\n".join(f" {at:05d}  199701{at % 28 + 1:02d}   {at}.50" for at in range(lines))
    settled = Options(match={"Column 1": "customer", "Column 2": "date", "Column 3": "amount"})
    checked = prepare(text.encode(), "o.txt", PURCHASE, settled, TODAY).checked
    assert len(checked.rows) == lines and checked.rows["amount"].tolist()[1] == 1.5


def test_sentences_are_no_table():
    with pytest.raises(FileRefused):
        text = "Orders of 1 May\nand of 2 May\nand of 3 June\n"
        prepare(text.encode(), "o.txt", PURCHASE, Options(), TODAY)


# --- real files


def real(database, shared, name, **settled):
    content = (shared / "real" / "programme" / name).read_bytes()
    return add(database, prepare(content, name, PURCHASE, Options(**settled), TODAY))


def test_the_cohorts_of_a_shop_of_records(database, shared):
    columns = {"Column 1": "customer", "Column 3": "date"}
    real(database, shared, "purchase_cdnow_sample.txt", match=columns)
    rows = told(database)
    values = {row.period: round(row.value, 2) for row in rows.itertuples()}
    assert (values[date(1997, 1, 1)], values[date(1997, 10, 1)]) == (29.71, 63.64)
    mature = rows[~rows["maturing"].astype(bool)]
    assert (mature["y"].sum(), mature["x"].sum()) == (2200, 5063)
    late = rows[rows["maturing"].astype(bool)]
    assert [row.period for row in late.itertuples()] == [date(1998, at, 1) for at in (4, 5, 6)]
    assert [round(share, 2) for share in late["value"]] == [54.40, 38.81, 18.12]
    new, returning = (told(database, f"repurchase_rate_{which}") for which in ("new", "returning"))
    assert new["x"].sum() + returning["x"].sum() == rows["x"].sum()
    assert new["y"].sum() + returning["y"].sum() == rows["y"].sum()


def test_orders_of_one_day_are_told_in_one_sentence(database, shared):
    """223 rows are of a customer and day of another row, 21 of them with the same amount."""
    columns = {"Column 1": "customer", "Column 3": "date", "Column 5": "amount"}
    real(database, shared, "purchase_cdnow_sample.txt", match=columns)
    with database.read() as reading:
        counts = """SELECT count(*), count(DISTINCT customer), count(DISTINCT (customer, date::DATE)),
            round(sum(amount), 2) FROM live_purchase"""
        assert reading.row(counts) == (6919, 2357, 6696, 244_091.94)
        told = [issue for issue in issues_of(reading, 1) if "of a row above" in str(issue.message)]
    assert [(issue.level, issue.row) for issue in told] == [(NOTE, None)]
    assert "of a row above: 223." in str(told[0].message)


def test_three_customers_are_too_few_to_judge(database, shared):
    real(database, shared, "purchase_amazon_sample.csv")
    rows = told(database)
    assert rows["n"].max() == 3 and not rows["enough"].any()
    with database.read() as reading:
        days = reading.row("SELECT count(DISTINCT (customer, date::DATE)) FROM live_purchase")
    assert days == (542,)


def test_lines_of_a_superstore_with_decimal_commas(database, shared):
    real(database, shared, "purchase_global_superstore.tsv")
    with database.read() as reading:
        found = reading.row("""SELECT count(*), count(DISTINCT order_id), count(DISTINCT customer),
            min(date)::DATE, max(date)::DATE, round(sum(amount), 2) FROM live_purchase""")
        columns = {
            name for (name,) in reading.rows("SELECT column_name FROM (DESCRIBE live_purchase)")
        }
    assert found == (1000, 979, 654, date(2011, 1, 1), date(2014, 12, 30), 243960.06)
    assert "customer_name" not in columns


def test_a_customer_of_two_months_is_one_case_of_the_quarter(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,A,2026-02-05,10,0,paid"))
    (row,) = told(database, grain="quarter").itertuples()
    assert (row.n, row.y, row.x) == (1, 1, 2), "one customer, in two months of the quarter"
