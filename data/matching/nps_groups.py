"""The three groups of those who were asked whether they would recommend: who promotes, who is passive,
who detracts."""

import re

GROUPS = re.compile(
    r"(promoters?|promotor\w*|promoteurs?|promotøren|推荐者|推薦者)"
    r"|(passiv\w*|passifs?|pasivos?|neutral\w*|neutros?|neutres?|被动者|被動者|中立者)"
    r"|(detra[ck]tor\w*|détracteurs?|detrattor\w*|detratore?s?|kritiker|贬损者|貶損者|批评者|批評者)",
    re.I,
)
_LOWEST = (9, 7, 0)  # score of a group


def lowest_of(cell: str) -> int | None:
    """The lowest score of the group that a cell names; None where it names none."""
    found = GROUPS.fullmatch(cell.strip())
    return None if found is None or found.lastindex is None else _LOWEST[found.lastindex - 1]
