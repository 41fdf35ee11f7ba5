"""What the sample company wrote down: the actions behind its stories, a note, and one decision on
new limits."""

from datetime import date

import pandas as pd

from data.samples.stories import EMPATHY_WORKSHOP, SPEED_PROGRAMME, month_at

_COMMITTEE = "Culture committee"


def events(until: date) -> pd.DataFrame:
    """One row an event; columns are those of the kind."""
    nowhere = {"kpi": "", "dimension": "", "unit": "", "reason": "", "author": _COMMITTEE}
    rows = [
        {
            "date": month_at(until, -24),
            "type": "note",
            **nowhere,
            "text": "Service culture plan begins",
        },
        *(
            {
                "date": story.begins(until),
                "type": "action",
                **nowhere,
                "kpi": kpi,
                "dimension": story.dimension,
                "unit": story.unit,
                "text": text,
            }
            for story, text in (
                (EMPATHY_WORKSHOP, "Empathy workshop"),
                (SPEED_PROGRAMME, "Speed programme"),
            )
            for kpi in story.kpis
        ),
        {
            **nowhere,
            "date": EMPATHY_WORKSHOP.begins(until),
            "type": "rebase",
            "kpi": EMPATHY_WORKSHOP.kpis[0],
            "dimension": EMPATHY_WORKSHOP.dimension,
            "unit": EMPATHY_WORKSHOP.unit,
            "text": "New level since the empathy workshop",
            "reason": "The workshop is now part of every induction; the change has lasted for more than "
            "seven months",
        },
        {
            "date": month_at(until, -14),
            "type": "note",
            **nowhere,
            "kpi": "csat",
            "text": "Yearly review of the targets",
        },
    ]
    return pd.DataFrame(rows)
