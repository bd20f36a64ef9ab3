"""A satisfaction survey (SKM) of one public service in one period."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from feedback_service.domain.assessment import Assessment
from feedback_service.domain.errors import SurveyAlreadyClosed, SurveyHasNoAnswers
from feedback_service.domain.period import Period
from feedback_service.domain.satisfaction_index import SatisfactionIndex


class SurveyState(StrEnum):
    """A survey is open for answers once, and closed for ever after."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(eq=False, kw_only=True)
class Survey:
    """A survey; `population` is the number of people served in the period, None when it is not known.

    `unit_id` is the unit that gave the service when the survey was opened.
    """

    id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    population: int | None
    opened_at: datetime
    state: SurveyState = SurveyState.OPEN
    closed_at: datetime | None = None
    version: int = 1

    def close(self, assessment: Assessment | None, *, index_id: UUID, at: datetime) -> SatisfactionIndex:
        """End the survey with its assessment and return the index that this publishes.

        Raises SurveyAlreadyClosed the second time, SurveyHasNoAnswers when there is nothing to assess.
        """
        if self.state is SurveyState.CLOSED:
            raise SurveyAlreadyClosed(self.id)
        if assessment is None:
            raise SurveyHasNoAnswers(self.id)
        self.state = SurveyState.CLOSED
        self.closed_at = at
        self.version += 1
        sample = assessment.sample
        return SatisfactionIndex(
            id=index_id,
            survey_id=self.id,
            service_id=self.service_id,
            unit_id=self.unit_id,
            period=self.period,
            respondents=assessment.tally.respondents,
            population=self.population,
            required_sample=sample.required if sample else None,
            sample_adequate=sample.adequate if sample else None,
            sample_method=sample.method if sample else None,
            ikm=assessment.ikm,
            mutu=assessment.mutu,
            elements=assessment.elements,
            weight_mode=assessment.weight_mode,
            rule_version=assessment.rule_version,
            tally=assessment.tally,
            published_at=at,
        )
