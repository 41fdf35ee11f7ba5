"""What a file really is, told from its first bytes and not from its name."""

import re

from errors import FileRefused
from i18n import N_

WORKBOOK, PAGE, TEXT = "workbook", "page", "text"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"RIFF", N_("a picture, a sound or a film")),
    (b"\x1f\x8b", N_("a compressed archive")),
    (b"Rar!", N_("a compressed archive")),
    (b"7z\xbc\xaf", N_("a compressed archive")),
    (b"{\\rtf", N_("a text document")),
    (b"MIME-Version:", N_("a saved web page")),
    (b"SQLite format 3\0", N_("a database")),
    (b"PAR1", N_("a Parquet file")),
    (b"\x7fELF", N_("a program")),
    (b"MZ\x90", N_("a program")),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = ("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le"))
_PAGE_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<table",
    b"<head",
    b"<body",
    b"<meta",
    b"<style",
    b"<div",
    b"<?xml",
    b"<!--",
)
_HEAD = 4096  # bytes that tell most of it
_BLANK = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
_TABLE = re.compile(rb"<\s*table\b", re.I)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def form(content: bytes, file: str) -> str:
    """WORKBOOK, PAGE (HTML with a table) or TEXT; FileRefused, naming what it is, for anything
    else."""
    if not content[:_HEAD].strip(_BLANK) and not content.strip(_BLANK):
        raise FileRefused(
            "The file {file} is empty. Export it again and choose the new file.", file=file
        )
    if content.startswith(b"PK"):
        return WORKBOOK
    if content.startswith(_OLE):
        return _old_workbook(content, file)
    for start, what in _OTHERS:
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:32]):
            raise refused(file, what)
    return _text_or_page(content, file)


def refused(file: str, what: str) -> FileRefused:
    """The refusal of a file that is something else than a table."""
    return FileRefused(
        "The file {file} is {what}, not a table. Export the table as .xlsx or .csv and load that "
        "file.",
        file=file,
        what=what,
    )


def locked(file: str) -> FileRefused:
    """The refusal of a workbook that asks for a password."""
    return FileRefused(
        "The workbook {file} is protected with a password. Save a copy without the password and "
        "load that copy.",
        file=file,
    )


def _old_workbook(content: bytes, file: str) -> str:
    if _ENCRYPTED in content:
        raise locked(file)
    if any(name in content for name in _DOCUMENT):
        raise refused(file, N_("a text document"))
    return WORKBOOK


def _text_or_page(content: bytes, file: str) -> str:
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if _SPREADSHEET_XML in head:
        raise refused(file, N_("a workbook saved as XML"))
    if not head.startswith(_PAGE_STARTS):
        return TEXT
    if _TABLE.search(content.replace(b"\0", b"")):
        return PAGE
    raise refused(file, N_("a web page or an XML document without a table"))
