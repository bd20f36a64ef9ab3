"""Withdraws the login of an employee."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.login import Login
from employee_service.events import facts
from employee_service.persistence import logins


def withdraw_login(session: Session, *, login_id: UUID, at: datetime) -> Login:
    """End the link, so that its subject is nobody at once; raises LoginNotFound, LoginWithdrawn."""
    login = logins.lock(session, login_id)
    login.withdraw(at=at)
    outbox.record(session, facts.login_unlinked(login, at=at))
    return login
