"""The domain: states of a need, commitments of a budget, completion of an enrolment, periods of a plan."""

import itertools
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from asn_kernel.codes import Employment
from asn_kernel.period import Period
from asn_kernel.reason import Reason
from training_service.domain.budget import Budget, BudgetExceeded
from training_service.domain.enrolment import (
    Certificate,
    CompletionDateOutOfRange,
    CompletionLevelAboveCourse,
    Enrolment,
    EnrolmentAlreadyCompleted,
    EnrolmentState,
)
from training_service.domain.need import Cause, NeedState, Notice, NoticeKind, TrainingNeed
from training_service.domain.plan import PeriodOutsideYear, PeriodOver, check_period
from training_service.domain.staff import Attained, CompetencyLevel, Employee, known_level

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 5, tzinfo=UTC)
KEPT = Reason("SEAT_KEPT", "-", "-")


def a_need(*, confirmation_required: bool = False) -> TrainingNeed:
    return TrainingNeed(
        id=uuid4(),
        employee_id=uuid4(),
        unit_id=uuid4(),
        competency_code="PELAYANAN_PUBLIK",
        current_level=None,
        target_level=3,
        gap=3,
        gap_class="HIGH",
        priority=80,
        confirmation_required=confirmation_required,
        cause=Cause(kind="SATISFACTION_INDEX", id=uuid4(), period="2026-S1", element="KOMPETENSI"),
        rule_version="development-2017.1",
        identified_at=AT,
        correlation_id="flow",
    )


def a_notice(need: TrainingNeed, kind: NoticeKind, version: int, *reasons: Reason) -> Notice:
    return Notice(need.id, need.employee_id, kind, AT, version, reasons=reasons)


def an_enrolment() -> Enrolment:
    return Enrolment(
        id=uuid4(),
        employee_id=uuid4(),
        unit_id=uuid4(),
        course_id=uuid4(),
        plan_id=None,
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

    need.apply([a_notice(need, NoticeKind.CONFIRMED, 2)], seat_kept=KEPT)

    assert (need.state, need.confirmed_at, need.version) == (NeedState.OPEN, AT, 2)


def test_a_confirmation_never_moves_a_need_backwards() -> None:
    need = a_need()
    need.join(uuid4(), uuid4())

    need.apply([a_notice(need, NoticeKind.CONFIRMED, 2)], seat_kept=KEPT)

    assert (need.state, need.confirmed_at, need.version) == (NeedState.PLANNED, None, 2)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_of_two_endings_the_one_that_came_first_at_its_source_counts(order: tuple[int, ...]) -> None:
    need = a_need(confirmation_required=True)
    notices = [
        a_notice(need, NoticeKind.CONFIRMED, 2),
        a_notice(need, NoticeKind.MET, 3),
        a_notice(need, NoticeKind.WITHDRAWN, 4, Reason("MOVED", "-", "-")),
    ]

    for number in order:
        need.apply([notices[number]], seat_kept=KEPT)

    assert (need.state, need.confirmed_at) == (NeedState.MET, AT)
    assert need.ending is not None
    assert need.ending.reasons == ()


def test_a_need_that_ends_with_a_seat_says_that_the_seat_is_kept() -> None:
    need, seat_id, moved = a_need(), uuid4(), Reason("MOVED", "-", "-")
    need.join(seat_id, None)

    need.apply([a_notice(need, NoticeKind.WITHDRAWN, 2, moved)], seat_kept=KEPT)

    assert (need.state, need.enrolment_id) == (NeedState.WITHDRAWN, seat_id)
    assert need.ending is not None
    assert need.ending.reasons == (moved, KEPT)


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


def test_a_pass_tells_level_hours_and_year() -> None:
    enrolment = an_enrolment()

    fact = enrolment.complete(Certificate("SERT-1", 2), on=DAY, at=NOON)

    assert (fact.passed, fact.level, fact.hours, fact.year, fact.version) == (True, 2, 24, 2026, 2)
    assert (enrolment.state, enrolment.certificate_number) == (EnrolmentState.COMPLETED, "SERT-1")


def test_a_failure_earns_nothing() -> None:
    enrolment = an_enrolment()

    fact = enrolment.complete(None, on=DAY, at=NOON)

    assert (fact.passed, fact.level, fact.hours) == (False, None, 0)
    assert (enrolment.state, enrolment.passed, enrolment.earned_hours) == (EnrolmentState.COMPLETED, False, 0)


def test_a_course_is_completed_once() -> None:
    enrolment = an_enrolment()
    enrolment.complete(Certificate("SERT-1", 3), on=DAY, at=NOON)

    with pytest.raises(EnrolmentAlreadyCompleted):
        enrolment.complete(None, on=DAY, at=NOON)


@pytest.mark.parametrize(("level", "fits"), [(1, True), (3, True), (4, False), (5, False)])
def test_a_certificate_attests_no_more_than_the_course_teaches(level: int, *, fits: bool) -> None:
    if fits:
        assert an_enrolment().complete(Certificate("SERT-1", level), on=DAY, at=NOON).level == level
    else:
        with pytest.raises(CompletionLevelAboveCourse):
            an_enrolment().complete(Certificate("SERT-1", level), on=DAY, at=NOON)


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
        (date(2027, 6, 30), False),
    ],
)
def test_a_course_ends_between_the_enrolment_and_today(on: date, *, fits: bool) -> None:
    if fits:
        assert an_enrolment().complete(None, on=on, at=NOON).completed_date == on
    else:
        with pytest.raises(CompletionDateOutOfRange):
            an_enrolment().complete(None, on=on, at=NOON)


@pytest.mark.parametrize(
    ("period", "today", "problem"),
    [
        ("2026-S1", "2026-06-30", None),
        ("2026-S1", "2026-07-01", PeriodOver),
        ("2026", "2026-12-31", None),
        ("2026-M02", "2026-03-01", PeriodOver),
        ("2026-Q4", "2025-01-01", None),
        ("2027-S1", "2026-01-01", PeriodOutsideYear),
        ("2025", "2026-01-01", PeriodOutsideYear),
    ],
)
def test_a_period_lies_in_its_year_and_has_not_ended(period: str, today: str, problem: type[Exception] | None) -> None:
    if problem is None:
        check_period(2026, Period.parse(period), date.fromisoformat(today))
    else:
        with pytest.raises(problem):
            check_period(2026, Period.parse(period), date.fromisoformat(today))


@pytest.mark.parametrize(
    ("stated", "attained", "known"),
    [
        (None, [], None),
        ((2, "2026-06-30T05:00Z"), [], 2),
        (None, [(3, "2026-06-30")], 3),
        ((2, "2026-06-30T05:00Z"), [(3, "2026-06-30")], 3),
        ((2, "2026-06-30T05:00Z"), [(3, "2026-07-01"), (2, "2026-07-02")], 3),
        ((2, "2026-06-30T05:00Z"), [(3, "2026-06-29")], 2),
        ((4, "2026-06-30T05:00Z"), [(3, "2026-07-01")], 4),
        # 23:30 UTC of the 29th is the 30th in Sibolga
        ((2, "2026-06-29T23:30Z"), [(3, "2026-06-29")], 2),
    ],
)
def test_a_course_raises_the_level_until_a_later_day_is_assessed(stated, attained, known: int | None) -> None:
    employee_id = uuid4()
    level = stated and CompetencyLevel(employee_id, "KOMUNIKASI", stated[0], datetime.fromisoformat(stated[1]), 1)

    assert known_level(level, [Attained(level, date.fromisoformat(on)) for level, on in attained]) == known


@pytest.mark.parametrize(("word", "known"), [("PNS", Employment.PNS), ("PPPK", Employment.PPPK), ("HONORER", None)])
def test_an_employment_is_known_or_not(word: str, known: Employment | None) -> None:
    assert Employee(uuid4(), word, 1).known_employment is known
