"""Rows of the replica of public services."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.public_service import PublicService, UnknownPublicService
from employee_service.persistence.tables.public_services import public_service_words, public_services
from employee_service.persistence.tables.units import units

SORTS = {
    "id": (public_services.c.id,),
    "code": (public_services.c.code, public_services.c.id),
    "name": (public_services.c.name, public_services.c.id),
}


def keep(session: Session, service: PublicService) -> None:
    """Insert or overwrite the service unless the same or a newer version is there."""
    rows.keep_newer(session, public_services, [service])


def require_all(session: Session, service_ids: Iterable[UUID]) -> None:
    """Check that every service is known; UnknownPublicService names the first that is not."""
    wanted = sorted(set(service_ids))
    known = set(session.scalars(select(public_services.c.id).where(public_services.c.id.in_(wanted))))
    for service_id in wanted:
        if service_id not in known:
            raise UnknownPublicService(service_id)


def listed(*, code: str | None, unit_id: UUID | None, subtree: bool, q: str | None) -> Select[PublicService]:
    """Return the query for the services with this code, of this unit and with such a name."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    statement = rows.matching(select(PublicService), public_services, code=code, unit_id=within)
    return rows.named(statement, public_service_words, public_services.c.id, q)
