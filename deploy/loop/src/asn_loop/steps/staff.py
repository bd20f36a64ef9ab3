"""Competencies, positions with their standards, and synthetic employees."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from asn_loop.client import Json
from asn_loop.data import Employee, Position
from asn_loop.rounds import Round


@dataclass(frozen=True)
class Member:
    """A synthetic employee as registered."""

    id: str
    plan: Employee
    position: Position


def register_staff(loop: Round, units: dict[str, Json], services: dict[str, Json]) -> dict[str, Member]:
    """Register what is missing and give the staff by id; evaluation knows them when this returns."""
    _name_competencies(loop)
    positions = {position.code: position for position in loop.scenario.positions}
    defined = {code: _define(loop, position, units, services) for code, position in positions.items()}
    staff = {}
    for employee in loop.scenario.employees:
        body = {"nip": employee.nip, "name": employee.name, "grade": employee.grade}
        body |= {"position_id": defined[employee.position]["id"], "effective_date": since(loop)}
        found = loop.employee.ensure("/employees", body, nip=employee.nip)
        staff[found["id"]] = Member(found["id"], employee, positions[employee.position])
    for member in staff.values():
        loop.until(
            f"{member.plan.name} becoming known to the evaluation service",
            lambda member=member: loop.evaluation.read(f"/employees/{member.id}"),  # type: ignore[misc]
        )
    _link_logins(loop, staff.values())
    loop.say(
        "{positions} positions and {people} synthetic employees registered, and known to evaluation",
        positions=len(defined),
        people=len(staff),
    )
    return staff


def _link_logins(loop: Round, staff: Iterable[Member]) -> None:
    """Let the synthetic persons of the issuer be employees; one whose login was withdrawn stays nobody."""
    issuer = loop.persons_issuer
    for member in staff:
        if issuer is not None and member.plan.login is not None:
            login = {"issuer": issuer, "subject": member.plan.login}
            loop.employee.ensure("/logins", {"employee_id": member.id, **login}, **login)


def since(loop: Round) -> str:
    """Give the day from which the made-up standards and assignments hold: the first of the year."""
    return f"{loop.year}-01-01"


def _name_competencies(loop: Round) -> None:
    """Add the technical competencies; evaluation and training know them when this returns."""
    for competency in loop.scenario.competencies:
        loop.employee.ensure("/competencies", asdict(competency), code=competency.code)
        for name in ("evaluation", "training"):
            loop.until(
                f"{competency.code} becoming known to the {name} service",
                lambda name=name, code=competency.code: getattr(loop, name).find("/competencies", code=code),  # type: ignore[misc]
            )


def _define(loop: Round, position: Position, units: dict[str, Json], services: dict[str, Json]) -> Json:
    body = {
        "code": position.code,
        "title": position.title,
        "unit_id": units[position.unit]["id"],
        "job_level": position.job_level,
        "service_ids": [services[code]["id"] for code in position.services],
        "standard": [{"competency_code": code, "level": level} for code, level in position.standard.items()],
        "effective_date": since(loop),
    }
    return loop.employee.ensure("/positions", body, code=position.code)
