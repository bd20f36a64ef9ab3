"""Maps the plain domain objects to their tables."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import composite, foreign, registry, relationship, remote

from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.finding import OpenFinding, ServiceImprovement
from evaluation_service.domain.incentive import Incentive, IncentiveVersion
from evaluation_service.domain.staff import Assignment, Competency, Employee, Level, PositionStandard, Unit
from evaluation_service.domain.survey import AnswerTally, ElementTally, PublishedIndex, Survey, UnitIndex
from evaluation_service.domain.training_need import NeedCause, TrainingNeed
from evaluation_service.persistence import tables
from evaluation_service.persistence.tables import evaluation, need, staff, survey

metadata = tables.metadata

_mapper = registry(metadata=metadata)
_mapper.map_imperatively(Employee, staff.employments)
_mapper.map_imperatively(Assignment, staff.assignments)
_mapper.map_imperatively(PositionStandard, staff.position_standards)
_mapper.map_imperatively(Level, staff.competency_levels)
_mapper.map_imperatively(Competency, staff.competencies)
_mapper.map_imperatively(Unit, staff.units)
_mapper.map_imperatively(AnswerTally, survey.answer_tallies)
_mapper.map_imperatively(ElementTally, survey.element_tallies)
_mapper.map_imperatively(PublishedIndex, survey.survey_indices)
_mapper.map_imperatively(UnitIndex, survey.unit_indices)


def _of_survey(table: Table, **options: Any) -> dict[str, Any]:
    """Return what is kept of a survey in another replica, to be read only."""
    same = survey.surveys.c.survey_id == foreign(remote(table.c.survey_id))
    return {"primaryjoin": same, "viewonly": True, "lazy": "selectin", **options}


_mapper.map_imperatively(
    Survey,
    survey.surveys,
    properties={
        "index": relationship(PublishedIndex, uselist=False, **_of_survey(survey.survey_indices)),
        "tally": relationship(AnswerTally, uselist=False, **_of_survey(survey.answer_tallies)),
        "elements": relationship(
            ElementTally, **_of_survey(survey.element_tallies, order_by=survey.element_tallies.c.element)
        ),
    },
)
_mapper.map_imperatively(Evaluation, evaluation.evaluations)
_mapper.map_imperatively(IncentiveVersion, evaluation.incentive_versions)
_mapper.map_imperatively(
    Incentive,
    evaluation.incentives,
    properties={
        "versions": relationship(
            IncentiveVersion, order_by=evaluation.incentive_versions.c.version, lazy="selectin", cascade="all"
        )
    },
)
_cause = need.training_needs.c
_mapper.map_imperatively(
    TrainingNeed,
    need.training_needs,
    properties={
        "cause": composite(NeedCause, _cause.cause_kind, _cause.cause_id, _cause.cause_period, _cause.cause_element)
    },
)
_mapper.map_imperatively(OpenFinding, need.index_findings)
_mapper.map_imperatively(ServiceImprovement, need.service_improvements)
