"""Brings the training needs that stand to what their causes call for by now."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.events.flow import current_flow, flow
from asn_chassis.ids import new_id
from asn_kernel.reason import Sentence, reason
from evaluation_service.domain.training_need import NeedCause, NeedDecision, TrainingNeed
from evaluation_service.events import facts
from evaluation_service.persistence import training_needs

SENTENCES: Final = {
    "CAUSE_LAPSED": Sentence(
        "Hal yang baru diketahui kemudian mengubah dasar kebutuhan ini.",
        "What came to be known later changed what this need rested on.",
    ),
}

Key = tuple[UUID, str, str, UUID]


@dataclass(frozen=True)
class Call:
    """What a cause calls for in one competency of one person; `reached` is the best level, 0 to 5, recorded since."""

    employee_id: UUID
    unit_id: UUID
    cause: NeedCause
    decision: NeedDecision
    correlation_id: str
    reached: int

    @property
    def key(self) -> Key:
        """Who, what and why."""
        return self.employee_id, self.decision.inputs.competency.code, self.cause.kind, self.cause.id

    @property
    def met(self) -> bool:
        """Whether the target has been reached since."""
        return self.decision.outcome is not None and self.reached >= self.decision.outcome.target_level


def settle_needs(session: Session, calls: Iterable[Call], standing: Sequence[TrainingNeed], *, at: datetime) -> None:
    """End open needs whose target is reached or that nothing calls for any more; identify those that are new."""
    wanted = {call.key: call for call in calls}
    for need in standing:
        _settle(session, need, wanted.get(_key(need)), at)
    kept = {_key(need) for need in standing if need.state.is_open}
    called = [call for key, call in wanted.items() if call.decision.outcome is not None and key not in kept]
    needs = [_identified(call, at) for call in called if not call.met]
    ordered = sorted(needs, key=lambda need: (need.employee_id, -need.outcome.priority, need.competency_code))
    for need in training_needs.add_new(session, ordered):
        with _flow_of(need):
            outbox.record(session, facts.training_need_identified(need))


def _settle(session: Session, need: TrainingNeed, call: Call | None, at: datetime) -> None:
    if call is None or call.decision.outcome != need.decision.outcome:
        need.lapse(at=at)
        with _flow_of(need):
            lapsed = [reason(SENTENCES, "CAUSE_LAPSED")]
            outbox.record(session, facts.training_need_withdrawn(need, lapsed, at=at))
    elif call.met:
        need.complete(at=at)
        with _flow_of(need):
            outbox.record(session, facts.training_need_met(need, level=call.reached, at=at))


def _identified(call: Call, at: datetime) -> TrainingNeed:
    return TrainingNeed.identify(
        new_id(),
        call.decision,
        employee_id=call.employee_id,
        unit_id=call.unit_id,
        cause=call.cause,
        correlation_id=call.correlation_id,
        at=at,
    )


def _key(need: TrainingNeed) -> Key:
    return need.employee_id, need.competency_code, need.cause.kind, need.cause.id


@contextmanager
def _flow_of(need: TrainingNeed) -> Iterator[None]:
    """Tell of a need in the flow of its cause, even when somebody becomes known to be concerned much later."""
    with flow(replace(current_flow(), correlation_id=need.correlation_id)):
        yield
