"""What the answers of a survey add up to: everything that an index is computed from, and what comes out."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from asn_kernel.codes import Mutu, SampleMethod, WeightMode


@dataclass(frozen=True)
class ElementAnswers:
    """How often one element got the scores 1, 2, 3 and 4."""

    element: str
    label_id: str
    label_en: str
    counts: tuple[int, int, int, int]

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(self.counts)

    @property
    def total(self) -> int:
        """The sum of their scores."""
        return sum(score * count for score, count in enumerate(self.counts, start=1))


@dataclass(frozen=True, kw_only=True)
class IndexFacts:
    """All that the index of a survey is computed from; `population` is None when the unit does not know it."""

    elements: tuple[ElementAnswers, ...]
    respondents: int
    population: int | None
    weight_mode: WeightMode = WeightMode.EXACT


@dataclass(frozen=True, kw_only=True)
class ElementResult:
    """One element's result.

    `nrr` is the mean answer, 1 to 4, 4 decimals; `value` is 25 to 100, 2 decimals; `rank` 1 is the lowest,
    where improvement starts.
    """

    element: str
    nrr: Decimal
    value: Decimal
    mutu: Mutu
    rank: int


@dataclass(frozen=True, kw_only=True)
class Sample:
    """How the respondents compare with the population.

    `required` and `method` are None together, and nothing is adequate or not, where the population is not known.
    More respondents than people served is no sample: somebody answered twice, or the population is wrong.
    """

    required: int | None
    adequate: bool | None
    method: SampleMethod | None
    above_population: bool


@dataclass(frozen=True, kw_only=True)
class IndexOutcome:
    """The index of a survey, 25.00 to 100.00, its grade, and the elements that somebody answered."""

    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementResult, ...]
    sample: Sample


@dataclass(frozen=True, kw_only=True)
class SurveyAnswers:
    """What one survey brings to the index of its unit."""

    survey_id: UUID
    elements: tuple[ElementAnswers, ...]
    respondents: int
    sample_adequate: bool | None


@dataclass(frozen=True, kw_only=True)
class UnitIndexFacts:
    """All that the index of a unit in a period is computed from: its surveys that have an index."""

    surveys: tuple[SurveyAnswers, ...]


@dataclass(frozen=True, kw_only=True)
class UnitIndexOutcome:
    """The index of all respondents of the unit's surveys together; adequate only if each survey's sample is."""

    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementResult, ...]
    respondents: int
    sample_adequate: bool
