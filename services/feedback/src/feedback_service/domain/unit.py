"""The replica of an organisational unit that the employee service owns."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(eq=False, kw_only=True)
class Unit:
    """What this service keeps of a unit; `version` is the owner's, so that old news never wins."""

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    version: int
