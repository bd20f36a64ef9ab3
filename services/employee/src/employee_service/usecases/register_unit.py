"""Registers a unit of the city government."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_kernel.codes import UnitKind
from employee_service.domain.unit import Unit
from employee_service.usecases.register_units import NewUnit, register_units


def register_unit(
    session: Session, *, code: str, name: str, kind: UnitKind, parent_code: str | None, at: datetime
) -> Unit:
    """Register a unit under its parent; raises UnknownParentUnit, UnitWithdrawn, DuplicateUnitCode."""
    (answer,) = register_units(session, told=[NewUnit(code, name, kind, parent_code)], at=at)
    if isinstance(answer, Unit):
        return answer
    raise answer
