"""Queries on public services."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback_service.domain.errors import DuplicatePublicServiceCode, PublicServiceNotFound
from feedback_service.domain.public_service import PublicService
from feedback_service.persistence.mapping import public_services


def add(session: Session, service: PublicService) -> None:
    """Insert the service; raises DuplicatePublicServiceCode."""
    try:
        with session.begin_nested():
            session.add(service)
    except IntegrityError as error:
        # The code is the only thing about a new service that can collide.
        raise DuplicatePublicServiceCode(service.code) from error


def find(session: Session, service_id: UUID) -> PublicService | None:
    """Return the service, or None."""
    return session.get(PublicService, service_id)


def get(session: Session, service_id: UUID) -> PublicService:
    """Return the service; raises PublicServiceNotFound."""
    service = find(session, service_id)
    if service is None:
        raise PublicServiceNotFound(service_id)
    return service


def listed(*, code: str | None) -> Select[PublicService]:
    """Select the public services, all or the one with this code."""
    query = select(PublicService)
    return query if code is None else query.where(public_services.c.code == code)
