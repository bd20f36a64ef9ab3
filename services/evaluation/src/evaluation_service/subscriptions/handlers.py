"""What this service listens to: one table of subscriptions, and what is built again from them."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handler, Handlers, batch, each
from asn_chassis.reach.replica import login_replica
from asn_chassis.service import Replica
from evaluation_service.persistence import staff, surveys
from evaluation_service.persistence.tables import staff as staff_tables
from evaluation_service.persistence.tables import survey as survey_tables
from evaluation_service.subscriptions import employee, feedback, training

LOGINS: Final = login_replica(staff_tables.logins)
HANDLERS: Final[Handlers] = {
    **LOGINS.handlers,
    "asn.employee.unit-registered.v1": batch(employee.on_units_registered),
    "asn.employee.unit-revised.v1": batch(employee.on_units_registered),
    "asn.employee.unit-withdrawn.v1": batch(employee.on_units_registered),
    "asn.employee.competency-defined.v1": batch(employee.on_competencies_defined),
    "asn.employee.position-standard-set.v1": each(employee.on_position_standard_set),
    "asn.employee.employee-registered.v1": each(employee.on_employee_registered),
    "asn.employee.employee-corrected.v1": batch(employee.on_employees_corrected),
    "asn.employee.employee-assigned.v1": each(employee.on_employee_assigned),
    "asn.employee.competency-level-recorded.v1": each(employee.on_competency_level_recorded),
    "asn.feedback.survey-opened.v1": each(feedback.on_survey_opened),
    "asn.feedback.survey-closed.v1": each(feedback.on_survey_closed),
    "asn.feedback.survey-withdrawn.v1": each(feedback.on_survey_withdrawn),
    "asn.feedback.answer-submitted.v1": batch(feedback.on_answers_submitted),
    "asn.feedback.index-published.v1": each(feedback.on_index_published),
    "asn.feedback.unit-index-published.v1": each(feedback.on_unit_index_published),
    "asn.training.training-completed.v1": each(training.on_training_completed),
}

Told = TypeVar("Told")


def _keeping(keep: Callable[[Session, Sequence[Told]], object], reading: Callable[[Event], Told]) -> Handler:
    """Keep what events tell and decide nothing: for a read model that is built again."""

    def run(session: Session, events: Sequence[Event]) -> None:
        keep(session, [reading(event) for event in events])

    return batch(run)


def _keep_registered(session: Session, events: Sequence[Event]) -> None:
    staff.keep_employees(session, [employee.employee_of(event) for event in events])
    staff.keep_assignments(session, [employee.assignment_of(event) for event in events])


REPLICAS: Final = {
    "logins": LOGINS,
    "staff": Replica(
        tables=(
            staff_tables.employments,
            staff_tables.assignments,
            staff_tables.position_standards,
            staff_tables.competency_levels,
            staff_tables.learning_completions,
            staff_tables.competencies,
            staff_tables.units,
        ),
        handlers={
            "asn.employee.unit-registered.v1": HANDLERS["asn.employee.unit-registered.v1"],
            "asn.employee.unit-revised.v1": HANDLERS["asn.employee.unit-revised.v1"],
            "asn.employee.unit-withdrawn.v1": HANDLERS["asn.employee.unit-withdrawn.v1"],
            "asn.employee.competency-defined.v1": HANDLERS["asn.employee.competency-defined.v1"],
            "asn.employee.position-standard-set.v1": _keeping(staff.keep_standards, employee.standard_of),
            "asn.employee.employee-registered.v1": batch(_keep_registered),
            "asn.employee.employee-corrected.v1": HANDLERS["asn.employee.employee-corrected.v1"],
            "asn.employee.employee-assigned.v1": _keeping(staff.keep_assignments, employee.assignment_of),
            "asn.employee.competency-level-recorded.v1": _keeping(staff.add_levels, employee.level_of),
            "asn.training.training-completed.v1": _keeping(staff.keep_completions, training.completion_of),
        },
    ),
    "surveys": Replica(
        tables=(
            survey_tables.surveys,
            survey_tables.answer_tallies,
            survey_tables.element_tallies,
            survey_tables.survey_indices,
            survey_tables.unit_indices,
        ),
        handlers={
            "asn.feedback.survey-opened.v1": _keeping(surveys.keep_surveys, feedback.opened),
            "asn.feedback.survey-closed.v1": _keeping(surveys.keep_surveys, feedback.closed),
            "asn.feedback.survey-withdrawn.v1": _keeping(surveys.keep_surveys, feedback.withdrawn),
            "asn.feedback.answer-submitted.v1": HANDLERS["asn.feedback.answer-submitted.v1"],
            "asn.feedback.index-published.v1": _keeping(surveys.keep_indices, feedback.index_of),
            "asn.feedback.unit-index-published.v1": _keeping(surveys.keep_unit_indices, feedback.unit_index_of),
        },
    ),
}
