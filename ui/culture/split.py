"""One KPI by unit in one month, beside its target or the whole."""

from charts.alternative import alternative
from charts.split import Reference, hidden_groups, only_largest, pale_groups, split
from charts.theme import CONFIG, Palette
from i18n import Month, Say
from metrics.answers.answer import Answer
from metrics.targets.verdict import Verdict
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.visitor import is_phone

_MOST_DRAWN = 30


def draw_split(
    answered: Answer, whole: Answer, stage: Verdict | None, key: str, say: Say, palette: Palette
) -> None:
    """The parts of `answered`, which has rows of one month; `whole`: the same without a split;
    `stage`: the target in force."""
    goal = stage.monthly_goal if stage else None
    month = answered.rows["period"].iloc[0]
    drawn = answered.largest(_MOST_DRAWN)
    title = say("{kpi}, {month}", kpi=answered.kpi.label, month=Month(month))
    st.html(heading(title, level=3))
    st.plotly_chart(
        split(
            drawn,
            Reference(goal, whole.last_value() if goal is None else None),
            say,
            palette,
            narrow=is_phone(),
        ),
        theme=None,
        config=CONFIG,
        alt=alternative(drawn, (), say),
        key=key,
    )
    for sentence in filter(
        None,
        (hidden_groups(answered, say), pale_groups(drawn, say), only_largest(answered, drawn, say)),
    ):
        st.caption(sentence)
