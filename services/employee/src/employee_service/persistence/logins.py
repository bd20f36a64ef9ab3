"""Rows of logins."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.login import Login, LoginNotFound, LoginTaken
from employee_service.persistence.tables.logins import logins

SORTS = {"id": (logins.c.id,)}


def add_new(session: Session, login: Login) -> None:
    """Insert the login; LoginTaken when its subject is linked already."""
    if not rows.add_new(session, logins, [login]):
        raise LoginTaken


def get(session: Session, login_id: UUID) -> Login:
    """Return the login; LoginNotFound."""
    return rows.get(session, Login, login_id, missing=LoginNotFound)


def lock(session: Session, login_id: UUID) -> Login:
    """Return the login, held until the transaction ends; LoginNotFound."""
    return rows.get(session, Login, login_id, missing=LoginNotFound, lock=True)


def listed(*, employee_id: UUID | None, issuer: str | None, subject: str | None) -> Select[Login]:
    """Return the query for the logins of this employee, of this issuer and subject, where given."""
    return rows.matching(select(Login), logins, employee_id=employee_id, issuer=issuer, subject=subject)


def employee_of(session: Session, *, issuer: str, subject: str) -> UUID | None:
    """Return whose login this is now; None where it is nobody's, or of somebody out of the caller's reach."""
    query = listed(employee_id=None, issuer=issuer, subject=subject).where(logins.c.withdrawn_at.is_(None))
    return session.scalar(query.with_only_columns(logins.c.employee_id))
