"""The closed loop of one period, from answers to raised competency, begun or continued wherever it stands."""

from datetime import date
from itertools import takewhile

from asn_loop.client import Json
from asn_loop.config import Config
from asn_loop.errors import NotHappened
from asn_loop.facts import Facts
from asn_loop.holdups import held_up
from asn_loop.period import periods_of
from asn_loop.rounds import Round, opened
from asn_loop.saying import Say, silent
from asn_loop.steps import appraisal, effects, staff, survey, training, units


def close_the_loop(config: Config, *, today: date, say: Say) -> Facts:
    """Close the loop of the period that is due, or show the last one again; `LoopError` says what was in the way."""
    closed = periods_closed(config, today)
    # Nothing is surveyed, evaluated or planned for a period that has not begun.
    period = next((each for each in periods_of(today) if each not in closed), periods_of(today)[-1])
    with opened(config, period, today, say) as loop:
        try:
            return run(loop, addresses=config.addresses, closed=(*closed, period))
        except NotHappened as error:
            raise NotHappened("\n".join([str(error), *held_up(loop)])) from error


def periods_closed(config: Config, today: date) -> tuple[str, ...]:
    """Give the periods of today whose rounds are at their end, up to the first that is not."""

    def closed(period: str) -> bool:
        with opened(config, period, today, silent) as loop:
            return is_closed(loop)

    return tuple(takewhile(closed, periods_of(today)))


def run(loop: Round, *, addresses: dict[str, str], closed: tuple[str, ...]) -> Facts:
    """Do what is not done yet, wait for what follows by itself, and give the facts."""
    known_units = units.register_units(loop)
    services = survey.public_services(loop, known_units)
    members = staff.register_staff(loop, known_units, services)
    courses = training.offer_courses(loop)
    service = services[loop.scenario.surveyed.code]
    index = survey.hold_survey(loop, service)
    taken_up = survey.taken_up(loop, index["survey_id"])
    evaluations = appraisal.evaluate(loop, members)
    needs = appraisal.confirm(loop, appraisal.needs(loop))
    plan = training.fix_plan(loop)
    incentives = appraisal.incentives(loop)
    seat = training.complete_one(loop, training.seats_that_unlock(loop, incentives))
    profile, incentive = effects.await_effects(loop, seat, incentives)
    return Facts(
        period=loop.period,
        today=loop.today,
        correlation_id=loop.correlation_id,
        addresses=addresses,
        labels=labels(loop),
        competencies={each["code"]: each for each in loop.employee.items("/competencies")},
        closed=closed,
        survey=loop.feedback.get(f"/surveys/{index['survey_id']}"),
        service=service,
        index=index,
        taken_up=taken_up,
        improvements=appraisal.improvements(loop, index["survey_id"]),
        staff=members,
        evaluations=evaluations,
        needs=needs,
        register={need["id"]: need for need in loop.training.items("/needs", correlation_id=loop.correlation_id)},
        courses=courses,
        plan=plan,
        incentives=appraisal.incentives(loop),
        seat=seat,
        profile=profile,
        incentive=incentive,
    )


def labels(loop: Round) -> dict[str, dict[str, Json]]:
    """Give the code lists whose labels the report needs."""
    return {
        "elements": loop.feedback.references("elements"),
        "improvement-actions": loop.evaluation.references("improvement-actions"),
    }


def is_closed(loop: Round) -> bool:
    """Tell whether the round of this period has come to its end."""
    incentives = appraisal.incentives(loop)
    seats = training.seats_that_unlock(loop, incentives)
    if not seats or seats[0]["state"] != training.COMPLETED:
        return False
    profile = effects.raised_profile(loop, seats[0])
    return bool(profile and effects.reconsidered_incentive(loop, seats[0], incentives))
