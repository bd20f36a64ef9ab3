"""Records the level of an employee in a competency, as the employee service keeps it."""

from uuid import UUID

from sqlalchemy.orm import Session

from evaluation_service.persistence import staff


def record_competency_level(
    session: Session, *, employee_id: UUID, competency_code: str, level: int, version: int
) -> None:
    """Store the level, 1 to 5, unless a newer one is known."""
    staff.keep_level(session, employee_id, competency_code, level, version)
