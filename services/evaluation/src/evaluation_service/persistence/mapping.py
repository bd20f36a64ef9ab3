"""Maps the plain domain objects to their tables."""

from sqlalchemy.orm import composite, registry, relationship

from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.finding import OpenFinding, ServiceImprovement
from evaluation_service.domain.incentive import Incentive, IncentiveDecision
from evaluation_service.domain.scales import Element
from evaluation_service.domain.service_index import ElementSums, ServiceIndex
from evaluation_service.domain.staff import Employee, Position
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.persistence import replica_tables, tables
from evaluation_service.persistence.columns import metadata

__all__ = ["metadata"]

_mapper = registry(metadata=metadata)
_mapper.map_imperatively(Employee, replica_tables.employees)
_mapper.map_imperatively(Position, replica_tables.positions)
_mapper.map_imperatively(Evaluation, tables.evaluations)
_mapper.map_imperatively(TrainingNeed, tables.training_needs)
_mapper.map_imperatively(IncentiveDecision, tables.incentive_decisions)
_mapper.map_imperatively(
    Incentive,
    tables.incentives,
    properties={
        "decisions": relationship(
            IncentiveDecision, order_by=tables.incentive_decisions.c.version, lazy="selectin", cascade="all"
        )
    },
)
_SUMS = [tables.service_indices.c[f"sum_{element.lower()}"] for element in Element]
_mapper.map_imperatively(ServiceIndex, tables.service_indices, properties={"sums": composite(ElementSums, *_SUMS)})
_mapper.map_imperatively(OpenFinding, tables.index_findings)
_mapper.map_imperatively(ServiceImprovement, tables.service_improvements)
