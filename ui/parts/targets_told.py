"""The targets of a KPI in the words of a file that is taken along."""

from collections.abc import Sequence

from i18n import Say
from metrics.targets.verdict import Verdict


def targets_words(stages: Sequence[Verdict], say: Say) -> str:
    """The targets of some stages as a file to be taken along says them; empty without any."""
    return say.list(
        say(
            "{stage}: {target} by {due}",
            stage=stage.stage,
            target=stage.asked,
            due=stage.target.due,
        )
        for stage in stages
    )
