"""The dated rows by which an evaluation may earn an incentive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluation_service.domain.incentive import IncentiveKind
from evaluation_service.domain.scales import Discipline, Employment, Mutu, Predicate
from evaluation_service.policies.dated import Confidence, Source, in_force


class DisciplineEffect(StrEnum):
    """What a penalty does to an incentive."""

    NONE = "NONE"
    LOWERS = "LOWERS"
    BLOCKS = "BLOCKS"


@dataclass(frozen=True)
class PredicateRule:
    """What a predicate may earn, and the least grade that the unit's index must have when it can be used."""

    predicate: Predicate
    kind: IncentiveKind
    lowest_mutu: Mutu
    source: Source


@dataclass(frozen=True)
class LearningHoursRule:
    """Least learning hours (JP, 45 minutes each) a calendar year; None where the law sets no minimum."""

    valid_from: date
    required_hours: int | None
    source: Source


@dataclass(frozen=True)
class IncentiveRules:
    """One dated rule set. A predicate without a row earns nothing."""

    version: str
    valid_from: date
    predicates: Mapping[Predicate, PredicateRule]
    discipline: Mapping[Discipline, DisciplineEffect]
    discipline_source: Source
    learning_hours: Mapping[Employment, tuple[LearningHoursRule, ...]]


_DESIGN = Source("Design choice; practice of local governments: predicate at least Baik", Confidence.L)

RULE_SETS = (
    IncentiveRules(
        version="incentive-2026.1",
        valid_from=date(2026, 1, 1),
        predicates={
            Predicate.SANGAT_BAIK: PredicateRule(
                Predicate.SANGAT_BAIK, IncentiveKind.REWARD_NOMINATION, lowest_mutu=Mutu.C, source=_DESIGN
            ),
            Predicate.BAIK: PredicateRule(
                Predicate.BAIK, IncentiveKind.RECOGNITION, lowest_mutu=Mutu.B, source=_DESIGN
            ),
        },
        discipline={
            Discipline.CLEAR: DisciplineEffect.NONE,
            Discipline.RINGAN: DisciplineEffect.LOWERS,
            Discipline.SEDANG: DisciplineEffect.BLOCKS,
            Discipline.BERAT: DisciplineEffect.BLOCKS,
        },
        discipline_source=Source("Design choice on the levels of PP 94/2021", Confidence.L),
        learning_hours={
            Employment.PNS: (
                LearningHoursRule(
                    date(2017, 4, 7),
                    required_hours=20,
                    source=Source("PP 11/2017 art. 203; Peraturan LAN 10/2018: 20 JP a year", Confidence.H),
                ),
            ),
            Employment.PPPK: (
                LearningHoursRule(
                    date(2018, 11, 28),
                    required_hours=None,
                    source=Source("PP 49/2018; Peraturan LAN 15/2020: 24 JP is a ceiling, no floor", Confidence.M),
                ),
            ),
        },
    ),
)


def rules_on(day: date) -> IncentiveRules:
    """Return the rule set in force on a day."""
    return in_force(RULE_SETS, day)


def required_hours(rules: IncentiveRules, employment: Employment, year: int) -> int | None:
    """Learning hours asked for in a calendar year; None when there is no minimum."""
    return in_force(rules.learning_hours[employment], date(year, 12, 31)).required_hours
