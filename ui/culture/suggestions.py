"""Section “Suggestions”: how many wait, how soon the others were decided, and how many of these
were adopted; by unit."""

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.voice_bars import Bar, Piece, answer_bars, description
from charts.words import group_label, interval
from data.kinds.catalog import SUGGESTION
from errors import Message
from i18n import N_, Say, rounded, some_of
from metrics.catalog import kpi_named
from metrics.culture.suggestions import Fate, days_unknown, never_decided, never_sentence, settled
from metrics.culture.view import CultureView
from metrics.people import DECIDED_WITHIN
from metrics.statistics.quantiles import Quantile
from ui.culture.data import (
    fates_of,
    months_of,
    over,
    refused,
    stage_now,
    telling,
    time_to_decision,
    waiting_longest,
)
from ui.culture.file import MOST, draw_table
from ui.culture.missing import draw_longer, draw_needs, refused_words
from ui.culture.tiles import draw_tiles, heading, stage_chip, tile
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import late_changes
from ui.parts.viewer import sees_people, viewer
from ui.parts.visitor import is_phone
from ui.rows.way import draw_way_to_rows
from ui.state.filters import LABELS, linked

ADOPTION, WAITING, IN_TIME = (
    "suggestion_adoption_rate",
    "suggestions_waiting",
    "suggestions_decided_in_time",
)


def draw_suggestions(view: CultureView, say: Say, palette: Palette) -> None:
    """What became of the suggestions of the months looked at."""
    if months_of("suggestions").rows.empty:
        draw_needs([SUGGESTION.name], say)
        return
    lacking = refused(kpi_named(WAITING), view)
    if lacking:
        st.info(say(refused_words(kpi_named(WAITING), lacking)))
        return
    st.html(heading(say("Suggestions")))
    draw_tiles([_waiting(view, say), _adopted(view, say), _in_time(view, say), _time(view, say)])
    for told in late_changes(kpi_named(WAITING), viewer()):
        st.caption(say(told))
    _draw_by_unit(view, say, palette)
    if sees_people():
        lazy_expander(
            say("Those that wait longest"), lambda: _draw_waiting(view, say), "culture_waiting"
        )
    draw_way_to_rows(kpi_named(WAITING), "culture", view.first, view.last, say)


def _waiting(view: CultureView, say: Say) -> str:
    kpi = kpi_named(WAITING)
    name = say("Wait for a decision")
    rows = over(WAITING, view).rows
    row = None if rows.empty else rows.iloc[0]
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or not row["n"] > 0:
        return tile(name, None, [say("No suggestions were submitted in {time}.", time=view.span)])
    return tile(
        name,
        say.number(row["y"], 0),
        [
            say(
                "of {count} submitted in {time} ({share})",
                count=rounded(row["n"]),
                time=view.span,
                share=kpi.unit.show(say, row["value"]),
            ),
            *_held(row, say),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
    )


def _adopted(view: CultureView, say: Say) -> str:
    kpi = kpi_named(ADOPTION)
    name = say("Adopted among decided")
    rows = over(ADOPTION, view).rows
    row = None if rows.empty else rows.iloc[0]
    chip = stage_chip(kpi, stage_now(kpi, view), say)
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or not row["x"] > 0:
        return tile(name, None, [say("None was decided in {time}.", time=view.span)], [chip])
    return tile(
        name,
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{adopted} of {count} decided in {time}",
                adopted=rounded(row["y"]),
                count=rounded(row["x"]),
                time=view.span,
            ),
            say("95% interval {interval}", interval=interval(kpi, row, say)),
            *([] if row["enough"] else [say("few decisions")]),
            *_held(row, say),
        ],
        [chip],
        pale=not row["enough"],
    )


def _held(row: pd.Series, say: Say) -> list[str]:
    if pd.isna(row["since"]):
        return []
    return [say("as of {day}, later changes would tell of few people", day=row["since"])]


def _in_time(view: CultureView, say: Say) -> str:
    """Of the months only in which each suggestion has had its days."""
    kpi = kpi_named(IN_TIME)
    name = say(kpi.label)
    span = settled(months_of(IN_TIME, view.only), view)
    if span is None:
        return tile(
            name,
            None,
            [
                say(
                    "Too early to tell: the records do not reach {days} days beyond {time}.",
                    time=view.span,
                    days=DECIDED_WITHIN,
                )
            ],
        )
    first, last = span
    told = CultureView(view.month, first, last, view.only)
    rows = over(IN_TIME, told).rows
    row = None if rows.empty else rows.iloc[0]
    if row is not None and row["hidden"]:
        return tile(name, None, [say("Too few people to show.")])
    if row is None or not row["n"] > 0:
        return tile(name, None, [say("No suggestions were submitted in {time}.", time=told.span)])
    if days_unknown(row):
        return tile(name, None, [say(needs_days(row))])
    return tile(
        name,
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{count} of {all} submitted in {time} and not withdrawn",
                count=rounded(row["y"]),
                all=rounded(row["x"]),
                time=told.span,
            ),
            say("95% interval {interval}", interval=interval(kpi, row, say)),
            *_held(row, say),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
    )


def needs_days(row: pd.Series) -> Message:
    """Why nothing can be said of days: the column is missing, or has too few of them."""
    return Message(
        "Of {unknown} of {count} suggestions no day of decision is known, so nothing can be said of "
        "how soon they were decided: it needs the column “{column}” of “{kind}”.",
        {
            "unknown": rounded(row["n"] - row["x"]),
            "count": rounded(row["n"]),
            "column": SUGGESTION.column("decided").label,
            "kind": SUGGESTION.label,
        },
    )


def _time(view: CultureView, say: Say) -> str:
    name = say("Time to the decision")
    if not sees_people():
        return tile(
            name,
            None,
            [
                say(
                    "Days are told to trainers, the committee and administrators: two days side by "
                    "side would tell single suggestions. Beside it stands how many were decided "
                    "within {days} days.",
                    days=DECIDED_WITHIN,
                )
            ],
        )
    found = time_to_decision(view)
    if found is None or not found.decided:
        return tile(
            name,
            None,
            [say("No suggestion of {time} has a day of decision yet.", time=view.span)],
        )
    value = say(_days(found.median, N_("{days} days"), N_("longer than is known yet")))
    return tile(
        name,
        value,
        [
            say(
                "median, submitted in {time}; 95% interval {interval}",
                time=view.span,
                interval=_limits(found.median, say),
            ),
            say(
                "nine in ten: {days}",
                days=_days(found.p90, N_("within {days} days"), N_("longer than is known yet")),
            ),
            say(
                "{decided} decided, {open} still open and counted as long as they have waited",
                decided=found.decided,
                open=found.open,
            ),
        ],
    )


def _days(found: Quantile, words: str, never: str) -> Message:
    return Message(never) if found.value is None else Message(words, {"days": rounded(found.value)})


def _limits(found: Quantile, say: Say) -> str:
    if found.low is None and found.high is None:
        return "–"
    if found.high is None:
        return say("at least {days}", days=rounded(found.low))
    if found.low is None:
        return say("at most {days}", days=rounded(found.high))
    return say("{low} to {high}", low=rounded(found.low), high=rounded(found.high))


def _draw_by_unit(view: CultureView, say: Say, palette: Palette) -> None:
    kpi = kpi_named(WAITING)
    filtered = {name for name, _ in view.only}
    free = [name for name in kpi.dimensions if name not in filtered]
    st.html(heading(say("By unit")))
    with st.columns([1, 2])[0]:
        by = linked("suggested_by", say("By"), free, _usual(free), lambda name: say(LABELS[name]))
    lacking = refused(kpi, view, by) or refused(kpi_named(ADOPTION), view, by)
    if lacking:
        st.info(say(refused_words(kpi, lacking)))
        return
    months = telling(view, lambda months: _shows(fates_of(months, by)))
    draw_longer(view, months, say)
    if months is None:
        return
    found = fates_of(months, by)
    never = never_sentence(never_decided(found, months, view.last), months)
    if never is not None:
        st.markdown(say(never))
    shown = [fate for fate in found if not fate.hidden and fate.submitted]
    if shown:
        bars = [_bar(fate, say) for fate in shown[:MOST]]
        st.plotly_chart(
            answer_bars(bars, say, palette, is_phone()),
            theme=None,
            config=CONFIG,
            alt=description(bars, say),
            key="culture_suggestions",
        )
        st.caption(
            say(
                "Of the suggestions submitted in {time}: those that wait, and all others.",
                time=months.span,
            )
        )
        if len(shown) > MOST:
            st.caption(
                say(
                    "The first {shown} of {all}; the file has all of them.",
                    shown=MOST,
                    all=len(shown),
                )
            )
    hidden = [fate for fate in found if fate.hidden]
    if hidden:
        st.caption(
            say(
                "Not shown, to protect the staff in them, if there are any: {groups}.",
                groups=some_of([group_label(fate.group or "", say) for fate in hidden]),
            )
        )
    lazy_expander(
        say("Table and download"), lambda: _draw_table(found, by, months, say), "culture_fates"
    )


def _shows(found: list[Fate]) -> bool | None:
    """Whether any unit is shown; None where there is none."""
    return any(not fate.hidden for fate in found) if found else None


def _usual(free: list[str]) -> str:
    return "department" if "department" in free else free[0]


def _bar(fate: Fate, say: Say) -> Bar:
    submitted, waiting = fate.submitted or 0, fate.waiting or 0
    return Bar(
        group_label(fate.group or "", say),
        say("{waiting} of {count} wait", waiting=waiting, count=submitted),
        (
            Piece(say("wait"), waiting, -1),
            Piece(say("decided or withdrawn"), submitted - waiting, 1),
        ),
    )


def _draw_table(found: list[Fate], by: str, view: CultureView, say: Say) -> None:
    stage = stage_now(kpi_named(ADOPTION), view)
    rows = pd.DataFrame(
        [
            {
                say(LABELS[by]): group_label(fate.group or "", say),
                say("Submitted"): fate.submitted,
                say("Wait"): fate.waiting,
                say("Decided"): fate.decided,
                say("Adopted"): fate.adopted,
                say("Note"): say(_note(fate)) if _note(fate) else "",
                say("Target of the adoption rate"): ""
                if stage is None
                else stage.asked.spoken(say),
            }
            for fate in found
        ]
    )
    draw_table(rows, view.span, "suggestions", view, say)
    st.caption(
        say(
            "Submitted and waiting: of those submitted in {time}. Decided and adopted: of those decided in it.",
            time=view.span,
        )
    )


def _note(fate: Fate):
    if fate.hidden or fate.decided is None:
        return N_("hidden to protect the staff behind it")
    return N_("none is decided") if fate.never else None


def _draw_waiting(view: CultureView, say: Say) -> None:
    found = waiting_longest(view)
    if found.empty:
        st.caption(say("No suggestion waits for a decision."))
        return
    rows = pd.DataFrame(
        {
            say("Suggestion number"): found["suggestion_id"],
            say("Submitted on"): found["date"],
            say("Days"): [(view.end - day).days for day in found["date"]],
            say("Category"): found["category"],
            say("Department"): found["department"],
            say("Suggestion"): found["comment"],
        }
    )
    draw_table(rows, say("as of {day}", day=view.end), "suggestions-waiting", view, say)
