"""The formula of the satisfaction index: exact fractions, each result rounded once, at the end, halves upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from asn_kernel.codes import Mutu, WeightMode
from asn_kernel.decision import Step
from asn_kernel.rounding import half_up
from feedback_service.domain.assessment import ElementAnswers, ElementResult
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.mutu import grade


@dataclass(frozen=True)
class Computed:
    """The index, its grade, its elements in the order given, and the fractions on the way."""

    ikm: Decimal
    mutu: Mutu
    elements: tuple[ElementResult, ...]
    steps: tuple[Step, ...]


def compute(answers: Sequence[ElementAnswers], rules: IndexRules, mode: WeightMode = WeightMode.EXACT) -> Computed:
    """Compute the index from the elements that somebody answered; there is at least one answer."""
    law = rules.skm_index.values
    means = {element.element: Fraction(element.total, element.answers) for element in answers if element.answers}
    weight = law.weight(mode, len(means))
    score = sum(means.values(), Fraction()) * weight
    ikm = half_up(score * law.conversion, 2)
    return Computed(
        ikm=ikm,
        mutu=grade(ikm, rules.mutu.values),
        elements=_results(means, rules),
        steps=(Step("elements_used", len(means)), Step("weight", str(weight)), Step("score", str(score))),
    )


def _results(means: dict[str, Fraction], rules: IndexRules) -> tuple[ElementResult, ...]:
    # The sort is stable: elements with the same mean keep the survey's order.
    ranks = {element: rank for rank, element in enumerate(sorted(means, key=means.__getitem__), start=1)}
    values = {element: half_up(mean * rules.skm_index.values.conversion, 2) for element, mean in means.items()}
    return tuple(
        ElementResult(
            element=element,
            nrr=half_up(mean, 4),
            value=values[element],
            mutu=grade(values[element], rules.mutu.values),
            rank=ranks[element],
        )
        for element, mean in means.items()
    )
