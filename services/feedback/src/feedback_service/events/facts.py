"""Turns facts of the feedback service into events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from asn_chassis.events.event import Event
from feedback_service.domain.answer import Answer
from feedback_service.domain.assessment import ElementResult
from feedback_service.domain.public_service import PublicService
from feedback_service.domain.satisfaction_index import SatisfactionIndex, UnitIndex
from feedback_service.domain.survey import Survey
from feedback_service.domain.survey_for_answer import SurveyForAnswer

PUBLIC_SERVICE_REGISTERED = "asn.feedback.public-service-registered.v1"
SURVEY_OPENED = "asn.feedback.survey-opened.v1"
ANSWER_SUBMITTED = "asn.feedback.answer-submitted.v1"
SURVEY_CORRECTED = "asn.feedback.survey-corrected.v1"
SURVEY_CLOSED = "asn.feedback.survey-closed.v1"
SURVEY_WITHDRAWN = "asn.feedback.survey-withdrawn.v1"
INDEX_PUBLISHED = "asn.feedback.index-published.v1"
INDEX_COMPUTED = "asn.feedback.index-computed.v1"
UNIT_INDEX_PUBLISHED = "asn.feedback.unit-index-published.v1"


def public_service_registered(service: PublicService) -> Event:
    """Say that a unit gives this service to the public."""
    return Event.of(
        PUBLIC_SERVICE_REGISTERED,
        subject=f"public-services/{service.id}",
        key=service.id,
        version=service.version,
        at=service.registered_at,
        classification="public",
        data={
            "service_id": service.id,
            "code": service.code,
            "name": service.name,
            "unit_id": service.unit_id,
            "standard_minutes": service.standard_minutes,
            "registered_at": service.registered_at,
        },
    )


def survey_opened(survey: Survey) -> Event:
    """Say that a survey takes answers from now on."""
    return _survey(
        SURVEY_OPENED,
        survey,
        survey.opened_at,
        period_start=survey.period.start,
        period_end=survey.period.end,
        elements=[element.code for element in survey.elements],
        opened_at=survey.opened_at,
    )


def answer_submitted(survey: Survey | SurveyForAnswer, answer: Answer) -> Event:
    """Say that a citizen answered on a day; who it was, and the moment, nobody knows."""
    return Event.anonymous(
        ANSWER_SUBMITTED,
        subject=f"surveys/{survey.id}",
        key=survey.id,
        version=1,
        day=answer.submitted_date,
        classification="internal",
        correlation_id=uuid5(survey.id, answer.submitted_date.isoformat()),
        data={
            "survey_id": survey.id,
            "service_id": survey.service_id,
            "unit_id": survey.unit_id,
            "scores": dict(answer.scores),
        },
    )


def survey_corrected(survey: Survey, *, at: datetime) -> Event:
    """Say how many people a survey is about, set right."""
    return _survey(SURVEY_CORRECTED, survey, at, population=survey.population)


def survey_closed(survey: Survey, *, at: datetime) -> Event:
    """Say that a survey has ended, and whether an index came of it."""
    refused = {} if survey.refusal is None else {"refusal": survey.refusal}
    return _survey(SURVEY_CLOSED, survey, at, outcome=survey.outcome, closed_at=survey.closed_at, **refused)


def survey_withdrawn(survey: Survey, *, at: datetime) -> Event:
    """Say that a survey which nobody had answered is no more; why stays here."""
    return _survey(SURVEY_WITHDRAWN, survey, at, withdrawn_at=at)


def _survey(event_type: str, survey: Survey, at: datetime, **more: Any) -> Event:
    return Event.of(
        event_type,
        subject=f"surveys/{survey.id}",
        key=survey.id,
        version=survey.version,
        at=at,
        classification="public",
        data={
            "survey_id": survey.id,
            "service_id": survey.service_id,
            "unit_id": survey.unit_id,
            "period": str(survey.period),
            **more,
        },
    )


def index_published(index: SatisfactionIndex, *, survey_version: int) -> Event:
    """Say what everybody may know of a survey's result; the event is of the survey that has ended."""
    inputs, outcome = index.decision.inputs, index.decision.outcome
    return Event.of(
        INDEX_PUBLISHED,
        subject=f"satisfaction-indices/{index.id}",
        key=index.survey_id,
        version=survey_version,
        at=index.published_at,
        classification="public",
        data={
            **_names(index),
            "period_start": index.period.start,
            "period_end": index.period.end,
            "respondents": inputs.respondents,
            "population": inputs.population,
            "required_sample": outcome.sample.required,
            "sample_adequate": outcome.sample.adequate,
            "sample_method": outcome.sample.method,
            "above_population": outcome.sample.above_population,
            "ikm": outcome.ikm,
            "mutu": outcome.mutu,
            "elements": _elements(outcome.elements),
            "rule_version": index.decision.rule_version,
            "published_at": index.published_at,
        },
    )


def index_computed(index: SatisfactionIndex, *, survey_version: int) -> Event:
    """Say how often each element got each score: for our own services."""
    return Event.of(
        INDEX_COMPUTED,
        subject=f"satisfaction-indices/{index.id}",
        key=index.survey_id,
        version=survey_version,
        at=index.published_at,
        classification="internal",
        data={
            **_names(index),
            "respondents": index.decision.inputs.respondents,
            "elements": [
                {"element": each.element, "counts": list(each.counts)} for each in index.decision.inputs.elements
            ],
            "computed_at": index.published_at,
        },
    )


def unit_index_published(index: UnitIndex) -> Event:
    """Say what all surveys of a unit in a period come to; the event is of the unit."""
    outcome = index.decision.outcome
    return Event.of(
        UNIT_INDEX_PUBLISHED,
        subject=f"unit-indices/{index.unit_id}/{index.period}",
        key=index.unit_id,
        version=index.version,
        at=index.published_at,
        classification="public",
        data={
            "unit_id": index.unit_id,
            "period": str(index.period),
            "respondents": outcome.respondents,
            "surveys": len(index.decision.inputs.surveys),
            "sample_adequate": outcome.sample_adequate,
            "ikm": outcome.ikm,
            "mutu": outcome.mutu,
            "elements": _elements(outcome.elements),
            "rule_version": index.decision.rule_version,
            "published_at": index.published_at,
        },
    )


def _names(index: SatisfactionIndex) -> dict[str, Any]:
    return {
        "survey_id": index.survey_id,
        "index_id": index.id,
        "service_id": index.service_id,
        "unit_id": index.unit_id,
        "period": str(index.period),
    }


def _elements(results: Sequence[ElementResult]) -> list[dict[str, Any]]:
    return [
        {
            "element": result.element,
            "nrr": result.nrr,
            "value": result.value,
            "mutu": result.mutu,
            "rank": result.rank,
        }
        for result in results
    ]
