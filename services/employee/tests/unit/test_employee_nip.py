"""A NIP is accepted or refused for the right reason, and never shows itself."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_kernel.codes import Employment, Sex
from employee_service.domain.nip import LENGTH, AgeSpan, Nip
from employee_service.domain.nip_fault import (
    InvalidNip,
    NipAgeAtStart,
    NipBirthDate,
    NipLength,
    NipNotDigits,
    NipSerial,
    NipSexDigit,
    NipStartInFuture,
    NipStartMonth,
    UnknownPppkCode,
)
from employee_service.policies.regulations import Regulations

TODAY = date(2026, 7, 1)
LAW = load(Path(__file__).parents[4] / "contracts", Regulations).nip
RULES = LAW.in_force(TODAY).values


def test_a_pns_number_tells_birth_start_and_sex() -> None:
    nip = Nip.parse(" 19671007 199312 1 003 ", RULES, on=TODAY)

    assert nip.digits == "196710071993121003"
    assert (nip.birth_date, nip.sex, nip.employment) == (date(1967, 10, 7), Sex.L, Employment.PNS)
    assert (nip.start_year, nip.start_month, nip.start_age) == (1993, 12, AgeSpan(26, 26))
    assert nip.appointed_from == date(1993, 12, 1)


def test_a_pppk_number_tells_the_start_year_only() -> None:
    nip = Nip.parse("19850812 2022 21 2 012", RULES, on=TODAY)

    assert (nip.birth_date, nip.sex, nip.employment) == (date(1985, 8, 12), Sex.P, Employment.PPPK)
    assert (nip.start_year, nip.start_month, nip.start_age) == (2022, None, AgeSpan(36, 37))
    assert nip.appointed_from == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NipLength),
        ("19671007199312100", NipLength),
        ("1967100719931210030", NipLength),
        ("1967100719931210O3", NipNotDigits),
        ("19671007-199312-1003", NipNotDigits),
        ("١٩٦٧١٠٠٧١٩٩٣١٢١٠٠٣", NipNotDigits),
        ("196702301993121003", NipBirthDate),
        ("196713071993121003", NipBirthDate),
        ("000010071993121003", NipBirthDate),
        ("196710071993001003", NipStartMonth),
        ("196710071993131003", NipStartMonth),
        ("198508122022222012", UnknownPppkCode),
        ("198508122022992012", UnknownPppkCode),
        ("196710071993120003", NipSexDigit),
        ("196710071993123003", NipSexDigit),
        ("196710071993121000", NipSerial),
        ("200010072026081001", NipStartInFuture),
        ("198508122027212012", NipStartInFuture),
        ("198007021998071001", NipAgeAtStart),
        ("196710070000121003", NipAgeAtStart),
        ("196006012017071001", NipAgeAtStart),
        ("200501012022212001", NipAgeAtStart),
    ],
)
def test_a_wrong_number_is_refused_with_its_first_fault(text: str, fault: type[InvalidNip]) -> None:
    with pytest.raises(fault):
        Nip.parse(text, RULES, on=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "198007011998071001",  # eighteen on the first of the start month
        "195008012007071001",  # still fifty-six on the first of the start month
        "200412312022212001",  # eighteen on the last day only of the start year
        "200001012026071999",  # starts this month
        "198002292004021001",  # born on a leap day
    ],
)
def test_a_number_at_the_edge_of_the_rules_is_accepted(text: str) -> None:
    assert Nip.parse(text, RULES, on=TODAY).digits == text


def test_a_start_after_forty_is_allowed_and_worth_a_look() -> None:
    late = Nip.parse("196710072010011003", RULES, on=TODAY)
    usual = Nip.parse("196710071993121003", RULES, on=TODAY)

    assert late.unusual_start(RULES)
    assert not usual.unusual_start(RULES)


def test_pppk_codes_are_unknown_before_there_were_pppk() -> None:
    with pytest.raises(UnknownPppkCode):
        Nip.parse("198508122018212012", LAW.in_force(date(2018, 11, 27)).values, on=TODAY)


def test_a_number_never_shows_itself() -> None:
    nip = Nip("196710071993121003")

    assert "1967" not in f"{nip} {nip!r} {[nip]}"


def test_a_refusal_does_not_carry_the_number() -> None:
    with pytest.raises(InvalidNip) as refusal:
        Nip.parse("196702301993121003", RULES, on=TODAY)

    assert vars(refusal.value) == {}
    assert "1967" not in f"{refusal.value} {refusal.value!r}"


@given(st.text(max_size=24))
def test_any_text_is_a_number_or_has_a_fault(text: str) -> None:
    with suppress(InvalidNip):
        assert len(Nip.parse(text, RULES, on=TODAY).digits) == LENGTH


@given(st.text("0123456789", min_size=18, max_size=18))
def test_eighteen_digits_are_a_number_or_have_a_fault(text: str) -> None:
    with suppress(InvalidNip):
        assert Nip.parse(text, RULES, on=TODAY).digits == text


@given(
    birth=st.dates(date(1950, 1, 1), date(2000, 12, 31)),
    age=st.integers(19, 25),
    month=st.integers(1, 12),
    sex=st.sampled_from("12"),
    serial=st.integers(1, 999),
)
def test_every_well_formed_pns_number_is_accepted(birth: date, age: int, month: int, sex: str, serial: int) -> None:
    digits = f"{birth:%Y%m%d}{birth.year + age}{month:02}{sex}{serial:03}"

    nip = Nip.parse(digits, RULES, on=TODAY)

    assert (nip.birth_date, nip.employment) == (birth, Employment.PNS)
    assert nip.start_age.overlaps(AgeSpan(age - 1, age))
