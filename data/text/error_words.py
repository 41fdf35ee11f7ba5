"""What spreadsheets write where a formula went wrong or a number does not fit its cell, in the languages people use them in."""

_SIGNS = (
    "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
    "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "#ERROR!", "#GETTING_DATA", "#N/A N/A", "#N/A!", "#DIV/0", "#REF", "#VALUE", "#NAME",
    "#N/V", "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!",  # German
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#EPARS!", "#NOM ?", "#N/D", "#¡REF!", "#¡DIV/0!", "#¡VALOR!", "#¿NOMBRE?", "#¡NUM!",
    "#¡NULO!", "#¡DESBORDAMIENTO!", "#VALOR!", "#NOME?", "#NÚM!", "#NULO!", "#DESPEJAR!", "#RIF!", "#VALORE!", "#NULLO!", "#ESPANSIONE!",
    "#N/B", "#VERW!", "#WAARDE!", "#NAAM?", "#GETAL!", "#DEEL/0!", "#LEEG!", "#OVERLOOP!",  # Dutch
    "#I/T", "#I/R", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "#VERDI!", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#OGILTIGT!", "#DIVISION/0!",
    "#PUUTTUU!", "#VIITTAUS!", "#ARVO!", "#NIMI?", "#LUKU!", "#JAKO/0!",
    "#N/D!", "#ADR!", "#ARG!", "#NAZWA?", "#LICZBA!", "#DZIEL/0!", "#NENÍ_K_DISPOZICI", "#NENÍ K DISPOZICI", "#HODNOTA!", "#NÁZEV?", "#ČÍSLO!",
    "#DĚLENÍ_NULOU!", "#HIÁNYZIK", "#HIV!", "#ÉRTÉK!", "#NÉV?", "#SZÁM!", "#ZÉRÓOSZTÓ!",
    "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#ЧИСЛО!", "#ДЕЛ/0!", "#ПУСТО!", "#YOK", "#BAŞV!", "#DEĞER!", "#AD?", "#SAYI!", "#SAYI/0!", "#BOŞ!",
    "#溢出!", "#值!", "#名称?", "#名稱?", "#引用!", "#溢位!",
)
_NUMBERED = ("Err:", "Error:", "错误:", "錯誤:", "错误：", "錯誤：", "エラー:", "Fehler:", "Erreur :", "Erreur:")  # LibreOffice: Err:502
_NUMBERS = range(500, 541)
_NARROWEST, _WIDEST = 3, 255  # signs by which a spreadsheet fills a cell that is too narrow for its number or date

ERROR_WORDS = frozenset({form for word in _SIGNS for form in (word, word.lower(), word.replace("!", "！").replace("?", "？").replace("#", "＃"))}
                        | {f"{word}{number}" for word in _NUMBERED for number in _NUMBERS}
                        | {"#" * width for width in range(_NARROWEST, _WIDEST + 1)})
