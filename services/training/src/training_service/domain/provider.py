"""Providers: who gives the training."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ProviderKind(StrEnum):
    """Whether the provider belongs to the government (LAN, BPSDM, a ministry) or to the market."""

    GOVERNMENT = "GOVERNMENT"
    PRIVATE = "PRIVATE"


@dataclass(eq=False)
class Provider:
    """A training provider, known by its code."""

    id: UUID
    code: str
    name: str
    kind: ProviderKind
    registered_at: datetime
    version: int = 1
