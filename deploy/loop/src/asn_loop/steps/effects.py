"""What follows from a completed training: the profile is raised, the deferred incentive is decided."""

from asn_loop.client import Json
from asn_loop.rounds import Round
from asn_loop.steps.training import COMPLETED, DEFERRED


def raised_profile(loop: Round, seat: Json) -> Json | None:
    """Give the employee's profile once it shows the level of the training and all hours of the year."""
    profile = loop.employee.get(f"/employees/{seat['employee_id']}/profile")
    level = level_in(profile, seat["competency_code"])
    hours = hours_in(profile, year_of(seat))
    return profile if level >= seat["level"] and hours >= hours_earned(loop, seat) else None


def hours_earned(loop: Round, seat: Json) -> int:
    """Sum up the hours of the employee's completed trainings in the year of this one."""
    seats = loop.training.items("/enrolments", employee_id=seat["employee_id"])
    return sum(each["hours"] for each in seats if each["state"] == COMPLETED and year_of(each) == year_of(seat))


def reconsidered_incentive(loop: Round, seat: Json, incentives: list[Json]) -> Json | None:
    """Give the employee's incentive of this round once it is no longer deferred."""
    waiting = next(each for each in incentives if each["employee_id"] == seat["employee_id"])
    incentive = loop.evaluation.get(f"/incentives/{waiting['id']}")
    return incentive if incentive["outcome"] != DEFERRED else None


def await_effects(loop: Round, seat: Json, incentives: list[Json]) -> tuple[Json, Json]:
    """Wait for both; give the profile and the incentive."""
    profile = loop.until(
        "the employee's profile showing the level and the hours of the training", lambda: raised_profile(loop, seat)
    )
    incentive = loop.until(
        "the deferred incentive being reconsidered", lambda: reconsidered_incentive(loop, seat, incentives)
    )
    loop.say("Profile raised; the deferred incentive was decided again: {outcome}", outcome=incentive["outcome"])
    return profile, incentive


def level_in(profile: Json, competency_code: str) -> int:
    """Give the level of a competency in a profile, 0 where there is none."""
    levels = {line["competency_code"]: line["level"] for line in profile["competencies"]}
    return levels.get(competency_code) or 0


def hours_in(profile: Json, year: int) -> int:
    """Give the learning hours (JP) of a year in a profile."""
    return next((entry["hours"] for entry in profile["learning_hours"] if entry["year"] == year), 0)


def year_of(seat: Json) -> int:
    """Give the calendar year in which a training was completed."""
    return int(seat["completed_date"][:4])
