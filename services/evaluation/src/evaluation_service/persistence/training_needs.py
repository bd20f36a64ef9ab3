"""Queries about training needs."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from asn_chassis import rows
from evaluation_service.domain.training_need import (
    OPEN,
    CauseKind,
    NeedState,
    TrainingNeed,
    TrainingNeedNotFound,
)
from evaluation_service.persistence.tables.need import training_needs
from evaluation_service.persistence.tables.staff import units

SORTS = {"identified_at": (training_needs.c.identified_at, training_needs.c.id)}


def get(session: Session, need_id: UUID, *, lock: bool = False) -> TrainingNeed:
    """Return the need, locked when it is to change. Raises TrainingNeedNotFound."""
    return rows.get(session, TrainingNeed, need_id, missing=TrainingNeedNotFound, lock=lock)


def add_new(session: Session, needs: Sequence[TrainingNeed]) -> list[TrainingNeed]:
    """Insert the needs unless one stands for the same employee, competency and cause; return exactly those."""
    session.flush()  # what ended makes room
    return rows.add_new(session, training_needs, needs)


def open_by_cause(session: Session, cause_id: UUID) -> Sequence[TrainingNeed]:
    """Return the open needs that follow from an evaluation or a survey."""
    return _open(session, training_needs.c.cause_id == cause_id)


def open_from_indices(session: Session, employee_ids: Collection[UUID]) -> Sequence[TrainingNeed]:
    """Return the open needs of these people that follow from indices."""
    from_index = training_needs.c.cause_kind == CauseKind.SATISFACTION_INDEX
    return _open(session, from_index & training_needs.c.employee_id.in_(employee_ids))


def listed(
    *,
    employee_id: UUID | None,
    unit_id: UUID | None,
    subtree: bool,
    cause_id: UUID | None,
    state: NeedState | None,
    correlation_id: str | None,
) -> Select[Any]:
    """Select training needs, narrowed by what is given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(
        select(TrainingNeed),
        training_needs,
        employee_id=employee_id,
        unit_id=within,
        cause_id=cause_id,
        state=state,
        correlation_id=correlation_id,
    )


def _open(session: Session, which: ColumnElement[bool]) -> Sequence[TrainingNeed]:
    statement = select(TrainingNeed).where(which, training_needs.c.state.in_(OPEN)).order_by(training_needs.c.id)
    return session.scalars(statement).all()
