"""Customer voice, comments by theme: what each costs the result, the dearest first, how often it is
mentioned, how satisfied those are who write of it, and what they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from charts.theme import Palette, faded, plain
from data.exports.formula_safe import csv_bytes
from data.text.personal_text import spoken
from i18n import Say
from metrics.catalog import PERCENT
from metrics.kpi import Amount
from metrics.voice.comments import ThemeReport, matching
from metrics.voice.cost import ThemeCost
from metrics.voice.questions import Source
from metrics.voice.span import Span
from metrics.voice.terms import label_of
from metrics.voice.theme_scores import Share, ThemeChange, ThemeScore
from metrics.voice.themes import Dictionary
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table
from ui.shell.style import shortened

_QUOTES, _LETTERS = 3, 220  # newest ones of a theme, and how much of each
_LOOK = """<style>
.scd-themes { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.scd-themes th, .scd-themes td { text-align: left; vertical-align: top; font-weight: 400; padding: .4rem 1rem .1rem 0; }
.scd-themes thead th { font-size: .8rem; padding-bottom: .3rem; } .scd-themes tbody th { font-weight: 600; width: 21%; overflow-wrap: anywhere; }
.scd-themes tbody tr:first-child > * { border-top: 1px solid rgba(128, 128, 128, .3); } .scd-themes td { width: 26%; }
.scd-themes .scd-few { opacity: .85; font-weight: 400; }
.scd-themes .scd-track { height: .7rem; margin: .2rem 0; display: flex; max-width: 15rem; }
.scd-themes .scd-track i { height: 100%; min-width: 1px; } .scd-themes .scd-cost i { border-radius: 2px; }
.scd-themes details { margin: 0 0 .4rem; font-size: .86rem; } .scd-themes summary { cursor: pointer; width: fit-content; padding: .15rem 0; }
.scd-themes q { quotes: none; overflow-wrap: anywhere; } .scd-themes details p { margin: .3rem 0 .3rem 1rem; font-size: inherit; }
@media (max-width: 640px) { .scd-themes :is(table, tbody, tr, th, td), .scd-themes { display: block; width: auto !important; padding-right: 0; }
  .scd-themes thead { display: none; } .scd-themes td { padding: .15rem 0; }
  .scd-themes td[data-title]::before { content: attr(data-title); display: block; font-size: .78rem; opacity: .8; } }
</style>"""


@dataclass(frozen=True)
class ThemesView:
    """What is said of themes: the report, what the survey asks, the dictionary, the units chosen
    against the rest of the company (empty where none are), and what the report is compared with."""

    report: ThemeReport
    source: Source
    dictionary: Dictionary
    here: Mapping[str, ThemeChange]
    before: Span | None

    @property
    def costs(self) -> dict[str, ThemeCost]:
        return {cost.theme: cost for cost in self.report.costs}

    @property
    def costs_before(self) -> dict[str, ThemeCost]:
        return {cost.theme: cost for cost in self.report.costs_before}

    @property
    def changes(self) -> dict[str, ThemeChange]:
        return {change.theme: change for change in self.report.changes}


def draw_themes(view: ThemesView, comments: pd.DataFrame, say: Say, palette: Palette) -> None:
    """The themes by what they cost, with the newest of the `comments` of those who are dissatisfied;
    then the same as a table to take along."""
    shown = [theme for theme in view.report.dearest_first if theme.mentioned.k]
    if shown:
        st.html(_themes(shown, view, comments, say, palette))
        st.caption(say.sentences(_notes(view, say)))
    lazy_expander(say("Table and download"), lambda: _draw_table(view, say), "voice_themes_fold")


def _notes(view: ThemesView, say: Say) -> list[str]:
    """How the list is read, and what is not in it."""
    notes = [
        say(
            "A theme costs as many points as {kpi} would be higher if those who write of it were "
            "as satisfied as the others who write. Costs do not add up, since a comment may speak "
            "of several themes, and a theme need not be the reason.",
            kpi=view.source.kpi.label,
        ),
        say(
            "Whether a theme is praised or blamed is told by the score given with the comment, "
            "not by its words."
        ),
    ]
    if view.before is not None and view.report.changes:
        notes.append(say("Before and changes: {before}.", before=view.before))
    if any(not theme.top.enough for theme in view.report.themes):
        notes.append(say("Fewer than {least} scores: not judged.", least=view.source.kind.enough))
    if view.report.fewest > 1:
        notes.append(
            say(
                "Themes of fewer than {least} comments are not shown, nor what share of so few is "
                "satisfied, so that nobody is recognised.",
                least=view.report.fewest,
            )
        )
    return notes


def _titles(view: ThemesView, say: Say) -> tuple[str, str, str]:
    return (
        say("Points of {kpi}", kpi=view.source.kpi.label),
        say("Share of comments"),
        say("How satisfied they are"),
    )


def _themes(
    shown: list[ThemeScore],
    view: ThemesView,
    comments: pd.DataFrame,
    say: Say,
    palette: Palette,
) -> str:
    heads = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in (say("Theme"), *_titles(view, say))
    )
    most = max((abs(cost.size) for cost in view.report.costs), default=0)
    rows = "".join(_theme(theme, view, comments, most, say, palette) for theme in shown)
    return (
        f'{shortened(_LOOK)}<table class="scd-themes"><thead><tr>{heads}</tr></thead>{rows}</table>'
    )


def _theme(
    theme: ThemeScore,
    view: ThemesView,
    comments: pd.DataFrame,
    most: float,
    say: Say,
    palette: Palette,
) -> str:
    """A group of rows: the theme with its figures, and what is written of it."""
    cells = (
        _cost_cell(theme, view, most, say, palette),
        _mention_cell(theme, view, say),
        _satisfied_cell(theme, view, say, palette),
    )
    drawn = "".join(
        f'<td data-title="{escape(title)}">{cell}</td>'
        for title, cell in zip(_titles(view, say), cells, strict=True)
    )
    name = escape(say(label_of(view.dictionary, theme.theme)))
    quotes = _quotes(matching(comments, theme.theme, "bottom").head(_QUOTES), view, say)
    below = f'<tr><td colspan="4">{quotes}</td></tr>' if quotes else ""
    return f'<tbody><tr><th scope="row">{name}</th>{drawn}</tr>{below}</tbody>'


def _cost_cell(theme: ThemeScore, view: ThemesView, most: float, say: Say, palette: Palette) -> str:
    cost = view.costs.get(theme.theme)
    if cost is None:
        return "–"
    unit, then = view.source.kpi.unit, view.costs_before.get(theme.theme)
    looks = "worse" if cost.costs else "better" if cost.clear else "neutral"
    shape = {"worse": "▼", "better": "▲", "neutral": "●"}[looks]
    told = [
        say(
            "95%: {low} to {high}",
            low=Amount(unit, cost.low, bare=True),
            high=Amount(unit, cost.high, bare=True),
        )
    ]
    if not theme.top.enough:
        told.append(say("few answers"))
    if then is not None:
        told.append(say("before {cost}", cost=Amount(unit, then.size, bare=True)))
    width = 100 * abs(cost.size) / most if most else 0
    colour = {"worse": palette.worse, "better": palette.better, "neutral": palette.neutral}[looks]
    return (
        f'<b class="scd-{looks}">{shape} {escape(unit.show_change(say, cost.size))}</b>'
        f'<div class="scd-track scd-cost"><i style="width:{width:.0f}%;background:{colour}"></i>'
        f'</div><div class="scd-small">{escape(" · ".join(told))}</div>'
    )


def _mention_cell(theme: ThemeScore, view: ThemesView, say: Say) -> str:
    told = [say("n {n}", n=say.number(theme.mentioned.k))]
    if change := view.changes.get(theme.theme):
        told.append(_change(change, say))
    if here := view.here.get(theme.theme):
        told.append(
            say("elsewhere {share}, clearly fewer", share=_share(here.before, say))
            if here.clear and here.difference.value > 0
            else say("elsewhere {share}, clearly more", share=_share(here.before, say))
            if here.clear
            else say("elsewhere {share}", share=_share(here.before, say))
        )
    return (
        f"{escape(_share(theme.mentioned, say))}"
        f'<div class="scd-small">{"<br>".join(map(escape, told))}</div>'
    )


def _satisfied_cell(theme: ThemeScore, view: ThemesView, say: Say, palette: Palette) -> str:
    top, bottom = theme.top, theme.bottom
    if not top.n or top.value is None or bottom.value is None:
        return "–"
    between = top.n - top.k - bottom.k
    strength = 1 if top.enough else 0.45
    pieces = "".join(
        f'<i style="width:{100 * part / top.n:.1f}%;background:{colour}"></i>'
        for part, colour in (
            (bottom.k, faded(palette.worse, strength)),
            (between, faded(palette.neutral, 0.35 * strength)),
            (top.k, faded(palette.better, strength)),
        )
        if part
    )
    told = [
        say("{word} {share}", word=view.source.bottom, share=_share(bottom, say)),
        say("{word} {share}", word=view.source.top, share=_share(top, say)),
    ]
    return (
        f"{escape(' · '.join(told))}"
        f'<div class="scd-track" aria-hidden="true">{pieces}</div>'
        f'<div class="scd-small">{escape(say("n {n}", n=say.number(top.n)))}</div>'
    )


def _quotes(found: pd.DataFrame, view: ThemesView, say: Say) -> str:
    """The newest comments of the dissatisfied, folded; letter by letter, and masked as in the
    list."""
    if found.empty:
        return ""
    lines = "".join(
        f'<p><span class="scd-small">{plain(_said_by(row, say))}</span><br>'
        f'<q dir="auto">{plain(_shortened(spoken(row["comment"], say)))}</q></p>'
        for row in found.to_dict("records")
    )
    title = say("Newest with this score: {word}", word=view.source.bottom)
    return f"<details><summary>{escape(title)}</summary>{lines}</details>"


def _said_by(row: Mapping[str, object], say: Say) -> str:
    places = [row[name] for name in ("store", "channel")]
    facts = [say.date(row["date"].date())]
    facts += [place for place in places if isinstance(place, str) and place]
    return " · ".join(facts)


def _shortened(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"


def _draw_table(view: ThemesView, say: Say) -> None:
    if not view.report.themes:
        st.caption(say("No theme is shown here, so there is nothing to list or to download."))
        return
    rows = pd.DataFrame([_row(theme, view, say) for theme in view.report.dearest_first])
    show_table(rows, "voice_themes_table")
    st.download_button(
        say("Download as CSV"),
        csv_bytes(rows),
        "themes.csv",
        "text/csv",
        key="voice_themes_file",
        on_click="ignore",
    )


def _row(theme: ThemeScore, view: ThemesView, say: Say) -> dict[str, str]:
    cost, unit = view.costs.get(theme.theme), view.source.kpi.unit
    row = {
        say("Theme"): say(label_of(view.dictionary, theme.theme)),
        say("Points of {kpi}", kpi=view.source.kpi.label): unit.show_change(say, cost.size)
        if cost
        else "–",
        say("95% interval of that"): say(
            "{low} to {high}",
            low=Amount(unit, cost.low, change=True),
            high=Amount(unit, cost.high, change=True),
        )
        if cost
        else "–",
        say("Comments"): say.number(theme.mentioned.k),
        say("Share of comments"): _share(theme.mentioned, say),
        say("95% interval"): _limits(theme.mentioned, say),
        say("Change"): _change(view.changes.get(theme.theme), say),
        say(view.source.top): _share(theme.top, say),
        say("95% interval of it"): _limits(theme.top, say),
        say(view.source.bottom): _share(theme.bottom, say),
    }
    if view.here:
        here = view.here.get(theme.theme)
        row[say("Share elsewhere")] = _share(here.before, say) if here else "–"
    return row


def _share(share: Share, say: Say) -> str:
    return PERCENT.show(say, None if share.value is None else 100 * share.value)


def _limits(share: Share, say: Say) -> str:
    if share.low is None:
        return "–"
    return say(
        "{low} to {high}",
        low=Amount(PERCENT, 100 * share.low),
        high=Amount(PERCENT, 100 * share.high),
    )


def _change(change: ThemeChange | None, say: Say) -> str:
    if change is None or change.difference.value is None:
        return "–"
    limits = (100 * change.difference.low, 100 * change.difference.high)
    amount = Amount(
        PERCENT,
        PERCENT.step_between(100 * change.before.value, 100 * change.now.value, *limits),
        change=True,
    )
    return (
        say("{change}, clear", change=amount)
        if change.clear
        else say("no clear change ({change})", change=amount)
    )
