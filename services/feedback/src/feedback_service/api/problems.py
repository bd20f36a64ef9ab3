"""How the errors of the feedback service are told over HTTP."""

from asn_chassis.web import Problem, Problems
from feedback_service.domain import (
    answer,
    elements,
    integrity,
    public_service,
    satisfaction_index,
    survey,
    survey_for_answer,
    unit,
)

PROBLEMS: Problems = {
    public_service.PublicServiceNotFound: Problem("public-service-not-found"),
    public_service.UnknownPublicService: Problem("unknown-public-service", pointer="/service_id"),
    public_service.DuplicatePublicServiceCode: Problem("duplicate-public-service-code", pointer="/code"),
    unit.UnknownUnit: Problem("unknown-unit", pointer="/unit_id"),
    unit.UnitWithdrawn: Problem("unit-withdrawn"),
    survey.SurveyNotFound: Problem("survey-not-found"),
    survey.SurveyAlreadyExists: Problem("survey-already-exists", pointer="/period"),
    survey.PeriodNotBegun: Problem("period-not-begun", pointer="/period"),
    survey.SurveyWindowOver: Problem("survey-window-over", pointer="/period"),
    survey_for_answer.SurveyClosed: Problem("survey-closed"),
    survey_for_answer.AnswerWindowOver: Problem("answer-window-over"),
    survey.SurveyAlreadyClosed: Problem("survey-already-closed"),
    survey.SurveyWithdrawn: Problem("survey-withdrawn"),
    survey.SurveyAnswered: Problem("survey-answered"),
    integrity.SurveyNotHeld: Problem("survey-not-held"),
    integrity.HoldNotFound: Problem("hold-not-found"),
    elements.ElementNotStandard: Problem("element-not-standard", pointer="/elements_left_out"),
    elements.ElementIsStandard: Problem("element-is-standard", pointer="/elements_added"),
    elements.NoElementsLeft: Problem("no-elements-left", pointer="/elements_left_out"),
    answer.ElementNotAsked: Problem("element-not-asked", pointer="/scores"),
    satisfaction_index.SatisfactionIndexNotFound: Problem("satisfaction-index-not-found"),
}
