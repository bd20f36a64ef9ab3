"""Queries about open findings, the people whom they concern, and service improvements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, delete, select, true
from sqlalchemy.orm import Session

from asn_chassis import rows
from evaluation_service.domain.finding import OpenFinding, ServiceImprovement
from evaluation_service.persistence.tables.need import index_findings, service_improvements
from evaluation_service.persistence.tables.staff import assignments, position_standards, units

IMPROVEMENT_SORTS = {"requested_at": (service_improvements.c.requested_at, service_improvements.c.id)}


@dataclass(frozen=True)
class Concerned:
    """A person who served the service of a finding on its day; the level, 1 to 5, that her position asked for."""

    finding: OpenFinding
    employee_id: UUID
    unit_id: UUID
    required_level: int | None


def replace_findings(session: Session, survey_id: UUID, findings: Sequence[OpenFinding]) -> None:
    """Keep the findings of a survey in place of what an older index of it said."""
    session.execute(delete(index_findings).where(index_findings.c.survey_id == survey_id))
    rows.add_all(session, index_findings, findings)


def concerned_by(session: Session, survey_id: UUID) -> list[Concerned]:
    """Find everybody whom the findings of a survey concern."""
    return _concerned(session, index_findings.c.survey_id == survey_id, None)


def concerning(session: Session, employee_ids: Collection[UUID]) -> list[Concerned]:
    """Find the findings that concern these people."""
    return _concerned(session, true(), employee_ids)


def add_new_improvements(session: Session, requested: Sequence[ServiceImprovement]) -> list[ServiceImprovement]:
    """Insert the improvements whose survey and element are new; return exactly those."""
    return rows.add_new(session, service_improvements, requested)


def listed_improvements(
    *, survey_id: UUID | None, unit_id: UUID | None, subtree: bool, correlation_id: str | None
) -> Select[Any]:
    """Select service improvements, narrowed by what is given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    filters = {"survey_id": survey_id, "unit_id": within, "correlation_id": correlation_id}
    return rows.matching(select(ServiceImprovement), service_improvements, **filters)


def _concerned(session: Session, which: Any, employee_ids: Collection[UUID] | None) -> list[Concerned]:
    """Cross findings with the assignment and the standard that held on the day of the finding."""
    finding = index_findings.c
    held = rows.on_day(assignments, finding.day, key=["employee_id"])
    if employee_ids is not None:
        held = held.where(assignments.c.employee_id.in_(employee_ids))
    post = held.correlate(index_findings).lateral("post")
    asked = rows.on_day(position_standards, finding.day, key=["position_id"])
    asked = asked.where(position_standards.c.position_id == post.c.position_id)
    standard = asked.correlate(index_findings, post).lateral("asked")
    statement = (
        select(OpenFinding, post.c.employee_id, post.c.unit_id, standard.c.standard)
        .select_from(index_findings)
        .join(post, true())
        .join(standard, finding.service_id == any_(standard.c.service_ids))
        .where(which)
        .order_by(finding.survey_id, finding.competency_code, post.c.employee_id)
    )
    return [
        Concerned(found, employee_id, unit_id, levels.get(found.competency_code))
        for found, employee_id, unit_id, levels in session.execute(statement)
    ]
