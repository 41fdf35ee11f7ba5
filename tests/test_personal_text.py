"""Personal details in comments are masked for those who may not see people, and order numbers,
prices, dates and scores are not."""

import random
from datetime import date

import pandas as pd
import pytest

from data.__main__ import main
from data.issues import Issue
from data.kinds.catalog import ROSTER, SURVEY
from data.text.personal_text import (
    ACCOUNT,
    CARD,
    IDENTITY,
    MAIL,
    MARKS,
    NAME,
    PHONE,
    STAFF,
    Masks,
    masked_message,
    masks_of,
    spoken,
)
from data.uploads.known_staff import masks_for_viewer
from data.uploads.store import add
from data.uploads.typed import typed_rows
from errors import Message
from i18n import translator
from metrics.voice.comments import expressions
from metrics.voice.themes import Dictionary
from ui.upload.ledger import _withheld

STAFF_KNOWN = masks_of(
    [
        "E0099",
        "000123",
        "张伟",
        "Mary Smith",
        "Smith, John",
        "E102 李小龙",
        "前台",
        "12",
        "买买提·艾力",
        "mwong",
        "a@b.example",
    ]
)

DETAILS = {
    PHONE: """我是测试人甲，电话13800000000，请回电|13912345678|电话:１３８００００００００|138-0000-0000|138 0000 0000
+86 138 0000 0000|8613800000000|0086-13800000000|138\u200b0000\u200b0000|一三八零零零零零零零零|电话是幺三八〇〇〇〇〇〇〇〇
座机021-61234567|(021)61234567转123|0755-12345678|致电61234567|+44 20 7946 0958|020 7946 0958|07700 900123|(555) 234-5678
555-234-5678|call me at 555 1234|06 12 34 56 78|0912-345-678|(02)2345-6789|02-2345-6789|9123 4567|WhatsApp 91234567
電話：9123-4567|090-1234-5678|8 (916) 123-45-67|+91 98765 43210|Please ring 0171 1234567|tel13800000000|tel: +1 (555) 234-5678
0044 20 7946 0958|0790 000 0000|+44(0) 7900 000000|8月下单，李四，13688888888|١٣٨٠٠٠٠٠٠٠٠""",
    MAIL: """邮箱 someone@example.com 请联系我|邮箱someone@example.com请联系|someone(at)example.com|someone＠example.com
a.b-c+tag@mail.example.co.uk.""",
    IDENTITY: """身份证110101199001010011 办理失败|证件号码是110101 19900101 0011|我 11010119900101001X|身分證A123456789
A123456789|HKID A123456(7)|A123456(7)|passport no. E12345678|护照G12345678|SSN 123-45-6789""",
    CARD: """4111 1111 1111 1111|4111111111111111|卡号6222021234567890123|刷的卡 6222 0212 3456 7890 123|378282246310005
GB82 WEST 1234 5698 7654 32""",
    STAFF: """（工号E0099）骂人|E0099骂人|e0099 was rude|staff no. 4711 shouted|工号：12|員工編號 A77|000123 态度差""",
    NAME: """张伟态度很差|李小龙骂人|mary smith was great|John  Smith rude|Smith, John rude|买买提·艾力 好""",
    ACCOUNT: """微信号abcdefg|微信：zhangsanfeng|加微信 abc_123456|vx: hello123|wx13800000000|V信：abcde12345
WeChat ID: johnny|wechat abc12345|QQ12345678|qq号：123456|扣扣 987654321|LINE ID: sunny88""",
}

NONE = """订单号13800000000 没发货|订单 202609011234567890 没到|订单号110105199001010011 没到
order 13912345678 never came|order #13912345678|Order no. 4111 1111 1111 1112|花了13800元|价格 1299.00 元，后来 1399|¥13800000000
2026-09-01 10:05:00 来的|2026年9月1日 到 2026年10月2日|20260901 来的|01-09-2026 10:30|01.09.2026 10.30|等了101分钟|打8分,满分10分
10/10|评分 8.5/10|拨打400-820-8820 没人接|call 1-800-555-1234|10086 客服|等了 30 分钟, 电话打了 3 次|微信支付失败
WeChat support was great|wechat payment failed|WeChat: cannot open the menu|QQ音乐 3 星|the line: awful, 20 minutes
room 1203, floor 12|SKU A123456780|version 1.2.3.4|5000-6000元|from 5000 6000|page 100-200|周一至周五 9:00-18:00|09:00 - 21:00
8 8 9 7 10|满意度 95.5%|product 4006381333931|6901234567892|编号 123456|工号牌没戴|没看到工号 10分钟后|staff number was rude
前台很好|mwong ok|NPS 9|12号桌 3个人 花费588元|座位 A12|phone costs 12999 yuan|手机价格 12999元|call on 2026-09-01 10:30
发票号码 12345678|5@10|3 x 250ml @ 4.50|tracking 1Z999AA10123456784|SF1380000000000|#13800000000|1,380,000,000|3.14159265358979
1234567890123456|20260901000123|2026090112345678|Mary was great|smith
hosted-eu-20260812-09|案号 202601011234567890|运单 1234567890123456789012345 丢了|I want my staff number|微信 公众号 很好"""


def parts(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in line.split("|")]


@pytest.mark.parametrize(
    ("mark", "text"), [(mark, text) for mark, texts in DETAILS.items() for text in parts(texts)]
)
def test_a_detail_is_masked_as_what_it_is(mark, text):
    masked = STAFF_KNOWN.masked(text)
    assert {letter for letter in masked if letter in MARKS} == {mark} and not sum(
        map(str.isdigit, masked)
    ) > 3, masked


@pytest.mark.parametrize("text", parts(NONE))
def test_what_is_no_persons_stays(text):
    assert STAFF_KNOWN.masked(text) == text


def test_dates_prices_scores_and_dated_order_numbers_stay():
    """Of 2,000 made-up comments with three of them each, none is changed."""
    draw = random.Random(1)

    def number() -> str:
        year, month, day, hour = (
            draw.randint(2019, 2027),
            draw.randint(1, 12),
            draw.randint(1, 28),
            draw.randint(0, 23),
        )
        return draw.choice(
            [
                f"{year}-{month:02}-{day:02}",
                f"{day}/{month}/{year}",
                f"{day:02}.{month:02}.{year} {hour:02}:05",
                f"¥{draw.randint(1, 99999)}.50",
                f"{draw.randint(1, 99999):,} 元",
                f"{draw.randint(0, 10)}/10",
                f"{year}{month:02}{day:02}{draw.randint(0, 999999):06}",
                f"{hour:02}:05-{hour:02}:55",
                f"{draw.randint(1, 99)}-{draw.randint(1, 99)}",
                f"{year}年{month}月{day}日 {draw.randint(1, 500)}人",
            ]
        )

    texts = [f"我 {number()} 去的, paid {number()} and {number()}" for _ in range(2000)]
    assert [text for text in texts if STAFF_KNOWN.masked(text) != text] == []


def test_what_looks_like_a_mark_in_a_file_is_none():
    assert STAFF_KNOWN.masked(f"ok{PHONE}ay") == "okay"


def test_marks_are_words_of_the_readers_language():
    masked = STAFF_KNOWN.masked("电话13800000000，E0099")
    assert spoken(masked, translator("en")) == "电话[phone]，[staff number]"
    assert (
        spoken(masked, translator("zh_Hans")) == "电话[电话]，[工号]"
        and spoken(masked, translator("zh_Hant")) == "电话[電話]，[員工編號]"
    )


def test_what_a_sentence_quotes_is_masked_with_it():
    message = Message(
        "Row: {value}, {names}",
        {"value": "call 13800000000", "names": [Message("“{name}”", {"name": "E0099"}), 7]},
    )
    assert (
        str(masked_message(message, STAFF_KNOWN, translator("en")).blanks["value"])
        == "call [phone]"
    )
    assert "E0099" not in translator("en")(masked_message(message, STAFF_KNOWN, translator("en")))
    assert masked_message(message, Masks(off=True), translator("en")) == message


def test_staff_are_those_of_all_records_and_masked_by_role(database, monkeypatch):
    add(
        database,
        typed_rows(
            ROSTER,
            [{"employee": "李小龙", "hired_on": "2024-01-01", "date": "2026-09-01"}],
            "roster.csv",
        ),
    )
    add(
        database,
        typed_rows(
            SURVEY,
            [{"response_id": "1", "date": "2026-09-01", "overall": 5, "employee": "K77"}],
            "survey.csv",
        ),
    )

    def masked() -> str:
        with database.read() as reading:
            return masks_for_viewer(reading).masked("李小龙和K77, 13800000000")

    for role in ("", "steward"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        assert masked() == f"{NAME}和{STAFF}, {PHONE}"
    for role in ("trainer", "committee", "administrator"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        assert masked() == "李小龙和K77, 13800000000"


FAULTY = (
    "序号,提交答卷时间,总体满意度,意见建议\n1,2026/09/01 10:05:00,5,好\n"
    "2,2026/09/02 10:05:00,电话13800000000，工号E0099,差\n3,2026/09/03 10:05:00,4,好\n"
)


def test_what_was_found_in_an_earlier_upload_is_masked_in_the_command(
    tmp_path, monkeypatch, capsys, empty_file
):
    (tmp_path / "db.duckdb").write_bytes(empty_file.read_bytes())
    (tmp_path / "f.csv").write_text(FAULTY, "utf-8")
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "db.duckdb"))
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    assert main(["load", "survey", str(tmp_path / "f.csv")]) == 0
    capsys.readouterr()
    for arguments in (["issues", "1"], ["issues", "1", "--json"]):
        assert main(arguments) == 0
        said = capsys.readouterr().out
        assert (
            "[phone]" in said
            and "[staff number]" in said
            and "13800000000" not in said
            and "E0099" not in said
        )
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")
    assert main(["issues", "1"]) == 0 and "13800000000" in capsys.readouterr().out


@pytest.mark.parametrize("role", ["", "steward"])
def test_what_was_found_in_an_earlier_upload_is_masked_on_the_page_and_in_its_file(
    role, monkeypatch
):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    say, matched = translator("en"), {"满意度": "overall"}
    message = Message(
        "{column} is \u201c{value}\u201d.", {"column": "满意度", "value": "电话13800000000"}
    )
    issue = Issue("error", message, 2, "满意度", "电话13800000000")
    shown = _withheld(issue, SURVEY, matched, STAFF_KNOWN, say)
    assert (shown.value, say(shown.message)) == ("电话[phone]", "“满意度” is “电话[phone]”.")
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    assert _withheld(issue, SURVEY, matched, STAFF_KNOWN, say) is issue


def test_expressions_hold_no_personal_detail():
    said = pd.DataFrame({"comment": ["李小龙在柜台唱歌"] * 12})
    dictionary = Dictionary(date(2026, 1, 1), ())

    def told(*masks: Masks) -> str:
        return " ".join(
            one.text for one in expressions(said, said.iloc[:0], dictionary, 10, *masks).unmatched
        )

    assert (
        "小龙" in told()
        and "小龙" not in told(masks_of(["李小龙"]))
        and "唱歌" in told(masks_of(["李小龙"]))
    )


def test_the_public_case_is_masked(shared):
    text = (shared / "cases" / "public" / "pii-in-comments" / "comments.csv").read_text("utf-8-sig")
    comments = {line.rsplit(",", 1)[1] for line in text.splitlines()[1:]}
    masked = {comment: masks_of([]).masked(comment) for comment in comments}
    assert not any(letter.isdigit() for comment in masked.values() for letter in comment)
    assert {mark for comment in masked.values() for mark in comment if mark in MARKS} == {
        PHONE,
        MAIL,
        IDENTITY,
        STAFF,
    }
    assert all(
        masked[comment] == comment
        for comment in comments
        if not any(map(str.isdigit, comment)) and "@" not in comment
    )
