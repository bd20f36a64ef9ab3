"""Turns the answers of a survey into its satisfaction index (PermenPANRB 14/2017)."""

from collections.abc import Iterator

from asn_kernel.decision import Decision
from asn_kernel.reason import Labelled, Reason, Sentence, reason
from feedback_service.domain.assessment import IndexFacts, IndexOutcome, Sample
from feedback_service.domain.satisfaction_index import IndexDecision
from feedback_service.policies.formula import Computed, compute
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.sample_size import judge

POLICY = "satisfaction-index"

SENTENCES = {
    "INDEX": Sentence(
        "{respondents} jawaban atas {elements} unsur memberi IKM {ikm}, mutu {mutu}.",
        "{respondents} answers on {elements} elements give the index {ikm}, grade {mutu}.",
    ),
    "LOWEST_ELEMENT": Sentence(
        "Unsur terendah adalah {element} dengan nilai {value}: perbaikan dimulai dari sana.",
        "The lowest element is {element} with {value}: improvement starts there.",
    ),
    "ELEMENT_WITHOUT_ANSWERS": Sentence(
        "Unsur {element} tidak dijawab siapa pun dan tidak dihitung.",
        "Nobody answered on {element}, which is not counted.",
    ),
    "SAMPLE_ADEQUATE": Sentence(
        "Jumlah jawaban memenuhi sampel minimal {required} dari {population} orang yang dilayani.",
        "The answers reach the sample of {required} that {population} people served need.",
    ),
    "SAMPLE_TOO_SMALL": Sentence(
        "Jumlah jawaban di bawah sampel minimal {required} dari {population} orang yang dilayani.",
        "The answers fall short of the sample of {required} that {population} people served need.",
    ),
    "ABOVE_POPULATION": Sentence(
        "Jumlah jawaban, {respondents}, melebihi {population} orang yang dilayani, sehingga sampel tidak memadai.",
        "There are more answers, {respondents}, than the {population} people served, so the sample is not adequate.",
    ),
    "POPULATION_UNKNOWN": Sentence(
        "Jumlah orang yang dilayani tidak diketahui, sehingga sampel tidak dapat dinilai.",
        "How many people were served is not known, so the sample cannot be judged.",
    ),
}


def decide(facts: IndexFacts, rules: IndexRules) -> IndexDecision:
    """Compute index, grade, elements and sample; the facts hold at least one answer."""
    computed = compute(facts.elements, rules, facts.weight_mode)
    sample = judge(facts.respondents, facts.population, rules.sample_size.values)
    return Decision(
        policy=POLICY,
        rule_version=rules.version,
        inputs=facts,
        outcome=IndexOutcome(ikm=computed.ikm, mutu=computed.mutu, elements=computed.elements, sample=sample),
        reasons=tuple(_reasons(facts, computed, sample)),
        steps=computed.steps,
    )


def _reasons(facts: IndexFacts, computed: Computed, sample: Sample) -> Iterator[Reason]:
    names = {each.element: Labelled(each.element, each.label_id, each.label_en) for each in facts.elements}
    lowest = min(computed.elements, key=lambda element: element.rank)
    yield reason(
        SENTENCES,
        "INDEX",
        respondents=facts.respondents,
        elements=len(computed.elements),
        ikm=computed.ikm,
        mutu=computed.mutu,
    )
    yield reason(SENTENCES, "LOWEST_ELEMENT", element=names[lowest.element], value=lowest.value)
    for each in facts.elements:
        if not each.answers:
            yield reason(SENTENCES, "ELEMENT_WITHOUT_ANSWERS", element=names[each.element])
    yield _of_sample(facts, sample)


def _of_sample(facts: IndexFacts, sample: Sample) -> Reason:
    if facts.population is None:
        return reason(SENTENCES, "POPULATION_UNKNOWN")
    if sample.above_population:
        return reason(SENTENCES, "ABOVE_POPULATION", respondents=facts.respondents, population=facts.population)
    code = "SAMPLE_ADEQUATE" if sample.adequate else "SAMPLE_TOO_SMALL"
    return reason(SENTENCES, code, required=sample.required, population=facts.population)
