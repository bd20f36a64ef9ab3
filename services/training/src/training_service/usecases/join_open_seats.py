"""Lets open needs join a seat that their employee already has in the same competency."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from training_service.domain.need import NeedState, TrainingNeed
from training_service.persistence import enrolments


def join_open_seats(session: Session, *, needs: Iterable[TrainingNeed]) -> None:
    """Tie each open need to an open enrolment that reaches its level, so that no plan buys a second seat."""
    # The needs are written before the seats are read: a plan that is being made is waited for, so its seats are seen.
    session.flush()
    waiting = [need for need in needs if need.state is NeedState.OPEN]
    if not waiting:
        return
    found = enrolments.held_open_seats(session, {need.employee_id for need in waiting})
    seats = {(seat.employee_id, seat.competency_code): seat for seat in found}
    for need in waiting:
        seat = seats.get((need.employee_id, need.competency_code))
        if seat is not None and seat.reaches(need):
            need.join(seat.id, seat.plan_id)
