"""Names of months and weekdays in the languages in which survey tools and learning platforms
export."""

import re
import unicodedata

# Of each month the full names, and as they stand after a number (Slavic languages, Catalan);
# letters with and without their marks.
_MONTHS = (
    "january januar jänner enero janvier janeiro gennaio januari январь января styczeń stycznia "
    "ocak",
    "february februar feber febrero février fevereiro febbraio februari февраль февраля luty "
    "lutego şubat",
    "march märz marzo mars março maart maret март марта marzec marca mart",
    "april abril avril aprile апрель апреля kwiecień kwietnia nisan",
    "may mai mayo maio maggio mei maj май мая maja mayıs",
    "june juni junio juin junho giugno июнь июня czerwiec czerwca haziran",
    "july juli julio juillet julho luglio июль июля lipiec lipca temmuz",
    "august agosto août augustus augusti agustus август августа sierpień sierpnia ağustos",
    "september septiembre setiembre septembre setembro settembre сентябрь сентября wrzesień "
    "września eylül",
    "october oktober octubre octobre outubro ottobre октябрь октября październik października ekim",
    "november noviembre novembre novembro ноябрь ноября listopad listopada kasım",
    "december dezember diciembre décembre dezembro dicembre desember декабрь декабря grudzień "
    "grudnia aralık",
)
_SHORT = (
    "jan jän ene janv gen янв sty oca",
    "feb fev févr fév febr фев февр lut şub",
    "mar mär mrz mrt мар marz",
    "apr abr avr апр kwi nis",
    "may mai mei maj mag мая мая",
    "jun juin giu июн cze haz",
    "jul juil lug июл lip tem",
    "aug ago août aoû agu авг sie ağu",
    "sep sept set sett сен сент wrz eyl",
    "oct okt out ott окт paź eki",
    "nov ноя нояб lis kas",
    "dec dez dic déc des дек gru ara",
)
_WEEKDAYS = (
    "mon monday montag lunes lundi segunda segunda-feira lunedì maandag понедельник poniedziałek "
    "pazartesi "
    "tue tues tuesday dienstag martes mardi terça terça-feira martedì dinsdag вторник wtorek salı "
    "wed wednesday mittwoch miércoles mercredi quarta quarta-feira mercoledì woensdag среда środa "
    "çarşamba "
    "thu thur thurs thursday donnerstag jueves jeudi quinta quinta-feira giovedì donderdag "
    "четверг czwartek perşembe "
    "fri friday freitag viernes vendredi sexta sexta-feira venerdì vrijdag пятница piątek cuma "
    "sat saturday samstag sonnabend sábado samedi sabato zaterdag суббота sobota cumartesi "
    "sun sunday sonntag domingo dimanche domenica zondag воскресенье niedziela pazar "
    "mo di mi do fr sa so lun mié jue vie sáb dom mer jeu ven sam dim seg ter qua qui sex пн вт "
    "ср чт пт сб вс"
)


def plain(word: str) -> str:
    """A word in small letters without the marks on them: Février is fevrier."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_NUMBER = {
    plain(word): number
    for number, words in enumerate(zip(_MONTHS, _SHORT, strict=True), start=1)
    for word in " ".join(words).split()
}
_DAYS = frozenset(plain(word) for word in _WEEKDAYS.split())
_WORD = re.compile(r"[^\W\d_]{3,}")
_WEEKDAY = re.compile(
    r"([^\W\d_]+(?:-feira)?)\.?,?\s+|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天],?\s*", re.IGNORECASE
)
# The first three letters of every name, with and without marks, and the weekdays of two letters: a
# text without any of them and without a digit in front is no date.
STARTS = tuple(
    sorted(
        {
            start
            for words in (*_MONTHS, *_SHORT, _WEEKDAYS)
            for word in words.split()
            if len(word) > 2
            for start in (word[:3].casefold(), plain(word)[:3])
        }
    )
)
SHORT_DAYS = tuple(word for word in _WEEKDAYS.split() if len(word) == 2)


def month_number(word: str) -> int | None:
    """1 to 12 for the name of a month in one of the languages, in full or shortened; None for
    another word."""
    return _NUMBER.get(plain(word))


def named_month(word: str) -> int:
    """1 to 12 for what is known to be the name of a month."""
    found = month_number(word)
    if found is None:
        raise ValueError(f"{word} is no month")
    return found


def without_weekday(text: str) -> str:
    """The text without the weekday in front of it."""
    found = _WEEKDAY.match(text)
    if not found:
        return text
    rest = text[found.end() :]
    if found[1] and plain(found[1]) == "mar":  # mardi or martes, where another word is the month
        return rest if any(month_number(word) for word in _WORD.findall(rest)) else text
    return rest if found[1] is None or plain(found[1]) in _DAYS else text
