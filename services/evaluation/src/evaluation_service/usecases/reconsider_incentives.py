"""Decides incentives again: on news that may touch them, or because somebody asks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.database.reach import unbounded
from asn_kernel.period import Period
from evaluation_service.domain.incentive import Incentive
from evaluation_service.persistence import decisions, evaluations, incentives
from evaluation_service.usecases.recommend_incentive import decide_incentive, record_decision


def reconsider_incentives(session: Session, touched: Sequence[Incentive], *, at: datetime) -> None:
    """Decide these again on all that is known by now; the caller holds the decisions."""
    for incentive in touched:
        evaluation = evaluations.get(session, incentive.evaluation_id)
        record_decision(session, incentive, decide_incentive(session, evaluation, at=at), at=at)


def reconsider_incentives_of_unit(session: Session, *, unit_id: UUID, period: Period, at: datetime) -> None:
    """Decide those of a unit and period again: a day has come on which they may come out differently."""
    decisions.hold(session)
    reconsider_incentives(session, incentives.of_unit(session, unit_id, period), at=at)


def reconsider_incentive(session: Session, *, incentive_id: UUID, at: datetime) -> Incentive:
    """Decide one again; nothing is added when it comes out as before. Raises IncentiveNotFound."""
    decisions.hold(session)
    incentive = incentives.get(session, incentive_id, lock=True)
    with unbounded(session):
        reconsider_incentives(session, [incentive], at=at)
    return incentive
