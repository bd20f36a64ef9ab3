"""What the feedback service publishes: public services."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from employee_service.domain.public_service import PublicService
from employee_service.usecases.keep_public_service import keep_public_service


class PublicServiceRegistered(msgspec.Struct):
    """The fields of public-service-registered that matter here."""

    service_id: UUID
    code: str
    name: str
    unit_id: UUID


def on_public_service_registered(session: Session, event: Event) -> None:
    """Keep the service; a unit that is not known here is no reason against it."""
    fact = read(event, PublicServiceRegistered)
    service = PublicService(fact.service_id, fact.code, fact.name, fact.unit_id, event.aggregateversion)
    keep_public_service(session, service)
