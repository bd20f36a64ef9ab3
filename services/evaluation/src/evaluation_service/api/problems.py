"""How the errors of the evaluation service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from evaluation_service.domain import errors

PROBLEMS: Problems = {
    errors.UnknownEmployee: Problem("unknown-employee", pointer="/employee_id"),
    errors.EmployeeNotFound: Problem("employee-not-found"),
    errors.EvaluationNotFound: Problem("evaluation-not-found"),
    errors.EvaluationAlreadyExists: Problem("evaluation-already-exists", pointer="/period"),
    errors.EvaluationAlreadyFinalised: Problem("evaluation-already-finalised"),
    errors.CompetencyAssessedTwice: Problem("competency-assessed-twice", pointer="/assessed"),
    errors.TrainingNeedNotFound: Problem("training-need-not-found"),
    errors.ConfirmationNotExpected: Problem("training-need-not-awaiting-confirmation"),
    errors.IncentiveNotFound: Problem("incentive-not-found"),
    errors.ServiceIndexNotFound: Problem("service-index-not-found"),
}
