"""What a day that has come means for incentives."""

from uuid import UUID

from asn_chassis.jobs import Job
from asn_kernel.period import Period
from evaluation_service.usecases.reconsider_incentives import reconsider_incentives_of_unit


def on_window_closed(job: Job, *, unit_id: UUID, period: Period) -> None:
    """No survey of unit and period may be opened any more: who waited for its index waits in vain."""
    with job.database.transaction() as session:
        reconsider_incentives_of_unit(session, unit_id=unit_id, period=period, at=job.at)
