"""Says why an element of an index counts as low, and what its sample is worth."""

from typing import Any

from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.service_index import ElementScore, PublishedIndex
from evaluation_service.policies.development_rules import DevelopmentRules
from evaluation_service.policies.wording import reason


def grounds(index: PublishedIndex, score: ElementScore, rules: DevelopmentRules) -> tuple[Reason, ...]:
    """Why the element counts as low: below grade B, or lowest where that counts; empty when it does not."""
    found = []
    if score.value < rules.mutu_b_from:
        bound = rules.mutu_b_from
        found.append(reason("ELEMENT_BELOW_B", element=score.element, value=score.value, threshold=bound))
    rule = rules.elements.get(score.element)
    if rule and rule.counts_when_lowest and score.element in index.lowest:
        found.append(reason("ELEMENT_LOWEST", element=score.element, value=score.value))
    return tuple(found)


def sample_reasons(index: PublishedIndex) -> tuple[Reason, ...]:
    """Return the caution that belongs to a sample below the one required; empty otherwise or when nobody knows."""
    if index.sample_adequate is not False:
        return ()
    return (reason("SMALL_SAMPLE", respondents=index.respondents, required_sample=index.required_sample),)


def sample_inputs(index: PublishedIndex) -> dict[str, Any]:
    """Return the values on which the judgement of the sample rests."""
    return {
        "respondents": index.respondents,
        "required_sample": index.required_sample,
        "sample_adequate": index.sample_adequate,
    }
