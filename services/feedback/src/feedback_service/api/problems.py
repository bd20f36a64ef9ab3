"""How the errors of the feedback service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from feedback_service.domain import errors

PROBLEMS: Problems = {
    errors.PublicServiceNotFound: Problem("public-service-not-found"),
    errors.SurveyNotFound: Problem("survey-not-found"),
    errors.SatisfactionIndexNotFound: Problem("satisfaction-index-not-found"),
    errors.UnknownUnit: Problem("unknown-unit", pointer="/unit_id"),
    errors.UnknownPublicService: Problem("unknown-public-service", pointer="/service_id"),
    errors.DuplicatePublicServiceCode: Problem("duplicate-public-service-code", pointer="/code"),
    errors.SurveyAlreadyExists: Problem("survey-already-exists", pointer="/period"),
    errors.SurveyClosed: Problem("survey-closed"),
    errors.SurveyAlreadyClosed: Problem("survey-already-closed"),
    errors.SurveyHasNoAnswers: Problem("survey-has-no-answers"),
}
