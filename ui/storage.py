"""What is wrong with the stored data, in one sentence, and the way out of it."""

from pathlib import Path

from data.database import Database, database_path
from data.storage.archive import Missing, accept, mend, missing
from data.storage.faults import in_words
from data.storage.rebuild import Rebuilt, rebuild
from data.tables import NEW
from errors import DatabaseDamaged, Message, ServiceCultureError
from i18n import Say
from ui import board, st
from ui.kept import kept

_TOLD = "storage_told"


def storage_ready(say: Say) -> bool:
    """Whether the pages can be drawn; says before that what the database lacks, or that it can only be read."""
    _draw_told(say)
    database = board.database()
    _mended(database_path(), database)
    if database.read_only:
        st.info(say("The database can only be read: the folder {folder} may not be written, or is full. Everything can be looked at, "
                    "nothing can be stored.", folder=str(database.path.parent)), icon=":material/lock:")
    lost = _lacking(database_path(), board.version(), database)
    if not lost:
        return True
    _draw_missing(lost, database, say)
    return board.current_origin() != NEW


@kept(4)
def _mended(path: Path, _database: Database) -> int:
    """Once for each start: the archive is brought up to what the database holds."""
    return mend(_database)


@kept(4)
def _lacking(path: Path, version: int, _database: Database) -> tuple[Missing, ...]:
    return missing(_database)


def _draw_missing(lost: tuple[Missing, ...], database: Database, say: Say) -> None:
    st.error(say("The database lacks {count} of the uploads that were stored in it: {files}. Its file was damaged, replaced or "
                 "deleted. The archive still holds them.", count=len(lost), files=[one.file for one in lost[:5]]),
             icon=":material/error:")
    if database.read_only:
        return
    with st.container(horizontal=True):
        st.button(say("Rebuild from the archive"), key="storage_rebuild", type="primary", on_click=_rebuild)
        st.button(say("Go on without them"), key="storage_accept", on_click=_accept)


def draw_damaged(fault: DatabaseDamaged, say: Say) -> None:
    """The file cannot be read: why, and a button that makes it anew."""
    _draw_told(say)
    st.error(say(fault.message), icon=":material/error:")
    st.button(say("Rebuild from the archive"), key="storage_rebuild_damaged", type="primary", on_click=_rebuild)


def _rebuild() -> None:
    try:
        with in_words():
            done = _rebuilt()
        told = Message("The data were rebuilt from the archive: {uploads} uploads, {rows} rows. The damaged file is kept in the same "
                       "folder.", {"uploads": done.uploads, "rows": done.rows})
        if done.lost:
            told = Message("The data were rebuilt from the archive: {uploads} uploads, {rows} rows. Upload these files again, their copies "
                           "are damaged: {files}.", {"uploads": done.uploads, "rows": done.rows, "files": list(done.lost)})
    except ServiceCultureError as fault:
        told = fault.message
    st.session_state[_TOLD] = told


def _rebuilt() -> Rebuilt:
    """Rebuild where the server has the file open, and where it could not open it."""
    try:
        database = board.database()
    except DatabaseDamaged:
        return rebuild(database_path())
    with database.away():
        return rebuild(database.path)


def _accept() -> None:
    try:
        accept(board.database())
        st.session_state[_TOLD] = Message("From here on only what the database holds counts. The copies stay in the archive.")
    except ServiceCultureError as fault:
        st.session_state[_TOLD] = fault.message
    _lacking.forget()


def _draw_told(say: Say) -> None:
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        st.info(say(told))
