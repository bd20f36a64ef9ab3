"""The tables that `enter` reads: logins, which every service has, and assignments for those that need no more of them.

Functions ending in `_1` create them as they were in the first release.
"""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table, Text

from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.row_security import about, create_staff_in_reach, protect
from asn_chassis.rows import id_column, instant_column


def login_table(metadata: MetaData) -> Table:
    """Add `logins`: an issuer's subject is an employee from `linked_at` until `withdrawn_at`."""
    return Table(
        "logins",
        metadata,
        id_column("id", primary_key=True),
        id_column("employee_id", index=True),
        Column("issuer", Text, nullable=False),
        Column("subject", Text, nullable=False),
        instant_column("linked_at"),
        instant_column("withdrawn_at", nullable=True),
        Column("version", Integer, nullable=False),
        Index(None, "issuer", "subject"),
    )


def assignment_table(metadata: MetaData) -> Table:
    """Add `assignments`: an employee serves in a unit from a day on."""
    return Table(
        "assignments",
        metadata,
        id_column("employee_id", primary_key=True),
        Column("effective_date", Date, primary_key=True),
        id_column("unit_id", index=True),
        Column("version", Integer, nullable=False),
    )


def create_logins_1(op: Any, *, write: str | None = None) -> None:
    """Create `logins`; `write` says who links, in the service that owns them."""
    made = empty_metadata()
    login_table(made)
    made.create_all(op.get_bind())
    owned = {} if write is None else {"write": write, "may": "INSERT, UPDATE"}
    protect(op, "logins", read=about("logins.employee_id"), **owned)


def create_assignments_1(op: Any) -> None:
    """Create `assignments`, and the view of it that policies ask."""
    made = empty_metadata()
    assignment_table(made)
    made.create_all(op.get_bind())
    create_staff_in_reach(op)
    protect(op, "assignments", read=about("assignments.employee_id"))
