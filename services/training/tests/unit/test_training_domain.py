"""The domain: states of a need, commitments of a budget, completion of an enrolment."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from training_service.domain.budget import Budget
from training_service.domain.enrolment import Enrolment, EnrolmentState
from training_service.domain.errors import (
    BudgetExceeded,
    EnrolmentAlreadyCompleted,
    LevelOutOfRange,
    PeriodOutsideYear,
)
from training_service.domain.need import Cause, NeedState, TrainingNeed
from training_service.domain.plan import check_period
from training_service.domain.reason import Reason

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def a_need(*, confirmation_required: bool = False) -> TrainingNeed:
    return TrainingNeed(
        id=uuid4(),
        employee_id=uuid4(),
        unit_id=uuid4(),
        competency_code="PELAYANAN_PUBLIK",
        current_level=None,
        target_level=3,
        gap=3,
        gap_class="TINGGI",
        priority=80,
        confirmation_required=confirmation_required,
        cause=Cause(kind="SATISFACTION_INDEX", id=uuid4(), period="2026-S1", element="KOMPETENSI"),
        rule_version="need-2026.1",
        identified_at=AT,
        correlation_id="flow",
    )


def an_enrolment() -> Enrolment:
    return Enrolment(
        id=uuid4(),
        employee_id=uuid4(),
        course_id=uuid4(),
        plan_id=uuid4(),
        competency_code="PELAYANAN_PUBLIK",
        target_level=3,
        hours=24,
        cost=1_500_000,
        enrolled_at=AT,
        correlation_id="flow",
    )


def test_a_need_that_must_be_confirmed_opens_when_it_is() -> None:
    need = a_need(confirmation_required=True)
    assert need.state is NeedState.PROPOSED

    need.confirm(AT)

    assert (need.state, need.confirmed_at, need.version) == (NeedState.OPEN, AT, 2)


def test_a_confirmation_never_moves_a_need_backwards() -> None:
    need = a_need()
    need.seat(uuid4(), uuid4())

    need.confirm(AT)

    assert (need.state, need.confirmed_at, need.version) == (NeedState.PLANNED, None, 2)


def test_an_unfunded_need_says_why() -> None:
    need, plan_id, reasons = a_need(), uuid4(), (Reason("NO_COURSE", "-", "-"),)

    fact = need.leave_unfunded(plan_id, reasons, AT)

    assert need.state is NeedState.UNFUNDED
    assert (fact.need_id, fact.plan_id, fact.reasons, fact.version) == (need.id, plan_id, reasons, 2)


def test_a_budget_commits_to_the_last_rupiah_and_not_beyond() -> None:
    budget = Budget(id=uuid4(), year=2026, amount=1_000, set_at=AT)

    budget.set_aside(1_000)

    assert budget.remaining == 0
    with pytest.raises(BudgetExceeded) as refused:
        budget.set_aside(1)
    assert (refused.value.year, refused.value.cost, refused.value.remaining) == (2026, 1, 0)


def test_a_completion_tells_level_hours_and_year() -> None:
    enrolment = an_enrolment()

    fact = enrolment.complete(level=4, on=date(2026, 6, 30), certificate_number="SERT-1")

    assert (fact.level, fact.hours, fact.year, fact.version) == (4, 24, 2026, 2)
    assert enrolment.state is EnrolmentState.COMPLETED


def test_a_course_is_completed_once() -> None:
    enrolment = an_enrolment()
    enrolment.complete(level=3, on=date(2026, 6, 30), certificate_number="SERT-1")

    with pytest.raises(EnrolmentAlreadyCompleted):
        enrolment.complete(level=3, on=date(2026, 7, 1), certificate_number="SERT-2")


@pytest.mark.parametrize("level", [0, 6])
def test_levels_run_from_one_to_five(level: int) -> None:
    with pytest.raises(LevelOutOfRange):
        an_enrolment().complete(level=level, on=date(2026, 6, 30), certificate_number="SERT-1")


@pytest.mark.parametrize(("year", "period", "fits"), [(2026, "2026-S1", True), (2026, "2027-S1", False)])
def test_a_period_lies_in_its_year(year: int, period: str, *, fits: bool) -> None:
    if fits:
        check_period(year, period)
    else:
        with pytest.raises(PeriodOutsideYear):
            check_period(year, period)
