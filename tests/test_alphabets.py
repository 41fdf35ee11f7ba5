"""Text files without a mark of their encoding: enough letters of one language decide, few are asked
about."""

import pytest

from data.reading.decoding import encoding_of
from errors import Undecided

TEXTS = [
    ("cp1251", "Дата;Филиал;Оценка;Отзыв", "03.09.2026;Центр;5;Спасибо за помощь, долго не ждал"),
    ("cp1250", "Data;Sklep;Ocena;Uwagi", "03.09.2026;Łódź;5;Bardzo miła obsługa, dziękuję"),
    ("cp1250", "Datum;Prodejna;Známka;Text", "03.09.2026;Plzeň;5;Příjemná obsluha, děkuji"),
    ("cp1250", "Dátum;Üzlet;Pont;Szöveg", "03.09.2026;Győr;5;Köszönöm, túl sokat vártam"),
    ("cp1254", "Tarih;Şube;Puan;Yorum", "03.09.2026;İzmir;5;Çok teşekkürler, güler yüzlü"),
    ("cp1253", "Ημερομηνία;Σχόλιο", "03.09.2026;Ευχαριστώ πολύ"),
    ("cp1255", "תאריך;סניף;הערות", "03.09.2026;חיפה;תודה רבה"),
    ("cp1256", "التاريخ;الفرع;ملاحظات", "03.09.2026;الرياض;شكرا جزيلا"),
    ("cp874", "วันที่;สาขา;ความคิดเห็น", "03/09/2026;กรุงเทพ;บริการดีมาก"),
    ("cp949", "날짜,매장,점수,의견", "2026-09-03,부산,5,직원이 친절해요"),
    ("gb18030", "来访日子,哪家铺子,您给几分", "2026-09-03,解放路,五"),
    ("big5", "來訪日子,哪間店,您給幾分", "2026/09/03,中山路,五"),
]


@pytest.mark.parametrize("encoding, headings, row", TEXTS)
def test_letters_that_are_usual_in_one_language_decide(encoding, headings, row):
    content = "\n".join([headings, *[row] * 12]).encode(encoding)
    assert encoding_of(content, "survey.csv") == encoding


@pytest.mark.parametrize("encoding, headings, row", TEXTS)
def test_a_few_of_them_never_decide_for_another(encoding, headings, row):
    for text in (headings, row, "\n".join([headings, row])):
        try:
            told = encoding_of(text.encode(encoding), "survey.csv")
            assert text.encode(encoding).decode(told) == text
        except Undecided as asked:
            assert encoding in asked.choices
