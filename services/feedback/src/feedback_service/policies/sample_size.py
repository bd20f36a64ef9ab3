"""How many respondents a survey needs (Krejcie and Morgan)."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from feedback_service.domain.assessment import Sample, SampleMethod
from feedback_service.policies.dated_rules import Confidence, Rule
from feedback_service.policies.rounding import half_up

# The printed table: population and required sample.
TABLE = (
    (10, 10), (15, 14), (20, 19), (25, 24), (30, 28), (35, 32), (40, 36), (45, 40), (50, 44), (55, 48),
    (60, 52), (65, 56), (70, 59), (75, 63), (80, 66), (85, 70), (90, 73), (95, 76), (100, 80), (110, 86),
    (120, 92), (130, 97), (140, 103), (150, 108), (160, 113), (170, 118), (180, 123), (190, 127), (200, 132),
    (210, 136), (220, 140), (230, 144), (240, 148), (250, 152), (260, 155), (270, 159), (280, 162),
    (290, 165), (300, 169), (320, 175), (340, 181), (360, 186), (380, 191), (400, 196), (420, 201),
    (440, 205), (460, 210), (480, 214), (500, 217), (550, 226), (600, 234), (650, 242), (700, 248),
    (750, 254), (800, 260), (850, 265), (900, 269), (950, 274), (1_000, 278), (1_100, 285), (1_200, 291),
    (1_300, 297), (1_400, 302), (1_500, 306), (1_600, 310), (1_700, 313), (1_800, 317), (1_900, 320),
    (2_000, 322), (2_200, 327), (2_400, 331), (2_600, 335), (2_800, 338), (3_000, 341), (3_500, 346),
    (4_000, 351), (4_500, 354), (5_000, 357), (6_000, 361), (7_000, 364), (8_000, 367), (9_000, 368),
    (10_000, 370), (15_000, 375), (20_000, 377), (30_000, 379), (40_000, 380), (50_000, 381), (75_000, 382),
    (100_000, 384), (1_000_000, 384),
)  # fmt: skip
LISTED = [population for population, _ in TABLE]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRule(Rule):
    """The sampling rule: chi square, assumed proportion, accepted error, and the method in use."""

    chi_square: Fraction
    proportion: Fraction
    error: Fraction
    method: SampleMethod

    def required(self, population: int) -> int:
        """Return the respondents that a population of at least 1 needs; never more than the population."""
        listed = self.method is SampleMethod.NEXT_LISTED
        return min(next_listed(population) if listed else self.formula(population), population)

    def formula(self, population: int) -> int:
        """S = X²NP(1-P) / (d²(N-1) + X²P(1-P)), halves upwards."""
        spread = self.chi_square * self.proportion * (1 - self.proportion)
        return int(half_up(spread * population / (self.error**2 * (population - 1) + spread), 0))

    def judge(self, respondents: int, population: int | None) -> Sample | None:
        """Compare the respondents with what the population needs; None when the population is not known."""
        if population is None:
            return None
        required = self.required(population)
        return Sample(population, required, respondents >= required, self.method)


def next_listed(population: int) -> int:
    """Return the sample printed for the next listed population; beyond the table its last row holds."""
    return TABLE[min(bisect_left(LISTED, population), len(TABLE) - 1)][1]


SAMPLE_RULES = (
    SampleRule(
        version="sample-2017.1",
        valid_from=date(2017, 1, 1),
        source="PermenPANRB 14/2017, lampiran, after Krejcie and Morgan (1970): X² 3,841; P 0,5; d 0,05",
        confidence=Confidence.MEDIUM,
        chi_square=Fraction(3841, 1000),
        proportion=Fraction(1, 2),
        error=Fraction(5, 100),
        method=SampleMethod.FORMULA,
    ),
)
