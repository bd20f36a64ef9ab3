"""Takes a citizen's answer to a survey."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from feedback_service.domain.answer import Answer, Respondent
from feedback_service.persistence import answers, surveys
from feedback_service.policies.regulations import Regulations
from feedback_service.usecases.record_answers import record_answers


def submit_answer(
    session: Session, *, survey_id: UUID, scores: Mapping[str, int], respondent: Respondent, at: datetime
) -> None:
    """Store an answer under a random id and its day alone, and announce those that wait once they are enough.

    Raises SurveyNotFound, SurveyClosed, AnswerWindowOver, ElementNotAsked, InvalidScores.
    """
    survey = surveys.for_answer(session, survey_id)
    window = regulations_of(session, Regulations).survey_window.in_force(survey.period.end).values
    answer = Answer(
        id=uuid4(), survey_id=survey.id, scores=scores, respondent=respondent, submitted_date=business_day(at)
    )
    survey.take(answer, last_day=window.last_answer_day(survey.period))
    answers.add(session, answer)
    record_answers(session, survey, least=window.least_answers)
