"""What holds an index, at each threshold and one below; and that an officer decides once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_kernel.period import Period
from feedback_service.domain.integrity import IntegrityFacts, Suspicion
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.survey_integrity import decide

REGULATIONS = load(Path(__file__).parents[4] / "contracts", Regulations)
RULE = REGULATIONS.survey_integrity.in_force(Period.parse("2026-S1").end)
LEAST = REGULATIONS.survey_window.in_force(Period.parse("2026-S1").end).values.least_answers


def some(**changes: int | None) -> IntegrityFacts:
    """A hundred answers over ten days, all unlike each other, of a population that nobody knows."""
    usual: dict[str, int | None] = {
        "respondents": 100, "population": None, "days": 10, "busiest_day": 12, "comparable": 100, "most_equal": 9,
    }  # fmt: skip
    return IntegrityFacts(**(usual | changes))  # type: ignore[arg-type] # a table


@pytest.mark.parametrize(
    ("facts", "suspicions"),
    [
        (some(), []),
        # One day: there is nothing to compare with but what a hall can take.
        (some(days=1, busiest_day=100), []),
        (some(respondents=400, days=1, busiest_day=400), []),
        (some(respondents=401, days=1, busiest_day=401), [Suspicion.BURST]),
        # Five a day on the other days: fifty are ten times as many, and 51 are more.
        (some(respondents=95, days=10, busiest_day=50), []),
        (some(respondents=96, days=10, busiest_day=51), [Suspicion.BURST]),
        (some(respondents=50, days=2, busiest_day=49), []),
        (some(respondents=51, days=2, busiest_day=50), [Suspicion.BURST]),
        # Half of them are equal, and one more than half.
        (some(most_equal=50), []),
        (some(most_equal=51), [Suspicion.EQUAL_ANSWERS]),
        (some(comparable=19, most_equal=19), []),
        (some(comparable=20, most_equal=20), [Suspicion.EQUAL_ANSWERS]),
        # On few elements all are alike, and nobody compares them.
        (some(comparable=0, most_equal=0), []),
        (some(population=100), []),
        (some(population=99), [Suspicion.ABOVE_POPULATION]),
        (
            some(respondents=980, population=100, days=2, busiest_day=979, comparable=980, most_equal=979),
            [Suspicion.BURST, Suspicion.EQUAL_ANSWERS, Suspicion.ABOVE_POPULATION],
        ),
    ],
)
def test_what_exceeds_a_threshold_holds_the_index(facts: IntegrityFacts, suspicions: list[Suspicion]) -> None:
    decision = decide(facts, RULE)

    assert list(decision.outcome.suspicions) == suspicions
    assert len(decision.reasons) == max(len(suspicions), 1)
    assert decision.recomputed(lambda facts: decide(facts, RULE))


def test_reasons_are_said_in_both_languages_with_their_numbers() -> None:
    facts = some(respondents=96, days=10, busiest_day=51, population=50)

    burst, above = decide(facts, RULE).reasons

    assert burst.text_id == "Dalam satu hari masuk 51 jawaban; pada hari lain rata-rata 5,0."
    assert burst.text_en == "On one day 51 answers came; on the other days 5.0 on average."
    assert above.text_en == "There are 96 answers, more than the 50 people served."


def test_no_threshold_lies_below_what_may_be_shown() -> None:
    law = RULE.values

    assert min(law.day_most, law.burst_least, law.equal_least) >= LEAST


numbers = st.integers(0, 2_000)


@given(respondents=st.integers(1, 2_000), population=st.integers(1, 2_000) | st.none(), more=st.integers(1, 50))
def test_a_larger_population_never_holds_what_a_smaller_one_did_not(
    respondents: int, population: int | None, more: int
) -> None:
    def held(people: int | None) -> bool:
        facts = some(respondents=respondents, population=people, busiest_day=0, days=1, most_equal=0)
        return bool(decide(facts, RULE).outcome.suspicions)

    assert not held(None)
    if population is not None:
        assert held(population) or not held(population + more)


@given(respondents=st.integers(1, 2_000), most_equal=numbers, one_more=st.just(1))
def test_one_more_equal_answer_never_frees_an_index(respondents: int, most_equal: int, one_more: int) -> None:
    def equal(number: int) -> bool:
        facts = some(respondents=respondents, comparable=respondents, most_equal=min(number, respondents))
        return Suspicion.EQUAL_ANSWERS in decide(facts, RULE).outcome.suspicions

    assert equal(most_equal + one_more) or not equal(most_equal)
