"""Queries about training needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, and_, cast, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from evaluation_service.domain.errors import TrainingNeedNotFound
from evaluation_service.domain.finding import OpenFinding
from evaluation_service.domain.training_need import CauseKind, TrainingNeed
from evaluation_service.persistence.filters import matching
from evaluation_service.persistence.replica_tables import competency_levels, employees, positions
from evaluation_service.persistence.tables import index_findings, training_needs


@dataclass(frozen=True)
class Unmet:
    """An open finding that somebody who serves in the unit has no need for yet; levels are 1 to 5."""

    finding: OpenFinding
    employee_id: UUID
    unit_id: UUID
    required_level: int | None
    current_level: int | None


def get(session: Session, need_id: UUID, *, for_change: bool = False) -> TrainingNeed:
    """Return the need, with its row locked when it is to change. Raises TrainingNeedNotFound."""
    need = session.get(TrainingNeed, need_id, with_for_update=for_change)
    if need is None:
        raise TrainingNeedNotFound(need_id)
    return need


def add_new(session: Session, needs: Sequence[TrainingNeed]) -> list[TrainingNeed]:
    """Insert the needs whose employee, competency and cause are new, in one statement; return exactly those."""
    if not needs:
        return []
    rows = [{column.name: getattr(need, column.name) for column in training_needs.c} for need in needs]
    new = insert(training_needs).on_conflict_do_nothing().returning(training_needs.c.id)
    inserted = set(session.scalars(new, rows))
    return [need for need in needs if need.id in inserted]


def unmet_by_index(session: Session, survey_id: UUID) -> list[Unmet]:
    """Find what a published index asks of the people who serve in its unit."""
    return _unmet(session, _unmet_findings().where(index_findings.c.survey_id == survey_id))


def unmet_by_employee(session: Session, employee_id: UUID) -> list[Unmet]:
    """Find what the open findings of an employee's unit ask of them."""
    return _unmet(session, _unmet_findings().where(employees.c.id == employee_id))


def unmet_at_position(session: Session, position_id: UUID) -> list[Unmet]:
    """Find what the open findings of the unit ask of the holders of a position."""
    return _unmet(session, _unmet_findings().where(positions.c.id == position_id))


def listed(*, employee_id: UUID | None, cause_id: UUID | None, correlation_id: str | None) -> Select[Any]:
    """Select training needs, narrowed by what is given."""
    filters = {"employee_id": employee_id, "cause_id": cause_id, "correlation_id": correlation_id}
    return matching(select(TrainingNeed), training_needs, **filters)


def _unmet(session: Session, statement: Select[Any]) -> list[Unmet]:
    return [Unmet(*row) for row in session.execute(statement)]


def _unmet_findings() -> Select[Any]:
    """Cross findings with the serving staff of their unit as known today, less the needs that exist.

    Whoever came after a finding closed is left out by the time of the fact, not of its arrival, so that the
    order in which events arrive changes nothing.
    """
    finding, level, need = index_findings.c, competency_levels.c, training_needs.c
    serving = and_(
        positions.c.id == employees.c.position_id, positions.c.serves_public, positions.c.set_at <= finding.open_until
    )
    known = and_(level.employee_id == employees.c.id, level.competency_code == finding.competency_code)
    met = and_(
        need.employee_id == employees.c.id,
        need.competency_code == finding.competency_code,
        need.cause_kind == CauseKind.SATISFACTION_INDEX,
        need.cause_id == finding.survey_id,
    )
    required = cast(positions.c.standard[finding.competency_code].astext, Integer)
    in_unit = and_(employees.c.unit_id == finding.unit_id, employees.c.assigned_at <= finding.open_until)
    return (
        select(OpenFinding, employees.c.id, employees.c.unit_id, required, level.level)
        .join(employees, in_unit)
        .join(positions, serving)
        .outerjoin(competency_levels, known)
        .where(~select(need.id).where(met).exists())
        .order_by(finding.survey_id, finding.competency_code, employees.c.id)
    )
