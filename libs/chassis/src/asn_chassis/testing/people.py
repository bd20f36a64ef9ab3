"""Facts that the employee service tells of people, for services that resolve reach by them."""

from datetime import date
from functools import cache
from uuid import UUID, uuid5

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing.clients import ISSUER


def login_told(employee_id: UUID, subject: str, *, ended: bool = False) -> Event:
    """Return the fact that a subject of the tests' issuer is this employee; with `ended` that it is no longer."""
    at, login_id = now(), uuid5(employee_id, subject)
    link = {"employee_id": employee_id, "issuer": ISSUER, "subject": subject, "linked_at": _linked_at(login_id)}
    data = {"login_id": login_id, **link, **({"withdrawn_at": at} if ended else {})}
    return Event.of(
        f"asn.employee.login-{'unlinked' if ended else 'linked'}.v1",
        subject=f"logins/{login_id}",
        key=login_id,
        version=2 if ended else 1,
        data=data,
        at=at,
        classification="personal",
    )


def assignment_told(employee_id: UUID, unit_id: UUID, *, since: date, version: int = 1) -> Event:
    """Return the fact that an employee serves in a unit from a day on."""
    data = {"employee_id": employee_id, "position_id": new_id(), "unit_id": unit_id, "effective_date": since}
    return Event.of(
        "asn.employee.employee-assigned.v1",
        subject=f"employees/{employee_id}",
        key=employee_id,
        version=version,
        data=data,
        at=now(),
        classification="personal",
    )


@cache
def _linked_at(_: UUID) -> object:
    return now()
