"""GET /v1/references/{list}: the national code lists that this service uses, from contracts/references."""

from typing import Any

from asn_chassis.parts import parts
from asn_chassis.web import fields
from asn_chassis.web.blueprint import PUBLIC, Blueprint
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.schema import View

blueprint = Blueprint("references", __name__, url_prefix="/v1", description="Code lists of law and policy.")

CACHEABLE = {"Cache-Control": "public, max-age=3600"}


class SourceView(View):
    """The regulation behind a code."""

    regulation = fields.String(required=True)
    article = fields.String(required=True, allow_none=True)
    note = fields.String(allow_none=True)


class ReferenceCodeView(View):
    """One code of a list, with its names in both languages and the span in which it is used."""

    code = fields.String(required=True)
    label_id = fields.String(required=True, metadata={"description": "In Indonesian"})
    label_en = fields.String(required=True, metadata={"description": "In English"})
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True, metadata={"description": "Last day; null: still in use"})
    source = fields.Nested(SourceView, required=True)


class ReferenceListView(View):
    """A code list in the order of the law; new codes may be added."""

    list = fields.String(required=True)
    items = fields.List(fields.Nested(ReferenceCodeView), required=True)


@blueprint.get("/references/<string:list_name>", scope=PUBLIC)
@blueprint.response(200, ReferenceListView)
def read_list(list_name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read one code list whole."""
    service, contracts = parts().service, parts().contracts
    if list_name not in service.references:
        raise ProblemError("not-found")
    return {"list": list_name, "items": contracts.references(list_name)}, CACHEABLE
