"""POST /v1/surveys/{id}/answers: what citizens think of a service."""

from typing import Any
from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_chassis.web import Blueprint, Schema, View, fields, transaction
from feedback_service.domain.answer import HIGHEST_SCORE, LOWEST_SCORE, Answer
from feedback_service.domain.respondent import AgeGroup, Education, Occupation, Respondent, Sex
from feedback_service.domain.unsur import Unsur
from feedback_service.usecases.submit_answer import submit_answer

blueprint = Blueprint(
    "answers", __name__, url_prefix="/v1", description="Answers of citizens; nobody has to say who they are."
)

ScoresRequest = Schema.from_dict(
    {unsur.value: fields.Integer(min=LOWEST_SCORE, max=HIGHEST_SCORE, required=True) for unsur in Unsur},
    name="ScoresRequest",
)
ScoresView = View.from_dict(
    {unsur.value: fields.Integer(min=LOWEST_SCORE, max=HIGHEST_SCORE, required=True) for unsur in Unsur},
    name="ScoresView",
)


def _optional(**kwargs: Any) -> dict[str, Any]:
    return {"load_default": None, "allow_none": True, **kwargs}


class SubmitAnswerRequest(Schema):
    """Nine scores, and what the respondent likes to add: no field asks for an identity."""

    scores = fields.Nested(
        ScoresRequest,
        required=True,
        metadata={"description": "1 tidak baik, 2 kurang baik, 3 baik, 4 sangat baik, for each element"},
    )
    sex = fields.Enum(Sex, **_optional())
    age_group = fields.Enum(AgeGroup, **_optional())
    education = fields.Enum(Education, **_optional())
    occupation = fields.Enum(Occupation, **_optional())
    # Letters alone: a code of a service can be written with them, a NIK or a phone number cannot.
    service_type = fields.Code(r"[A-Z][A-Z_]{1,39}", max=40, **_optional(metadata={"examples": ["KTP_EL"]}))


class AnswerView(View):
    """An answer as it was stored."""

    id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    scores = fields.Nested(ScoresView, required=True)
    submitted_at = fields.DateTime(required=True)


@blueprint.post("/surveys/<uuid:survey_id>/answers", scope="public", idempotency="optional")
@blueprint.arguments(SubmitAnswerRequest)
@blueprint.response(201, AnswerView)
def submit(body: dict[str, Any], survey_id: UUID) -> Answer:
    """Answer a survey; an Idempotency-Key makes a repeated tap count once."""
    scores = body.pop("scores")
    with transaction() as session:
        return submit_answer(
            session,
            answer_id=new_id(),
            survey_id=survey_id,
            scores={unsur: scores[unsur.value] for unsur in Unsur},
            respondent=Respondent(**body),
            now=now(),
        )
