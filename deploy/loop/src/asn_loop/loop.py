"""The closed loop of one period, from answers to raised competency, begun or continued wherever it stands."""

from datetime import date

from asn_loop.config import Config
from asn_loop.facts import Facts
from asn_loop.period import Period
from asn_loop.rounds import Round, Say, opened
from asn_loop.steps import appraisal, effects, staff, survey, training, units


def close_the_loop(config: Config, *, today: date, say: Say) -> Facts:
    """Close the loop of the period that is due; `LoopError` says what stood in the way."""
    period = period_due(config, today)
    with opened(config, period, today, say) as loop:
        return run(loop)


def period_due(config: Config, today: date) -> Period:
    """Give the half year of today first, then the one that was interrupted, then the one after the last."""
    first = Period.of(today)
    with opened(config, first, today, lambda _: None) as loop:
        latest = _latest(loop)
    if latest is None:
        return first
    with opened(config, latest, today, lambda _: None) as loop:
        return latest.following() if is_closed(loop) else latest


def run(loop: Round) -> Facts:
    """Do what is not done yet, wait for what follows by itself, and give the facts."""
    known_units = units.register_units(loop)
    members = staff.register_staff(loop, known_units)
    courses = training.offer_courses(loop)
    service = survey.public_service(loop, known_units)
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
        day=loop.day,
        correlation_id=loop.correlation_id,
        docs={name: getattr(loop, name).docs for name in ("employee", "feedback", "evaluation", "training")},
        unit=loop.scenario.public_service.unit,
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


def _latest(loop: Round) -> Period | None:
    service = loop.feedback.find("/public-services", code=loop.scenario.public_service.code)
    if service is None:
        return None
    surveys = loop.feedback.items("/surveys", service_id=service["id"])
    return max((Period.parse(each["period"]) for each in surveys), default=None)
