"""Every sentence of the project is spoken in both Chinese scripts, with the same blanks."""

import re

import pytest

import i18n
from tools.messages import (
    LANGUAGES,
    append,
    blanks,
    catalogue,
    composed,
    missing,
    sentences,
    unneeded,
)

# Characters that only one of the scripts uses, in pairs: Simplified, Traditional.
_PAIRS = """
数數 据據 标標 门門 务務 员員 训訓 练練 评評 满滿 态態 响響 应應 题題 决決 导導 总總 级級 报報 达達 预預 测測 计計 时時
间間 开開 关關 这這 个個 们們 来來 为為 与與 对對 会會 还還 没沒 显顯 项項 业業 产產 过過 进進 选選 择擇 请請 输輸 错錯
误誤 两兩 样樣 图圖 传傳 载載 记記 录錄 编編 号號 页頁 变變 隐隱 备備 销銷 档檔 单單 发發 检檢 区區 无無 长長 当當 见見
说說 读讀 写寫 称稱 类類 场場 调調 续續 线線 组組 终終 经經 统統 给給 维維 较較 确確 证證 护護 势勢 优優 仅僅 价價 众眾
体體 内內 况況 净淨 减減 别別 动動 励勵 压壓 参參 双雙 听聽 启啟 团團 围圍 块塊 处處 够夠 头頭 奖獎 实實 审審 将將 尽盡
层層 属屬 带帶 帮幫 库庫 异異 张張 归歸 户戶 执執 扩擴 扫掃 损損 换換 断斷 旧舊 权權 条條 极極 构構 点點 热熱 独獨 环環
盘盤 离離 种種 积積 稳穩 签簽 简簡 约約 细細 结結 绘繪 综綜 缩縮 网網 联聯 职職 节節 获獲 营營 补補 规規 览覽 观觀 觉覺
触觸 订訂 认認 让讓 议議 许許 论論 设設 访訪 词詞 试試 话話 该該 详詳 语語 课課 负負 账賬 货貨 质質 购購 费費 资資 赢贏
趋趨 车車 轮輪 边邊 运運 远遠 违違 连連 迟遲 适適 邮郵 释釋 链鏈 键鍵 问問 闭閉 队隊 阶階 际際 险險 随隨 难難 顶頂 须須
顾顧 频頻 颜顏 额額 馈饋 验驗
""".split()
_FOREIGN = {"zh_Hans": {pair[1] for pair in _PAIRS}, "zh_Hant": {pair[0] for pair in _PAIRS}}


@pytest.fixture(scope="module")
def spoken() -> dict[str, str]:
    found = sentences()
    assert len(found) > 50, "the sentences were not found"
    return found


def test_the_languages_offered_are_the_languages_checked():
    assert {"en", *LANGUAGES} == set(i18n.LANGUAGES)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def book(language):
    return catalogue(language)


def test_every_sentence_is_translated(spoken, book):
    lacking = missing(spoken, book)
    listing = "\n".join(f"{spoken[key]}  {key!r}" for key in lacking)
    assert not lacking, f"{len(lacking)} sentences lack a translation:\n{listing}"


def test_no_translation_is_left_over_or_in_doubt(spoken, book):
    assert unneeded(spoken, book) == []
    assert [entry.id for entry in book if entry.id and entry.fuzzy] == []


def test_translations_have_the_blanks_of_their_sentence(book):
    assert {
        entry.id: entry.string
        for entry in book
        if entry.id and entry.string and blanks(entry.string) != blanks(entry.id)
    } == {}


def test_english_sentences_about_one_are_those_of_spoken_ones(spoken):
    about_one = [entry for entry in catalogue("en") if entry.id]
    known = {*spoken, *(entry.string for entry in about_one)}
    assert [entry.id for entry in about_one if entry.id not in known] == []
    for entry in about_one:
        assert blanks(entry.string) <= blanks(entry.id) and entry.context in blanks(entry.id)
        assert entry.string != entry.id


@pytest.mark.parametrize(
    ("text", "counts", "said"),
    [
        ("{file} is written: {uploads} uploads.", {"uploads": 1}, "a is written: 1 upload."),
        ("{file} is written: {uploads} uploads.", {"uploads": 2}, "a is written: 2 uploads."),
        (
            "{rows} rows with {items} exam items each were read as {count} answers.",
            {"rows": 1, "items": 1, "count": 1},
            "1 row with 1 exam item was read as 1 answer.",
        ),
        ("{months} months in a row", {"months": 1.0}, "1 month"),
    ],
)
def test_english_says_one_of_one(text, counts, said):
    assert i18n.translator("en")(text, file="a", **counts) == said


def test_each_script_keeps_to_its_characters(language, book):
    strange = {
        entry.string: "".join(sorted(set(entry.string) & _FOREIGN[language]))
        for entry in book
        if entry.id
    }
    assert {text: found for text, found in strange.items() if found} == {}


# A Chinese character or its punctuation beside a letter, a digit, a blank to be filled or a sign of
# a number, with a space between them.
_CHINESE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u201c\u201d"
_SPACED = re.compile(
    rf"[{_CHINESE}] +[\w{{}}+\u2212%\u2265\u2264~<>.,()-]|[\w{{}}%.,()-] +[{_CHINESE}]", re.ASCII
)
# What another program says ends as it does; words of a command are parted.
_PARTED = re.compile(r"\{reason\} |--items \S+ ")


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("{n}件中{open}件未结", False),
        ("{n} 件中 {open} 件未结", True),
        ("NPS使用0到10", False),
        ("NPS 使用0到10", True),
        ("为95% Wilson区间", False),
        ("无法写入：{reason} 请重试。", False),
        ("▼ 低于总体 · 全部", False),
    ],
)
def test_spaces_beside_chinese_are_found(text, spaced):
    assert bool(_SPACED.search(_PARTED.sub("", text))) is spaced


def test_chinese_has_no_spaces_around_numbers_and_latin_words(book):
    """In one manner on all pages."""
    found = [
        entry.string
        for entry in book
        if entry.id
        and (
            _SPACED.search(_PARTED.sub("", str(entry.string)))
            or re.search(r"\bn (= )?\{", str(entry.string))
        )
    ]
    assert found == []


def test_no_sentence_is_put_together_in_code():
    assert composed() == []


def test_the_blanks_of_every_sentence_are_named(spoken):
    assert [text for text in spoken if not all(name.isidentifier() for name in blanks(text))] == []


@pytest.fixture
def small_house(tmp_path):
    (tmp_path / "errors.py").write_text(
        "class Message: ...\nclass FileRefused(Exception): ...\n", "utf-8"
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text('say("only in a test")\n', "utf-8")
    (tmp_path / "app.py").write_text(
        'N_("plain")\nself.say("spoken")\nsay("one" if x else "other")\nMessage(text="by name")\n'
        'errors.FileRefused("in {row} "\n'
        '  "pieces", row=3)\nsay(f"glued {x}")\nMessage("glued " + x)\nprint("not spoken")\n'
        "say(variable)\n",
        "utf-8",
    )
    return tmp_path


def test_sentences_are_found_wherever_they_are_spoken(small_house):
    found = sentences(small_house)
    assert set(found) == {"plain", "spoken", "one", "other", "by name", "in {row} pieces"}
    assert found["in {row} pieces"] == "app.py:5"
    assert composed(small_house) == ["app.py:7", "app.py:8"]


def test_missing_sentences_are_appended_once_and_nothing_else_changes(tmp_path):
    append(["Hello", 'Say "{name}"\nagain'], "zh_Hans", tmp_path)
    path = tmp_path / "zh_Hans" / "messages.po"
    path.write_text(
        path.read_text("utf-8").replace('msgid "Hello"\nmsgstr ""', 'msgid "Hello"\nmsgstr "您好"'),
        "utf-8",
    )
    append(["Hello", "Goodbye"], "zh_Hans", tmp_path)
    book = catalogue("zh_Hans", tmp_path)
    assert {entry.id: entry.string for entry in book if entry.id} == {
        "Hello": "您好",
        'Say "{name}"\nagain': "",
        "Goodbye": "",
    }
    assert missing(["Hello", "Goodbye", "Never seen"], book) == ["Goodbye", "Never seen"]
    assert unneeded(["Hello", "Goodbye"], book) == ['Say "{name}"\nagain']
