"""From a chosen file to its stored rows: read, recognised, matched, checked, rehearsed, stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.access.rights import to_store
from data.beside.workers import be_ready
from data.findings import Findings
from data.kinds.catalog import TRAINING, kind_named
from data.kinds.schema import DatasetKind
from data.matching.by_sheet import as_meant
from data.matching.exam_items import Items
from data.matching.given import Given
from data.matching.inferred import understood
from data.matching.kind_doubt import is_which_kind
from data.matching.missing import missing_columns
from data.matching.needed import is_refused
from data.matching.unsaid import is_unsaid
from data.matching.which_score import with_meant
from data.progress import Tell, silent
from data.questions import Choice, Question, is_of_reading, of_reading
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.aside import check_file, read_file
from data.uploads.pass_marks import known_pass_marks
from data.uploads.prepare import CheckedWith, FileId, Prepared, asking, hash_of, source_of
from data.uploads.remembered import recalled
from data.uploads.store import Stored, rehearse
from errors import FileRefused, ServiceCultureError, Undecided, WrongCall
from i18n import Say
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.handed.moves import month_values
from ui.parts import st
from ui.parts.role import KINDS_KEPT, draw_off
from ui.parts.viewer import sees_counts, viewer
from ui.parts.working import working
from ui.state.board import database, read, today, version
from ui.state.changing import storable
from ui.upload.check import draw_check, draw_done, watch_to_the_end
from ui.upload.draft import (
    Draft,
    cancel,
    complete,
    draft_of,
    drop_lost_marks,
    forget,
    go_on_as,
    held,
    hold,
    is_checked,
    learn,
    remembered,
    set_kind,
    set_options,
    unlearn,
)
from ui.upload.items import second_step
from ui.upload.marks import items_of
from ui.upload.match import choose_kind, draw_match
from ui.upload.questions import TRIED, Effects, draw_questions
from ui.upload.settings import ask, draw_pass_mark, draw_settings
from ui.upload.start import choose_file, draw_start
from ui.upload.tables import draw_other_tables


def draw_upload(say: Say) -> None:
    """The whole way of one file; what is wrong with it is said in words, and the rest of the page
    stays."""
    if not storable():
        draw_off(KINDS_KEPT, say)
        return
    be_ready()
    file = choose_file(say)
    _finish_storing(say)
    if file is None:
        file = _again(say) or _held(say)
    else:
        hold(file)
    if file is None:
        forget()
        draw_done(say)
        draw_start(say)
        return
    st.session_state.pop("upload_done", None)
    try:
        _draw_file(file, draft_of(file.file_id), say)
    except Undecided as question:
        ask(question, file.getvalue(), say)
    except ServiceCultureError as fault:
        st.error(say(fault.message), icon=":material/error:")
        _draw_other_tables(draft_of(file.file_id), say)
        if draft_of(file.file_id).options.sheet is not None:
            st.button(
                say("Choose another sheet"),
                key="upload_other_sheet",
                on_click=lambda: set_options(sheet=None),
            )


def _finish_storing(say: Say) -> None:
    """A file that this visit is storing is watched to its end first, also after a click or a
    return."""
    try:
        watch_to_the_end(say)
    except ServiceCultureError as fault:
        st.error(say(fault.message), icon=":material/error:")


def _again(say: Say):
    """The file that was stored a moment ago, where a person goes on with it; else None."""
    file = st.session_state.get("upload_again")
    if file is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                say("Going on with the exam items of {file}.", file=file.name), width="content"
            )
            st.button(
                say("Cancel"), key="upload_put_down", on_click=cancel, icon=":material/close:"
            )
    return file


def _held(say: Say):
    """The file that was in the box when this visit went to another page; else None."""
    file = held()
    if file is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = (
                say("{file} is still here: checked, not stored.", file=file.name)
                if is_checked()
                else say("{file} is still here: not stored.", file=file.name)
            )
            st.markdown(words, width="content")
            st.button(
                say("Throw it away"),
                key="upload_throw_away",
                on_click=cancel,
                icon=":material/delete:",
            )
    return file


def _draw_file(file, draft: Draft, say: Say) -> None:
    sheet = _sheet(file, draft, say)
    kind, doubt = choose_kind(sheet, file, draft, say)
    if kind is None:
        _draw_other_tables(draft, say)
        return
    answer = None if doubt is None else _kind_meant(doubt, sheet, file, draft)
    if answer not in (None, kind.name):
        set_kind(answer)
        st.rerun()
    draft = _with_learnt(kind, sheet, file, draft)
    meant, settled, _ = with_meant(file.name, sheet, kind, draft.options)
    if meant is not kind:  # a person said that its score is another one
        go_on_as(meant, source_of(meant, sheet.headings), settled)
        st.rerun()
    draft = drop_lost_marks(sheet.headings)
    read_as = (draft.options.encoding, draft.options.sheet, of_reading(draft.options.answers))
    answers = items_of(
        sheet, kind, file.size, (draft.file, kind.name, *read_as), draft.options, say
    )
    if answers is None:
        _draw_other_tables(draft, say)
        return
    marks = _pass_marks(kind, draft)
    given = Given(file.name, kind, draft.options, today(), KPI_FACTS, marks)
    meant = as_meant(answers.sheet, given)
    written = meant.sheet
    draft = complete(understood(written, kind, draft.options))
    if draft.learnt is not None:
        _draw_learnt(draft.learnt, say)
    proposed = draw_match(written, kind, draft.options, meant.dropped, sheet, say)
    no_pass_mark = _lacks_pass_mark(kind, {*proposed.columns.values(), *draft.options.set})
    if no_pass_mark:
        draw_pass_mark(draft.options, say)
    draw_settings(
        written, kind, draft.options, say, asks_pass_mark=kind is TRAINING and not no_pass_mark
    )
    unmarked = no_pass_mark and draft.options.pass_mark is None
    if missing_columns(proposed, kind, draft.options) or unmarked:
        _draw_unanswered(meant.questions, doubt, draft, say)
        return
    prepared = _prepared(file, sheet, answers, kind, draft, say)
    if doubt is not None:
        prepared = asking(prepared, doubt)
    would = _rehearsed(prepared, draft, say)
    draw_questions(prepared, would, _effects(file, prepared, would, answers, draft, say), say)
    draw_check(prepared, would, second_step(file, prepared), say)


def _with_learnt(kind: DatasetKind, sheet: Sheet, file, draft: Draft) -> Draft:
    """The draft with what was said of the latest file with these headings."""
    source = source_of(kind, sheet.headings)
    if draft.source == source:
        return draft
    return learn(
        source, read(lambda reading: recalled(reading, sheet, kind, hash_of(file.getvalue())))
    )


def _draw_unanswered(
    questions: Sequence[Question], doubt: Question | None, draft: Draft, say: Say
) -> None:
    if doubt is not None:  # its question comes with the check
        st.warning(say(doubt.message), icon=":material/help:")
    st.info(say("The check goes on as soon as the questions above are answered."))
    _draw_proposed(questions, draft.options.answers, say)
    _draw_other_tables(draft, say)


def _kind_meant(doubt: Question, sheet: Sheet, file, draft: Draft) -> str:
    """Which of two kinds a person says that the file holds, or said of the latest one with these
    headings."""
    if draft.source or doubt.name in draft.options.answers:
        return doubt.answer(draft.options.answers)
    hash = hash_of(file.getvalue())
    kinds = [kind_named(choice.name) for choice in doubt.choices]
    earlier = read(lambda reading: [recalled(reading, sheet, kind, hash) for kind in kinds])
    told = [found for found in earlier if found is not None and doubt.name in found[1].answers]
    return doubt.answer(max(told, key=lambda found: found[0])[1].answers if told else {})


def _draw_other_tables(draft: Draft, say: Say) -> None:
    """The other tables of the file that was read, where it goes no further with this one."""
    held = st.session_state.get("upload_sheet")
    if held is not None and held[0][0] == draft.file:
        draw_other_tables(held[1], draft.options, say)


def _draw_proposed(questions: Sequence[Question], answers: Mapping[str, str], say: Say) -> None:
    """The way back to what the file suggests, for whoever meant to say it himself."""
    refused = {each.name for each in questions if is_unsaid(each.name)} & answers.keys()
    refused |= {name for name, answer in answers.items() if is_refused(name, answer)}
    if refused:
        st.button(
            say("Back to the proposed answers"),
            key="upload_proposed",
            icon=":material/undo:",
            on_click=lambda: set_options(
                answers={name: answer for name, answer in answers.items() if name not in refused}
            ),
        )


def _draw_learnt(upload: int, say: Say) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        sentence = say(
            "The settings are those of upload {upload}, which had the same headings.", upload=upload
        )
        st.markdown(sentence, width="content")
        st.button(say("Start without them"), key="upload_unlearn", on_click=unlearn)


def _sheet(file, draft: Draft, say: Say) -> Sheet:
    def make() -> Sheet:
        with working(say("Reading the file …"), "upload_cancel_reading", cancel, say) as tell:
            return _read(file, draft.options, tell)

    return remembered(
        "upload_sheet",
        (
            draft.file,
            draft.options.encoding,
            draft.options.sheet,
            of_reading(draft.options.answers),
        ),
        make,
    )


def _read(file, options: Options, tell: Tell = silent) -> Sheet:
    return read_file(file.getvalue(), file.name, options, tell)


def _pass_marks(kind: DatasetKind, draft: Draft) -> Mapping[str, float] | None:
    """What percent passed each course before, where the file holds exams."""
    if kind is not TRAINING:
        return None
    return remembered("upload_pass_marks", (draft.file, version()), lambda: read(known_pass_marks))


def _lacks_pass_mark(kind: DatasetKind, supplied: set[str]) -> bool:
    return any(column.name == "pass_mark" for column in kind.columns) and not supplied & {
        "pass_mark",
        "outcome",
    }


def _prepared(
    file, sheet: Sheet, answers: Items, kind: DatasetKind, draft: Draft, say: Say
) -> Prepared:
    def make() -> Prepared:
        with working(say("Checking every row …"), "upload_cancel_checking", cancel, say) as tell:
            return check_file(
                FileId.of(file.getvalue(), file.name),
                sheet,
                kind,
                draft.options,
                CheckedWith(items=answers, kpis=KPI_FACTS, pass_marks=_pass_marks(kind, draft)),
                tell=tell,
            )

    return remembered("upload_prepared", (draft.file, kind.name, draft.options), make)


def _rehearsed(prepared: Prepared, draft: Draft, say: Say) -> Stored:
    def make() -> Stored:
        with working(
            say("Working out what would change …"), "upload_cancel_rehearsing", cancel, say
        ) as tell:
            return rehearse(database(), prepared, month_values, tell, to_store(viewer()))

    return remembered(
        "upload_rehearsed",
        (draft.file, draft.kind, prepared.kind.name, draft.options, version()),
        make,
    )


def _effects(
    file, prepared: Prepared, would: Stored, answers: Items, draft: Draft, say: Say
) -> Effects:
    """What each answer to each question does, the others as they are; nothing for a file so long
    that trying all takes a while, and where it would tell of staff."""
    if not would.questions or prepared.checked.read > TRIED or not sees_counts(prepared.kind):
        return {}

    def outcome(question: Question, choice: Choice) -> Stored | None:
        options = replace(
            draft.options, answers={**draft.options.answers, question.name: choice.name}
        )
        anew = is_of_reading(question.name)  # such an answer decides which rows are read
        try:
            sheet = _read(file, options) if anew else prepared.sheet
            tried = check_file(
                FileId(prepared.file, prepared.hash, len(file.getvalue())),
                sheet,
                prepared.kind,
                options,
                CheckedWith(
                    items=None if anew else answers,
                    kpis=KPI_FACTS,
                    pass_marks=_pass_marks(prepared.kind, draft),
                ),
            )
        except (
            FileRefused,
            WrongCall,
        ):  # after it a person has to say more, or the headings are others
            return None
        return replace(
            rehearse(database(), tried, month_values),
            issues=Findings(),
        )

    def make() -> Effects:
        with working(
            say("Working out what each answer would change …"), "upload_cancel_answers", cancel, say
        ) as tell:
            found = {}
            of_kind = [asked for asked in would.questions if not is_which_kind(asked.name)]
            for question in of_kind:
                for choice in question.choices:
                    tell(0)
                    found[question.name, choice.name] = outcome(question, choice)
            return {answer: stored for answer, stored in found.items() if stored is not None}

    return remembered(
        "upload_effects", (draft.file, prepared.kind.name, draft.options, version()), make
    )
