"""The profile follows the evidence, whatever order it arrives in; hours count in their year."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kernel.codes import EvidenceKind
from asn_kernel.decision import plain
from employee_service.domain.learning import LearningHours, Training, hours_per_year
from employee_service.domain.profile import CompetencyProfile, Evidence

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CODE = "PELAYANAN_PUBLIK"
PERSON = UUID(int=1)


def evidence(kind: EvidenceKind, level: int, day: int, source: int | None = None, code: str = CODE) -> Evidence:
    """Make evidence of a level, `day` days after the start."""
    source_id = UUID(int=1000 + day if source is None else source)
    return Evidence(PERSON, source_id, code, kind, level, START + timedelta(days=day))


def assessed(level: int, day: int) -> Evidence:
    """Make an assessment."""
    return evidence(EvidenceKind.ASSESSMENT, level, day)


def trained(level: int, day: int) -> Evidence:
    """Make the outcome of a training."""
    return evidence(EvidenceKind.TRAINING, level, day)


def a_profile(*known: Evidence) -> CompetencyProfile:
    """Make the profile of this evidence."""
    profile = CompetencyProfile(PERSON, [])
    for each in known:
        profile.record(each)
    return profile


def a_training(enrolment: int = 7, level: int | None = 3, hours: int = 12, year: int = 2026) -> Training:
    """Make a finished training."""
    return Training(UUID(int=enrolment), PERSON, UUID(int=8), CODE, level, hours, year, date(2026, 3, 5))


def canonical(profile: CompetencyProfile) -> bytes:
    """Return the profile as bytes."""
    return json.dumps(plain(profile.entries)).encode()


OBSERVATIONS = st.lists(
    st.builds(
        evidence,
        st.sampled_from(EvidenceKind),
        st.integers(1, 5),
        st.integers(0, 3),
        st.integers(1, 9),
        st.sampled_from([CODE, "KOMUNIKASI", "BELUM_DIKENAL"]),
    ),
    min_size=1,
    unique_by=lambda each: (each.source_id, each.competency_code),
)


@pytest.mark.parametrize(
    ("history", "level", "kind"),
    [
        ([assessed(2, 1)], 2, EvidenceKind.ASSESSMENT),
        ([trained(3, 1)], 3, EvidenceKind.TRAINING),
        ([assessed(2, 1), trained(3, 2)], 3, EvidenceKind.TRAINING),
        ([assessed(4, 1), trained(3, 2)], 4, EvidenceKind.ASSESSMENT),
        ([trained(4, 1), assessed(2, 2)], 2, EvidenceKind.ASSESSMENT),
        ([assessed(4, 1), assessed(2, 2)], 2, EvidenceKind.ASSESSMENT),
        ([trained(4, 1), assessed(2, 2), trained(3, 3)], 3, EvidenceKind.TRAINING),
    ],
)
def test_an_assessment_sets_a_level_and_a_training_raises_it_in_any_order_of_arrival(
    history: list[Evidence], level: int, kind: EvidenceKind
) -> None:
    for order in permutations(history):
        entry = a_profile(*order).entries[CODE]

        assert (entry.level, entry.evidence) == (level, kind)


@given(st.data())
def test_the_same_evidence_gives_the_same_bytes_in_any_order_of_arrival(data: Any) -> None:
    history = data.draw(OBSERVATIONS)
    shuffled = data.draw(st.permutations(history))

    one, other = a_profile(*history), a_profile(*shuffled, *history)

    assert canonical(one) == canonical(other)


@given(st.data())
def test_who_keeps_the_last_published_entry_has_the_profile_in_any_order_of_arrival(data: Any) -> None:
    profile, replica = CompetencyProfile(PERSON, []), {}
    for each in data.draw(OBSERVATIONS.flatmap(st.permutations)):
        entry = profile.record(each)
        if entry is not None:
            replica[entry.competency_code] = entry

    assert replica == profile.entries


@given(OBSERVATIONS, st.integers(-1, 4))
def test_the_profile_of_a_day_is_that_of_the_evidence_until_its_end(history: list[Evidence], day: int) -> None:
    known = [each for each in history if (each.at - START).days <= day]

    assert a_profile(*history).on((START + timedelta(days=day)).date()) == a_profile(*known).entries


def test_a_day_ends_at_midnight_in_sibolga() -> None:
    profile = a_profile(
        Evidence(PERSON, UUID(int=5), CODE, EvidenceKind.ASSESSMENT, 2, datetime(2026, 3, 1, 16, 59, 59, tzinfo=UTC)),
        Evidence(PERSON, UUID(int=6), CODE, EvidenceKind.ASSESSMENT, 4, datetime(2026, 3, 1, 17, tzinfo=UTC)),
    )

    levels = [profile.on(date(2026, month, day)) for month, day in ((2, 28), (3, 1), (3, 2))]

    assert [{code: entry.level for code, entry in each.items()} for each in levels] == [{}, {CODE: 2}, {CODE: 4}]


def test_evidence_that_changes_nothing_is_kept_and_says_nothing() -> None:
    profile = a_profile(assessed(3, 5))

    assert profile.record(assessed(1, 1)) is None
    assert len(profile.evidence) == 2


def test_newer_evidence_for_the_same_level_is_a_change() -> None:
    entry = a_profile(assessed(3, 1)).record(assessed(3, 5))

    assert entry is not None
    assert entry.recorded_at == START + timedelta(days=5)


def test_the_same_source_counts_once() -> None:
    profile = a_profile(assessed(2, 1))

    assert profile.record(assessed(5, 1)) is None
    assert profile.entries[CODE].level == 2


def test_hours_count_in_their_year() -> None:
    trainings = [a_training(7), a_training(9, hours=8), a_training(10, hours=5, year=2025)]

    assert hours_per_year(trainings) == (LearningHours(2025, 5), LearningHours(2026, 20))


def test_a_training_without_a_level_is_no_evidence() -> None:
    assert a_training(level=None).evidence(reported_at=START) is None


@pytest.mark.parametrize(
    ("reported_at", "at"),
    [
        (datetime(2026, 3, 5, 8, 1, tzinfo=UTC), datetime(2026, 3, 5, 8, 1, tzinfo=UTC)),  # on the day
        (datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 3, 5, 16, 59, 59, 999_000, tzinfo=UTC)),  # late: its end, WIB
    ],
)
def test_a_training_counts_from_its_report_or_from_the_end_of_its_business_day(
    reported_at: datetime, at: datetime
) -> None:
    shown = a_training().evidence(reported_at=reported_at)

    assert shown is not None
    assert shown.at == at


def test_a_training_reported_after_an_assessment_of_the_same_day_raises_the_level() -> None:
    morning = datetime(2026, 3, 5, 8, tzinfo=UTC)
    profile = a_profile(Evidence(PERSON, UUID(int=5), CODE, EvidenceKind.ASSESSMENT, 2, morning))
    observation = a_training(level=3).evidence(reported_at=morning + timedelta(minutes=1))

    assert observation is not None
    entry = profile.record(observation)

    assert entry is not None
    assert entry.level == 3


def test_a_training_reported_late_does_not_override_a_later_assessment() -> None:
    later = Evidence(PERSON, UUID(int=5), CODE, EvidenceKind.ASSESSMENT, 2, datetime(2026, 3, 9, tzinfo=UTC))
    profile = a_profile(later)
    observation = a_training(level=4).evidence(reported_at=datetime(2026, 4, 1, tzinfo=UTC))

    assert observation is not None
    assert profile.record(observation) is None
    assert profile.entries[CODE].level == 2
