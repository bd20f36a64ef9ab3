"""Puts a course on offer and tells the world."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import LearningForm
from training_service.domain.competency import UnknownCompetency
from training_service.domain.course import Course
from training_service.domain.provider import UnknownProvider
from training_service.events import facts
from training_service.persistence import competencies, courses, providers


def offer_course(
    session: Session,
    *,
    code: str,
    title: str,
    competency_code: str,
    target_level: int,
    hours: int,
    form: LearningForm,
    provider_id: UUID,
    cost_per_seat: int,
    at: datetime,
) -> Course:
    """Keep a new course: `target_level` 1..5, `hours` JP, `cost_per_seat` whole rupiah.

    UnknownProvider, ProviderWithdrawn, UnknownCompetency, or DuplicateCourseCode when its code is taken.
    """
    # Held, so that it is not withdrawn meanwhile.
    providers.lock(session, provider_id, missing=UnknownProvider).require_standing()
    if not competencies.is_known(session, competency_code):
        raise UnknownCompetency(competency_code)
    course = Course(
        id=new_id(),
        code=code,
        title=title,
        competency_code=competency_code,
        target_level=target_level,
        hours=hours,
        form=form,
        provider_id=provider_id,
        cost_per_seat=cost_per_seat,
        offered_at=at,
    )
    courses.add_new(session, course)
    outbox.record(session, facts.course_offered(course))
    return course
