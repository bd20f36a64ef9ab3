"""Registers a service that a unit gives to the public."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day
from feedback_service.domain.public_service import DuplicatePublicServiceCode, PublicService
from feedback_service.domain.unit import UnknownUnit
from feedback_service.events import facts
from feedback_service.persistence import public_services, units


def register_public_service(
    session: Session, *, code: str, name: str, unit_id: UUID, standard_minutes: int | None, at: datetime
) -> PublicService:
    """Register a public service; raises UnknownUnit, UnitWithdrawn, DuplicatePublicServiceCode."""
    unit = units.find(session, unit_id)
    if unit is None:
        raise UnknownUnit(unit_id)
    unit.require_standing(business_day(at))
    service = PublicService(
        id=new_id(),
        code=code,
        name=name,
        unit_id=unit_id,
        standard_minutes=standard_minutes,
        registered_at=at,
    )
    if not public_services.add_new(session, service):
        raise DuplicatePublicServiceCode(code)
    outbox.record(session, facts.public_service_registered(service))
    return service
