"""Providers: who gives the training."""

from collections.abc import Sequence
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


class ProviderWithdrawn(Exception):
    """The provider was withdrawn: it is neither revised nor withdrawn again, and gives no course any more."""

    def __init__(self, provider_id: UUID) -> None:
        super().__init__(provider_id)
        self.provider_id = provider_id


class ProviderHasCourses(Exception):
    """The provider still gives courses that are on offer; `codes` are theirs."""

    def __init__(self, provider_id: UUID, codes: Sequence[str]) -> None:
        super().__init__(provider_id, codes)
        self.provider_id = provider_id
        self.codes = ", ".join(codes)


@dataclass(eq=False)
class Provider:
    """A training provider, known by its code; a withdrawn one has a time and a reason."""

    id: UUID
    code: str
    name: str
    kind: ProviderKind
    registered_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    version: int = 1

    def require_standing(self) -> None:
        """Raise ProviderWithdrawn where the provider gives no courses any more."""
        if self.withdrawn_at is not None:
            raise ProviderWithdrawn(self.id)
