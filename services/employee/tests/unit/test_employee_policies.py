"""The rules about gaps, matches, expected levels and learning hours, as tables; each decision computes again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_chassis.rows import Json
from asn_kernel.codes import Employment, GapClass, JobLevel, JpmBand
from asn_kernel.decision import Decision
from asn_kernel.reason import Labelled
from asn_kernel.rule import NoRuleInForce
from employee_service.domain.position import ExpectedLevelFacts, ProposedStandard
from employee_service.policies import competency_gap, expected_level, job_person_match, learning_hours
from employee_service.policies.competency_gap import CompetencyGap, GapFacts
from employee_service.policies.job_person_match import JobPersonMatch, MatchFacts
from employee_service.policies.learning_hours import LearningFacts, LearningYear
from employee_service.policies.regulations import Regulations

TODAY = date(2026, 7, 1)
LAW = load(Path(__file__).parents[4] / "contracts", Regulations)
MATCH = LAW.job_person_match.in_force(TODAY)
CAPPED = replace(MATCH, values=replace(MATCH.values, cap=True))
GAPS = LAW.gap_classes.in_force(TODAY)
STANDARDS = st.dictionaries(st.sampled_from("ABCDEFGHI"), st.integers(1, 5))
KOMUNIKASI = Labelled("KOMUNIKASI", "Komunikasi", "Communication")


def kept(decision: Decision[Any, Any], kind: Any) -> Decision[Any, Any]:
    """Write the decision as the database keeps it, and read it back."""
    column, dialect = Json(kind), None
    return column.process_result_value(column.process_bind_param(decision, dialect), dialect)


@pytest.mark.parametrize(
    ("required", "level", "gap", "gap_class", "code"),
    [
        (3, 1, 2, GapClass.MEDIUM, "BELOW_STANDARD"),
        (3, 2, 1, GapClass.LOW, "BELOW_STANDARD"),
        (5, 1, 4, GapClass.HIGH, "BELOW_STANDARD"),
        (4, 1, 3, GapClass.HIGH, "BELOW_STANDARD"),
        (3, 3, 0, GapClass.NONE, "STANDARD_FULFILLED"),
        (2, 4, -2, GapClass.NONE, "STANDARD_FULFILLED"),
        (None, 4, None, None, "NOT_REQUIRED"),
        (3, None, None, None, "LEVEL_UNKNOWN"),
    ],
)
def test_a_gap_is_required_minus_present_and_has_a_class(
    required: int | None, level: int | None, gap: int | None, gap_class: GapClass | None, code: str
) -> None:
    decision = competency_gap.decide(GapFacts(KOMUNIKASI, required, level), GAPS)

    assert decision.outcome == CompetencyGap(gap, gap_class)
    assert [why.code for why in decision.reasons] == [code]
    assert "Komunikasi" in decision.reasons[0].text_id
    assert "KOMUNIKASI" not in decision.reasons[0].text_id + decision.reasons[0].text_en


@given(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5))
def test_a_kept_gap_computes_again(required: int | None, level: int | None) -> None:
    decision = competency_gap.decide(GapFacts(KOMUNIKASI, required, level), GAPS)

    again = kept(decision, Decision[GapFacts, CompetencyGap])

    assert again == decision
    assert again.recomputed(lambda facts: competency_gap.decide(facts, LAW.gap_classes.named(again.rule_version)))


@pytest.mark.parametrize(
    ("standard", "levels", "percent", "band"),
    [
        ({"A": 3, "B": 3}, {"A": 3, "B": 3}, "100.00", JpmBand.OPTIMAL),
        ({"A": 5, "B": 5}, {"A": 5, "B": 4}, "90.00", JpmBand.OPTIMAL),
        ({"A": 3, "B": 3, "C": 3}, {"A": 3, "B": 3, "C": 2}, "88.89", JpmBand.CUKUP_OPTIMAL),
        ({"A": 3, "B": 3, "C": 3}, {"A": 3, "B": 2, "C": 2}, "77.78", JpmBand.KURANG_OPTIMAL),
        ({"A": 2, "B": 4}, {"A": 4, "B": 2}, "100.00", JpmBand.OPTIMAL),
        ({"A": 2, "B": 4}, {"A": 1}, "50.00", JpmBand.KURANG_OPTIMAL),
    ],
)
def test_a_match_is_present_over_required(
    standard: dict[str, int], levels: dict[str, int], percent: str, band: JpmBand
) -> None:
    match = job_person_match.decide(MatchFacts(standard, levels), MATCH).outcome

    assert match == JobPersonMatch(Decimal(percent), band, len(levels), len(standard))


def test_a_capped_match_does_not_let_one_strength_hide_a_weakness() -> None:
    match = job_person_match.decide(MatchFacts({"A": 2, "B": 4}, {"A": 4, "B": 2}), CAPPED).outcome

    assert (match.percent, match.band) == (Decimal("66.67"), JpmBand.KURANG_OPTIMAL)


@pytest.mark.parametrize(("standard", "levels"), [({}, {"A": 3}), ({"A": 3}, {}), ({"A": 3}, {"B": 3})])
def test_nothing_to_compare_is_no_match_and_says_so(standard: dict[str, int], levels: dict[str, int]) -> None:
    decision = job_person_match.decide(MatchFacts(standard, levels), MATCH)

    assert decision.outcome == JobPersonMatch(None, None, 0, len(standard))
    assert [why.code for why in decision.reasons] == ["NOTHING_TO_COMPARE"]


@given(standard=STANDARDS, levels=STANDARDS)
def test_a_match_grows_with_levels_is_capped_and_computes_again(
    standard: dict[str, int], levels: dict[str, int]
) -> None:
    facts = MatchFacts(standard, levels)
    decision = job_person_match.decide(facts, MATCH)
    plain, capped = decision.outcome.percent, job_person_match.decide(facts, CAPPED).outcome.percent

    if plain is None or capped is None:
        assert plain is capped
        assert not standard.keys() & levels.keys()
    else:
        assert Decimal(20) <= capped <= min(plain, Decimal(100))
    again = kept(decision, Decision[MatchFacts, JobPersonMatch])
    assert again.recomputed(
        lambda inputs: job_person_match.decide(inputs, LAW.job_person_match.named(again.rule_version))
    )


@pytest.mark.parametrize(
    ("job_level", "level"),
    [
        (JobLevel.OPERATOR, 1),
        (JobLevel.PENGAWAS, 2),
        (JobLevel.AHLI_PERTAMA, 2),
        (JobLevel.ADMINISTRATOR, 3),
        (JobLevel.JPT_PRATAMA, 4),
        (JobLevel.AHLI_UTAMA, 5),
    ],
)
def test_the_expected_standard_follows_the_job_level(job_level: JobLevel, level: int) -> None:
    rule = LAW.expected_levels.in_force(TODAY)

    decision = expected_level.decide(ExpectedLevelFacts(job_level, ("INTEGRITAS",)), rule)

    assert decision.outcome.levels == {"INTEGRITAS": level}


@pytest.mark.parametrize("job_level", list(JobLevel))
def test_every_job_level_has_an_expected_level_and_its_proposal_computes_again(job_level: JobLevel) -> None:
    rule = LAW.expected_levels.in_force(TODAY)

    again = kept(
        expected_level.decide(ExpectedLevelFacts(job_level, ("INTEGRITAS", "KOMUNIKASI")), rule), ProposedStandard
    )

    assert set(again.outcome.levels) == {"INTEGRITAS", "KOMUNIKASI"}
    assert again.recomputed(lambda facts: expected_level.decide(facts, LAW.expected_levels.named(again.rule_version)))


def test_nothing_is_expected_before_there_was_a_rule() -> None:
    with pytest.raises(NoRuleInForce):
        LAW.expected_levels.in_force(date(2016, 12, 31))


@pytest.mark.parametrize(
    ("employment", "year", "hours", "outcome", "code"),
    [
        (Employment.PNS, 2026, 19, LearningYear(20, None, 1), "MINIMUM_SHORT"),
        (Employment.PNS, 2026, 20, LearningYear(20, None, 0), "MINIMUM_REACHED"),
        (Employment.PNS, 2017, 0, LearningYear(20, None, 20), "MINIMUM_SHORT"),
        (Employment.PPPK, 2026, 23, LearningYear(None, 24, None), "WITHIN_CEILING"),
        (Employment.PPPK, 2026, 24, LearningYear(None, 24, None), "CEILING_REACHED"),
        (Employment.PPPK, 2018, 30, LearningYear(None, 24, None), "CEILING_REACHED"),
        (Employment.PPPK, 2017, 30, LearningYear(None, None, None), "NO_BOUNDS"),
    ],
)
def test_a_pns_has_a_minimum_of_hours_and_a_pppk_a_ceiling_once_there_is_a_rule(
    employment: Employment, year: int, hours: int, outcome: LearningYear, code: str
) -> None:
    rule = LAW.learning_hours.in_force(learning_hours.day_of(year))

    decision = kept(
        learning_hours.decide(LearningFacts(employment, year, hours), rule), Decision[LearningFacts, LearningYear]
    )

    assert (decision.outcome, [why.code for why in decision.reasons]) == (outcome, [code])
    assert decision.recomputed(
        lambda facts: learning_hours.decide(facts, LAW.learning_hours.named(decision.rule_version))
    )


def test_every_row_names_its_source() -> None:
    rows = [row for rules in vars(LAW).values() for row in rules.rows]

    assert len(rows) >= 7
    assert all(row.source.regulation and row.confidence for row in rows)
