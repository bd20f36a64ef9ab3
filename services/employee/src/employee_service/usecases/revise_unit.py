"""Revises a unit: its name, its kind, its place in the tree."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from employee_service.domain.unit import Unit, UnitBelowItself, UnknownParentUnit
from employee_service.events import facts
from employee_service.persistence import units


def revise_unit(
    session: Session, *, unit_id: UUID, changes: Mapping[str, Any], versions: rows.Versions, at: datetime
) -> Unit:
    """Give the unit the `name`, `kind` or `parent_code` (None: the top of the tree) that `changes` has.

    Nothing is published where nothing differs. Raises UnitNotFound, VersionStale, UnitWithdrawn, UnknownParentUnit,
    UnitBelowItself.
    """
    attributes = dict(changes)
    if "parent_code" in attributes:
        units.hold_tree(session)
        attributes["parent_id"] = _parent(session, unit_id, attributes.pop("parent_code"))
    unit = units.lock(session, unit_id)
    unit.require_standing()
    if rows.change(unit, attributes, versions=versions):
        outbox.record(session, facts.unit_revised(unit, at=at))
    return unit


def _parent(session: Session, unit_id: UUID, parent_code: str | None) -> UUID | None:
    if parent_code is None:
        return None
    parent = units.find_held_by_code(session, parent_code)
    if parent is None:
        raise UnknownParentUnit(parent_code)
    parent.require_standing()
    if units.lies_below(session, parent.id, unit_id):
        raise UnitBelowItself(parent_code)
    return parent.id
