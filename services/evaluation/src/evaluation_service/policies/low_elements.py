"""Says which elements of an index are low, what they ask for, and what the sample behind them is worth."""

from collections.abc import Sequence
from typing import Final

from asn_kernel.codes import Element
from asn_kernel.reason import Reason, Sentence, reason
from evaluation_service.domain.finding import LowElement, TrainingFinding
from evaluation_service.domain.survey import PublishedIndex, Sample
from evaluation_service.policies.regulations import Development

SENTENCES: Final = {
    "ELEMENT_LOW": Sentence(
        "Unsur {element} bernilai {value}, mutu {mutu}.",
        "The element {element} has the value {value}, grade {mutu}.",
    ),
    "SMALL_SAMPLE": Sentence(
        "{respondents} responden, kurang dari sampel {required_sample}: isyarat, bukan kesimpulan.",
        "{respondents} respondents, fewer than the sample of {required_sample}: a signal, not a conclusion.",
    ),
    "POPULATION_UNKNOWN": Sentence(
        "{respondents} responden, populasi tidak diketahui: isyarat, bukan kesimpulan.",
        "{respondents} respondents of a population that nobody knows: a signal, not a conclusion.",
    ),
    "ABOVE_POPULATION": Sentence(
        "{respondents} responden, lebih banyak daripada populasi {population}: isyarat, bukan kesimpulan.",
        "{respondents} respondents, more than the population of {population}: a signal, not a conclusion.",
    ),
    "SAMPLE_NOT_ADEQUATE": Sentence(
        "{respondents} responden, sampelnya belum terbukti memadai: isyarat, bukan kesimpulan.",
        "{respondents} respondents, not shown to be an adequate sample: a signal, not a conclusion.",
    ),
}


def low_elements(index: PublishedIndex, rule: Development) -> list[LowElement]:
    """Return the elements with a low grade that the rule knows, lowest value first; being lowest is no reason.

    None of them counts where too few answered for even a signal: an adequate sample of a small population never is.
    """
    if not index.sample.sufficient and index.respondents < rule.least_respondents:
        return []
    low = [
        LowElement(Element(score.element), score.nrr, score.value, score.mutu)
        for score in index.elements
        if score.mutu in rule.mutu_priority and rule.element(score.element) is not None
    ]
    return sorted(low, key=lambda each: (each.value, each.element))


def findings(index: PublishedIndex, rule: Development) -> list[TrainingFinding]:
    """Return one finding per competency that low elements point to."""
    by_competency: dict[str, list[LowElement]] = {}
    for low in low_elements(index, rule):
        row = rule.element(low.element)
        if row is not None and row.trains is not None:
            by_competency.setdefault(row.trains, []).append(low)
    return [TrainingFinding(code, tuple(lows), index.sample) for code, lows in sorted(by_competency.items())]


def reasons_of(lows: Sequence[LowElement], sample: Sample) -> list[Reason]:
    """Say why the elements are low, and the caution that a sample not shown to be adequate asks for."""
    low = [reason(SENTENCES, "ELEMENT_LOW", element=each.element, value=each.value, mutu=each.mutu) for each in lows]
    return [*low, *_caution(sample)]


def _caution(sample: Sample) -> list[Reason]:
    if sample.sufficient:
        return []
    respondents = sample.respondents
    if sample.population is None:
        return [reason(SENTENCES, "POPULATION_UNKNOWN", respondents=respondents)]
    if sample.above_population:
        return [reason(SENTENCES, "ABOVE_POPULATION", respondents=respondents, population=sample.population)]
    if sample.required_sample is None or sample.adequate is None:
        return [reason(SENTENCES, "SAMPLE_NOT_ADEQUATE", respondents=respondents)]
    return [reason(SENTENCES, "SMALL_SAMPLE", respondents=respondents, required_sample=sample.required_sample)]
