"""Themes of comments: the hand-labelled fixture, the rules one by one, and the dictionary that
ships."""

import json
from datetime import date

import numpy as np
import pytest

from errors import WrongCall
from i18n import N_, Text
from metrics.voice.agreement import agreement
from metrics.voice.dictionary import DICTIONARY, VERSION
from metrics.voice.themes import NON_COMMENTS, Dictionary, Theme, coded, normalised, says_something
from tests.effort import effort

SPEED = Theme("speed", N_("Speed"), ("太慢", "排队", "排隊"), ("slow", "wait", "follow up"))
PLACE = Theme("place", N_("Place"), ("停车",), ("clean", "parking"))

# Comments of several trades as one person codes them: themes by name, none where nothing fits.
BY_HAND = (
    ("The cashier rolled her eyes when I asked for a bag", "attitude"),
    ("Lovely staff, always a smile", "attitude"),
    ("Stood in line for 25 minutes just to drop off a parcel", "speed"),
    ("My ticket was answered within the hour, impressive", "speed"),
    ("They replaced the faulty kettle without any argument", "problem_solving product"),
    ("I was passed from one department to another and in the end nobody helped", "problem_solving"),
    ("The young man did not know the difference between the two contracts", "knowledge"),
    ("Your adviser explained the options very clearly", "knowledge"),
    ("You said Tuesday, it came on Friday", "promises"),
    ("Engineer arrived on time and called ahead", "promises phone"),
    ("Way too expensive for what you get", "price"),
    ("I was charged twice and the fee was not explained", "price knowledge"),
    ("Music far too loud in the shop", "environment"),
    ("A calm and cosy place", "environment"),
    ("Could not find a parking space", "facilities"),
    ("The toilets were closed", "facilities"),
    ("Website kept logging me out", "online"),
    ("Love the new app", "online"),
    ("Sticky tables and a dirty floor", "hygiene"),
    ("I slipped on the wet floor, no warning sign", "hygiene"),
    ("Nobody picks up the phone after five", "phone"),
    ("On hold for 20 minutes and then cut off", "phone speed"),
    ("The jacket fell apart after a week, poor quality", "product"),
    ("Always out of stock in my size", "product"),
    ("Great!", ""),
    ("Will come again", ""),
    ("Keep up the good work", ""),
    ("Could be better", ""),
    ("Very satisfied with everything", ""),
    ("Receptionist was short with my mother", "attitude"),
    ("Five stars for Anna, she was so patient with my questions", "attitude"),
    ("Checkout takes forever at weekends", "speed"),
    ("Refund still not received after three weeks", "problem_solving speed"),
    ("Prices went up again", "price"),
    ("Bread was stale", "product"),
    ("The lift is broken, hard with a pram", "facilities"),
    ("Staff contradict each other", "knowledge"),
    ("Chatbot is useless, I want a real person", "online phone"),
    ("Too hot inside, air conditioning off", "environment"),
    ("Cancelled my appointment without telling me", "promises"),
    ("店员一直板着脸，像欠她钱一样", "attitude"),
    ("服务员非常热情，主动帮我拿行李", "attitude"),
    ("等了四十分钟才轮到我", "speed"),
    ("办理业务速度很快，点赞", "speed"),
    ("投诉了三次都没人处理", "problem_solving"),
    ("师傅上门一次就修好了", "problem_solving"),
    ("柜员业务不熟，问什么都不知道", "knowledge"),
    ("讲解得很详细，很专业", "knowledge"),
    ("说好周二送到，结果周五才来", "promises"),
    ("安装师傅很守时", "promises"),
    ("价格太贵了，不划算", "price"),
    ("有隐形收费，没有提前说明", "price"),
    ("店里太吵，空调也不给力", "environment"),
    ("装修很有格调，氛围不错", "environment"),
    ("停车位太少，每次都要绕半天", "facilities"),
    ("没有母婴室，很不方便", "facilities"),
    ("小程序总是打不开", "online"),
    ("App更新后经常闪退", "online"),
    ("卫生间有异味，地面很脏", "hygiene facilities"),
    ("餐具不干净，还看到蟑螂", "hygiene"),
    ("客服电话永远打不通", "phone"),
    ("转人工要按好多次按键", "phone"),
    ("鞋子穿了两天就开胶了，质量太差", "product"),
    ("收到的东西和图片不符", "product"),
    ("很满意", ""),
    ("还可以", ""),
    ("希望越来越好", ""),
    ("没有不满意的地方", ""),
    ("下次还会来", ""),
    ("店員臉很臭，問什麼都愛理不理", "attitude"),
    ("櫃檯人員很親切，講話很溫柔", "attitude"),
    ("叫號叫了一個多小時，太誇張", "speed"),
    ("出餐速度快", "speed"),
    ("打了客訴電話，隔天就幫我處理好了", "problem_solving phone"),
    ("每個人說法都不一樣，到底聽誰的", "knowledge"),
    ("預約好了卻臨時取消，放我鴿子", "promises"),
    ("CP值很高，會再回購", "price"),
    ("冷氣太冷，燈光昏暗", "environment"),
    ("離捷運站近，停車方便", "facilities"),
    ("網站當機，無法下單", "online"),
    ("廁所很乾淨", "hygiene facilities"),
    ("電話一直忙線，打不進去", "phone"),
    ("餐點不新鮮，味道怪怪的", "product"),
    ("好棒", ""),
    ("泊車位好難搵", "facilities"),
    ("等咗好耐先有人理", "speed"),
    ("職員好有禮貌", "attitude"),
    ("貨不對辦，要求退款又推搪", "product problem_solving"),
    ("手续费太高，也没人告知", "price"),
    ("工作人员互相推诿，跑了三趟才办成", "problem_solving"),
)


def themes_of(text: str, themes: tuple[Theme, ...] = (SPEED, PLACE)) -> set[str]:
    found = coded([text], themes)
    return {
        name for name, mentioned in zip(found.themes, found.mentions[0], strict=True) if mentioned
    }


def test_the_fixture_is_coded_exactly(shared):
    fixture = json.loads((shared / "fixtures" / "text_themes.json").read_text("utf-8"))
    themes = tuple(
        Theme(name, N_(name), tuple(terms["zh"]), tuple(terms["en"]))
        for name, terms in fixture["dictionary"].items()
    )
    found = coded([comment["text"] for comment in fixture["comments"]], themes)
    assert (len(found.written), found.base, int(found.unmatched.sum()), found.counts) == tuple(
        fixture["expected"][key]
        for key in ("n_rows", "n_comments", "n_unmatched", "comments_per_theme")
    )
    for comment, written, mentions in zip(
        fixture["comments"], found.written, found.mentions, strict=True
    ):
        named = [theme.name for theme, mentioned in zip(themes, mentions, strict=True) if mentioned]
        assert (sorted(named) if written else None) == (
            None if comment["themes"] is None else sorted(comment["themes"])
        ), comment["text"]
    assert set(fixture["non_comments"]) - {"-", "。", "."} <= NON_COMMENTS


def test_english_terms_are_whole_words_and_chinese_ones_are_found_anywhere():
    assert (
        themes_of("so SLOW!")
        == themes_of("(slow)")
        == themes_of("slow5")
        == themes_of("今天slow得很")
        == {"speed"}
    )
    assert themes_of("slowly") == themes_of("waiter") == set()
    assert themes_of("the cleaner") == set() and themes_of("Clean, easy parking") == {"place"}
    assert (
        themes_of("结账太慢了") == themes_of("又排隊") == {"speed"} and themes_of("停車") == set()
    )


def test_width_case_and_blanks_do_not_matter():
    assert normalised("  ＷＡＩＴ \t\n Ｓｌｏｗ ") == "wait slow"
    assert themes_of("ＷＡＩＴ") == {"speed"}
    assert themes_of("Please follow-up") == themes_of("FOLLOW   up") == {"speed"}


def test_a_theme_counts_once_a_comment_and_several_themes_may_be_named():
    found = coded(["slow, slow, wait, 太慢", "slow but clean", "nice"], (SPEED, PLACE))
    assert found.counts == {"speed": 2, "place": 1} and found.base == 3
    assert found.unmatched.tolist() == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        None,
        float("nan"),
        "无",
        "沒有。",
        "N/A",
        "n.a.",
        "None!",
        "---",
        "……",
        "👍",
        "No comment.",
    ],
)
def test_what_says_nothing_leaves_the_base(text):
    found = coded([text, "slow"], (SPEED,))
    assert found.written.tolist() == [False, True] and found.base == 1 and not found.unmatched[0]


@pytest.mark.parametrize(
    "text", ["没有不满意的地方", "无语", "no parking", "nothing works", "ok", "好"]
)
def test_what_merely_begins_like_nothing_is_a_comment(text):
    assert says_something(normalised(text))


def test_no_comments_and_no_themes_give_empty_counts():
    assert coded([], (SPEED,)).counts == {"speed": 0} and coded([], (SPEED,)).base == 0
    assert coded(["slow"], ()).unmatched.tolist() == [True]


def test_terms_that_could_find_nothing_are_refused():
    with pytest.raises(WrongCall, match="24/7"):
        Theme("speed", "Speed", (), ("fast", "24/7"))
    with pytest.raises(WrongCall, match="needs a letter"):
        Theme("speed", "Speed", ("快捷", " "), ())
    with pytest.raises(ValueError, match="declared twice"):
        Dictionary(date(2026, 1, 1), (SPEED, SPEED))


def test_the_dictionary_is_well_formed():
    assert DICTIONARY.version == VERSION and len(DICTIONARY.themes) == 12
    assert DICTIONARY.theme("phone").name == "phone"
    for theme in DICTIONARY.themes:
        assert isinstance(theme.label, Text) and len(theme.zh) > 60 and len(theme.en) > 50, (
            theme.name
        )
        assert [term for term in (*theme.zh, *theme.en) if normalised(term) != term] == []
        assert [term for term in theme.en if not term.isascii()] == [] and [
            term for term in theme.zh if len(term) < 2
        ] == []


def test_no_term_of_the_dictionary_is_idle():
    # A term inside which another of the same theme is found adds nothing.
    for theme in DICTIONARY.themes:
        for script in ("zh", "en"):
            for term in getattr(theme, script):
                others = {
                    "zh": (),
                    "en": (),
                    script: tuple(other for other in getattr(theme, script) if other != term),
                }
                assert not coded([term], (Theme("others", "Others", **others),)).mentions.any(), (
                    theme.name,
                    term,
                )


@pytest.mark.parametrize(
    ("simplified", "traditional", "theme"),
    [
        ("态度很差", "態度很差", "attitude"),
        ("没有礼貌", "沒有禮貌", "attitude"),
        ("排队", "排隊", "speed"),
        ("叫号太慢", "叫號太慢", "speed"),
        ("处理不了", "處理不了", "problem_solving"),
        ("业务能力强", "業務能力強", "knowledge"),
        ("不准时", "不準時", "promises"),
        ("太贵了", "太貴了", "price"),
        ("环境优雅", "環境優雅", "environment"),
        ("停车场满了", "停車場滿了", "facilities"),
        ("网络不好", "網路不好", "online"),
        ("卫生差", "衛生差", "hygiene"),
        ("没人接电话", "沒人接電話", "phone"),
        ("包装破了", "包裝破了", "product"),
    ],
)
def test_both_scripts_are_understood(simplified, traditional, theme):
    assert theme in themes_of(simplified, DICTIONARY.themes) and theme in themes_of(
        traditional, DICTIONARY.themes
    )


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("服务质量很好", "product"),
        ("快递员", "speed"),
        ("贵公司", "price"),
        ("愉快", "speed"),
        ("好耐心", "speed"),
        ("不接受", "phone"),
        ("some kind of", "attitude"),
        ("in charge", "price"),
        ("the waiter", "speed"),
        ("opening a cleaner account", "hygiene"),
    ],
)
def test_words_that_only_look_like_a_term_do_not_count(text, theme):
    assert theme not in themes_of(text, DICTIONARY.themes)


def test_the_dictionary_agrees_with_a_person():
    found = coded([text for text, _ in BY_HAND], DICTIONARY.themes)
    scores = agreement(found, [themes.split() for _, themes in BY_HAND])
    hits, matches, wanted = (
        sum(numbers)
        for numbers in zip(
            *((s.precision.k, s.precision.n, s.recall.n) for s in scores), strict=True
        )
    )
    assert hits / matches > 0.9 and hits / wanted > 0.85
    assert {score.theme: score.recall.n for score in scores if score.recall.n < 4} == {}, (
        "each theme needs comments to be judged by"
    )


def test_agreement_by_hand():
    found = coded(["slow", "slow", "clean", "other"], (SPEED, PLACE))
    speed, place = agreement(found, [{"speed"}, set(), {"place", "speed"}, {"place"}])
    assert (speed.precision.k, speed.precision.n, speed.recall.k, speed.recall.n) == (1, 2, 1, 2)
    assert (place.precision.value, place.recall.value) == (1.0, 0.5)
    with pytest.raises(WrongCall, match="1 comments were coded by hand, 4 by terms"):
        agreement(found, [set()])


def test_four_times_the_comments_take_no_more_than_eight_times_the_work():
    generator = np.random.default_rng(1)
    texts = [text for text, _ in BY_HAND]
    many = [
        f"{texts[first]} {texts[second]}"
        for first, second in generator.integers(len(texts), size=(10_000, 2))
    ]
    few, all_of_them = (
        effort(lambda number=number: coded(many[:number], DICTIONARY.themes))
        for number in (2_500, 10_000)
    )
    assert all_of_them < 8 * few  # sixteen times, if each were compared with each
