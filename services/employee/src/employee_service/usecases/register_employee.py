"""Registers a civil servant in a position."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.calendar import local_day
from employee_service.domain.employee import Employee
from employee_service.domain.employment import Employment
from employee_service.domain.errors import EmploymentDisagrees, UnknownPosition
from employee_service.domain.nip import Nip
from employee_service.events import published
from employee_service.persistence import employees, positions
from employee_service.policies.nip import nip_rules


def register_employee(
    session: Session,
    *,
    nip: str,
    name: str,
    employment: Employment | None,
    grade: str,
    position_id: UUID,
    now: datetime,
) -> Employee:
    """Register an employee; the NIP says the employment, a stated one must agree with it.

    Raises InvalidNip, EmploymentDisagrees, UnknownPosition, UnknownGrade, DuplicateNip.
    """
    today = local_day(now)
    rules = nip_rules(today)
    number = Nip.parse(nip, rules, on=today)
    if employment is not None and employment is not number.employment:
        raise EmploymentDisagrees(number.employment, stated=employment)
    position = positions.find(session, position_id)
    if position is None:
        raise UnknownPosition(position_id)
    employee, fact = Employee.register(
        employee_id=new_id(),
        nip=number,
        name=name,
        grade=grade,
        position=position,
        unusual_start_age=number.unusual_start(rules),
        at=now,
    )
    employees.add(session, employee)
    outbox.record(session, published.employee_registered(fact, at=now))
    return employee
