"""What kind of record the file holds, and which heading means which column."""

from collections.abc import Callable, Sequence
from html import escape

from data.kinds.catalog import kind_named
from data.kinds.schema import Column, DatasetKind
from data.matching.asked_headings import NAME as HEADINGS, resolve_headings
from data.matching.kind_doubt import kind_question
from data.matching.match import Match
from data.matching.missing import missing_columns, missing_words
from data.matching.named_kinds import names_of
from data.matching.recognise import fits, nearest
from data.questions import Question, of_reading
from data.reading.options import EACH_ROW, Options
from data.reading.sheet import Sheet
from data.uploads.aside import kinds_of
from i18n import Say, Text
from metrics.handed.kpi_facts import KPI_FACTS
from ui.parts import st
from ui.parts.literal import bold, item, joined
from ui.parts.role import KINDS_KEPT, draw_off
from ui.parts.working import working
from ui.state.changing import storable
from ui.upload.draft import Draft, cancel, controlled, remembered, set_kind, set_options

_SAMPLES, _LONGEST = 3, 40  # cells shown of a heading, and letters of each
_EXAMS = ("training", "exam_item")  # kinds of files that may leave people unnamed, a row for each
_SURE, _LIKELY = 0.8, 0.5  # sureness of a kind


def choose_kind(
    sheet: Sheet, file, draft: Draft, say: Say
) -> tuple[DatasetKind | None, Question | None]:
    """The kind, the likeliest unless the person chose another, with how sure it is in words, and
    the question where another fits as well; None where none fits and nobody chose one."""

    def recognised() -> tuple[tuple[str, float], ...]:
        doing = say("Looking for what the file holds …")
        with working(doing, "upload_cancel_kinds", cancel, say) as tell:
            return kinds_of(file.size, sheet, file.name, KPI_FACTS, tell)

    ranked = remembered(
        "upload_kinds",
        (
            draft.file,
            draft.options.encoding,
            draft.options.sheet,
            of_reading(draft.options.answers),
        ),
        recognised,
    )
    sureness, offered = dict(ranked), [kind.name for kind in storable()]
    if ranked[0][0] not in offered:
        draw_off(KINDS_KEPT, say)
    if not draft.kind and not fits(ranked):
        _draw_nearest(sheet, ranked, offered, say)
        return None, None
    chosen = draft.kind or next(name for name, _ in ranked if name in offered)
    controlled(
        st.selectbox,
        "upload_kind",
        chosen,
        set_kind,
        say("What the file holds"),
        offered,
        format_func=lambda name: say(kind_named(name).label),
    )
    kind = kind_named(chosen)
    st.caption(say.sentences([_sure_words(sureness[chosen], say), kind.meaning]))
    among = [entry for entry in ranked if entry[0] in offered]
    names = names_of(sheet, file.name)
    return kind, None if draft.kind else kind_question(among, chosen, names)


def _draw_nearest(
    sheet: Sheet, ranked: Sequence[tuple[str, float]], offered: Sequence[str], say: Say
) -> None:
    """That no kind fits, which come nearest and what each of them would need; nothing else is
    asked."""
    st.warning(say("No kind of record fits this file."), icon=":material/help:")
    st.caption(
        say(
            "These come nearest. If the file holds one of them, choose it; what has no column can "
            "then be given."
        )
    )
    lines = []
    for kind, missing in nearest(sheet, [entry for entry in ranked if entry[0] in offered]):
        words = (
            say("It has no column for: {columns}.", columns=missing)
            if missing
            else say("Its columns are there, but their cells hardly fit.")
        )
        lines.append(item(joined([bold(say(kind.label)), words], " · ")))
    st.markdown(joined(lines, "\n"))
    controlled(
        st.selectbox,
        "upload_kind",
        None,
        set_kind,
        say("What the file holds"),
        offered,
        index=None,
        placeholder=say("Choose one"),
        format_func=lambda name: say(kind_named(name).label),
    )


def _sure_words(sureness: float, say: Say) -> str:
    if sureness >= _SURE:
        return say("The headings and cells fit well.")
    if sureness >= _LIKELY:
        return say("The headings and cells fit in part: please check the choice.")
    return say("The headings and cells hardly fit: please say what the file holds.")


def draw_match(
    sheet: Sheet,
    kind: DatasetKind,
    options: Options,
    dropped: tuple[str, ...],
    read: Sheet,
    say: Say,
) -> Match:
    """The proposed reading of the headings, each to be corrected; what no column needs is listed.
    `dropped`: columns of the kind that are not read, though a heading names them. `read`: the file
    as it stands, whose cells are shown."""
    settled = resolve_headings(sheet, kind, options, read)
    proposed, given, options = settled.match.without(dropped), options, settled.options
    missing = missing_columns(proposed, kind, options)
    if missing:
        st.warning(
            say(
                "Needed, but not found under any heading of the file: {columns}. Choose the "
                "heading that holds it, "
                "or give one value for all rows.",
                columns=missing_words(missing, kind, proposed),
            ),
            icon=":material/help:",
        )
        if settled.question is not None and not proposed.likely:
            st.button(
                say("Ask me about the headings again"),
                key="upload_headings_again",
                on_click=lambda: set_options(answers=_without(given.answers, HEADINGS)),
            )
    for column in missing:
        _draw_unfilled(column, sheet, kind, proposed, options, say)
    added = _added(sheet, read)
    title = say(
        "Headings: {matched} of {all} are used, {likely} to confirm",
        matched=len(proposed.columns) - added,
        all=len(sheet.headings) - added,
        likely=len(proposed.likely),
    )
    with st.expander(
        title, expanded=bool(proposed.likely or missing), key=f"upload_headings_{kind.name}"
    ):
        if proposed.likely:
            st.markdown(
                say(
                    "The headings marked \u25c6 only resemble a known one. Correct here what is "
                    "wrong; the question below confirms the others together."
                )
            )
        for at in proposed.columns:
            _draw_heading(at, sheet, kind, proposed, options, say)
        _draw_left_over(proposed, say)
    optional = [column for column in _unfilled(proposed, kind) if column not in missing]
    if optional:
        title = say("Columns that this file does not fill: {count}", count=len(optional))
        with st.expander(title, key=f"upload_unfilled_{kind.name}"):
            for column in optional:
                _draw_unfilled(column, sheet, kind, proposed, options, say)
    return proposed


def _added(sheet: Sheet, read: Sheet) -> int:
    """How many columns answers have added to those of the file."""
    more = len(sheet.headings) - len(read.headings)
    return min(max(more, 0), sum(isinstance(heading, Text) for heading in sheet.headings))


def _unfilled(proposed: Match, kind: DatasetKind) -> list[Column]:
    taken = set(proposed.columns.values())
    return [column for column in kind.columns if column.name not in taken]


def _draw_heading(
    at: int, sheet: Sheet, kind: DatasetKind, proposed: Match, options: Options, say: Say
) -> None:
    heading, columns = sheet.headings[at], ["", *(column.name for column in kind.columns)]
    mark = f"\u25c6 {say('to confirm')} · " if at in proposed.likely else ""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        st.html(
            f"<div><b>{escape(shown_heading(heading, say))}</b></div><div "
            f'class="scd-small">{escape(mark + samples(sheet, at))}</div>'
        )
    with right:
        controlled(
            st.selectbox,
            f"upload_match_{kind.name}_{at}",
            proposed.columns[at],
            _matching(heading, options),
            say("Column for \u201c{heading}\u201d", heading=heading),
            columns,
            label_visibility="collapsed",
            format_func=lambda column: (
                say(kind.column(column).label) if column else say("not used")
            ),
        )


def _matching(heading: str, options: Options) -> Callable[[str], None]:
    """Give a heading a column; what else was told about that column no longer holds."""

    def change(column: str) -> None:
        others = {
            other: told for other, told in options.match.items() if not column or told != column
        }
        set_options(match={**others, heading: column}, set=_without(options.set, column))

    return change


def _without(values, name: str) -> dict[str, str]:
    return {column: value for column, value in values.items() if column != name}


def shown_heading(heading: str, say: Say) -> str:
    """A heading as the file has it; one that a step of reading added, in the reader's language."""
    return say(heading) if isinstance(heading, Text) else heading


def samples(sheet: Sheet, at: int) -> str:
    """The first few different cells under a heading."""
    cells = sheet.cells[at]
    found = cells[cells != ""].iloc[:500].unique()[:_SAMPLES]
    return (
        " · ".join(cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "…" for cell in found)
        or "–"
    )


def _draw_unfilled(
    column: Column, sheet: Sheet, kind: DatasetKind, proposed: Match, options: Options, say: Say
) -> None:
    """A column that no heading supplies: choose a heading, or, unless each row has its own, give
    one value for all rows."""
    free = [
        heading
        for heading in sheet.headings
        if heading in (*proposed.unused, *proposed.dropped_personal)
    ]
    left, right = st.columns(2)
    with left:
        controlled(
            st.selectbox,
            f"upload_heading_{column.name}",
            None,
            _taking(column.name, options),
            say("Heading that holds \u201c{column}\u201d", column=column.label),
            free,
            index=None,
            placeholder=say("Choose a heading"),
            format_func=lambda heading: (
                f"{shown_heading(heading, say)}: {samples(sheet, sheet.headings.index(heading))}"
            ),
        )
    with right:
        if not kind.is_result(column):
            _draw_value(column, options, say)
        if column.name == kind.person and kind.name in _EXAMS:
            st.button(
                say("Each row is another person"),
                key="upload_each_row",
                on_click=lambda: set_options(set={**options.set, column.name: EACH_ROW}),
            )


def _taking(column: str, options: Options) -> Callable[[str | None], None]:
    return lambda heading: _matching(heading, options)(column) if heading is not None else None


def _draw_value(column: Column, options: Options, say: Say) -> None:
    def change(value: str | None) -> None:
        others = _without(options.set, column.name)
        set_options(
            set={**others, column.name: value.strip()} if value and value.strip() else others
        )

    label = say("\u201c{column}\u201d for all rows", column=column.label)
    given = options.set.get(column.name)
    if column.choices:
        words = dict(column.choices)
        controlled(
            st.selectbox,
            f"upload_set_{column.name}",
            given,
            change,
            label,
            list(words),
            index=None,
            format_func=lambda word: say(words[word]),
            placeholder=say("Choose a value"),
        )
    else:
        controlled(
            st.text_input,
            f"upload_set_{column.name}",
            given or "",
            change,
            label,
            placeholder=say("for example {example}", example=column.example)
            if column.example
            else "",
        )


def _draw_left_over(proposed: Match, say: Say) -> None:
    lines = left_over_words(proposed.unused, proposed.dropped_personal, say) or [
        say("Every heading is used.")
    ]
    st.html("".join(f'<div class="scd-small">{escape(line)}</div>' for line in lines))


def left_over_words(unused: Sequence[str], dropped: Sequence[str], say: Say) -> list[str]:
    """A sentence each for the headings that no column needs and for those dropped at the door; none
    where there are none."""
    lines = [say("Not used: {headings}.", headings=list(unused))] if unused else []
    if dropped:
        lines.append(
            say(
                "Dropped and never stored, because they tell who somebody is: {headings}.",
                headings=list(dropped),
            )
        )
    return lines
