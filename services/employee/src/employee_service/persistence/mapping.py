"""Maps the plain objects of the domain to their tables."""

from sqlalchemy.orm import registry, relationship

from employee_service.domain.competency import Competency
from employee_service.domain.employee import Assignment, Employee
from employee_service.domain.learning import Training
from employee_service.domain.position import Position, Requirement
from employee_service.domain.profile import Evidence
from employee_service.domain.unit import Unit
from employee_service.persistence import tables

mappers = registry(metadata=tables.metadata)

mappers.map_imperatively(Unit, tables.units)
mappers.map_imperatively(Competency, tables.competencies)
mappers.map_imperatively(Requirement, tables.position_requirements)
mappers.map_imperatively(
    Position,
    tables.positions,
    # A position without its standard is of no use: one more query a page, not one a row.
    properties={"requirements": relationship(Requirement, lazy="selectin")},
)
mappers.map_imperatively(Assignment, tables.assignments)
mappers.map_imperatively(Evidence, tables.evidence)
mappers.map_imperatively(Training, tables.trainings)
mappers.map_imperatively(
    Employee,
    tables.employees,
    properties={
        "assignments": relationship(Assignment, order_by=tables.assignments.c.id),
        "evidence": relationship(Evidence),
        "trainings": relationship(Training),
    },
)
