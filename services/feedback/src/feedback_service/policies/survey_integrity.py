"""Decides whether somebody must look at the answers of a survey before they become an index."""

from collections.abc import Iterator
from fractions import Fraction

from asn_kernel.decision import Decision, Step
from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rounding import half_up
from asn_kernel.rule import Rule
from feedback_service.domain.integrity import IntegrityDecision, IntegrityFacts, IntegrityOutcome, Suspicion
from feedback_service.policies.regulations import SurveyIntegrity

POLICY = "survey-integrity"

SENTENCES = {
    "NOTHING_ODD": Sentence(
        "Tidak ada yang janggal pada {respondents} jawaban.", "Nothing is odd about the {respondents} answers."
    ),
    "DAY_TOO_FULL": Sentence(
        "Dalam satu hari masuk {busiest_day} jawaban, lebih dari {day_most}.",
        "On one day {busiest_day} answers came, more than {day_most}.",
    ),
    "DAY_UNLIKE_OTHERS": Sentence(
        "Dalam satu hari masuk {busiest_day} jawaban; pada hari lain rata-rata {usual}.",
        "On one day {busiest_day} answers came; on the other days {usual} on average.",
    ),
    "EQUAL_ANSWERS": Sentence(
        "{most_equal} dari {comparable} jawaban sama persis pada setiap unsur.",
        "{most_equal} of {comparable} answers are the same in every element.",
    ),
    "ABOVE_POPULATION": Sentence(
        "Ada {respondents} jawaban, lebih banyak daripada {population} orang yang dilayani.",
        "There are {respondents} answers, more than the {population} people served.",
    ),
}


def decide(facts: IntegrityFacts, rule: Rule[SurveyIntegrity]) -> IntegrityDecision:
    """Return what is odd; there is at least one answer. Nothing here says that anybody cheated."""
    usual = _usual(facts)
    found = list(_odd(facts, usual, rule.values))
    nothing = reason(SENTENCES, "NOTHING_ODD", respondents=facts.respondents)
    return Decision.by(
        rule,
        POLICY,
        inputs=facts,
        outcome=IntegrityOutcome(suspicions=tuple(suspicion for suspicion, _ in found)),
        reasons=[why for _, why in found] or [nothing],
        steps=[] if usual is None else [Step("usual_day", str(usual))],
    )


def _usual(facts: IntegrityFacts) -> Fraction | None:
    """Return the mean of the days but the busiest; None where there is no other."""
    return Fraction(facts.respondents - facts.busiest_day, facts.days - 1) if facts.days > 1 else None


def _odd(facts: IntegrityFacts, usual: Fraction | None, law: SurveyIntegrity) -> Iterator[tuple[Suspicion, Reason]]:
    busiest = facts.busiest_day
    if busiest > law.day_most:
        yield Suspicion.BURST, reason(SENTENCES, "DAY_TOO_FULL", busiest_day=busiest, day_most=law.day_most)
    elif usual is not None and busiest >= law.burst_least and busiest > law.burst_factor * usual:
        why = reason(SENTENCES, "DAY_UNLIKE_OTHERS", busiest_day=busiest, usual=half_up(usual, 1))
        yield Suspicion.BURST, why
    if facts.most_equal >= law.equal_least and facts.most_equal > law.equal_share * facts.comparable:
        why = reason(SENTENCES, "EQUAL_ANSWERS", most_equal=facts.most_equal, comparable=facts.comparable)
        yield Suspicion.EQUAL_ANSWERS, why
    if facts.population is not None and facts.respondents > facts.population:
        why = reason(SENTENCES, "ABOVE_POPULATION", respondents=facts.respondents, population=facts.population)
        yield Suspicion.ABOVE_POPULATION, why
