"""What is wrong with the stored data, in one sentence, and the way out of it, for those who keep
the records."""

from contextlib import suppress
from pathlib import Path

from data.archive.archive import Mended, accept, mend
from data.archive.leftovers import clear_leftovers
from data.archive.notices import Notice, named, without_rows
from data.archive.rebuild import Rebuilt, rebuild, set_archive_aside
from data.archive.standing import Look, Missing, folder_of, look
from data.database.connection import Database, database_path
from data.database.tables import NEW
from data.faults import in_words
from data.forgetting.again import let_go_again
from data.forgetting.finishing import finish
from errors import DatabaseDamaged, Message, ServiceCultureError, StorageFault
from i18n import N_, Say
from metrics.snapshot import once
from ui.parts import st
from ui.parts.opened import following, opened
from ui.parts.role import SETTLING_STORAGE, draw_off
from ui.parts.viewer import keeps_records, require_keeper, sees_people
from ui.state import board
from ui.state.board import Footing
from ui.state.person import who

_TOLD, _READ = "storage_told", "storage_mended_read"
_PUT_OFF = N_(
    "Whoever was forgotten or is kept no longer may still be named, in the data or in the archive: the "
    "next start sees to that."
)


def storage_opened(say: Say) -> None:
    """Open the database, put right what can be, and say that it was, or that it can only be read."""
    if following() is not None:  # archive and file are the business of the server that stores
        return
    _draw_told(say)
    database = opened()
    _draw_mended(_mended(database_path(), database), say)
    if database.read_only:
        st.info(
            say(
                "The database can only be read: the folder {folder} may not be written, or is "
                "full. Everything can be looked at, "
                "nothing can be stored.",
                folder=str(database.path.parent),
            ),
            icon=":material/lock:",
        )


def storage_ready(found: Footing, say: Say) -> bool:
    """Whether the pages can be drawn; says before that what is wrong with database or archive."""
    if following() is not None:
        return True
    database = opened()
    seen = _seen(database_path(), found.version, database)
    if seen.foreign is not None:
        _draw_foreign(seen.foreign, database, say)
        return False
    if seen.missing:
        _draw_missing(seen.missing, database, say)
    if seen.notices:
        _draw_notices(seen.notices, bool(seen.missing), database, say)
    return not seen.missing or found.origin != NEW


@once(4)
def _mended(path: Path, _database: Database) -> Mended:
    """Once for each start: what was left half made is removed, and the archive is brought up to
    what the database holds."""
    clear_leftovers(path)
    done = mend(_database)
    _let_go(_database)
    return done


def _draw_mended(done: Mended, say: Say) -> None:
    """What the start put right, until this reader has read it."""
    if not done.told or st.session_state.get(_READ):
        return
    st.info(say.sentences(map(_for_role, done.told)), icon=":material/build:")
    st.button(
        say("I have read what was put right"),
        key="storage_mended",
        on_click=lambda: st.session_state.update({_READ: True}),
    )


@once(4)
def _seen(path: Path, version: int, _database: Database) -> Look:
    return look(_database)


def _draw_missing(lost: tuple[Missing, ...], database: Database, say: Say) -> None:
    told = Message(
        "The database lacks {count} of the uploads that were stored in it, or their undoing: "
        "{uploads}. Its file was damaged, "
        "replaced or deleted. What the archive holds of them can be rebuilt.",
        {"count": len(lost), "uploads": named(one.named for one in lost)},
    )
    st.error(say(_for_role(told)), icon=":material/error:")
    if database.read_only or not _may_settle(say):
        return
    with st.container(horizontal=True):
        st.button(
            say("Rebuild from the archive"),
            key="storage_rebuild",
            type="primary",
            on_click=_rebuild,
        )
        st.button(say("Go on without them"), key="storage_accept", on_click=_accept)


def _may_settle(say: Say) -> bool:
    """Whether database and archive may be changed here; says for whom that is where it is not. It
    is said once: of all notices one has buttons."""
    if not keeps_records():
        draw_off(SETTLING_STORAGE, say)
    return keeps_records()


def _draw_notices(
    notices: tuple[Notice, ...], is_lacking: bool, database: Database, say: Say
) -> None:
    """What was found wrong with the archive, until somebody has read it; going on without what is
    missing is asked above."""
    st.warning(
        say.sentences(_for_role(notice.message) for notice in notices),
        icon=":material/inventory_2:",
    )
    if not is_lacking and not database.read_only and _may_settle(say):
        st.button(
            say("I have read what is wrong with the archive"), key="storage_read", on_click=_accept
        )


def _draw_foreign(foreign: Message, database: Database, say: Say) -> None:
    """Database and archive do not belong together: nothing is drawn or stored until somebody has
    said which is the right one."""
    st.error(say(_for_role(foreign)), icon=":material/error:")
    if database.read_only or not _may_settle(say):
        return
    with st.container(horizontal=True):
        st.button(
            say("Keep the database, set the archive aside"), key="storage_part", on_click=_part
        )
        st.button(
            say("Rebuild from the archive, set the database aside"),
            key="storage_rebuild_foreign",
            on_click=_rebuild,
        )


def draw_damaged(fault: DatabaseDamaged, say: Say) -> None:
    """The file cannot be read: why, and a button that makes it anew."""
    _draw_told(say)
    st.error(say(fault.message), icon=":material/error:")
    if _may_settle(say):
        st.button(
            say("Rebuild from the archive"),
            key="storage_rebuild_damaged",
            type="primary",
            on_click=_rebuild,
        )


def _for_role(message: Message) -> Message:
    """What was found, with the rows of each upload for those who may know how many records of staff
    there are."""
    return message if sees_people() or keeps_records() else without_rows(message)


def _rebuild() -> None:
    try:
        require_keeper()
        with in_words():
            done, is_let_go = _rebuilt()
        told = [
            Message(
                "The data were rebuilt from the archive: {uploads} uploads, {rows} rows. The file "
                "that was there is kept in the same "
                "folder.",
                {"uploads": done.uploads, "rows": done.rows},
            ),
            *map(_for_role, done.told),
            *([] if is_let_go else [Message(_PUT_OFF)]),
        ]
    except ServiceCultureError as fault:
        told = [fault.message]
    st.session_state[_TOLD] = told


def _rebuilt() -> tuple[Rebuilt, bool]:
    """Rebuild where the server has the file open, and where it could not open it; what the file
    still holds is archived first. And whether whoever was let go of is gone again."""
    try:
        database = board.database()
    except DatabaseDamaged:
        done = rebuild(database_path(), who())
    else:
        # what cannot be read cannot be archived: the archive has to do
        with suppress(DatabaseDamaged):
            mend(database, thorough=True)
            _let_go(database, who())
        with database.away():
            done = rebuild(database.path, who())
    return done, _let_go(board.database(), who())


def _let_go(database: Database, by: str = "") -> bool:
    """Whoever was let go of and is there again goes; whether all of it was done. Where somebody reads
    the file at this moment, the next start goes on."""
    try:
        let_go_again(database, by)
        finish(database)
    except StorageFault:
        return False
    return True


def _accept() -> None:
    try:
        require_keeper()
        accept(board.database(), who())
        st.session_state[_TOLD] = [
            Message(
                "From here on only what the database holds counts. The copies stay in the archive."
            )
        ]
    except ServiceCultureError as fault:
        st.session_state[_TOLD] = [fault.message]
    _seen.forget()


def _part() -> None:
    """Give the archive another name, so that the database makes one of its own."""
    try:
        require_keeper()
        database = board.database()
        aside = set_archive_aside(folder_of(database.path))
        mend(database)
        st.session_state[_TOLD] = [
            Message(
                "The archive is kept as {folder}, and the database has a new one.",
                {"folder": aside.name},
            )
        ]
    except ServiceCultureError as fault:
        st.session_state[_TOLD] = [fault.message]
    _seen.forget()


def _draw_told(say: Say) -> None:
    told = st.session_state.pop(_TOLD, [])
    if told:
        st.info(say.sentences(told))
