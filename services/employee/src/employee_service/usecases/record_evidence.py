"""Takes evidence of competency levels into the profile of the person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.profile import Evidence
from employee_service.events import facts
from employee_service.persistence import employees, profiles


def record_evidence(session: Session, *, employee_id: UUID, evidence: Sequence[Evidence], at: datetime) -> None:
    """Add each observation once per source and competency, and publish the entries of the profile that changed.

    Under the employee's row lock. Evidence about somebody who is not known here is kept, and nothing is published:
    there is no version to count.
    """
    employee = employees.find_locked(session, employee_id)
    profile = profiles.get(session, employee_id)
    profiles.add_new(session, evidence)
    for each in evidence:
        entry = profile.record(each)
        if entry is not None and employee is not None:
            version = employee.next_version()
            outbox.record(session, facts.competency_level_recorded(employee_id, entry, version=version, at=at))
