"""Logins: which subject of which issuer is which employee."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(eq=False)
class LoginNotFound(Exception):
    """No login has the id that was asked for."""

    login_id: UUID


class LoginTaken(Exception):
    """The subject of this issuer is linked already; carries nothing, for it may be somebody else's."""


@dataclass(eq=False)
class LoginWithdrawn(Exception):
    """The login was withdrawn before."""

    login_id: UUID


@dataclass(eq=False)
class Login:
    """A subject of an issuer is this employee, at once and until withdrawn; an employee may have several."""

    id: UUID
    employee_id: UUID
    issuer: str
    subject: str
    linked_at: datetime
    withdrawn_at: datetime | None = None
    version: int = 1

    def withdraw(self, *, at: datetime) -> None:
        """End it; raises LoginWithdrawn."""
        if self.withdrawn_at is not None:
            raise LoginWithdrawn(self.id)
        self.withdrawn_at = at
        self.version += 1
