"""Decides what a unit should improve in its service after an index is published."""

from asn_kernel.decision import Decision
from asn_kernel.rule import Rule
from evaluation_service.domain.finding import ImprovementDecision, ImprovementFacts
from evaluation_service.domain.survey import PublishedIndex
from evaluation_service.policies.low_elements import low_elements, reasons_of
from evaluation_service.policies.regulations import Development


def decide(facts: ImprovementFacts, rule: Rule[Development]) -> ImprovementDecision:
    """Return the work on process or means that a low element asks for; None where people are the answer."""
    row = rule.values.element(facts.low.element)
    reasons = reasons_of([facts.low], facts.sample)
    action = None if row is None else row.action
    return Decision.by(rule, "service-improvement", inputs=facts, outcome=action, reasons=reasons)


def from_index(index: PublishedIndex, rule: Rule[Development]) -> list[ImprovementDecision]:
    """Return the decisions that ask for something, lowest value first."""
    decided = [decide(ImprovementFacts(low, index.sample), rule) for low in low_elements(index, rule.values)]
    return [decision for decision in decided if decision.outcome is not None]
