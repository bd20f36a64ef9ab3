"""Turns facts of the feedback service into events."""

from typing import Any

from asn_chassis.events.event import Event
from feedback_service.domain.answer import AnswerSubmitted
from feedback_service.domain.assessment import ElementScore
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.survey import Survey

SURVEY_OPENED = "asn.feedback.survey-opened.v1"
ANSWER_SUBMITTED = "asn.feedback.answer-submitted.v1"
INDEX_PUBLISHED = "asn.feedback.index-published.v1"


def survey_opened(survey: Survey) -> Event:
    """Say that a survey takes answers from now on."""
    return Event.of(
        SURVEY_OPENED,
        subject=f"surveys/{survey.id}",
        key=survey.id,
        version=survey.version,
        at=survey.opened_at,
        classification="public",
        data={
            "survey_id": survey.id,
            "service_id": survey.service_id,
            "unit_id": survey.unit_id,
            "period": str(survey.period),
            "period_start": survey.period.start,
            "period_end": survey.period.end,
        },
    )


def answer_submitted(fact: AnswerSubmitted) -> Event:
    """Say that a citizen answered; attributes of the respondent stay at home."""
    answer = fact.answer
    return Event.of(
        ANSWER_SUBMITTED,
        subject=f"answers/{answer.id}",
        key=answer.survey_id,
        version=1,
        at=answer.submitted_at,
        classification="internal",
        data={
            "answer_id": answer.id,
            "survey_id": answer.survey_id,
            "service_id": fact.service_id,
            "unit_id": fact.unit_id,
            "scores": {unsur.value: score for unsur, score in answer.scores.items()},
            "submitted_at": answer.submitted_at,
        },
    )


def index_published(index: SatisfactionIndex, *, version: int) -> Event:
    """Say that a survey was closed; `version` is the survey's, whose last fact this is."""
    return Event.of(
        INDEX_PUBLISHED,
        subject=f"satisfaction-indices/{index.id}",
        key=index.survey_id,
        version=version,
        at=index.published_at,
        classification="public",
        data={
            "survey_id": index.survey_id,
            "index_id": index.id,
            "service_id": index.service_id,
            "unit_id": index.unit_id,
            "period": str(index.period),
            "period_start": index.period.start,
            "period_end": index.period.end,
            "respondents": index.respondents,
            "population": index.population,
            "required_sample": index.required_sample,
            "sample_adequate": index.sample_adequate,
            "sample_method": index.sample_method,
            "ikm": index.ikm,
            "mutu": index.mutu,
            "elements": [_element(score) for score in index.elements],
            "rule_version": index.rule_version,
            "published_at": index.published_at,
        },
    )


def _element(score: ElementScore) -> dict[str, Any]:
    return {
        "element": score.element,
        "nrr": score.nrr,
        "value": score.value,
        "mutu": score.mutu,
        "rank": score.rank,
    }
