"""Public services as the feedback service registers them: what a position may serve."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(eq=False)
class UnknownPublicService(Exception):
    """A position is to serve a public service that is not known here."""

    service_id: UUID


@dataclass(eq=False)
class PublicService:
    """A public service (jenis pelayanan) of a unit; `version` is that of the event it was read from."""

    id: UUID
    code: str
    name: str
    unit_id: UUID
    version: int
