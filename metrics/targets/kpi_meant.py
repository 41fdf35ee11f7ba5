"""Which KPI a name in a plan means that nobody has told the dashboard: by the known names that it
holds, else by what its words speak of."""

import re
from functools import cache, lru_cache

from data.kpi_facts import KpiMeant, fold_name
from metrics.catalog import DECLARED
from metrics.targets.kpi_names import WRITINGS, nearest_names
from metrics.value_units import PERCENT, RATE

_MOST = 5  # KPIs offered for one name
_SHORTEST, _SHORTEST_ZH = 3, 2  # letters of a known name that may stand within a longer one
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Words beside a name that say nothing of which KPI it is.
_FILLING = re.compile(
    r"kpi|okr|targets?|goals?|value|rate|overall|total|quarterly|monthly|annual|yearly|customers?|clients?|our|the|of|ziel(?:wert)?|wert|gesamt"
    r"|objecti[fv]o?s?|cible|meta|目标|目標|指标|指標|数值|數值|比例|占比|年度|季度|月度|全年|全国|全國|门店|門店|综合|綜合|整体|整體|总体|總體|总|總|值|率|的|\d+",
    re.I,
)
_OF_POINTS = re.compile(r"score|points?|得分|分数|分數|评分|評分|分值|分", re.I)  # of one in points
_TOPICS = {  # what the words of a name may speak of
    "satisfied": r"satisf|zufrieden|soddisf|csat|满意|滿意|満足|만족|довол|tevreden|zadowol|好评|好評",
    "staff": r"employee|staff|mitarbeiter|salarié|emplead|funcionári|dipendent|员工|員工|内部|內部",
    "not": r"dissatisf|unsatisf|unzufried|insatisf|mécontent|不满|不滿|差评|差評",
    "attitude": r"attitude|courte|friendl|polite|freundlich|höflich|amabil|cortes|courtois|态度|態度|礼貌|禮貌|接客|친절",
    "speed": r"speed|respons|timel|wait|schnell|wartezeit|tempo|rapid|réactiv|速度|效率|及时|及時|响应|響應|回應|スピード|속도",
    "solved": r"solv|solution|resol|lösung|résolu|soluc|解决|解決|fcr|해결",
    "nps": r"\bnps\b|promot|recommend|empfehl|recommand|recomend|推荐|推薦|추천|推奨",
    "detractor": r"detract|kritiker|détract|贬损|貶損|批评者|批評者",
    "mystery": r"myst|shopper|神秘|神祕|暗访|暗訪|testkauf|testkäuf|misterios|oculto|覆面|미스터리",
    "compliance": r"complian|standard|规范|規範|合规|合規|einhalt|conform|cumpl",
    "first": r"first|initial|erst|premi[èe]r|primer|prim[oa]|首次|一次|首考|首轮|首輪|初次|初回|第一次",
    "pass": r"\bpass|besteh|bestanden|réussi|aprob|aprov|superament|合格|通过|通過|及格|합격",
    "final": r"final|overall pass|end|最终|最終|补考后|補考後|总通过|總通過|累计",
    "exam": r"exam|test\b|quiz|prüf|examen|prova|考试|考試|测验|測驗|试|試|시험",
    "mean": r"mean|average|avg|durchschnitt|mittel|moyen|promedio|média|media\b|平均|均分|均值|均",
    "training": r"train|schulung|weiterbild|formation|capacitac|formaç|formazion|培训|培訓|教育訓練|研修|교육",
    "covered": r"cover|abdeck|complet|couvert|cobert|覆盖|覆蓋|完成率|受訓率",
    "attended": r"attend|teilnahme|particip|asist|参训|參訓|参与率|參與率|到课|到課|出勤|签到|簽到",
    "repeat": r"repurch|repeat|wiederkauf|wiederkehr|réachat|recompra|riacquist|复购|複購|回购|回購|再次购买|重复购买|リピート|재구매",
    "complaint": r"complain|beschwerde|reklamation|plainte|réclam|queja|reclam|投诉|投訴|客诉|客訴|抱怨|クレーム|불만",
    "praise": r"prais|complim|kudos|\blob\b|lobe|félicit|elogi|felicita|表扬|表揚|感谢信|感謝信|嘉许|嘉許",
    "behaviour": r"behavio|verhalten|comporte|comporta|conducta|行为|行為",
    "handbook": r"handbook|manual|handbuch|手册|手冊|服务规范|服務規範",
    "known": r"aware|known|kennt|bekannt|知晓|知曉|认知|認知|了解",
    "visits": r"visits?|besuche|次数|次數|频次|頻次",
    "thousand": r"thousand|1[., ]?000|‰|tausend|mille?\b|\bmil\b|每千|千次|千人",
    "count": r"number|count|anzahl|nombre|número|数量|數量|件数|件數|次数|次數|投诉量|投訴量",
    "took": r"handling time|time to|dauer|bearbeitungszeit|délai|durée|tiempo|tempo|时长|時長|时间|時間|用时",
    "in_time": r"in time|on[- ]time|within|pünktlich|fristgerecht|dans les délais|a tiempo|及时率|及時率|准时|準時|时效",
    "arrived": r"arriv|on[- ]site|vor ort|到场|到場|上门",
    "repaired": r"repair|reparatur|réparation|reparac|修复|修復|维修|維修",
    "reopened": r"reopen|wiedereröffn|rouvert|reabiert|重开|重開|返工",
    "suggested": r"suggest|vorschl[aä]g|proposition|sugerenc|建议|建議|提案",
    "adopted": r"adopt|umgesetzt|adoptad|采纳|採納",
    "stars": r"\bstars?\b|之星|明星员工",
}
_PATTERNS = {topic: re.compile(form, re.I) for topic, form in _TOPICS.items()}
# A KPI, the topics that its name speaks of, the most particular first.
_SPOKEN_OF = (
    ("detractor_share", {"detractor"}),
    ("net_promoter_score", {"nps"}),
    ("attitude_complaint_rate", {"complaint", "attitude"}),
    ("complaint_handling_time", {"complaint", "took"}),
    ("complaints_per_1000", {"complaint", "thousand"}),
    ("complaints", {"complaint", "count"}),
    ("complaints_per_1000", {"complaint"}),
    ("attitude_complaint_rate", {"complaint"}),
    ("mystery_attitude", {"mystery", "attitude"}),
    ("mystery_efficiency", {"mystery", "speed"}),
    ("mystery_compliance", {"mystery", "compliance"}),
    ("mystery_visits", {"mystery", "visits"}),
    ("mystery_score", {"mystery"}),
    ("dissatisfied_share", {"not"}),
    ("attitude_satisfaction", {"attitude"}),
    ("arrived_in_time", {"arrived", "in_time"}),
    ("repaired_in_time", {"repaired", "in_time"}),
    ("answered_in_time", {"in_time", "speed"}),
    ("speed_satisfaction", {"speed"}),
    ("first_contact_resolution", {"first", "solved"}),
    ("reopening_rate", {"reopened"}),
    ("suggestion_adoption_rate", {"suggested", "adopted"}),
    ("suggestions", {"suggested"}),
    ("problem_solving_satisfaction", {"solved"}),
    ("first_attempt_pass_rate", {"first", "pass"}),
    ("final_pass_rate", {"final", "pass"}),
    ("behaviour_check_pass_rate", {"behaviour"}),
    ("final_pass_rate", {"pass"}),
    ("first_attempt_pass_rate", {"pass"}),
    ("exam_mean", {"exam", "mean"}),
    ("exam_mean", {"exam"}),
    ("handbook_awareness", {"handbook"}),
    ("training_participation", {"training", "attended"}),
    ("training_coverage", {"training", "covered"}),
    ("training_coverage", {"training"}),
    ("repurchase_rate", {"repeat"}),
    ("service_stars", {"stars"}),
    ("praise", {"praise"}),
    ("satisfaction_mean", {"satisfied", "mean"}),
    ("csat", {"satisfied"}),
)
_ASKED = {"csat", "satisfaction_mean", "net_promoter_score", "detractor_share"}
LABELS = {kpi.name: kpi.label for kpi in DECLARED}
_IN_PERCENT = {kpi.name for kpi in DECLARED if kpi.unit in (PERCENT, RATE)}


@lru_cache(maxsize=2000)
def kpi_meant(written: str) -> KpiMeant:
    """The KPI that a name surely means, since it holds known names of this one only and says
    nothing else; else the likely one, and the others to choose from."""
    held, rest = _held(written)
    sure = held[0] if len(held) == 1 and not _left(rest, held[0]) else None
    likely = [sure] if sure else [*_spoken_of(written), *held]
    if not likely or sure is None and _is_slip(written):
        return KpiMeant()  # a name with a slip is told with the one that it nearly is
    ranked = tuple(dict.fromkeys([*likely, *nearest_names(written)]))[:_MOST]
    # No KPI asks what staff think.
    of_staff = likely[0] in _ASKED and _PATTERNS["staff"].search(written) is not None
    return KpiMeant(sure, None if of_staff else likely[0], ranked)


def _left(rest: str, kpi: str) -> str:
    """What is left of a name beside that of a KPI and words that say nothing; a mean of points is
    another KPI than a share in percent."""
    rest = rest if kpi in _IN_PERCENT else _OF_POINTS.sub("", rest)
    return _FILLING.sub("", rest).strip()


def _is_slip(written: str) -> bool:
    """Whether a name is a known one but for a letter: one lacks, is too much, or is another."""
    folded = fold_name(written)
    more = 0 if _CHINESE.search(folded) else 1  # a sign more is another word in Chinese
    return any(
        abs(len(known) - len(folded)) <= more and _letters_apart(folded, known) == 1
        for known, _ in _known()
    )


def _letters_apart(one: str, other: str) -> int:
    """How many letters of the longer name remain between what both begin and end with."""
    shorter = min(len(one), len(other))
    begin = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next(
        (at for at in range(shorter - begin) if one[-1 - at] != other[-1 - at]), shorter - begin
    )
    return max(len(one), len(other)) - begin - end


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """Known names that may stand within a longer one, folded, the longest first, with their KPI."""
    found = {fold_name(writing): name for writing, name in WRITINGS}
    return tuple(
        sorted(
            (
                (writing, name)
                for writing, name in found.items()
                if len(writing) >= (_SHORTEST_ZH if _CHINESE.search(writing) else _SHORTEST)
            ),
            key=lambda pair: -len(pair[0]),
        )
    )


def _held(written: str) -> tuple[list[str], str]:
    """The KPIs whose known names stand in one that is not known, and what is left of it."""
    rest, found = fold_name(written), []
    for writing, name in _known():
        if writing in rest:
            rest = rest.replace(writing, " ")
            found.append(name)
    return list(dict.fromkeys(found)), rest


def _spoken_of(written: str) -> list[str]:
    topics = {topic for topic, form in _PATTERNS.items() if form.search(written)}
    if topics & {"not", "staff"}:
        topics -= {"satisfied"}
    return [name for name, needed in _SPOKEN_OF if needed <= topics]
