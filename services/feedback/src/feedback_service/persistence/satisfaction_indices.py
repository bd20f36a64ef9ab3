"""Queries on published satisfaction indices."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from feedback_service.domain.errors import SatisfactionIndexNotFound
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.persistence.mapping import satisfaction_indices


def get(session: Session, index_id: UUID) -> SatisfactionIndex:
    """Return the index; raises SatisfactionIndexNotFound."""
    index = session.get(SatisfactionIndex, index_id)
    if index is None:
        raise SatisfactionIndexNotFound(index_id)
    return index


def listed(*, survey_id: UUID | None, service_id: UUID | None, unit_id: UUID | None) -> Select[SatisfactionIndex]:
    """Select the indices that match every filter given."""
    query = select(SatisfactionIndex)
    if survey_id is not None:
        query = query.where(satisfaction_indices.c.survey_id == survey_id)
    if service_id is not None:
        query = query.where(satisfaction_indices.c.service_id == service_id)
    return query if unit_id is None else query.where(satisfaction_indices.c.unit_id == unit_id)
