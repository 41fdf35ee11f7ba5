"""Stems of words, in many languages, for the parts of a service that customers are asked to rate."""

import re

from data.matching.heading_says import is_measured
from data.text.folding import normal

STEMS = {
    "attitude": re.compile(
        r"friendl|courte|polite|attitude|kindness|warmth|behaviou?r|\bmanners?\b|demeanou?r|attentive|respectful|welcoming"
        r"|verhalten|comportement|comportamiento|comportamento|freundlich|höflich|zuvorkommen|nettigkeit"
        r"|amabil|gentil|courtois|accueil|sympathie|politesse|amable|cortes[íi]a|cordial|trato\b|simpat"
        r"|educação|cortesia|gentilezza|disponibilità|vriendelijk|beleefd|vänlig|bemötande|ystävälli|palvelualtti|venlig|vennlig"
        r"|høflig|uprzejm|życzliw|kultura obsługi|zdvořil|vstřícn|ochot|nazik|nezaket|güler ?yüz|tutum|вежлив|доброжел"
        r"|отношени|ввічлив|привітн|接客態度|接客|対応の丁寧|丁寧|笑顔|親切|친절|응대|태도|lịch sự|thái độ|thân thiện|ramah|sopan|keramah"
        r"|สุภาพ|มารยาท|ευγέν|φιλικ|udvarias|kedvess|amabilit|politeț"
        r"|态度|態度|礼貌|禮貌|亲切|親切|友善|热情|熱情|热忱|熱忱|和蔼|微笑",
        re.I,
    ),
    "speed": re.compile(
        r"\bspeed|responsive|timel|prompt|\bwait(?:ing)?\b|quick|rapid|schnell|geschwindigkeit|wartezeit|reaktionszeit"
        r"|tempo\b|zügig|attente|délai|rapid|réactiv|espera\b|prontitud|agilidad|velocid|demora|tempestiv"
        r"|velocit|attesa|snelheid|wachttijd|snabb|väntetid|hurtig|ventetid|nopeus|jonotus|odotusai|szybko|czas oczekiwania|czas obsługi|rychlost"
        r"|čekací|hız|bekleme|скорост|быстрот|ожидани|оперативн|швидк|очікуван|スピード|待ち時間|迅速|速さ|속도|신속|대기 ?시간"
        r"|tốc độ|nhanh|thời gian chờ|kecepatan|waktu tunggu|รวดเร็ว|ταχύτητα|gyorsas|várakoz|viteza"
        r"|速度|效率|及时|及時|快慢|等候|等待|等位|候诊|候診|候餐|排队|排隊|迅速|时效|時效",
        re.I,
    ),
    "problem_solving": re.compile(
        r"\bsolv|\bresol[uv]|resolution|problemlös|lösung|\bgelöst|anliegen|résolution|résolu|solution|soluci[oó]n|resoluci|resolver"
        r"|solução|resolução|soluzion|risoluzion|oplossing|problemløs|løsning|rozwiąz|řešení|vyřeš|çözüm|çözme|решени|вирішен"
        r"|解決|問題対応|해결|giải quyết|penyelesaian|แก้ไขปัญหา|แก้ปัญหา|επίλυση|megold|rezolv"
        r"|解决|处理结果|處理結果|问题处理|問題處理|处理能力|處理能力",
        re.I,
    ),
}
# What a visit looks at besides: whether the company's own rules were kept.
BY_THE_BOOK = re.compile(
    r"complian|standard|standart|\buyum|conformi|einhaltung|vorgaben|cumplimiento|conformidade|naleving|efterlev|przestrzeg|dodržov|соответств|соблюден|стандарт"
    r"|规范|規範|标准|標準|基準|遵守|준수|tuân thủ|kepatuhan|συμμόρφ",
    re.I,
)
# Those who serve: a rating of them is most likely one of their attitude.
SERVING = re.compile(
    r"\bstaff|\bemployees?\b|\bpersonnel|\bour team|\bcrew\b|mitarbeit|\bpersonal\b|\bpersonale|\béquipe"
    r"|\bequipo|\bequipe|\bpessoal|员工|員工|服务人员|服務人員|工作人员|工作人員|店员|店員|スタッフ|従業員|직원|персонал|сотрудник",
    re.I,
)
# The service as such, which is most of all how somebody was served. Not in English and Chinese,
# of which the words for attitude are listed.
_AS_SUCH = re.compile(
    r"service\W+client|(?:qualità del )?servizio|(?:calidad del? )?servicio|serviço"
    r"|atendimento(?:\W+ao cliente)?"
    r"|atención(?:\W+al cliente)?|bedienung|kundenservice|bediening|betjening|obsługa(?:\W+klienta)?|obsluha|kiszolgálás|palvelu|deservire"
    r"|обслуживание|обслуговування|servis|hizmet|サービス|서비스|dịch vụ|phục vụ|pelayanan|บริการ",
    re.I,
)
_SCORE = re.compile(  # what a heading of points says besides
    r"\b(?:scores?|points?|total|rating|punkte?|note|nota|punteggio|puntuación|pontuação|punti|puntos|pontos)\b|[%％()（）:]|得分|分数|分數|分$",
    re.I,
)
# Where a stem stands beside these, something else is quick or friendly than those who serve.
OF_ELSE = re.compile(
    r"deliver|shipp|checkout|website|\bapp\b|internet|wi-?fi|environment|liefer|versand|umwelt|livraison|entrega|consegna|levering"
    r"|user.friend|benutzer|kinder|famil|物流|配送|发货|發貨|送货|送貨|网速|網速|到货|到貨|环境|環境",
    re.I,
)
UNLISTED = re.compile(  # letters of languages whose words for what is rated are hardly known
    "[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7afąćęłńśźżčďěňřšťůžőűğışțșăđơưĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽŐŰĞİŞȚȘĂĐƠƯ"
    "\u1ea0-\u1ef9]"
)


_LISTED = re.compile(  # words without which hardly a question is asked in the languages that are known
    r"\b(?:the|of|to|how|your?|our|was|were|with|for|did|what|overall|der|die|das|wie|mit|uns|sie|und|ist|waren|unser\w*|insgesamt"
    r"|la|les|des|du|vous|votre|nos|notre|est|el|los|las|con|su|qué|cómo|del|da|do|dos|como|você|nosso|nossa|il|di|della|come|che)\b"
    r"|^[^\u3040-\u30ff\uac00-\ud7af]*[\u3400-\u9fff][^\u3040-\u30ff\uac00-\ud7af]*$",
    re.I,
)


def is_listed(heading: str) -> bool:
    """Whether a heading is written in a language whose words for what is rated are known."""
    return _LISTED.search(heading) is not None and not UNLISTED.search(heading)


def is_service_as_such(heading: str) -> bool:
    """Whether a heading of points names the service, and no part of it."""
    plain = _SCORE.sub(" ", normal(heading).replace("_", " ")).strip()
    return _AS_SUCH.fullmatch(plain) is not None


def speaks_plainly(text: str, name: str) -> bool:
    """Whether words speak of one part of the service and of nothing else."""
    others = (form for other, form in STEMS.items() if other != name)
    return bool(
        STEMS[name].search(text)
        and not OF_ELSE.search(text)
        and not any(form.search(text) for form in others)
    )


# Headings of numbers that nobody scored: addresses, aims, ranks, what instruments show.
_NO_SCORE = re.compile(
    r"post(?:al)?[ _-]?code|\b(?:zip|plz|targets?|goals?|max(?:imum)?|min(?:imum)?|rank(?:ing)?|weight(?:ing)?|temp(?:erature)?|humidity"
    r"|year|floor area|order value|headcount|on (?:shift|duty)|number of|postleitzahl|code postal|código postal|ziel(?:wert)?|objecti[fv]o?"
    r"|objetivo|rang|jahr|année|año|ano)\b|^(?:orders|guests|customers|visitors)$|\b(?:id|no|nr|number|code)\W*$"
    r"|邮编|郵編|郵遞|邮政|目标|目標|排名|名次|温度|溫度|湿度|濕度|年份|权重|權重|面积|面積|人数|人數|满分|滿分|编号|編號|楼层|樓層",
    re.I,
)


def is_no_score(heading: str) -> bool:
    return is_measured(heading) or _NO_SCORE.search(normal(heading)) is not None
