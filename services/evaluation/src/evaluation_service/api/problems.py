"""How the errors of the evaluation service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from evaluation_service.domain import evaluation, incentive, staff, survey, training_need

PROBLEMS: Problems = {
    staff.UnknownEmployee: Problem("unknown-employee", pointer="/employee_id"),
    staff.EmployeeNotFound: Problem("employee-not-found"),
    staff.NotInService: Problem("not-in-service", pointer="/period"),
    staff.UnknownCompetency: Problem("unknown-competency", pointer="/assessed"),
    evaluation.UnknownAssessor: Problem("unknown-assessor", pointer="/assessor_id"),
    evaluation.AssessorIsEmployee: Problem("assessor-is-employee", pointer="/assessor_id"),
    evaluation.PeriodNotBegun: Problem("period-not-begun", pointer="/period"),
    evaluation.EvaluationWindowOver: Problem("evaluation-window-over", pointer="/period"),
    evaluation.EvaluationNotFound: Problem("evaluation-not-found"),
    evaluation.EvaluationAlreadyExists: Problem("evaluation-already-exists", pointer="/period"),
    evaluation.EvaluationAlreadyFinalised: Problem("evaluation-already-finalised"),
    evaluation.EvaluationWithdrawn: Problem("evaluation-withdrawn"),
    evaluation.CompetencyAssessedTwice: Problem("competency-assessed-twice", pointer="/assessed"),
    training_need.TrainingNeedNotFound: Problem("training-need-not-found"),
    training_need.ConfirmationNotExpected: Problem("training-need-not-awaiting-confirmation"),
    training_need.TrainingNeedNotOpen: Problem("training-need-not-open"),
    incentive.IncentiveNotFound: Problem("incentive-not-found"),
    survey.ServiceIndexNotFound: Problem("service-index-not-found"),
}
