"""The competency profile over HTTP; it carries neither NIP nor name."""

from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, View, fields, transaction
from employee_service.domain.calendar import local_day
from employee_service.domain.profile import EvidenceKind
from employee_service.policies.competency_gap import JpmBand
from employee_service.usecases.show_profile import Profile, show_profile

blueprint = Blueprint("profile", __name__, url_prefix="/v1", description="Competency against the standard.")


class ProfileLineView(View):
    """One competency: what the position asks for and what the person has."""

    competency_code = fields.String(attribute="comparison.competency_code", required=True)
    required_level = fields.Integer(attribute="comparison.required_level", required=True, allow_none=True)
    level = fields.Integer(attribute="comparison.level", required=True, allow_none=True)
    gap = fields.Integer(
        attribute="comparison.gap",
        min=-5,
        required=True,
        allow_none=True,
        metadata={"description": "required_level - level; negative above the standard; null where one is unknown"},
    )
    evidence = fields.Enum(EvidenceKind, attribute="entry.evidence", dump_default=None, allow_none=True)
    recorded_at = fields.DateTime(attribute="entry.recorded_at", dump_default=None, allow_none=True)


class LearningYearView(View):
    """Learning hours (JP) in a calendar year and the bounds that apply."""

    year = fields.Integer(required=True)
    hours = fields.Integer(required=True)
    required = fields.Integer(
        attribute="entitlement.minimum",
        required=True,
        allow_none=True,
        metadata={"description": "JP that are a duty (PNS); null where there is none"},
    )
    ceiling = fields.Integer(
        attribute="entitlement.maximum",
        required=True,
        allow_none=True,
        metadata={"description": "Most JP that are granted (PPPK); null where there is no ceiling"},
    )


class ProfileView(View):
    """The competency profile of an employee today."""

    employee_id = fields.UUID(required=True)
    position_id = fields.UUID(required=True)
    competencies = fields.List(fields.Nested(ProfileLineView), attribute="lines", required=True)
    jpm = fields.Decimal(
        attribute="match.percent",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Job-person match in %, over what is both required and assessed"},
    )
    jpm_band = fields.Enum(JpmBand, attribute="match.band", dump_default=None, allow_none=True)
    jpm_assessed = fields.Integer(
        attribute="match.assessed", dump_default=0, metadata={"description": "Required competencies that have a level"}
    )
    learning_hours = fields.List(fields.Nested(LearningYearView), attribute="learning_years", required=True)


@blueprint.get("/employees/<uuid:employee_id>/profile", scope="employee:read")
@blueprint.response(200, ProfileView)
def read_profile(employee_id: UUID) -> Profile:
    """Read the competency profile of an employee."""
    with transaction() as session:
        return show_profile(session, employee_id=employee_id, today=local_day(now()))
