"""How often the dashboard's own forecasts came true."""

from i18n import Say, rounded
from metrics.targets.issued import ENOUGH_RESOLVED, Calibration, calibration
from metrics.targets.verdict import Status
from ui.parts import st
from ui.state.board import read, today

_WORDS = (Status.OUT_OF_REACH, Status.UNLIKELY, Status.OPEN, Status.LIKELY, Status.SURE)


def draw_calibration(say: Say) -> None:
    """The track record; nothing but its count until enough forecasts have come due."""
    found = read(lambda reading: calibration(reading, today()))
    with st.expander(say("How good were the forecasts?")):
        st.markdown(
            say(
                "The dashboard writes down every chance it gives a stage and holds it against "
                "what came true."
            )
        )
        for sentence in _sentences(found, say):
            st.markdown(sentence)


def _sentences(found: Calibration, say: Say) -> list[str]:
    if found.brier is None:
        return [
            say(
                "So far {resolved} forecasts have come due and {waiting} are waiting; from "
                "{enough} on, their hit rate stands here.",
                resolved=found.resolved,
                waiting=found.waiting,
                enough=ENOUGH_RESOLVED,
            )
        ]
    told = [
        say(
            "Of {issued} stages called “{word}”, {true} met their goal.",
            issued=part.issued,
            word=status.label,
            true=part.came_true,
        )
        for status, part in zip(_WORDS, found.bins, strict=True)
        if part.issued
    ]
    told.append(
        say(
            "Mean squared error of the chances (Brier score): {brier}; 0 is perfect, 0.25 is a "
            "coin toss.",
            brier=say.number(found.brier, 2),
        )
    )
    if found.covered is not None:
        told.append(
            say(
                "{covered}% of the values lay in the 80% forecast range.",
                covered=rounded(100 * found.covered),
            )
        )
    return told
