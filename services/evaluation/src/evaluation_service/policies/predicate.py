"""Decides the performance predicate from work result and behaviour (PermenPANRB 6/2022, which has no arithmetic)."""

from typing import Final

from asn_kernel.decision import Decision
from asn_kernel.reason import Sentence, reason
from asn_kernel.rule import Rule
from evaluation_service.domain.evaluation import PredicateDecision, PredicateFacts
from evaluation_service.policies.regulations import PredicateMatrix

SENTENCES: Final = {
    "PREDICATE_OF_MATRIX": Sentence(
        "Hasil kerja {work_result} dan perilaku kerja {behaviour}: predikat {predicate}.",
        "Work result {work_result} and behaviour {behaviour}: the predicate is {predicate}.",
    ),
}


def decide(facts: PredicateFacts, rule: Rule[PredicateMatrix]) -> PredicateDecision:
    """Return the predicate of the matrix's cell."""
    predicate = next(
        cell.predicate
        for cell in rule.values.cells
        if (cell.work_result, cell.behaviour) == (facts.work_result, facts.behaviour)
    )
    values = {"work_result": facts.work_result, "behaviour": facts.behaviour, "predicate": predicate}
    reasons = [reason(SENTENCES, "PREDICATE_OF_MATRIX", **values)]
    return Decision.by(rule, "predicate", inputs=facts, outcome=predicate, reasons=reasons)
