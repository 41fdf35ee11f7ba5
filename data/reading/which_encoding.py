"""Which encoding a file of letters beyond ASCII has where nothing decides it: the first one in which
its rows are records is likely, and one question stands beside all others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from data.questions import ENCODING, Choice, Question
from data.reading.alphabets import usual
from data.reading.decoding import ENCODINGS, as_text, told_apart
from data.reading.sheet import Sheet
from data.reading.which_sheet import FITS, Judge
from errors import FileRefused, Message, Undecided
from i18n import Text

Read = Callable[[bytes, str], Sheet]  # content and encoding -> its table
_SAMPLE, _MOST_READ = 1 << 15, 6  # bytes looked at, and encodings in which they are read


def read_in_doubt(
    content: bytes, doubt: Undecided, answers: Mapping[str, str], judge: Judge | None, read: Read
) -> Sheet:
    """The table in the encoding that was answered, else in the likeliest, with the question; the
    doubt itself where nobody judges or no reading is one of records."""
    if judge is None:
        raise doubt
    choices = _ranked(content, map(str, doubt.choices))
    known = answers.get(ENCODING)
    likely = known if known in choices else _likeliest(content, choices, judge, read)
    if likely is None:
        raise doubt
    question = _question(content, doubt, choices, likely)
    sheet = read(content, question.answer(answers))
    return replace(sheet, questions=(question, *sheet.questions))


def _ranked(content: bytes, encodings: Iterable[str]) -> list[str]:
    """The encodings, those first in which the letters are usual in one language."""
    return sorted(encodings, key=lambda each: -usual(each, as_text(content, each)))


def _likeliest(content: bytes, encodings: list[str], judge: Judge, read: Read) -> str | None:
    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1]
    for encoding in encodings[:_MOST_READ]:
        try:
            if judge(read(sample, encoding)) >= FITS:
                return encoding
        except FileRefused:  # no table, read like this
            continue
    return None


def _question(content: bytes, doubt: Undecided, encodings: list[str], likely: str) -> Question:
    return Question(
        ENCODING,
        doubt.message,
        tuple(Choice(each, _label(each)) for each in encodings),
        likely,
        tuple(
            Message("In {encoding}: {text}", {"encoding": each, "text": _first_line(content, each)})
            for each in encodings
        ),
    )


def _label(encoding: str) -> Message:
    return Message(
        "{language} ({encoding})", {"language": _language(encoding), "encoding": encoding}
    )


def _language(encoding: str) -> Text:
    return ENCODINGS.get(encoding, Text(encoding))


def _first_line(content: bytes, encoding: str) -> str:
    return next(iter(told_apart(content, encoding).splitlines()), "")
