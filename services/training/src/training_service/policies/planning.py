"""Which needs a plan funds: those that matter most, as far as the budget goes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rule import Rule
from training_service.domain.line_facts import Candidate, CourseFacts, LineFacts, NeedFacts
from training_service.domain.plan import Line, SeatBought
from training_service.policies.matching import match
from training_service.policies.plan_line import decide
from training_service.policies.regulations import Planning

SENTENCES = {
    "NO_OPEN_NEEDS": Sentence(
        "Tidak ada kebutuhan pelatihan yang terbuka saat rencana ditetapkan.",
        "No training need was open when the plan was fixed.",
    ),
}


@dataclass(frozen=True)
class Draft:
    """The decisions, the most urgent need first; `reasons` where there was nothing to decide."""

    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]

    @property
    def cost(self) -> int:
        """Whole rupiah that the plan commits."""
        return sum(line.outcome.cost for line in self.lines if isinstance(line.outcome, SeatBought))


def draft(candidates: Iterable[Candidate], available: int, rule: Rule[Planning]) -> Draft:
    """Decide every need within `available` rupiah; no employee in one competency comes twice.

    A candidate's turn comes by the most urgent of its needs that a seat could answer. A seat that does not fit is
    skipped, so that cheaper ones may still be funded; its hours count for the employee's next seat.
    """
    remaining, bought = available, Counter[UUID]()
    lines: list[Line] = []
    for waiting in sorted(candidates, key=_turn):
        candidate = replace(waiting, hours=waiting.hours.with_open(bought[waiting.employee_id]))
        decided = [decide(LineFacts(need.id, candidate, remaining), rule) for need in candidate.needs]
        for line in decided:
            if isinstance(line.outcome, SeatBought):
                remaining -= line.outcome.cost
                bought[candidate.employee_id] += _course(candidate, line.outcome.course_id).hours
        lines += decided
    lines.sort(key=lambda line: line.inputs.need.rank)
    return Draft(tuple(lines), () if lines else (reason(SENTENCES, "NO_OPEN_NEEDS"),))


def _turn(candidate: Candidate) -> tuple[int, datetime, UUID]:
    reachable = [need for need in candidate.needs if _reachable(candidate, need)]
    return (reachable or list(candidate.needs))[0].rank


def _reachable(candidate: Candidate, need: NeedFacts) -> bool:
    found = match(need.target_level, candidate.courses)
    return not candidate.met(need) and candidate.seat is None and isinstance(found, CourseFacts)


def _course(candidate: Candidate, course_id: UUID) -> CourseFacts:
    return next(course for course in candidate.courses if course.id == course_id)
