"""The right third of the board: what is new since last month, which units make the level and the
change, what is overdue, and which actions were begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from data.roles import sees_people
from i18n import Say
from metrics.catalog import indicator_named
from metrics.comparisons.contribution_words import change_finding, level_finding
from metrics.effect.action_words import STATES
from metrics.effect.actions import ImprovementAction
from metrics.effect.problems import Problem
from metrics.findings.month import MOST, changed_units, news_of
from metrics.findings.overview import Action, Costs, actions_of, costs_of, overdue_of
from metrics.findings.summary import Line, worst_first
from metrics.periods import Period, is_over
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter
from ui.parts import st
from ui.parts.inner_link import inner_link
from ui.state.filters import LABELS, link_to_view

_UNITS = 3  # that changed, of which is told


@dataclass(frozen=True)
class Lead:
    """A link to a page with what it proves. `link`: what it asks for there; `words`: HTML; `turn`: of
    a verdict that turned, what two sentences about the same turn have in common."""

    page: str
    link: tuple[tuple[str, str], ...]
    label: str
    words: str
    turn: str = ""


@dataclass(frozen=True)
class Block:
    """Title, leads, and HTML below them and above; how many more leads there would be."""

    title: str
    leads: tuple[Lead, ...]
    below: str = ""
    above: str = ""
    left: int = 0


def other_blocks(snapshot: Snapshot, month: date, only: Filter, say: Say) -> tuple[Block, ...]:
    """What stands below what is new; a block that has nothing to say is left out."""
    found = (
        _where(snapshot, month, only, say),
        _overdue(snapshot, only, say),
        _actions(actions_of(snapshot, month, only), month, say),
    )
    return tuple(block for block in found if block is not None)


def with_news_since(news: Block | None, since: Block | None) -> tuple[Block, ...]:
    """What is new since a look, then of what is new of the month what that does not tell. Together
    they have room for MOST leads: what is new of the month was told at an earlier look."""
    if news is None or since is None:
        return tuple(block for block in (since, news) if block is not None)
    told = {(lead.label, lead.words) for lead in since.leads}
    turns = {(lead.label, lead.turn) for lead in since.leads if lead.turn}
    fresh = [
        lead
        for lead in news.leads
        if (lead.label, lead.words) not in told and (lead.label, lead.turn) not in turns
    ]
    room = max(0, MOST - len(since.leads))
    left = news.left + len(fresh[room:])
    shown = replace(news, leads=tuple(fresh[:room]), left=left)
    return (since, shown) if fresh or not news.leads else (since,)


def draw_blocks(told: Sequence[Block], say: Say) -> None:
    """One after the other, each with its heading; sent as one."""
    st.html(f'<div class="scd-beside">{"".join(_block_html(block, say) for block in told)}</div>')


def _block_html(block: Block, say: Say) -> str:
    view = link_to_view(lang=say.language)
    leads = "".join(
        f'<div class="scd-lead">{inner_link(lead.page, lead.label, {**view, **dict(lead.link)}, say)}</div>'
        f'<div class="scd-small">{lead.words}</div>'
        for lead in block.leads
    )
    title = f'<h2 class="scd-h">{escape(block.title)}</h2>'
    return title + block.above + leads + block.below + _more_words(block.left, say)


def month_news(snapshot: Snapshot, month: date, only: Filter, say: Say) -> Block | None:
    """Nothing of a month that is not over, which is compared with none."""
    if not is_over(month, snapshot.today):
        return None
    found = news_of(snapshot, month, only)
    title = say("New since last month")
    if not found:
        nothing = say("No verdict turned, and no level moved by more than chance.")
        return Block(title, (), f'<div class="scd-small">{escape(nothing)}</div>')
    leads = tuple(
        replace(changed(line, say), turn=turn_of(line, month, say)) for line in found[:MOST]
    )
    return Block(title, leads, left=max(0, len(found) - MOST))


def turn_of(line: Line, month: date, say: Say) -> str:
    """Which stages of a line came to stand how in a month; "" of a line that tells of no verdict."""
    blanks = line.sentence.blanks
    if "stages" not in blanks:
        return ""
    return f"{month:%Y-%m} {say(blanks['now'])} {say.sentences(blanks['stages'])}"


def _where(snapshot: Snapshot, month: date, only: Filter, say: Say) -> Block | None:
    units = () if only else changed_units(snapshot, month, "store")
    leads = tuple(_cost(costs, say) for costs in costs_of(snapshot, month, only))
    if not leads and not units:
        return None
    told = "".join(f"<li>{_unit(line, say)}</li>" for line in worst_first(units, _UNITS))
    listed = f'<ul class="scd-acts scd-small">{told}</ul>' if told else ""
    return Block(say("Where"), leads, listed + more(units, _UNITS, say))


def _unit(line: Line, say: Say) -> str:
    """A unit that changed by more than chance."""
    lead = changed(line, say)
    return f"<b>{escape(lead.label)}</b><br>{lead.words}"


def more(found: Sequence[object], most: int, say: Say) -> str:
    """How many of a list are not shown; empty where all are."""
    return _more_words(len(found) - most, say)


def _more_words(left: int, say: Say) -> str:
    if left <= 0:
        return ""
    words = say("More, not shown here: {count}", count=left)
    return f'<div class="scd-small">{escape(words)}</div>'


def _cost(costs: Costs, say: Say) -> Lead:
    """What the units of a KPI do to its level and its change."""
    title = say(
        "{kpi} by {dimension}, {period}",
        kpi=costs.kpi.label,
        dimension=LABELS[costs.by],
        period=Period(costs.found.period, costs.grain),
    )
    told = [level_finding(costs.found), *change_finding(costs.found, costs.grain)]
    link = (("kpi", costs.kpi.name), ("by", costs.by))
    return Lead("kpi", link, title, escape(say.sentences(told)))


def changed(line: Line, say: Say) -> Lead:
    shape, looks = {True: ("▲", "better"), False: ("▼", "worse"), None: ("●", "neutral")}[
        line.better
    ]
    word = {True: say("better"), False: say("worse"), None: ""}[line.better]
    label = " · ".join([say(line.kpi.label), *(unit for _, unit in line.link)])
    words = say.sentences([line.sentence, *line.more])
    told = f'<b class="scd-{looks}">{shape} {escape(word)}</b> {escape(words)}'
    return Lead("kpi", (("kpi", line.kpi.name), *line.link), label, told)


def _overdue(snapshot: Snapshot, only: Filter, say: Say) -> Block | None:
    """What is overdue today, whatever month is looked at: how it stood then is not kept."""
    found, people = overdue_of(snapshot, only), sees_people(snapshot.viewer)
    if not found:
        return None
    leads = tuple(_late(one, people, say) for one in found[:MOST])
    title = say("Overdue on {day}", day=say.date(snapshot.today))
    return Block(title, leads, more(found, MOST, say))


def _late(one: Problem | ImprovementAction, people: bool, say: Say) -> Lead:
    """A problem or an action that is overdue, with the day and who has to see to it; `people`:
    whether somebody may be named."""
    about = [
        say("To be done by {day}", day=say.date(one.due)) if one.due else "",
        one.department if isinstance(one, Problem) else "",
        one.owner if one.owner and people else "",
    ]
    words = f"{say(STATES[one.status])} · {' · '.join(told for told in about if told)}"
    section, number = ("problems", one.problem_id) if isinstance(one, Problem) else ("actions", "")
    link = (("section", section), *((("problem", number),) if number else ()))
    return Lead("actions", link, one.title, escape(words))


def _actions(found: Sequence[Action], month: date, say: Say) -> Block | None:
    """The actions that were begun; none where there are none."""
    if not found:
        return None
    items = "".join(f"<li>{_action(action, say)}</li>" for action in found[:MOST])
    listed = f'<ul class="scd-acts scd-small">{items}</ul>{more(found, MOST, say)}'
    return Block(say("Actions begun in the year up to {month}", month=say.month(month)), (), listed)


def _action(action: Action, say: Say) -> str:
    place = (
        say("whole company")
        if action.dimension is None
        else say("{dimension}: {unit}", dimension=LABELS[action.dimension], unit=action.unit)
    )
    kpis = [indicator_named(name).label for name in action.kpis] or [say("all KPIs")]
    about = [say.date(action.date), place, say.list(kpis)]
    if action.outcome is not None:
        about.append(f"{action.outcome.shape} {say(action.outcome.label)}")
    about += [say("Effect to be checked now")] if action.due else []
    return f"<b>{escape(action.text)}</b><br>{escape(' · '.join(about))}"
