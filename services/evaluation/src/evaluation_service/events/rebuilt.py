"""What can be built again from events alone: the replica of staff, without the decisions that its news once caused."""

from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import each
from asn_chassis.events.reading import read
from asn_chassis.service import Replica
from evaluation_service.events.consumed import (
    TrainingCompleted,
    employee_of,
    on_competency_level_recorded,
    position_of,
)
from evaluation_service.persistence import staff
from evaluation_service.persistence.replica_tables import competency_levels, employees, learning_completions, positions


def _keep_position(session: Session, event: Event) -> None:
    staff.keep_position(session, position_of(event))


def _keep_employee(session: Session, event: Event) -> None:
    staff.keep_employee(session, employee_of(event))


def _keep_completion(session: Session, event: Event) -> None:
    news = read(event, TrainingCompleted)
    staff.keep_completion(
        session, enrolment_id=news.enrolment_id, employee_id=news.employee_id, year=news.year, hours=news.hours
    )


REPLICAS = {
    "staff": Replica(
        tables=(employees, positions, competency_levels, learning_completions),
        handlers={
            "asn.employee.position-standard-set.v1": each(_keep_position),
            "asn.employee.employee-registered.v1": each(_keep_employee),
            "asn.employee.employee-assigned.v1": each(_keep_employee),
            "asn.employee.competency-level-recorded.v1": each(on_competency_level_recorded),
            "asn.training.training-completed.v1": each(_keep_completion),
        },
    )
}
