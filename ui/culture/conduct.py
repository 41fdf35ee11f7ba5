"""Section “Training and conduct”: who is trained, and which violations were dealt with at which
step."""

from html import escape

import pandas as pd

from charts.alternative import table
from charts.theme import Palette
from charts.words import interval
from data.kinds.catalog import ATTENDANCE, ROSTER, TRAINING, VIOLATION
from i18n import Month, Say, rounded
from metrics.answers.answer import Answer
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.culture.view import CultureView
from metrics.findings.operations import first_record
from metrics.kpi import Kpi
from metrics.settings import coverage_months
from ui.culture.data import (
    broken_by,
    in_month,
    month_by_month,
    months_of,
    over,
    refused,
    stage_now,
    steps,
    telling,
)
from ui.culture.file import draw_table
from ui.culture.missing import draw_longer, draw_needs, needs, refused_words
from ui.culture.split import draw_split
from ui.culture.tiles import draw_tiles, heading, stage_chip, tile
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import PEOPLE_ONLY, draw_off, late_changes
from ui.parts.viewer import sees_people, viewer
from ui.rows.way import draw_way_to_rows
from ui.state.board import looked_at
from ui.state.filters import LABELS, linked

COVERAGE, VIOLATIONS, PER_100 = "training_coverage", "violations", "violations_per_100"
ATTENDED = "training_participation"
STEPS = dict(VIOLATION.column("step").choices)
_STEPS_LOOK = """<style>
.scd-steps { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .3rem 0; }
.scd-steps th, .scd-steps td { padding: .18rem 1.4rem .18rem 0; text-align: left; font-weight: 400; }
.scd-steps td { text-align: right; padding-right: 0; } .scd-steps tr:last-child > * { font-weight: 650; }
</style>"""


def draw_conduct(view: CultureView, say: Say, palette: Palette) -> None:
    """Training coverage, also by unit, and who came of those called; then the violations."""
    st.html(heading(say("Who is trained")))
    _draw_coverage(view, say, palette)
    draw_tiles([_participation(view, say)])
    draw_way_to_rows(kpi_named(ATTENDED), "culture", view.first, view.last, say)
    st.html(heading(say("Violations by step")))
    _draw_violations(view, say)


def _draw_coverage(view: CultureView, say: Say, palette: Palette) -> None:
    kpi = kpi_named(COVERAGE)
    if months_of(COVERAGE).rows.empty:
        lacking = [] if looked_at(first_record, (ROSTER,)) else [ROSTER.name]
        if looked_at(first_record, (TRAINING, ATTENDANCE)) is None:
            lacking.append(TRAINING.name)
        if lacking:
            draw_needs(lacking, say)
        st.caption(
            say(
                "Coverage is known of a month with a roster by its end and training records that go "
                "back {months} months, its own included; there is none yet.",
                months=coverage_months(),
            )
        )
        return
    draw_tiles([_coverage(kpi, view, say)])
    filtered = {name for name, _ in view.only}
    free = [name for name in kpi.dimensions if name not in filtered and name in LABELS]
    with st.columns([1, 2])[0]:
        by = linked("covered", say("By"), free, free[0], lambda name: say(LABELS[name]))
    by_units = refused(kpi, view, by)
    if by_units:
        st.info(say(refused_words(kpi, by_units)))
        return
    found = in_month(COVERAGE, view.last, by, view.only)
    if found.rows.empty:
        return
    if found.rows["hidden"].all():
        st.info(say("Too few people stand behind each of these groups to show any."))
    else:
        draw_split(
            found,
            in_month(COVERAGE, view.last, None, view.only),
            stage_now(kpi, view),
            "culture_coverage_split",
            say,
            palette,
        )
    for told in late_changes(kpi, viewer()):
        st.caption(say(told))
    lazy_expander(
        say("Table and download"), lambda: _draw_units(found, view, say), "culture_coverage"
    )


def _coverage(kpi: Kpi, view: CultureView, say: Say) -> str:
    """The month's end that is over: a census of the roster."""
    name = say(kpi.label)
    by_units = refused(kpi, view)
    if by_units:
        return tile(name, None, [say(refused_words(kpi, by_units))])
    found = in_month(COVERAGE, view.last, None, view.only).rows
    row = None if found.empty else found.iloc[0]
    chip = stage_chip(kpi, stage_now(kpi, view), say)
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or pd.isna(row["value"]):
        why = say("Nothing is known of trainings up to {month} here.", month=Month(view.last))
        return tile(name, None, [why], [chip])
    return tile(
        name,
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{trained} of {count} on the roster at the end of {month}",
                trained=rounded(row["y"] / 100),
                count=rounded(row["x"]),
                month=Month(view.last),
            ),
            *(
                []
                if pd.isna(row["since"])
                else [say("as of {day}, later changes would tell of few people", day=row["since"])]
            ),
            say("a training completed in the {months} months up to then", months=coverage_months()),
        ],
        [chip],
    )


def _participation(view: CultureView, say: Say) -> str:
    """Who was in class of those called to trainings in the months looked at."""
    kpi = kpi_named(ATTENDED)
    name = say(kpi.label)
    by_units = refused(kpi, view)
    if by_units:
        return tile(name, None, [say(refused_words(kpi, by_units))])
    if months_of(ATTENDED).rows.empty:
        return tile(name, None, [say(needs([ATTENDANCE.name]))])
    found = over(ATTENDED, view).rows
    row = None if found.empty else found.iloc[0]
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or not row["x"] > 0:
        return tile(name, None, [say("Nobody was called to a training in {time}.", time=view.span)])
    return tile(
        name,
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{time}: {attended} of {called} calls to a training",
                time=view.span,
                attended=rounded(row["y"]),
                called=rounded(row["x"]),
            ),
            *([] if row["enough"] else [say("few people")]),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
        pale=not row["enough"],
    )


def _draw_units(found: Answer, view: CultureView, say: Say) -> None:
    stage = stage_now(found.kpi, view)
    target = "" if stage is None else stage.asked.spoken(say)
    rows = table(found, say).assign(**{say("Target"): target})
    draw_table(rows, Month(view.last), "coverage", view, say)


def _draw_violations(view: CultureView, say: Say) -> None:
    kpi = kpi_named(VIOLATIONS)
    if months_of(VIOLATIONS).rows.empty:
        st.info(say(needs([VIOLATION.name])))
        return
    by_units = refused(kpi, view, "step")
    if by_units:
        st.info(say(refused_words(kpi, by_units)))
        return
    shown = telling(view, _shows)
    draw_longer(view, shown, say)
    _draw_steps(kpi, shown or view, say)
    draw_tiles([_per_100(shown or view, say)])
    for told in late_changes(kpi, viewer()):
        st.caption(say(told))
    st.caption(say("Without those of which an appeal was upheld."))
    if not sees_people():
        draw_off(PEOPLE_ONLY, say)
        return
    lazy_expander(say("Who, and at which step"), lambda: _draw_people(view, say), "culture_people")
    draw_way_to_rows(kpi, "culture", view.first, view.last, say)


def _per_100(view: CultureView, say: Say) -> str:
    kpi = kpi_named(PER_100)
    name = say(kpi.label)
    by = refused(kpi, view)
    if by:
        return tile(name, None, [say(refused_words(kpi, by))])
    rows = month_by_month(PER_100, view).rows
    row = None if rows.empty else rows.iloc[0]
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or pd.isna(row["value"]):
        why = None if row is None else lacking(kpi, row)
        return tile(name, None, [say(why) if why else say("No value to show.")])
    return tile(
        name,
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{time}, staff at its month ends: {count}",
                time=view.span,
                count=rounded(row["x"]),
            ),
            say("95% interval {interval}", interval=interval(kpi, row, say)),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
    )


def _shows(view: CultureView) -> bool | None:
    """Whether any step is shown; None where there is none."""
    counts = (steps(view) or {}).values()
    return any(count is not None for count in counts) if counts else None


def _draw_steps(kpi: Kpi, view: CultureView, say: Say) -> None:
    """How many of each step, and of all; nothing of a step that is hidden."""
    by_step = steps(view) or {}
    whole = over(VIOLATIONS, view).rows
    known = None if whole.empty or whole.iloc[0]["hidden"] else int(whole.iloc[0]["y"])
    if whole.empty and not by_step:
        st.caption(say("No violations in {time}.", time=view.span))
        return
    cells = [(say(STEPS[step]), by_step.get(step, 0)) for step in STEPS]
    cells.append((say("All steps"), known))
    hidden = any(count is None for _, count in cells)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_count(count, say)}</td></tr>'
        for name, count in cells
    )
    st.html(
        f'{_STEPS_LOOK}<div class="scd-small">{escape(say("{time}", time=view.span))}</div>'
        f'<table class="scd-steps"><thead><tr><th scope="col">{escape(say("Step"))}</th>'
        f'<th scope="col">{escape(say("Violations"))}</th></tr></thead><tbody>{body}</tbody></table>'
        + stage_chip(kpi, stage_now(kpi, view), say)
    )
    if hidden:
        st.caption(say("“–”: hidden to protect the staff behind it, if there are any."))
    stage = stage_now(kpi, view)
    rows = pd.DataFrame(
        [
            {
                say("Step"): name,
                say("Violations"): count,
                say("Target"): "" if stage is None else stage.asked.spoken(say),
            }
            for name, count in cells
        ]
    )
    lazy_expander(
        say("Table and download"),
        lambda: draw_table(rows, view.span, "violations", view, say),
        "culture_steps",
    )


def _count(count: int | None, say: Say) -> str:
    return "–" if count is None else say.number(count)


def _draw_people(view: CultureView, say: Say) -> None:
    found = broken_by(view)
    if found.empty:
        st.caption(say("No violations in {time}.", time=view.span))
        return
    rows = pd.DataFrame(
        {
            say("Employee"): found["employee"],
            say("Department"): found["department"],
            say("Store"): found["store"],
            **{say(STEPS[step]): found[step] for step in STEPS},
            say("Retraining"): found["retraining"],
            say("Latest"): found["last"],
        }
    )
    draw_table(rows, view.span, "violations-people", view, say)
