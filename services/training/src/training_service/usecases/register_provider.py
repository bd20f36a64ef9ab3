"""Registers a training provider."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import ProviderKind
from training_service.domain.provider import Provider
from training_service.events import facts
from training_service.persistence import providers


def register_provider(session: Session, *, code: str, name: str, kind: ProviderKind, at: datetime) -> Provider:
    """Keep a new provider; DuplicateProviderCode when its code is taken."""
    provider = Provider(id=new_id(), code=code, name=name, kind=kind, registered_at=at)
    providers.add_new(session, provider)
    outbox.record(session, facts.provider_registered(provider))
    return provider
