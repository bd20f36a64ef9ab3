"""How the errors of the training service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from training_service.domain import errors

PROBLEMS: Problems = {
    errors.ProviderNotFound: Problem("provider-not-found"),
    errors.UnknownProvider: Problem("unknown-provider", pointer="/provider_id"),
    errors.DuplicateProviderCode: Problem("duplicate-provider-code", pointer="/code"),
    errors.CourseNotFound: Problem("course-not-found"),
    errors.DuplicateCourseCode: Problem("duplicate-course-code", pointer="/code"),
    errors.BudgetNotFound: Problem("budget-not-found"),
    errors.BudgetNotSet: Problem("budget-not-set", pointer="/year"),
    errors.BudgetAlreadyExists: Problem("budget-already-exists", pointer="/year"),
    errors.BudgetExceeded: Problem("budget-exceeded"),
    errors.TrainingNeedNotFound: Problem("training-need-not-found"),
    errors.PlanNotFound: Problem("plan-not-found"),
    errors.PlanAlreadyFixed: Problem("plan-already-fixed", pointer="/period"),
    errors.PeriodOutsideYear: Problem("period-outside-year", pointer="/period"),
    errors.EnrolmentNotFound: Problem("enrolment-not-found"),
    errors.EnrolmentAlreadyCompleted: Problem("enrolment-already-completed"),
    errors.LevelOutOfRange: Problem("level-out-of-range", pointer="/level"),
    errors.EmployeeNotFound: Problem("employee-not-found"),
}
