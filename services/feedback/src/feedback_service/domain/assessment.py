"""What the answers of a survey add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from feedback_service.domain.unsur import Unsur


class Mutu(StrEnum):
    """The grade of a unit or of one element: A sangat baik, B baik, C kurang baik, D tidak baik."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class WeightMode(StrEnum):
    """How much an element weighs; anything but EXACT only reproduces reports of other agencies."""

    EXACT = "EXACT"
    PRINTED_0_111 = "PRINTED_0_111"
    PRINTED_0_11 = "PRINTED_0_11"


class SampleMethod(StrEnum):
    """How the required sample is found: by formula, or in the printed table at the next listed population."""

    FORMULA = "FORMULA"
    NEXT_LISTED = "NEXT_LISTED"


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers added up: per element the sum of the scores and the number of filled answers."""

    respondents: int
    sums: Mapping[Unsur, int]
    counts: Mapping[Unsur, int]


@dataclass(frozen=True, slots=True)
class ElementScore:
    """One element's result.

    `nrr` is the mean answer, 1 to 4, 4 decimals; `value` is 25 to 100, 2 decimals; `rank` 1 is the lowest,
    where improvement starts.
    """

    element: Unsur
    nrr: Decimal
    value: Decimal
    mutu: Mutu
    rank: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The required sample for a population, how it was found, and whether the respondents reach it."""

    population: int
    required: int
    adequate: bool
    method: SampleMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The decision on a survey, with the inputs and the rule version from which anyone can recompute it."""

    tally: Tally
    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementScore, ...]
    sample: Sample | None
    weight_mode: WeightMode
    rule_version: str
