"""Takes the confirmation of a need, before or after the need itself arrives."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_service.persistence import needs as register
from training_service.usecases.join_open_seats import join_open_seats


def confirm_need(session: Session, *, need_id: UUID, confirmed_at: datetime) -> None:
    """Open the proposed need; when it is not known yet the confirmation is kept and applied on its arrival."""
    register.keep_confirmation(session, need_id, confirmed_at)
    need = register.known(session, need_id)
    if need is not None:
        need.confirm(confirmed_at)
        join_open_seats(session, [need])
