"""Revises a course on offer: its title, length, form, provider or price."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from training_service.domain.course import Course
from training_service.domain.provider import UnknownProvider
from training_service.events import facts
from training_service.persistence import courses, providers


def revise_course(
    session: Session, *, course_id: UUID, changes: Mapping[str, Any], versions: rows.Versions, at: datetime
) -> Course:
    """Give the course the `title`, `hours`, `form`, `provider_id` or `cost_per_seat` that `changes` has.

    Seats that were bought before keep theirs. Nothing is published where nothing differs. Raises CourseNotFound,
    VersionStale, CourseWithdrawn, UnknownProvider, ProviderWithdrawn.
    """
    course = courses.lock(session, course_id)
    course.require_offered()
    if changes.get("provider_id", course.provider_id) != course.provider_id:
        providers.lock(session, changes["provider_id"], missing=UnknownProvider).require_standing()
    if rows.change(course, changes, versions=versions):
        outbox.record(session, facts.course_revised(course, at=at))
    return course
