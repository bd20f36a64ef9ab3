"""The replica of an organisational unit that the employee service owns."""

from dataclasses import dataclass
from uuid import UUID


class UnknownUnit(Exception):
    """No unit with this id has been announced by the employee service yet."""

    def __init__(self, unit_id: UUID) -> None:
        super().__init__(unit_id)
        self.unit_id = unit_id


@dataclass(eq=False, kw_only=True)
class Unit:
    """What this service keeps of a unit; `version` is the owner's, so that older news never wins."""

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    version: int
