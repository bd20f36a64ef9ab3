"""Providers: who gives the training."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn_kernel.codes import ProviderKind


class ProviderNotFound(Exception):
    """No provider has this id."""

    def __init__(self, provider_id: UUID) -> None:
        super().__init__(provider_id)
        self.provider_id = provider_id


class UnknownProvider(ProviderNotFound):
    """A course names a provider that is not registered."""


class DuplicateProviderCode(Exception):
    """Another provider has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class Provider:
    """A training provider, known by its code."""

    id: UUID
    code: str
    name: str
    kind: ProviderKind
    registered_at: datetime
    version: int = 1
