"""What pages say of published figures."""

from html import escape

from i18n import Say
from metrics.catalog import indicator_named
from metrics.frozen.figures import BELOW
from metrics.frozen.published import At, FrozenFigure, Publication, figures_of_kpi, standing
from metrics.frozen.restated import (
    restatement_message,
    restatements_of,
    standing_again_message,
    stands_again,
)
from metrics.snapshot import Snapshot
from metrics.targets.events import Place
from ui.state.filters import LABELS

_MOST = 3  # restatements told on the page of a KPI


def place_words(place: At, say: Say) -> str:
    """The whole company, or a unit with what it is."""
    dimension, unit = place
    if dimension is None:
        return say("whole company")
    return say("{dimension}: {unit}", dimension=LABELS[dimension], unit=unit)


def published_lines(snapshot: Snapshot, kpi: str, place: Place, say: Say) -> tuple[str, ...]:
    """What was published of a KPI at a place and is another now, else what stands; nothing where
    nothing was published of it."""
    if place is None or place[0] is not None and place[0] not in BELOW:
        return ()
    found = restatements_of(snapshot, kpi, place)
    lines = [say("Restated: {told}", told=restatement_message(one)) for one in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(say("Restated periods, not shown here: {count}", count=len(found) - _MOST))
    if place[0] is None:
        lines += [say(standing_again_message((one,))) for one in stands_again(snapshot, kpi)[:1]]
    restated = {one.publication.number for one in found}
    stands = [
        say("{period} {value}", period=one.period, value=figure)
        for one in standing(snapshot)
        if one.number not in restated and (figure := _figure(snapshot, one, kpi, place, say))
    ][:_MOST]
    if stands:
        lines.append(say("Published, and stands: {figures}.", figures=stands))
    return tuple(lines)


def _figure(snapshot: Snapshot, one: Publication, kpi: str, place: At, say: Say) -> str:
    found = next(
        (figure for figure in figures_of_kpi(snapshot, one, kpi) if figure.place == place),
        None,
    )
    return "" if found is None or found.value is None else _value(found, say)


def _value(figure: FrozenFigure, say: Say) -> str:
    return indicator_named(figure.kpi).unit.show(say, figure.value)


def published_html(snapshot: Snapshot, kpi: str, place: Place, say: Say) -> str:
    """What was published, as HTML below the finding of a KPI."""
    return "".join(
        f'<div class="scd-evidence scd-published">{escape(line)}</div>'
        for line in published_lines(snapshot, kpi, place, say)
    )
