"""The second step with a file of exam results that holds exam items as well: the same file and
settings, as the other kind."""

from dataclasses import dataclass

from data.kinds.catalog import EXAM_ITEM
from data.matching.exam_items import beside
from data.reading.options import Options
from data.uploads.prepare import Prepared, source_of
from i18n import Say
from ui.parts import st
from ui.upload.draft import Draft, begin, remembered


@dataclass(frozen=True)
class SecondStep:
    """The `file` once more as exam items, with the settings that hold for them; `items`: how many
    it holds."""

    file: object
    items: int
    options: Options
    source: str


def second_step(file, prepared: Prepared) -> SecondStep | None:
    """What can be done next with a file of exam results; None where it holds no exam items."""
    found = remembered(
        "upload_items",
        (file.file_id, prepared.kind.name, prepared.options.encoding, prepared.options.sheet),
        lambda: beside(prepared.sheet, prepared.kind),
    )
    if found is None:
        return None
    return SecondStep(
        file,
        found.items,
        found.settings(prepared.options),
        source_of(EXAM_ITEM, prepared.sheet.headings),
    )


def announce(step: SecondStep, say: Say) -> None:
    """That there will be a second step, before the first one is done."""
    st.info(
        say(
            "This file also holds {items} exam items. Once it is stored, you can go on with the "
            "same file as \u201c{kind}\u201d, "
            "to see which items to mend and what to teach again.",
            items=step.items,
            kind=EXAM_ITEM.label,
        ),
        icon=":material/info:",
    )


def offer(step: SecondStep, say: Say) -> None:
    """The button that goes on with the same file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            say(
                "The same file holds {items} exam items. Go on with them to see which to mend and "
                "what to teach again.",
                items=step.items,
            ),
            width="content",
        )
        st.button(
            say("Go on with the exam items"),
            key="upload_go_on",
            icon=":material/arrow_forward:",
            type="primary",
            on_click=lambda: begin(
                step.file, Draft(step.file.file_id, EXAM_ITEM.name, step.options, step.source)
            ),
        )
