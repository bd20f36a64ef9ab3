"""Defines a position with its first competency standard."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.codes import JobLevel
from asn_kernel.rule import NoRuleInForce
from employee_service.domain.position import ExpectedLevelFacts, NoExpectedLevels, Position, ProposedStandard
from employee_service.domain.unit import UnknownUnit
from employee_service.events import facts
from employee_service.persistence import competencies, positions, public_services, units
from employee_service.policies import expected_level
from employee_service.policies.regulations import Regulations


def define_position(
    session: Session,
    *,
    code: str,
    title: str,
    unit_id: UUID,
    job_level: JobLevel,
    standard: Mapping[str, int] | None,
    service_ids: Sequence[UUID],
    effective_date: date,
    at: datetime,
) -> Position:
    """Define a position; without a standard, the level expected of its job level counts for every general competency.

    Raises UnknownUnit, UnitWithdrawn, UnknownPublicService, UnknownCompetency, LevelOutOfRange, NoExpectedLevels,
    DuplicatePositionCode.
    """
    unit = units.find_held(session, unit_id)
    if unit is None:
        raise UnknownUnit(unit_id)
    unit.require_standing()
    public_services.require_all(session, service_ids)
    proposal = None if standard is not None else _proposal(session, job_level, effective_date)
    levels = proposal.outcome.levels if proposal is not None else standard or {}
    competencies.require_all(session, levels)
    position = Position.define(
        position_id=new_id(),
        code=code,
        title=title,
        unit_id=unit_id,
        job_level=job_level,
        levels=levels,
        service_ids=service_ids,
        effective_date=effective_date,
        proposal=proposal,
        at=at,
    )
    positions.add_new(session, position)
    outbox.record(session, facts.position_standard_set(position, position.standards[0], at=at))
    return position


def _proposal(session: Session, job_level: JobLevel, effective_date: date) -> ProposedStandard:
    try:
        rule = regulations_of(session, Regulations).expected_levels.in_force(effective_date)
    except NoRuleInForce as none:
        raise NoExpectedLevels(none.subject, none.day) from none
    return expected_level.decide(ExpectedLevelFacts(job_level, competencies.general_codes(session)), rule)
