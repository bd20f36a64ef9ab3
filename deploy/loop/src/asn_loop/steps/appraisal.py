"""Evaluations: drafted and finalised, with the needs and incentives that follow."""

from asn_loop.client import Json
from asn_loop.data import Evaluation
from asn_loop.errors import Refused
from asn_loop.rounds import Round
from asn_loop.steps.staff import Member

DRAFT = "DRAFT"


def evaluate(loop: Round, staff: dict[str, Member]) -> list[Json]:
    """Draft and finalise the evaluations of the period."""
    by_nip = {member.plan.nip: member.id for member in staff.values()}
    evaluations = [
        _finalised(loop, _drafted(loop, member, member.plan.evaluation, by_nip))
        for member in staff.values()
        if member.plan.evaluation
    ]
    loop.say("Evaluations of {period} finalised: {count}", period=loop.period, count=len(evaluations))
    return evaluations


def incentives(loop: Round) -> list[Json]:
    """Give the incentives of the round as they stand."""
    return list(loop.evaluation.items("/incentives", correlation_id=loop.correlation_id))


def improvements(loop: Round, survey_id: str) -> list[Json]:
    """Give what the unit is asked to improve after the survey."""
    return list(loop.evaluation.items("/service-improvements", survey_id=survey_id))


def needs(loop: Round) -> list[Json]:
    """Give the training needs of the round, once the training service has the very same."""
    identified = list(loop.evaluation.items("/training-needs", correlation_id=loop.correlation_id))
    wanted = {need["id"] for need in identified}

    def registered() -> bool:
        register = loop.training.items("/needs", correlation_id=loop.correlation_id)
        return {need["id"] for need in register} == wanted

    loop.until(f"{len(wanted)} needs reaching the register of the training service", registered)
    loop.say("Training needs identified, and registered by the training service: {count}", count=len(identified))
    return identified


def confirm(loop: Round, identified: list[Json]) -> list[Json]:
    """Confirm, as the manager, the needs that ask for it; training may plan them when this returns."""
    proposed = [need for need in identified if need["state"] == "PROPOSED"]
    confirmed = {need["id"]: _confirmed(loop, need) for need in proposed}

    def nobody_waits() -> bool:
        return loop.training.find("/needs", correlation_id=loop.correlation_id, state="PROPOSED") is None

    loop.until("the confirmations reaching the training service", nobody_waits)
    loop.say("Needs confirmed by the manager: {count}", count=len(confirmed))
    return [confirmed.get(need["id"], need) for need in identified]


def _drafted(loop: Round, member: Member, plan: Evaluation, by_nip: dict[str, str]) -> Json:
    key = {"employee_id": member.id, "period": loop.period}
    found = loop.evaluation.find("/evaluations", **key)
    if found is not None:
        return found
    # Nobody forgets between two periods what a training has taught.
    profile = loop.employee.get(f"/employees/{member.id}/profile")
    known = {line["competency_code"]: line["level"] or 0 for line in profile["competencies"]}
    levels = {code: max(level, known.get(code, 0)) for code, level in plan.assessed.items()}
    body = {
        "assessor_id": by_nip[plan.assessor],
        "work_result": plan.work_result,
        "behaviour": plan.behaviour,
        "discipline": plan.discipline,
        "assessed": [{"competency_code": code, "level": level} for code, level in levels.items()],
    }

    def drafted() -> Json | None:
        try:
            return loop.evaluation.ensure("/evaluations", key | body, **key)
        except Refused as refusal:
            # Employees and positions may come in any order.
            if refusal.code != "not-in-service":
                raise
            return None

    return loop.until(f"the position of {member.plan.name} becoming known to evaluation", drafted)


def _finalised(loop: Round, evaluation: Json) -> Json:
    if evaluation["state"] != DRAFT:
        return evaluation
    try:
        return loop.evaluation.post(f"/evaluations/{evaluation['id']}/finalisation")
    except Refused as refusal:
        if refusal.code != "evaluation-already-finalised":
            raise
        return loop.evaluation.get(f"/evaluations/{evaluation['id']}")


def _confirmed(loop: Round, need: Json) -> Json:
    try:
        return loop.evaluation.post(f"/training-needs/{need['id']}/confirmation")
    except Refused as refusal:
        if refusal.code != "training-need-not-awaiting-confirmation":
            raise
        return loop.evaluation.get(f"/training-needs/{need['id']}")
