"""Queries about running and published indices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from evaluation_service.domain.errors import ServiceIndexNotFound
from evaluation_service.domain.scales import Element
from evaluation_service.domain.service_index import AnswerTally, PublishedIndex, ServiceIndex
from evaluation_service.persistence.filters import matching
from evaluation_service.persistence.tables import service_indices

_SUMS = tuple(f"sum_{element.lower()}" for element in Element)
_NO_ANSWERS = {"answers": 0, **dict.fromkeys(_SUMS, 0)}
_ADDED = ("answers", *_SUMS)

_new = insert(service_indices)
# Built once: the busiest statement of the service, and building it takes longer than running it.
_add_answers = _new.on_conflict_do_update(
    index_elements=["survey_id"], set_={name: service_indices.c[name] + _new.excluded[name] for name in _ADDED}
)


def get(session: Session, survey_id: UUID) -> ServiceIndex:
    """Return the index of a survey. Raises ServiceIndexNotFound."""
    index = session.get(ServiceIndex, survey_id)
    if index is None:
        raise ServiceIndexNotFound(survey_id)
    return index


def latest_of_unit(session: Session, unit_id: UUID) -> ServiceIndex | None:
    """Return the index that the unit published last."""
    columns = service_indices.c
    published = select(ServiceIndex).where(columns.unit_id == unit_id, columns.published_at.is_not(None))
    return session.scalars(published.order_by(columns.published_at.desc(), columns.survey_id).limit(1)).first()


def add_answers(session: Session, tallies: Sequence[AnswerTally], *, at: datetime) -> None:
    """Add the tallies, one per survey, to the running sums."""
    rows = [
        {
            "survey_id": tally.survey_id,
            "service_id": tally.service_id,
            "unit_id": tally.unit_id,
            "answers": tally.answers,
            **dict(zip(_SUMS, tally.sums, strict=True)),
            "first_heard_at": at,
            "version": 0,
        }
        for tally in tallies
    ]
    session.execute(_add_answers, rows)


def keep_published(session: Session, index: PublishedIndex, *, version: int, at: datetime) -> bool:
    """Store the published values; False when this or a newer version is here already."""
    published = {
        "period": index.period,
        "published_respondents": index.respondents,
        "required_sample": index.required_sample,
        "sample_adequate": index.sample_adequate,
        "ikm": index.ikm,
        "mutu": index.mutu,
        "elements": index.elements,
        "published_at": index.published_at,
        "decided_at": at,
        "version": version,
    }
    identity = {"survey_id": index.survey_id, "service_id": index.service_id, "unit_id": index.unit_id}
    new = insert(service_indices).values(**identity, **_NO_ANSWERS, **published, first_heard_at=at)
    upsert = new.on_conflict_do_update(
        index_elements=["survey_id"],
        set_={name: new.excluded[name] for name in published},
        where=service_indices.c.version < new.excluded.version,
    )
    return session.scalar(upsert.returning(service_indices.c.survey_id)) is not None


def listed(*, survey_id: UUID | None, unit_id: UUID | None, service_id: UUID | None) -> Select[Any]:
    """Select indices, narrowed by what is given."""
    filters = {"survey_id": survey_id, "unit_id": unit_id, "service_id": service_id}
    return matching(select(ServiceIndex), service_indices, **filters)
