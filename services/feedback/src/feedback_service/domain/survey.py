"""A satisfaction survey (SKM) of one public service in one period."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from asn_kernel.codes import IndexRefusal
from asn_kernel.period import Period
from feedback_service.domain.elements import SurveyElement
from feedback_service.domain.integrity import HoldNotFound, IntegrityDecision, SurveyNotHeld
from feedback_service.domain.satisfaction_index import IndexDecision, SatisfactionIndex


class SurveyState(StrEnum):
    """It takes answers while OPEN; HELD, it waits for an officer; CLOSED or WITHDRAWN, it has ended for ever."""

    OPEN = "OPEN"
    HELD = "HELD"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class Closure(StrEnum):
    """How a survey ended."""

    INDEX_PUBLISHED = "INDEX_PUBLISHED"
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"
    INDEX_REFUSED = "INDEX_REFUSED"


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


class SurveyAlreadyClosed(Exception):
    """The survey takes no more answers already."""

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

    `unit_id` is the unit that gave the service when the survey was opened; `closed_at` is when it took no more answers.
    `hold_decision` says why the survey was held, and `refusal` why no index came of it. A withdrawn one has a
    time and a reason.
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
    hold_decision: IntegrityDecision | None = None
    refusal: IndexRefusal | None = None
    version: int = 1

    @property
    def held_because(self) -> IntegrityDecision:
        """Why the survey was held; raises HoldNotFound where it never was."""
        if self.hold_decision is None:
            raise HoldNotFound(self.id)
        return self.hold_decision

    def require_open(self) -> None:
        """Raise SurveyAlreadyClosed or SurveyWithdrawn where the survey takes no more answers."""
        self.require_unfinished()
        if self.state is SurveyState.HELD:
            raise SurveyAlreadyClosed(self.id)

    def require_held(self) -> None:
        """Raise SurveyNotHeld unless the survey waits for an officer."""
        if self.state is not SurveyState.HELD:
            raise SurveyNotHeld(self.id)

    def require_unfinished(self) -> None:
        """Raise SurveyAlreadyClosed or SurveyWithdrawn where the survey has ended; one that is held has not."""
        if self.state is SurveyState.WITHDRAWN:
            raise SurveyWithdrawn(self.id)
        if self.state is SurveyState.CLOSED:
            raise SurveyAlreadyClosed(self.id)

    def close(self, decision: IndexDecision | None, *, index_id: UUID, at: datetime) -> SatisfactionIndex | None:
        """End the survey and return the index that this publishes: none where too few answered to compute one.

        Raises SurveyAlreadyClosed the second time, SurveyWithdrawn.
        """
        self.require_open()
        self.closed_at = at
        if decision is None:
            self._end(Closure.TOO_FEW_ANSWERS)
            return None
        return self._published(decision, index_id, at)

    def hold(self, because: IntegrityDecision, *, at: datetime) -> None:
        """Take no more answers, and wait for an officer. Raises SurveyAlreadyClosed."""
        self.require_open()
        self.state = SurveyState.HELD
        self.hold_decision = because
        self.closed_at = at
        self.version += 1

    def release(self, decision: IndexDecision, *, index_id: UUID, at: datetime) -> SatisfactionIndex:
        """End the survey and return the index that this publishes. Raises SurveyNotHeld."""
        self.require_held()
        return self._published(decision, index_id, at)

    def refuse(self, refusal: IndexRefusal) -> None:
        """End the survey without an index. Raises SurveyNotHeld."""
        self.require_held()
        self.refusal = refusal
        self._end(Closure.INDEX_REFUSED)

    def _end(self, outcome: Closure) -> None:
        self.state = SurveyState.CLOSED
        self.outcome = outcome
        self.version += 1

    def _published(self, decision: IndexDecision, index_id: UUID, at: datetime) -> SatisfactionIndex:
        self._end(Closure.INDEX_PUBLISHED)
        return SatisfactionIndex(
            id=index_id,
            survey_id=self.id,
            service_id=self.service_id,
            unit_id=self.unit_id,
            period=self.period,
            decision=decision,
            published_at=at,
        )


def require_opening(period: Period, *, day: date, last_day: date) -> None:
    """Raise PeriodNotBegun or SurveyWindowOver unless a survey of the period may be opened on the day."""
    if not period.has_begun(day):
        raise PeriodNotBegun(period)
    if day > last_day:
        raise SurveyWindowOver(period, last_day)
