"""What the evaluation service listens to: tolerant readers and one table."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handlers, batch, each
from asn_chassis.events.reading import read
from evaluation_service.domain.scales import Employment, Mutu
from evaluation_service.domain.service_index import ElementScore, PublishedIndex, ScoredAnswer
from evaluation_service.domain.staff import Employee, Position
from evaluation_service.usecases.keep_employee import keep_employee
from evaluation_service.usecases.keep_position import keep_position
from evaluation_service.usecases.record_competency_level import record_competency_level
from evaluation_service.usecases.record_learning import record_learning
from evaluation_service.usecases.take_up_index import take_up_index
from evaluation_service.usecases.weigh_index import weigh_index

Level = Annotated[int, Meta(ge=1, le=5)]
Score = Annotated[int, Meta(ge=1, le=4)]
Hours = Annotated[int, Meta(ge=0, le=10_000)]
Year = Annotated[int, Meta(ge=1900, le=9999)]


class CompetencyLevel(msgspec.Struct):
    """One line of a competency standard."""

    competency_code: str
    level: Level


class PositionStandardSet(msgspec.Struct):
    """What this service uses of a position's standard."""

    position_id: UUID
    unit_id: UUID
    serves_public: bool
    standard: list[CompetencyLevel]


class EmployeeAssigned(msgspec.Struct):
    """What this service uses of a registration or an assignment; only the former names the employment."""

    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    employment: Employment | None = None


class CompetencyLevelRecorded(msgspec.Struct):
    """What this service uses of a recorded level."""

    employee_id: UUID
    competency_code: str
    level: Level


class TrainingCompleted(msgspec.Struct):
    """What this service uses of a completed training."""

    enrolment_id: UUID
    employee_id: UUID
    hours: Hours
    year: Year


class Scores(msgspec.Struct):
    """The scores of an answer; the names are those of the elements."""

    PERSYARATAN: Score
    PROSEDUR: Score
    WAKTU: Score
    BIAYA: Score
    PRODUK: Score
    KOMPETENSI: Score
    PERILAKU: Score
    PENGADUAN: Score
    SARANA: Score


class AnswerSubmitted(msgspec.Struct):
    """What this service uses of an answer."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    scores: Scores


class IndexElement(msgspec.Struct):
    """One element of a published index."""

    element: str
    nrr: Decimal
    value: Decimal
    mutu: Mutu


class IndexPublished(msgspec.Struct):
    """What this service uses of a published index."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: str
    respondents: int
    ikm: Decimal
    mutu: Mutu
    elements: list[IndexElement]
    published_at: datetime
    required_sample: int | None = None
    sample_adequate: bool | None = None


def position_of(event: Event) -> Position:
    """Read the position that the event tells of."""
    news = read(event, PositionStandardSet)
    return Position(
        id=news.position_id,
        unit_id=news.unit_id,
        serves_public=news.serves_public,
        standard={line.competency_code: line.level for line in news.standard},
        set_at=event.time,
        version=event.aggregateversion,
    )


def on_position_standard_set(session: Session, event: Event) -> None:
    """Keep the standard of the position, and whether it serves the public."""
    keep_position(session, position_of(event), at=now())


def employee_of(event: Event) -> Employee:
    """Read the employee that the event tells of."""
    news = read(event, EmployeeAssigned)
    return Employee(
        id=news.employee_id,
        position_id=news.position_id,
        unit_id=news.unit_id,
        employment=news.employment,
        assigned_at=event.time,
        version=event.aggregateversion,
    )


def on_employee_assigned(session: Session, event: Event) -> None:
    """Keep where the employee works."""
    keep_employee(session, employee_of(event), at=now())


def on_competency_level_recorded(session: Session, event: Event) -> None:
    """Keep the level."""
    news = read(event, CompetencyLevelRecorded)
    record_competency_level(
        session,
        employee_id=news.employee_id,
        competency_code=news.competency_code,
        level=news.level,
        version=event.aggregateversion,
    )


def on_training_completed(session: Session, event: Event) -> None:
    """Count the learning hours and reconsider deferred incentives."""
    news = read(event, TrainingCompleted)
    record_learning(
        session,
        enrolment_id=news.enrolment_id,
        employee_id=news.employee_id,
        year=news.year,
        hours=news.hours,
        at=now(),
    )


def on_answers_submitted(session: Session, events: Sequence[Event]) -> None:
    """Weigh a run of answers together."""
    weigh_index(session, [_scored(read(event, AnswerSubmitted)) for event in events], at=now())


def on_index_published(session: Session, event: Event) -> None:
    """Take up the index of a survey."""
    news = read(event, IndexPublished)
    index = PublishedIndex(
        survey_id=news.survey_id,
        service_id=news.service_id,
        unit_id=news.unit_id,
        period=news.period,
        respondents=news.respondents,
        required_sample=news.required_sample,
        sample_adequate=news.sample_adequate,
        ikm=news.ikm,
        mutu=news.mutu,
        elements=tuple(ElementScore(part.element, part.nrr, part.value, part.mutu) for part in news.elements),
        published_at=news.published_at,
    )
    take_up_index(session, index, version=event.aggregateversion, at=now())


def _scored(answer: AnswerSubmitted) -> ScoredAnswer:
    return ScoredAnswer(answer.survey_id, answer.service_id, answer.unit_id, msgspec.structs.astuple(answer.scores))


HANDLERS: Handlers = {
    "asn.employee.position-standard-set.v1": each(on_position_standard_set),
    "asn.employee.employee-registered.v1": each(on_employee_assigned),
    "asn.employee.employee-assigned.v1": each(on_employee_assigned),
    "asn.employee.competency-level-recorded.v1": each(on_competency_level_recorded),
    "asn.feedback.answer-submitted.v1": batch(on_answers_submitted),
    "asn.feedback.index-published.v1": each(on_index_published),
    "asn.training.training-completed.v1": each(on_training_completed),
}
