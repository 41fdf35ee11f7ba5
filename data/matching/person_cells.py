"""Cells that are the names of people, told by how names are put together: no heading is needed."""

import re
from collections.abc import Sequence

from data.matching.sampled import known_of
from data.text.folding import normal

_MOST = 0.85  # share of the different cells
_SOME = 0.3  # the same of those that can be nothing else, as two words with capitals can
_FEWEST = 2  # different cells
# A family name of one sign, then one or two more; 阿强 and 小李 are colleagues too.
_CHINESE = re.compile(
    "[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚"
    "沈钟鍾姜崔谭譚陆陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閻雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬钱錢严嚴武戴莫孔向汤湯"
    "阿小][\u4e00-\u9fff*＊]{1,2}"
)
# Of these signs at the end are places, parts of a company and sorts, such as 高新区 or 白酒.
_NO_NAME = re.compile(
    "[店점区區县縣市镇鎮路街部厅廳院所室组組岁歲类類型级級码碼酒茶菜饭飯奶卡厦廈站口楼樓院馆館]$"
)
_JAPANESE = re.compile(
    "(?:佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|清水|山崎|池田|橋本|阿部|石川|前田|藤田|小川|岡田|後藤"
    "|長谷川|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|岡本|松田|中川|中野|原田|小野|田村)"
    "[ \u3000]?[\u3040-\u30ff\u4e00-\u9fff]{0,3}"
)
_KOREAN = re.compile(
    "[김이박최정강조윤장임한오서신권황안송류유전홍고문손양배백허남심노하곽성차주우구민진지엄원천방공][가-힣]{2}"
)
_VIETNAMESE = re.compile(
    "(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý)(?: [^\\W\\d]+){1,3}"
)
_CYRILLIC = re.compile(
    "[А-ЯЁЇІЄ][а-яёїіє'-]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ский|ская|цкий|цкая|енко|чук|юк|ян)"
    "(?: [А-ЯЁЇІЄ](?:[а-яёїіє]+|\\.)?){1,2}\\.?"
    "|[А-ЯЁЇІЄ][а-яёїіє]+ [А-ЯЁЇІЄ][а-яёїіє'-]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ский|ская|цкий|цкая|енко|чук|юк|ян)"
)
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ſ](?:[^\W\d_]|['’-])*"  # Latin letters, the first a capital
# "Anna S.", "J. Smith"; two or three words may be anything else as well, as may "Taste, Price".
_SHORTENED = re.compile(rf"{_WORD} [^\W\d_]\.|(?:[^\W\d_]\. ?){{1,2}}{_WORD}")
_TURNED = re.compile(rf"{_WORD}, ({_WORD})(?: [^\W\d_]\.)?")
_NAMED = re.compile(
    rf"({_WORD})(?: [^\W\d_]\.?)?(?: (?:de|da|di|del|van|von|der|den|le|la|bin|al))*(?: {_WORD}){{0,2}}"
)
_FORMS = (_CHINESE, _JAPANESE, _KOREAN, _VIETNAMESE, _CYRILLIC, _SHORTENED)
_FIRST_NAMES = frozenset(
    "aaron adam agnieszka ahmed aisha alan alex alexander alice ali amanda amelia amy ana andrea andreas andrew angela anita anja ann anna"
    " anne anton antoine antonio barbara beatriz ben benjamin bernd brian bruno camille carla carlos carmen carol caroline catherine cem"
    " charlotte chiara chloe chris christian christine claire clara claudia daniel daniela david deborah diana diego dmitri elena eli elif"
    " elisabeth elizabeth ella emily emma emre erik eva fabio fatima felix fernando filip francesca francisco frank gabriel george giulia"
    " grace hannah hans harry heike helen henry hugo ines ingrid isabel ivan jack jacob james jan jana jane jason jean jennifer jessica joan"
    " joanna joao joe johan john jonas jorge jose joseph juan julia julie julien karen karin karl kate katarzyna kevin klaus krzysztof laura"
    " lars lea leo lena liam linda lisa lucas lucia luis luca luisa lukas magda manuel marc marco marcus maria marie mario mark marta"
    " martin mary matteo matthew mehmet mei mia michael michel michal miguel mike mohamed monika nadia natalia nicole nina noah nora"
    " olga oliver olivia omar oscar pablo patricia patrick paul paula pavel pedro peter petra philip pierre piotr priya rachel rafael rahul"
    " rebecca richard rita robert rosa ryan sabine sam samuel sandra sara sarah sebastian sergio simon sofia sophie stefan stephanie"
    " steven susan sven thomas tim tina tom tomasz ursula valentina vera victor victoria walter wei william yusuf zoe".split()
)


def are_names_of_people(cells: Sequence[str]) -> bool:
    """Whether nearly all different cells are put together as names of people are."""
    return bool(cells) and known_of(cells, "people", lambda: _are_people({*map(normal, cells)}))


def may_be_people(cells: Sequence[str]) -> bool:
    """Whether nearly all different cells may be names of people, as two words with capitals may."""
    different = {*map(normal, cells)}
    told = sum(_NAMED.fullmatch(cell) is not None or _is_name(cell) for cell in different)
    return told >= _MOST * len(different)


def _are_people(different: set[str]) -> bool:
    told = sum(map(_is_name, different))
    capitalised = sum(
        _NAMED.fullmatch(cell) is not None for cell in different if not _is_name(cell)
    )
    return (
        len(different) >= _FEWEST
        and told + capitalised >= _MOST * len(different)
        and told >= _SOME * len(different)
    )


def _is_name(cell: str) -> bool:
    """Whether a text can hardly be anything but somebody's name."""
    if _NO_NAME.search(cell):
        return False
    named = _NAMED.fullmatch(cell) or _TURNED.fullmatch(cell)
    if named is not None and named[1].casefold() in _FIRST_NAMES:
        return True
    return any(form.fullmatch(cell) for form in _FORMS)
