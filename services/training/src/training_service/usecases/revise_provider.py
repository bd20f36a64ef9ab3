"""Revises a training provider."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from training_service.domain.provider import Provider
from training_service.events import facts
from training_service.persistence import providers


def revise_provider(
    session: Session, *, provider_id: UUID, changes: Mapping[str, Any], versions: rows.Versions, at: datetime
) -> Provider:
    """Give the provider the `name` or `kind` that `changes` has; nothing is published where nothing differs.

    Raises ProviderNotFound, VersionStale, ProviderWithdrawn.
    """
    provider = providers.lock(session, provider_id)
    provider.require_standing()
    if rows.change(provider, changes, versions=versions):
        outbox.record(session, facts.provider_revised(provider, at=at))
    return provider
