"""What a meeting is asked about an item, in one question."""

from i18n import N_, Text
from metrics.review.item import CHECK, DECISION, EXCEPTION, PROBLEM, TARGET, AgendaItem
from metrics.review.targets_due import ALWAYS_OR_NEVER

# By kind, and by which way the verdict points: for the better, for the worse, neither.
_ASKED: dict[str, dict[bool | None, Text]] = {
    DECISION: {
        None: N_("What has become of it, and who does what by when?"),
    },
    EXCEPTION: {
        True: N_("What is behind it, and can it be done elsewhere too?"),
        False: N_("What is behind it, and who does what by when?"),
        None: N_("What is behind it, and does anything follow from that?"),
    },
    PROBLEM: {
        False: N_("What stands in the way, and who does what by when?"),
        None: N_("Who does what about it, and by when?"),
    },
    CHECK: {
        True: N_("Is it kept up, and can it be done elsewhere too?"),
        None: N_("Is it kept up, changed or ended?"),
    },
    TARGET: {
        True: N_("Does anything have to be done, or is a further target wanted?"),
        False: N_("What is done differently, or is the target to be changed?"),
        None: N_("Is what is being done enough?"),
    },
}
_OF_ALL = N_("Which of these targets are changed, and where is the way of working changed?")


def asked(item: AgendaItem) -> Text:
    """The question that the meeting is to answer."""
    if item.key == ALWAYS_OR_NEVER:
        return _OF_ALL
    questions = _ASKED[item.kind]
    return questions.get(item.better, questions[None])
