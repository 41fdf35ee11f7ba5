"""When somebody answered, what they answered and what they wrote, in files of surveys whose
headings are questions of their own.

The cells of all columns are weighed together: a heading that is not known is
sure where it speaks of the answer and no other column could be it; else the
likeliest is proposed, with the others that could be meant.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import are_codes
from data.matching.heading_says import is_measured, is_person_day
from data.matching.likeness import could_hold
from data.matching.nps_groups import lowest_of
from data.matching.own_number import numbers_answers
from data.matching.part_words import STEMS
from data.matching.personal import about_customer, is_personal
from data.matching.questions import asks_for
from data.matching.rated_thing import numbers_each_answer
from data.matching.ratings import by_agreement
from data.matching.worked_out import once
from data.reading.sheet import Sheet
from data.text.folding import fold, normal, words
from data.text.writing import folded
from data.values.looks import is_date, is_no_answer, is_number
from data.values.words import choose, known_words, stars

KINDS = ("survey", "nps")
_GROUPED_ROWS = 200
_ENOUGH = 10  # answers from which on the cells of a file rule anything out
_SHORT = 3  # words of a label that is no question
_LOOKED_AT = 2000  # rows in which answers are compared
_MOST_RIVALS = 12  # columns of answers that are offered beside the likeliest
_HIGHEST = 10  # of numbers that are answers of a scale
_NUMBERED_ANSWER = re.compile(  # a number alone, or with its label
    r"(\d{1,3}(?:[.,]\d+)?)"
    r"(?:\s*(?:/|out of|of|von|sur|de|su|van|av|из)\s*\d+(?:[.,]0)?(?:\s*[^\W\d_]{2,12})?"
    r"|\s*[★⭐]|\s*[-–—:=(（.、]\s*[^\d.].*|\s*[^\W\d_][^\d]*)?"
)
_MOST_ANSWERS = 12  # different answers of a scale
_NUMBERING = {"id", "no", "number", "nr", "code", "key", "uuid"}
# Words of a heading about the moment of the answer, and about another moment.
_OF_ANSWER = re.compile(
    r"\b(?:submi\w+|complet\w+|respon\w+|answer\w*|rat(?:ed|ing)|scored|review\w*|feedback|survey\w*|voted?|posted"
    r"|filled|recorded|interview\w*|ended|antwort\w*|beantwortet|abgeschickt|ausgefüllt|bewertung\w*|bewertet|réponse|soumission|avis|respuesta"
    r"|encuesta|valoración|resposta|pesquisa|risposta)\b|评价|評價|点评|點評|评论|評論|填写|填寫|提交|作答|答题|答題|填答|反馈|回饋|回访|回訪|回答|응답|제출|타임스탬프"
    r"|marca temporal|carimbo|czasowa|damgası|časov|tidsst|tijdstempel|відмітка|отметка времени|タイムスタンプ",
    re.I,
)
_OF_OTHERS = re.compile(
    r"\b(?:start\w*|beg[ia]n|visit\w*|interaction|service|stay|order\w*|purchas\w*|transaction|invoice|deliver\w*|arriv\w*"
    r"|depart\w*|check|sent|send|invit\w*|request\w*|remind\w*|open\w*|repl\w*|clos\w*|solv\w*|updat\w*|modif\w*|edit\w*"
    r"|last|contact\w*|appointment|admission|discharge|export\w*|import\w*|download\w*|publish\w*|expir\w*|due|stage"
    r"|start\w*zeit|beginn|anreise\w*|abreise\w*|besuch\w*|kauf\w*|visite|achat|séjour|visita|compra|estancia|inicio|início|début|termin)\b"
    r"|消费|消費|入住|离店|離店|就诊|就診|到店|下单|下單|订单|訂單|回复|回覆|更新|修改|开始|開始|发送|發送|邀请|邀請|预约|預約|受理|办结|辦結|办理|辦理|登记|登記|来电|來電|创建|建立",
    re.I,
)
_BEGUN = re.compile(  # a form or a question, before somebody answered
    r"\b(?:creat\w*|start\w*|beg[ia]n\w*|begin\w*|erstell\w*|invit\w*)\b|创建|建立|开始|開始|作成|生成",
    re.I,
)
_DATED = re.compile(
    r"\bdate|time\b|timestamp|\bday\b|\b(?:at|on|when|am|le|el|il)\W*$|\bdat(?:um|a)\b|\bzeit\b|\bfecha\b|\bheure\b|\bhora\b|horodat"
    r"|\bmarca temporal\b|carimbo|\bczasowa\b|damgası|časov|tidsst|tijdstempel|відмітка|отметка времени|타임스탬프"
    r"|日期|时间|時間|日時|일시|날짜|시간",
    re.I,
)
# Words of a heading that asks how good it was, about the whole, about a part of it, or else.
_WHOLE = re.compile(
    r"\b(?:overall|in general|all in all|as a whole|insgesamt|gesamt\w*|dans l.ensemble|globale?(?:ment)?|en général|en general"
    r"|en conjunto|no geral|nel complesso|complessiv\w+)\b|总体|總體|整体|整體|综合|綜合|总评|總評|总分|總分"
    r"|\bgeral\b|\bgénérale?\b|\bgenerale?\b|\bosat\b"
    r"|\btotaal|\btotal score|\btotalt|ogół|ogóln|celkov|\bgenel|összess|összpont|în general|\bобщ|в целом|загал|総合|全体|전반|종합|chung\b"
    r"|keseluruhan|โดยรวม|συνολικ",
    re.I,
)
_OF_SCORES = re.compile(r"scor|\bnot[ae]\b|cijfer|\bpunt|\bpoints?\b|балл|分|点|점", re.I)
_RATED = re.compile(
    r"satisf|insatisf|soddisf|zufrieden|\brate\b|\brat(?:ed|ing)s?\b|\bstars?\b|\bo?c?sat\b|\bhappy\b|experience|evaluat|impression|eindruck|impresión"
    r"|bewert\w+|beurteil\w+|\bnote[rz]\b|quelle note|évalue|califica|valora|avalia|valut"
    r"|满意|滿意|评分|評分|打分|评价|評價|星级|星級|印象"
    r"|\bsterne\b|étoiles|estrellas|estrelas|\bstelle\b|ocenia|\bocen[aęy]|zadowol|tevreden|beoordel|\bnöjd|betyg|tilfreds|fornøyd"
    r"|memnun|değerlendir|elégedett|értékel|mulțumi|tyytyväi|ικανοπο|αξιολόγ|задовол|พอใจ"
    r"|(?:welk|rapport) ?cijfer|(?:qué|que|che) (?:nota|voto)|welche (?:schul)?note"
    r"|رضا|راض|تقييم|đánh giá|kepuasan|rahulolu|apmierin|patenkin|оцен|довол|満足|評価|만족|평가|hài lòng|\bpuas\b|spokojen",
    re.I,
)
# What is rated: a part of the service; the service itself; and words of labels that name nothing
# else, as in "Customer rating".
_PART = re.compile(
    r"\b(?:staff|employees?|agents?|team|food|taste|drinks?|meals?|clean\w*|rooms?|beds?|location|prices?|pricing|value for|money|parking"
    r"|websites?|app|products?|goods|quality|speed|wait\w*|queue|friendl\w*|courte\w*|polite\w*|helpful\w*|knowledge\w*|variety"
    r"|selection|range|atmosphere|ambience|facilit\w*|delivery|checkout|payment|driver|personal|mitarbeiter\w*|sauber\w*|preis\w*"
    r"|auswahl|zimmer|essen|personnel|propreté|prix|accueil|limpieza|precios?|limpeza|preço|personale|pulizia|prezzo)\b"
    r"|员工|員工|人员|人員|态度|態度|口味|环境|環境|卫生|衛生|设施|設施|位置|价格|價格|菜品|房间|房間|速度|效率|等候|等待|专业|專業|商品|产品|產品|物流",
    re.I,
)
_SERVICE = re.compile(
    r"\b(?:services?|visit|experience|stay|support|assistance|help|care|treatment|hotline|call|chat|conversation|us|company|store|branch"
    r"|shop|restaurant|hotel|purchase|order|appointment|besuch\w*|aufenthalt\w*|erfahrung\w*|einkauf\w*|beratung|uns|kontakt|visite"
    r"|séjour|expérience|achat|commande|magasin|servicio|visita|estancia|experiencia|compra|nosotros|serviço|estadia|experiência"
    r"|atendimento|servizio|soggiorno|esperienza|acquisto)\b"
    r"|服务|服務|体验|體驗|本次|此次|这次|這次|光临|光臨|消费|消費|就餐|用餐|入住|购物|購物|我们|我們|本店|门店|門店|门市|門市|酒店|接待|客服"
    r"|obsług|wizyt|dienstverlening|bezoek|ervaring|bemötande|besök|betjening|besøg|hizmet|ziyaret"
    r"|обслуживан|сервис|посещени|サービス|서비스|dịch vụ|layanan"
    r"|就医|就醫|就诊|就診|治疗|治療",
    re.I,
)
_LABEL = {
    *("sterne", "étoiles", "estrellas", "estrelas", "stelle"),
    *(
        "happiness",
        "rating",
        "ratings",
        "rated",
        "rate",
        "star",
        "stars",
        "score",
        "scores",
        "satisfaction",
    ),
    *("csat", "happy", "customer", "client", "guest", "user", "review", "ticket", "survey"),
    *("feedback", "response", "answer", "service", "visit", "experience", "conversation", "your"),
    *(
        "满意度",
        "评分",
        "滿意度",
        "評分",
        "评价",
        "評價",
        "星级",
        "星級",
        "bewertung",
        "valoración",
    ),
}
_CHINESE_LABEL = re.compile(
    r"(?:客户|客戶|顾客|顧客|群众|群眾|用户|用戶|业主|業主|患者|病人|旅客|乘客|客人|会员|會員|消费者|消費者|总体|總體|整体|整體"
    r"|综合|綜合|本次|此次|服务|服務|您的|对|對|的|总|總)*"
    r"(?:满意|滿意|评分|評分|评价|評價|打分|得分|分数|分數|分值|星级|星級|等级|等級|程度|结果|結果|情况|情況|度)+"
)
_AGAINST = re.compile(
    r"dissatisf|unsatisf|unhapp|unzufried|insatisf|insoddisf|mécontent|descontent|不满|不滿", re.I
)
_BY_JUDGES = re.compile(
    r"\b(?:evaluator|auditor|assessor|inspector|qa|scorecard)\b|考评人|考評人|质检|質檢", re.I
)
# Words of a heading that asks for something else.
_ELSE = re.compile(
    # what a program made of a comment
    r"\b(?:model (?:score|rating|label|output)|bert|vader|sentiment\w*|polarity|predict\w*|confidence|probability)\b"
    r"|\b(?:ease|easy|effort|ces|difficult\w*|einfach|facile|fácil|likel\w+|expect\w*|important|importance|often|frequen\w*|age|gender"
    r"|income|children|people|guests|persons|adults|nights|visits|again|trust\w*)\b"
    r"|容易|费力|費力|重要|年龄|年齡|性别|性別|收入|人数|人數|次数|次數|再次|还会|還會|信任",
    re.I,
)
# Answers that say how good something was, and not how often, how likely or whether.
_GOOD_OR_BAD = re.compile(
    r"satisf|satisfait|insatisf|soddisf|zufrieden|tevreden|happy|good|great|poor|\bbad\b|excellent|positive|negative|amazing"
    r"|\bgut\b|schlecht|\bbon\b|mauvais|buen|mal[oa]|ruim|ótimo|péssimo|довол|满意|滿意|满足|満足|不満|만족|好|差|优|優|赞|讚"
    r"|[★⭐👍👎🙂😀😍😊😐🙁😡😠☹]|smile|frown",
    re.I,
)
_SUGGESTED = re.compile(
    r"\bltr\b|recommend|net promoter|\bnps\b|empfehl|empfiehl|recommand|recomend|recomien|consigli|raccomand"
    r"|aanbeve|aanraden|rekommend|anbefal|suosittel|poleci|polec[ae]|doporuč|odporúč|ajánl|tavsiye|önerir|рекоменд|порекоменд"
    r"|συστή|συνιστ|giới thiệu|rekomend|merekomend|แนะนำ|お勧め|おすすめ|オススメ|薦め|勧め|推奨|추천|권유"
    r"|推荐|推薦|介绍给|介紹給|分享给|分享給",
    re.I,
)
_SCORED = re.compile(r"\b(?:scores?|rat(?:ing|ed)s?|answers?|responses?|points?)\b|分", re.I)
_YES_OR_NO = {
    *("yes", "no", "partly", "partially", "maybe", "perhaps", "somewhat", "unsure", "true"),
    *("false", "ja", "nein", "oui", "non", "sí", "si", "não", "sim", "y", "n"),
    *("是", "否", "有", "没有", "沒有", "会", "不会", "會", "不會", "能", "不能"),
}
_INVITES = re.compile(
    r"comment|suggest|improv|review|opinion"
    r"|\bwhat (?:impress|pleas|surpris|delight|disappoint|annoy)ed\b"
    r"|\bwhat (?:changes?|would|could|can|should|else|did)\b|\bhow (?:could|can) we\b"
    r"|\bbetter\b|\btell us\b|\bwhy\b|\breason|anything|feedback|verbatim|remark|explain|\bshare\b"
    r"|in your own words|besser|bewertungstext|rezension|reseña|kommentar|anmerk|anregung|warum|grund|mitteil|pourquoi|améliorer|remarque|raison"
    r"|comentario|sugerenc|mejorar|por qué|motivo|comentário|sugest|melhorar|por que|commento|migliorare|perché"
    r"|důvod|dôvod|powód|dlaczego|varför|hvorfor|miksi|miért|lý do|alasan"
    r"|uwagi|opmerking|waarom|yorum|коммент|почему|コメント|その(?:点数|評価|スコア|数値|数字).{0,12}理由(?!コード)|ご意見|自由記述|ご感想|ご要望|의견|建议|建議|意见|意見|原因|为什么|為什麼|改进|改進"
    r"|想说|想說|想对我们说|想對我們說|告诉我们|告訴我們|还有什么|還有什麼|留言|评语|評語|说明|說明|心声|心聲|原话|原話|内容|內容|正文",
    re.I,
)
# Of several answers some are ticked, and none is written.
_TICKED = re.compile(
    r"(?:可|能)[复複][选選]|(?:可|能)多[选選]|[(（\[【](?:[复複][选選]|多[选選]|[单單][选選])題?题?[)）\]】]"
    r"|(?:select|choose|check|tick|mark) all\b|mehrfach(?:auswahl|nennung)|plusieurs réponses|複数(?:回答|選択)|복수 ?(?:응답|선택)",
    re.I,
)
_TEXTS = {"content", "text", "body", "message"}
# What staff or a system writes beside what customers said.
_BY_STAFF = re.compile(
    r"\b(?:reply|replies|internal|agent|staff|legacy|subject|title|tags?|url|link|admin|resolution)\b"
    r"|回复|回覆|处理|處理|标题|標題|内部|內部",
    re.I,
)


@dataclass(frozen=True)
class Voice:
    """Positions -> columns: `sure`, and `likely` ones to be confirmed. `weak`: those of the likely
    that only the cells speak for. `rivals`: a likely column -> other positions that may be it."""

    sure: Mapping[int, str] = field(default_factory=dict)
    likely: Mapping[int, str] = field(default_factory=dict)
    weak: tuple[int, ...] = ()
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pick:
    at: int
    sure: bool
    weak: bool = False
    rivals: tuple[int, ...] = ()


def voice_columns(
    sheet: Sheet,
    kind: DatasetKind,
    free: list[int],
    open_names: set[str],
    samples: list[list[str]],
) -> Voice:
    """What the open columns of a survey are, out of the positions that nothing known heads."""
    if kind.name not in KINDS:
        return Voice()
    score = "overall" if kind.name == "survey" else "score"
    ways = {kind.date: _moment, score: _overall if kind.name == "survey" else _score}
    picks: dict[str, _Pick] = {}
    for name, way in (*ways.items(), ("comment", _comment), (kind.identifiers[0], _number)):
        taken = [pick.at for pick in picks.values()]
        rest = [at for at in free if at not in taken and samples[at]]
        pick = way(sheet, kind, rest, samples) if name in open_names else None
        if pick is not None:
            picks[name] = pick
    return Voice(
        {pick.at: name for name, pick in picks.items() if pick.sure},
        {pick.at: name for name, pick in picks.items() if not pick.sure},
        tuple(pick.at for pick in picks.values() if pick.weak),
        {name: pick.rivals for name, pick in picks.items() if not pick.sure and pick.rivals},
    )


def of_whole(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]], at: int
) -> int | None:
    """A column that asks for all of it, where the known heading at `at` need not mean that; None
    where there is no single one."""
    if speaks_of_whole(sheet.headings[at]):
        return None
    found = [
        other
        for other in free
        if samples[other]
        and speaks_of_whole(sheet.headings[other])
        and not asks_something_else(sheet.headings[other])
        and not _of_part(_plain(sheet.headings[other]))
        and may_be_answers(sheet.headings[other], samples[other], kind, "overall")
    ]
    return found[0] if len(found) == 1 else None


def judged_by_others(sheet: Sheet) -> bool:
    """Whether a column names who judged, so that no customer may have answered."""
    return any(_BY_JUDGES.search(_plain(heading)) for heading in sheet.headings)


def speaks_of_part(heading: str) -> bool:
    """Whether a heading asks how good a part of it was."""
    return _of_part(_plain(heading))


def _of_part(plain: str) -> bool:
    """Whether words name a part of the service. That something was solved may be all of it."""
    return bool(
        _PART.search(plain) or STEMS["attitude"].search(plain) or STEMS["speed"].search(plain)
    )


def speaks_of_whole(heading: str) -> bool:
    """Whether a heading asks how good all of it was."""
    return bool(_WHOLE.search(_plain(heading)) and _RATED.search(_plain(heading)))


def rates_waiting(heading: str) -> bool:
    """Whether a heading speaks of waiting and of quickness, which is rated as often as measured."""
    return STEMS["speed"].search(_plain(heading)) is not None


def suggested(heading: str) -> bool:
    """Whether a heading asks whether somebody would recommend the company."""
    return _SUGGESTED.search(_plain(heading)) is not None


def speaks_of_rating(heading: str) -> bool:
    """Whether a heading says that something was rated: "Customer rating", "Review Stars"."""
    plain = _plain(heading)
    return any(form.search(plain) for form in (_RATED, _SUGGESTED, _OF_SCORES))


def asks_something_else(heading: str) -> bool:
    """Whether a heading asks neither how good something was nor for anything about the service."""
    plain = _plain(heading)
    return _ELSE.search(plain) is not None or _SUGGESTED.search(plain) is not None


def is_spoken(heading: str) -> bool:
    """Whether a heading holds words that are known, so that what it asks is no riddle."""
    plain = _plain(heading)
    known = (_ELSE, _RATED, _WHOLE, _SERVICE, _SCORED, _INVITES, _OF_ANSWER, _OF_OTHERS)
    return _of_part(plain) or _is_label(heading) or any(form.search(plain) for form in known)


def _plain(heading: str) -> str:
    """A heading as separate words, so that starRating is two, with its own signs beside them."""
    return f"{' '.join(words(heading))} {normal(heading)}"


# --- when it was answered


def _moment(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]]
) -> _Pick | None:
    """The moment of the answer among the columns of dates, the days of a person's life aside."""
    del kind
    found = [
        at
        for at in free
        if _are_dates(samples[at])
        and not is_person_day(sheet.headings[at])
        and not is_personal(sheet.headings[at], samples[at])  # 1.2.3.4 can be read as a day
    ]
    if not found:
        return None
    spoken = {at: _plain(sheet.headings[at]) for at in found}
    other = {at for at in found if _OF_OTHERS.search(spoken[at])}
    told = {at for at in found if _OF_ANSWER.search(spoken[at])}
    begun = {at for at in found if _BEGUN.search(spoken[at])}
    ranked = sorted(found, key=lambda at: (at in other, at not in told, at in begun))
    best = ranked[0]
    alike = [at for at in ranked[1:] if (at in other, at in told) == (best in other, best in told)]
    is_dated = best in told or _DATED.search(sheet.headings[best]) is not None
    sure = best not in other and not alike and is_dated and (len(found) == 1 or best in told)
    return _Pick(best, sure, weak=not sure, rivals=tuple(ranked[1:5]))


def names_day(heading: str) -> bool:
    """Whether a heading speaks of a day or a time."""
    return _DATED.search(_plain(heading)) is not None


def _are_dates(cells: list[str]) -> bool:
    return sum(is_date(cell) and not is_number(cell) for cell in cells) * 2 > len(cells)


# --- what was answered


def _overall(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]]
) -> _Pick | None:
    """The overall satisfaction among the columns of answers on a scale."""
    found = [
        at
        for at in free
        if may_be_answers(sheet.headings[at], samples[at], kind, "overall")
        and not asks_something_else(sheet.headings[at])
    ]
    scaled = [at for at in found if not is_yes_or_no(samples[at])] or found
    ranks = {at: _rank(sheet.headings[at], samples[at], kind) for at in scaled}
    ranked = sorted(scaled, key=lambda at: -ranks[at])
    if not ranked:
        return None
    best = ranked[0]
    if ranks[best] == 0 and len(ranked) > 1:
        ranked = [
            at for at in by_agreement(sheet, ranked) if not _of_part(_plain(sheet.headings[at]))
        ]
        rivals = tuple(ranked[1:_MOST_RIVALS])
        return _Pick(ranked[0], False, weak=True, rivals=rivals) if ranked else None
    rest = [at for at in ranked[1:] if not _say_the_same(sheet, best, at)]
    rivals = tuple(at for at in rest if ranks[at] >= 2)
    sure = (
        ranks[best] >= 3
        and len(_told(samples[best])) >= _ENOUGH
        and not any(ranks[at] >= min(ranks[best], 4) for at in rest)
        and (ranks[best] == 4 or not rivals)
        and not is_yes_or_no(samples[best])
        and not judged_by_others(sheet)
    )
    # Any other answer on a scale may be the one that is meant, where it is asked at all.
    return _Pick(best, sure, weak=ranks[best] == 0, rivals=tuple(rest[:_MOST_RIVALS]))


def _say_the_same(sheet: Sheet, one: int, other: int) -> bool:
    """Whether each answer of one column always stands beside the same answer of the other, as
    numbers beside their words do."""
    pairs = set(
        zip(sheet.cells[one].iloc[:_LOOKED_AT], sheet.cells[other].iloc[:_LOOKED_AT], strict=True)
    )
    return len(pairs) == len({left for left, _ in pairs}) == len({right for _, right in pairs}) > 2


def _rank(heading: str, cells: list[str], kind: DatasetKind) -> int:
    """How much a heading above answers asks for the whole: 4 of all of it, 3 how good the service
    was, 2 how good something was, 1 answers in words that say so, 0 nothing."""
    plain = _plain(heading)
    if _AGAINST.search(plain):
        return 2
    if asks_for(heading, kind.column("overall"), kind):
        return 4 if _WHOLE.search(plain) else 3
    if _WHOLE.search(plain) and _OF_SCORES.search(plain) and not _of_part(plain):
        return 4
    if _RATED.search(plain):
        if _of_part(plain):
            return 2
        if _WHOLE.search(plain):
            return 4
        short = len(words(heading)) <= _SHORT and _are_verdicts(cells)
        named = _SERVICE.search(plain) or _is_label(heading)
        return 3 if short or named else 2
    if not _are_verdicts(cells):
        return 2 if _is_label(heading) else 0
    return 3 if _is_label(heading) else 1


def _is_label(heading: str) -> bool:
    """Whether a heading says nothing but that something was rated, as in "Customer rating"."""
    return _LABEL.issuperset(words(heading)) or _CHINESE_LABEL.fullmatch(fold(heading)) is not None


def _are_verdicts(cells: list[str]) -> bool:
    """Whether answers say in words how good something was."""
    told = _told(cells)
    judged = sum(_GOOD_OR_BAD.search(cell) is not None for cell in told)
    return judged * 2 > len(told) and not any(map(is_number, told))


def _score(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]]
) -> _Pick | None:
    """The recommendation from 0 to 10 among the columns of answers."""
    found = [at for at in free if may_be_answers(sheet.headings[at], samples[at], kind, "score")]
    asked = [at for at in found if _SUGGESTED.search(_plain(sheet.headings[at]))]
    grouped = [at for at in found if _is_grouped(sheet, at)]
    scored = asked or grouped or [at for at in found if _SCORED.search(_plain(sheet.headings[at]))]
    scored = scored or [
        at
        for at in found
        if asks_in_unknown_words(sheet.headings[at]) and _goes_to_ten(samples[at])
    ]
    grouped = [at for at in grouped if at in scored]
    if not scored:
        return None
    best = (grouped or scored)[0]
    rivals = tuple(at for at in scored if at != best)
    sure = len(_told(samples[best])) >= _ENOUGH and (
        len(grouped) == 1 or len(asked) == 1 and best in asked
    )
    return _Pick(best, sure, rivals=rivals[:4])


def _goes_to_ten(cells: list[str]) -> bool:
    return max((point for cell in cells if (point := _point(cell)) is not None), default=0) == 10


def asks_in_unknown_words(heading: str) -> bool:
    """Whether a heading is a question of which no word is known."""
    is_question = heading.rstrip().endswith(("?", "？", "؟")) or len(words(heading)) >= _SHORT
    return is_question and not is_spoken(heading)


def _is_grouped(sheet: Sheet, at: int) -> bool:
    """Whether another column names the group of each score, promoter, passive or detractor, and all
    agree."""
    scores = sheet.cells[at].iloc[:_GROUPED_ROWS].tolist()
    for groups in once(sheet, "groups", lambda: _groups(sheet)):
        pairs = [
            (group, float(score))
            for group, score in zip(groups, scores, strict=True)
            if group is not None and score.strip().isdecimal()
        ]
        if len(pairs) >= _ENOUGH and all(
            group == (9 if score >= 9 else 7 if score >= 7 else 0) for group, score in pairs
        ):
            return True
    return False


def _groups(sheet: Sheet) -> list[list[int | None]]:
    """The groups that columns name, row by row; of columns that name some."""
    found = [
        [*map(lowest_of, sheet.cells[at].iloc[:_GROUPED_ROWS].tolist())]
        for at in range(len(sheet.headings))
    ]
    return [groups for groups in found if any(group is not None for group in groups)]


def may_be_answers(heading: str, cells: list[str], kind: DatasetKind, name: str) -> bool:
    """Whether cells are answers on a scale that come again, and the heading is about no person, no
    number of something and no length."""
    told = _told(cells)
    spoken = words(heading)
    if (
        len(set(told)) < 2
        or len(set(told)) > _MOST_ANSWERS
        or spoken[-1:]
        and spoken[-1] in _NUMBERING
        or about_customer(heading)
        and not _RATED.search(_plain(heading))
        or is_personal(heading, cells)
        or not could_hold(kind.column(name), told, kind, heading)
    ):
        return False
    numbers = [point for cell in told if (point := _point(cell)) is not None]
    if numbers and is_measured(heading) and not rates_waiting(heading):
        return False
    if numbers:
        return len(numbers) * 2 > len(told) and max(numbers) <= _HIGHEST
    return bool(known_words({cell: 1 for cell in set(told)})) or kind.name == "nps"


def _point(cell: str) -> float | None:
    """The point that an answer holds, alone, with its label, or drawn as stars; None for words."""
    if (drawn := stars(cell)) is not None:
        return float(drawn[0])
    found = _NUMBERED_ANSWER.fullmatch(cell)
    return float(found[1].replace(",", ".")) if found else None


def _told(cells: list[str]) -> list[str]:
    return [cell for cell in cells if not is_no_answer(cell)]


def is_yes_or_no(cells: list[str]) -> bool:
    """Whether answers only say yes or no, so that nothing was rated."""
    return {folded(cell) for cell in _told(cells)} <= _YES_OR_NO


# --- what was written


def _comment(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]]
) -> _Pick | None:
    """The column of free text whose heading invites to write: one about the whole before one about
    a part, then the one with most text. No number depends on it, so nobody is asked."""
    del kind
    found = []
    for at in free:
        heading, told = sheet.headings[at], _told(samples[at])
        if invites(heading) and not is_personal(heading, samples[at]) and _is_free_text(told):
            found.append((bool(_PART.search(_plain(heading))), -sum(map(len, told)), at))
    return _Pick(min(found)[-1], sure=True) if found else None


def _number(
    sheet: Sheet, kind: DatasetKind, free: list[int], samples: list[list[str]]
) -> _Pick | None:
    """The one column of numbers of answers, each another."""
    del kind
    found = [
        at
        for at in free
        if numbers_each_answer(sheet, at)
        or numbers_answers(sheet.headings[at])
        and len(set(samples[at])) == len(samples[at])
        and are_codes(samples[at])
    ]
    return _Pick(found[0], sure=True) if len(found) == 1 else None


def invites(heading: str) -> bool:
    """Whether a heading asks for words, and not for those of staff."""
    plain = _plain(heading)
    asked_for = bool(_INVITES.search(plain) or fold(heading) in _TEXTS)
    return asked_for and not is_by_staff(heading) and not _TICKED.search(plain)


def is_by_staff(heading: str) -> bool:
    """Whether a heading says that staff or a system wrote what stands below it."""
    return _BY_STAFF.search(_plain(heading)) is not None


def _is_free_text(cells: list[str]) -> bool:
    """Whether these are several texts, and neither numbers nor answers to choose from: words of one
    scale."""
    known = known_words(Counter(cells))
    chosen = choose(known)
    answered = {word for word in known if chosen and chosen.scale.points(word) is not None}
    if len(answered) < min(_SHORT, len(set(cells))):
        answered = set()  # one word of a scale is a remark as well: "Friendly" beside "Too slow"
    plain = [cell for cell in cells if not (is_number(cell) or is_date(cell) or cell in answered)]
    return len(set(cells)) > 1 and len(plain) * 2 > len(cells) and not is_yes_or_no(cells)
