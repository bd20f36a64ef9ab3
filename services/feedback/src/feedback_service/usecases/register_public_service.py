"""Registers a service that a unit gives to the public."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from feedback_service.domain.errors import UnknownUnit
from feedback_service.domain.public_service import PublicService
from feedback_service.persistence import public_services, units


def register_public_service(
    session: Session,
    *,
    service_id: UUID,
    code: str,
    name: str,
    unit_id: UUID,
    standard_minutes: int | None,
    now: datetime,
) -> PublicService:
    """Register a public service; raises UnknownUnit, DuplicatePublicServiceCode."""
    if not units.is_known(session, unit_id):
        raise UnknownUnit(unit_id)
    service = PublicService(
        id=service_id,
        code=code,
        name=name,
        unit_id=unit_id,
        standard_minutes=standard_minutes,
        registered_at=now,
    )
    public_services.add(session, service)
    return service
