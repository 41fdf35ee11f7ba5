"""Numbers of what was rated, beside the number of the answer: the same ticket or merchant may be rated
again, and the second answer would take the place of the first."""

import re

from data.matching.cell_looks import are_codes
from data.reading.sheet import Sheet
from data.text.folding import normal, words

_LOOKED_AT, _FEWEST = 200, 5  # rows
# What a number belongs to that is no answer, right before "ID" or the like.
_RATED = frozenset(
    (
        *(
            "merchant",
            "account",
            "company",
            "organisation",
            "organization",
            "order",
            "flight",
            "vol",
        ),
        *(
            "vuelo",
            "voo",
            "product",
        ),
        *(
            "enrollment",
            "enrolment",
            "matricula",
            "matrícula",
            "matriculation",
            "course",
            "campaign",
        ),
        *("fournisseur", "commande", "proveedor", "fornecedor", "bestellung", "ordine"),
    )
)
# Of which there is mostly one answer each: they give way only to a number of the answer.
_MAY_BE_RATED = _RATED | {
    *("trip", "ride", "journey", "booking", "reservation", "reserva", "buchung"),
    "ticket",
    "case",
    "call",
    "chat",
    "session",
    "visit",
    "request",
    "incident",
}
_OF_THE_ANSWER = re.compile(
    r"^(?:sat|csat|nps|survey|feedback|review|response|encuesta|sondage|enqu[êe]te|avis|pesquisa|umfrage|rese[ñn]a)"
    r"\W?(?:id|no|nr|number|num|code|key)$"
    r"|^(?:id|no|nr|num)\W?(?:survey|feedback|review|response|encuesta|sondage|enqu[êe]te|avis|pesquisa|umfrage|rese[ñn]a)$"
    r"|^(?:问卷|問卷|评价|評價|反馈|回饋|答卷)(?:编号|編號|id|号|號)$",
    re.I,
)


def is_of_what_was_rated(heading: str) -> bool:
    """Whether a heading numbers something of which there may be several answers."""
    return not _RATED.isdisjoint(words(heading)[-2:-1])


def numbers_each_answer(sheet: Sheet, at: int) -> bool:
    """Whether a heading numbers the answers of a file, and each row has a number of its own: that of
    a questionnaire is the same in all of them."""
    cells = [cell for cell in sheet.cells[at].iloc[:_LOOKED_AT].tolist() if cell]
    text = normal(sheet.headings[at]).replace("_", " ")
    return (
        _OF_THE_ANSWER.search(text) is not None
        and len(cells) >= _FEWEST
        and are_codes(cells)
        and sheet.cells[at].is_unique
    )


def gives_way(sheet: Sheet, at: int) -> bool:
    """Whether a number of what was rated stands beside that of the answer."""
    rated = not _MAY_BE_RATED.isdisjoint(words(sheet.headings[at])[-2:-1])
    return rated and any(
        numbers_each_answer(sheet, other) for other in range(len(sheet.headings)) if other != at
    )
