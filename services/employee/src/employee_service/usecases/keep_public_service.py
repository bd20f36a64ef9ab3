"""Keeps what the feedback service registers: the public services that positions can serve."""

from sqlalchemy.orm import Session

from employee_service.domain.public_service import PublicService
from employee_service.persistence import public_services


def keep_public_service(session: Session, service: PublicService) -> None:
    """Keep the service unless the same or a newer version is known."""
    public_services.keep(session, service)
