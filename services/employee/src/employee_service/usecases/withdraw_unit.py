"""Withdraws a unit from a day on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from employee_service.domain.unit import Unit, UnitInUse
from employee_service.events import facts
from employee_service.persistence import units

# Enough to see what is meant; a list of the others is one call away.
NAMED = 10


def withdraw_unit(
    session: Session, *, unit_id: UUID, effective_date: date, reason: str, versions: rows.Versions, at: datetime
) -> Unit:
    """Withdraw a unit for good, from a day on which no unit and no position below it stands any more.

    Raises UnitNotFound, VersionStale, UnitWithdrawn, UnitInUse.
    """
    units.hold(session, unit_id)
    unit = units.lock(session, unit_id)
    unit.require_standing()
    if codes := units.codes_below(session, unit_id, on=effective_date, at_most=NAMED):
        raise UnitInUse(unit_id, effective_date, ", ".join(codes))
    ended = {"withdrawal_date": effective_date, "withdrawal_reason": reason}
    rows.change(unit, ended, versions=versions)
    outbox.record(session, facts.unit_withdrawn(unit, at=at))
    return unit
