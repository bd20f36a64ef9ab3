"""Planning: the needs that matter most within the budget, one seat per employee and competency."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_kernel.codes import Employment
from asn_kernel.decision import plain
from asn_kernel.reason import Labelled
from training_service.domain.line_facts import Candidate, CourseFacts, HoursFacts, LineFacts, NeedFacts, SeatFacts
from training_service.domain.plan import AlreadyMet, Line, SeatBought, SeatJoined, SeatShared, Unfunded
from training_service.persistence.types import LineDecision
from training_service.policies.matching import best_first
from training_service.policies.plan_line import decide
from training_service.policies.planning import Draft, draft
from training_service.policies.regulations import Regulations

EPOCH = datetime(2026, 1, 5, tzinfo=UTC)
REGULATIONS = load(Path(__file__).parents[4] / "contracts", Regulations)
RULE = REGULATIONS.planning.in_force(date(2026, 1, 1))
LAW = REGULATIONS.learning_hours.in_force(date(2026, 1, 1))
SERVICE, TEAMWORK = "PELAYANAN_PUBLIK", "KERJA_SAMA"
NAMES = {
    SERVICE: Labelled(SERVICE, "Pelayanan publik", "Public service"),
    TEAMWORK: Labelled(TEAMWORK, "Kerja sama", "Cooperation"),
}


@dataclass(frozen=True)
class Wanted:
    """A need and whose it is."""

    priority: int
    target: int = 3
    employee: UUID = field(default_factory=uuid4)
    competency: str = SERVICE
    day: int = 0
    id: UUID = field(default_factory=uuid4)

    @property
    def place(self) -> tuple[UUID, str]:
        return self.employee, self.competency

    @property
    def facts(self) -> NeedFacts:
        return NeedFacts(self.id, self.target, self.priority, EPOCH + timedelta(days=self.day))


def a_course(level: int, cost: int, hours: int = 20) -> CourseFacts:
    return CourseFacts(uuid4(), f"C-{level}-{cost}", f"Kursus {level}", level, hours, cost)


def hours_of(employment: Employment | None, earned: int = 0, under_way: int = 0) -> HoursFacts:
    bounds = LAW.values.bounds(employment)
    return HoursFacts(earned, under_way, bounds and bounds.maximum, LAW.version)


def candidates(
    wanted: Iterable[Wanted],
    offer: Mapping[str, Sequence[CourseFacts]],
    *,
    seats: Mapping[tuple[UUID, str], SeatFacts] | None = None,
    levels: Mapping[tuple[UUID, str], int] | None = None,
    employment: Employment | None = Employment.PNS,
    earned: int = 0,
) -> list[Candidate]:
    by_place: dict[tuple[UUID, str], list[Wanted]] = defaultdict(list)
    for each in wanted:
        by_place[each.place].append(each)
    return [
        Candidate(
            employee_id=place[0],
            competency=NAMES[place[1]],
            needs=tuple(sorted((each.facts for each in needs), key=lambda facts: facts.rank)),
            level=(levels or {}).get(place),
            employment=employment,
            hours=hours_of(employment, earned),
            seat=(seats or {}).get(place),
            courses=best_first(offer.get(place[1], ())),
        )
        for place, needs in by_place.items()
    ]


def plan(wanted: Iterable[Wanted], offer: Sequence[CourseFacts], budget: int, **more) -> Draft:
    return draft(candidates(wanted, {SERVICE: offer, TEAMWORK: offer}, **more), budget, RULE)


def outcomes(result: Draft) -> dict[UUID, tuple[type, str]]:
    return {line.inputs.need_id: (type(line.outcome), line.reasons[0].code) for line in result.lines}


def test_the_budget_goes_to_the_most_urgent_needs() -> None:
    low, high, middle = Wanted(10), Wanted(90), Wanted(50)

    result = plan([low, high, middle], [a_course(3, 100)], 200)

    assert [line.inputs.need_id for line in result.lines] == [high.id, middle.id, low.id]
    assert outcomes(result)[low.id] == (Unfunded, "BUDGET_INSUFFICIENT")
    assert result.lines[2].reasons[0].values["remaining"] == 0
    assert result.cost == 200


def test_the_older_of_two_equal_needs_comes_first() -> None:
    younger, older = Wanted(50, day=2), Wanted(50, day=1)

    result = plan([younger, older], [a_course(3, 100)], 100)

    assert outcomes(result)[older.id] == (SeatBought, "SEAT_BOUGHT")
    assert outcomes(result)[younger.id] == (Unfunded, "BUDGET_INSUFFICIENT")


@pytest.mark.parametrize(("budget", "bought"), [(99, False), (100, True), (101, True), (0, False)])
def test_a_seat_may_cost_the_last_rupiah(budget: int, *, bought: bool) -> None:
    result = plan([Wanted(50)], [a_course(3, 100)], budget)

    assert result.cost == (100 if bought else 0)


def test_a_seat_that_does_not_fit_is_skipped_and_a_cheaper_one_is_funded() -> None:
    dear, cheap = Wanted(90, target=4), Wanted(10)

    result = plan([dear, cheap], [a_course(4, 500), a_course(3, 100)], 300)

    assert outcomes(result)[dear.id] == (Unfunded, "BUDGET_INSUFFICIENT")
    assert outcomes(result)[cheap.id] == (SeatBought, "SEAT_BOUGHT")


def test_needs_of_one_employee_and_competency_share_the_seat_that_reaches_them_all() -> None:
    employee = uuid4()
    urgent, higher = Wanted(90, target=2, employee=employee), Wanted(40, target=4, employee=employee)
    top = a_course(4, 120)

    result = plan([higher, urgent], [a_course(2, 50), top], 1000)

    bought, shared = result.lines
    assert bought.outcome == SeatBought(top.id, 120)
    assert shared.outcome == SeatShared(top.id, urgent.id)
    assert result.cost == 120


def test_a_need_beyond_every_course_does_not_hold_back_its_reachable_sibling() -> None:
    employee = uuid4()
    beyond, within = Wanted(90, target=5, employee=employee), Wanted(40, employee=employee)

    result = plan([beyond, within], [a_course(3, 100)], 100)

    assert outcomes(result) == {beyond.id: (Unfunded, "NO_COURSE"), within.id: (SeatBought, "SEAT_BOUGHT")}


def test_a_need_beyond_every_course_lends_its_urgency_to_nobody() -> None:
    employee = uuid4()
    beyond, within = Wanted(90, target=5, employee=employee), Wanted(40, employee=employee)
    other = Wanted(60)

    result = plan([beyond, within, other], [a_course(3, 100)], 100)

    assert outcomes(result)[other.id] == (SeatBought, "SEAT_BOUGHT")
    assert outcomes(result)[within.id] == (Unfunded, "BUDGET_INSUFFICIENT")


def test_an_open_seat_is_joined_for_free_or_waited_for_but_never_doubled() -> None:
    employee = uuid4()
    covered, above = Wanted(90, employee=employee), Wanted(80, target=5, employee=employee)
    seat = SeatFacts(uuid4(), uuid4(), 3)

    result = plan([covered, above], [a_course(5, 100)], 1000, seats={(employee, SERVICE): seat})

    joined, waits = result.lines
    assert joined.outcome == SeatJoined(seat.course_id, seat.enrolment_id)
    assert (waits.outcome, waits.reasons[0].code) == (Unfunded(), "ENROLLED_BELOW_TARGET")
    assert result.cost == 0


@pytest.mark.parametrize(
    ("level", "target", "met"), [(None, 1, False), (2, 3, False), (3, 3, True), (5, 3, True), (5, 5, True)]
)
def test_a_level_that_is_reached_needs_no_course(level: int | None, target: int, *, met: bool) -> None:
    need = Wanted(90, target=target)

    result = plan([need], [a_course(5, 100)], 1000, levels={need.place: level} if level else {})

    assert isinstance(result.lines[0].outcome, AlreadyMet) is met
    assert result.cost == (0 if met else 100)


def test_a_level_that_meets_one_need_buys_no_dearer_course_for_the_other() -> None:
    employee = uuid4()
    met, higher = Wanted(90, target=2, employee=employee), Wanted(40, target=3, employee=employee)

    result = plan([met, higher], [a_course(3, 70)], 1000, levels={(employee, SERVICE): 2})

    assert [type(line.outcome) for line in result.lines] == [AlreadyMet, SeatBought]
    assert result.lines[0].outcome == AlreadyMet(2)


@pytest.mark.parametrize(
    ("earned", "hours", "fits"), [(0, 24, True), (0, 25, False), (4, 20, True), (5, 20, False), (24, 1, False)]
)
def test_a_pppk_learns_no_more_than_the_ceiling(earned: int, hours: int, *, fits: bool) -> None:
    need = Wanted(50)
    course = a_course(3, 100, hours)

    result = plan([need], [course], 1000, employment=Employment.PPPK, earned=earned)
    of_a_pns = plan([need], [course], 1000, employment=Employment.PNS, earned=earned)

    expected = (SeatBought, "SEAT_BOUGHT") if fits else (Unfunded, "PPPK_CEILING")
    assert outcomes(result) == {need.id: expected}
    assert outcomes(of_a_pns) == {need.id: (SeatBought, "SEAT_BOUGHT")}


def test_the_seats_of_one_plan_add_up_to_the_ceiling() -> None:
    employee = uuid4()
    first, second = Wanted(90, employee=employee), Wanted(80, employee=employee, competency=TEAMWORK)
    other = Wanted(70, competency=TEAMWORK)

    result = plan([first, second, other], [a_course(3, 100, hours=13)], 1000, employment=Employment.PPPK)

    assert outcomes(result) == {
        first.id: (SeatBought, "SEAT_BOUGHT"),
        second.id: (Unfunded, "PPPK_CEILING"),
        other.id: (SeatBought, "SEAT_BOUGHT"),
    }
    assert result.lines[1].reasons[0].values["open"] == 13


def test_nothing_is_bought_for_somebody_whose_employment_is_not_known() -> None:
    need, met = Wanted(50), Wanted(40)

    result = plan([need, met], [a_course(3, 0)], 1000, employment=None, levels={met.place: 3})

    assert outcomes(result) == {need.id: (Unfunded, "EMPLOYMENT_UNKNOWN"), met.id: (AlreadyMet, "LEVEL_REACHED")}


def test_a_plan_without_open_needs_says_so() -> None:
    result = plan([], [], 1000)

    assert (result.cost, result.lines) == (0, ())
    assert [reason.code for reason in result.reasons] == ["NO_OPEN_NEEDS"]


def test_a_reason_names_the_competency_in_words() -> None:
    (line,) = plan([Wanted(50)], [], 1000).lines

    assert line.reasons[0].text_id == "Belum ada kursus kompetensi Pelayanan publik yang mencapai tingkat 3."
    assert line.reasons[0].text_en == "No course in the competency Public service reaches level 3."
    assert line.reasons[0].values["competency"] == SERVICE


EMPLOYEES = [UUID(int=number) for number in range(1, 6)]

needs = st.lists(
    st.builds(
        Wanted,
        st.integers(1, 5),
        target=st.integers(1, 5),
        employee=st.sampled_from(EMPLOYEES),
        competency=st.sampled_from([SERVICE, TEAMWORK]),
        day=st.integers(0, 3),
        id=st.uuids(),
    ),
    max_size=20,
    unique_by=lambda each: each.id,
)
courses = st.lists(st.builds(a_course, st.integers(1, 5), st.integers(0, 60), st.integers(1, 30)), max_size=5)
places = st.tuples(st.sampled_from(EMPLOYEES), st.sampled_from([SERVICE, TEAMWORK]))
situations = st.fixed_dictionaries(
    {
        "seats": st.dictionaries(places, st.builds(SeatFacts, st.uuids(), st.uuids(), st.integers(1, 5)), max_size=3),
        "levels": st.dictionaries(places, st.integers(1, 5), max_size=4),
        "employment": st.sampled_from([*Employment, None]),
        "earned": st.integers(0, 24),
    }
)
budgets = st.integers(0, 200)


@given(needs, courses, budgets, situations)
def test_a_plan_is_never_over_budget_and_decides_every_need_once(register, offer, budget, situation) -> None:
    result = plan(register, offer, budget, **situation)

    assert 0 <= result.cost <= budget
    assert sorted(line.inputs.need_id for line in result.lines) == sorted(need.id for need in register)
    assert [line.inputs.need.rank for line in result.lines] == sorted(need.facts.rank for need in register)
    assert all(line.reasons for line in result.lines)


@given(needs, courses, budgets, situations)
def test_a_person_gets_at_most_one_seat_per_competency_and_it_reaches_every_need_it_answers(
    register, offer, budget, situation
) -> None:
    result = plan(register, offer, budget, **situation)

    places = {need.id: need.place for need in register}
    bought = Counter(places[line.inputs.need_id] for line in result.lines if isinstance(line.outcome, SeatBought))
    assert all(number == 1 for number in bought.values())
    assert not set(bought) & set(situation["seats"])
    levels = {course.id: course.target_level for course in offer}
    levels |= {seat.course_id: seat.target_level for seat in situation["seats"].values()}
    for line in result.lines:
        if isinstance(line.outcome, SeatBought | SeatShared | SeatJoined):
            assert levels[line.outcome.course_id] >= line.inputs.need.target_level
        level = situation["levels"].get(places[line.inputs.need_id])
        assert isinstance(line.outcome, AlreadyMet) is (level is not None and level >= line.inputs.need.target_level)


@given(needs, courses, budgets, situations)
def test_no_pppk_passes_the_ceiling_by_what_a_plan_buys(register, offer, budget, situation) -> None:
    result = plan(register, offer, budget, **(situation | {"employment": Employment.PPPK}))

    hours = Counter[UUID]()
    for line in result.lines:
        if isinstance(line.outcome, SeatBought):
            (course,) = (each for each in offer if each.id == line.outcome.course_id)
            hours[line.inputs.candidate.employee_id] += course.hours
    assert all(situation["earned"] + new <= 24 for new in hours.values())


@given(needs, courses, budgets)
def test_no_need_is_passed_over_for_a_less_urgent_one_while_its_seat_fitted(register, offer, budget) -> None:
    result = plan(register, offer, budget)

    turns: dict[tuple[UUID, str], list[Line]] = defaultdict(list)
    for line in result.lines:
        turns[line.inputs.candidate.employee_id, line.inputs.candidate.competency.code].append(line)
    reachable = [[line for line in lines if line.reasons[0].code != "NO_COURSE"] for lines in turns.values()]
    remaining = budget
    for lines in sorted((lines for lines in reachable if lines), key=lambda lines: lines[0].inputs.need.rank):
        assert {line.inputs.remaining for line in lines} == {remaining}
        for line in lines:
            if isinstance(line.outcome, Unfunded):
                assert int(line.reasons[0].values["cost"] or 0) > remaining
        remaining -= sum(line.outcome.cost for line in lines if isinstance(line.outcome, SeatBought))


@given(needs, courses, budgets, situations, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(register, offer, budget, situation, chance: random.Random) -> None:
    shuffled = list(register)
    chance.shuffle(shuffled)

    assert plan(register, offer, budget, **situation) == plan(shuffled, offer, budget, **situation)


@given(needs, courses, budgets, situations)
def test_every_line_is_read_back_and_computed_again(register, offer, budget, situation) -> None:
    stored = LineDecision()

    for line in plan(register, offer, budget, **situation).lines:
        read_back = stored.process_result_value(plain(line), None)

        assert read_back == line
        assert read_back.recomputed(lambda facts: decide(facts, RULE))


def test_a_changed_input_is_not_the_same_decision() -> None:
    (line,) = plan([Wanted(50)], [a_course(3, 100)], 100).lines

    changed = replace(line, inputs=LineFacts(line.inputs.need_id, line.inputs.candidate, 99))

    assert not changed.recomputed(lambda facts: decide(facts, RULE))
