"""Turns the surveys of a unit in a period into the unit's index: all their respondents together."""

from collections.abc import Iterator, Sequence

from asn_kernel.decision import Decision
from asn_kernel.reason import Reason, Sentence, reason
from feedback_service.domain.assessment import ElementAnswers, SurveyAnswers, UnitIndexFacts, UnitIndexOutcome
from feedback_service.domain.satisfaction_index import UnitIndexDecision
from feedback_service.policies.formula import compute
from feedback_service.policies.index_rules import IndexRules

POLICY = "unit-index"

SENTENCES = {
    "POOLED": Sentence(
        "{respondents} jawaban dari {surveys} survei memberi IKM unit {ikm}, mutu {mutu}.",
        "{respondents} answers of {surveys} surveys give the unit's index {ikm}, grade {mutu}.",
    ),
    "SAMPLES_ADEQUATE": Sentence("Sampel setiap survei memadai.", "The sample of every survey is adequate."),
    "SAMPLES_NOT_ADEQUATE": Sentence(
        "Sampel {lacking} dari {surveys} survei tidak memadai atau tidak dapat dinilai.",
        "The samples of {lacking} of the {surveys} surveys are not adequate or cannot be judged.",
    ),
}


def decide(facts: UnitIndexFacts, rules: IndexRules) -> UnitIndexDecision:
    """Compute the unit's index from the counts of its surveys; there is at least one survey."""
    computed = compute(pooled(facts.surveys, rules.skm_index.values.elements), rules)
    outcome = UnitIndexOutcome(
        ikm=computed.ikm,
        mutu=computed.mutu,
        elements=computed.elements,
        respondents=sum(survey.respondents for survey in facts.surveys),
        sample_adequate=all(survey.sample_adequate is True for survey in facts.surveys),
    )
    return Decision(
        policy=POLICY,
        rule_version=rules.version,
        inputs=facts,
        outcome=outcome,
        reasons=tuple(_reasons(facts, outcome)),
        steps=computed.steps,
    )


def pooled(surveys: Sequence[SurveyAnswers], standard: Sequence[str]) -> list[ElementAnswers]:
    """Add up each element over the surveys that asked it, those of the regulation first, then the others by code."""
    asked = [element for survey in surveys for element in survey.elements]
    codes = {element.element for element in asked}
    order = [*(code for code in standard if code in codes), *sorted(codes - set(standard))]
    return [_added_up([element for element in asked if element.element == code]) for code in order]


def _added_up(same: Sequence[ElementAnswers]) -> ElementAnswers:
    ones, twos, threes, fours = (sum(column) for column in zip(*(element.counts for element in same), strict=True))
    return ElementAnswers(same[0].element, same[0].label_id, same[0].label_en, (ones, twos, threes, fours))


def _reasons(facts: UnitIndexFacts, outcome: UnitIndexOutcome) -> Iterator[Reason]:
    surveys = len(facts.surveys)
    yield reason(
        SENTENCES, "POOLED", respondents=outcome.respondents, surveys=surveys, ikm=outcome.ikm, mutu=outcome.mutu
    )
    if outcome.sample_adequate:
        yield reason(SENTENCES, "SAMPLES_ADEQUATE")
    else:
        lacking = sum(survey.sample_adequate is not True for survey in facts.surveys)
        yield reason(SENTENCES, "SAMPLES_NOT_ADEQUATE", lacking=lacking, surveys=surveys)
