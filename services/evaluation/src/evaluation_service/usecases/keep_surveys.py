"""Keeps news of surveys and indices, and decides again which incentives it touches."""

from datetime import datetime

from sqlalchemy.orm import Session

from evaluation_service.domain.survey import Survey, UnitIndex
from evaluation_service.persistence import decisions, incentives, surveys
from evaluation_service.usecases.reconsider_incentives import reconsider_incentives


def keep_survey(session: Session, survey: Survey, *, at: datetime) -> None:
    """Keep that a survey was opened, or how it ended: an index may come, or none will."""
    decisions.hold(session)
    if surveys.keep_surveys(session, [survey]):
        reconsider_incentives(session, incentives.of_unit(session, survey.unit_id, survey.period), at=at)


def keep_unit_index(session: Session, index: UnitIndex, *, at: datetime) -> None:
    """Keep the index of a unit and period."""
    decisions.hold(session)
    if surveys.keep_unit_indices(session, [index]):
        reconsider_incentives(session, incentives.of_unit(session, index.unit_id, index.period), at=at)
