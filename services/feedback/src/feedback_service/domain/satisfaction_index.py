"""The published result of a survey."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from feedback_service.domain.assessment import ElementScore, Mutu, SampleMethod, Tally, WeightMode
from feedback_service.domain.period import Period


@dataclass(eq=False, kw_only=True)
class SatisfactionIndex:
    """A satisfaction index (IKM, 25.00 to 100.00), final since its publication.

    The sample attributes are None together when the survey names no population.
    """

    id: UUID
    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    respondents: int
    population: int | None
    required_sample: int | None
    sample_adequate: bool | None
    sample_method: SampleMethod | None
    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementScore, ...]
    weight_mode: WeightMode
    rule_version: str
    tally: Tally
    published_at: datetime
    version: int = 1
