"""What was published and is another number, or another verdict, today, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.kinds.catalog import EVENT, TARGET, UNIT
from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.catalog import DECLARED, KPIS, indicator_named
from metrics.frozen.causes import (
    DEFINITION,
    MATURED,
    UNKNOWN,
    Cause,
    ChangedFigure,
    cause_records,
    cause_words,
    causes_of,
    kinds_between,
    rests_on,
    returned,
)
from metrics.frozen.figures import ALL, BELOW, COMPANY, definition, figures_to_compare
from metrics.frozen.published import (
    HIDDEN,
    OPEN,
    At,
    FrozenFigure,
    FrozenVerdict,
    Publication,
    figures_of,
    figures_of_kpi,
    standing,
)
from metrics.kpi import Amount, Kpi
from metrics.periods import Period
from metrics.snapshot import Snapshot, remembered
from metrics.targets.plans import STAGES
from metrics.targets.verdict import Now, Status

_ORDER = {kpi.name: at for at, kpi in enumerate(DECLARED)}
_WORDS: Mapping[str, Text] = {word.key: word.label for word in Status}
_TODAY: Mapping[str, Text] = {word.key: word.label for word in Now}
_OF_STAFF = frozenset(kpi.name for kpi in KPIS if kpi.dataset.anonymous_below)


@dataclass(frozen=True)
class Turned:
    """A stage of which another verdict is given today; None: there was none, or is none."""

    was: FrozenVerdict | None
    now: FrozenVerdict | None

    @property
    def stage(self) -> str:
        """The stage that it is about."""
        found = self.was or self.now
        return "" if found is None else found.stage


@dataclass(frozen=True)
class Restatement:
    """A figure that was published otherwise than it is today, as both are shown. `was`, `now`:
    None where there is no value; `turned`: the verdicts that are others now; `causes`: oldest
    first."""

    publication: Publication
    kpi: str
    place: At
    was: float | None
    now: float | None
    was_n: float | None
    now_n: float | None
    turned: tuple[Turned, ...]
    causes: tuple[Cause, ...]

    @property
    def period(self) -> Period:
        """The period that it is a figure of."""
        return self.publication.period

    @property
    def value_changed(self) -> bool:
        """Whether the number is another, as it is shown."""
        return _shown(self.kpi, self.was) != _shown(self.kpi, self.now)

    @property
    def was_verdicts(self) -> tuple[str, ...]:
        """The verdicts that turned, as they were published: keys."""
        return tuple(one.was.status for one in self.turned if one.was is not None)

    @property
    def now_verdicts(self) -> tuple[str, ...]:
        """The verdicts as they are today."""
        return tuple(one.now.status for one in self.turned if one.now is not None)


@dataclass(frozen=True)
class StandsAgain:
    """A figure that stands as it was published, and the uploads with rows of it that were stored
    since and taken back. Whether it was another meanwhile is not known."""

    publication: Publication
    kpi: str
    uploads: tuple[Cause, ...]


def restatements(
    snapshot: Snapshot, publication: Publication | None = None
) -> tuple[Restatement, ...]:
    """What is another now of a publication, or of all that stand, the latest first. What is hidden
    today is not told by what it was: it stays as it was published, and nothing is said of now."""
    asked = standing(snapshot) if publication is None else (publication,)
    return tuple(found for one in asked for found in _restated(snapshot, one, ALL, BELOW))


def restatements_of(snapshot: Snapshot, kpi: str, place: At = COMPANY) -> tuple[Restatement, ...]:
    """The restatements of one KPI at one place: only what they rest on is worked out."""
    return tuple(
        found
        for one in standing(snapshot)
        for found in _restated(snapshot, one, (kpi,), () if place[0] is None else (place[0],))
        if found.place == place
    )


@remembered(400)
def stands_again(snapshot: Snapshot, kpi: str) -> tuple[StandsAgain, ...]:
    """The figures of a KPI of the whole company that stand although uploads since had rows of them,
    which were taken back."""
    restated = restatements_of(snapshot, kpi)
    return tuple(
        found
        for one in standing(snapshot)
        if _may_stand_again(snapshot, one)
        for found in _standing_again(snapshot, one, figures_of_kpi(snapshot, one, kpi), restated)
    )


@remembered(400)
def standing_again(
    snapshot: Snapshot, publication: Publication | None = None
) -> tuple[StandsAgain, ...]:
    """What stands again of all KPIs, in a publication or in all that stand."""
    asked = standing(snapshot) if publication is None else (publication,)
    restated = restatements(snapshot, publication)
    return tuple(
        found
        for one in asked
        if _may_stand_again(snapshot, one)
        for found in _standing_again(snapshot, one, figures_of(snapshot, one), restated)
    )


def _standing_again(
    snapshot: Snapshot,
    publication: Publication,
    figures: Sequence[FrozenFigure],
    restated: Sequence[Restatement],
) -> tuple[StandsAgain, ...]:
    """Of figures of the whole company that had a value those that are not restated. Of staff nothing
    is said: a figure that may not be compared, or is hidden today, would be said to stand."""
    others = {
        one.kpi
        for one in restated
        if one.publication.number == publication.number and one.place == COMPANY
    }
    return tuple(
        StandsAgain(publication, figure.kpi, found)
        for figure in figures
        if figure.place == COMPANY
        and figure.value is not None
        and figure.kpi not in _OF_STAFF
        and figure.kpi not in others
        and (found := returned(snapshot, publication, figure.kpi))
    )


def _may_stand_again(snapshot: Snapshot, publication: Publication) -> bool:
    """Whether it can be held against today, and anything stored since was taken back."""
    return publication.compares and _taken_back_since(snapshot, publication)


def _taken_back_since(snapshot: Snapshot, publication: Publication) -> bool:
    """Whether anything that was stored since was taken back; of most publications nothing was."""
    return bool(
        snapshot.reading.row(
            "SELECT count(*) FROM upload WHERE id > ? AND undone_at IS NOT NULL",
            [publication.upload],
        )[0]
    )


@remembered(400)
def _restated(
    snapshot: Snapshot,
    publication: Publication,
    kpis: tuple[str, ...],
    below: tuple[str, ...],
) -> tuple[Restatement, ...]:
    if not publication.compares:
        return ()
    told = [
        one
        for one in (
            figures_of(snapshot, publication)
            if kpis == ALL
            else figures_of_kpi(snapshot, publication, kpis[0])
        )
        if one.place == COMPANY or one.place[0] in below
    ]
    touched = _touched(snapshot, publication, told, kpis)
    was = {(one.kpi, one.place): one for one in told}
    now = {
        (one.kpi, one.place): one
        if one.kpi in touched
        else replace(one, verdicts=was[one.kpi, one.place].verdicts)
        if (one.kpi, one.place) in was
        else one
        for one in figures_to_compare(snapshot, publication.period, kpis, touched, below)
    }
    now = {
        **{
            key: replace(one, value=None, n=None)
            for key, one in was.items()
            if key[0] not in touched
        },
        **now,
    }
    # units of which nothing was published had no value then; those that are gone have none now
    keys = sorted(
        {*was, *now}, key=lambda key: (_ORDER.get(key[0], len(_ORDER)), *map(str, key[1]))
    )
    untold = _not_compared(snapshot, publication)
    found = (
        _held_against(snapshot, publication, key, was.get(key), now.get(key))
        for key in keys
        if key[0] not in untold
    )
    return tuple(one for one in found if one is not None)


def _not_compared(snapshot: Snapshot, publication: Publication) -> frozenset[str]:
    """The KPIs about staff of which nothing is said of today: what the gate had shown before was
    lost with the file since, so it cannot see to it that both together tell nobody's result."""
    since = snapshot.reading.row("SELECT staff_since FROM state")[0]
    if since is None or since < publication.at:
        return frozenset()
    return _OF_STAFF


def _touched(
    snapshot: Snapshot,
    publication: Publication,
    told: Sequence[FrozenFigure],
    kpis: tuple[str, ...],
) -> tuple[str, ...]:
    """The KPIs whose verdicts can be others than they were: whose records, targets or definition
    changed, or were still to come. The others need not be judged again, which takes longest."""
    stored = kinds_between(snapshot, publication)
    of_all = not stored.isdisjoint((TARGET, EVENT, UNIT))
    made = {one.kpi: one for one in told}
    return tuple(
        kpi.name
        for kpi in DECLARED
        if kpi.name in kpis
        and (
            of_all
            or kpi.name not in made
            or isinstance(kpi, Kpi)
            and (
                rests_on(kpi.name, stored)
                or made[kpi.name].definition != definition(kpi)
                or kpi.matures_days > 0
            )
        )
    )


def _held_against(
    snapshot: Snapshot,
    publication: Publication,
    key: tuple[str, At],
    was: FrozenFigure | None,
    now: FrozenFigure | None,
) -> Restatement | None:
    if HIDDEN in (was.shown if was else "", now.shown if now else ""):
        return None
    kpi, place = key
    found = Restatement(
        publication=publication,
        kpi=kpi,
        place=place,
        was=None if was is None else was.value,
        now=None if now is None else now.value,
        was_n=None if was is None else was.n,
        now_n=None if now is None else now.n,
        turned=_turned(was, now),
        causes=(),
    )
    if not (found.value_changed or found.turned):
        return None
    return replace(found, causes=_causes(snapshot, found, was, now))


def _causes(
    snapshot: Snapshot, found: Restatement, was: FrozenFigure | None, now: FrozenFigure | None
) -> tuple[Cause, ...]:
    uploads = causes_of(
        snapshot,
        found.publication,
        ChangedFigure(found.kpi, found.place, found.value_changed, bool(found.turned)),
    )
    redefined = was is not None and now is not None and was.definition != now.definition
    matured = was is not None and was.shown == OPEN
    causes = (
        *uploads,
        *([Cause(DEFINITION)] if redefined else []),
        *([Cause(MATURED)] if matured else []),
    )
    return causes or (Cause(UNKNOWN),)


def _turned(was: FrozenFigure | None, now: FrozenFigure | None) -> tuple[Turned, ...]:
    before = {one.target: one for one in (was.verdicts if was else ())}
    after = {one.target: one for one in (now.verdicts if now else ())}
    return tuple(
        Turned(before.get(key), after.get(key))
        for key in sorted({*before, *after}, key=str)
        if _verdict(before.get(key)) != _verdict(after.get(key))
    )


def _verdict(one: FrozenVerdict | None) -> tuple[str, str | None] | None:
    return None if one is None else (one.status, one.now)


def _shown(kpi: str, value: float | None) -> float | None:
    return None if value is None else rounded(value, indicator_named(kpi).unit.decimals)


def restatement_message(restatement: Restatement) -> Message:
    """What was said, what is said now, and why: one sentence."""
    unit = indicator_named(restatement.kpi).unit
    blanks: dict[str, object] = {
        "period": restatement.period,
        "was": Amount(unit, restatement.was),
        "now": Amount(unit, restatement.now),
        "verdicts": [turned_words(one) for one in restatement.turned],
        "causes": [cause_words(one) for one in restatement.causes],
    }
    return Message(_sentence(restatement), blanks)


def _sentence(restatement: Restatement) -> Text:
    alone = len(restatement.causes) == 1
    if not restatement.value_changed:
        return (
            N_(
                "{period}: the figure stands, its verdict is another now ({verdicts}), because "
                "{causes}."
            )
            if alone
            else N_(
                "{period}: the figure stands, its verdict is another now ({verdicts}). Since "
                "then: {causes}."
            )
        )
    if restatement.now is None or restatement.was is None:
        return _without_one(restatement, alone)
    if restatement.turned:
        return (
            N_(
                "{period} said {was}, now {now}, and another verdict ({verdicts}), because {causes}."
            )
            if alone
            else N_(
                "{period} said {was}, now {now}, and another verdict ({verdicts}). Since then: "
                "{causes}."
            )
        )
    return (
        N_("{period} said {was}, now {now}, because {causes}.")
        if alone
        else N_("{period} said {was}, now {now}. Since then: {causes}.")
    )


def _without_one(restatement: Restatement, alone: bool) -> Text:
    """Where there was no value, or is none any more; its verdict goes with it."""
    if restatement.now is None:
        return (
            N_("{period} said {was}, and has no value now, because {causes}.")
            if alone
            else N_("{period} said {was}, and has no value now. Since then: {causes}.")
        )
    return (
        N_("{period} was published without a value, now {now}, because {causes}.")
        if alone
        else N_("{period} was published without a value, now {now}. Since then: {causes}.")
    )


def restatement_words(restatement: Restatement, say: Say) -> str:
    """A restatement in a language."""
    return say(restatement_message(restatement))


def turned_words(turned: Turned) -> Message:
    """A verdict that is another now: short term: was “likely”, now “open”."""
    return Message(
        "{stage}: was “{was}”, now “{now}”",
        {
            "stage": STAGES.get(turned.stage, Text(turned.stage)),
            "was": _verdict_words(turned.was),
            "now": _verdict_words(turned.now),
        },
    )


def _verdict_words(one: FrozenVerdict | None) -> Text | Message:
    if one is None:
        return N_("no target")
    word = _WORDS.get(one.status, Text(one.status))
    if one.now is None:
        return word
    return Message(
        "{status}, {today}", {"status": word, "today": _TODAY.get(one.now, Text(one.now))}
    )


def told_together(found: Sequence[StandsAgain]) -> list[tuple[StandsAgain, ...]]:
    """Figures that stand again by what is said of them in one sentence: those of the same uploads,
    and the same KPIs where these were published in several periods."""
    of_one: dict[tuple[Publication, tuple[int | None, ...]], list[StandsAgain]] = {}
    for one in found:
        of_one.setdefault((one.publication, _numbers(one)), []).append(one)
    of_all: dict[tuple[tuple[str, ...], tuple[int | None, ...]], list[StandsAgain]] = {}
    for (_, numbers), figures in of_one.items():
        of_all.setdefault((tuple(one.kpi for one in figures), numbers), []).extend(figures)
    return [tuple(figures) for figures in of_all.values()]


def _numbers(found: StandsAgain) -> tuple[int | None, ...]:
    return tuple(one.upload for one in found.uploads)


def standing_again_message(told: Sequence[StandsAgain]) -> Message:
    """That figures which are told together stand as they were published, and what had been stored
    against them."""
    periods = list(dict.fromkeys(one.publication.period for one in told))
    uploads = told[0].uploads
    if any(one.uploads != uploads for one in told):  # not as many rows of each
        uploads = tuple(replace(one, held=None) for one in uploads)
    causes = [cause_words(one) for one in uploads]
    if len(periods) == 1:
        return Message(
            "{period} stands as published: {causes}.", {"period": periods[0], "causes": causes}
        )
    return Message(
        "{periods} stand as published: {causes}.", {"periods": periods, "causes": causes}
    )


def standing_again_named(told: Sequence[StandsAgain], most: int | None = None) -> Message:
    """What stands again, with its KPIs before it, of many the first `most`."""
    labels = standing_again_kpis(told)
    said = standing_again_message(told)
    if most is None or len(labels) <= most:
        return Message("{kpi}: {told}", {"kpi": labels, "told": said})
    return Message(
        "{kpis} and {count} more: {told}",
        {"kpis": labels[:most], "count": len(labels) - most, "told": said},
    )


def standing_again_kpis(told: Sequence[StandsAgain]) -> list[Text]:
    """The names of the KPIs of figures that are told together."""
    return [indicator_named(kpi).label for kpi in dict.fromkeys(one.kpi for one in told)]


def restatement_record(restatement: Restatement, say: Say) -> dict[str, object]:
    """A restatement as plain values; its sentence in a language."""
    dimension, unit = restatement.place
    return {
        "period": restatement.publication.name,
        "publication": restatement.publication.number,
        "kpi": restatement.kpi,
        "place": f"{dimension}={unit}" if dimension else None,
        "was": restatement.was,
        "now": restatement.now,
        "was_n": restatement.was_n,
        "now_n": restatement.now_n,
        "verdicts": [
            {
                "stage": one.stage,
                "was": None if one.was is None else one.was.status,
                "now": None if one.now is None else one.now.status,
            }
            for one in restatement.turned
        ],
        "causes": cause_records(restatement.causes),
        "text": restatement_words(restatement, say),
    }


def standing_again_record(found: StandsAgain, say: Say) -> dict[str, object]:
    """A figure that stands again as plain values; its sentence in a language."""
    return {
        "period": found.publication.name,
        "publication": found.publication.number,
        "kpi": found.kpi,
        "causes": cause_records(found.uploads),
        "text": say(standing_again_message((found,))),
    }


def named(found: Sequence[Restatement], say: Say) -> list[str]:
    """Restatements, each with its KPI and place before it."""
    return [
        say(
            "{kpi}: {told}",
            kpi=say.list(
                [indicator_named(one.kpi).label, *([one.place[1]] if one.place[1] else [])]
            ),
            told=restatement_message(one),
        )
        for one in found
    ]
