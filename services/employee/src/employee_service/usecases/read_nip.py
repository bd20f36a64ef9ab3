"""Reads a NIP by the rules of the day."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from employee_service.domain.nip import Nip
from employee_service.policies.regulations import Regulations


def read_nip(session: Session, text: str, *, at: datetime) -> tuple[Nip, bool]:
    """Return the number, and whether the age at appointment that it shows is unusual; raises InvalidNip."""
    today = business_day(at)
    rules = regulations_of(session, Regulations).nip.in_force(today).values
    number = Nip.parse(text, rules, on=today)
    return number, number.unusual_start(rules)
