"""The profile follows the evidence, whatever order it arrives in; hours count once per enrolment."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employee_service.domain.employee import Employee
from employee_service.domain.errors import LevelOutOfRange
from employee_service.domain.learning import LearningHours, Training
from employee_service.domain.nip import Nip
from employee_service.domain.profile import Evidence, EvidenceKind, profile_of

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CODE = "PELAYANAN_PUBLIK"


def evidence(kind: EvidenceKind, level: int, day: int, source: int | None = None) -> Evidence:
    """Make evidence of a level, `day` days after the start."""
    source_id = UUID(int=1000 + day if source is None else source)
    return Evidence(source_id, CODE, kind, level, START + timedelta(days=day))


def assessed(level: int, day: int) -> Evidence:
    """Make an assessment."""
    return evidence(EvidenceKind.ASSESSMENT, level, day)


def trained(level: int, day: int) -> Evidence:
    """Make the outcome of a training."""
    return evidence(EvidenceKind.TRAINING, level, day)


def an_employee() -> Employee:
    """Make an employee without evidence; the number is synthetic."""
    return Employee(
        id=UUID(int=1),
        nip=Nip("199001012014021001"),
        name="Pegawai Contoh",
        grade="III/a",
        position_id=UUID(int=2),
        unit_id=UUID(int=3),
        unusual_start_age=False,
        created_at=START,
    )


def a_training(enrolment: int = 7, level: int | None = 3, hours: int = 12, year: int = 2026) -> Training:
    """Make a finished training."""
    return Training(UUID(int=enrolment), UUID(int=8), CODE, level, hours, year, date(2026, 3, 5))


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
        entry = profile_of(order)[CODE]

        assert (entry.level, entry.evidence) == (level, kind)


@given(st.data())
def test_the_same_evidence_gives_the_same_profile(data: st.DataObject) -> None:
    observations = st.builds(
        evidence,
        st.sampled_from(EvidenceKind),
        st.integers(1, 5),
        st.integers(0, 3),
        st.integers(1, 9),
    )
    history = data.draw(st.lists(observations, min_size=1, unique_by=lambda each: each.source_id))
    shuffled = data.draw(st.permutations(history))

    one, other = an_employee(), an_employee()
    for each in history:
        one.record_evidence(each)
    for each in shuffled:
        other.record_evidence(each)

    assert one.profile == other.profile
    assert one.profile[CODE].level in {each.level for each in history}


def test_a_recorded_level_is_a_fact_with_the_next_version() -> None:
    employee = an_employee()

    first = employee.record_evidence(assessed(2, 1))
    second = employee.record_evidence(assessed(3, 2))

    assert first is not None
    assert second is not None
    assert (first.level, first.version, second.level, second.version) == (2, 2, 3, 3)
    assert employee.version == second.version


def test_evidence_that_changes_nothing_is_kept_without_a_fact() -> None:
    employee = an_employee()
    employee.record_evidence(assessed(3, 5))

    late = employee.record_evidence(assessed(1, 1))

    assert late is None
    assert (employee.version, len(employee.evidence)) == (2, 2)


def test_the_same_source_counts_once() -> None:
    employee = an_employee()
    employee.record_evidence(assessed(2, 1))

    assert employee.record_evidence(assessed(5, 1)) is None
    assert employee.profile[CODE].level == 2


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_outside_the_dictionary_is_refused(level: int) -> None:
    employee = an_employee()

    with pytest.raises(LevelOutOfRange):
        employee.record_evidence(assessed(level, 1))

    assert employee.evidence == []


def test_hours_of_an_enrolment_count_once_and_in_their_year() -> None:
    employee = an_employee()

    for training in (
        a_training(7),
        a_training(7),
        a_training(9, hours=8),
        a_training(10, hours=5, year=2025),
    ):
        employee.record_training(training, reported_at=START)

    assert employee.learning_hours == (LearningHours(2025, 5), LearningHours(2026, 20))


def test_a_training_without_a_level_gives_hours_only() -> None:
    employee = an_employee()

    assert employee.record_training(a_training(level=None), reported_at=START) is None
    assert employee.profile == {}
    assert employee.learning_hours == (LearningHours(2026, 12),)


def test_a_training_reported_after_an_assessment_of_the_same_day_raises_the_level() -> None:
    employee = an_employee()
    morning = datetime(2026, 3, 5, 8, tzinfo=UTC)
    employee.record_evidence(Evidence(UUID(int=5), CODE, EvidenceKind.ASSESSMENT, 2, morning))

    fact = employee.record_training(a_training(level=3), reported_at=morning + timedelta(minutes=1))

    assert fact is not None
    assert (fact.level, fact.recorded_at) == (3, morning + timedelta(minutes=1))


def test_a_training_reported_late_does_not_override_a_later_assessment() -> None:
    employee = an_employee()
    employee.record_evidence(Evidence(UUID(int=5), CODE, EvidenceKind.ASSESSMENT, 2, datetime(2026, 3, 9, tzinfo=UTC)))

    assert employee.record_training(a_training(level=4), reported_at=datetime(2026, 4, 1, tzinfo=UTC)) is None
    assert employee.profile[CODE].level == 2
