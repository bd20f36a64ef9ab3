"""The closed loop of one period, from answers to raised competency, begun or continued wherever it stands."""

from datetime import date

from asn_loop.config import Config
from asn_loop.errors import NotHappened
from asn_loop.facts import Facts
from asn_loop.holdups import held_up
from asn_loop.period import periods_of
from asn_loop.rounds import Round, Say, opened
from asn_loop.steps import appraisal, effects, staff, survey, training, units


def close_the_loop(config: Config, *, today: date, say: Say) -> Facts:
    """Close the loop of the period that is due, or show the last one again; `LoopError` says what was in the way."""
    period = period_due(config, today)
    with opened(config, period, today, say) as loop:
        try:
            return run(loop)
        except NotHappened as error:
            raise NotHappened("\n".join([str(error), *held_up(loop)])) from error


def period_due(config: Config, today: date) -> str:
    """Give the first period of today whose round is not at its end; the last one when all are.

    Nothing is surveyed, evaluated or planned for a period that has not begun.
    """
    periods = periods_of(today)
    for period in periods:
        with opened(config, period, today, lambda _: None) as loop:
            if not is_closed(loop):
                return period
    return periods[-1]


def run(loop: Round) -> Facts:
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
        docs={name: getattr(loop, name).docs for name in ("employee", "feedback", "evaluation", "training")},
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


def is_closed(loop: Round) -> bool:
    """Tell whether the round of this period has come to its end."""
    incentives = appraisal.incentives(loop)
    seats = training.seats_that_unlock(loop, incentives)
    if not seats or seats[0]["state"] != training.COMPLETED:
        return False
    profile = effects.raised_profile(loop, seats[0])
    return bool(profile and effects.reconsidered_incentive(loop, seats[0], incentives))
