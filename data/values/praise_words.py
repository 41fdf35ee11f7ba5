"""Words of remarks that praise or blame, in several languages: enough to tell the two apart over
many remarks, not to judge a single one."""

import re

_BAD = re.compile(
    r"\bnot? (?:very )?(?:good|great|friendly|helpful|happy|satisfied|polite|recommend)"
    r"|\bbad\b|\bworst\b|terribl|horribl|awful|\bpoor\b"
    r"|\brude|unfriendly|unhelpful|disappoint|\bslow\b|never again|waited|too long|dirty"
    r"|complain|unacceptabl|ignored|disgust|impolite"
    r"|\bnicht (?:so )?(?:gut|freundlich|zufrieden|nett|hilfreich|empfehl)|schlecht"
    r"|unfreundlich|unhöflich|katastroph|enttäusch|nie wieder"
    r"|furchtbar|mangelhaft|miserabel|\blangsam|warten|gewartet|unverschämt|frech\b"
    r"|unmöglich|ungenügend|ärger|schmutzig|dreckig|inkompetent"
    r"|\bpas (?:très |du tout )?(?:bien|aimable|satisf|content|bon)|mauvais|déçu"
    r"|nul(?:le)?\b|lent(?:e|eur)?\b|désagréable|inadmissible|horrible|honteux|jamais plus"
    r"|\bno (?:muy |estoy )?(?:bueno|amable|satisf|recom|volver)|\bmal[oa]?\b|pésim"
    r"|decepcion|lent[oa]\b|grosero|horrible|nunca más"
    r"|ruim|péssim|decepcion|demorad|demorou|mal[- ]?educad|nunca mais|pessim|delus"
    r"|scortes|maleducat|lent[oi]\b|mai più"
    r"|slecht|teleurgest|onvriendelijk|traag|nooit meer|zły|złe|fatal|niemił|nigdy więcej"
    r"|rozczarow|długo|špatn|hrozn|pomal|nikdy"
    r"|kötü|berbat|kaba\b|yavaş|плох|ужас|груб|медлен|никогда|разочар|долго|хам"
    r"|悪い|ひどい|最悪|残念|遅い|不愉快|不親切|二度と|待たされ|나쁘|최악|불친절|실망|느리|별로|불만|tệ\b|chậm|thất vọng|buruk"
    r"|lambat|kecewa|mengecewakan"
    r"|不好|不太好|不满|不滿|不耐烦|不耐煩|不专业|不專業|不热情|不熱情|不推荐|不推薦|不会再|不會再|差|慢|失望|糟|恶劣|惡劣|投诉|投訴|太久|很久|等了"
    r"|冷淡|冷漠|爱理不理|愛理不理|骗|騙|坑|脏|髒|敷衍|推诿|推諉",
    re.I,
)
_GOOD = re.compile(
    r"\bgood\b|\bgreat\b|excellent|friendly|helpful|\bhappy\b|satisfied|lovely|\bnice\b"
    r"|perfect|amazing|wonderful|fantastic|\bbest\b|\bfast\b"
    r"|quick|thank|polite|\blove[ds]?\b|professional|recommend|outstanding|superb"
    r"|brilliant|awesome|kind\b|well done"
    r"|\bgut\b|\bgute[rsn]?\b|sehr gut|super|toll|freundlich|nett\b|\bnette|ausgezeichnet"
    r"|hervorragend|prima|klasse|zufrieden|perfekt|bestens|spitze|danke|gerne? wieder"
    r"|empfehl|schnell|kompetent|hilfsbereit|wunderbar|\btop\b"
    r"|\bbien\b|\bbon(?:ne)?\b|parfait|excellent|aimable|agréable|merci|rapide|satisfait"
    r"|accueillant|sympa|génial|impeccable"
    r"|\bbuen[oa]?s?\b|excelente|amable|gracias|rápid|satisfech|perfect[oa]|encant|genial"
    r"|recomiend"
    r"|\bbo[ma]\b|ótim|excelente|simpátic|obrigad|satisfeit|perfeit|ador|recomendo|\bbuon"
    r"|ottim|eccellent|gentil|grazie|soddisfatt|perfett|bravi"
    r"|\bgoed|vriendelijk|uitstekend|prima|tevreden|fijn|snel|bedankt|dobr|miła|miły"
    r"|świetn|super|polecam|szybk|dziękuj|skvěl|výborn|příjemn|rychl|děkuj"
    r"|\biyi\b|güzel|harika|mükemmel|teşekkür|memnun|хорош|отличн|вежлив|спасибо|быстр"
    r"|доволен|довольн|прекрасн|супер"
    r"|良い|良かった|よかった|親切|丁寧|素晴らし|満足|ありがとう|最高|気持ちよ|좋|친절|감사|만족|최고|훌륭|tốt|tuyệt|cảm ơn"
    r"|hài lòng|nhanh|bagus|ramah|puas|terima kasih|cepat"
    r"|好|满意|滿意|赞|讚|棒|热情|熱情|专业|專業|喜欢|喜歡|不错|不錯|感谢|感謝|谢谢|謝謝|耐心|细心|細心|周到|优秀|優秀|亲切|親切|推荐|推薦|很快"
    r"|点赞|五星|舒服|贴心|貼心",
    re.I,
)


def praises(text: str) -> bool | None:
    """Whether a remark praises; None where it neither praises nor blames, or does both."""
    blamed = _BAD.search(text) is not None
    praised = _GOOD.search(_BAD.sub(" ", text)) is not None
    return praised if praised != blamed else None
