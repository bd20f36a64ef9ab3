"""The replica of employees: an older event never overwrites a newer one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from training_service.domain.employee import Employee
from training_service.domain.errors import EmployeeNotFound
from training_service.persistence.rows import rows_of
from training_service.persistence.tables import employees


def keep(session: Session, replicas: Sequence[Employee]) -> None:
    """Keep what is newer than what is known."""
    statement = insert(employees)
    newer = statement.on_conflict_do_update(
        index_elements=[employees.c.id],
        set_={"employment": statement.excluded.employment, "version": statement.excluded.version},
        where=employees.c.version < statement.excluded.version,
    )
    session.execute(newer, rows_of(employees, replicas))


def find(session: Session, employee_id: UUID) -> Employee:
    """Return the employee; EmployeeNotFound when none was announced."""
    employee = session.get(Employee, employee_id)
    if employee is None:
        raise EmployeeNotFound(employee_id)
    return employee
