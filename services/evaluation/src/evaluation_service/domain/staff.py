"""What this service remembers of employees and positions, which the employee service owns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evaluation_service.domain.scales import Employment


@dataclass(eq=False)
class Employee:
    """Replica. `employment` is None while only a later assignment has arrived, not the registration."""

    id: UUID
    position_id: UUID
    unit_id: UUID
    employment: Employment | None
    assigned_at: datetime
    version: int


@dataclass(eq=False)
class Position:
    """Replica. `standard` maps competency code to the required level, 1 to 5."""

    id: UUID
    unit_id: UUID
    serves_public: bool
    standard: Mapping[str, int]
    set_at: datetime
    version: int
