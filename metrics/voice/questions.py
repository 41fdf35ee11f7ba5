"""What customers are asked: which column holds the answers to a question, and which KPI counts
them."""

from dataclasses import dataclass

from data.kinds.catalog import NPS, SURVEY
from data.kinds.schema import DatasetKind
from i18n import N_, Text
from metrics.catalog import kpi_named
from metrics.kpi import Kpi

_OWN_SCALE = "scale_low, scale_high, satisfied, dissatisfied"
_RECOMMENDING = "0.0 AS scale_low, 10.0 AS scale_high, 9.0 AS satisfied, 6.0 AS dissatisfied"


@dataclass(frozen=True)
class Source:
    """A survey with comments: its rows' overall score, their scale as SQL columns, and the words
    for both ends of it."""

    kind: DatasetKind
    score: str
    scale: str
    top: Text
    bottom: Text
    kpi_name: str  # made of the score

    @property
    def kpi(self) -> Kpi:
        return kpi_named(self.kpi_name)


@dataclass(frozen=True)
class SurveyQuestion:
    """A question of a survey: the `column` with its answers, and the name of the KPI made of
    them."""

    source: Source
    column: str
    kpi_name: str

    @property
    def kpi(self) -> Kpi:
        return kpi_named(self.kpi_name)

    @property
    def label(self) -> Text:
        return (
            self.source.kind.column(self.column).label
            if self.source is SATISFACTION
            else N_("Recommendation")
        )


SATISFACTION = Source(SURVEY, "overall", _OWN_SCALE, N_("Satisfied"), N_("Dissatisfied"), "csat")
RECOMMENDATION = Source(
    NPS, "score", _RECOMMENDING, N_("Promoters"), N_("Detractors"), "net_promoter_score"
)
SOURCES = {source.kind.name: source for source in (SATISFACTION, RECOMMENDATION)}

RATINGS = (
    SurveyQuestion(SATISFACTION, "attitude", "attitude_satisfaction"),
    SurveyQuestion(SATISFACTION, "speed", "speed_satisfaction"),
    SurveyQuestion(SATISFACTION, "problem_solving", "problem_solving_satisfaction"),
)
QUESTIONS = (
    SurveyQuestion(SATISFACTION, "overall", "csat"),
    *RATINGS,
    SurveyQuestion(RECOMMENDATION, "score", "net_promoter_score"),
)
