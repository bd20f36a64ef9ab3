"""Queries on published satisfaction indices of surveys."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from feedback_service.domain.satisfaction_index import SatisfactionIndex, SatisfactionIndexNotFound
from feedback_service.persistence.tables import satisfaction_indices


def get(session: Session, index_id: UUID) -> SatisfactionIndex:
    """Return the index; raises SatisfactionIndexNotFound."""
    return rows.get(session, SatisfactionIndex, index_id, missing=SatisfactionIndexNotFound)


def of_unit(session: Session, unit_id: UUID, period: Period) -> Sequence[SatisfactionIndex]:
    """Return the indices of all surveys of a unit in a period, in the order of their surveys."""
    query = listed(survey_id=None, service_id=None, unit_id=unit_id, period=period)
    return session.scalars(query.order_by(satisfaction_indices.c.survey_id)).all()


def listed(
    *, survey_id: UUID | None, service_id: UUID | None, unit_id: UUID | None, period: Period | None
) -> Select[SatisfactionIndex]:
    """Select the indices that match every filter given."""
    return rows.matching(
        select(SatisfactionIndex),
        satisfaction_indices,
        survey_id=survey_id,
        service_id=service_id,
        unit_id=unit_id,
        period=period,
    )
