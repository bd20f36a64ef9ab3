"""The competency profile over HTTP; it carries neither NIP nor name."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, DecisionView, ReasonView, View, fields, transaction
from asn_kernel.codes import EvidenceKind, GapClass, JpmBand
from employee_service.api import days
from employee_service.usecases.read_profile import Profile, read_profile

blueprint = Blueprint("profile", __name__, url_prefix="/v1", description="Competency against the standard.")


class ProfileLineView(View):
    """One competency: what the position asks for and what the person has."""

    competency_code = fields.String(attribute="facts.competency.code", required=True)
    name = fields.String(attribute="facts.competency.label_id", required=True)
    required_level = fields.Integer(attribute="facts.required_level", required=True, allow_none=True)
    level = fields.Integer(attribute="facts.level", required=True, allow_none=True)
    gap = fields.Integer(
        attribute="gap.outcome.gap",
        min=-5,
        dump_default=None,
        allow_none=True,
        metadata={"description": "required_level - level; negative above the standard; null where one is unknown"},
    )
    gap_class = fields.Enum(GapClass, attribute="gap.outcome.gap_class", dump_default=None, allow_none=True)
    evidence = fields.Enum(EvidenceKind, attribute="entry.evidence", dump_default=None, allow_none=True)
    recorded_at = fields.DateTime(attribute="entry.recorded_at", dump_default=None, allow_none=True)
    rule_version = fields.String(attribute="gap.rule_version", dump_default=None, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonView), attribute="gap.reasons", dump_default=())


class LearningYearView(View):
    """Learning hours (JP) in a calendar year and the bounds that apply."""

    year = fields.Integer(attribute="facts.year", required=True)
    hours = fields.Integer(attribute="facts.hours", required=True)
    required = fields.Integer(
        attribute="decision.outcome.minimum",
        dump_default=None,
        allow_none=True,
        metadata={"description": "JP that are a duty (PNS); null where there is none"},
    )
    ceiling = fields.Integer(
        attribute="decision.outcome.maximum",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Most JP that are granted (PPPK); null where there is no ceiling"},
    )
    rule_version = fields.String(attribute="decision.rule_version", dump_default=None, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonView), attribute="decision.reasons", dump_default=())


class ProfileView(View):
    """The competency profile of an employee at the end of the day `as_of`.

    Before the first rule of a subject its facts stand without a judgement: null, and no reasons.
    """

    employee_id = fields.UUID(required=True)
    position_id = fields.UUID(attribute="assignment.position_id", dump_default=None, allow_none=True)
    as_of = fields.Date(required=True)
    competencies = fields.List(fields.Nested(ProfileLineView), attribute="lines", required=True)
    jpm = fields.Decimal(
        attribute="match.outcome.percent",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Job-person match in %, over what is both required and assessed"},
    )
    jpm_band = fields.Enum(JpmBand, attribute="match.outcome.band", dump_default=None, allow_none=True)
    jpm_assessed = fields.Integer(
        attribute="match.outcome.assessed",
        dump_default=0,
        metadata={"description": "Required competencies that have a level"},
    )
    jpm_decision = fields.Nested(DecisionView, attribute="match", dump_default=None, allow_none=True)
    learning_hours = fields.List(fields.Nested(LearningYearView), attribute="years", required=True)


@blueprint.get("/employees/<uuid:employee_id>/profile", scope="employee:read")
@blueprint.arguments(days.AsOfQuery, location="query")
@blueprint.response(200, ProfileView)
def read(query: dict[str, Any], employee_id: UUID) -> Profile:
    """Read the competency profile of an employee as of a day."""
    with transaction() as session:
        return read_profile(session, employee_id=employee_id, as_of=days.day_of(query))
