"""What a person may settle about a file, and the questions that only a person can answer."""

from data.kinds.scales import SCALES
from data.kinds.schema import DatasetKind
from data.reading.decoding import ENCODINGS, told_apart
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.again import NAME as AGAIN, REPLACE
from errors import Undecided
from i18n import N_, Say
from ui.parts import st
from ui.parts.table import show_table
from ui.upload.draft import controlled, set_options

DAY_FIRST = {True: N_("Day first: 03/04 is 3 April"), False: N_("Month first: 03/04 is March 4")}
_MOST_VALUES = 200  # cells offered for a filter


def ask(question: Undecided, content: bytes, say: Say) -> None:
    """One plain question with its choices; the answer becomes part of the options."""
    st.warning(say(question.message), icon=":material/help:")
    if question.setting == "encoding":
        _show_readings(content, question.choices, say)
    controlled(
        st.selectbox,
        f"upload_ask_{question.setting}",
        None,
        lambda value: set_options(**{question.setting: value}),
        say("Your answer"),
        list(question.choices),
        index=None,
        placeholder=say("Choose one"),
        format_func=lambda choice: _choice(choice, say),
    )


def _choice(choice: object, say: Say) -> str:
    if isinstance(choice, dict):  # heading -> value that the rows have
        return say.list(f"{heading}: {value}" for heading, value in choice.items())
    return say(DAY_FIRST[choice]) if isinstance(choice, bool) else _encoding_words(str(choice), say)


def _show_readings(content: bytes, encodings: tuple[str, ...], say: Say) -> None:
    """The first lines whose letters differ, in each encoding: one of them reads as words."""
    show_table(
        [
            {
                say("Encoding"): _encoding_words(encoding, say),
                say("How its first lines read"): told_apart(content, encoding),
            }
            for encoding in encodings
        ],
        "upload_readings",
    )


def _encoding_words(encoding: str, say: Say) -> str:
    return f"{encoding} · {say(ENCODINGS[encoding])}" if encoding in ENCODINGS else encoding


def draw_settings(
    sheet: Sheet, kind: DatasetKind, options: Options, say: Say, asks_pass_mark: bool = False
) -> None:
    """All settings, each with a sensible guess; a change is checked at once. `asks_pass_mark`: it is
    not asked above, but may be given here."""
    with st.expander(say("Settings"), key="upload_settings"):
        if asks_pass_mark:
            draw_pass_mark(options, say)
        left, right = st.columns(2)
        with left:
            _draw_answers(kind, options, say)
        with right:
            _draw_reading(sheet, options, say)
        _draw_filter(sheet, options, say)
        _draw_replacing(options, say)


def _draw_replacing(options: Options, say: Say) -> None:
    """The answer that replaces a period, for whoever knows it before there is a question."""
    others = {name: answer for name, answer in options.answers.items() if name != AGAIN}
    controlled(
        st.checkbox,
        "upload_replace_period",
        options.answers.get(AGAIN) == REPLACE,
        lambda value: set_options(answers={**others, AGAIN: REPLACE} if value else others),
        say(
            "Replace all rows that earlier files with these headings brought for the months and "
            "units of this file"
        ),
    )


def draw_pass_mark(options: Options, say: Say) -> None:
    """What percent of the maximum score passes, for a file that does not say so."""
    controlled(
        st.number_input,
        "upload_pass_mark",
        options.pass_mark,
        lambda value: set_options(pass_mark=value),
        say("What percent of the maximum score passes, where the file does not say?"),
        min_value=1.0,
        max_value=100.0,
        step=1.0,
        placeholder=say("for example {example}", example=80),
    )


def _draw_answers(kind: DatasetKind, options: Options, say: Say) -> None:
    if kind.scaled:
        _choose(
            "scale",
            list(dict.fromkeys([*SCALES, *filter(None, [options.scale])])),
            options,
            say("Scale of the answers"),
            say,
        )
        _toggle("reversed", options, say("The lowest number is the best answer"))
    controlled(
        st.text_input,
        "upload_missing",
        ", ".join(options.missing),
        _settle_missing,
        say("Codes that mean \u201cno answer\u201d, separated by commas"),
        placeholder="99, -1",
    )


def _settle_missing(text: str) -> None:
    set_options(
        missing=tuple(code.strip() for code in text.replace("，", ",").split(",") if code.strip())
    )


def _draw_reading(sheet: Sheet, options: Options, say: Say) -> None:
    _choose("day_first", [True, False], options, say("Order of day and month"), say)
    if sheet.encoding:
        known = dict.fromkeys([*ENCODINGS, *filter(None, [options.encoding])])
        _choose("encoding", list(known), options, say("Encoding of the file"), say)
    if len(sheet.sheets) > 1:
        _choose("sheet", list(sheet.sheets), options, say("Sheet of the workbook"), say)


def _choose(name: str, choices: list, options: Options, label: str, say: Say) -> None:
    """A select box that, left empty, leaves the setting to what the file says."""
    controlled(
        st.selectbox,
        f"upload_{name}",
        getattr(options, name),
        lambda value: set_options(**{name: value}),
        label,
        choices,
        index=None,
        placeholder=say("as found in the file"),
        format_func=lambda choice: _choice(choice, say),
    )


def _toggle(name: str, options: Options, label: str) -> None:
    controlled(
        st.checkbox,
        f"upload_{name}",
        getattr(options, name),
        lambda value: set_options(**{name: value}),
        label,
    )


def _draw_filter(sheet: Sheet, options: Options, say: Say) -> None:
    """Take only the rows that have one value under one heading."""
    told = next(iter(options.where.items()), None)
    left, right = st.columns(2)
    with left:
        heading = st.selectbox(
            say("Take only rows by this heading"),
            sheet.headings,
            index=sheet.headings.index(told[0]) if told else None,
            placeholder=say("all rows"),
            key=f"upload_where_{st.session_state['upload_draft'].file}",
            on_change=lambda: set_options(where={}),
        )
    if heading is None:
        return
    wanted = told[1] if told else None
    frequent = sheet.cells[sheet.headings.index(heading)].value_counts().index[:_MOST_VALUES]
    values = dict.fromkeys([*filter(None, [wanted]), *frequent])
    with right:
        controlled(
            st.selectbox,
            "upload_where_value",
            wanted,
            lambda value: set_options(where={} if value is None else {heading: value}),
            say("The value that these rows have"),
            list(values),
            index=None,
            placeholder=say("Choose a value"),
        )
