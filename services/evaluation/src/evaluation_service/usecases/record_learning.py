"""Counts the learning hours of a completed training and reconsiders what waited for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from evaluation_service.events import published
from evaluation_service.persistence import evaluations, incentives, staff
from evaluation_service.usecases.weigh_incentive import weigh_incentive


def record_learning(
    session: Session, *, enrolment_id: UUID, employee_id: UUID, year: int, hours: int, at: datetime
) -> None:
    """Add the hours (JP) to the year; a deferred incentive that comes out differently gets a new version."""
    employee = staff.lock_employee(session, employee_id)
    staff.keep_completion(session, enrolment_id=enrolment_id, employee_id=employee_id, year=year, hours=hours)
    if employee is None:
        return
    for incentive in incentives.deferred_in(session, employee_id=employee_id, year=year):
        fact = evaluations.get(session, incentive.evaluation_id).finalisation
        decision = incentive.reconsider(weigh_incentive(session, fact, employee), at=at)
        if decision is not None:
            outbox.record(session, published.incentive_decided(incentive, decision))
