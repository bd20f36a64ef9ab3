"""Queries on published satisfaction indices of surveys."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Numeric, Row, Select, cast, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from feedback_service.domain.satisfaction_index import SatisfactionIndex, SatisfactionIndexNotFound
from feedback_service.persistence.tables import public_services, satisfaction_indices, units

SORTS = {
    "id": (satisfaction_indices.c.id,),
    "published_at": (satisfaction_indices.c.published_at, satisfaction_indices.c.id),
    "period": (satisfaction_indices.c.period, satisfaction_indices.c.id),
}


def get(session: Session, index_id: UUID) -> SatisfactionIndex:
    """Return the index; raises SatisfactionIndexNotFound."""
    return rows.get(session, SatisfactionIndex, index_id, missing=SatisfactionIndexNotFound)


def of_unit(session: Session, unit_id: UUID, period: Period) -> Sequence[SatisfactionIndex]:
    """Return the indices of all surveys of a unit in a period, in the order of their surveys."""
    query = listed(survey_id=None, service_id=None, unit_id=unit_id, subtree=False, period=period)
    return session.scalars(query.order_by(satisfaction_indices.c.survey_id)).all()


def listed(
    *, survey_id: UUID | None, service_id: UUID | None, unit_id: UUID | None, subtree: bool, period: Period | None
) -> Select[SatisfactionIndex]:
    """Select the indices that match every filter given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(
        select(SatisfactionIndex),
        satisfaction_indices,
        survey_id=survey_id,
        service_id=service_id,
        unit_id=within,
        period=period,
    )


def of_survey(session: Session, survey_id: UUID) -> SatisfactionIndex | None:
    """Return the index of a survey, or None where it has none (yet)."""
    query = listed(survey_id=survey_id, service_id=None, unit_id=None, subtree=False, period=None)
    return session.scalars(query).one_or_none()


def results(
    session: Session, period: Period, *, unit_id: UUID | None = None, after: str = "", limit: int
) -> Sequence[Row[Any]]:
    """Return the results of a period by public service, behind a code: survey, code, name, ikm, mutu, respondents."""
    decision, table = type_coerce(satisfaction_indices.c.decision, JSONB), satisfaction_indices.c
    query = (
        select(
            table.survey_id,
            public_services.c.code,
            public_services.c.name,
            cast(decision["outcome"]["ikm"].astext, Numeric).label("ikm"),
            decision["outcome"]["mutu"].astext.label("mutu"),
            cast(decision["inputs"]["respondents"].astext, Integer).label("respondents"),
        )
        .join(public_services, public_services.c.id == table.service_id)
        .where(table.period == period, public_services.c.code > after)
        .order_by(public_services.c.code)
        .limit(limit)
    )
    return session.execute(query if unit_id is None else query.where(table.unit_id == unit_id)).all()
