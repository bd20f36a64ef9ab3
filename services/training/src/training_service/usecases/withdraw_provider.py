"""Withdraws a training provider."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from training_service.domain.provider import Provider, ProviderHasCourses
from training_service.events import facts
from training_service.persistence import courses, providers


def withdraw_provider(
    session: Session, *, provider_id: UUID, reason: str, versions: rows.Versions, at: datetime
) -> Provider:
    """Withdraw the provider for good, once none of its courses is on offer; seats that were bought before stay.

    Raises ProviderNotFound, VersionStale, ProviderWithdrawn, ProviderHasCourses.
    """
    provider = providers.lock(session, provider_id)
    provider.require_standing()
    if codes := courses.codes_on_offer_of(session, provider_id):
        raise ProviderHasCourses(provider_id, codes)
    rows.change(provider, {"withdrawn_at": at, "withdrawal_reason": reason}, versions=versions)
    outbox.record(session, facts.provider_withdrawn(provider, at=at))
    return provider
