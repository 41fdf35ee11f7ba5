"""Sections “Exam items” and “Attempts”: one paper item by item, and how many pass by which
attempt."""

from html import escape

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.training import NAMED, item_map, passing_steps
from data.roles import exam_units
from errors import Message
from i18n import N_, Say, all_rounded, rounded
from metrics.snapshot import Snapshot, remembered
from metrics.training.attempts import ENOUGH_AT_RISK, passing_curve
from metrics.training.exam import Exam, exam
from metrics.training.item_verdict import ENOUGH, Finding, ItemVerdict
from metrics.training.records import SatPaper, passing_times
from metrics.training.reliability import ENOUGH_ITEMS
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import draw_rest, show_table_with_file
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at
from ui.state.filters import linked
from ui.training.drift import draw_drift
from ui.training.page import MOST_ROWS, all_courses, all_papers, draw_none, flawed_items

_LOOK = """<style>
.scd-paper { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.scd-paper th, .scd-paper td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; font-weight: 400; overflow-wrap: break-word; }
.scd-paper thead th { font-size: .8rem; vertical-align: bottom; } .scd-paper tbody th { min-width: 3.5rem; max-width: 16rem; font-weight: 600; }
.scd-paper .scd-figure { text-align: right; } .scd-paper td.scd-figure { white-space: nowrap; } .scd-paper .scd-told { width: 52%; }
@media (max-width: 640px) { .scd-paper .scd-wide { display: none; } .scd-paper th, .scd-paper td { padding-right: .5rem; }
  .scd-paper tbody th { max-width: 7rem; } .scd-paper .scd-told { width: auto; } }
</style>"""


@remembered(12)
def _exam(snapshot: Snapshot, course: str, paper: str) -> Exam | None:
    return exam(snapshot.reading, course, paper)


def flawed_of(course: str) -> list[object]:
    """The items to mend in a course's largest paper; none without answers on record."""
    found = [paper for paper in all_papers() if paper.course == course]
    sat = (
        looked_at(_exam, course, max(found, key=lambda paper: paper.people).version)
        if found
        else None
    )
    return flawed_items(sat.verdicts) if sat else []


def draw_items(worst: str | None, say: Say, palette: Palette) -> None:
    """One paper: the finding, the map of its items, one sentence an item; reliability and options
    below. `worst`: the course shown first."""
    found = all_papers()
    if not found:
        draw_none(
            N_(
                "No answers to single exam items to show. Upload a file with one row a person and "
                "item, an answer matrix, or a Moodle "
                "report with its columns “Q. n /max”."
            ),
            N_(
                "No answers to single exam items of your units to show. Answers that name another "
                "unit, or none, are not shown to you."
            ),
            say,
        )
        return
    paper = _paper_choice(found, worst, say)
    sat = looked_at(_exam, paper.course, paper.version)
    if sat is None:
        st.info(say("None of these answers has a score."))
        return
    acted = [verdict for verdict in sat.verdicts if verdict.finding in NAMED]
    st.html(f'<h2 class="scd-finding">{escape(say(_finding(sat, acted)))}</h2>')
    st.plotly_chart(
        item_map(sat.items, sat.verdicts, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        key="item_map",
        alt=say.sentences(
            [
                _finding(sat, acted),
                *(f"{verdict.item}: {say(verdict.sentence)}" for verdict in acted[:10]),
            ]
        ),
    )
    st.caption(
        say(
            "Right of the middle is easy, left is hard; high up, those who do well on the whole "
            "paper do well here too. "
            "An item below zero turns against those who know."
        )
    )
    st.html(_LOOK + _item_rows(sat, say))
    draw_rest(_items(sat, say), MOST_ROWS, "exam-items", "item_file", say)
    draw_drift(sat.drift, paper.course, say)
    _draw_reliability(sat, say)
    if sat.options is not None:
        lazy_expander(
            say("Who chooses the wrong options"), lambda: _draw_options(sat, say), "item_options"
        )


def _item_rows(sat: Exam, say: Say) -> str:
    """One row an item with its sentence in full, what needs action first; narrow screens leave out
    what only experts ask for."""
    wide = "scd-figure scd-wide"
    heads = (
        (say("Exam item"), ""),
        (say("What to do"), "scd-told"),
        (say("Points earned (%)"), "scd-figure"),
        (say("Goes with the rest (r)"), wide),
        (say("Best 27% less weakest 27%"), wide),
        ("n", wide),
    )
    head = "".join(f'<th scope="col" class="{look}">{escape(words)}</th>' for words, look in heads)
    body = "".join(
        _item_row(verdict, sat.items.loc[verdict.item], say) for verdict in sat.verdicts[:MOST_ROWS]
    )
    return f'<table class="scd-paper"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _item_row(verdict: ItemVerdict, row: pd.Series, say: Say) -> str:
    mark = "●\u00a0" if verdict.finding in NAMED else ""
    figures = (
        (100 * row["p"], 0, ""),
        (row["r_rest"], 2, "scd-wide"),
        (row["d27"], 2, "scd-wide"),
        (row["n"], 0, "scd-wide"),
    )
    cells = "".join(
        f'<td class="scd-figure {look}">{escape(_figure(value, decimals, say))}</td>'
        for value, decimals, look in figures
    )
    return (
        f'<tr><th scope="row" dir="auto">{mark}{escape(str(verdict.item))}</th><td '
        f'class="scd-told">{escape(say(verdict.sentence))}</td>'
        f"{cells}</tr>"
    )


def _figure(value: float, decimals: int, say: Say) -> str:
    return "–" if pd.isna(value) else say.number(value, decimals)


def _paper_choice(found: list[SatPaper], worst: str | None, say: Say) -> SatPaper:
    names = {f"{paper.course}|{paper.version}": paper for paper in found}
    default = next(
        (name for name, paper in names.items() if paper.course == worst), next(iter(names))
    )
    return names[
        linked("paper", say("Exam"), list(names), default, lambda name: _called(names[name], say))
    ]


def _called(paper: SatPaper, say: Say) -> str:
    if not paper.version:
        return say("{course} ({people} people)", course=paper.course, people=paper.people)
    return say(
        "{course}, version {version} ({people} people)",
        course=paper.course,
        version=paper.version,
        people=paper.people,
    )


def _finding(sat: Exam, acted: list) -> Message:
    blanks = {
        "items": len(sat.items),
        "people": sat.people,
        "count": len(acted),
        "named": [str(verdict.item) for verdict in acted[:5]],
    }
    if flawed := flawed_items(sat.verdicts):
        return Message(
            "Item {flawed} is probably keyed wrongly: those who do well on the paper answer it "
            "wrongly. Mend it before the next exam.",
            {**blanks, "flawed": [str(item) for item in flawed]},
        )
    if acted:
        return Message("{count} of {items} items need a look: {named}.", blanks)
    if all(verdict.finding is Finding.TOO_FEW for verdict in sat.verdicts):
        return Message(
            "Nothing can be said of the {items} items yet: {people} people answered, {enough} are "
            "needed.",
            {**blanks, "enough": ENOUGH},
        )
    return Message(
        "None of the {items} items asks for a change, as far as the answers of {people} people "
        "tell.",
        blanks,
    )


def _items(sat: Exam, say: Say) -> pd.DataFrame:
    """One row an item, what needs action first."""
    rows = sat.items.loc[[verdict.item for verdict in sat.verdicts]]
    return pd.DataFrame(
        {
            say("Exam item"): [str(item) for item in rows.index],
            say("Finding"): [say(verdict.finding.label) for verdict in sat.verdicts],
            say("What to do"): [say(verdict.sentence) for verdict in sat.verdicts],
            say("Points earned (%)"): all_rounded(100 * rows["p"]),
            say("Goes with the rest (r)"): all_rounded(rows["r_rest"], 2),
            say("Best 27% less weakest 27%"): all_rounded(rows["d27"], 2),
            "n": rows["n"].tolist(),
        }
    )


def _draw_reliability(sat: Exam, say: Say) -> None:
    found = sat.reliability
    if found.alpha is None:
        st.caption(say("How reliable this paper is cannot be told from these answers."))
        return
    sentences = [
        say(
            "Reliability (Cronbach's alpha) {alpha} of {items} items and {people} people; "
            "standard error {error} points.",
            alpha=rounded(found.alpha, 2),
            items=found.items,
            people=found.people,
            error=rounded(found.sem, 1),
        )
    ]
    if not found.telling:
        sentences.append(
            say(
                "With fewer than {least} items this says more of the paper's shortness than of "
                "its quality.",
                least=ENOUGH_ITEMS,
            )
        )
    if sat.near is not None:
        sentences.append(say(sat.near.sentence()))
    st.html(heading(say("How far the results hold")))
    st.html(f'<div class="scd-chip">{escape(say.sentences(sentences))}</div>')
    if sat.near is None or sat.near.near.empty:
        return
    lazy_expander(say("Who stands near the pass mark"), lambda: _draw_near(sat, say), "near_cut")


def _draw_near(sat: Exam, say: Say) -> None:
    near = sat.near.near.sort_values("total").head(MOST_ROWS)
    results = [say("passed") if passed else say("failed") for passed in near["passed"]]
    show_table_with_file(
        pd.DataFrame(
            {
                say("Employee"): near.index,
                say("Points"): near["total"].tolist(),
                say("Result"): results,
            }
        ),
        "near-the-pass-mark",
        "near_table",
        say,
    )


def _draw_options(sat: Exam, say: Say) -> None:
    options = sat.options[sat.options["item"].isin([verdict.item for verdict in sat.verdicts[:12]])]
    item = st.selectbox(
        say("Exam item"),
        list(
            dict.fromkeys(
                [verdict.item for verdict in sat.verdicts if verdict.item in set(options["item"])]
            )
        ),
        key="option_item",
    )
    rows = sat.options[sat.options["item"] == item]
    show_table_with_file(
        pd.DataFrame(
            {
                say("Option"): rows["option"].tolist(),
                say("Key"): ["✓" if key else "" for key in rows["key"]],
                say("Chosen by (%)"): all_rounded(100 * rows["share"]),
                say("Goes with the rest (r)"): all_rounded(rows["r_rest"], 2),
                say("Reading"): [_reading(row, say) for row in rows.to_dict("records")],
            }
        ),
        "options",
        "option_table",
        say,
    )
    st.caption(
        say(
            "Of those who chose an option. Left unanswered: {count}.",
            count=int(sat.unanswered[item]),
        )
    )


def _reading(row: dict, say: Say) -> str:
    if row["attracts"]:
        return say("those who do well choose it: ambiguous, or the true key")
    return say("hardly anyone chooses it") if row["idle"] else ""


@remembered(20)
def _curve(snapshot: Snapshot, course: str | None) -> pd.DataFrame:
    return passing_curve(passing_times(snapshot.reading, course))


def draw_attempts(worst: str | None, say: Say, palette: Palette) -> None:
    """How many pass by which attempt."""
    options = ["", *all_courses()]
    course = linked(
        "attempts_of",
        say("Course"),
        options,
        worst if worst in options else "",
        lambda name: name or say("All courses"),
    )
    curve = looked_at(_curve, course or None)
    shown = curve[curve["shown"]]
    if shown.empty:
        too_few = (
            N_("Fewer than {least} exams of this course are on record.")
            if exam_units(viewer()) is None
            else N_("Fewer than {least} of these exams began in your units.")
        )
        st.info(say(too_few, least=ENOUGH_AT_RISK))
        return
    told = _passed_by(shown, say)
    st.html(f'<h2 class="scd-finding">{escape(told)}</h2>')
    st.plotly_chart(
        passing_steps(curve, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        key="passing",
        alt=say.sentences(
            say(
                "By attempt {attempt} {share}% of all exams were passed; still to be passed "
                "before it: {exams}.",
                attempt=int(row.time),
                share=rounded(100 * row.plain, 1),
                exams=int(row.at_risk),
            )
            for row in shown.itertuples()
        ),
    )
    st.caption(
        say(
            "Solid: of all exams taken, each person and course for itself. Dashed (Kaplan–Meier): "
            "if those who stopped had gone on and done "
            "as well as those who did, which flatters. The lines end where fewer than {least} "
            "exams were still to be passed.",
            least=ENOUGH_AT_RISK,
        )
    )


def _passed_by(shown: pd.DataFrame, say: Say) -> str:
    """The first and the last share that is shown."""
    first, last = (rounded(100 * share, 1) for share in shown["plain"].iloc[[0, -1]])
    if len(shown) > 1:
        return say(
            "{first}% pass at the first attempt, {last}% by attempt {attempt}.",
            first=first,
            last=last,
            attempt=int(shown["time"].iloc[-1]),
        )
    return say(
        "{first}% pass at the first attempt; fewer than {least} exams were still to be passed "
        "after it.",
        first=first,
        least=ENOUGH_AT_RISK,
    )
