"""Which encoding letters beyond ASCII are in, told by how often the letters of a language stand in
texts of it: read in a wrong encoding, text is full of signs and of letters that are rare."""

import re
from collections.abc import Iterable

_USUAL = set("€£“”‘’„«»–—…°·、。，！？：（）；《》【】「」『』　％ \xa0´")
_LATIN = {
    "cp1252": (
        "äöüß",
        "éèêëàâçîïôûùœ",
        "áéíóúñü¿¡",
        "áàâãéêíóôõúç",
        "àèéìòù",
        "åäöéæø",
        "éëïèüó",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíľĺňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "cp1254": ("çğıöşüiâî",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "cp1258": ("ăâđêôơưáàãéèíóòúùýạ",),
}
_WRITTEN_ALIKE = {"cp850": "cp1252", "mac_roman": "cp1252"}  # older ways to write the same
# Of other alphabets the letters of which texts mostly consist.
_OTHERS = {
    ("cp1251", "koi8_r"): "оеаинтсрвлкмдпуяыьгзбчйхжюэі",
    ("cp1253",): "αοιετσνηυρπκμλςωγδάίόήέύώθχβφ",
    ("cp1255",): "אבגדהוזחטיךכלםמןנסעפצקרשתץף",
    ("cp1256",): "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإئءؤآًپچکیگ",
    ("cp874",): "กขคงจชซดตถทนบปผพมยรลวสหอะาำิีึืุูเแโใไ่้็์ๆฟธณศษฐญฝภฉ",
}
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天四日那事平形相全表间样与关各重新内数正心你明看原又么利比或但质气第"
    "向道变条只没结解问意建月公无系很情者最立代想已通并提直题程展五果料员位入常文总次品式活设及管特件长求"
    "老头基流路级少图接知较将组见计别她手期论运指几区强放决西被做必先回则任取据处南给色光门即保北百规热领"
    "海口东导世金增交受什认共收证改清己美再转更单风打白教速花带安场身车例真务具万每目至达走示议声报完类名"
    "确才科信节话整空元况今集传许步广记需段观算低持音书复容际商验连断深难近周技备半办青省习响约支般感便往"
    "历市何除消称太准值号率选标写存候亲快效院查格易置层片始专状识适包住调满照参红细引听该价严店评价姓顾客"
    "态服意荐询票餐您请谢姐妹差慢等候环境卫干净齐卖销售投诉答卷序填编备注联系电话手机编号"
    "這個為國時來們過說產種後經進著等電裡實兩體當點從業應開還間與關數麼質氣條沒結問無題員總設長頭圖級"
    "見計別論運幾區強決則據處給門規熱領東導認證單風務萬每達議聲報類確節話況許廣觀書複際驗連斷難備辦響約"
    "歷選標寫親層專狀識適屬調滿參紅細聽該價嚴評態薦詢請謝顧環衛淨賣銷訴號聯係絡機樓臺灣"
    "様店気持対応満足度回答者総合内容実施受付担当案内説明親切丁寧早遅普通良悪非常円駅込売買図書館務"
)
_MULTIBYTE = ("gb18030", "big5", "shift_jis", "cp949", "euc_jp")
_KANA_OR_HAN = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_HANGUL = frozenset(
    "이다는의에지하고기만족도가을를은서로한리스점장매우보통불직원친절제출시간전반적인어사요해습니대자과비무정"
    "주수성일상당없있나라들게여부분평가응답번호름전화고객방문날짜추천감용품질문제결빠느림좋았아음안내매장센터"
    "청소위생환경격편합총점의견건개선바랍확인처리완료후와및또그런더잘못신속설명필요경우월년회연락담업체세"
)
_KANA = re.compile("[\u3041-\u30ff]")
_ENOUGH = 24  # signs beyond ASCII from which on their frequencies tell
_SURE, _AHEAD, _OF_HAN = 0.9, 0.06, 0.6  # shares of usual letters


def by_letters(texts: Iterable[tuple[str, str]]) -> str | None:
    """The encoding in which a text consists of letters that are usual in one language, where it does
    so in one only. `texts`: each possible encoding with the text as it reads in it."""
    ranked = sorted(
        (
            (share, encoding)
            for encoding, text in texts
            if (share := usual(encoding, text, _ENOUGH))
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _SURE:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _AHEAD else None


def usual(encoding: str, text: str, least: int = 1) -> float:
    """The share of usual letters among the signs beyond ASCII, 0 where there are fewer than
    `least`."""
    beyond = [sign for sign in text if not sign.isascii() and sign not in _USUAL]
    if encoding in _MULTIBYTE:
        return _of_syllables(encoding, beyond, least)
    if len(beyond) < least:
        return 0.0
    turned = sum(
        after.isupper() and before.islower() and not (after.isascii() and before.isascii())
        for before, after in zip(text, text[1:], strict=False)
    )
    sets = _LATIN.get(_WRITTEN_ALIKE.get(encoding, encoding)) or [
        letters for encodings, letters in _OTHERS.items() if encoding in encodings
    ]
    if encoding not in _LATIN and sum(map(str.isupper, beyond)) * 2 > len(beyond):
        return 0.0  # a text in capitals throughout is rather one of another alphabet
    hits = max((sum(_lower(sign) in letters for sign in beyond) for letters in sets), default=0)
    return max(0.0, (hits - turned) / len(beyond))


def _lower(sign: str) -> str:
    return "i" if sign == "İ" else sign.lower()


def _of_syllables(encoding: str, beyond: list[str], least: int) -> float:
    """How likely an encoding is of scripts with thousands of signs, of which a text uses a few
    hundred mostly. Each sign takes two bytes, so half as many tell as much."""
    if 2 * len(beyond) < least:
        return 0.0
    if encoding == "cp949":
        share = sum(sign in _HANGUL for sign in beyond) / len(beyond)
        return 1.0 if share >= _OF_HAN else share
    if encoding in ("gb18030", "big5"):
        known = sum(sign in _COMMON for sign in beyond)
    else:
        known = sum(sign in _COMMON or bool(_KANA.match(sign)) for sign in beyond)
    strange = sum(not _KANA_OR_HAN.match(sign) for sign in beyond)
    share = (known - strange) / len(beyond)
    return 1.0 if share >= _OF_HAN else max(0.0, share)
