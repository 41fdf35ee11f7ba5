"""Customer voice, drivers: which rating goes with overall satisfaction, and where to work first."""

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.voice_drivers import description, drivers_map
from errors import Message
from i18n import Say, rounded
from metrics.answers.asked import answer
from metrics.voice.driver_report import LABELS, OUTCOME, DriverReport
from metrics.voice.driver_words import CAUTION, driver_finding
from metrics.voice.quadrant import Point
from metrics.voice.questions import QUESTIONS, RATINGS, SATISFACTION
from metrics.voice.scores import over, query_for
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table_with_file
from ui.parts.visitor import is_phone
from ui.state.board import looked_at
from ui.voice.data import drivers_of
from ui.voice.page import VoiceChoice, draw_finding, draw_none, partial_words


def draw_drivers(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """The finding with its caution, the map, and the table behind."""
    whole = _counted(QUESTIONS[0].kpi_name, choice)
    if not whole[1]:
        none = Message(
            "No satisfaction survey in {span} for this selection. Upload one with an overall "
            "score and its ratings, or choose other months.",
            {"span": choice.span},
        )
        draw_none(none, [SATISFACTION.kind], choice, say)
        return
    satisfied = tuple(
        (question.column, _counted(question.kpi_name, choice)) for question in RATINGS
    )
    found = drivers_of(choice.span, choice.only, satisfied, whole[1])
    first, *rest = driver_finding(found.model, OUTCOME, LABELS)
    taken = found.model.n + found.model.left_out
    drawn = (
        [say("A random part of {taken} of {all} answers was used.", taken=taken, all=whole[1])]
        if taken < whole[1]
        else []
    )
    draw_finding(
        choice,
        [first, *partial_words(choice)],
        [*rest, say("Answers of {span}.", span=choice.span), *drawn],
        say,
    )
    st.caption(say(CAUTION))
    if found.map is not None:
        st.plotly_chart(
            drivers_map(found.map, LABELS, say, palette, is_phone()),
            theme=None,
            config=CONFIG,
            alt=description(found.map, LABELS, say),
            key="voice_drivers",
        )
        st.caption(
            say(
                "The dotted lines are the means. A hollow dot cannot be put on one side of them "
                "with certainty."
            )
        )
        lazy_expander(
            say("Table"),
            lambda: show_table_with_file(_table(found, say), "drivers", "voice_drivers_table", say),
            "voice_drivers_fold",
        )


def _counted(kpi: str, choice: VoiceChoice) -> tuple[int, int]:
    """Satisfied answers and all answers."""
    rows = over(
        looked_at(answer, kpi, query_for(choice.span, choice.span, None, choice.only)), choice.span
    )
    return (int(rows["y"][0]), int(rows["x"][0])) if len(rows["n"]) else (0, 0)


def _table(found: DriverReport, say: Say) -> pd.DataFrame:
    points: dict[str, Point] = {point.name: point for point in found.map.points}
    return pd.DataFrame(
        [
            {
                say("Rating"): say(LABELS[driver.name]),
                say("Share of what is explained"): say(
                    "{value}%", value=rounded(100 * driver.share)
                ),
                say("95% interval"): say(
                    "{low}% to {high}%",
                    low=rounded(100 * driver.low),
                    high=rounded(100 * driver.high),
                ),
                say("Rank"): say.number(driver.band),
                say("Correlation"): say.number(driver.correlation, 2),
                say("Satisfied"): say(
                    "{value}%", value=say.number(100 * points[driver.name].performance, 1)
                ),
                say("What to do"): say(points[driver.name].quadrant.value),
            }
            for driver in found.model.drivers
        ]
    )
