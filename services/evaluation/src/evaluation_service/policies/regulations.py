"""The law and policy that this service reads: the values of contracts/regulations, named as there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from asn_kernel.codes import (
    Discipline,
    Element,
    Employment,
    Expectation,
    GapClass,
    ImprovementAction,
    IncentiveKind,
    Mutu,
    Predicate,
)
from asn_kernel.period import Period
from asn_kernel.rule import Rules
from evaluation_service.domain.training_need import GapStep


@dataclass(frozen=True)
class Cell:
    """One cell of the predicate matrix."""

    work_result: Expectation
    behaviour: Expectation
    predicate: Predicate


@dataclass(frozen=True)
class PredicateMatrix:
    """Nine cells, one for each pair of ratings."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HoursBounds:
    """Learning hours (JP) a calendar year; None where there is no floor or no ceiling."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class LearningHours:
    """Bounds of learning hours by kind of employment; None before the law knew the kind."""

    pns: HoursBounds | None
    pppk: HoursBounds | None

    def least(self, employment: Employment) -> int | None:
        """Return the least hours that this kind of civil servant must have; None where there is no such floor."""
        bounds = self.pns if employment is Employment.PNS else self.pppk
        return None if bounds is None else bounds.minimum


@dataclass(frozen=True)
class GapClasses:
    """Where each class of gap begins."""

    classes: tuple[GapStep, ...]


@dataclass(frozen=True)
class MutuBounds:
    """The grading table: each grade begins at its bound, on the scale from 25 to 100; below them all is D."""

    a_from: Decimal
    b_from: Decimal
    c_from: Decimal

    def grade(self, value: Decimal) -> Mutu:
        """Return the grade of a value that is rounded to two places."""
        bounds = ((Mutu.A, self.a_from), (Mutu.B, self.b_from), (Mutu.C, self.c_from))
        return next((mutu for mutu, bound in bounds if value >= bound), Mutu.D)


@dataclass(frozen=True)
class GapPriority:
    """Priority of a gap alone, 1 to 100, and what it adds beside another cause."""

    gap_class: GapClass
    priority: int
    adds: int


@dataclass(frozen=True)
class Coaching:
    """A predicate that calls for coaching in one competency."""

    predicate: Predicate
    competency_code: str
    priority: int


@dataclass(frozen=True)
class ElementRule:
    """What a low element leads to: a competency to train, an improvement to make, or both."""

    element: Element
    trains: str | None
    action: ImprovementAction | None


@dataclass(frozen=True)
class Development:
    """How evaluations and indices turn into needs and improvements. A grade without a priority is not low."""

    gap_priorities: tuple[GapPriority, ...]
    coaching: tuple[Coaching, ...]
    elements: tuple[ElementRule, ...]
    mutu_priority: Mapping[Mutu, int]
    each_further_reason_adds: int
    least_respondents: int
    small_sample_subtracts: int
    highest_level: int
    target_without_standard_and_level: int

    def coaching_for(self, predicate: Predicate) -> Coaching | None:
        """Return the coaching that a predicate calls for."""
        return next((row for row in self.coaching if row.predicate is predicate), None)

    def gap_priority(self, gap_class: GapClass) -> GapPriority:
        """Return what a class of gap weighs."""
        return next(row for row in self.gap_priorities if row.gap_class is gap_class)

    def element(self, code: str) -> ElementRule | None:
        """Return what an element leads to; None for one that the city added to a survey."""
        return next((row for row in self.elements if row.element == code), None)


class DisciplineEffect(StrEnum):
    """What a penalty does to an incentive."""

    NONE = "NONE"
    LOWERS = "LOWERS"
    BLOCKS = "BLOCKS"


@dataclass(frozen=True)
class PredicateAward:
    """What a predicate may earn, and the least grade that the index of the unit must have where it counts."""

    predicate: Predicate
    kind: IncentiveKind
    lowest_mutu: Mutu


@dataclass(frozen=True)
class IncentiveRule:
    """A predicate without a row earns nothing."""

    predicates: tuple[PredicateAward, ...]
    discipline: Mapping[Discipline, DisciplineEffect]

    def award_for(self, predicate: Predicate) -> PredicateAward | None:
        """Return what a predicate may earn."""
        return next((row for row in self.predicates if row.predicate is predicate), None)


@dataclass(frozen=True)
class EvaluationWindow:
    """How long after its period an evaluation may be finalised."""

    late_finalising_days: int

    def last_day(self, period: Period) -> date:
        """Return the last day on which an evaluation of the period may be finalised."""
        return period.end + timedelta(days=self.late_finalising_days)


@dataclass(frozen=True)
class SurveyWindow:
    """How long after its period a survey may be opened, and how many answers anybody may be shown the sums of."""

    late_opening_days: int
    least_answers: int

    def last_opening_day(self, period: Period) -> date:
        """Return the last day on which a survey of the period may be opened."""
        return period.end + timedelta(days=self.late_opening_days)


@dataclass(frozen=True)
class Regulations:
    """Every document that this service reads."""

    predicate: Rules[PredicateMatrix]
    learning_hours: Rules[LearningHours]
    gap_classes: Rules[GapClasses]
    mutu: Rules[MutuBounds]
    development: Rules[Development]
    incentive: Rules[IncentiveRule]
    evaluation_window: Rules[EvaluationWindow]
    survey_window: Rules[SurveyWindow]
