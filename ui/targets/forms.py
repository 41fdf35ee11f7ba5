"""The forms of the targets page: start a plan, add or change a target, withdraw one."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd

from data.kinds.catalog import TARGET
from data.kinds.schema import Column, Type
from data.questions import Question, Unanswered
from data.uploads.prepare import Prepared
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say, Text
from metrics.answers.asked import values_of
from metrics.catalog import DECLARED, indicator_named
from metrics.findings.count_advice import count_advice, count_words
from metrics.findings.target_advice import advice_for, advice_words
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Amount, ValueUnit
from metrics.periods import counts_on
from metrics.snapshot import Snapshot
from metrics.targets.judge import baseline_of
from metrics.targets.plans import PLANS, STAGES, Target, from_template, in_force, plan_name
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.table import show_table_with_file
from ui.state.board import looked_at, read, today
from ui.state.changing import store
from ui.state.filters import LABELS
from ui.targets.page import VIEWS, baseline_words, names_of

# Which columns a form of target asks for, beside those that all have.
_ASKED = {
    "at_least": ("value", "stable_from", "baseline", "baseline_date"),
    "at_most": ("value", "stable_from", "baseline", "baseline_date"),
    "between": ("value", "value_high", "stable_from"),
    "change": ("value", "baseline", "baseline_date"),
    "count": ("value", "baseline", "baseline_date"),
    "milestone": ("reached_on", "evidence"),
}
_ALL = ("due", "date", "owner", "reason")
_TOLD = "targets_told"
_ADD = -1  # among the places of the targets that can be changed


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored."""
    place = st.container()  # always there, so that what follows keeps its place
    if _TOLD in st.session_state:
        with place:
            st.success(say(st.session_state.pop(_TOLD)))


def _prepared(wanted: list[Target], answers: Mapping[str, str], say: Say) -> Prepared:
    return typed_rows(
        TARGET,
        [asdict(target) for target in wanted],
        say("typed in the app"),
        kpis=KPI_FACTS,
        answers=answers,
    )


def _store(
    wanted: list[Target],
    told: Message,
    say: Say,
    fields: Fields,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Check and store targets; the page then starts again with what it has to tell."""
    try:
        store(_prepared(wanted, answers, say))
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    fields.empty()
    st.session_state[_TOLD] = told
    st.rerun()


def draw_plan(revisions: tuple[Target, ...], say: Say) -> None:
    """A plan template with a start date: its lines as they would be stored."""
    first, second = st.columns([2, 1])
    with first:
        at = st.selectbox(
            say("Plan"), range(len(PLANS)), format_func=lambda at: say(PLANS[at].label), key="plan"
        )
    with second:
        start = st.date_input(say("Start date"), today(), key="plan_start")
    wanted = [_in_words(target, say) for target in from_template(PLANS[at], start)]
    measured = read(lambda reading: [baseline_of(reading, target, today()) for target in wanted])
    lines = pd.DataFrame(
        [_line(target, value, say) for target, value in zip(wanted, measured, strict=True)]
    )
    show_table_with_file(lines, "plan", "plan_lines", say)
    st.caption(
        say(
            "Baselines are measured in the 3 to 12 months recorded before the start. One that is "
            "not known can be typed with its "
            "target, under \u201c{view}\u201d.",
            view=VIEWS["edit"],
        )
    )
    replaced = _superseded(wanted, revisions)
    if replaced:
        names = names_of(replaced, say)
        st.warning(
            say(
                "{count} targets in force are replaced from {day} on; they stay in the history: "
                "{targets}.",
                count=len(replaced),
                day=start,
                targets=names,
            )
        )
    if st.button(say("Start this plan"), type="primary", key="plan_go"):
        told = Message(
            "The plan was started: {count} targets are in force from {day}.",
            {"count": len(wanted), "day": start},
        )
        _store(wanted, told, say, Fields("plan", {}))


def _in_words(target: Target, say: Say) -> Target:
    """The template's owner and reason in the language of the person who starts the plan."""
    return replace(target, owner=say(Text(target.owner)), reason=say(Text(target.reason)))


def _line(target: Target, baseline: float | None, say: Say) -> dict[str, str]:
    kpi = indicator_named(target.kpi)
    needed = target.form not in ("count", "milestone", "between")
    return {
        say("KPI"): say(kpi.label),
        say("Stage"): say(STAGES[target.stage]),
        say("Target"): target.spoken(say),
        say("Due"): say.date(target.due),
        say("Baseline"): baseline_words(target, baseline, say) if needed else "–",
        say("Records"): say("collected") if kpi.measured else say("not collected yet"),
        say("Owner"): target.owner,
    }


def _superseded(wanted: list[Target], revisions: tuple[Target, ...]) -> list[Target]:
    """The targets in force on the day of the new ones that these change."""
    day = wanted[0].date
    after = in_force((*revisions, *wanted), day)
    return [target for target in in_force(revisions, day) if target not in after]


def draw_editor(revisions: tuple[Target, ...], say: Say) -> None:
    """A new target, or a new revision of one that exists."""
    kpi, dimension, unit, stage = _chosen_key(say)
    if dimension and not unit:
        st.caption(say("Name the unit for which the target holds."))
        return
    place = (dimension or None, unit or None)
    known = [
        target
        for target in in_force(revisions, date.max)
        if (target.kpi, target.place, target.stage) == (kpi, place, stage)
    ]
    existing, plan = _chosen_target(known, revisions, say)
    key = (kpi, place, stage, existing)
    if existing:
        st.info(
            say(
                "In force from {day}: {target} by {due}. What you store here replaces it from its "
                "own date on; "
                "the earlier target stays in the history.",
                day=existing.date,
                target=existing,
                due=existing.due,
            )
        )
    fields = Fields("edit", {})
    wanted = Target(
        kpi=kpi,
        dimension=dimension or None,
        unit=unit or None,
        stage=stage,
        plan=plan,
        **_entered(key, existing, fields, say),
    )
    wanted = replace(wanted, replaces=_moved(wanted, existing, known))
    _advise(wanted, say)
    answers = _answers([wanted], say)
    if st.button(say("Store the target"), type="primary", key="edit_go"):
        fault = _hasty(wanted, existing, known)
        if fault is not None:
            fields.refuse(*fault, say)
        else:
            told = Message("Stored: {target}.", {"target": wanted})
            _store([wanted], told, say, fields, answers)


def _advise(wanted: Target, say: Say) -> None:
    """What the value that is typed would ask of the KPI as it runs."""
    told = looked_at(_advice, wanted)
    if told:
        st.info(say.sentences(map(say, told)))


def _advice(snapshot: Snapshot, wanted: Target) -> tuple[Message, ...]:
    if wanted.form == "count":
        counted = count_advice(snapshot, wanted)
        return () if counted is None else count_words(counted)
    found = advice_for(snapshot, wanted)
    return () if found is None else advice_words(found)


def _chosen_target(
    known: list[Target], revisions: tuple[Target, ...], say: Say
) -> tuple[Target | None, str | None]:
    """Which of the stage's targets is changed, None for a new one; and its plan."""
    if not known:
        return None, _chosen_plan(revisions, say)
    first, second = st.columns([2, 1])
    named = names_of(known, say)
    with first:
        at = st.selectbox(
            say("Change or add"),
            [*range(len(known)), _ADD],
            counts_on([target.due for target in known], today()),
            key=f"edit_which_{hash(tuple(known))}",
            format_func=lambda at: (
                say("Add another target of this stage")
                if at == _ADD
                else say("Change {name}: {target}", name=named[at], target=known[at])
            ),
        )
    if at != _ADD:
        return known[at], known[at].plan
    with second:
        return None, _chosen_plan(revisions, say)


def _chosen_plan(revisions: tuple[Target, ...], say: Say) -> str | None:
    """The plan that a new target belongs to: one of those there are, another name, or none."""
    names = list(
        dict.fromkeys(
            [*(plan.name for plan in PLANS), *(target.plan for target in revisions if target.plan)]
        )
    )
    return st.selectbox(
        say(TARGET.column("plan").label),
        names,
        index=None,
        placeholder=say("no plan"),
        accept_new_options=True,
        format_func=lambda name: say(plan_name(name)),
        key="edit_plan",
    )


def _moved(wanted: Target, existing: Target | None, known: list[Target]) -> date | None:
    """The due date that a change moves; a target that is added beside others moves none, and says
    so by its own."""
    if existing is None:
        return wanted.due if known else None
    return existing.due if wanted.due != existing.due else None


def _answers(wanted: list[Target], say: Say) -> dict[str, str]:
    """What only the person can say of what was entered, asked beside it; nothing where it cannot be
    checked yet."""
    try:
        _prepared(wanted, {}, say)
    except Unanswered as asked:
        return {question.name: _answer(question, say) for question in asked.questions}
    except ServiceCultureError:
        return {}  # the button says what is wrong
    return {}


def _answer(question: Question, say: Say) -> str:
    labels = {choice.name: choice.label for choice in question.choices}
    return st.radio(
        say(question.message),
        list(labels),
        list(labels).index(question.likely),
        key=f"edit_{question.name}",
        format_func=lambda name: say(labels[name]),
    )


def _chosen_key(say: Say) -> tuple[str, str, str, str]:
    """KPI, unit type, unit and stage; empty strings mean the whole company."""
    names = [kpi.name for kpi in DECLARED]
    asked = st.query_params.get("kpi")
    first, second, third, fourth = st.columns([2, 1, 1, 1])
    with first:
        kpi = st.selectbox(
            say(TARGET.column("kpi").label),
            names,
            names.index(asked) if asked in names else 0,
            format_func=lambda name: say(indicator_named(name).label),
            key="edit_kpi",
        )
    possible = indicator_named(kpi).dimensions if indicator_named(kpi).measured else LABELS
    dimensions = [name for name, _ in TARGET.column("dimension").choices if name in possible]
    with second:
        dimension = st.selectbox(
            say("Place"),
            ["", *dimensions],
            key=f"edit_dimension_{kpi}",
            format_func=lambda name: say(LABELS[name]) if name else say("Whole company"),
        )
    with third:
        unit = (
            st.selectbox(
                say(TARGET.column("unit").label),
                looked_at(values_of, dimension) if dimension else [""],
                disabled=not dimension,
                key=f"edit_unit_{dimension}",
            )
            or ""
        )
    with fourth:
        stage = st.selectbox(
            say(TARGET.column("stage").label),
            list(STAGES),
            format_func=lambda name: say(STAGES[name]),
            key="edit_stage",
        )
    return kpi, dimension, unit, stage


def _entered(key: tuple, existing: Target | None, fields: Fields, say: Say) -> dict[str, object]:
    """What the person fills in: the form first, then the columns that it asks for."""
    choices = {name: label for name, label in TARGET.column("form").choices if name in _ASKED}
    names = list(choices)
    form = st.radio(
        say(TARGET.column("form").label),
        names,
        names.index(existing.form) if existing else 0,
        horizontal=True,
        format_func=lambda name: say(choices[name]),
        key=f"edit_form_{hash(key)}",
    )
    unit = indicator_named(key[0]).unit
    _hint(form, unit, say)
    defaults = asdict(existing) if existing else {"owner": say(indicator_named(key[0]).owner)}
    if existing:
        # Without it a change would look like a new plan, with a baseline of its own.
        defaults |= {"baseline_date": existing.start - timedelta(days=1), "reason": None}
    entered, asked, identity = {}, (*_ASKED[form], *_ALL), hash(key)
    # Row by row: on a phone, where columns stand below one another, the order stays.
    for first in range(0, len(asked), 3):
        for name, column in zip(asked[first : first + 3], st.columns(3), strict=False):
            with column, fields.field(name):
                default = today() if name == "date" else defaults.get(name)
                place = f"edit_{identity}_{form}_{name}"
                entered[name] = _entry(TARGET.column(name), default, unit.decimals, place, say)
    return {"form": form, **entered}


def _hint(form: str, unit: ValueUnit, say: Say) -> None:
    if form == "change":
        st.caption(
            say(
                "In percent of the baseline: \u221220 means 0.8 times the baseline. Without a "
                "typed baseline, "
                "the last 3 to 12 months before the start are pooled."
            )
        )
    elif form != "milestone" and unit.high is not None:
        st.caption(
            say(
                "Values go from {low} to {high}.",
                low=Amount(unit, unit.low),
                high=Amount(unit, unit.high),
            )
        )


def _entry(column: Column, default: object, decimals: int, key: str, say: Say) -> object:
    """The widget for a column of this type; empty cells are None."""
    label = say(column.label)
    if column.type is Type.DATE:
        return st.date_input(
            label, default, min_value=date(2000, 1, 1), max_value=date(2100, 12, 31), key=key
        )
    if column.type is Type.NUMBER:
        return st.number_input(
            label, value=default, step=10.0**-decimals, format=f"%.{decimals}f", key=key
        )
    return st.text_input(label, default or "", key=key).strip() or None


def _hasty(
    wanted: Target, existing: Target | None, known: list[Target]
) -> tuple[str, Message] | None:
    """What is missing before the checker need be asked, with the column at fault."""
    if wanted.due is None or wanted.date is None:
        return "due" if wanted.due is None else "date", Message(
            "Say when the target is due and from when it is in force."
        )
    if any(
        target is not existing and (target.series, target.due) == (wanted.series, wanted.due)
        for target in known
    ):
        return "due", Message(
            "Another target of this stage is already due on {day}. Change that one, or choose "
            "another day.",
            {"day": wanted.due},
        )
    if existing is None:
        return None
    if wanted.reason is None:
        return "reason", Message("Say why the target changes: the reason stays in its history.")
    if wanted.date < existing.date:
        return "date", Message(
            "A target for this stage is in force from {day}. A change needs that day or a later "
            "one.",
            {"day": existing.date},
        )
    return None


def draw_withdraw(revisions: tuple[Target, ...], say: Say) -> None:
    """End a target: from a day on it is no longer judged; its history stays."""
    current = in_force(revisions, date.max)
    if not current:
        st.info(say("There is no target to withdraw."))
        return
    named = names_of(current, say)
    at = st.selectbox(
        say("Target"),
        range(len(current)),
        key=f"withdraw_of_{hash(current)}",
        format_func=lambda at: say("{name}: {target}", name=named[at], target=current[at]),
    )
    target = current[at]
    fields = Fields("withdraw", {})
    first, second = st.columns([1, 2])
    with first, fields.field("date"):
        day = st.date_input(
            say("Withdrawn from"),
            max(today(), target.date),
            min_value=target.date,
            max_value=date(2100, 12, 31),
            key=f"withdraw_day_{hash(target)}",
        )
    with second, fields.field("reason"):
        reason = st.text_input(say("Reason"), key=f"withdraw_reason_{hash(target)}").strip()
    if st.button(say("Withdraw this target"), key="withdraw_go"):
        if not reason:
            fields.refuse(
                "reason",
                Message("Say why the target is withdrawn: the reason stays in its history."),
                say,
            )
        else:
            _store(
                [replace(target, form="withdrawn", date=day, reason=reason, replaces=None)],
                Message("Withdrawn: {name}.", {"name": named[at]}),
                say,
                fields,
            )
