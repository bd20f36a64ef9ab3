"""Writes what a caller did or saw, in the transaction in which it was done."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import Caller
from asn_chassis.events.flow import current_flow

# In words: it runs with every request, and to build it anew would cost more than to run it.
_INSERT = """
    INSERT INTO audit_record (issuer, subject, client_id, person, agency, purpose, action, kind, resource_id,
                              employee_id, filters, count, status, request_id, correlation_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class What:
    """What was done or seen: a kind of resource, with the id of one, or the filters of a list and how many it showed.

    `filters` are names with `hashed` values, never the values. `employee_id` is the person whom it concerns, where it
    is one.
    """

    kind: str
    resource_id: UUID | None = None
    employee_id: UUID | None = None
    filters: Mapping[str, str] | None = None
    count: int | None = None


def record(session: Session, caller: Caller, *, action: str, what: What, request_id: str, status: int = 200) -> None:
    """Insert one audit record; `status` is that of the HTTP answer, `action` the name of the operation."""
    filters = None if what.filters is None else Jsonb(dict(what.filters))
    who = (caller.issuer, caller.subject, caller.client_id, caller.person, caller.agency, caller.purpose)
    deed = (action, what.kind, what.resource_id, what.employee_id, filters, what.count, status)
    session.connection().exec_driver_sql(_INSERT, (*who, *deed, request_id, current_flow().correlation_id))


def hashed(key: str, name: str, value: object) -> str:
    """Return what stands for a filter's value: who has the key can tell whether it was a certain one, nobody else."""
    return hmac.new(key.encode(), f"filter\0{name}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]
