"""Planning: the needs that matter most within the budget, one seat per employee and competency."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from training_service.domain.course import Course, Form
from training_service.domain.need import Cause, TrainingNeed
from training_service.domain.plan import Outcome
from training_service.policies.matching import Catalogue, catalogue
from training_service.policies.planning import Decision, Draft, OpenSeat, draft, rank

EPOCH = datetime(2026, 1, 5, tzinfo=UTC)
SERVICE = "PELAYANAN_PUBLIK"


def a_course(level: int, cost: int, competency: str = SERVICE) -> Course:
    return Course(
        id=uuid4(),
        code=f"{competency[:3]}-{level}",
        title="Kursus",
        competency_code=competency,
        target_level=level,
        hours=20,
        form=Form.KURSUS,
        provider_id=uuid4(),
        cost_per_seat=cost,
        offered_at=EPOCH,
    )


def a_need(
    priority: int, *, target: int = 3, employee: UUID | None = None, competency: str = SERVICE, day: int = 0
) -> TrainingNeed:
    return TrainingNeed(
        id=uuid4(),
        employee_id=employee or uuid4(),
        unit_id=uuid4(),
        competency_code=competency,
        current_level=target - 1,
        target_level=target,
        gap=1,
        gap_class="RENDAH",
        priority=priority,
        confirmation_required=False,
        cause=Cause(kind="EVALUATION", id=uuid4(), period="2026-S1"),
        rule_version="need-2026.1",
        identified_at=EPOCH + timedelta(days=day),
        correlation_id="flow",
    )


def outcomes(result: Draft) -> dict[UUID, tuple[Outcome, str, int]]:
    return {d.need.id: (d.outcome, d.reasons[0].code, d.cost) for d in result.decisions}


def test_the_budget_goes_to_the_most_urgent_needs() -> None:
    low, high, middle = a_need(10), a_need(90), a_need(50)

    result = draft([low, high, middle], catalogue([a_course(3, 100)]), {}, 200)

    assert [d.need for d in result.decisions] == [high, middle, low]
    assert outcomes(result)[low.id] == (Outcome.UNFUNDED, "BUDGET_INSUFFICIENT", 0)
    assert result.decisions[2].reasons[0].values["remaining"] == 0
    assert result.cost == 200


def test_the_older_of_two_equal_needs_comes_first() -> None:
    younger, older = a_need(50, day=2), a_need(50, day=1)

    result = draft([younger, older], catalogue([a_course(3, 100)]), {}, 100)

    assert outcomes(result)[older.id][0] is Outcome.FUNDED
    assert outcomes(result)[younger.id][0] is Outcome.UNFUNDED


def test_a_seat_that_does_not_fit_is_skipped_and_a_cheaper_one_is_funded() -> None:
    dear, cheap = a_need(90), a_need(10, competency="KERJA_SAMA")
    offer = catalogue([a_course(3, 500), a_course(3, 100, "KERJA_SAMA")])

    result = draft([dear, cheap], offer, {}, 300)

    assert outcomes(result)[dear.id] == (Outcome.UNFUNDED, "BUDGET_INSUFFICIENT", 0)
    assert outcomes(result)[cheap.id] == (Outcome.FUNDED, "SEAT_BOUGHT", 100)


def test_needs_of_one_employee_and_competency_share_the_seat_that_reaches_them_all() -> None:
    employee = uuid4()
    urgent, higher = a_need(90, target=2, employee=employee), a_need(40, target=4, employee=employee)

    result = draft([higher, urgent], catalogue([a_course(2, 50), a_course(4, 120)]), {}, 1000)

    assert outcomes(result) == {
        urgent.id: (Outcome.FUNDED, "SEAT_BOUGHT", 120),
        higher.id: (Outcome.FUNDED, "SHARES_SEAT", 0),
    }
    assert {d.course.target_level for d in result.decisions if d.course} == {4}


def test_a_need_beyond_every_course_does_not_hold_back_its_reachable_sibling() -> None:
    employee = uuid4()
    beyond, within = a_need(90, target=5, employee=employee), a_need(40, target=3, employee=employee)

    result = draft([beyond, within], catalogue([a_course(3, 100)]), {}, 100)

    assert outcomes(result)[beyond.id][1] == "NO_COURSE"
    assert outcomes(result)[within.id][1] == "SEAT_BOUGHT"


def test_an_open_seat_is_joined_for_free_or_waited_for_but_never_doubled() -> None:
    employee = uuid4()
    covered, above = a_need(90, target=3, employee=employee), a_need(80, target=5, employee=employee)
    seats = {(employee, SERVICE): OpenSeat(uuid4(), uuid4(), 3)}

    result = draft([covered, above], catalogue([a_course(5, 100)]), seats, 1000)

    assert outcomes(result) == {
        covered.id: (Outcome.FUNDED, "ALREADY_ENROLLED", 0),
        above.id: (Outcome.UNFUNDED, "ENROLLED_BELOW_TARGET", 0),
    }


def test_a_plan_without_open_needs_says_so() -> None:
    result = draft([], catalogue([]), {}, 1000)

    assert (result.cost, result.decisions) == (0, ())
    assert [reason.code for reason in result.reasons] == ["NO_OPEN_NEEDS"]


EMPLOYEES = [UUID(int=number) for number in range(1, 6)]
COMPETENCIES = ["INTEGRITAS", "KERJA_SAMA", "KOMUNIKASI"]

needs = st.lists(
    st.builds(
        a_need,
        st.integers(1, 5),
        target=st.integers(1, 5),
        employee=st.sampled_from(EMPLOYEES),
        competency=st.sampled_from(COMPETENCIES),
        day=st.integers(0, 3),
    ),
    max_size=25,
)
offers = st.lists(
    st.builds(a_course, st.integers(1, 5), st.integers(0, 60), st.sampled_from(COMPETENCIES)),
    max_size=8,
).map(catalogue)
open_seats = st.dictionaries(
    st.tuples(st.sampled_from(EMPLOYEES), st.sampled_from(COMPETENCIES)),
    st.builds(OpenSeat, st.uuids(), st.uuids(), st.integers(1, 5)),
    max_size=4,
)
budgets = st.integers(0, 200)


@given(needs, offers, open_seats, budgets)
def test_a_plan_is_never_over_budget_and_decides_every_need_once(
    register: list[TrainingNeed], offer: Catalogue, seats: dict[tuple[UUID, str], OpenSeat], budget: int
) -> None:
    result = draft(register, offer, seats, budget)

    assert 0 <= result.cost <= budget
    assert result.cost == sum(decision.cost for decision in result.decisions)
    assert sorted(d.need.id for d in result.decisions) == sorted(need.id for need in register)
    assert result.count(Outcome.FUNDED) + result.count(Outcome.UNFUNDED) == len(register)
    assert all(decision.reasons for decision in result.decisions)


@given(needs, offers, open_seats, budgets)
def test_a_person_gets_at_most_one_seat_per_competency_and_it_reaches_every_need_it_funds(
    register: list[TrainingNeed], offer: Catalogue, seats: dict[tuple[UUID, str], OpenSeat], budget: int
) -> None:
    result = draft(register, offer, seats, budget)

    bought = [(d.need.employee_id, d.need.competency_code) for d in result.decisions if d.buyer is d.need]
    assert len(bought) == len(set(bought))
    assert not set(bought) & set(seats)
    for decision in result.decisions:
        if decision.outcome is Outcome.FUNDED:
            assert _level(decision) >= decision.need.target_level


@given(needs, offers, budgets)
def test_no_need_is_passed_over_for_a_less_urgent_one_while_its_seat_fitted(
    register: list[TrainingNeed], offer: Catalogue, budget: int
) -> None:
    result = draft(register, offer, {}, budget)

    assert [d.need for d in result.decisions] == sorted(register, key=rank)
    remaining = budget
    weighed = set()
    for decision in result.decisions:
        reason, person = decision.reasons[0], (decision.need.employee_id, decision.need.competency_code)
        if reason.code == "BUDGET_INSUFFICIENT" and person not in weighed:
            assert reason.values["remaining"] == remaining
            assert int(reason.values["cost"] or 0) > remaining
        if reason.code != "NO_COURSE":
            weighed.add(person)
        remaining -= decision.cost


@given(needs, offers, open_seats, budgets, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    register: list[TrainingNeed],
    offer: Catalogue,
    seats: dict[tuple[UUID, str], OpenSeat],
    budget: int,
    chance: random.Random,
) -> None:
    shuffled = _shuffled(register, chance)

    assert draft(register, offer, seats, budget) == draft(shuffled, offer, seats, budget)


def _level(decision: Decision) -> int:
    if decision.seat is not None:
        return decision.seat.target_level
    return decision.course.target_level if decision.course else 0


def _shuffled(register: Sequence[TrainingNeed], chance: random.Random) -> list[TrainingNeed]:
    shuffled = list(register)
    chance.shuffle(shuffled)
    return shuffled
