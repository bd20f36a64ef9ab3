"""Logins; the same table in every service, which keep what this one owns."""

from sqlalchemy import Index

from asn_chassis.reach.tables import login_table
from employee_service.persistence.tables import metadata

logins = login_table(metadata)
# One subject is one employee at a time, whatever the code above believes.
Index(
    "uq_logins_standing",
    logins.c.issuer,
    logins.c.subject,
    unique=True,
    postgresql_where=logins.c.withdrawn_at.is_(None),
)
Index(None, logins.c.subject)
