"""Keeps news of people and positions, and decides again what it touches."""

from datetime import datetime

from sqlalchemy.orm import Session

from evaluation_service.domain.staff import Assignment, Completion, Level, PositionStandard
from evaluation_service.persistence import decisions, incentives, staff
from evaluation_service.usecases.identify_needs import identify_needs_of_people
from evaluation_service.usecases.reconsider_incentives import reconsider_incentives


def keep_assignment(session: Session, assignment: Assignment, *, at: datetime) -> None:
    """Keep where somebody serves from a day on; findings of services served there then concern her."""
    decisions.hold(session)
    staff.keep_assignments(session, [assignment])
    identify_needs_of_people(session, [assignment.employee_id], at=at)


def keep_standard(session: Session, standard: PositionStandard, *, at: datetime) -> None:
    """Keep what a position asks for and serves from a day on."""
    decisions.hold(session)
    staff.keep_standards(session, [standard])
    identify_needs_of_people(session, staff.holders_of(session, standard.position_id), at=at)


def keep_level(session: Session, level: Level, *, at: datetime) -> None:
    """Keep a level; needs whose target it reaches are met."""
    decisions.hold(session)
    staff.add_levels(session, [level])
    identify_needs_of_people(session, [level.employee_id], at=at)


def keep_completion(session: Session, completion: Completion, *, at: datetime) -> None:
    """Count the hours of an enrolment; incentives of that year are decided again."""
    decisions.hold(session)
    staff.keep_completions(session, [completion])
    touched = incentives.of_year(session, completion.employee_id, completion.year)
    reconsider_incentives(session, touched, at=at)
