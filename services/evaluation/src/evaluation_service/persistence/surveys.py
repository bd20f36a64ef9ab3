"""Replicas of surveys: their answers added up, their indices, the indices of units."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.dml import Insert
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from evaluation_service.domain.survey import (
    SCORES,
    PublishedIndex,
    ScoredAnswer,
    ServiceIndexNotFound,
    Survey,
    SurveyOutcome,
    UnitIndex,
)
from evaluation_service.persistence.tables.staff import units
from evaluation_service.persistence.tables.survey import (
    answer_tallies,
    element_tallies,
    survey_indices,
    surveys,
    unit_indices,
)

SORTS = {"survey_id": (surveys.c.survey_id,), "period": (surveys.c.period, surveys.c.survey_id)}

_COUNTS: Final = tuple(f"n{score}" for score in SCORES)


def _adding(table: Table, *columns: str) -> Insert:
    new = insert(table)
    keys = [column.name for column in table.primary_key.columns]
    return new.on_conflict_do_update(
        index_elements=keys, set_={name: table.c[name] + new.excluded[name] for name in columns}
    )


# Built once: the busiest statements of the service, and building them takes longer than running them.
_add_answers: Final = _adding(answer_tallies, "answers")
_add_scores: Final = _adding(element_tallies, *_COUNTS)


def add_answers(session: Session, answers: Sequence[ScoredAnswer]) -> None:
    """Add the answers up, two statements for all of them; in sorted order, so that two writers never wait."""
    by_survey = Counter(answer.survey_id for answer in answers)
    scores = Counter(
        (answer.survey_id, element, score) for answer in answers for element, score in answer.scores.items()
    )
    elements = sorted({(survey_id, element) for survey_id, element, _ in scores})
    session.execute(_add_answers, [{"survey_id": each, "answers": by_survey[each]} for each in sorted(by_survey)])
    session.execute(
        _add_scores,
        [
            {
                "survey_id": survey_id,
                "element": element,
                **{name: scores[survey_id, element, score] for name, score in zip(_COUNTS, SCORES, strict=True)},
            }
            for survey_id, element in elements
        ],
    )


def keep_surveys(session: Session, told: Sequence[Survey]) -> list[Survey]:
    """Keep surveys, where newer than what is known; return those kept."""
    return rows.keep_newer(session, surveys, told)


def keep_indices(session: Session, told: Sequence[PublishedIndex]) -> list[PublishedIndex]:
    """Keep indices of surveys, where newer than what is known; return those kept."""
    return rows.keep_newer(session, survey_indices, told)


def keep_unit_indices(session: Session, told: Sequence[UnitIndex]) -> list[UnitIndex]:
    """Keep indices of units, where newer than what is known; return those kept."""
    return rows.keep_newer(session, unit_indices, told)


def get(session: Session, survey_id: UUID) -> Survey:
    """Return the survey with its answers and index. Raises ServiceIndexNotFound."""
    return rows.get(session, Survey, survey_id, missing=ServiceIndexNotFound)


def listed(*, survey_id: UUID | None, unit_id: UUID | None, subtree: bool, service_id: UUID | None) -> Select[Any]:
    """Select surveys with their answers and indices, narrowed by what is given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(select(Survey), surveys, survey_id=survey_id, unit_id=within, service_id=service_id)


def indices_of_unit(session: Session, unit_id: UUID) -> Sequence[UnitIndex]:
    """Return every index that the unit has published."""
    return session.scalars(select(UnitIndex).where(unit_indices.c.unit_id == unit_id)).all()


def outcomes_of_unit(session: Session, unit_id: UUID, period: Period) -> Sequence[SurveyOutcome | None]:
    """Return how the surveys of unit and period stand, None for an open one; those withdrawn are as if never opened."""
    of_unit = (surveys.c.unit_id == unit_id) & (surveys.c.period == period)
    standing = surveys.c.outcome.is_distinct_from(SurveyOutcome.WITHDRAWN)
    return session.scalars(select(surveys.c.outcome).where(of_unit, standing)).all()
