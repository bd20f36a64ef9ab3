"""Maps the plain objects of the domain to their tables."""

from sqlalchemy.orm import registry, relationship

from employee_service.domain.career import Assignment
from employee_service.domain.competency import Competency
from employee_service.domain.employee import Employee
from employee_service.domain.learning import Training
from employee_service.domain.login import Login
from employee_service.domain.position import Position, Standard
from employee_service.domain.profile import Evidence
from employee_service.domain.public_service import PublicService
from employee_service.domain.unit import Unit
from employee_service.persistence.tables import metadata
from employee_service.persistence.tables.competencies import competencies
from employee_service.persistence.tables.employees import assignments, employees
from employee_service.persistence.tables.logins import logins
from employee_service.persistence.tables.positions import position_standards, positions
from employee_service.persistence.tables.profiles import evidence, trainings
from employee_service.persistence.tables.public_services import public_services
from employee_service.persistence.tables.units import units

mappers = registry(metadata=metadata)

mappers.map_imperatively(Unit, units)
mappers.map_imperatively(Competency, competencies)
mappers.map_imperatively(PublicService, public_services)
mappers.map_imperatively(Standard, position_standards)
mappers.map_imperatively(
    Position,
    positions,
    # A position without its standard is of no use: one more query a page, not one a row.
    properties={"standards": relationship(Standard, lazy="selectin", order_by=position_standards.c.effective_date)},
)
mappers.map_imperatively(Employee, employees)
mappers.map_imperatively(Assignment, assignments)
mappers.map_imperatively(Login, logins)
mappers.map_imperatively(Evidence, evidence)
mappers.map_imperatively(Training, trainings)
