"""How many respondents a survey needs (Krejcie and Morgan)."""

from bisect import bisect_left

from asn_kernel.codes import SampleMethod
from asn_kernel.rounding import half_up
from feedback_service.domain.assessment import Sample
from feedback_service.policies.regulations import SampleSize


def required(population: int, rule: SampleSize) -> int:
    """Return the respondents that a population of at least 1 needs; never more than the population."""
    listed = rule.method is SampleMethod.NEXT_LISTED
    return min(next_listed(population, rule) if listed else by_formula(population, rule), population)


def by_formula(population: int, rule: SampleSize) -> int:
    """S = X²NP(1-P) / (d²(N-1) + X²P(1-P)), halves upwards."""
    spread = rule.chi_square * rule.proportion * (1 - rule.proportion)
    return int(half_up(spread * population / (rule.error**2 * (population - 1) + spread), 0))


def next_listed(population: int, rule: SampleSize) -> int:
    """Return the sample printed for the next listed population; beyond the table its last row holds."""
    place = bisect_left(rule.table, population, key=lambda row: row[0])
    return rule.table[min(place, len(rule.table) - 1)][1]


def judge(respondents: int, population: int | None, rule: SampleSize) -> Sample:
    """Compare the respondents with what the population needs."""
    if population is None:
        return Sample(required=None, adequate=None, method=None, above_population=False)
    needed = required(population, rule)
    above = respondents > population
    return Sample(
        required=needed, adequate=respondents >= needed and not above, method=rule.method, above_population=above
    )
