"""Registers a training provider."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_service.domain.provider import Provider, ProviderKind
from training_service.persistence import providers


def register_provider(
    session: Session, *, provider_id: UUID, code: str, name: str, kind: ProviderKind, now: datetime
) -> Provider:
    """Keep a new provider; DuplicateProviderCode when its code is taken."""
    provider = Provider(id=provider_id, code=code, name=name, kind=kind, registered_at=now)
    providers.add(session, provider)
    return provider
