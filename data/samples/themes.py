"""The words by which the sample company sorts what customers write."""

from datetime import date

import pandas as pd

from data.samples.stories import MONTHS, month_at

LABELS = {
    "attitude": {"en": "Service attitude", "zh_Hans": "服务态度", "zh_Hant": "服務態度"},
    "speed": {"en": "Speed and waiting", "zh_Hans": "速度与等候", "zh_Hant": "速度與等候"},
    "problem_solving": {"en": "Problem solving", "zh_Hans": "问题解决", "zh_Hant": "問題解決"},
    "place": {"en": "Place, price and app", "zh_Hans": "环境、价格与小程序", "zh_Hant": "環境、價格與小程式"},
}
TERMS = {
    "attitude": {
        "en": ("friendly", "polite", "rude", "welcome", "hello", "smile", "apology", "impatient", "courteous", "kind words", "listened",
               "nuisance", "blamed", "interrupted", "desk remembered me", "a sigh", "talked to each other", "the phone all the time", "distant"),
        "zh_Hans": ("态度", "热情", "礼貌", "亲切", "微笑", "耐心", "不厌其烦", "语气", "打招呼", "不耐烦", "敷衍", "聊天", "道歉", "尊重",
                    "脸色", "帮助", "照顾"),
        "zh_Hant": ("態度", "熱情", "禮貌", "親切", "微笑", "耐心", "不厭其煩", "語氣", "打招呼", "不耐煩", "敷衍", "聊天", "道歉", "尊重",
                    "臉色", "幫助", "照顧"),
    },
    "speed": {
        "en": ("quick", "fast", "faster", "slow", "waited", "wait", "waiting", "queue", "on hold", "minutes", "late", "early", "smooth",
               "at once", "same morning", "no answer", "the next day", "took so long"),
        "zh_Hans": ("快", "慢", "等了", "排队", "速度", "效率", "秒回", "准时", "占线", "几乎不用等", "马上", "分钟", "小时", "第二天", "催了",
                    "没人应"),
        "zh_Hant": ("快", "慢", "等了", "排隊", "速度", "效率", "秒回", "準時", "佔線", "幾乎不用等", "馬上", "分鐘", "小時", "第二天", "催了",
                    "沒人應"),
    },
    "problem_solving": {
        "en": ("solved", "fixed", "solution", "refund", "technician", "took charge", "it worked", "one contact", "wrong part", "find the part",
               "my case", "repair", "explain it all again", "standard answer", "felt responsible", "one desk to the next", "it works"),
        "zh_Hans": ("解决", "修", "退换货", "退款", "方案", "处理好", "投诉后", "踢皮球", "答非所问", "反复", "说法不一样", "一个人跟到底",
                    "主动跟进", "按规定", "解释清楚", "希望再跟进"),
        "zh_Hant": ("解決", "修", "退換貨", "退款", "方案", "處理好", "投訴後", "踢皮球", "答非所問", "反覆", "說法不一樣", "一個人跟到底",
                    "主動跟進", "按規定"),
    },
    "place": {
        "en": ("park", "parking", "price", "prices", "app", "clean", "shelves", "value for money", "corner", "stock", "fees", "hot and loud",
               "signs", "nowhere to sit", "members' day", "tidier"),
        "zh_Hans": ("环境", "价格", "性价比", "停车", "小程序", "等候区", "陈列", "会员活动", "布置", "交通", "太吵", "货不全", "指示牌", "收费",
                    "空调", "中规中矩"),
        "zh_Hant": ("環境", "價格", "性價比", "停車", "小程式", "等候區", "陳列", "會員活動", "布置", "交通", "太吵", "貨不全", "指示牌", "收費",
                    "空調", "中規中矩"),
    },
}
RETIRED = ("speed", "en", "early")  # found too often where nothing was said of speed


def theme_terms(until: date) -> pd.DataFrame:
    """The dictionary since the first month, and one term taken out of use later; columns are those of the kind."""
    start = month_at(until, -MONTHS)
    rows = [(theme, LABELS[theme][language], language, term, "yes", start)
            for theme, languages in TERMS.items() for language, terms in languages.items() for term in terms]
    theme, language, term = RETIRED
    rows.append((theme, LABELS[theme][language], language, term, "no", month_at(until, -6)))
    return pd.DataFrame(rows, columns=["theme", "label", "language", "term", "in_use", "date"]).assign(author="Marketing and customer service")
