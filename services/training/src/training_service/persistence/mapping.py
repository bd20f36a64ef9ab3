"""Maps the plain domain objects to their tables."""

from sqlalchemy.orm import registry, relationship

from training_service.domain.budget import Budget
from training_service.domain.course import Course
from training_service.domain.employee import Employee
from training_service.domain.enrolment import Enrolment
from training_service.domain.need import TrainingNeed
from training_service.domain.plan import Plan, PlanLine
from training_service.domain.provider import Provider
from training_service.persistence import tables

metadata = tables.metadata

_mapper = registry(metadata=metadata)
_mapper.map_imperatively(Provider, tables.providers)
_mapper.map_imperatively(Course, tables.courses)
_mapper.map_imperatively(Budget, tables.budgets)
_mapper.map_imperatively(TrainingNeed, tables.training_needs)
_mapper.map_imperatively(Enrolment, tables.enrolments)
_mapper.map_imperatively(PlanLine, tables.plan_lines)
_mapper.map_imperatively(
    Plan, tables.plans, properties={"lines": relationship(PlanLine, order_by=tables.plan_lines.c.position)}
)
_mapper.map_imperatively(Employee, tables.employees)
