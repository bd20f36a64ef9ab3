"""Queries about open findings and service improvements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from evaluation_service.domain.finding import OpenFinding, ServiceImprovement
from evaluation_service.persistence.filters import matching
from evaluation_service.persistence.tables import index_findings, service_improvements


def keep_findings(session: Session, findings: Sequence[OpenFinding]) -> None:
    """Insert the findings that are new."""
    if findings:
        rows = [{column.name: getattr(finding, column.name) for column in index_findings.c} for finding in findings]
        session.execute(insert(index_findings).on_conflict_do_nothing(), rows)


def add_new_improvements(session: Session, requested: Sequence[ServiceImprovement]) -> list[ServiceImprovement]:
    """Insert the improvements whose survey and element are new, in one statement; return exactly those."""
    if not requested:
        return []
    rows = [{column.name: getattr(asked, column.name) for column in service_improvements.c} for asked in requested]
    new = insert(service_improvements).on_conflict_do_nothing().returning(service_improvements.c.id)
    inserted = set(session.scalars(new, rows))
    return [asked for asked in requested if asked.id in inserted]


def listed_improvements(*, survey_id: UUID | None, unit_id: UUID | None, correlation_id: str | None) -> Select[Any]:
    """Select service improvements, narrowed by what is given."""
    filters = {"survey_id": survey_id, "unit_id": unit_id, "correlation_id": correlation_id}
    return matching(select(ServiceImprovement), service_improvements, **filters)
