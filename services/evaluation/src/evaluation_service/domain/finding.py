"""What a published index asks of a unit: competencies to train, and elements to improve."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from asn_kernel.codes import Element, ImprovementAction, Mutu
from asn_kernel.decision import Decision
from asn_kernel.period import Period
from evaluation_service.domain.survey import Sample


@dataclass(frozen=True)
class LowElement:
    """An element of the law that citizens graded low: NRR 1 to 4, value 25 to 100, its grade."""

    element: Element
    nrr: Decimal
    value: Decimal
    mutu: Mutu


@dataclass(frozen=True)
class TrainingFinding:
    """One competency that the staff of a service should train, before anyone's level is looked at."""

    competency_code: str
    elements: tuple[LowElement, ...]
    sample: Sample

    @property
    def worst(self) -> Element:
        """The element that weighs most: the one with the lowest mean score."""
        return min(self.elements, key=lambda low: (low.nrr, low.element)).element


@dataclass(eq=False)
class OpenFinding:
    """A training finding about a survey's service. It concerns who served there on `day`, whoever tells of it when.

    `moment` is the publication of the index: levels on record then say where a person stood.
    """

    survey_id: UUID
    competency_code: str
    service_id: UUID
    period: Period
    day: date
    moment: datetime
    finding: TrainingFinding
    correlation_id: str


@dataclass(frozen=True)
class ImprovementFacts:
    """What an improvement follows from."""

    low: LowElement
    sample: Sample


ImprovementDecision = Decision[ImprovementFacts, ImprovementAction | None]


@dataclass(eq=False)
class ServiceImprovement:
    """A request to the unit to improve one element of a service; one per survey and element."""

    id: UUID
    unit_id: UUID
    service_id: UUID
    survey_id: UUID
    element: Element
    action: ImprovementAction
    decision: ImprovementDecision
    requested_at: datetime
    correlation_id: str
    version: int = 1

    @property
    def value(self) -> Decimal:
        """The value of the element, 25 to 100."""
        return self.decision.inputs.low.value

    @property
    def mutu(self) -> Mutu:
        """The grade of the element."""
        return self.decision.inputs.low.mutu
