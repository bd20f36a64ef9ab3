"""Registers a unit of the city government."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.errors import UnknownParentUnit
from employee_service.domain.unit import Unit, UnitKind
from employee_service.events import published
from employee_service.persistence import units


def register_unit(
    session: Session, *, code: str, name: str, kind: UnitKind, parent_code: str | None, now: datetime
) -> Unit:
    """Register a unit under its parent; raises UnknownParentUnit, DuplicateUnitCode."""
    parent = None if parent_code is None else units.with_code(session, parent_code)
    if parent_code is not None and parent is None:
        raise UnknownParentUnit(parent_code)
    parent_id = None if parent is None else parent.id
    unit, fact = Unit.register(unit_id=new_id(), code=code, name=name, kind=kind, parent_id=parent_id, at=now)
    units.add(session, unit)
    outbox.record(session, published.unit_registered(fact, at=now))
    return unit
