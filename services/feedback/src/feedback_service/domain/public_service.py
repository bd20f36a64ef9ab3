"""A service that a unit gives to the public."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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
