"""What training keeps of an employee: enough to know the entitlement to learning hours."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Employment(StrEnum):
    """The kinds of civil servants whose entitlement is known; other words may arrive and are kept as text."""

    PNS = "PNS"
    PPPK = "PPPK"


@dataclass(eq=False)
class Employee:
    """A replica of the employee service's record; `version` is the version of the last event applied."""

    id: UUID
    employment: str
    version: int
