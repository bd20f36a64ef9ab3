"""Decides which competencies should be trained, from an evaluation or from a satisfaction index."""

from collections.abc import Mapping
from typing import Any

from evaluation_service.domain.evaluation import EvaluationFinalised
from evaluation_service.domain.finding import TrainingFinding
from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.scales import Element, Expectation
from evaluation_service.domain.service_index import ElementScore, PublishedIndex
from evaluation_service.domain.training_need import NeedDecision
from evaluation_service.policies.development_rules import CoachingRule, DevelopmentRules, GapRule
from evaluation_service.policies.low_elements import grounds, sample_inputs, sample_reasons
from evaluation_service.policies.wording import reason

_PRIORITIES = range(1, 101)


def from_evaluation(
    fact: EvaluationFinalised,
    *,
    required: Mapping[str, int],
    recorded: Mapping[str, int],
    rules: DevelopmentRules,
) -> tuple[NeedDecision, ...]:
    """One decision per competency that lags behind the standard or needs coaching, most urgent first.

    `required` is the standard of the position, `recorded` the levels known before this evaluation; the levels
    assessed in it come first. A competency that was not assessed shows no gap here.
    """
    levels = {**recorded, **fact.assessed_levels}
    lagging = {code for code, level in fact.assessed_levels.items() if required.get(code, 0) > level}
    coaching = rules.coaching.get(fact.predicate)
    codes = lagging | ({coaching.competency_code} if coaching else set())
    decisions = [
        _of_evaluation(
            fact,
            code,
            current=levels.get(code),
            required=required.get(code),
            coaching=coaching if coaching and coaching.competency_code == code else None,
            rules=rules,
        )
        for code in codes
    ]
    return tuple(sorted(decisions, key=lambda decision: (-decision.priority, decision.competency_code)))


def from_index(index: PublishedIndex, *, rules: DevelopmentRules) -> tuple[TrainingFinding, ...]:
    """One finding per competency that low elements point to; elements without a rule lead to nothing."""
    by_competency: dict[str, list[ElementScore]] = {}
    for score in index.elements:
        rule = rules.elements.get(score.element)
        if rule and rule.trains and grounds(index, score, rules):
            by_competency.setdefault(rule.trains, []).append(score)
    return tuple(_finding(index, code, scores, rules) for code, scores in sorted(by_competency.items()))


def for_employee(
    finding: TrainingFinding, *, current: int | None, required: int | None, rules: DevelopmentRules
) -> NeedDecision:
    """Return what the finding means for one person who serves in the unit; a manager always has to confirm it."""
    target, gap, ground = _target(finding.competency_code, current, required, rules)
    return NeedDecision(
        competency_code=finding.competency_code,
        current_level=current,
        target_level=target,
        gap=gap,
        gap_class=_gap_rule(gap, rules).gap_class,
        priority=_priority([finding.priority], gap, rules),
        confirmation_required=True,
        rule_version=rules.version,
        reasons=(*finding.reasons, ground),
        inputs={**finding.inputs, "current_level": current, "required_level": required},
        element=finding.element,
    )


def _of_evaluation(
    fact: EvaluationFinalised,
    code: str,
    *,
    current: int | None,
    required: int | None,
    coaching: CoachingRule | None,
    rules: DevelopmentRules,
) -> NeedDecision:
    target, gap, ground = _target(code, current, required, rules)
    gap_rule = _gap_rule(gap, rules)
    lags = required is not None and gap > 0
    priorities = ([coaching.priority] if coaching else []) + ([gap_rule.priority] if lags else [])
    return NeedDecision(
        competency_code=code,
        current_level=current,
        target_level=target,
        gap=gap,
        gap_class=gap_rule.gap_class,
        priority=_priority(priorities, 0 if lags else gap, rules),
        confirmation_required=False,
        rule_version=rules.version,
        reasons=(*_coaching_reasons(fact, coaching), ground),
        inputs=_evaluation_inputs(fact, current, required),
    )


def _coaching_reasons(fact: EvaluationFinalised, coaching: CoachingRule | None) -> tuple[Reason, ...]:
    if coaching is None:
        return ()
    reasons = [reason("PREDICATE_NEEDS_COACHING", predicate=fact.predicate.value, period=fact.period)]
    if fact.behaviour is Expectation.DIBAWAH_EKSPEKTASI:
        reasons.append(reason("BEHAVIOUR_BELOW_EXPECTATION", behaviour=fact.behaviour.value))
    return tuple(reasons)


def _evaluation_inputs(fact: EvaluationFinalised, current: int | None, required: int | None) -> dict[str, Any]:
    return {
        "work_result": fact.work_result.value,
        "behaviour": fact.behaviour.value,
        "predicate": fact.predicate.value,
        "period": fact.period,
        "current_level": current,
        "required_level": required,
    }


def _finding(index: PublishedIndex, code: str, scores: list[ElementScore], rules: DevelopmentRules) -> TrainingFinding:
    worst = min(scores, key=lambda score: (score.nrr, score.element))
    urgency = max(rules.mutu_priority[score.mutu] for score in scores)
    urgency += rules.each_further_reason_adds * (len(scores) - 1)
    urgency -= rules.small_sample_subtracts if index.sample_adequate is False else 0
    return TrainingFinding(
        competency_code=code,
        element=Element(worst.element),
        priority=_within(urgency),
        rule_version=rules.version,
        reasons=(
            *(ground for score in scores for ground in grounds(index, score, rules)),
            *sample_reasons(index),
        ),
        inputs={
            "elements": {score.element: score.value for score in scores},
            "lowest": sorted(index.lowest),
            **sample_inputs(index),
        },
    )


def _target(code: str, current: int | None, required: int | None, rules: DevelopmentRules) -> tuple[int, int, Reason]:
    """Target level, gap and the reason for them; a level that is not recorded counts as no gap."""
    if current is None:
        target = rules.target_without_standard_and_level if required is None else required
        return target, 0, reason("LEVEL_UNKNOWN", competency_code=code, target_level=target)
    target = min(current + 1, rules.highest_level) if required is None else required
    gap = max(target - current, 0)
    if gap == 0:
        return (
            target,
            0,
            reason("REFRESHER", competency_code=code, current_level=current, target_level=target),
        )
    if required is None:
        return (
            target,
            gap,
            reason("NEXT_LEVEL", competency_code=code, current_level=current, target_level=target),
        )
    values = {"current_level": current, "required_level": required, "gap": gap}
    return target, gap, reason("COMPETENCY_GAP", competency_code=code, **values)


def _gap_rule(gap: int, rules: DevelopmentRules) -> GapRule:
    return max((rule for rule in rules.gaps if rule.smallest <= gap), key=lambda rule: rule.smallest)


def _priority(causes: list[int], gap: int, rules: DevelopmentRules) -> int:
    further = rules.each_further_reason_adds * (len(causes) - 1)
    return _within(max(causes) + further + _gap_rule(gap, rules).adds)


def _within(priority: int) -> int:
    return min(max(priority, _PRIORITIES[0]), _PRIORITIES[-1])
