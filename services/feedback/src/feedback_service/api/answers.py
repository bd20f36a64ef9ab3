"""POST /v1/surveys/{id}/answers: what citizens think of a service."""

from typing import Any
from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, transaction
from asn_kernel.codes import AgeGroup, Education, Occupation, Sex
from feedback_service.api.scores import Scores
from feedback_service.domain.answer import Respondent
from feedback_service.usecases.submit_answer import submit_answer

blueprint = Blueprint(
    "answers", __name__, url_prefix="/v1", description="Answers of citizens; nobody has to say who they are."
)


def _optional(**kwargs: Any) -> dict[str, Any]:
    return {"load_default": None, "allow_none": True, **kwargs}


class SubmitAnswerRequest(Schema):
    """Scores, and what the respondent likes to add: no field asks for an identity."""

    scores = Scores(required=True)
    sex = fields.Enum(Sex, **_optional())
    age_group = fields.Enum(AgeGroup, **_optional())
    education = fields.Enum(Education, **_optional())
    occupation = fields.Enum(Occupation, **_optional())
    # Letters alone: a code of a service can be written with them, a NIK or a phone number cannot.
    service_type = fields.Code(r"[A-Z][A-Z_]{1,39}", max=40, **_optional(metadata={"examples": ["KTP_EL"]}))


class AnswerTakenView(View):
    """Nothing: a receipt could be asked for, and would tell what its owner answered."""


@blueprint.post("/surveys/<uuid:survey_id>/answers", scope="public", idempotency="anonymous", max_body=16_384)
@blueprint.arguments(SubmitAnswerRequest)
@blueprint.response(201, AnswerTakenView)
def submit(body: dict[str, Any], survey_id: UUID) -> dict[str, Any]:
    """Answer a survey; an Idempotency-Key makes a repeated tap count once."""
    scores = body.pop("scores")
    with transaction() as session:
        submit_answer(session, survey_id=survey_id, scores=scores, respondent=Respondent(**body), at=now())
    return {}
