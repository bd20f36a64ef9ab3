"""What may be odd about the answers of a survey, and what came of it: numbers of many answers alone."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from asn_kernel.decision import Decision


class Suspicion(StrEnum):
    """What holds an index until an officer has looked."""

    BURST = "BURST"
    EQUAL_ANSWERS = "EQUAL_ANSWERS"
    ABOVE_POPULATION = "ABOVE_POPULATION"


@dataclass(frozen=True, kw_only=True)
class IntegrityFacts:
    """How the answers lie: over days and over each other. No finer time than the day is known of any answer.

    `comparable` are those with scores for enough elements to be unlike by nature; `most_equal` of them have the same
    scores. `busiest_day` and `most_equal` are 0 where they are fewer than may be shown.
    """

    respondents: int
    population: int | None
    days: int
    busiest_day: int
    comparable: int
    most_equal: int


@dataclass(frozen=True, kw_only=True)
class IntegrityOutcome:
    """What an officer has to look at; nothing, and the index is published."""

    suspicions: tuple[Suspicion, ...]


IntegrityDecision = Decision[IntegrityFacts, IntegrityOutcome]


class SurveyNotHeld(Exception):
    """The survey does not wait for an officer: it is open, or has ended."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class HoldNotFound(Exception):
    """The survey was never held."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id
