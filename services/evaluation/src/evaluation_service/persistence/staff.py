"""Replicas of employees, positions, levels and learning hours; an older event never overwrites a newer one."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from evaluation_service.domain.errors import EmployeeNotFound
from evaluation_service.domain.staff import Employee, Position
from evaluation_service.persistence import locks
from evaluation_service.persistence.replica_tables import competency_levels, employees, learning_completions, positions


def get_employee(session: Session, employee_id: UUID) -> Employee:
    """Return the employee as far as the events have told. Raises EmployeeNotFound."""
    employee = session.get(Employee, employee_id)
    if employee is None:
        raise EmployeeNotFound(employee_id)
    return employee


def lock_employee(session: Session, employee_id: UUID) -> Employee | None:
    """Return the employee, held for decisions about them; the lock holds even when there is no row yet."""
    locks.hold(session, [employee_id])
    return session.get(Employee, employee_id, with_for_update=True)


def keep_employee(session: Session, employee: Employee) -> None:
    """Store the employee's newest assignment; the kind of employment is filled in whenever it becomes known."""
    new = insert(employees).values(
        id=employee.id,
        position_id=employee.position_id,
        unit_id=employee.unit_id,
        employment=employee.employment,
        assigned_at=employee.assigned_at,
        version=employee.version,
    )
    newer = employees.c.version < new.excluded.version
    latest = {
        name: case((newer, new.excluded[name]), else_=employees.c[name])
        for name in ("position_id", "unit_id", "assigned_at", "version")
    }
    employment = func.coalesce(new.excluded.employment, employees.c.employment)
    session.execute(new.on_conflict_do_update(index_elements=["id"], set_={**latest, "employment": employment}))


def keep_position(session: Session, position: Position) -> None:
    """Store the newest standard of a position."""
    new = insert(positions).values(
        id=position.id,
        unit_id=position.unit_id,
        serves_public=position.serves_public,
        standard=position.standard,
        set_at=position.set_at,
        version=position.version,
    )
    latest = {name: new.excluded[name] for name in ("unit_id", "serves_public", "standard", "set_at", "version")}
    newer = positions.c.version < new.excluded.version
    session.execute(new.on_conflict_do_update(index_elements=["id"], set_=latest, where=newer))


def keep_level(session: Session, employee_id: UUID, competency_code: str, level: int, version: int) -> None:
    """Store the newest level of an employee in a competency."""
    new = insert(competency_levels).values(
        employee_id=employee_id, competency_code=competency_code, level=level, version=version
    )
    latest = {"level": new.excluded.level, "version": new.excluded.version}
    newer = competency_levels.c.version < new.excluded.version
    session.execute(
        new.on_conflict_do_update(index_elements=["employee_id", "competency_code"], set_=latest, where=newer)
    )


def keep_completion(session: Session, *, enrolment_id: UUID, employee_id: UUID, year: int, hours: int) -> None:
    """Count the learning hours (JP) of an enrolment once."""
    new = insert(learning_completions).values(
        enrolment_id=enrolment_id, employee_id=employee_id, year=year, hours=hours
    )
    session.execute(new.on_conflict_do_nothing())


def standard_of(session: Session, position_id: UUID) -> Mapping[str, int]:
    """Return required level by competency; empty while the position is not known."""
    return session.scalar(select(positions.c.standard).where(positions.c.id == position_id)) or {}


def levels_of(session: Session, employee_id: UUID) -> Mapping[str, int]:
    """Level on record by competency."""
    levels = competency_levels.c
    rows = session.execute(select(levels.competency_code, levels.level).where(levels.employee_id == employee_id))
    return {row.competency_code: row.level for row in rows}


def learning_hours(session: Session, employee_id: UUID, year: int) -> int:
    """Learning hours (JP) of the employee in a calendar year."""
    done = learning_completions.c
    mine = (done.employee_id == employee_id) & (done.year == year)
    return session.scalar(select(func.coalesce(func.sum(done.hours), 0)).where(mine)) or 0
