"""The register of needs: add once, hear of them in any order, plan, settle."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, bindparam, case, null, select, text, update
from sqlalchemy.orm import Session

from asn_chassis import rows
from training_service.domain.enrolment import TrainingCompleted
from training_service.domain.need import WAITING, NeedState, Notice, TrainingNeed, TrainingNeedNotFound
from training_service.persistence.tables.need import need_notices, training_needs
from training_service.persistence.tables.unit import units

SORTS = {
    "id": (training_needs.c.id,),
    "identified_at": (training_needs.c.identified_at, training_needs.c.id),
    "priority": (training_needs.c.priority, training_needs.c.id),
}

WAITING_EMPLOYEES = select(training_needs.c.employee_id).where(training_needs.c.state.in_(WAITING))
"""The employees whose needs a plan takes up: what else a plan reads is read of them alone."""


def add_new(session: Session, needs: Sequence[TrainingNeed]) -> Sequence[TrainingNeed]:
    """Keep the needs that are not known yet and return them, tracked by the session."""
    new = rows.add_new(session, training_needs, needs)
    return session.scalars(select(TrainingNeed).where(training_needs.c.id.in_([need.id for need in new]))).all()


def keep_notices(session: Session, notices: Sequence[Notice]) -> None:
    """Remember what was told of needs, whether they are known or still to come; the first word of a kind counts."""
    rows.add_new(session, need_notices, notices)


def notices_of(session: Session, need_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Notice]]:
    """Return what has been told of these needs."""
    found: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in session.scalars(select(Notice).where(need_notices.c.need_id.in_(need_ids))):
        found[notice.need_id].append(notice)
    return found


def get(session: Session, need_id: UUID) -> TrainingNeed:
    """Return the need; TrainingNeedNotFound when there is none."""
    return rows.get(session, TrainingNeed, need_id, missing=TrainingNeedNotFound)


def await_plan(session: Session) -> None:
    """Wait for a plan that is being made, before any row is locked that it may want."""
    session.execute(text("LOCK TABLE training_needs IN ROW EXCLUSIVE MODE"))


def lock(session: Session, need_ids: Collection[UUID]) -> Sequence[TrainingNeed]:
    """Return those of the needs that have arrived, held until the transaction ends."""
    statement = select(TrainingNeed).where(training_needs.c.id.in_(need_ids)).order_by(training_needs.c.id)
    return session.scalars(statement.with_for_update()).all()


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
    session.execute(
        statement,
        [{f"new_{name}": getattr(need, name) for name in changed} | {"need_id": need.id} for need in needs],
    )


def settle(session: Session, completed: TrainingCompleted) -> list[UUID]:
    """Fulfil the needs whose target the course reached, let the others wait again; return the former, in order.

    One statement, so that it also sees a need that joined the seat while this transaction waited.
    """
    needs = training_needs.c
    reached = needs.target_level <= (completed.level or 0)
    statement = (
        update(training_needs)
        .where(needs.enrolment_id == completed.enrolment_id, needs.state == NeedState.PLANNED)
        .values(
            state=case((reached, NeedState.FULFILLED), else_=NeedState.OPEN),
            enrolment_id=case((reached, needs.enrolment_id), else_=null()),
            fulfilled_at=case((reached, completed.completed_at), else_=null()),
            version=needs.version + 1,
        )
        .returning(needs.id, needs.state)
    )
    return sorted(row.id for row in session.execute(statement) if row.state is NeedState.FULFILLED)


def listed(
    *,
    employee_id: UUID | None,
    unit_id: UUID | None,
    subtree: bool,
    state: NeedState | None,
    correlation_id: str | None,
) -> Select[TrainingNeed]:
    """Return the query for needs of this employee, of this unit, in this state, of this flow."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(
        select(TrainingNeed),
        training_needs,
        employee_id=employee_id,
        unit_id=within,
        state=state,
        correlation_id=correlation_id,
    )
