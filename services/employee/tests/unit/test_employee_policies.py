"""The rules about gaps, matches, expected levels and learning hours, as tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employee_service.domain.employment import Employment
from employee_service.domain.position import JobLevel
from employee_service.policies.competency_gap import (
    JPM_RULES,
    CompetencyGap,
    JpmBand,
    gaps,
    job_person_match,
    jpm_rules,
)
from employee_service.policies.expected_level import EXPECTED_LEVELS, expected_standard
from employee_service.policies.learning_hours import ENTITLEMENTS, Entitlement, learning_entitlement
from employee_service.policies.nip import PPPK_CODES, START_AGES
from employee_service.policies.row import Confidence, PolicyRow, in_force

TODAY = date(2026, 7, 1)
RULES = jpm_rules(TODAY)
CAPPED = replace(RULES, cap=True)
STANDARDS = st.dictionaries(st.sampled_from("ABCDEFGHI"), st.integers(1, 5))


def test_every_row_names_its_source() -> None:
    rows: tuple[PolicyRow, ...] = (
        *PPPK_CODES,
        *START_AGES,
        *EXPECTED_LEVELS,
        *JPM_RULES,
        *ENTITLEMENTS,
    )

    assert all(row.source and row.confidence in Confidence for row in rows)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_row_counts_from_its_first_to_its_last_day(day: date, *, counts: bool) -> None:
    row = PolicyRow(
        valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31), source="example", confidence=Confidence.LOW
    )

    assert bool(in_force([row], day)) is counts


@pytest.mark.parametrize(
    ("required", "level", "gap"), [(3, 1, 2), (3, 3, 0), (2, 4, -2), (None, 4, None), (3, None, None)]
)
def test_a_gap_is_required_minus_present(required: int | None, level: int | None, gap: int | None) -> None:
    assert CompetencyGap("KOMUNIKASI", required, level).gap == gap


def test_gaps_name_what_is_required_and_what_is_present() -> None:
    rows = gaps({"INTEGRITAS": 3, "KOMUNIKASI": 2}, {"KOMUNIKASI": 1, "KERJA_SAMA": 2})

    assert [(row.competency_code, row.required_level, row.level) for row in rows] == [
        ("INTEGRITAS", 3, None),
        ("KERJA_SAMA", None, 2),
        ("KOMUNIKASI", 2, 1),
    ]


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
    match = job_person_match(standard, levels, RULES)

    assert match is not None
    assert (match.percent, match.band) == (Decimal(percent), band)
    assert (match.assessed, match.required) == (len(levels), len(standard))


def test_a_capped_match_does_not_let_one_strength_hide_a_weakness() -> None:
    match = job_person_match({"A": 2, "B": 4}, {"A": 4, "B": 2}, CAPPED)

    assert match is not None
    assert (match.percent, match.band) == (Decimal("66.67"), JpmBand.KURANG_OPTIMAL)


@pytest.mark.parametrize(("standard", "levels"), [({}, {"A": 3}), ({"A": 3}, {}), ({"A": 3}, {"B": 3})])
def test_nothing_to_compare_is_no_match(standard: dict[str, int], levels: dict[str, int]) -> None:
    assert job_person_match(standard, levels, RULES) is None


@given(standard=STANDARDS, levels=STANDARDS)
def test_a_match_grows_with_levels_and_a_cap_keeps_it_within_a_hundred(
    standard: dict[str, int], levels: dict[str, int]
) -> None:
    plain, capped = job_person_match(standard, levels, RULES), job_person_match(standard, levels, CAPPED)

    if plain is None or capped is None:
        assert plain is capped
        assert not standard.keys() & levels.keys()
    else:
        assert Decimal(20) <= capped.percent <= min(plain.percent, Decimal(100))


def test_every_job_level_has_an_expected_level() -> None:
    assert {row.job_level for row in EXPECTED_LEVELS} == set(JobLevel)


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
    assert expected_standard(job_level, ["INTEGRITAS"], TODAY) == {"INTEGRITAS": level}


def test_the_first_expectation_counts_for_the_time_before_it() -> None:
    assert expected_standard(JobLevel.PENGAWAS, ["INTEGRITAS"], date(2016, 12, 31)) == {"INTEGRITAS": 2}


@pytest.mark.parametrize(
    ("employment", "year", "entitlement"),
    [
        (Employment.PNS, 2026, Entitlement(20, None)),
        (Employment.PPPK, 2026, Entitlement(None, 24)),
        (Employment.PNS, 2016, Entitlement(None, None)),
    ],
)
def test_a_pns_has_a_minimum_of_hours_and_a_pppk_a_maximum(
    employment: Employment, year: int, entitlement: Entitlement
) -> None:
    assert learning_entitlement(employment, year) == entitlement
