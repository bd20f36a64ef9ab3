"""Providers: get, list, add."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from training_service.domain.provider import DuplicateProviderCode, Provider, ProviderNotFound
from training_service.persistence.tables.provider import provider_words, providers

SORTS = {"code": (providers.c.code,), "name": (providers.c.name, providers.c.id)}


def add_new(session: Session, provider: Provider) -> None:
    """Keep a new provider; DuplicateProviderCode when its code is taken."""
    if not rows.add_new(session, providers, [provider]):
        raise DuplicateProviderCode(provider.code)


def lock(session: Session, provider_id: UUID, *, missing: type[ProviderNotFound] = ProviderNotFound) -> Provider:
    """Return the provider, held until the transaction ends; raises `missing`."""
    return rows.get(session, Provider, provider_id, missing=missing, lock=True)


def get(session: Session, provider_id: UUID) -> Provider:
    """Return the provider; ProviderNotFound when there is none."""
    return rows.get(session, Provider, provider_id, missing=ProviderNotFound)


def listed(*, code: str | None, q: str | None) -> Select[Provider]:
    """Return the query for providers, perhaps the one with this code."""
    return rows.named(rows.matching(select(Provider), providers, code=code), provider_words, providers.c.id, q)
