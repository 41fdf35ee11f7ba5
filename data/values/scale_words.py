"""The words in which answers are given: groups from the lowest to the highest, one tuple for each scale that questionnaires use.

Within a scale the first word of a group names it. Scales come in the order in which they are preferred where several read the words alike.
"""

from itertools import product

Groups = tuple[tuple[str, ...], ...]


def _scales(highest, above, middle, below) -> list[Groups]:
    """One scale for each way of filling the points 4, and 2 with 1; the usual way comes first."""
    return [(lowest, second, middle, fourth, highest) for (second, lowest), fourth in product(below, above)]


_ZH_SATISFIED = ("非常满意", "很满意", "十分满意", "极其满意", "特别满意", "完全满意")
_ZH_DISSATISFIED = ("非常不满意", "很不满意", "十分不满意", "极不满意", "极其不满意", "特别不满意", "完全不满意")
_ZH_RATHER, _ZH_RATHER_NOT = ("比较满意", "较满意", "较为满意"), ("不太满意", "比较不满意", "较不满意", "较为不满意")
_ZH_MIDDLE = ("一般", "中立", "普通", "尚可", "还行", "还可以", "无所谓")
_ZH_AGREED, _ZH_DISAGREED = ("非常同意", "完全同意", "很同意", "十分同意", "非常赞同"), ("非常不同意", "完全不同意", "很不同意", "十分不同意",
    "非常不赞同")
_ZH_RATHER_AGREED, _ZH_RATHER_DISAGREED = ("比较同意", "较同意", "基本同意"), ("不太同意", "比较不同意", "较不同意")
_ZH_UNDECIDED = ("一般", "中立", "普通", "无所谓")
_EN_SATISFIED = ("very satisfied", "extremely satisfied", "completely satisfied", "highly satisfied", "totally satisfied")
_EN_DISSATISFIED = ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "extremely unsatisfied", "completely dissatisfied",
                    "highly dissatisfied", "totally dissatisfied")
_EN_NOT = ("dissatisfied", "unsatisfied", "not satisfied")
_EN_RATHER = ("somewhat satisfied", "fairly satisfied", "rather satisfied", "mostly satisfied", "quite satisfied", "slightly satisfied")
_EN_RATHER_NOT = ("somewhat dissatisfied", "somewhat unsatisfied", "fairly dissatisfied", "rather dissatisfied", "mostly dissatisfied",
                  "quite dissatisfied",
                  "slightly dissatisfied")
_EN_MIDDLE = ("neutral", "neither satisfied nor dissatisfied", "neither satisfied or dissatisfied", "neither", "neither nor", "undecided",
              "indifferent", "ok",
              "okay", "average")
_EN_AGREED = ("strongly agree", "totally agree", "completely agree")
_EN_DISAGREED = ("strongly disagree", "totally disagree", "completely disagree")
_EN_RATHER_AGREED = ("somewhat agree", "rather agree", "tend to agree", "slightly agree")
_EN_RATHER_DISAGREED = ("somewhat disagree", "rather disagree", "tend to disagree", "slightly disagree")
_EN_UNDECIDED = ("neither agree nor disagree", "neither agree or disagree", "neutral", "neither", "undecided")
_TERRIBLE, _POOR, _FAIR = ("very poor", "very bad", "terrible", "awful"), ("poor", "bad"), ("fair", "average", "ok", "okay", "neutral",
    "neither good nor poor",
                                                                                         "neither good nor bad", "acceptable")

OFFICIAL: Groups = (_ZH_DISSATISFIED, ("不满意",), ("基本满意",), ("满意",), _ZH_SATISFIED)  # of China's public services: 好差评
_GRADED: Groups = (("不满意",), _ZH_RATHER_NOT, ("基本满意",), ("满意",), _ZH_SATISFIED)  # with 不太满意 below the middle
BASIC: Groups = (("不满意", *_ZH_DISSATISFIED), ("基本满意",), ("满意",))
# Of these, official reports count everything from 基本满意 up as satisfied.
LENIENT = (OFFICIAL, _GRADED, BASIC)

_CHINESE: list[Groups] = [
    *_scales(_ZH_SATISFIED, (("满意",), (*_ZH_RATHER, "基本满意")), _ZH_MIDDLE,
             ((("不满意",), _ZH_DISSATISFIED), (_ZH_RATHER_NOT, _ZH_DISSATISFIED), (_ZH_RATHER_NOT, ("不满意",)))),
    OFFICIAL, _GRADED,
    (("不满意", *_ZH_DISSATISFIED), _ZH_RATHER_NOT, _ZH_MIDDLE, (*_ZH_RATHER, "基本满意"), ("满意",)),
    *_scales(_ZH_AGREED, (("同意", "赞同"), _ZH_RATHER_AGREED), _ZH_UNDECIDED,
             ((("不同意", "不赞同"), _ZH_DISAGREED), (_ZH_RATHER_DISAGREED, _ZH_DISAGREED), (_ZH_RATHER_DISAGREED, ("不同意",)))),
    (("差",), ("较差", "比较差"), ("一般", "中等"), ("较好", "比较好"), ("好",)), (("劣",), ("可",), ("良",), ("优",)),
    (("很差", "非常差"), ("差", "较差", "比较差", "不好"), ("一般", "中等", "普通"), ("好", "较好", "比较好"), ("很好", "非常好")),
    (("差", "很差"), ("较差",), ("一般", "中", "中等", "合格"), ("良好", "良"), ("优秀", "优")),
    (("一星",), ("二星", "两星"), ("三星",), ("四星",), ("五星",)),
    (("一分",), ("二分", "两分"), ("三分",), ("四分",), ("五分",)),
    (_ZH_DISSATISFIED, ("不满意",), _ZH_RATHER_NOT, _ZH_MIDDLE, (*_ZH_RATHER, "基本满意"), ("满意",), _ZH_SATISFIED),
    (_ZH_DISAGREED, ("不同意",), ("有点不同意", *_ZH_RATHER_DISAGREED), _ZH_UNDECIDED, ("有点同意", *_ZH_RATHER_AGREED), ("同意",), _ZH_AGREED),
    (("不满意", *_ZH_DISSATISFIED), _ZH_MIDDLE, ("满意",)), BASIC,
    (("差评",), ("中评",), ("好评",)), (("差",), ("一般", "中"), ("好",)),
    (("不满意",), ("满意",)), (("不推荐",), ("推荐",)), (("踩",), ("赞",)), (("差评",), ("好评",)),
    (("否", "不是", "没有"), ("是", "有")),
]
_ENGLISH: list[Groups] = [
    *_scales(_EN_SATISFIED, (("satisfied",), _EN_RATHER), _EN_MIDDLE, ((_EN_NOT, _EN_DISSATISFIED), (_EN_RATHER_NOT, _EN_DISSATISFIED))),
    *_scales(_EN_AGREED, (("agree",), _EN_RATHER_AGREED), _EN_UNDECIDED, ((("disagree",), _EN_DISAGREED), (_EN_RATHER_DISAGREED, _EN_DISAGREED))),
    (_TERRIBLE, _POOR, _FAIR, ("good",), ("excellent", "outstanding")),
    (_TERRIBLE, _POOR, _FAIR, ("good",), ("very good",)),
    (("poor",), ("fair",), ("good",), ("very good",), ("excellent",)),
    (_TERRIBLE, _POOR, _FAIR, ("good",), ("amazing", "great", "excellent", "awesome")),
    (_TERRIBLE, _POOR, _FAIR, ("great",), ("amazing", "awesome")),
    (("very unhappy", "extremely unhappy"), ("unhappy", "sad"), ("neutral", "ok", "okay", "neither", "neither happy nor unhappy"), ("happy",),
     ("very happy", "extremely happy")),
    (("not at all satisfied",), ("not very satisfied",), _EN_MIDDLE, ("fairly satisfied", "rather satisfied", "quite satisfied", "satisfied"),
     _EN_SATISFIED),
    (("not at all satisfied", "not satisfied"), ("slightly satisfied",), ("moderately satisfied",), ("very satisfied",), ("extremely satisfied",)),
    (("far below expectations", "much worse than expected", "far short of expectations"), ("below expectations", "worse than expected"),
     ("met expectations", "meets expectations", "as expected", "about what i expected"), ("exceeded expectations", "exceeds expectations",
         "above expectations",
      "better than expected"), ("far exceeded expectations", "far exceeds expectations", "much better than expected")),
    (("very unlikely", "extremely unlikely", "not at all likely"), ("unlikely",), ("neutral", "neither likely nor unlikely", "neither"), ("likely",),
     ("very likely", "extremely likely")),
    (("very difficult",), ("difficult",), ("neutral", "neither", "neither easy nor difficult"), ("easy",), ("very easy",)),
    (("one star",), ("two stars",), ("three stars",), ("four stars",), ("five stars",)),
    (("one",), ("two",), ("three",), ("four",), ("five",)),
    (("extremely dissatisfied", "extremely unsatisfied"), ("moderately dissatisfied", "very dissatisfied"), ("slightly dissatisfied",
        "somewhat dissatisfied"), _EN_MIDDLE,
     ("slightly satisfied", "somewhat satisfied"), ("moderately satisfied", "very satisfied"), ("extremely satisfied",)),
    (("very dissatisfied", "completely dissatisfied"), ("dissatisfied", "mostly dissatisfied"), ("somewhat dissatisfied", "slightly dissatisfied"),
     _EN_MIDDLE,
     ("somewhat satisfied", "slightly satisfied"), ("satisfied", "mostly satisfied"), ("very satisfied", "completely satisfied")),
    (_EN_DISAGREED, ("disagree",), _EN_RATHER_DISAGREED, _EN_UNDECIDED, _EN_RATHER_AGREED, ("agree",), _EN_AGREED),
    (("extremely unhappy",), ("very unhappy",), ("unhappy",), ("neutral",), ("happy",), ("very happy",), ("extremely happy",)),
    (("poor",), ("fair",), ("good",), ("excellent",)), (("never",), ("sometimes",), ("usually",), ("always",)),
    (_EN_NOT, _EN_MIDDLE, ("satisfied",)), (("unhappy", "sad"), ("neutral", "ok", "okay"), ("happy",)),
    (("very negative",), ("negative",), ("neutral", "mixed"), ("positive",), ("very positive",)),
    (("very negative",), ("negative",), ("positive",), ("very positive",)),
    (("negative",), ("neutral", "mixed"), ("positive",)), (("bad", "poor", "not good"), ("neutral", "ok", "okay", "average", "fair"), ("good",
        "great")),
    (_EN_NOT, ("satisfied",)), (("unhappy", "sad"), ("happy",)), (("negative",), ("positive",)),
    (("bad", "badwithcomment", "bad with comment", "rated bad"), ("good", "goodwithcomment", "good with comment", "rated good")),
    (("disagree",), ("agree",)), (("dislike", "thumbs down", "thumb down", "thumbsdown", "down"), ("like", "thumbs up", "thumb up", "thumbsup",
        "up")),
    (("no", "false"), ("yes", "true")),
]
_OTHERS: list[Groups] = [
    (("très insatisfait", "pas du tout satisfait", "très mécontent"), ("insatisfait", "peu satisfait", "plutôt insatisfait", "plutôt pas satisfait",
        "pas satisfait"),
     ("neutre", "moyen", "ni satisfait ni insatisfait"), ("satisfait", "plutôt satisfait", "assez satisfait"),
     ("très satisfait", "tout à fait satisfait", "entièrement satisfait")),
    (("pas du tout d'accord",), ("pas d'accord", "plutôt pas d'accord"), ("neutre", "ni d'accord ni pas d'accord"), ("d'accord", "plutôt d'accord"),
     ("tout à fait d'accord",)),
    (("très mauvais",), ("mauvais",), ("moyen",), ("bon", "bien"), ("très bon", "très bien", "excellent")),
    (("muy insatisfecho", "nada satisfecho", "totalmente insatisfecho"), ("insatisfecho", "poco satisfecho", "algo insatisfecho"),
     ("neutral", "indiferente", "ni satisfecho ni insatisfecho", "regular", "neutro"), ("satisfecho", "algo satisfecho", "bastante satisfecho"),
     ("muy satisfecho", "totalmente satisfecho")),
    (("totalmente en desacuerdo", "muy en desacuerdo"), ("en desacuerdo",), ("neutral", "ni de acuerdo ni en desacuerdo"), ("de acuerdo",),
     ("totalmente de acuerdo", "muy de acuerdo")),
    (("muy malo", "pésimo"), ("malo",), ("regular",), ("bueno",), ("muy bueno", "excelente")),
    (("sehr unzufrieden", "überhaupt nicht zufrieden"), ("unzufrieden", "eher unzufrieden", "weniger zufrieden", "nicht zufrieden"),
     ("neutral", "teils teils", "teils, teils", "teils/teils", "weder noch"), ("zufrieden", "eher zufrieden"), ("sehr zufrieden",
         "äußerst zufrieden")),
    (("stimme überhaupt nicht zu", "stimme gar nicht zu"), ("stimme nicht zu", "stimme eher nicht zu"), ("neutral", "teils teils", "teils, teils",
        "weder noch"),
     ("stimme zu", "stimme eher zu"), ("stimme voll zu", "stimme voll und ganz zu", "stimme völlig zu")),
    (("sehr schlecht",), ("schlecht",), ("mittelmäßig", "befriedigend", "geht so"), ("gut",), ("sehr gut",)),
    (("muito insatisfeito", "totalmente insatisfeito"), ("insatisfeito", "pouco satisfeito"), ("neutro", "indiferente",
        "nem satisfeito nem insatisfeito", "regular"),
     ("satisfeito",), ("muito satisfeito", "totalmente satisfeito")),
    (("péssimo",), ("ruim", "mau"), ("regular", "razoável", "ok"), ("bom",), ("excelente", "ótimo")),
    (("péssimo",), ("ruim", "mau"), ("regular", "razoável", "ok"), ("ótimo",), ("excelente",)),
    (("molto insoddisfatto", "per niente soddisfatto"), ("insoddisfatto", "poco soddisfatto"), ("neutrale", "né soddisfatto né insoddisfatto"),
     ("soddisfatto", "abbastanza soddisfatto"), ("molto soddisfatto",)),
    (("zeer ontevreden",), ("ontevreden",), ("neutraal",), ("tevreden",), ("zeer tevreden",)),
    (("очень недоволен", "полностью не удовлетворен"), ("недоволен", "не удовлетворен", "скорее недоволен"), ("нейтрально",),
     ("доволен", "удовлетворен", "скорее доволен"), ("очень доволен", "полностью удовлетворен")),
    (("とても不満", "非常に不満", "大変不満", "大いに不満"), ("不満", "やや不満", "どちらかといえば不満"), ("どちらともいえない", "どちらでもない",
        "普通", "ふつう"),
     ("満足", "やや満足", "どちらかといえば満足", "まあ満足"), ("とても満足", "非常に満足", "大変満足", "大いに満足")),
    (("不満",), ("やや不満", "どちらかといえば不満"), ("どちらともいえない", "どちらでもない", "普通", "ふつう"), ("やや満足",
        "どちらかといえば満足", "まあ満足"), ("満足",)),
    (("非常に不満",), ("不満",), ("やや不満",), ("どちらともいえない", "どちらでもない", "普通"), ("やや満足",), ("満足",), ("非常に満足",
        "とても満足", "大変満足")),
    (("매우 불만족", "매우 불만"), ("불만족", "불만"), ("보통",), ("만족",), ("매우 만족",)),
    (("non",), ("oui",)), (("nein",), ("ja",)), (("no",), ("sí", "si")), (("não",), ("sim",)), (("いいえ",), ("はい",)), (("아니요",), ("예", "네")),
]
_FACES_BAD, _FACES_LOW = ("😡", "🤬", "😠", "😭", "😢", "😞", "😖", "😫", "😤", "👿"), ("🙁", "☹", "😟", "😕", "😑", "😒", "😔")
_FACES_MIDDLE, _FACES_GOOD = ("😐", "😶"), ("🙂", "😊", "😀", "😃", "😄", "☺", "😌")
_FACES_BEST = ("😍", "🤩", "🥰", "😁", "😆")
_FACES: list[Groups] = [
    (_FACES_BAD, _FACES_LOW, _FACES_MIDDLE, _FACES_GOOD, _FACES_BEST),
    (_FACES_BAD, _FACES_LOW, _FACES_MIDDLE, ("🙂",), ("😀", "😃", "😄", "😊", *_FACES_BEST)),
    ((*_FACES_BAD, *_FACES_LOW), _FACES_MIDDLE, (*_FACES_GOOD, *_FACES_BEST)),
    ((*_FACES_BAD, *_FACES_LOW), (*_FACES_GOOD, *_FACES_BEST)), (("👎",), ("👍",)),
    ((":(", ":-(", "=("), (":|", ":-|"), (":)", ":-)", "=)", ":d", ":-d")), (("frown", "frowning"), ("meh",), ("smile", "smiling")),
    (("❌", "✗", "✘"), ("✅", "✔", "✓")),
]
WORD_GROUPS: tuple[Groups, ...] = (*_CHINESE, *_ENGLISH, *_OTHERS, *_FACES)

# What stands in a column of answers where there is none.
NO_ANSWER_WORDS = (
    "offered", "unoffered", "not offered", "received", "not rated", "unrated", "no rating", "not answered", "no answer", "no response", "skipped",
    "unanswered", "declined", "declined to answer", "refused", "refused to answer", "don't know", "dont know", "do not know", "don\u2019t know", "dk",
    "i don't know", "i do not know", "don't know / not sure", "don't know/not sure", "not sure / don't know", "not sure/don't know",
    "prefer not to say", "prefer not to answer", "rather not say",
    "no opinion", "don't remember", "can't remember", "not applicable", "does not apply", "n.a.", "n/a", "unable to rate", "unable to judge",
    "cannot judge", "can't judge", "cannot rate", "can't rate", "cannot say", "can't say", "no experience", "did not use", "didn't use", "not used",
    "not experienced", "not observed", "no basis to judge", "not enough information",
    "keine angabe", "k.a.", "k. a.", "k.a", "ohne angabe", "weiß nicht", "weiss nicht", "weiß ich nicht", "keine meinung", "keine antwort",
    "nicht zutreffend", "trifft nicht zu", "nicht beurteilbar", "kann ich nicht beurteilen", "kann ich nicht sagen",
    "ne sait pas", "ne sais pas", "je ne sais pas", "nsp", "ne se prononce pas", "sans opinion", "sans avis", "sans réponse", "pas de réponse",
    "non concerné", "sans objet", "non applicable", "pas d'avis",
    "no sabe", "no contesta", "no sabe/no contesta", "no sabe / no contesta", "no sabe no contesta", "ns/nc", "ns / nc", "ns nc", "nsnc", "no sé",
    "no lo sé", "no aplica", "no procede", "no responde", "sin respuesta", "sin opinión", "prefiero no contestar", "prefiero no responder",
    "não sei", "não sabe", "não respondeu", "não sabe/não respondeu", "não sabe / não responde", "não sabe/não responde", "ns/nr", "ns / nr",
    "não se aplica", "sem opinião", "sem resposta", "prefiro não responder", "prefiro não dizer",
    "non so", "non sa", "non risponde", "non sa/non risponde", "nessuna opinione", "preferisco non rispondere", "non applicabile",
    "weet niet", "weet ik niet", "geen mening", "geen antwoord", "niet van toepassing", "n.v.t.", "nvt",
    "не знаю", "затрудняюсь ответить", "нет ответа", "не применимо", "без ответа",
    "不清楚", "不知道", "不了解", "不瞭解", "不记得",
    "不适用", "没用过", "未体验", "没体验", "没有体验", "未接触", "没接触过", "未使用", "没使用过", "无法评价",
    "无法评分", "无法判断", "无法回答", "难以评价", "不予评价", "不评价", "未评价", "未作答", "未填写", "未回答", "拒答", "拒绝回答", "不愿透露",
    "不愿回答", "不方便回答", "未评", "未打分", "没有回答", "没有意见", "无意见", "不涉及", "无此项", "缺失",
    "わからない", "分からない", "わかりません", "分かりません", "知らない", "無回答", "該当なし", "該当しない", "答えたくない", "回答しない",
    "利用していない", "評価できない", "모름", "모르겠음", "잘 모르겠음", "잘 모르겠다", "무응답", "해당 없음", "해당없음", "응답 거부")

# What may say that there is no answer, or stand in the middle of a questionnaire that has no other middle: a person says which.
UNSURE_WORDS = (
    "not sure", "unsure", "i'm not sure", "i am not sure", "uncertain", "hard to say", "difficult to say", "不确定", "说不清", "说不清楚", "不好说",
    "很难说", "难说", "难以判断", "unsicher", "nicht sicher", "schwer zu sagen", "pas sûr", "pas sûre", "incertain", "no estoy seguro",
    "no estoy segura", "não tenho certeza", "não tenho a certeza", "non sono sicuro", "non sono sicura", "weet niet zeker", "не уверен", "不明",
    "何とも言えない", "なんともいえない", "확실하지 않음", "잘 모르겠어요")
