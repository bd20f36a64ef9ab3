"""Maps the plain domain objects to their tables."""

from sqlalchemy.orm import registry, relationship

from training_service.domain.budget import Budget
from training_service.domain.competency import Competency
from training_service.domain.course import Course
from training_service.domain.enrolment import Enrolment
from training_service.domain.need import Notice, TrainingNeed
from training_service.domain.plan import Plan, PlanLine
from training_service.domain.provider import Provider
from training_service.domain.staff import CompetencyLevel, Employee
from training_service.domain.unit import Unit
from training_service.persistence import tables
from training_service.persistence.tables.budget import budgets
from training_service.persistence.tables.competency import competencies
from training_service.persistence.tables.course import courses
from training_service.persistence.tables.enrolment import enrolments
from training_service.persistence.tables.need import need_notices, training_needs
from training_service.persistence.tables.plan import plan_lines, plans
from training_service.persistence.tables.provider import providers
from training_service.persistence.tables.staff import competency_levels, employees
from training_service.persistence.tables.unit import units

metadata = tables.metadata

_mapper = registry(metadata=metadata)
_mapper.map_imperatively(Provider, providers)
_mapper.map_imperatively(Course, courses)
_mapper.map_imperatively(Budget, budgets)
_mapper.map_imperatively(TrainingNeed, training_needs)
_mapper.map_imperatively(Notice, need_notices)
_mapper.map_imperatively(Enrolment, enrolments)
_mapper.map_imperatively(PlanLine, plan_lines)
_mapper.map_imperatively(Plan, plans, properties={"lines": relationship(PlanLine, order_by=plan_lines.c.position)})
_mapper.map_imperatively(Employee, employees)
_mapper.map_imperatively(CompetencyLevel, competency_levels)
_mapper.map_imperatively(Competency, competencies)
_mapper.map_imperatively(Unit, units)
