"""Registers units of the city government, many at once, each by the same rules as one alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import UnitKind
from employee_service.domain.unit import (
    DuplicateUnitCode,
    Unit,
    UnitBelowItself,
    UnitWithdrawn,
    UnknownParentUnit,
)
from employee_service.events import facts
from employee_service.persistence import units
from employee_service.usecases.revise_unit import revise_unit

Refusal = DuplicateUnitCode | UnitBelowItself | UnitWithdrawn | UnknownParentUnit


@dataclass(frozen=True)
class NewUnit:
    """What is to be registered, under the parent with this code; None: at the top."""

    code: str
    name: str
    kind: UnitKind
    parent_code: str | None


def register_units(
    session: Session, *, told: Sequence[NewUnit], revising: bool = False, at: datetime
) -> list[Unit | Refusal]:
    """Register them in order, and return for each the unit or why it is not registered.

    A unit may stand under one that is told of before it. `revising`: a unit whose code is known is set right instead,
    where something differs.
    """
    known = units.found_by_code(session, [each.code for each in told])
    known |= units.held_by_code(session, [each.parent_code for each in told if each.parent_code is not None])
    fresh: list[Unit] = []
    answers: list[Unit | Refusal] = []
    for each in told:
        there = known.get(each.code)
        try:
            if there is None:
                there = _new(known, each, at)
                known[each.code] = there
                fresh.append(there)
            elif _differs(known, there, each, revising=revising):
                answers, fresh = _add(session, answers, fresh, at), []
                there = _revised(session, there, each, at)
            answers.append(there)
        except (DuplicateUnitCode, UnitBelowItself, UnitWithdrawn, UnknownParentUnit) as refusal:
            answers.append(refusal)
    return _add(session, answers, fresh, at)


def _new(known: Mapping[str, Unit], told: NewUnit, at: datetime) -> Unit:
    return Unit(new_id(), told.code, told.name, told.kind, _parent_id(known, told), created_at=at)


def _differs(known: Mapping[str, Unit], unit: Unit, told: NewUnit, *, revising: bool) -> bool:
    """Tell whether something is to be set right; DuplicateUnitCode where nothing may be."""
    if not revising:
        raise DuplicateUnitCode(told.code)
    return (unit.name, unit.kind, unit.parent_id) != (told.name, told.kind, _parent_id(known, told))


def _parent_id(known: Mapping[str, Unit], told: NewUnit) -> UUID | None:
    if told.parent_code is None:
        return None
    parent = known.get(told.parent_code)
    if parent is None:
        raise UnknownParentUnit(told.parent_code)
    parent.require_standing()
    return parent.id


def _revised(session: Session, unit: Unit, told: NewUnit, at: datetime) -> Unit:
    changes = {"name": told.name, "kind": told.kind, "parent_code": told.parent_code}
    return revise_unit(session, unit_id=unit.id, changes=changes, versions=None, at=at)


def _add(session: Session, answers: Sequence[Unit | Refusal], fresh: list[Unit], at: datetime) -> list[Unit | Refusal]:
    """Insert what is new, and tell of it; refused is what somebody else has registered at the same moment."""
    added = units.add_new(session, fresh)
    outbox.record(session, *(facts.unit_registered(unit, at=at) for unit in added))
    lost = {unit.id for unit in fresh} - {unit.id for unit in added}
    return [DuplicateUnitCode(each.code) if isinstance(each, Unit) and each.id in lost else each for each in answers]
