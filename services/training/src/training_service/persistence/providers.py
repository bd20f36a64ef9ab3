"""Providers: find, list, add."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from training_service.domain.errors import DuplicateProviderCode, ProviderNotFound
from training_service.domain.provider import Provider
from training_service.persistence.rows import insert_new
from training_service.persistence.tables import providers

ORDER = [providers.c.code]


def add(session: Session, provider: Provider) -> None:
    """Keep a new provider; DuplicateProviderCode when its code is taken."""
    if not insert_new(session, providers, [provider]):
        raise DuplicateProviderCode(provider.code)


def exists(session: Session, provider_id: UUID) -> bool:
    """Tell whether the provider is registered."""
    return session.get(Provider, provider_id) is not None


def find(session: Session, provider_id: UUID) -> Provider:
    """Return the provider; ProviderNotFound when there is none."""
    provider = session.get(Provider, provider_id)
    if provider is None:
        raise ProviderNotFound(provider_id)
    return provider


def listed(*, code: str | None = None) -> Select[Provider]:
    """Return the query for providers, perhaps the one with this code."""
    statement = select(Provider)
    return statement if code is None else statement.where(providers.c.code == code)
