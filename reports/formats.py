"""The forms that a report is written in."""

from dataclasses import dataclass

from i18n import N_, Say, Text
from reports.outline.build import Progress
from reports.outline.parts import Outline


@dataclass(frozen=True)
class Format:
    """One form: its ending, what it is called, its type on the web."""

    ending: str
    label: Text
    mime: str


FORMATS = (
    Format(
        "pptx",
        N_("Slides (PowerPoint)"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    Format(
        "xlsx",
        N_("Workbook (Excel)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format("html", N_("One page to read and print (HTML)"), "text/html"),
)
ENDINGS = tuple(form.ending for form in FORMATS)


def written(outline: Outline, ending: str, say: Say, progress: Progress) -> bytes:
    """The outline in one form. The libraries that write are imported only here: they take a while."""
    match ending:
        case "pptx":
            from reports.slides.write import pptx_bytes as writer
        case "xlsx":
            from reports.workbook.write import xlsx_bytes as writer
        case _:
            from reports.document.write import html_bytes as writer
    return writer(outline, say, progress)
