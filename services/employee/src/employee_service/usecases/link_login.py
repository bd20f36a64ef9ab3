"""Links a login to an employee."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.employee import UnknownEmployee
from employee_service.domain.login import Login
from employee_service.events import facts
from employee_service.persistence import employees, logins


def link_login(session: Session, *, employee_id: UUID, issuer: str, subject: str, at: datetime) -> Login:
    """Say that the issuer's subject is this employee from now on; raises UnknownEmployee, LoginTaken."""
    if employees.find(session, employee_id) is None:
        raise UnknownEmployee(employee_id)
    login = Login(new_id(), employee_id, issuer, subject, linked_at=at)
    logins.add_new(session, login)
    outbox.record(session, facts.login_linked(login, at=at))
    return login
