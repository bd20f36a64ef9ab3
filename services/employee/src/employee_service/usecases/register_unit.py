"""Registers a unit of the city government."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import UnitKind
from employee_service.domain.unit import Unit, UnknownParentUnit
from employee_service.events import facts
from employee_service.persistence import units


def register_unit(
    session: Session, *, code: str, name: str, kind: UnitKind, parent_code: str | None, at: datetime
) -> Unit:
    """Register a unit under its parent; raises UnknownParentUnit, UnitWithdrawn, DuplicateUnitCode."""
    parent = None if parent_code is None else units.find_held_by_code(session, parent_code)
    if parent_code is not None and parent is None:
        raise UnknownParentUnit(parent_code)
    if parent is not None:
        parent.require_standing()
    unit = Unit(new_id(), code, name, kind, None if parent is None else parent.id, created_at=at)
    units.add_new(session, unit)
    outbox.record(session, facts.unit_registered(unit, at=at))
    return unit
