"""Courses: find, list, add, and the whole offer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from training_service.domain.course import Course
from training_service.domain.errors import CourseNotFound, DuplicateCourseCode
from training_service.persistence.rows import insert_new
from training_service.persistence.tables import courses

ORDER = [courses.c.code]


def add(session: Session, course: Course) -> None:
    """Keep a new course; DuplicateCourseCode when its code is taken."""
    if not insert_new(session, courses, [course]):
        raise DuplicateCourseCode(course.code)


def find(session: Session, course_id: UUID) -> Course:
    """Return the course; CourseNotFound when there is none."""
    course = session.get(Course, course_id)
    if course is None:
        raise CourseNotFound(course_id)
    return course


def on_offer(session: Session) -> Sequence[Course]:
    """Return all courses."""
    return session.scalars(select(Course)).all()


def listed(*, code: str | None = None, competency_code: str | None = None) -> Select[Course]:
    """Return the query for courses with this code, of this competency."""
    statement = select(Course)
    if code is not None:
        statement = statement.where(courses.c.code == code)
    if competency_code is not None:
        statement = statement.where(courses.c.competency_code == competency_code)
    return statement
