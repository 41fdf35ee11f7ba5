"""Raising a problem from where it is seen: one click carries the proof to the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from i18n import N_, Say
from metrics.effect.problems import with_link
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import holds_reviews, sees_people
from ui.shell.row import beside_choices
from ui.state.filters import link_to_view

_RAISED, _CALM = "raised_proof", "raised_calm"
NOTHING_WRONG = N_(
    "No target is missed or behind here, and the latest month is within normal variation or better. "
    "Raise a problem only if you know of one that these figures do not show."
)
_OF_THE_READER = ("lang", "section", "form", "way")  # of a link: what does not belong to the view


@dataclass(frozen=True)
class Proof:
    """What is seen, in the words on screen (`seen`), on the page `page`. `source`: a choice of the
    kind. `about_staff`: who sees single people may be told more on that page than those who will read
    the problem, so that its words are left out for them. `month`, `kpi`: looked at, which the link
    may leave unsaid where they are those shown at first. `calm`: nothing that is seen there calls for
    a problem. `named`: what else the link has to say."""

    page: str
    source: str
    seen: str
    month: date | None
    title: str = ""
    category: str = ""
    kpi: str | None = None
    place: tuple[str | None, str | None] = (None, None)
    share: float | None = None
    about_staff: bool = False
    calm: bool = False
    named: tuple[tuple[str, str], ...] = ()

    def cells(self) -> dict[str, object]:
        """What it says of the problem, as columns of the kind; to be asked on its own page, whose
        link it takes along."""
        month = {"month": f"{self.month:%Y-%m}"} if self.month else {}
        kpi = {"kpi": self.kpi} if self.kpi else {}
        view = {**link_to_view(), **month, **kpi, **dict(self.named)}
        kept = {name: value for name, value in view.items() if name not in _OF_THE_READER}
        words = "" if self.about_staff and sees_people() else self.seen
        return {
            "title": self.title,
            "category": self.category,
            "source": self.source,
            "points_at": with_link(words, self.page, urlencode(kept)),
            "kpi": self.kpi,
            "dimension": self.place[0],
            "unit": self.place[1],
            "share": self.share,
        }


def offer_problem(proof: Proof, say: Say) -> None:
    """The button in the bar: what the page says first, raised as a problem by who may."""
    if not holds_reviews():
        return
    with beside_choices():
        _draw_button(proof, say)


def offer_problem_here(proof: Proof, say: Say) -> None:
    """Offer to raise a problem where it is called, of what is told there and not of the whole page."""
    if holds_reviews():
        _draw_button(proof, say)


def _draw_button(proof: Proof, say: Say) -> None:
    if st.button(
        say("Raise a problem"),
        icon=":material/flag:",
        key="raise",
        help=say(NOTHING_WRONG)
        if proof.calm
        else say("Write down what this page says as a problem, with its proof"),
    ):
        _take_along(proof, say)


def offer_problems(proofs: Sequence[Proof], key: str, say: Say) -> None:
    """A menu of what a section lists, each raised with one click; nothing where it lists nothing."""
    if not proofs or not holds_reviews():
        return
    chosen = st.menu_button(
        say("Raise a problem"),
        range(len(proofs)),
        icon=":material/flag:",
        format_func=lambda at: proofs[at].title,
        key=key,
    )
    if chosen is not None:
        _take_along(proofs[chosen], say)


def _take_along(proof: Proof, say: Say) -> None:
    st.session_state[_RAISED], st.session_state[_CALM] = proof.cells(), proof.calm
    asked = link_to_view(section="write", form="problem", lang=say.language)
    st.switch_page(page_named("actions", say), query_params=asked)


def was_calm() -> bool:
    """Whether nothing called for a problem where the last one was raised."""
    return bool(st.session_state.get(_CALM))


def raised() -> dict[str, object] | None:
    """The cells of the problem that waits to be written down, told once."""
    return st.session_state.pop(_RAISED, None)
