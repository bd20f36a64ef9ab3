"""The feedback service tells of surveys, of citizens' answers and of indices."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from asn_kernel.codes import Mutu
from evaluation_service.domain.survey import (
    ElementScore,
    PublishedIndex,
    ScoredAnswer,
    Survey,
    SurveyOutcome,
    UnitIndex,
)
from evaluation_service.persistence import surveys
from evaluation_service.subscriptions import bounds
from evaluation_service.usecases import keep_surveys
from evaluation_service.usecases.keep_index import keep_index


class SurveyOpened(msgspec.Struct):
    """The fields used of asn.feedback.survey-opened.v1 and of survey-withdrawn.v1."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: bounds.PeriodCode


class SurveyClosed(SurveyOpened):
    """The fields used of asn.feedback.survey-closed.v1."""

    outcome: SurveyOutcome


class AnswerSubmitted(msgspec.Struct):
    """The fields used of asn.feedback.answer-submitted.v1."""

    survey_id: UUID
    scores: Annotated[dict[bounds.Code, bounds.Score], Meta(min_length=1)]


class IndexElement(msgspec.Struct):
    """One element of a published index."""

    element: bounds.Code
    nrr: Decimal
    value: Decimal
    mutu: Mutu


class IndexPublished(msgspec.Struct):
    """The fields used of asn.feedback.index-published.v1."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: bounds.PeriodCode
    respondents: bounds.Count
    ikm: Decimal
    mutu: Mutu
    elements: list[IndexElement]
    published_at: bounds.Instant
    population: int | None = None
    required_sample: int | None = None
    sample_adequate: bool | None = None


class UnitIndexPublished(msgspec.Struct):
    """The fields used of asn.feedback.unit-index-published.v1."""

    unit_id: UUID
    period: bounds.PeriodCode
    respondents: Annotated[int, Meta(ge=1)]
    ikm: Decimal
    mutu: Mutu
    sample_adequate: bool | None = None


def on_survey_opened(session: Session, event: Event) -> None:
    """Keep that an index may come."""
    keep_surveys.keep_survey(session, opened(event), at=now())


def on_survey_closed(session: Session, event: Event) -> None:
    """Keep how the survey closed, and decide again whatever waited for it."""
    keep_surveys.keep_survey(session, closed(event), at=now())


def on_survey_withdrawn(session: Session, event: Event) -> None:
    """Keep that the survey is no more, and decide again whatever waited for it."""
    keep_surveys.keep_survey(session, withdrawn(event), at=now())


def on_answers_submitted(session: Session, events: Sequence[Event]) -> None:
    """Add a run of answers up together."""
    surveys.add_answers(session, [_answer(event) for event in events])


def on_index_published(session: Session, event: Event) -> None:
    """Keep the index of a survey, and decide what it asks of unit and people."""
    keep_index(session, index_of(event), at=now())


def on_unit_index_published(session: Session, event: Event) -> None:
    """Keep the index of a unit, and decide again whatever waited for it."""
    keep_surveys.keep_unit_index(session, unit_index_of(event), at=now())


def opened(event: Event) -> Survey:
    """Read a survey that takes answers."""
    return _survey(event, read(event, SurveyOpened), None)


def closed(event: Event) -> Survey:
    """Read a survey that takes no more answers."""
    told = read(event, SurveyClosed)
    return _survey(event, told, told.outcome)


def withdrawn(event: Event) -> Survey:
    """Read a survey that is no more."""
    return _survey(event, read(event, SurveyOpened), SurveyOutcome.WITHDRAWN)


def _survey(event: Event, told: SurveyOpened, outcome: SurveyOutcome | None) -> Survey:
    period = bounds.period(told.period)
    return Survey(told.survey_id, told.service_id, told.unit_id, period, outcome, event.aggregateversion)


def index_of(event: Event) -> PublishedIndex:
    """Read the index of a survey."""
    told = read(event, IndexPublished)
    return PublishedIndex(
        survey_id=told.survey_id,
        service_id=told.service_id,
        unit_id=told.unit_id,
        period=bounds.period(told.period),
        respondents=told.respondents,
        population=told.population,
        required_sample=told.required_sample,
        sample_adequate=told.sample_adequate,
        ikm=told.ikm,
        mutu=told.mutu,
        elements=tuple(ElementScore(part.element, part.nrr, part.value, part.mutu) for part in told.elements),
        published_at=told.published_at,
        version=event.aggregateversion,
    )


def unit_index_of(event: Event) -> UnitIndex:
    """Read the index of a unit and period."""
    told = read(event, UnitIndexPublished)
    return UnitIndex(
        unit_id=told.unit_id,
        period=bounds.period(told.period),
        respondents=told.respondents,
        sample_adequate=told.sample_adequate,
        ikm=told.ikm,
        mutu=told.mutu,
        version=event.aggregateversion,
    )


def _answer(event: Event) -> ScoredAnswer:
    told = read(event, AnswerSubmitted)
    return ScoredAnswer(told.survey_id, told.scores)
