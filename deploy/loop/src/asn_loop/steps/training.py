"""Providers, courses and a budget; the plan of the period; one training completed."""

from dataclasses import asdict

from asn_loop.client import Json
from asn_loop.errors import LoopError, Refused
from asn_loop.rounds import Round

DEFERRED = "DEFERRED"
COMPLETED = "COMPLETED"


def offer_courses(loop: Round) -> dict[str, Json]:
    """Register providers and courses that are missing; give the courses by id."""
    plan = loop.scenario.training
    providers = {each.code: loop.training.ensure("/providers", asdict(each), code=each.code) for each in plan.providers}
    offered = {}
    for course in plan.courses:
        body = asdict(course)
        body["provider_id"] = providers[body.pop("provider")]["id"]
        found = loop.training.ensure("/courses", body, code=course.code)
        offered[found["id"]] = found | {"provider": providers[course.provider]["name"]}
    loop.say("{courses} courses of {providers} providers on offer", courses=len(offered), providers=len(providers))
    return offered


def fix_plan(loop: Round) -> Json:
    """Set the year's budget if it has none, and fix the plan of the period."""
    year, amount = loop.year, loop.scenario.training.budget_per_year
    loop.training.ensure("/budgets", {"year": year, "amount": amount}, year=year)
    key = {"year": year, "period": loop.period}
    plan = loop.training.get(f"/plans/{loop.training.ensure('/plans', key, **key)['id']}")
    loop.say(
        "Plan of {period} fixed: {funded} needs funded, {unfunded} not",
        period=loop.period,
        funded=plan["funded"],
        unfunded=plan["unfunded"],
    )
    return plan


def seats_that_unlock(loop: Round, incentives: list[Json]) -> list[Json]:
    """Give the seats that answer needs of this round and of people whose incentive has waited for hours in it.

    Completed seats come first, then those with most hours.
    """
    deferred = {each["employee_id"] for each in incentives if any(map(_waits_for_hours, each["history"]))}
    needs = loop.training.items("/needs", correlation_id=loop.correlation_id)
    seat_ids = {need["enrolment_id"] for need in needs if need["employee_id"] in deferred and need["enrolment_id"]}
    seats = [loop.training.get(f"/enrolments/{seat_id}") for seat_id in seat_ids]
    return sorted(seats, key=lambda seat: (seat["state"] != COMPLETED, -seat["hours"], seat["id"]))


def complete_one(loop: Round, seats: list[Json]) -> Json:
    """Complete one training for which an incentive waits, unless that has happened already."""
    if not seats:
        raise LoopError("The plan funds no training of anybody whose incentive waits for learning hours.")
    seat = seats[0]
    if seat["state"] != COMPLETED:
        seat = _completed(loop, seat)
    loop.say(
        "Training completed: {competency} level {level}, {hours} JP",
        competency=seat["competency_code"],
        level=seat["level"],
        hours=seat["hours"],
    )
    return seat


def _waits_for_hours(version: Json) -> bool:
    return version["outcome"] == DEFERRED and any(reason["code"] == "HOURS_MISSING" for reason in version["reasons"])


def _completed(loop: Round, seat: Json) -> Json:
    body = {
        "passed": True,
        "level": seat["target_level"],
        "completed_date": loop.today.isoformat(),
        "certificate_number": f"CONTOH/{loop.period}/{seat['id'][-6:]}",
    }
    try:
        return loop.training.post(f"/enrolments/{seat['id']}/completion", body)
    except Refused as refusal:
        if refusal.code != "enrolment-already-completed":
            raise
        return loop.training.get(f"/enrolments/{seat['id']}")
