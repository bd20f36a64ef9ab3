"""The law and policy that this service reads: the values of contracts/regulations, named as there."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from asn_kernel.codes import SampleMethod, WeightMode
from asn_kernel.period import Period
from asn_kernel.rule import Rules


@dataclass(frozen=True)
class Weights:
    """The weight of an element by mode; `exact` is None: 1 over the number of elements used."""

    exact: Fraction | None
    printed_0_111: Fraction
    printed_0_11: Fraction


@dataclass(frozen=True)
class SkmIndex:
    """The formula of the index: the answers' scale, its conversion, the weights and the elements in their order."""

    lowest_score: int
    highest_score: int
    conversion: int
    weights: Weights
    elements: tuple[str, ...]

    def weight(self, mode: WeightMode, used: int) -> Fraction:
        """Return what each of the `used` elements weighs; anything but EXACT only reproduces others' reports."""
        printed: Fraction | None = getattr(self.weights, mode.value.lower())
        return Fraction(1, used) if printed is None else printed


@dataclass(frozen=True)
class MutuBounds:
    """The grading table: each grade begins at its bound, on the scale from 25 to 100; what is below them all is D."""

    a_from: Decimal
    b_from: Decimal
    c_from: Decimal


@dataclass(frozen=True)
class SampleSize:
    """Krejcie and Morgan's formula and its printed table of populations and samples, and which of them is in use."""

    chi_square: Fraction
    proportion: Fraction
    error: Fraction
    method: SampleMethod
    table: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SurveyWindow:
    """How long after its period a survey may be opened and answered, and how many answers make an index."""

    late_opening_days: int
    late_answer_days: int
    least_answers: int

    def last_opening_day(self, period: Period) -> date:
        """Return the last day on which a survey of the period may be opened."""
        return period.end + timedelta(days=self.late_opening_days)

    def last_answer_day(self, period: Period) -> date:
        """Return the last day on which a survey of the period takes answers."""
        return period.end + timedelta(days=self.late_answer_days)


@dataclass(frozen=True)
class SurveyIntegrity:
    """How many answers of a day, and how many equal ones, nobody needs to look at; the document says what each is."""

    day_most: int
    burst_least: int
    burst_factor: int
    equal_elements: int
    equal_least: int
    equal_share: Fraction


@dataclass(frozen=True)
class Regulations:
    """Every document that this service reads."""

    skm_index: Rules[SkmIndex]
    mutu: Rules[MutuBounds]
    sample_size: Rules[SampleSize]
    survey_window: Rules[SurveyWindow]
    survey_integrity: Rules[SurveyIntegrity]
