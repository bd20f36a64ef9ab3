"""Puts a course on offer and tells the world."""

from sqlalchemy.orm import Session

from asn_chassis import outbox
from training_service.domain.course import Course
from training_service.domain.errors import UnknownProvider
from training_service.events import published
from training_service.persistence import courses, providers


def offer_course(session: Session, course: Course) -> Course:
    """Keep a new course; UnknownProvider, or DuplicateCourseCode when its code is taken."""
    if not providers.exists(session, course.provider_id):
        raise UnknownProvider(course.provider_id)
    courses.add(session, course)
    outbox.record(session, published.course_offered(course))
    return course
