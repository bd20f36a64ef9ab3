"""Opens the survey of a public service for a period."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from feedback_service.domain.errors import UnknownPublicService
from feedback_service.domain.period import Period
from feedback_service.domain.survey import Survey
from feedback_service.events import published
from feedback_service.persistence import public_services, surveys


def open_survey(
    session: Session,
    *,
    survey_id: UUID,
    service_id: UUID,
    period: Period,
    population: int | None,
    now: datetime,
) -> Survey:
    """Open a survey; raises UnknownPublicService, SurveyAlreadyExists."""
    service = public_services.find(session, service_id)
    if service is None:
        raise UnknownPublicService(service_id)
    survey = Survey(
        id=survey_id,
        service_id=service.id,
        unit_id=service.unit_id,
        period=period,
        population=population,
        opened_at=now,
    )
    surveys.add(session, survey)
    outbox.record(session, published.survey_opened(survey))
    return survey
