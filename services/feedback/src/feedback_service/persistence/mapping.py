"""Maps tables to plain domain objects; answers are rows, never loaded as objects of the session."""

from sqlalchemy.orm import registry

from feedback_service.domain.public_service import PublicService
from feedback_service.domain.satisfaction_index import SatisfactionIndex, UnitIndex
from feedback_service.domain.survey import Survey
from feedback_service.domain.unit import Unit
from feedback_service.persistence import tables

metadata = tables.metadata
mapper = registry(metadata=metadata)
mapper.map_imperatively(Unit, tables.units)
mapper.map_imperatively(PublicService, tables.public_services)
mapper.map_imperatively(Survey, tables.surveys)
mapper.map_imperatively(SatisfactionIndex, tables.satisfaction_indices)
mapper.map_imperatively(UnitIndex, tables.unit_indices)
