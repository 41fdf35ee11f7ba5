"""What a person has settled so far about the chosen file, kept from run to run.

The draft is the truth; widgets are set from it before they are drawn and
change it in their callbacks, so a widget that comes and goes loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from data.kinds.schema import DatasetKind
from data.matching.kind_doubt import is_which_kind
from data.questions import of_reading
from data.reading.options import Options
from ui.parts import st

Made = TypeVar("Made")
_WORK = (
    "upload_sheet",
    "upload_kinds",
    "upload_answers",
    "upload_items",
    "upload_prepared",
    "upload_rehearsed",
    "upload_effects",
    "upload_key_told",
    "upload_pass_marks",
)

_NO_ITEMS = {
    "items": (),
    "item_cells": None,
    "key": (),
}  # of the options: which columns are exam items, and what marks them


@dataclass(frozen=True)
class Draft:
    """`file`: Streamlit's name of one act of choosing a file. `kind`: "" until a person settles it.

    `source`: the kind and headings whose earlier settings were looked up, and
    `learnt`: the upload that they come from, None where they are all guesses.
    """

    file: str
    kind: str = ""
    options: Options = Options()
    source: str = ""
    learnt: int | None = None


def draft_of(file: str) -> Draft:
    """The draft of this file; a fresh one for another file than last time."""
    draft = st.session_state.get("upload_draft")
    if draft is None or draft.file != file:
        forget()
        draft = st.session_state["upload_draft"] = Draft(file)
    return draft


def set_options(**options: object) -> None:
    """Change some of the options; another sheet has other items."""
    draft = st.session_state["upload_draft"]
    if "sheet" in options:
        options = {**_NO_ITEMS, **options}
    st.session_state["upload_draft"] = replace(draft, options=replace(draft.options, **options))


def set_kind(kind: str) -> None:
    """Another kind has other columns: what was matched and set for the old one goes."""
    draft = st.session_state["upload_draft"]
    st.session_state["upload_draft"] = replace(
        draft, kind=kind, options=replace(draft.options, match={}, set={}, **_NO_ITEMS)
    )


def go_on_as(kind: DatasetKind, source: str, settled: Options) -> None:
    """Another kind, as an answer about the file says: all that was answered still holds. `source`: of
    the file as that kind; `settled`: what its columns mean then."""
    draft = st.session_state["upload_draft"]
    options = replace(draft.options, match=settled.match, set=settled.set)
    st.session_state["upload_draft"] = replace(
        draft, kind=kind.name, options=options, source=source
    )


def drop_lost_marks(headings: Sequence[str]) -> Draft:
    """The draft without marks of items under headings that the table no longer has, as after
    another answer to where it begins."""
    draft = st.session_state["upload_draft"]
    items = tuple(heading for heading in draft.options.items if heading in headings)
    return draft if items == draft.options.items else complete(replace(draft.options, items=items))


def learn(source: str, earlier: tuple[int, Options] | None) -> Draft:
    """Start from what was settled for this file, or the last one of its source; how to open this
    one is asked anew."""
    draft = st.session_state["upload_draft"]
    own = _of_reading(draft.options)
    which = {name: answer for name, answer in draft.options.answers.items() if is_which_kind(name)}
    own = replace(own, answers={**own.answers, **which})
    if draft.source:  # what was answered about another table or kind says nothing of this one
        draft = replace(draft, options=replace(draft.options, answers=own.answers))
    draft = replace(draft, source=source, learnt=None)
    if earlier is not None:
        upload, settled = earlier
        answers = {**settled.answers, **own.answers}
        settled = replace(settled, encoding=own.encoding, sheet=own.sheet, answers=answers)
        if settled != own:
            draft = replace(draft, options=settled, learnt=upload)
    st.session_state["upload_draft"] = draft
    return draft


def complete(options: Options) -> Draft:
    """The draft with what the file itself settles."""
    draft = st.session_state["upload_draft"] = replace(
        st.session_state["upload_draft"], options=options
    )
    return draft


def unlearn() -> None:
    """Back to guesses from this file alone."""
    draft = st.session_state["upload_draft"]
    st.session_state["upload_draft"] = replace(
        draft, options=_of_reading(draft.options), learnt=None
    )


def _of_reading(options: Options) -> Options:
    """What was settled about how the file is opened, and nothing of what its columns mean."""
    return Options(
        encoding=options.encoding, sheet=options.sheet, answers=dict(of_reading(options.answers))
    )


def begin(file, draft: Draft) -> None:
    """Go on with a file that was stored a moment ago, under another draft; the box for files may be
    empty."""
    forget()
    st.session_state.pop("upload_done", None)
    st.session_state["upload_again"], st.session_state["upload_draft"] = file, draft


def cancel() -> None:
    """Put the file down: what was read of it is gone, and the box is empty."""
    st.session_state["upload_turn"] += 1
    forget()


def hold(file) -> None:
    """Keep the chosen file with its draft as long as this visit lasts: the box for files is empty
    after a look at another page."""
    draft_of(file.file_id)
    st.session_state["upload_held"] = file


def held():
    """The file in hand; None where there is none, or where it was taken out of the box."""
    return st.session_state.get("upload_held")


def is_checked() -> bool:
    """Whether the rows of the file in hand were checked under its draft."""
    prepared, draft = st.session_state.get("upload_prepared"), st.session_state.get("upload_draft")
    return prepared is not None and draft is not None and prepared[0][0] == draft.file


def forget() -> None:
    """Drop the file, the draft and all work on it, which holds the file's rows in memory."""
    for name in ("upload_draft", "upload_again", "upload_held", *_WORK):
        st.session_state.pop(name, None)


def controlled(
    widget: Callable,
    name: str,
    value: object,
    change: Callable[[object], None],
    *arguments: object,
    **looks: object,
):
    """Draw a widget that shows `value` and hands what a person enters to `change`."""
    key = f"{name}_{st.session_state['upload_draft'].file}"
    st.session_state[key] = value
    return widget(*arguments, key=key, on_change=lambda: change(st.session_state[key]), **looks)


def remembered(slot: str, key: tuple, make: Callable[[], Made]) -> Made:
    """What `make` gave for this key; made anew when the key differs. A slot holds one thing, so
    memory stays bounded."""
    held = st.session_state.get(slot)
    if held is None or held[0] != key:
        held = st.session_state[slot] = (key, make())
    return held[1]
