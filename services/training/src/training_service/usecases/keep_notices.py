"""Takes what is told of needs after they were identified: confirmed, met, withdrawn."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.need import Notice
from training_service.persistence import enrolments
from training_service.persistence import needs as register
from training_service.policies.ending import seat_kept
from training_service.usecases.join_open_seats import join_open_seats


def keep_notices(session: Session, *, notices: Sequence[Notice]) -> None:
    """Apply the notices to the needs that are known; those of others are kept and applied on their arrival."""
    register.keep_notices(session, notices)
    # Seats before needs, the order in which a completion locks them; and after a plan that is being made.
    register.await_plan(session)
    enrolments.held_open_seats(session, {notice.employee_id for notice in notices})
    need_ids = {notice.need_id for notice in notices}
    known, told = register.lock(session, need_ids), register.notices_of(session, need_ids)
    for need in known:
        need.apply(told[need.id], seat_kept=seat_kept())
    join_open_seats(session, needs=known)
