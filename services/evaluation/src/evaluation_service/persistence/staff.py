"""Replicas of people, positions, levels and learning hours, and who served where on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from asn_chassis import rows
from evaluation_service.domain.staff import (
    Assignment,
    Completion,
    Employee,
    EmployeeNotFound,
    Level,
    LevelHistory,
    PositionStandard,
    Post,
    Unit,
)
from evaluation_service.persistence.tables.staff import (
    assignments,
    competency_levels,
    employments,
    learning_completions,
    position_standards,
    units,
)


def keep_employees(session: Session, employees: Sequence[Employee]) -> None:
    """Keep how people are employed, where newer than what is known."""
    rows.keep_newer(session, employments, employees)


def keep_assignments(session: Session, told: Sequence[Assignment]) -> None:
    """Keep assignments from their day on."""
    rows.keep_newer(session, assignments, told)


def keep_standards(session: Session, told: Sequence[PositionStandard]) -> None:
    """Keep standards from their day on."""
    rows.keep_newer(session, position_standards, told)


def add_levels(session: Session, levels: Sequence[Level]) -> None:
    """Add the levels that are new."""
    rows.add_new(session, competency_levels, levels)


def keep_completions(session: Session, completions: Sequence[Completion]) -> None:
    """Count the learning hours of each enrolment once."""
    rows.keep_newer(session, learning_completions, completions)


def keep_units(session: Session, told: Sequence[Unit]) -> None:
    """Keep the units, where newer than what is known."""
    rows.keep_newer(session, units, told)


def find_employee(session: Session, employee_id: UUID) -> Employee | None:
    """Return the employee, or None while the registration has not arrived."""
    return rows.find(session, Employee, employee_id)


def get_employee(session: Session, employee_id: UUID) -> Employee:
    """Return the employee. Raises EmployeeNotFound."""
    return rows.get(session, Employee, employee_id, missing=EmployeeNotFound)


def assignment_on(session: Session, employee_id: UUID, day: date) -> Assignment | None:
    """Return the assignment that held on the day."""
    held = rows.on_day(assignments, day, key=["employee_id"]).where(assignments.c.employee_id == employee_id)
    return session.scalars(select(Assignment).from_statement(held)).one_or_none()


def post_on(session: Session, employee_id: UUID, day: date) -> Post | None:
    """Return where the employee served on the day; None unless assignment and standard both held."""
    assignment = assignment_on(session, employee_id, day)
    if assignment is None:
        return None
    held = rows.on_day(position_standards, day, key=["position_id"])
    held = held.where(position_standards.c.position_id == assignment.position_id)
    standard = session.scalars(select(PositionStandard).from_statement(held)).one_or_none()
    if standard is None:
        return None
    return Post(assignment.position_id, assignment.unit_id, standard.standard, standard.service_ids)


def holders_of(session: Session, position_id: UUID) -> Collection[UUID]:
    """Return everybody who ever held the position."""
    held = select(assignments.c.employee_id).where(assignments.c.position_id == position_id).distinct()
    return session.scalars(held).all()


def levels_of(session: Session, pairs: Collection[tuple[UUID, str]]) -> Mapping[tuple[UUID, str], LevelHistory]:
    """Return all recorded levels by employee and competency; an empty history for who has none."""
    levels = competency_levels.c
    found: dict[tuple[UUID, str], list[Level]] = defaultdict(list)
    if pairs:
        wanted = tuple_(levels.employee_id, levels.competency_code).in_(pairs)
        for level in session.scalars(select(Level).where(wanted)):
            found[level.employee_id, level.competency_code].append(level)
    return {pair: LevelHistory(found.get(pair, ())) for pair in pairs}


def learning_hours(session: Session, employee_id: UUID, year: int) -> int:
    """Learning hours (JP) of the employee in a calendar year."""
    done = learning_completions.c
    mine = (done.employee_id == employee_id) & (done.year == year)
    return session.scalar(select(func.coalesce(func.sum(done.hours), 0)).where(mine)) or 0
