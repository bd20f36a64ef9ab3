"""Decides whether a finalised evaluation earns an incentive. It nominates; it never pays by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluation_service.domain.incentive import IncentiveFinding, IncentiveKind, Outcome
from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.scales import Discipline, Employment, Mutu, Predicate
from evaluation_service.policies.incentive_rules import (
    DisciplineEffect,
    IncentiveRules,
    PredicateRule,
    required_hours,
)
from evaluation_service.policies.wording import reason


@dataclass(frozen=True)
class UnitIndex:
    """The latest published index of the unit; `sample_adequate` is None when the population is not known."""

    survey_id: str
    ikm: Decimal
    mutu: Mutu
    sample_adequate: bool | None


@dataclass(frozen=True)
class IncentiveFacts:
    """Everything that the decision rests on. `learning_hours` are those (JP) of the calendar year `year`."""

    predicate: Predicate
    discipline: Discipline
    employment: Employment
    year: int
    learning_hours: int
    unit_index: UnitIndex | None


@dataclass(frozen=True)
class _Judgement:
    """What one criterion says: its reason, and the outcome it leads to if it stands in the way."""

    ground: Reason
    obstacle: Outcome | None = None


def decide(facts: IncentiveFacts, *, rules: IncentiveRules) -> IncentiveFinding:
    """Withheld when a criterion rules it out, deferred when only learning hours miss, else recommended.

    Every criterion gives its reason, those in favour too.
    """
    rule = rules.predicates.get(facts.predicate)
    judgements = (
        _judge_predicate(facts, rule),
        _judge_discipline(facts, rules),
        _judge_index(facts.unit_index, rule),
        _judge_hours(facts, rules),
    )
    outcome = _outcome(judgement.obstacle for judgement in judgements)
    return IncentiveFinding(
        outcome=outcome,
        kind=IncentiveKind.NONE if outcome is Outcome.WITHHELD else _kind(facts, rule, rules),
        rule_version=rules.version,
        reasons=tuple(judgement.ground for judgement in judgements),
        inputs=_inputs(facts, rules),
    )


def _outcome(obstacles: Iterable[Outcome | None]) -> Outcome:
    found = set(obstacles)
    if Outcome.WITHHELD in found:
        return Outcome.WITHHELD
    return Outcome.DEFERRED if Outcome.DEFERRED in found else Outcome.RECOMMENDED


def _kind(facts: IncentiveFacts, rule: PredicateRule | None, rules: IncentiveRules) -> IncentiveKind:
    if rule is None:
        return IncentiveKind.NONE
    lowered = rules.discipline[facts.discipline] is DisciplineEffect.LOWERS
    return IncentiveKind.RECOGNITION if lowered else rule.kind


def _judge_predicate(facts: IncentiveFacts, rule: PredicateRule | None) -> _Judgement:
    if rule is None:
        return _Judgement(reason("PREDICATE_TOO_LOW", predicate=facts.predicate.value), Outcome.WITHHELD)
    return _Judgement(reason("PREDICATE_QUALIFIES", predicate=facts.predicate.value))


def _judge_discipline(facts: IncentiveFacts, rules: IncentiveRules) -> _Judgement:
    discipline = facts.discipline.value
    match rules.discipline[facts.discipline]:
        case DisciplineEffect.NONE:
            return _Judgement(reason("DISCIPLINE_CLEAR", discipline=discipline))
        case DisciplineEffect.LOWERS:
            return _Judgement(reason("DISCIPLINE_LOWERS", discipline=discipline))
        case DisciplineEffect.BLOCKS:
            return _Judgement(reason("DISCIPLINE_BLOCKS", discipline=discipline), Outcome.WITHHELD)


def _judge_index(index: UnitIndex | None, rule: PredicateRule | None) -> _Judgement:
    """Judge the index; a sample that is not shown to be adequate neither helps nor harms."""
    if index is None:
        return _Judgement(reason("INDEX_ABSENT"))
    if not index.sample_adequate or rule is None:
        code = "INDEX_SAMPLE_NOT_ADEQUATE" if not index.sample_adequate else "INDEX_NOT_CONSIDERED"
        return _Judgement(reason(code, ikm=index.ikm, mutu=index.mutu.value))
    values = {"ikm": index.ikm, "mutu": index.mutu.value, "lowest_mutu": rule.lowest_mutu.value}
    if index.mutu.reaches(rule.lowest_mutu):
        return _Judgement(reason("INDEX_SUPPORTS", **values))
    return _Judgement(reason("INDEX_TOO_LOW", **values), Outcome.WITHHELD)


def _judge_hours(facts: IncentiveFacts, rules: IncentiveRules) -> _Judgement:
    required = required_hours(rules, facts.employment, facts.year)
    hours, year = facts.learning_hours, facts.year
    if required is None:
        return _Judgement(reason("HOURS_NOT_REQUIRED", employment=facts.employment.value, hours=hours, year=year))
    if hours < required:
        missing = reason("HOURS_MISSING", hours=hours, year=year, required_hours=required)
        return _Judgement(missing, Outcome.DEFERRED)
    return _Judgement(reason("HOURS_MET", hours=hours, year=year, required_hours=required))


def _inputs(facts: IncentiveFacts, rules: IncentiveRules) -> dict[str, Any]:
    index = facts.unit_index
    return {
        "predicate": facts.predicate.value,
        "discipline": facts.discipline.value,
        "employment": facts.employment.value,
        "year": facts.year,
        "learning_hours": facts.learning_hours,
        "required_hours": required_hours(rules, facts.employment, facts.year),
        "unit_index": None
        if index is None
        else {
            "survey_id": index.survey_id,
            "ikm": index.ikm,
            "mutu": index.mutu.value,
            "sample_adequate": index.sample_adequate,
        },
    }
