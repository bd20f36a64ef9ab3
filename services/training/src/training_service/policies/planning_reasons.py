"""The reasons a plan gives, worded for officials and for machines."""

from training_service.domain.course import Course
from training_service.domain.need import TrainingNeed
from training_service.domain.reason import Reason
from training_service.policies.matching import NoCourse


def rupiah(amount: int) -> str:
    """Write whole rupiah as officials do: Rp1.500.000."""
    return f"Rp{amount:,}".replace(",", ".")


def seat_bought(need: TrainingNeed, course: Course, remaining: int) -> Reason:
    """Say which seat the need gets; `remaining` is what was left before buying it."""
    price, left = rupiah(course.cost_per_seat), rupiah(remaining)
    return Reason(
        code="SEAT_BOUGHT",
        text_id=f"Prioritas {need.priority}: {course.code} ({price}) dibiayai dari sisa anggaran {left}.",
        text_en=f"Priority {need.priority}: {course.code} ({price}) is paid from the remaining {left}.",
        values={
            "priority": need.priority,
            "course_code": course.code,
            "course_level": course.target_level,
            "cost": course.cost_per_seat,
            "remaining": remaining,
        },
    )


def shares_seat(need: TrainingNeed, course: Course, buyer: TrainingNeed) -> Reason:
    """Say that another need of the same employee and competency has bought the seat already."""
    return Reason(
        code="SHARES_SEAT",
        text_id=f"Satu kursi {course.code} memenuhi semua kebutuhan pegawai ini pada {need.competency_code}.",
        text_en=f"One seat in {course.code} meets all needs of this employee in {need.competency_code}.",
        values={"priority": need.priority, "course_code": course.code, "shared_with": str(buyer.id)},
    )


def already_enrolled(need: TrainingNeed, level: int) -> Reason:
    """Say that an open enrolment of an earlier plan reaches the target."""
    return Reason(
        code="ALREADY_ENROLLED",
        text_id=f"Pegawai sudah terdaftar pada kursus tingkat {level} untuk {need.competency_code}.",
        text_en=f"The employee is already enrolled in a level {level} course for {need.competency_code}.",
        values={"target_level": need.target_level, "enrolled_level": level},
    )


def enrolled_below_target(need: TrainingNeed, level: int) -> Reason:
    """Say that the employee first completes the lower course that is already paid for."""
    return Reason(
        code="ENROLLED_BELOW_TARGET",
        text_id=(
            f"Pegawai masih mengikuti kursus tingkat {level} untuk {need.competency_code}; tingkat "
            f"{need.target_level} dipertimbangkan setelah kursus itu selesai."
        ),
        text_en=(
            f"The employee is still in a level {level} course for {need.competency_code}; level "
            f"{need.target_level} is considered once that course is completed."
        ),
        values={"target_level": need.target_level, "enrolled_level": level},
    )


def no_course(gap: NoCourse) -> Reason:
    """Say that nobody offers a course that reaches the level."""
    return Reason(
        code="NO_COURSE",
        text_id=f"Belum ada kursus {gap.competency_code} yang mencapai tingkat {gap.target_level}.",
        text_en=f"No course in {gap.competency_code} reaches level {gap.target_level}.",
        values={
            "competency_code": gap.competency_code,
            "target_level": gap.target_level,
            "highest_offered": gap.highest_offered,
        },
    )


def does_not_fit(need: TrainingNeed, course: Course, remaining: int) -> Reason:
    """Say that the seat costs more than what more urgent needs left of the budget."""
    price, left = rupiah(course.cost_per_seat), rupiah(remaining)
    return Reason(
        code="BUDGET_INSUFFICIENT",
        text_id=f"Prioritas {need.priority}: {course.code} ({price}) melebihi sisa anggaran {left}.",
        text_en=f"Priority {need.priority}: {course.code} ({price}) exceeds the remaining {left}.",
        values={
            "priority": need.priority,
            "course_code": course.code,
            "cost": course.cost_per_seat,
            "remaining": remaining,
        },
    )


def no_open_needs() -> Reason:
    """Say that the register held nothing to plan for."""
    return Reason(
        code="NO_OPEN_NEEDS",
        text_id="Tidak ada kebutuhan pelatihan yang terbuka saat rencana ditetapkan.",
        text_en="No training need was open when the plan was fixed.",
    )
