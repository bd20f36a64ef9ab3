"""What citizens say of a service: the survey, its answers added up, its published index, the index of the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from asn_kernel.codes import Mutu
from asn_kernel.period import Period
from asn_kernel.rounding import half_up

SCORES = (1, 2, 3, 4)


class ServiceIndexNotFound(Exception):
    """No survey with this id has been heard of."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(f"no survey {survey_id}")
        self.survey_id = survey_id


class SurveyOutcome(StrEnum):
    """How a survey ended."""

    INDEX_PUBLISHED = "INDEX_PUBLISHED"
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"
    INDEX_REFUSED = "INDEX_REFUSED"
    WITHDRAWN = "WITHDRAWN"


class IndexState(StrEnum):
    """RUNNING until the survey ends, with or without an index."""

    RUNNING = "RUNNING"
    PUBLISHED = "PUBLISHED"
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"
    INDEX_REFUSED = "INDEX_REFUSED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True)
class ScoredAnswer:
    """One citizen's answer: score, 1 to 4, by code of the element; an element may be left out."""

    survey_id: UUID
    scores: Mapping[str, int]


@dataclass(eq=False)
class AnswerTally:
    """How many answers of a survey have been heard."""

    survey_id: UUID
    answers: int


@dataclass(eq=False)
class ElementTally:
    """How often each score, 1 to 4, was given to one element of a survey."""

    survey_id: UUID
    element: str
    n1: int
    n2: int
    n3: int
    n4: int

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Answers by score, from 1 to 4."""
        return self.n1, self.n2, self.n3, self.n4

    @property
    def answers(self) -> int:
        """How many scored the element."""
        return sum(self.counts)

    @property
    def average(self) -> Decimal:
        """NRR: the mean score, 1 to 4 with four places."""
        total = sum(score * count for score, count in zip(SCORES, self.counts, strict=True))
        return half_up(Fraction(total, self.answers), 4)


@dataclass(frozen=True)
class ElementScore:
    """One element of a published index: NRR 1 to 4, value 25 to 100, its grade."""

    element: str
    nrr: Decimal
    value: Decimal
    mutu: Mutu


@dataclass(frozen=True)
class Sample:
    """How many answered, of how many; what nobody knows is None."""

    respondents: int
    population: int | None
    required_sample: int | None
    adequate: bool | None

    @property
    def above_population(self) -> bool:
        """Whether more answered than there are: then the population, or the answers, cannot be right."""
        return self.population is not None and self.respondents > self.population

    @property
    def sufficient(self) -> bool:
        """Whether the sample is shown to be adequate."""
        return self.adequate is True and self.population is not None and not self.above_population


@dataclass(eq=False)
class PublishedIndex:
    """The fact that a survey closed with this index. Elements outside the nine of the law are allowed."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    respondents: int
    population: int | None
    required_sample: int | None
    sample_adequate: bool | None
    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementScore, ...]
    published_at: datetime
    version: int

    @property
    def sample(self) -> Sample:
        """What the sample is worth."""
        return Sample(self.respondents, self.population, self.required_sample, self.sample_adequate)


@dataclass(eq=False)
class UnitIndex:
    """The index of a unit over all its surveys of a period."""

    unit_id: UUID
    period: Period
    respondents: int
    sample_adequate: bool | None
    ikm: Decimal
    mutu: Mutu
    version: int


@dataclass(eq=False)
class Survey:
    """One survey as heard of here; `outcome` is None while it is open."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    outcome: SurveyOutcome | None
    version: int
    index: PublishedIndex | None = None
    tally: AnswerTally | None = None
    elements: Sequence[ElementTally] = field(default_factory=list)

    @property
    def state(self) -> IndexState:
        """PUBLISHED as soon as the index is here, whatever else is still on its way."""
        if self.index is not None:
            return IndexState.PUBLISHED
        if self.outcome not in {None, SurveyOutcome.INDEX_PUBLISHED}:
            return IndexState(self.outcome)
        return IndexState.RUNNING

    @property
    def answers(self) -> int:
        """How many answers have been heard."""
        return 0 if self.tally is None else self.tally.answers

    @property
    def respondents(self) -> int:
        """How many citizens answered: as published, else as heard so far."""
        return self.answers if self.index is None else self.index.respondents

    def averages(self, *, least: int) -> dict[str, Decimal]:
        """Return the mean score of each element that at least so many scored: of fewer it would show what each said."""
        return {tally.element: tally.average for tally in self.elements if tally.answers >= least}
