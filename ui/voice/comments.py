"""Customer voice, comments: their themes with the scores given beside them, what is new, and the
comments themselves."""

from html import escape

import pandas as pd

from charts.theme import Palette, plain
from data.text.personal_text import spoken
from errors import Message
from i18n import N_, Say, Text
from metrics.catalog import PERCENT
from metrics.kpi import Amount
from metrics.targets.events import filtered_place
from metrics.voice.comments import NO_THEME, ThemeReport, matching, theme_finding
from metrics.voice.questions import SOURCES
from metrics.voice.records import MOST_LISTED
from metrics.voice.terms import label_of
from metrics.voice.theme_scores import ThemeScore
from metrics.voice.themes import Dictionary
from ui.loop.raising import Proof, offer_problems
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import NOT_ALL_COMMENTS, draw_off
from ui.parts.table import show_table_with_file
from ui.parts.viewer import sees_people
from ui.state.filters import linked
from ui.voice.data import (
    comments_recorded,
    dictionary_in_use,
    expressions_of,
    newest_comments,
    themes_here,
    themes_of,
)
from ui.voice.page import VoiceChoice, draw_finding, draw_none, partial_words
from ui.voice.themes import ThemesView, draw_themes

A_PAGE, _MOST_RAISED = 25, 8
_SIDES: dict[str, Text] = {
    "": N_("All scores"),
    "top": N_("Satisfied or promoters"),
    "bottom": N_("Dissatisfied or detractors"),
}


def draw_comments(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """The finding, the themes, the expressions to look at, and the comments."""
    with choice.row:
        name = linked(
            "from",
            say("Comments of"),
            list(SOURCES),
            next(iter(SOURCES)),
            lambda name: say("Comments of: {kind}", kind=SOURCES[name].kind.label),
            label_visibility="collapsed",
            width=340,
        )
    source, recorded = SOURCES[name], comments_recorded(name, choice.span, choice.only)
    if not recorded:
        none = Message(
            "No comments in {span} for this selection. Upload a file of this kind with a "
            "comment column, or choose other months.",
            {"span": choice.span},
        )
        draw_none(none, [source.kind], choice, say)
        return
    dictionary = dictionary_in_use(say.language).dictionary
    report = themes_of(name, choice.span, choice.before, choice.only)
    if report.said < report.fewest and not sees_people():
        st.info(
            say(
                "Comments, their themes and shares are shown from {least} comments on in which "
                "something is said, so that nobody is recognised "
                "by theirs; here there are {count}. Choose more months or fewer filters.",
                least=report.fewest,
                count=report.said,
            )
        )
        draw_off(NOT_ALL_COMMENTS, say)
        return
    here = themes_here(name, choice.span, choice.only) if choice.only else {}
    draw_finding(
        choice,
        [
            *theme_finding(report, source.kpi, dictionary, PERCENT, tuple(here.values())),
            *partial_words(choice),
        ],
        [_base(report, choice, say)],
        say,
    )
    view = ThemesView(report, source, dictionary, here, choice.before)
    draw_themes(view, newest_comments(name, choice.span, choice.only, ""), say, palette)
    offer_problems(_proofs(view, choice, say), "raise_theme", say)
    lazy_expander(
        say("New expressions to look at"),
        lambda: _draw_expressions(name, choice, say),
        "voice_expressions",
    )
    st.header(say("The comments"))
    if not sees_people():
        st.caption(
            say(
                "Telephone numbers, addresses, numbers of cards and accounts, and the names and "
                "numbers of staff are masked; trainers, the "
                "committee and administrators read them."
            )
        )
    _draw_list(name, choice, dictionary, say)


def _proofs(view: ThemesView, choice: VoiceChoice, say: Say) -> list[Proof]:
    """The dearest themes, each to be raised as a problem."""
    dearest = [one for one in view.report.dearest_first if one.mentioned.k][:_MOST_RAISED]
    return [_proof(one, view, choice, say) for one in dearest]


def _proof(theme: ThemeScore, view: ThemesView, choice: VoiceChoice, say: Say) -> Proof:
    name, share = say(label_of(view.dictionary, theme.theme)), theme.mentioned
    seen = say(
        "“{theme}” is mentioned in {k} of {n} comments in {span}.",
        theme=name,
        k=share.k,
        n=share.n,
        span=choice.span,
    )
    return Proof(
        "voice",
        "theme",
        seen,
        choice.month,
        title=name,
        category=name,
        place=filtered_place(choice.only) or (None, None),
        share=100 * share.k / share.n if share.n else None,
        about_staff=view.report.fewest > 1,
        named=(("view", "comments"),),
    )


def _base(report: ThemeReport, choice: VoiceChoice, say: Say) -> str:
    told = [
        say(
            "Comments of {span}: {count}, of which {share} speak of no theme.",
            count=report.said,
            span=choice.span,
            share=Amount(PERCENT, 100 * report.unmatched.value),
        )
        if report.unmatched.value is not None
        else say("Comments of {span}: {count}.", count=report.said, span=choice.span)
    ]
    if report.coded < report.recorded:
        told.append(
            say(
                "A random part of {taken} of {all} comments was read.",
                taken=report.coded,
                all=report.recorded,
            )
        )
    return say.sentences(told)


def _draw_expressions(source: str, choice: VoiceChoice, say: Say) -> None:
    found = expressions_of(source, choice.span, choice.before, choice.only)
    st.caption(
        say(
            "Expressions of at least {least} comments that no term of the dictionary covers. To "
            "look at, not to count: a frequent one may "
            "deserve a place in the dictionary.",
            least=found.fewest,
        )
    )
    left, right = st.columns(2)
    if choice.before is not None:
        with left:
            st.html(heading(say("More often than in {before}", before=choice.before)))
            newer = [
                {
                    say("Expression"): one.text,
                    say("Now"): one.second,
                    say("Earlier"): _earlier(one.first, found.fewest, say),
                }
                for one in found.newer
            ]
            _list(newer, "voice_newer", say)
    with right if choice.before is not None else left:
        st.html(heading(say("In comments of no theme")))
        _list(
            [
                {say("Expression"): one.text, say("Comments"): one.comments}
                for one in found.unmatched
            ],
            "voice_unmatched",
            say,
        )


def _earlier(comments: int, fewest: int, say: Say) -> str:
    """A count of comments that is told from `fewest` on."""
    return (
        say.number(comments)
        if comments >= fewest or not comments or sees_people()
        else say("fewer than {least}", least=fewest)
    )


def _list(rows: list[dict[str, object]], key: str, say: Say) -> None:
    if rows:
        show_table_with_file(pd.DataFrame(rows), key.replace("_", "-"), key, say)
    else:
        st.markdown(say("None."))


@st.fragment
def _draw_list(source: str, choice: VoiceChoice, dictionary: Dictionary, say: Say) -> None:
    """Search, theme and score, then a page of comments, newest first."""
    first, second, third = st.columns(3)
    with first:
        search = st.text_input(
            say("Search"), key="voice_search", placeholder=say("A word or a part of it")
        ).strip()
    with second:
        labels = {
            "": say("All themes"),
            **{theme.name: say(theme.label) for theme in dictionary.themes},
            NO_THEME: say("No theme"),
        }
        theme = linked("theme", say("Theme"), list(labels), "", lambda name: labels[name])
    with third:
        side = linked("felt", say("Score"), list(_SIDES), "", lambda name: say(_SIDES[name]))
    listed = newest_comments(source, choice.span, choice.only, search)
    found = matching(listed, theme, side)
    if len(listed) >= MOST_LISTED * 0.9:
        st.caption(
            say(
                "Looked through: the newest {count} comments. Choose fewer months or search for a "
                "word to see others.",
                count=len(listed),
            )
        )
    if found.empty:
        st.markdown(say("No comment fits. Search for less, or choose another theme or score."))
        return
    pages = -(-len(found) // A_PAGE)
    page = st.selectbox(
        say("Comments, newest first"),
        range(pages),
        key=f"voice_page_{pages}",
        format_func=lambda page: say(
            "{first} to {last} of {count}",
            first=page * A_PAGE + 1,
            last=min(len(found), (page + 1) * A_PAGE),
            count=len(found),
        ),
    )
    shown = found.iloc[page * A_PAGE : (page + 1) * A_PAGE].to_dict("records")
    comments = "".join(_comment(row, labels, say) for row in shown)
    st.html(f'<div class="scd-written">{comments}</div>')


def _comment(row: dict, labels: dict[str, str], say: Say) -> str:
    """Date, score, place and themes small; below them the comment, letter by letter."""
    facts = [say.date(row["date"].date())]
    if not pd.isna(row["score"]):
        facts.append(say("{score} of {most}", score=row["score"], most=row["scale_high"]))
    facts += [
        str(row[name]) for name in ("store", "channel") if isinstance(row[name], str) and row[name]
    ]
    facts += [labels[name] for name in row["themes"]]
    looks = "worse" if row["bottom"] == 1 else "better" if row["top"] == 1 else "neutral"
    shape = {"worse": "▼", "better": "▲", "neutral": "●"}[looks]
    return (
        f'<div style="margin: .55rem 0"><div class="scd-small"><b class="scd-{looks}">{shape}</b> '
        f"{plain(' · '.join(facts))}</div>"
        '<div dir="auto" style="overflow-wrap: '
        f'anywhere">{escape(spoken(plain_text(row["comment"]), say))}</div></div>'
    )


def plain_text(text: str) -> str:
    """The text without the marks that turn its direction around."""
    return "".join(letter for letter in text if letter not in _TURNING)


_TURNING = frozenset(map(chr, (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
