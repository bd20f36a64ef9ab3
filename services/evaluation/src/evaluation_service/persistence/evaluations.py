"""Queries about evaluations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from evaluation_service.domain.evaluation import Evaluation, EvaluationNotFound, EvaluationState
from evaluation_service.persistence.tables.evaluation import evaluations
from evaluation_service.persistence.tables.staff import units

SORTS = {"created_at": (evaluations.c.created_at, evaluations.c.id), "period": (evaluations.c.period, evaluations.c.id)}


def get(session: Session, evaluation_id: UUID, *, lock: bool = False) -> Evaluation:
    """Return the evaluation, locked when it is to change. Raises EvaluationNotFound."""
    return rows.get(session, Evaluation, evaluation_id, missing=EvaluationNotFound, lock=lock)


def add_new(session: Session, evaluation: Evaluation) -> bool:
    """Insert the evaluation; False when the employee has one of the period."""
    return bool(rows.add_new(session, evaluations, [evaluation]))


def finalised_of(session: Session, employee_id: UUID) -> Sequence[Evaluation]:
    """Return the finalised evaluations of an employee."""
    mine = select(Evaluation).where(
        evaluations.c.employee_id == employee_id, evaluations.c.state == EvaluationState.FINALISED
    )
    return session.scalars(mine).all()


def listed(
    *,
    employee_id: UUID | None,
    unit_id: UUID | None,
    subtree: bool,
    period: Period | None,
    state: EvaluationState | None,
) -> Select[Any]:
    """Select evaluations, narrowed by what is given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(
        select(Evaluation), evaluations, employee_id=employee_id, unit_id=within, period=period, state=state
    )
