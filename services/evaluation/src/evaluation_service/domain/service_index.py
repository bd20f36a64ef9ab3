"""What citizens say of a service: running sums while the survey is open, then the published index."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from evaluation_service.domain.scales import Element, Mutu

_FOUR_PLACES = Decimal("0.0001")


class IndexState(StrEnum):
    """RUNNING until the index of the survey is published."""

    RUNNING = "RUNNING"
    PUBLISHED = "PUBLISHED"


@dataclass(frozen=True)
class ElementSums:
    """Sum of the answers, 1 to 4 each, per element in the order of `Element`."""

    persyaratan: int = 0
    prosedur: int = 0
    waktu: int = 0
    biaya: int = 0
    produk: int = 0
    kompetensi: int = 0
    perilaku: int = 0
    pengaduan: int = 0
    sarana: int = 0

    def averages(self, answers: int) -> dict[Element, Decimal]:
        """NRR per element, 1 to 4 with four places, rounded half up; empty without answers."""
        if answers == 0:
            return {}
        return {
            element: (Decimal(total) / answers).quantize(_FOUR_PLACES, ROUND_HALF_UP)
            for element, total in zip(Element, astuple(self), strict=True)
        }


@dataclass(frozen=True)
class RunningScores:
    """Number of answers heard and their NRR per element, 1 to 4; empty without answers."""

    answers: int
    averages: Mapping[Element, Decimal]


@dataclass(frozen=True)
class ScoredAnswer:
    """One citizen's answer: the scores, 1 to 4, in the order of `Element`."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    scores: tuple[int, ...]


@dataclass
class AnswerTally:
    """Answers of one survey added up."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    answers: int
    sums: list[int]

    @classmethod
    def of(cls, answer: ScoredAnswer) -> "AnswerTally":
        """Start a tally with its first answer."""
        return cls(answer.survey_id, answer.service_id, answer.unit_id, 1, list(answer.scores))

    def add(self, answer: ScoredAnswer) -> None:
        """Count one more answer of the same survey."""
        self.answers += 1
        self.sums = [total + score for total, score in zip(self.sums, answer.scores, strict=True)]


@dataclass(frozen=True)
class ElementScore:
    """One element of a published index: NRR 1 to 4, value 25 to 100, its grade."""

    element: str
    nrr: Decimal
    value: Decimal
    mutu: Mutu


@dataclass(frozen=True)
class PublishedIndex:
    """The fact that a survey closed with this index. `element` names outside `Element` are allowed."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: str
    respondents: int
    required_sample: int | None
    sample_adequate: bool | None
    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementScore, ...]
    published_at: datetime

    @property
    def lowest(self) -> frozenset[str]:
        """The element with the lowest NRR; several when they share it."""
        least = min((score.nrr for score in self.elements), default=None)
        return frozenset(score.element for score in self.elements if score.nrr == least)


@dataclass(eq=False)
class ServiceIndex:
    """One survey as seen from here; running and published values arrive in any order."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    answers: int
    sums: ElementSums
    first_heard_at: datetime
    period: str | None = None
    published_respondents: int | None = None
    required_sample: int | None = None
    sample_adequate: bool | None = None
    ikm: Decimal | None = None
    mutu: Mutu | None = None
    elements: tuple[ElementScore, ...] | None = None
    published_at: datetime | None = None
    decided_at: datetime | None = None
    version: int = 0

    @property
    def state(self) -> IndexState:
        """PUBLISHED as soon as the published index is here."""
        return IndexState.RUNNING if self.published_at is None else IndexState.PUBLISHED

    @property
    def respondents(self) -> int:
        """How many citizens answered: as published, else as heard so far."""
        return self.answers if self.published_respondents is None else self.published_respondents

    @property
    def running(self) -> RunningScores:
        """What the answers heard so far come to."""
        return RunningScores(self.answers, self.sums.averages(self.answers))
