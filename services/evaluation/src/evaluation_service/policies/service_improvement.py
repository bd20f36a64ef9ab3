"""Decides what a unit should improve in its service after an index is published."""

from evaluation_service.domain.finding import ImprovementFinding
from evaluation_service.domain.service_index import PublishedIndex
from evaluation_service.policies.development_rules import DevelopmentRules
from evaluation_service.policies.low_elements import grounds, sample_inputs, sample_reasons


def from_index(index: PublishedIndex, *, rules: DevelopmentRules) -> tuple[ImprovementFinding, ...]:
    """One finding per low element whose rule asks for work on process or means, lowest value first."""
    findings = []
    for score in sorted(index.elements, key=lambda score: (score.value, score.element)):
        rule = rules.elements.get(score.element)
        reasons = grounds(index, score, rules)
        if rule and rule.action and reasons:
            findings.append(
                ImprovementFinding(
                    element=score.element,
                    value=score.value,
                    mutu=score.mutu,
                    action=rule.action,
                    rule_version=rules.version,
                    reasons=(*reasons, *sample_reasons(index)),
                    inputs={"value": score.value, "threshold": rules.mutu_b_from, **sample_inputs(index)},
                )
            )
    return tuple(findings)
