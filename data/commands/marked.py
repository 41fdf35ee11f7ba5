"""The workbook with the faults marked, for `load --marked`."""

from data.commands.caller import where_called
from data.exports.marked import marked_workbook
from data.findings import Findings
from data.uploads.prepare import Prepared
from i18n import translator


def write_marked(file: str | None, prepared: Prepared, issues: Findings) -> None:
    """Write it where a file is named and something was found."""
    if file and issues:
        where_called(file).write_bytes(marked_workbook(prepared, issues, translator("en")))
