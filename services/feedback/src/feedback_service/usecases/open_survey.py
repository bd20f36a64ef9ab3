"""Opens the survey of a public service for a period."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from asn_kernel.codes import Element
from asn_kernel.period import Period
from feedback_service.domain.elements import SurveyElement, elements_of
from feedback_service.domain.public_service import UnknownPublicService
from feedback_service.domain.survey import Survey, SurveyAlreadyExists, require_opening
from feedback_service.events import facts
from feedback_service.persistence import public_services, surveys, units
from feedback_service.policies.regulations import Regulations


def open_survey(
    session: Session,
    *,
    service_id: UUID,
    period: Period,
    population: int | None,
    elements_left_out: Collection[str],
    elements_added: Sequence[SurveyElement],
    at: datetime,
) -> Survey:
    """Open a survey of the elements of the period's law, less and plus these.

    Raises PeriodNotBegun, SurveyWindowOver, NoRuleInForce, UnknownPublicService, SurveyAlreadyExists, UnitWithdrawn
    where the unit was no more when the period began, and the errors of the elements.
    """
    regulations = regulations_of(session, Regulations)
    window = regulations.survey_window.in_force(period.end).values
    require_opening(period, day=business_day(at), last_day=window.last_opening_day(period))
    law = regulations.skm_index.in_force(period.end).values
    service = public_services.find(session, service_id)
    if service is None:
        raise UnknownPublicService(service_id)
    unit = units.find(session, service.unit_id)
    if unit is not None:
        unit.require_standing(period.start)
    survey = Survey(
        id=new_id(),
        service_id=service.id,
        unit_id=service.unit_id,
        period=period,
        population=population,
        elements=elements_of(_named(law.elements), left_out=elements_left_out, added=elements_added),
        opened_at=at,
    )
    if not surveys.add_new(session, survey):
        raise SurveyAlreadyExists(service.id, period)
    outbox.record(session, facts.survey_opened(survey))
    return survey


def _named(codes: Sequence[str]) -> list[SurveyElement]:
    return [SurveyElement(code, Element(code).label_id, Element(code).label_en) for code in codes]
