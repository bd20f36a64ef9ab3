"""Gathers the facts of an incentive and lets the policy decide."""

from sqlalchemy.orm import Session

from evaluation_service.domain.errors import UnknownEmployee
from evaluation_service.domain.evaluation import EvaluationFinalised
from evaluation_service.domain.incentive import IncentiveFinding
from evaluation_service.domain.service_index import ServiceIndex
from evaluation_service.domain.staff import Employee
from evaluation_service.persistence import service_indices, staff
from evaluation_service.policies.incentive import IncentiveFacts, UnitIndex, decide
from evaluation_service.policies.incentive_rules import rules_on


def weigh_incentive(session: Session, fact: EvaluationFinalised, employee: Employee) -> IncentiveFinding:
    """Decide by the rules of the day of the evaluation, on learning hours and index as known now.

    Raises UnknownEmployee while the kind of employment is not known.
    """
    if employee.employment is None:
        raise UnknownEmployee(employee.id)
    facts = IncentiveFacts(
        predicate=fact.predicate,
        discipline=fact.discipline,
        employment=employee.employment,
        year=fact.year,
        learning_hours=staff.learning_hours(session, fact.employee_id, fact.year),
        unit_index=_usable(service_indices.latest_of_unit(session, fact.unit_id)),
    )
    return decide(facts, rules=rules_on(fact.finalised_at.date()))


def _usable(index: ServiceIndex | None) -> UnitIndex | None:
    if index is None or index.ikm is None or index.mutu is None:
        return None
    return UnitIndex(str(index.survey_id), index.ikm, index.mutu, index.sample_adequate)
