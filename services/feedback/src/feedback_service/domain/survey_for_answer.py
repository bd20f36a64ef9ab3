"""The part of a survey that takes answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asn_kernel.period import Period
from feedback_service.domain.answer import Answer, ElementNotAsked
from feedback_service.domain.survey import SurveyState


class SurveyClosed(Exception):
    """An answer came after the survey was closed or withdrawn."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class AnswerWindowOver(Exception):
    """An answer came later after the end of the period than answers are taken."""

    def __init__(self, survey_id: UUID, last_day: date) -> None:
        super().__init__(survey_id, last_day)
        self.survey_id = survey_id
        self.last_day = last_day


@dataclass(frozen=True)
class SurveyForAnswer:
    """The part of a survey that an answer needs; the busiest path of the service reads no more of it."""

    id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    state: SurveyState
    element_codes: Collection[str]

    def take(self, answer: Answer, *, last_day: date) -> None:
        """Accept the answer; raises SurveyClosed, AnswerWindowOver after the last day, or ElementNotAsked."""
        if self.state is not SurveyState.OPEN:
            raise SurveyClosed(self.id)
        if answer.submitted_date > last_day:
            raise AnswerWindowOver(self.id, last_day)
        if strange := answer.scores.keys() - set(self.element_codes):
            raise ElementNotAsked(strange)
