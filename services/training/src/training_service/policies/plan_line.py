"""Decides what a plan does about one need: a seat bought, shared or joined, nothing to do, or why there is none."""

from asn_kernel.decision import Decision, Step
from asn_kernel.reason import Reason, Rupiah, Sayable, Sentence, reason
from asn_kernel.rule import Rule
from training_service.domain.line_facts import CourseFacts, LineFacts, SeatFacts
from training_service.domain.plan import AlreadyMet, Line, LineOutcome, SeatBought, SeatJoined, SeatShared, Unfunded
from training_service.policies.matching import NoCourse, TooLong, match
from training_service.policies.regulations import Planning

SENTENCES = {
    "SEAT_BOUGHT": Sentence(
        "Prioritas {priority}: kursus {course} ({cost}) dibiayai dari sisa anggaran {remaining}.",
        "Priority {priority}: the course {course} ({cost}) is paid from the remaining {remaining}.",
    ),
    "SHARES_SEAT": Sentence(
        "Satu kursi pada kursus {course} memenuhi semua kebutuhan pegawai ini pada kompetensi {competency}.",
        "One seat in the course {course} meets all needs of this employee in the competency {competency}.",
    ),
    "ALREADY_ENROLLED": Sentence(
        "Pegawai sudah terdaftar pada kursus tingkat {enrolled_level} untuk kompetensi {competency}.",
        "The employee is already enrolled in a level {enrolled_level} course for the competency {competency}.",
    ),
    "ENROLLED_BELOW_TARGET": Sentence(
        "Pegawai masih mengikuti kursus tingkat {enrolled_level} untuk kompetensi {competency}; tingkat {target_level} "
        "dipertimbangkan setelah kursus itu selesai.",
        "The employee is still in a level {enrolled_level} course for the competency {competency}; level "
        "{target_level} is considered once that course is completed.",
    ),
    "EMPLOYMENT_UNKNOWN": Sentence(
        "Jenis kepegawaian pegawai ini belum dikenal, sehingga batas jam pelajarannya belum diketahui.",
        "The kind of employment of this employee is not known yet, and so is the limit of learning hours.",
    ),
    "NO_COURSE": Sentence(
        "Belum ada kursus kompetensi {competency} yang mencapai tingkat {target_level}.",
        "No course in the competency {competency} reaches level {target_level}.",
    ),
    "PPPK_CEILING": Sentence(
        "Kursus {course} ({course_hours} JP) melampaui batas {ceiling} JP setahun bagi PPPK: {earned} JP sudah "
        "diperoleh dan {open} JP sedang diikuti.",
        "The course {course} ({course_hours} JP) passes the limit of {ceiling} JP a year for PPPK: {earned} JP are "
        "earned and {open} JP are under way.",
    ),
    "BUDGET_INSUFFICIENT": Sentence(
        "Prioritas {priority}: kursus {course} ({cost}) melebihi sisa anggaran {remaining}.",
        "Priority {priority}: the course {course} ({cost}) exceeds the remaining {remaining}.",
    ),
    "LEVEL_REACHED": Sentence(
        "Pegawai sudah mencapai tingkat {level} pada kompetensi {competency}; kebutuhan tingkat {target_level} sudah "
        "terpenuhi.",
        "The employee has reached level {level} in the competency {competency}; the need for level {target_level} is "
        "met already.",
    ),
}

Verdict = tuple[LineOutcome, Reason]


def decide(facts: LineFacts, rule: Rule[Planning]) -> Line:
    """Decide about one need of a candidate, with what remains of the budget at the candidate's turn."""
    outcome, why = _verdict(facts)
    hours = facts.candidate.hours
    return Decision.by(
        rule,
        "plan-line",
        inputs=facts,
        outcome=outcome,
        reasons=(why,),
        steps=(Step("hours_earned_and_open", hours.earned + hours.open), Step("hours_left", hours.left)),
    )


def _verdict(facts: LineFacts) -> Verdict:
    need, candidate = facts.need, facts.candidate
    if candidate.level is not None and candidate.met(need):
        return AlreadyMet(candidate.level), _because("LEVEL_REACHED", facts, level=candidate.level)
    if candidate.seat is not None:
        return _join(facts, candidate.seat)
    if candidate.employment is None:
        return Unfunded(), _because("EMPLOYMENT_UNKNOWN", facts)
    found = match(need.target_level, candidate.courses, candidate.hours.left)
    if isinstance(found, NoCourse):
        return Unfunded(), _because("NO_COURSE", facts, highest_offered=found.highest_offered)
    if isinstance(found, TooLong):
        return Unfunded(), _too_long(facts, found.shortest)
    return _buy(facts)


def _join(facts: LineFacts, seat: SeatFacts) -> Verdict:
    """Use the seat that is paid for; a second one in the same competency is never bought beside it."""
    if seat.target_level >= facts.need.target_level:
        return SeatJoined(seat.course_id, seat.enrolment_id), _because(
            "ALREADY_ENROLLED", facts, enrolled_level=seat.target_level
        )
    return Unfunded(), _because("ENROLLED_BELOW_TARGET", facts, enrolled_level=seat.target_level)


def _buy(facts: LineFacts) -> Verdict:
    """Buy, or share, the one course that reaches the highest target of the candidate's needs."""
    need, candidate = facts.need, facts.candidate
    wishes = [
        (each, found)
        for each in candidate.needs
        if not candidate.met(each)
        and isinstance(found := match(each.target_level, candidate.courses, candidate.hours.left), CourseFacts)
    ]
    buyer = wishes[0][0]
    _, course = max(wishes, key=lambda wish: wish[0].target_level)
    cost, remaining = Rupiah(course.cost), Rupiah(facts.remaining)
    if course.cost > facts.remaining:
        return Unfunded(), _because(
            "BUDGET_INSUFFICIENT", facts, course=course.labelled, cost=cost, remaining=remaining
        )
    if buyer == need:
        return SeatBought(course.id, course.cost), _because(
            "SEAT_BOUGHT", facts, course=course.labelled, cost=cost, remaining=remaining
        )
    return SeatShared(course.id, buyer.id), _because(
        "SHARES_SEAT", facts, course=course.labelled, shared_with=str(buyer.id)
    )


def _too_long(facts: LineFacts, shortest: CourseFacts) -> Reason:
    hours = facts.candidate.hours
    return _because(
        "PPPK_CEILING",
        facts,
        course=shortest.labelled,
        course_hours=shortest.hours,
        earned=hours.earned,
        open=hours.open,
        ceiling=hours.ceiling,
        hours_rule=hours.rule_version,
    )


def _because(code: str, facts: LineFacts, **values: Sayable) -> Reason:
    need = facts.need
    return reason(
        SENTENCES,
        code,
        competency=facts.candidate.competency,
        priority=need.priority,
        target_level=need.target_level,
        **values,
    )
