"""Which needs a plan funds: those that matter most, as far as the budget goes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from training_service.domain.course import Course
from training_service.domain.need import TrainingNeed
from training_service.domain.plan import Outcome
from training_service.domain.reason import Reason
from training_service.policies import planning_reasons as why
from training_service.policies.matching import Catalogue, NoCourse, match
from training_service.policies.rules import Confidence, Rule

PLANNING_RULES = (
    Rule(
        version="planning-2018.1",
        effective_date=date(2018, 1, 1),
        source=(
            "Peraturan LAN 10/2018: needs are inventoried, verified and fixed in a yearly plan. The order "
            "(priority, then date identified, then id; what does not fit is skipped) is this system's design."
        ),
        confidence=Confidence.LOW,
    ),
)

Person = tuple[UUID, str]
"""One employee in one competency: what a seat is for."""

Wish = tuple[TrainingNeed, Course]
"""A need and the course that would answer it alone."""


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """An enrolment of an earlier plan that is not completed yet."""

    enrolment_id: UUID
    course_id: UUID
    target_level: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one need.

    A funded need has either a `seat` it joins, or a `course` and the `buyer`: the need (perhaps itself) that
    bought the seat it shares. `cost` is whole rupiah, on the buyer only.
    """

    need: TrainingNeed
    outcome: Outcome
    reasons: tuple[Reason, ...]
    course: Course | None = None
    cost: int = 0
    buyer: TrainingNeed | None = None
    seat: OpenSeat | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The decisions, the most urgent need first."""

    decisions: tuple[Decision, ...]
    reasons: tuple[Reason, ...]

    @property
    def cost(self) -> int:
        """Whole rupiah that this plan commits."""
        return sum(decision.cost for decision in self.decisions)

    def count(self, outcome: Outcome) -> int:
        """Count the needs with this outcome."""
        return sum(decision.outcome is outcome for decision in self.decisions)


def rank(need: TrainingNeed) -> tuple[int, datetime, UUID]:
    """Order by weight: high priority first, then the older need, then the id."""
    return (-need.priority, need.identified_at, need.id)


def draft(needs: Iterable[TrainingNeed], offer: Catalogue, seats: Mapping[Person, OpenSeat], available: int) -> Draft:
    """Decide every need within `available` rupiah.

    Needs of one employee in one competency that some course reaches share one seat, weighed at the rank of
    the most urgent of them. A seat that does not fit is skipped, so that cheaper ones may still be funded.
    """
    decisions: list[Decision] = []
    wanted: dict[Person, list[Wish]] = defaultdict(list)
    for need in sorted(needs, key=rank):
        person = (need.employee_id, need.competency_code)
        found = match(need.competency_code, need.target_level, offer)
        if person in seats:
            decisions.append(_join(need, seats[person]))
        elif isinstance(found, NoCourse):
            decisions.append(Decision(need, Outcome.UNFUNDED, (why.no_course(found),)))
        else:
            wanted[person].append((need, found))
    # A dictionary keeps the order of insertion: the persons come by their most urgent reachable need.
    remaining = available
    for wishes in wanted.values():
        bought = _buy(wishes, remaining)
        remaining -= sum(decision.cost for decision in bought)
        decisions += bought
    decisions.sort(key=lambda decision: rank(decision.need))
    return Draft(tuple(decisions), () if decisions else (why.no_open_needs(),))


def _join(need: TrainingNeed, seat: OpenSeat) -> Decision:
    """Use the seat that is paid for; a second one in the same competency is never bought beside it."""
    if seat.target_level >= need.target_level:
        return Decision(need, Outcome.FUNDED, (why.already_enrolled(need, seat.target_level),), seat=seat)
    return Decision(need, Outcome.UNFUNDED, (why.enrolled_below_target(need, seat.target_level),))


def _buy(wishes: list[Wish], remaining: int) -> list[Decision]:
    """Buy the one course that reaches the highest target of one person's needs, or nothing."""
    _, course = max(wishes, key=lambda wish: wish[0].target_level)
    buyer, *others = [need for need, _ in wishes]
    cost = course.cost_per_seat
    if cost > remaining:
        return [
            Decision(need, Outcome.UNFUNDED, (why.does_not_fit(need, course, remaining),)) for need in (buyer, *others)
        ]
    bought = Decision(buyer, Outcome.FUNDED, (why.seat_bought(buyer, course, remaining),), course, cost, buyer)
    shared = [
        Decision(need, Outcome.FUNDED, (why.shares_seat(need, course, buyer),), course, buyer=buyer) for need in others
    ]
    return [bought, *shared]
