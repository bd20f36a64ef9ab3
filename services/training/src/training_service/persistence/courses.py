"""Courses: get, list, add, and the whole offer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from training_service.domain.course import Course, CourseNotFound, DuplicateCourseCode
from training_service.persistence.tables.course import course_words, courses

SORTS = {"code": (courses.c.code,), "title": (courses.c.title, courses.c.id)}


def add_new(session: Session, course: Course) -> None:
    """Keep a new course; DuplicateCourseCode when its code is taken."""
    if not rows.add_new(session, courses, [course]):
        raise DuplicateCourseCode(course.code)


def get(session: Session, course_id: UUID) -> Course:
    """Return the course; CourseNotFound when there is none."""
    return rows.get(session, Course, course_id, missing=CourseNotFound)


def lock(session: Session, course_id: UUID) -> Course:
    """Return the course, held until the transaction ends; CourseNotFound."""
    return rows.get(session, Course, course_id, missing=CourseNotFound, lock=True)


def on_offer(session: Session) -> Sequence[Course]:
    """Return all courses that are not withdrawn."""
    return session.scalars(select(Course).where(courses.c.withdrawn_at.is_(None))).all()


def codes_on_offer_of(session: Session, provider_id: UUID) -> Sequence[str]:
    """Return the codes of the courses of this provider that are not withdrawn, in order."""
    given = courses.c.provider_id == provider_id, courses.c.withdrawn_at.is_(None)
    return session.scalars(select(courses.c.code).where(*given).order_by(courses.c.code)).all()


def listed(*, code: str | None, competency_code: str | None, q: str | None) -> Select[Course]:
    """Return the query for courses with this code, of this competency."""
    statement = rows.matching(select(Course), courses, code=code, competency_code=competency_code)
    return rows.named(statement, course_words, courses.c.id, q)
