"""Amounts as shops write them: $1,200.00, NT$0, 12,50 €, RMB 300, (12.00) for what was given back."""

import re

_SIGNS = r"(?:NT|HK|US|AU?|CA?|NZ|S|R|MOP|CN)?[$€£¥￥₹₩₽₺฿₫₱￡]|R\$"
_CODES = (
    r"USD|EUR|GBP|CNY|RMB|HKD|TWD|NTD|MOP|JPY|AUD|CAD|NZD|SGD|CHF|MXN|BRL|KRW|INR|PLN|TRY|SEK|NOK|DKK|CZK|HUF|RUB|THB|MYR|IDR|VND|PHP|AED|ZAR|Rs|Fr"
    r"|kr|zł|Kč|TL|人民币|人民幣|新台幣|新臺幣|港幣|港币"
)
_BEFORE = re.compile(
    rf"^([-+−]?)\s*(?:{_SIGNS}|(?:{_CODES})\.?(?![A-Za-z]))\s*(?=[-+−]?[\d.,])", re.I
)
_BEHIND = re.compile(rf"(?<=\d)\s*(?:{_SIGNS}|(?:{_CODES})\.?|元|圆|圓|円|塊|원|руб\.?|₽)$", re.I)
_WRITTEN = re.compile(
    rf"(?<![A-Za-z])(?:EUROS?|DOLLARS?|{_CODES})(?![A-Za-z])|{_SIGNS}|元|圆|圓|円|원|руб", re.I
)
_SAME = {  # what means one currency, however it is written
    **dict.fromkeys(("€", "EURO", "EUROS"), "EUR"),
    **dict.fromkeys(("$", "US$", "U$", "DOLLAR", "DOLLARS"), "USD"),
    **dict.fromkeys(("£", "￡"), "GBP"),
    **dict.fromkeys(("¥", "￥", "CN¥", "RMB", "元", "圆", "人民币", "人民幣"), "CNY"),
    **dict.fromkeys(("NT$", "NTD", "圓", "新台幣", "新臺幣"), "TWD"),
    **dict.fromkeys(("HK$", "港币", "港幣"), "HKD"),
    **dict.fromkeys(("₺", "TL"), "TRY"),
    **dict.fromkeys(("₹", "RS"), "INR"),
    **{"R$": "BRL", "円": "JPY", "원": "KRW", "₩": "KRW", "₫": "VND", "₽": "RUB", "РУБ": "RUB"},
    **{"฿": "THB", "ZŁ": "PLN", "KČ": "CZK", "₱": "PHP"},
}
_GIVEN_BACK = re.compile(r"^\(\s*([^()]*\d[^()]*?)\s*\)$")


def without_currency(text: str) -> str:
    """The number of an amount, without its currency; any other text as it is."""
    back = _GIVEN_BACK.match(text)
    plain = back[1] if back else text
    bare = _BEHIND.sub("", _BEFORE.sub(r"\1", plain)).replace("−", "-")
    return f"-{bare}" if back and bare[:1].isdigit() else bare


def currency_of(text: str) -> str:
    """The currency that an amount or a word names, by its code; "" where it names none."""
    found = _WRITTEN.search(text)
    return "" if found is None else _SAME.get(found[0].upper(), found[0].upper())
