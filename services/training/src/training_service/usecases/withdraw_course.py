"""Takes a course off the offer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from training_service.domain.course import Course
from training_service.events import facts
from training_service.persistence import courses


def withdraw_course(session: Session, *, course_id: UUID, reason: str, versions: rows.Versions, at: datetime) -> Course:
    """Withdraw the course for good: later plans do not choose it, seats that were bought before stay.

    Raises CourseNotFound, VersionStale, CourseWithdrawn.
    """
    course = courses.lock(session, course_id)
    course.require_offered()
    rows.change(course, {"withdrawn_at": at, "withdrawal_reason": reason}, versions=versions)
    outbox.record(session, facts.course_withdrawn(course, at=at))
    return course
