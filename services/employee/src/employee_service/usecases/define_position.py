"""Defines a position with its first competency standard."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.errors import UnknownUnit
from employee_service.domain.position import JobLevel, Position
from employee_service.events import published
from employee_service.persistence import competencies, positions, units
from employee_service.policies.expected_level import expected_standard


def define_position(
    session: Session,
    *,
    code: str,
    title: str,
    unit_id: UUID,
    job_level: JobLevel,
    serves_public: bool,
    standard: Mapping[str, int] | None,
    effective_date: date,
    now: datetime,
) -> Position:
    """Define a position; without a standard, the level expected of its job level counts for every competency.

    Raises UnknownUnit, UnknownCompetency, LevelOutOfRange, DuplicatePositionCode.
    """
    if units.find(session, unit_id) is None:
        raise UnknownUnit(unit_id)
    if standard is None:
        general = competencies.codes_for_every_position(session)
        standard = expected_standard(job_level, general, effective_date)
    competencies.require_all(session, standard)
    position, fact = Position.define(
        position_id=new_id(),
        code=code,
        title=title,
        unit_id=unit_id,
        job_level=job_level,
        serves_public=serves_public,
        standard=standard,
        effective_date=effective_date,
        at=now,
    )
    positions.add(session, position)
    outbox.record(session, published.position_standard_set(fact, at=now))
    return position
