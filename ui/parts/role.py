"""What is off is said in one sentence: for whom it is, and how the dashboard is started for
them."""

from i18n import N_, Message, Say, Text
from metrics.kpi import Kpi
from ui.parts import st
from ui.parts.viewer import sees_people

PEOPLE_ONLY = N_(
    "This is for trainers, the committee and administrators: two days side by side would tell "
    "single results of staff. It is open where "
    "the dashboard was started for them, with “make run ROLE=trainer” "
    "(SERVICE_CULTURE_ROLE=trainer)."
)
RECORDS_ONLY = N_(
    "This is for data stewards and administrators. It is open where the dashboard was started for "
    "them, with “make run ROLE=steward” "
    "(SERVICE_CULTURE_ROLE=steward)."
)
CHANGING_TARGETS = N_(
    "Plans and targets are set by data stewards and administrators, where the dashboard was "
    "started for them with "
    "“make run ROLE=steward” (SERVICE_CULTURE_ROLE=steward)."
)
UNDOING = N_(
    "Uploads are taken back by data stewards and administrators, where the dashboard was started "
    "for them with "
    "“make run ROLE=steward” (SERVICE_CULTURE_ROLE=steward)."
)
PUBLISHING = N_(
    "Periods are published and withdrawn by the committee, data stewards and administrators, "
    "where the dashboard was started for them with “make run ROLE=committee” "
    "(SERVICE_CULTURE_ROLE=committee)."
)
BACKING_UP = N_(
    "Backups are made by data stewards and administrators, where the dashboard was started for "
    "them with “make run ROLE=steward” "
    "(SERVICE_CULTURE_ROLE=steward)."
)
KINDS_KEPT = N_(
    "Files of units and of targets are loaded by data stewards and administrators, where the "
    "dashboard was started for them with "
    "“make run ROLE=steward” (SERVICE_CULTURE_ROLE=steward)."
)
SETTLING_STORAGE = N_(
    "What becomes of the database and its archive is settled by data stewards and administrators, "
    "where the dashboard was started "
    "for them with “make run ROLE=steward” (SERVICE_CULTURE_ROLE=steward)."
)
NOT_ALL_COMMENTS = N_(
    "Comments of fewer are shown to trainers, the committee and administrators, where the "
    "dashboard was started for them with "
    "“make run ROLE=committee” (SERVICE_CULTURE_ROLE=committee)."
)
COUNTS_ONLY = N_(
    "How many records of staff are stored, and what a file changes in them, is told to data "
    "stewards, trainers, the committee and "
    "administrators only: start the dashboard for them with “make run ROLE=steward” "
    "(SERVICE_CULTURE_ROLE=steward)."
)

ACCESS_MANAGED = N_(
    "Tokens and the log are for administrators. They are open where the dashboard was started for "
    "them, with “make run ROLE=administrator” (SERVICE_CULTURE_ROLE=administrator)."
)


def draw_off(sentence: Text, say: Say) -> None:
    """For whom what would stand here is."""
    st.info(say(sentence), icon=":material/lock_person:")


def late_changes(kpi: Kpi) -> list[Message]:
    """What readers of a figure about staff have to know of it: what few people changed is not in it
    yet."""
    least = kpi.dataset.anonymous_below
    if not least or sees_people():
        return []
    return [
        Message(
            "a change of fewer than {least} people in months shown before counts once {least} "
            "have changed",
            {"least": least},
        )
    ]
