"""How the errors of the training service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from asn_kernel.rule import NoRuleInForce
from training_service.domain import budget, competency, course, enrolment, need, plan, provider, staff

PROBLEMS: Problems = {
    provider.ProviderNotFound: Problem("provider-not-found"),
    provider.UnknownProvider: Problem("unknown-provider", pointer="/provider_id"),
    provider.ProviderWithdrawn: Problem("provider-withdrawn"),
    provider.ProviderHasCourses: Problem("provider-has-courses"),
    provider.DuplicateProviderCode: Problem("duplicate-provider-code", pointer="/code"),
    competency.UnknownCompetency: Problem("unknown-competency", pointer="/competency_code"),
    course.CourseNotFound: Problem("course-not-found"),
    course.CourseWithdrawn: Problem("course-withdrawn"),
    course.DuplicateCourseCode: Problem("duplicate-course-code", pointer="/code"),
    budget.BudgetNotFound: Problem("budget-not-found"),
    budget.BudgetNotSet: Problem("budget-not-set", pointer="/year"),
    budget.BudgetAlreadyExists: Problem("budget-already-exists", pointer="/year"),
    budget.BudgetExceeded: Problem("budget-exceeded"),
    need.TrainingNeedNotFound: Problem("training-need-not-found"),
    plan.PlanNotFound: Problem("plan-not-found"),
    plan.PlanLineNotFound: Problem("plan-line-not-found"),
    plan.PlanAlreadyFixed: Problem("plan-already-fixed", pointer="/period"),
    plan.PeriodOutsideYear: Problem("period-outside-year", pointer="/period"),
    plan.PeriodOver: Problem("period-over", pointer="/period"),
    NoRuleInForce: Problem("no-rule-in-force", pointer="/period"),
    enrolment.EnrolmentNotFound: Problem("enrolment-not-found"),
    enrolment.EnrolmentAlreadyCompleted: Problem("enrolment-already-completed"),
    enrolment.CompletionLevelAboveCourse: Problem("completion-level-above-course", pointer="/level"),
    enrolment.CompletionDateOutOfRange: Problem("completion-date-out-of-range", pointer="/completed_date"),
    staff.EmployeeNotFound: Problem("employee-not-found"),
}
