"""Competencies, positions with their standards, and synthetic employees."""

from dataclasses import asdict, dataclass

from asn_loop.client import Json
from asn_loop.data import Employee, Position
from asn_loop.rounds import Round
from asn_loop.waiting import until


@dataclass(frozen=True)
class Member:
    """A synthetic employee as registered."""

    id: str
    plan: Employee
    position: Position


def register_staff(loop: Round, units: dict[str, Json]) -> dict[str, Member]:
    """Register what is missing and give the staff by id; evaluation knows them when this returns."""
    for competency in loop.scenario.competencies:
        loop.employee.ensure("/competencies", asdict(competency), code=competency.code)
    positions = {position.code: position for position in loop.scenario.positions}
    defined = {code: _define(loop, position, units) for code, position in positions.items()}
    staff = {}
    for employee in loop.scenario.employees:
        body = {"nip": employee.nip, "name": employee.name, "grade": employee.grade}
        body["position_id"] = defined[employee.position]["id"]
        found = loop.employee.ensure("/employees", body, nip=employee.nip)
        staff[found["id"]] = Member(found["id"], employee, positions[employee.position])
    for member in staff.values():
        until(
            f"{member.plan.name} becoming known to the evaluation service",
            lambda member=member: loop.evaluation.read(f"/employees/{member.id}"),  # type: ignore[misc]
            patience=loop.patience,
        )
    loop.say(f"{len(defined)} positions and {len(staff)} synthetic employees registered, and known to evaluation")
    return staff


def _define(loop: Round, position: Position, units: dict[str, Json]) -> Json:
    body = {
        "code": position.code,
        "title": position.title,
        "unit_id": units[position.unit]["id"],
        "job_level": position.job_level,
        "serves_public": position.serves_public,
        "standard": [{"competency_code": code, "level": level} for code, level in position.standard.items()],
        "effective_date": f"{loop.today.year}-01-01",
    }
    return loop.employee.ensure("/positions", body, code=position.code)
