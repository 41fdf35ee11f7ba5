"""What is off is said in one sentence: for whom it is, and how the dashboard is started for
them."""

from data.roles import Viewer
from i18n import N_, Message, Say, Text
from metrics.kpi import Kpi
from metrics.privacy.gate import protects
from ui.parts import st
from ui.parts.viewer import holds_reviews, viewer

PEOPLE_ONLY = N_(
    "This is for trainers, the committee and administrators: two days side by side would tell "
    "single results of staff. It is open where "
    "the dashboard was started for them, with “make run ROLE=trainer” "
    "(SERVICE_CULTURE_ROLE=trainer)."
)
STAFF_LIST = N_(  # to a trainer of some units
    "This reads the list of staff, and is for trainers of all units, the committee and "
    "administrators. The administrator gives rights on the page People."
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
    "Uploads are taken back by data stewards, those of problems, actions and decisions by the "
    "committee, all by administrators, where the dashboard was started for them with “make run "
    "ROLE=steward” or “ROLE=committee” (SERVICE_CULTURE_ROLE)."
)
REVIEWING = N_(
    "Meetings, problems, actions and decisions are written down, and periods published, by the "
    "committee and administrators, where the dashboard was started for them with “make run "
    "ROLE=committee” (SERVICE_CULTURE_ROLE=committee)."
)
BACKING_UP = N_(
    "Backups are made by data stewards and administrators, where the dashboard was started for "
    "them with “make run ROLE=steward” "
    "(SERVICE_CULTURE_ROLE=steward)."
)
KINDS_KEPT = N_(
    "Files of units and of targets are loaded by data stewards, those of problems, actions and "
    "decisions by the committee, both also by administrators, where the dashboard was started for "
    "them with “make run ROLE=steward” or “ROLE=committee” (SERVICE_CULTURE_ROLE)."
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
PEOPLE_MANAGED = N_(
    "Who may sign in is settled by administrators. It is open where the dashboard was started for "
    "them, with “make run ROLE=administrator” (SERVICE_CULTURE_ROLE=administrator)."
)
ACCESS_MANAGED = N_(
    "Tokens and the log are for administrators. They are open where the dashboard was started for "
    "them, with “make run ROLE=administrator” (SERVICE_CULTURE_ROLE=administrator)."
)
ALERTS_MANAGED = N_(
    "Who is told of what changes is settled by administrators. It is open where the dashboard was "
    "started for them, with “make run ROLE=administrator” (SERVICE_CULTURE_ROLE=administrator)."
)
# The same where people sign in.
_SIGNED_IN = {
    PEOPLE_ONLY: N_(
        "This is for trainers, the committee and administrators: two days side by side would tell "
        "single results of staff. The administrator gives rights on the page People."
    ),
    RECORDS_ONLY: N_(
        "This is for data stewards of all kinds and units, and administrators. The administrator "
        "gives rights on the page People."
    ),
    CHANGING_TARGETS: N_(
        "Plans and targets are set by data stewards of all kinds and units, and administrators. The "
        "administrator gives rights on the page People."
    ),
    UNDOING: N_(
        "Uploads are taken back by the data stewards of their kind and units, those of problems, "
        "actions and decisions by the committee, all by administrators. The administrator gives "
        "rights on the page People."
    ),
    REVIEWING: N_(
        "Meetings, problems, actions and decisions are written down, and periods published, by the "
        "committee and administrators. The administrator gives rights on the page People."
    ),
    BACKING_UP: N_(
        "Backups are made by data stewards of all kinds and units, and administrators. The "
        "administrator gives rights on the page People."
    ),
    KINDS_KEPT: N_(
        "Files are loaded by the data stewards of their kind, those of problems, actions and "
        "decisions by the committee, all by administrators. The administrator gives rights on the "
        "page People."
    ),
    SETTLING_STORAGE: N_(
        "What becomes of the database and its archive is settled by data stewards of all kinds and "
        "units, and administrators. The administrator gives rights on the page People."
    ),
    NOT_ALL_COMMENTS: N_(
        "Comments of fewer are shown to trainers of all units, the committee and administrators. "
        "The administrator gives rights on the page People."
    ),
    COUNTS_ONLY: N_(
        "How many records of staff are stored, and what a file changes in them, is told to their "
        "data stewards, trainers of all units, the committee and administrators only. The "
        "administrator gives rights on the page People."
    ),
    PEOPLE_MANAGED: N_("Who may sign in is settled by administrators."),
    ACCESS_MANAGED: N_("Tokens and the log are for administrators."),
    ALERTS_MANAGED: N_("Who is told of what changes is settled by administrators."),
}


def for_whom(sentence: Text) -> Text:
    """A sentence of the above, as it is true where people sign in."""
    return _SIGNED_IN.get(sentence, sentence) if viewer().signed_in else sentence


def draw_off(sentence: Text, say: Say) -> None:
    """For whom what would stand here is."""
    st.info(say(for_whom(sentence)), icon=":material/lock_person:")


def reviewing_is_off(say: Say) -> bool:
    """Says for whom writing in reviews is, where it is not for who looks; whether it did."""
    if holds_reviews():
        return False
    draw_off(REVIEWING, say)
    return True


def late_changes(kpi: Kpi, who: Viewer) -> list[Message]:
    """What those from whom small groups are hidden have to know of a figure about staff: what few
    people changed is not in it yet."""
    least = kpi.dataset.anonymous_below
    if not protects(who, kpi):
        return []
    return [
        Message(
            "a change of fewer than {least} people in months shown before counts once {least} "
            "have changed",
            {"least": least},
        )
    ]
