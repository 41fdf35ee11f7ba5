"""Words that say nothing but that an exam was passed or failed, or that nobody finished it."""

from data.kinds.catalog import TRAINING
from data.kinds.shared import SAID_NO, SAID_YES
from data.text.folding import fold
from data.values import states

# Those that stand below other headings too, such as yes, 1 or OK, say nothing by themselves.
_OF_EXAMS = frozenset(
    fold(word) for _, words in TRAINING.column("outcome").spellings for word in words
) - frozenset(
    map(
        fold,
        (
            *(*SAID_YES, *SAID_NO, "yes", "no", "ok", "p", "f", "met", "not met", "success", "ja"),
            *("nein", "nee", "oui", "non", "sí", "sim", "não", "apto", "no apto", "优秀", "良好"),
            *(
                "優秀",
                "符合",
                "不符合",
                "做到",
                "未做到",
                "compliant",
                "non-compliant",
                "admis",
                "合",
            ),
            *("competent", "distinction", "qualified", "certified", "satisfactory", "acquis"),
            *("unsatisfactory", "达标", "未达标", "不达标", "達標", "未達標", "不達標"),
        ),
    )
)


def is_verdict(cell: str) -> bool:
    """Whether a cell says that an exam was passed or failed, by a word that says nothing else."""
    return fold(cell) in _OF_EXAMS


_UNFINISHED = frozenset(
    fold(word) for table in (states.PLAIN, states.OF_COURSES) for word in table[states.UNFINISHED]
)


def is_unfinished(cell: str) -> bool:
    """Whether a cell in place of a result says that nobody finished: "not_started"."""
    return fold(cell) in _UNFINISHED
