"""A satisfaction survey (SKM) of one public service in one period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from asn_kernel.period import Period
from feedback_service.domain.answer import Answer, ElementNotAsked
from feedback_service.domain.elements import SurveyElement
from feedback_service.domain.satisfaction_index import IndexDecision, SatisfactionIndex


class SurveyState(StrEnum):
    """A survey is open for answers once, and closed or withdrawn for ever after."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class Closure(StrEnum):
    """How a survey ended."""

    INDEX_PUBLISHED = "INDEX_PUBLISHED"
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"


class SurveyNotFound(Exception):
    """No survey has this id."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyAlreadyExists(Exception):
    """The public service has a survey for this period already."""

    def __init__(self, service_id: UUID, period: Period) -> None:
        super().__init__(service_id, period)
        self.service_id = service_id
        self.period = period


class PeriodNotBegun(Exception):
    """Nobody can say what a service was like in a period that lies ahead."""

    def __init__(self, period: Period) -> None:
        super().__init__(period)
        self.period = period
        self.start = period.start


class SurveyWindowOver(Exception):
    """Too long after its end, people no longer remember the period."""

    def __init__(self, period: Period, last_day: date) -> None:
        super().__init__(period, last_day)
        self.period = period
        self.last_day = last_day


class SurveyClosed(Exception):
    """An answer came after the survey was closed or withdrawn."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class AnswerWindowOver(Exception):
    """An answer came later after the end of the period than answers are taken."""

    def __init__(self, survey_id: UUID, last_day: date) -> None:
        super().__init__(survey_id, last_day)
        self.survey_id = survey_id
        self.last_day = last_day


class SurveyAlreadyClosed(Exception):
    """The survey was closed before."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyWithdrawn(Exception):
    """The survey was withdrawn before."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyAnswered(Exception):
    """Somebody has answered the survey: it is closed, not withdrawn, so that no answer is lost."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


@dataclass(eq=False, kw_only=True)
class Survey:
    """A survey; `population` is the number of people served in the period, None when it is not known.

    `unit_id` is the unit that gave the service when the survey was opened. A withdrawn one has a time and a reason.
    """

    id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    population: int | None
    elements: tuple[SurveyElement, ...]
    opened_at: datetime
    state: SurveyState = SurveyState.OPEN
    outcome: Closure | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    version: int = 1

    def require_open(self) -> None:
        """Raise SurveyAlreadyClosed or SurveyWithdrawn where the survey has ended."""
        if self.state is SurveyState.WITHDRAWN:
            raise SurveyWithdrawn(self.id)
        if self.state is SurveyState.CLOSED:
            raise SurveyAlreadyClosed(self.id)

    def close(self, decision: IndexDecision | None, *, index_id: UUID, at: datetime) -> SatisfactionIndex | None:
        """End the survey and return the index that this publishes: none where too few answered to compute one.

        Raises SurveyAlreadyClosed the second time, SurveyWithdrawn.
        """
        self.require_open()
        self.state = SurveyState.CLOSED
        self.outcome = Closure.TOO_FEW_ANSWERS if decision is None else Closure.INDEX_PUBLISHED
        self.closed_at = at
        self.version += 1
        if decision is None:
            return None
        return SatisfactionIndex(
            id=index_id,
            survey_id=self.id,
            service_id=self.service_id,
            unit_id=self.unit_id,
            period=self.period,
            decision=decision,
            published_at=at,
        )


@dataclass(frozen=True)
class SurveyForAnswer:
    """The part of a survey that an answer needs; the busiest path of the service reads no more of it."""

    id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    state: SurveyState
    element_codes: Collection[str]

    def take(self, answer: Answer, *, last_day: date) -> None:
        """Accept the answer; raises SurveyClosed, AnswerWindowOver after the last day, or ElementNotAsked."""
        if self.state is not SurveyState.OPEN:
            raise SurveyClosed(self.id)
        if answer.submitted_date > last_day:
            raise AnswerWindowOver(self.id, last_day)
        if strange := answer.scores.keys() - set(self.element_codes):
            raise ElementNotAsked(strange)


def require_opening(period: Period, *, day: date, last_day: date) -> None:
    """Raise PeriodNotBegun or SurveyWindowOver unless a survey of the period may be opened on the day."""
    if not period.has_begun(day):
        raise PeriodNotBegun(period)
    if day > last_day:
        raise SurveyWindowOver(period, last_day)
