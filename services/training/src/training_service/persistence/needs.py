"""The register of needs: add once, confirm in any order, plan, fulfil."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from training_service.domain.errors import TrainingNeedNotFound
from training_service.domain.need import WAITING, NeedState, TrainingNeed
from training_service.persistence.rows import insert_new
from training_service.persistence.tables import need_confirmations, training_needs

ORDER = [training_needs.c.id]


def add(session: Session, needs: Sequence[TrainingNeed]) -> Sequence[TrainingNeed]:
    """Keep the needs that are not known yet and return them, tracked by the session."""
    return _of(session, insert_new(session, training_needs, needs))


def keep_confirmation(session: Session, need_id: UUID, confirmed_at: datetime) -> None:
    """Remember that the need was confirmed, whether it is known or still to come; the first word counts."""
    row = {"need_id": need_id, "confirmed_at": confirmed_at}
    session.execute(insert(need_confirmations).values(row).on_conflict_do_nothing())


def confirmations(session: Session, need_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return when those of the needs that have been confirmed were."""
    rows = session.execute(select(need_confirmations).where(need_confirmations.c.need_id.in_(need_ids)))
    return {row.need_id: row.confirmed_at for row in rows}


def known(session: Session, need_id: UUID) -> TrainingNeed | None:
    """Return the need, held until the transaction ends, if it has arrived."""
    return session.get(TrainingNeed, need_id, with_for_update=True)


def find(session: Session, need_id: UUID) -> TrainingNeed:
    """Return the need; TrainingNeedNotFound when there is none."""
    need = session.get(TrainingNeed, need_id)
    if need is None:
        raise TrainingNeedNotFound(need_id)
    return need


def stand_still(session: Session) -> None:
    """Let nobody add or change a need until the transaction ends; reading goes on.

    Two plans, of different years too, cannot then take up the same need, and a need that arrives meanwhile sees
    the seats that the plan bought.
    """
    session.execute(text("LOCK TABLE training_needs IN SHARE ROW EXCLUSIVE MODE"))


def waiting(session: Session) -> Sequence[TrainingNeed]:
    """Return the needs that a plan takes up: the open ones, and those that earlier plans left unfunded.

    The session does not track them; `write_back` keeps what becomes of them.
    """
    found = session.scalars(select(TrainingNeed).where(training_needs.c.state.in_(WAITING))).all()
    for need in found:
        session.expunge(need)
    return found


def write_back(session: Session, needs: Sequence[TrainingNeed]) -> None:
    """Keep where the plan put these needs: thousands at once, where the session would write one by one."""
    if not needs:
        return
    changed = ("state", "plan_id", "enrolment_id", "version")
    statement = (
        update(training_needs)
        .where(training_needs.c.id == bindparam("need_id"))
        .values({name: bindparam(f"new_{name}") for name in changed})
    )
    rows = [{f"new_{name}": getattr(need, name) for name in changed} | {"need_id": need.id} for need in needs]
    session.execute(statement, rows)


def fulfil(session: Session, enrolment_id: UUID, at: datetime) -> list[UUID]:
    """Mark the needs that this enrolment answers as fulfilled; return their ids in order.

    One statement, so that it also sees a need that joined the enrolment while this transaction waited.
    """
    needs = training_needs.c
    statement = (
        update(training_needs)
        .where(needs.enrolment_id == enrolment_id, needs.state == NeedState.PLANNED)
        .values(state=NeedState.FULFILLED, fulfilled_at=at, version=needs.version + 1)
        .returning(needs.id)
    )
    return sorted(session.scalars(statement))


def listed(
    *, employee_id: UUID | None = None, state: NeedState | None = None, correlation_id: str | None = None
) -> Select[TrainingNeed]:
    """Return the query for needs of this employee, in this state, of this flow."""
    wanted = {"employee_id": employee_id, "state": state, "correlation_id": correlation_id}
    return select(TrainingNeed).filter_by(**{name: value for name, value in wanted.items() if value is not None})


def _of(session: Session, need_ids: Collection[UUID]) -> Sequence[TrainingNeed]:
    return session.scalars(select(TrainingNeed).where(training_needs.c.id.in_(need_ids))).all()
