"""Queries on public services."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from feedback_service.domain.public_service import PublicService, PublicServiceNotFound
from feedback_service.persistence.tables import public_service_words, public_services, units

SORTS = {
    "id": (public_services.c.id,),
    "code": (public_services.c.code,),
    "name": (public_services.c.name, public_services.c.id),
}


def add_new(session: Session, service: PublicService) -> bool:
    """Insert the service unless its code is taken; tell whether it was inserted."""
    return bool(rows.add_new(session, public_services, [service]))


def find(session: Session, service_id: UUID) -> PublicService | None:
    """Return the service, or None."""
    return rows.find(session, PublicService, service_id)


def get(session: Session, service_id: UUID) -> PublicService:
    """Return the service; raises PublicServiceNotFound."""
    return rows.get(session, PublicService, service_id, missing=PublicServiceNotFound)


def listed(*, code: str | None, unit_id: UUID | None, subtree: bool, q: str | None) -> Select[PublicService]:
    """Select the public services that match every filter given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    statement = rows.matching(select(PublicService), public_services, code=code, unit_id=within)
    return rows.named(statement, public_service_words, public_services.c.id, q)
