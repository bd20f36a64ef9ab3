"""Opens the evaluation of an employee for a period."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.ids import new_id
from evaluation_service.domain.errors import EvaluationAlreadyExists, UnknownEmployee
from evaluation_service.domain.evaluation import AssessedLevel, Evaluation
from evaluation_service.domain.scales import Discipline, Expectation
from evaluation_service.persistence import evaluations, staff


def open_evaluation(
    session: Session,
    *,
    employee_id: UUID,
    period: str,
    work_result: Expectation,
    behaviour: Expectation,
    discipline: Discipline,
    assessed: Iterable[dict[str, Any]],
    assessor_id: UUID | None,
    at: datetime,
) -> Evaluation:
    """Keep a draft. Raises UnknownEmployee, EvaluationAlreadyExists, CompetencyAssessedTwice."""
    # Held, so that two requests for the same period come one after the other.
    employee = staff.lock_employee(session, employee_id)
    if employee is None or employee.employment is None:
        raise UnknownEmployee(employee_id)
    if evaluations.exists(session, employee_id=employee_id, period=period):
        raise EvaluationAlreadyExists(employee_id, period)
    evaluation = Evaluation(
        id=new_id(),
        employee_id=employee_id,
        unit_id=employee.unit_id,
        period=period,
        work_result=work_result,
        behaviour=behaviour,
        discipline=discipline,
        assessed=tuple(AssessedLevel(**item) for item in assessed),
        created_at=at,
        assessor_id=assessor_id,
    )
    session.add(evaluation)
    return evaluation
