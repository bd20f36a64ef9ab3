"""A service that a unit gives to the public."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


class PublicServiceNotFound(Exception):
    """No public service has this id."""

    def __init__(self, service_id: UUID) -> None:
        super().__init__(service_id)
        self.service_id = service_id


class UnknownPublicService(Exception):
    """A survey was opened for a public service that is not registered."""

    def __init__(self, service_id: UUID) -> None:
        super().__init__(service_id)
        self.service_id = service_id


class DuplicatePublicServiceCode(Exception):
    """Another public service has this code already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False, kw_only=True)
class PublicService:
    """A public service; its standar pelayanan promises `standard_minutes` (UU 25/2009 art. 21)."""

    id: UUID
    code: str
    name: str
    unit_id: UUID
    standard_minutes: int | None
    registered_at: datetime
    version: int = 1
