"""Facts that training tells the world; each becomes one event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from asn_chassis.events.event import Event
from asn_chassis.events.flow import current_flow, flow
from asn_kernel.decision import plain
from training_service.domain.course import Course
from training_service.domain.enrolment import Enrolment, TrainingCompleted
from training_service.domain.need import NeedUnfunded
from training_service.domain.plan import Plan
from training_service.domain.provider import Provider

PROVIDER_REGISTERED = "asn.training.provider-registered.v1"
PROVIDER_REVISED = "asn.training.provider-revised.v1"
PROVIDER_WITHDRAWN = "asn.training.provider-withdrawn.v1"
COURSE_OFFERED = "asn.training.course-offered.v1"
COURSE_REVISED = "asn.training.course-revised.v1"
COURSE_WITHDRAWN = "asn.training.course-withdrawn.v1"
PLAN_FIXED = "asn.training.plan-fixed.v1"
EMPLOYEE_ENROLLED = "asn.training.employee-enrolled.v1"
NEED_UNFUNDED = "asn.training.need-unfunded.v1"
TRAINING_COMPLETED = "asn.training.training-completed.v1"


def provider_registered(provider: Provider) -> Event:
    """Tell that a provider is known."""
    return _provider(PROVIDER_REGISTERED, provider, provider.registered_at)


def provider_revised(provider: Provider, *, at: datetime) -> Event:
    """Tell what a provider is like from now on."""
    return _provider(PROVIDER_REVISED, provider, at)


def provider_withdrawn(provider: Provider, *, at: datetime) -> Event:
    """Tell that a provider gives no courses any more; why stays here."""
    return _provider(PROVIDER_WITHDRAWN, provider, at)


def _provider(event_type: str, provider: Provider, at: datetime) -> Event:
    return Event.of(
        event_type,
        subject=f"providers/{provider.id}",
        key=provider.id,
        version=provider.version,
        data={"provider_id": provider.id, "code": provider.code, "name": provider.name, "kind": provider.kind},
        at=at,
        classification="public",
    )


def course_offered(course: Course) -> Event:
    """Tell that a course can be chosen."""
    return _course(COURSE_OFFERED, course, course.offered_at)


def course_revised(course: Course, *, at: datetime) -> Event:
    """Tell what a course is like from now on."""
    return _course(COURSE_REVISED, course, at)


def course_withdrawn(course: Course, *, at: datetime) -> Event:
    """Tell that a course cannot be chosen any more; why stays here."""
    return Event.of(
        COURSE_WITHDRAWN,
        subject=f"courses/{course.id}",
        key=course.id,
        version=course.version,
        data={"course_id": course.id, "code": course.code, "competency_code": course.competency_code},
        at=at,
        classification="public",
    )


def _course(event_type: str, course: Course, at: datetime) -> Event:
    return Event.of(
        event_type,
        subject=f"courses/{course.id}",
        key=course.id,
        version=course.version,
        data={
            "course_id": course.id,
            "code": course.code,
            "title": course.title,
            "competency_code": course.competency_code,
            "target_level": course.target_level,
            "hours": course.hours,
            "form": course.form,
            "provider_id": course.provider_id,
            "cost_per_seat": course.cost_per_seat,
        },
        at=at,
        classification="public",
    )


def plan_fixed(plan: Plan) -> Event:
    """Tell that the plan of a period is fixed."""
    return Event.of(
        PLAN_FIXED,
        subject=f"plans/{plan.id}",
        key=plan.id,
        version=plan.version,
        data={
            "plan_id": plan.id,
            "year": plan.year,
            "period": str(plan.period),
            "budget": plan.budget,
            "committed": plan.committed,
            "remaining": plan.remaining,
            "funded": plan.funded,
            "unfunded": plan.unfunded,
        },
        at=plan.fixed_at,
        classification="internal",
    )


def employee_enrolled(enrolment: Enrolment, need_ids: Sequence[UUID]) -> Event:
    """Tell that an employee has a seat, in the flow of the need that bought it."""
    data = {
        "enrolment_id": enrolment.id,
        "employee_id": enrolment.employee_id,
        "unit_id": enrolment.unit_id,
        "course_id": enrolment.course_id,
        "plan_id": enrolment.plan_id,
        "need_ids": list(need_ids),
        "cost": enrolment.cost,
        "enrolled_at": enrolment.enrolled_at,
    }
    with flow(replace(current_flow(), correlation_id=enrolment.correlation_id)):
        return Event.of(
            EMPLOYEE_ENROLLED,
            subject=f"enrolments/{enrolment.id}",
            key=enrolment.employee_id,
            version=enrolment.version,
            data=data,
            at=enrolment.enrolled_at,
            classification="personal",
        )


def need_unfunded(fact: NeedUnfunded) -> Event:
    """Tell that a plan left a need without a seat, in the flow of that need."""
    data = {
        "need_id": fact.need_id,
        "employee_id": fact.employee_id,
        "unit_id": fact.unit_id,
        "plan_id": fact.plan_id,
        "reasons": plain(fact.reasons),
        "decided_at": fact.decided_at,
    }
    with flow(replace(current_flow(), correlation_id=fact.correlation_id)):
        return Event.of(
            NEED_UNFUNDED,
            subject=f"needs/{fact.need_id}",
            key=fact.employee_id,
            version=fact.version,
            data=data,
            at=fact.decided_at,
            classification="personal",
        )


def training_completed(fact: TrainingCompleted, fulfilled: Sequence[UUID]) -> Event:
    """Tell what the employee learned, or that she failed, in the flow of the need that bought the seat."""
    data = {
        "enrolment_id": fact.enrolment_id,
        "employee_id": fact.employee_id,
        "unit_id": fact.unit_id,
        "course_id": fact.course_id,
        "competency_code": fact.competency_code,
        "passed": fact.passed,
        "level": fact.level,
        "hours": fact.hours,
        "year": fact.year,
        "completed_date": fact.completed_date,
        "need_ids": list(fulfilled),
    }
    with flow(replace(current_flow(), correlation_id=fact.correlation_id)):
        return Event.of(
            TRAINING_COMPLETED,
            subject=f"enrolments/{fact.enrolment_id}",
            key=fact.employee_id,
            version=fact.version,
            data=data,
            at=fact.completed_at,
            classification="personal",
        )
