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


@dataclass(eq=False)
class Course:
    """A course on offer: raises one competency to `target_level` (1..5).

    `hours` are JP (jam pelajaran), `cost_per_seat` is whole rupiah. A course does not change once offered;
    a new price or length is a new course.
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
    version: int = 1
