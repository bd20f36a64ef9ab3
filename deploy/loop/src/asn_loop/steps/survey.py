"""The survey of a public service: 49 published answers, the closing, the index."""

from dataclasses import asdict

from asn_loop.client import Json
from asn_loop.data import answers
from asn_loop.errors import Refused
from asn_loop.rounds import Round

CLOSED = "CLOSED"


def public_services(loop: Round, units: dict[str, Json]) -> dict[str, Json]:
    """Register what is missing and give the services by code; employee knows them when this returns."""
    services = {}
    for service in loop.scenario.public_services:
        body = asdict(service)
        body["unit_id"] = units[body.pop("unit")]["id"]
        services[service.code] = loop.feedback.ensure("/public-services", body, code=service.code)
        loop.until(
            f"{service.name} becoming known to the employee service",
            lambda code=service.code: loop.employee.find("/public-services", code=code),  # type: ignore[misc]
        )
    loop.say("{count} public services registered, and known to the employee service", count=len(services))
    return services


def hold_survey(loop: Round, service: Json) -> Json:
    """Open the survey of the period, hand in the answers, close it, and give its published index."""
    key = {"service_id": service["id"], "period": loop.period}
    # The published sheet does not say how many people were served. So it stays unknown, and weakens what is found.
    survey = loop.feedback.ensure("/surveys", key | {"population": None}, **key)
    if survey["state"] != CLOSED:
        _answer(loop, survey)
        _close(loop, survey)
    index = loop.until(
        "the satisfaction index being published",
        lambda: loop.feedback.find("/satisfaction-indices", survey_id=survey["id"]),
    )
    loop.say(
        "Survey of {period} closed with {respondents} answers: IKM {ikm}, mutu {mutu}",
        period=loop.period,
        respondents=index["respondents"],
        ikm=index["ikm"],
        mutu=index["mutu"],
    )
    return index


def taken_up(loop: Round, survey_id: str) -> Json:
    """Wait until evaluation has the published index; what it asks for was decided in the same moment."""

    def published() -> Json | None:
        index = loop.evaluation.read(f"/service-indices/{survey_id}")
        return index if index and index["state"] == "PUBLISHED" else None

    return loop.until("the index being taken up by the evaluation service", published)


def _answer(loop: Round, survey: Json) -> None:
    # The key names the respondent: whoever is asked again after an interruption still counts once. The
    # service remembers keys for a day, so an interrupted survey should be continued within that.
    for respondent, scores in answers():
        loop.feedback.post(f"/surveys/{survey['id']}/answers", {"scores": scores}, key=f"respondent-{respondent}")


def _close(loop: Round, survey: Json) -> None:
    try:
        loop.feedback.post(f"/surveys/{survey['id']}/closure")
    except Refused as refusal:
        if refusal.code != "survey-already-closed":
            raise
