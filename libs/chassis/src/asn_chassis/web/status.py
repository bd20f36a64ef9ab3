"""GET /v1/status: whether this service gets on with the events of others, and what holds it back."""

from typing import Any

from asn_chassis import dead_letters
from asn_chassis.jobs import failures
from asn_chassis.parts import parts
from asn_chassis.web import fields
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.schema import Schema, View
from asn_chassis.web.transactions import transaction

blueprint = Blueprint("status", __name__, url_prefix="/v1", description="How this service stands.")

SHOWN = 20


class StatusQuery(Schema):
    """Of which flow."""

    correlation_id = fields.String(
        max=64, load_default=None, metadata={"description": "Show the dead letters of this flow only"}
    )


class DeadLetterView(View):
    """A message that could not be processed, by its coordinates; those of its key wait behind it."""

    id = fields.UUID(required=True)
    stream = fields.String(
        required=True, metadata={"description": "Where it came from", "examples": ["asn.employee.v1"]}
    )
    position = fields.Integer(required=True, metadata={"description": "Its place there"})
    type = fields.String(required=True, allow_none=True, metadata={"description": "Event type; null: it names none"})
    key = fields.String(
        required=True, allow_none=True, metadata={"description": "Whose later events wait; null: nobody's"}
    )
    code = fields.String(
        required=True,
        metadata={"description": "Why", "examples": ["not-an-event", "unknown-version", "invalid-data", "impossible"]},
    )
    correlation_id = fields.String(required=True, allow_none=True)
    first_seen_at = fields.DateTime(required=True, metadata={"description": "When it came"})


class StatusView(View):
    """How a service stands."""

    service = fields.String(required=True, metadata={"description": "Its name", "examples": ["evaluation"]})
    standing = fields.String(
        required=True,
        metadata={
            "description": "ok; holds-back: events of some keys wait; stands-still: it consumes nothing",
            "examples": ["ok", "holds-back", "stands-still"],
        },
    )
    dead = fields.Integer(required=True, metadata={"description": "Messages that could not be processed"})
    parked = fields.Integer(required=True, metadata={"description": "Messages that wait behind one of these"})
    failed_jobs = fields.Integer(
        required=True, metadata={"description": "Jobs that no retry has mended; `flask jobs list` names them"}
    )
    dead_letters = fields.List(
        fields.Nested(DeadLetterView), required=True, metadata={"description": "The oldest of them, 20 at most"}
    )


@blueprint.get("/status", scope="status:read", personal=False)
@blueprint.arguments(StatusQuery, location="query")
@blueprint.response(200, StatusView)
def read(query: dict[str, Any]) -> dict[str, Any]:
    """Tell whether this service gets on, and name what holds it back.

    It answers 200 whatever it tells: a web process that is restarted mends no dead letter.
    """
    with transaction() as session:
        counts = dead_letters.waiting(session)
        failed_jobs = failures.failed(session)
        letters = dead_letters.oldest(session, limit=SHOWN, correlation_id=query["correlation_id"])
    return {
        "service": parts().service.name,
        "standing": dead_letters.standing(counts),
        "dead": counts["DEAD"],
        "parked": counts["PARKED"],
        "failed_jobs": failed_jobs,
        "dead_letters": letters,
    }
