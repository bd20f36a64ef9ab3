"""Courses: what is taught, to which level, for how many hours and at what cost."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn_kernel.codes import LearningForm


class CourseNotFound(Exception):
    """No course has this id."""

    def __init__(self, course_id: UUID) -> None:
        super().__init__(course_id)
        self.course_id = course_id


class DuplicateCourseCode(Exception):
    """Another course has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CourseWithdrawn(Exception):
    """The course is no longer on offer: it is neither revised nor withdrawn again."""

    def __init__(self, course_id: UUID) -> None:
        super().__init__(course_id)
        self.course_id = course_id


@dataclass(eq=False)
class Course:
    """A course on offer: raises one competency to `target_level` (1..5).

    `hours` are JP (jam pelajaran), `cost_per_seat` is whole rupiah. A seat keeps those that it was bought with; what
    it raises, and to which level, never changes. A withdrawn course has a time and a reason, and no plan chooses it.
    """

    id: UUID
    code: str
    title: str
    competency_code: str
    target_level: int
    hours: int
    form: LearningForm
    provider_id: UUID
    cost_per_seat: int
    offered_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    version: int = 1

    def require_offered(self) -> None:
        """Raise CourseWithdrawn where the course is no longer on offer."""
        if self.withdrawn_at is not None:
            raise CourseWithdrawn(self.id)
