"""The tables of a file among which a person chooses, each with its first rows."""

import pandas as pd

from data.questions import Question, is_which_sheet
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import Preview, about
from data.reading.table import unlike
from i18n import Say
from ui.parts import st
from ui.parts.literal import bold, joined
from ui.parts.table import show_table
from ui.upload.draft import controlled, set_options

_MOST_TABLES = 8  # shown with their first rows


def show_tables(previews: tuple[Preview, ...], say: Say) -> None:
    """Each table with its first rows, and what is to be known of it before it is chosen."""
    for at, preview in enumerate(previews[:_MOST_TABLES]):
        words = say.list(say(seen) for seen in about(preview))
        st.markdown(joined([bold(preview.name), words], " · "))
        names = unlike(
            [heading or f"{place + 1}" for place, heading in enumerate(preview.headings)]
        )
        show_table(
            pd.DataFrame([list(row) for row in preview.first], columns=names, dtype="str"),
            f"upload_table_{at}",
        )
    if len(previews) > _MOST_TABLES:
        st.caption(
            say("More tables that can be chosen: {count}.", count=len(previews) - _MOST_TABLES)
        )


def draw_other_tables(sheet: Sheet, options: Options, say: Say) -> None:
    """The choice among the tables of a file whose kind nobody knows yet; nothing where it has but
    one."""
    question = next((asked for asked in sheet.questions if is_which_sheet(asked.name)), None)
    if question is not None:
        st.markdown(bold(say(question.message)))
        show_tables(sheet.previews, say)
        choose_table(question, options, say)


def choose_table(question: Question, options: Options, say: Say) -> None:
    """One of the tables, by its name; what was said of another is no answer for it."""
    answers = options.answers
    names = [choice.name for choice in question.choices]
    controlled(
        st.radio,
        f"upload_answer_{question.name}",
        question.answer(answers),
        lambda answer: set_options(answers={**answers, question.name: answer}),
        say("Your answer"),
        names,
        label_visibility="collapsed",
    )
