"""The competency profile over HTTP; it carries neither NIP nor name."""

from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.web import KitBlueprint, View, fields, transaction
from employee_service.domain.calendar import local_day
from employee_service.domain.profile import EvidenceKind
from employee_service.policies.competency_gap import JpmBand
from employee_service.usecases.show_profile import Profile, show_profile

blueprint = KitBlueprint("profile", __name__, url_prefix="/v1", description="Competency against the standard.")


class ProfileLineView(View):
    """One competency: what the position asks for and what the person has."""

    competency_code = fields.Text(attribute="comparison.competency_code", required=True)
    required_level = fields.Whole(attribute="comparison.required_level", required=True, allow_none=True)
    level = fields.Whole(attribute="comparison.level", required=True, allow_none=True)
    gap = fields.Whole(
        attribute="comparison.gap",
        min=-5,
        required=True,
        allow_none=True,
        metadata={"description": "required_level - level; negative above the standard; null where one is unknown"},
    )
    evidence = fields.Choice(EvidenceKind, attribute="entry.evidence", dump_default=None, allow_none=True)
    recorded_at = fields.Instant(attribute="entry.recorded_at", dump_default=None, allow_none=True)


class LearningYearView(View):
    """Learning hours (JP) in a calendar year and the bounds that apply."""

    year = fields.Whole(required=True)
    hours = fields.Whole(required=True)
    required = fields.Whole(
        attribute="entitlement.minimum",
        required=True,
        allow_none=True,
        metadata={"description": "JP that are a duty (PNS); null where there is none"},
    )
    ceiling = fields.Whole(
        attribute="entitlement.maximum",
        required=True,
        allow_none=True,
        metadata={"description": "Most JP that are granted (PPPK); null where there is no ceiling"},
    )


class ProfileView(View):
    """The competency profile of an employee today."""

    employee_id = fields.Uuid(required=True)
    position_id = fields.Uuid(required=True)
    competencies = fields.Items(fields.Part(ProfileLineView), attribute="lines", required=True)
    jpm = fields.Score(
        attribute="match.percent",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Job-person match in %, over what is both required and assessed"},
    )
    jpm_band = fields.Choice(JpmBand, attribute="match.band", dump_default=None, allow_none=True)
    jpm_assessed = fields.Whole(
        attribute="match.assessed", dump_default=0, metadata={"description": "Required competencies that have a level"}
    )
    learning_hours = fields.Items(fields.Part(LearningYearView), attribute="learning_years", required=True)


@blueprint.get("/employees/<uuid:employee_id>/profile", scope="employee:read")
@blueprint.response(200, ProfileView)
def read_profile(employee_id: UUID) -> Profile:
    """Read the competency profile of an employee."""
    with transaction() as session:
        return show_profile(session, employee_id=employee_id, today=local_day(now()))
