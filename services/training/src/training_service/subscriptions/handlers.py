"""What training listens to: one table of subscriptions, and what is built again from them."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handler, Handlers, batch, together
from asn_chassis.reach.replica import ASSIGNED, REGISTERED, keeps_assignments, login_replica
from asn_chassis.service import Replica
from training_service.domain.need import Notice
from training_service.persistence import needs
from training_service.persistence.tables.competency import competencies
from training_service.persistence.tables.need import need_notices
from training_service.persistence.tables.staff import assignments, competency_levels, employees, logins
from training_service.persistence.tables.unit import units
from training_service.subscriptions import employee, evaluation

LOGINS = login_replica(logins)
HANDLERS: Handlers = {
    **LOGINS.handlers,
    "asn.evaluation.training-need-identified.v1": batch(evaluation.on_training_needs_identified),
    "asn.evaluation.training-need-confirmed.v1": batch(evaluation.on_training_needs_confirmed),
    "asn.evaluation.training-need-met.v1": batch(evaluation.on_training_needs_met),
    "asn.evaluation.training-need-withdrawn.v1": batch(evaluation.on_training_needs_withdrawn),
    "asn.employee.unit-registered.v1": batch(employee.on_units_registered),
    "asn.employee.unit-revised.v1": batch(employee.on_units_registered),
    "asn.employee.unit-withdrawn.v1": batch(employee.on_units_registered),
    "asn.employee.competency-defined.v1": batch(employee.on_competencies_defined),
    REGISTERED: together(batch(employee.on_employees_registered), keeps_assignments(assignments)),
    ASSIGNED: keeps_assignments(assignments),
    "asn.employee.employee-corrected.v1": batch(employee.on_employees_registered),
    "asn.employee.competency-level-recorded.v1": batch(employee.on_competency_levels_recorded),
}


def _kept(notice: Callable[[Event], Notice]) -> Handler:
    """Keep the notices alone: what they did to needs was done when they came."""

    def keep(session: Session, events: Sequence[Event]) -> None:
        needs.keep_notices(session, [notice(event) for event in events])

    return batch(keep)


def _handled(*facts: str) -> Handlers:
    return {f"asn.employee.{fact}.v1": HANDLERS[f"asn.employee.{fact}.v1"] for fact in facts}


REPLICAS = {
    "logins": LOGINS,
    "staff": Replica(
        (employees, assignments, competency_levels),
        _handled("employee-registered", "employee-corrected", "employee-assigned", "competency-level-recorded"),
    ),
    "dictionary": Replica((competencies,), _handled("competency-defined")),
    "units": Replica((units,), _handled("unit-registered", "unit-revised", "unit-withdrawn")),
    "need-notices": Replica(
        (need_notices,),
        {
            "asn.evaluation.training-need-confirmed.v1": _kept(evaluation.confirmed),
            "asn.evaluation.training-need-met.v1": _kept(evaluation.met),
            "asn.evaluation.training-need-withdrawn.v1": _kept(evaluation.withdrawn),
        },
    ),
}
