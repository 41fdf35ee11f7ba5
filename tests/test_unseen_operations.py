"""Lists of requests, contacts and orders that nobody has seen: what is asked once, what needs no
question, and near files that stay as they are."""

import csv
import io
from datetime import date

import pytest

from data.checking.rules.lengths import minutes_a_unit
from data.kinds.catalog import COMPLAINT, CONTACT_VOLUME, PURCHASE, SERVICE_REQUEST
from data.questions import still_open
from data.reading.options import Options
from data.text.folding import fold, vocabulary
from data.uploads.prepare import Prepared, prepare
from data.values.cells import choice_of
from data.values.money import currency_of
from errors import FileRefused
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)


def load(kind, *rows, name: str = "file.csv", **settled) -> Prepared:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return prepare(content.getvalue().encode(), name, kind, Options(**settled), TODAY, KPI_FACTS)


def asked(prepared: Prepared) -> dict[str, str]:
    return {each.name: each.likely for each in still_open(prepared.checked.questions, {})}


def told(prepared: Prepared) -> list[str]:
    return [issue.message.text for issue in prepared.checked.issues]


# --- headings as they are spelled otherwise


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Data da solução", "closed"),
        ("data_da_solucao", "closed"),
        ("Data de solução", "closed"),
        ("Data do fechamento", "closed"),
        ("data_do_fechamento", "closed"),
        ("Mã khách hàng", "customer"),
        ("ma_khach_hang", "customer"),
    ],
)
def test_headings_without_accents_and_with_other_linking_words(heading, column):
    assert column in vocabulary(SERVICE_REQUEST).get(fold(heading), {})


@pytest.mark.parametrize("heading", ["Evaluation", "Competence", "ma", "de"])
def test_words_of_other_languages_are_not_spelled_so(heading):
    found = vocabulary(SERVICE_REQUEST).get(fold(heading), {})
    assert not any(rank >= 1000 for rank in found.values())


# --- requests without a number


LIST = (
    ("fecha", "tipo_incidencia", "tienda"),
    ("2026-01-05", "Red", "Norte"),
    ("2026-01-05", "Red", "Norte"),
    ("2026-01-07", "PC", "Sur"),
)


def test_each_row_of_a_list_without_numbers_is_another_request():
    prepared = load(SERVICE_REQUEST, *LIST)
    assert asked(prepared)["request_rows"] == "each"
    assert len(prepared.checked.rows) == 3
    assert prepared.checked.rows["request_id"].is_unique
    again = load(SERVICE_REQUEST, *LIST, ("2026-01-09", "PC", "Sur"))
    assert set(prepared.checked.rows["request_id"]) < set(again.checked.rows["request_id"])


def test_who_says_the_number_himself_is_not_helped():
    with pytest.raises(FileRefused):
        load(SERVICE_REQUEST, *LIST, answers={"request_rows": "none"})


def test_a_star_makes_each_row_another_request():
    prepared = load(SERVICE_REQUEST, *LIST, set={"request_id": "*"})
    assert len(prepared.checked.rows) == 3
    assert "request_rows" not in asked(prepared)


def test_requests_with_numbers_are_not_asked_about():
    rows = [("Ticket ID", *LIST[0]), *((str(at), *row) for at, row in enumerate(LIST[1:], 71))]
    prepared = load(SERVICE_REQUEST, *rows)
    assert "request_rows" not in asked(prepared)
    assert list(prepared.checked.rows["request_id"]) == ["71", "72", "73"]


def test_a_file_without_days_is_refused_as_before():
    with pytest.raises(FileRefused):
        load(SERVICE_REQUEST, ("tipo", "tienda"), ("Red", "Norte"), ("PC", "Sur"))


# --- words of states and urgency


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Resolvido", "solved"),
        ("Não resolvido", "open"),
        ("Fechado", "closed"),
        ("Pendente", "waiting"),
        ("Em atendimento", "open"),
        ("Corregido", "solved"),
        ("в обработке", "open"),
        ("처리완료", "solved"),
        ("미접수", "open"),
        ("Resolved", "solved"),
        ("Not resolved", "open"),
        ("Closed", "closed"),
    ],
)
def test_states_of_requests(word, state):
    assert choice_of(word, SERVICE_REQUEST.column("status")) == state


@pytest.mark.parametrize(
    ("word", "urgency"),
    [
        ("Baixa", "ordinary"),
        ("Média", "ordinary"),
        ("Não urgente", "ordinary"),
        ("no urgente", "ordinary"),
        ("Crítica", "emergency"),
        ("Rendah", "ordinary"),
        ("Medium", "ordinary"),
        ("urgent", "emergency"),
    ],
)
def test_urgencies(word, urgency):
    assert choice_of(word, SERVICE_REQUEST.column("urgency")) == urgency


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Entregue", "paid"),
        ("Pronto para envio", "paid"),
        ("en préparation", "paid"),
        ("In elaborazione", "paid"),
        ("Huy", "cancelled"),
        ("Đã giao", "paid"),
        ("Não pago", "cancelled"),
        ("pendente", "cancelled"),
        ("Devolvido", "returned"),
        ("待妥投", "paid"),
        ("待付款", "cancelled"),
        ("待审批", None),
        ("Cho xu ly", None),
        ("Delivered", "paid"),
    ],
)
def test_states_of_orders(word, state):
    assert choice_of(word, PURCHASE.column("status")) == state


def tickets(words, *more):
    head = ("Ticket ID", "Opened", "Status", *(name for name, _ in more))
    return (
        head,
        *(
            (f"T-{at}", f"2026-10-0{at} 10:00", words[at % len(words)], *(cell for _, cell in more))
            for at in range(1, 9)
        ),
    )


def test_unknown_states_are_asked_about_and_not_thrown_away():
    prepared = load(SERVICE_REQUEST, *tickets(("Blau", "Grün")))
    assert {"choice_word:status:Blau", "choice_word:status:Grün"} <= set(asked(prepared))
    answers = {"choice_word:status:Blau": "closed", "choice_word:status:Grün": "open"}
    rows = load(SERVICE_REQUEST, *tickets(("Blau", "Grün")), answers=answers).checked.rows
    assert rows["status"].value_counts().to_dict() == {"closed": 4, "open": 4}


def test_unknown_states_beside_moments_of_closing_or_known_ones_are_not_asked_about():
    closed = tickets(("Blau", "Grün"), ("Closed", "2026-10-20 10:00"))
    for rows in (closed, tickets(("Open", "Closed", "Solved", "Blau"))):
        prepared = load(SERVICE_REQUEST, *rows)
        assert not [name for name in asked(prepared) if name.startswith("choice_word")]


# --- contacts one by one


CALLS = (
    ("End Date", "Phone", "Status"),
    ("22/01/2026", "200000212", "Abandoned"),
    ("31/01/2026", "200000362", "Abandoned"),
    ("31/01/2026", "200000102", "Abandoned"),
    ("31/01/2026", "200000102", "Abandoned"),
    ("31/01/2026", "200000103", "Completed"),
)


def test_calls_one_by_one_are_counted_by_day():
    prepared = load(CONTACT_VOLUME, *CALLS, name="call_center.csv")
    assert asked(prepared)["each_contact"] == "yes"
    rows = prepared.checked.rows
    assert list(rows["contacts"]) == [1, 4]
    assert list(rows["answered"]) == [0, 1] and list(rows["abandoned"]) == [1, 3]


def test_who_says_that_calls_are_counted_otherwise_is_not_helped():
    with pytest.raises(FileRefused):
        load(CONTACT_VOLUME, *CALLS, name="call_center.csv", answers={"each_contact": "no"})


def test_yes_and_no_say_whether_calls_were_answered():
    rows = (
        ("call_id", "date", "answered (Y/N)", "speed_of_answer_in_seconds"),
        *((f"ID{at}", "2026-01-05", "Y" if at % 3 else "N", at * 10) for at in range(1, 7)),
    )
    found = load(CONTACT_VOLUME, *rows).checked.rows
    assert list(found["contacts"]) == [6] and list(found["answered"]) == [4]


@pytest.mark.parametrize("heading", ["calls", "Total calls", "相談件数"])
def test_counted_calls_are_not_asked_about(heading):
    prepared = load(CONTACT_VOLUME, ("date", heading), ("2026-01-05", "12"), ("2026-01-06", "31"))
    assert "each_contact" not in asked(prepared)
    assert int(prepared.checked.rows["contacts"].sum()) == 43


def test_a_list_of_something_else_is_no_list_of_contacts():
    with pytest.raises(FileRefused):
        load(CONTACT_VOLUME, ("date", "colour"), ("2026-01-05", "red"), ("2026-01-06", "blue"))


# --- orders


def orders(customers, **more):
    head = ("Order ID", "Order date", "cliente", *more)
    return (
        head,
        *(
            (f"A-{at}", f"2026-10-0{at}", each, *(cells[at - 1] for cells in more.values()))
            for at, each in enumerate(customers, 1)
        ),
    )


def test_orders_of_nobody_in_particular_do_not_come_back():
    who = ("Ana Souza", "Consumidor Final", "Consumidor Final", "Rui Lima")
    prepared = load(PURCHASE, *orders(who))
    assert len(prepared.checked.rows) == 2 and prepared.checked.left_out == 2


@pytest.mark.parametrize("name", ["Guest House Ltd", "General Motors", "Cash & Carry", "Walkiin"])
def test_customers_whose_names_resemble_nobody_stay(name):
    prepared = load(PURCHASE, *orders((name, name, "Rui Lima")))
    assert len(prepared.checked.rows) == 3


def test_several_currencies_are_told():
    amounts = ("10", "20", "30")
    mixed = orders("abc", total=amounts, Currency=("EUR", "USD", "EUR"))
    plain = orders("abc", total=amounts, Currency=("EUR", "€", "Euro"))
    units = orders("abc", total=amounts, Birim=("kg", "m", "kg"))
    signs = orders("abc", total=("€10", "$20", "€30"))
    said = [
        any("currencies" in text for text in told(load(PURCHASE, *rows)))
        for rows in (mixed, plain, units, signs)
    ]
    assert said == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "currency"),
    [("TL (₺)", "TRY"), ("EURO (€)", "EUR"), ("人民币", "CNY"), ("12.50", ""), ("NT$ 300", "TWD")],
)
def test_currencies_by_their_words_and_signs(text, currency):
    assert currency_of(text) == currency


def test_a_number_of_a_paper_is_no_customer():
    rows = (
        ("订单编号", "客户PO号", "客户名称", "下单时间", "订单金额"),
        *(
            (f"SO{at}", f"PO{at % 3}", f"客户{at % 4}甲", f"2026-10-0{at}", "100")
            for at in range(1, 9)
        ),
    )
    assert load(PURCHASE, *rows).matched.get("客户PO号") is None
    assert load(PURCHASE, *rows).matched.get("客户名称") == "customer"


def test_yes_and_no_are_nobody():
    rows = (
        ("Ticket ID", "Opened", "Resolved by", "Agent"),
        *((f"T-{at}", f"2026-10-0{at} 10:00", "Y" if at % 2 else "N", "Ann") for at in range(1, 9)),
    )
    assert "closed_by" not in [
        name for heading, name in load(SERVICE_REQUEST, *rows).matched.items() if heading != "Agent"
    ]


def test_a_price_of_one_piece_is_no_amount():
    rows = orders("abcd", **{"Price per Unit": ("5", "6", "7", "8")})
    assert "amount" not in load(PURCHASE, *rows).matched.values()
    rows = orders("abcd", **{"Total price": ("5", "6", "7", "8")})
    assert "amount" in load(PURCHASE, *rows).matched.values()


def test_a_complaint_without_a_number_is_asked_nothing_new():
    rows = (("Date", "Category"), ("2026-01-05", "Wait"), ("2026-01-06", "Price"))
    assert "request_rows" not in asked(load(COMPLAINT, *rows))


@pytest.mark.parametrize(
    ("heading", "minutes"),
    [
        ("tiempo_resolucion_minutos", 1.0),
        ("tempo_solucao_horas", 60.0),
        ("Bearbeitungszeit (Stunden)", 60.0),
        ("Durée de traitement (jours)", 1440.0),
        ("Resolution time (hours)", 60.0),
        ("Handling time", None),
        ("Tempo total", None),
    ],
)
def test_units_of_lengths_by_their_headings(heading, minutes):
    assert minutes_a_unit(heading) == minutes


def test_a_length_in_another_language_without_a_unit_is_not_taken():
    rows = (
        ("ID", "data", "status", "tempo_resolucao"),
        *((at, f"2026-10-0{at} 10:00", "Resolvido", at * 7) for at in range(1, 9)),
    )
    prepared = load(SERVICE_REQUEST, *rows)
    assert "handling_length" not in prepared.matched.values()
    assert set(prepared.checked.rows["status"]) == {"solved"}


@pytest.mark.parametrize(
    "heading", ["Data Fim para Regularização", "Due date", "Fecha límite", "期限", "Deadline"]
)
def test_a_day_by_which_something_is_due_closes_nothing(heading):
    rows = (
        ("Ticket ID", "Created", heading),
        *((f"T{at}", f"2026-01-0{at}", f"2026-02-0{at}") for at in range(1, 7)),
    )
    assert "closed" not in load(SERVICE_REQUEST, *rows).matched.values()


@pytest.mark.parametrize(
    ("opened", "closed", "is_told"),
    [
        ("2026-01-05", "2026-01-05", True),
        ("2026-01-05 10:30", "2026-01-05 12:00", False),
        ("2026-01-05", "2026-01-07", False),
    ],
)
def test_days_without_a_time_are_told_where_they_come_to_nothing(opened, closed, is_told):
    rows = (("Ticket ID", "Created", "Closed"), *((f"T{at}", opened, closed) for at in range(6)))
    said = [one.message.text for one in load(SERVICE_REQUEST, *rows).checked.issues]
    assert any("count as 0 hours" in text for text in said) is is_told
