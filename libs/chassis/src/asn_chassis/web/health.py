"""Health, for whoever starts and watches the process; no dependency but the own database."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from asn_chassis.database.migrations import behind
from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC, Blueprint
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.transactions import database, transaction

blueprint = Blueprint("operations", __name__, description="Health and version of this process.")


@blueprint.get("/healthz/live", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
def live() -> dict[str, Any]:
    """Tell that the process answers; asks nobody else, so that a dead database restarts no process."""
    return {"status": "ok"}


@blueprint.get("/healthz/ready", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
def ready() -> dict[str, Any]:
    """Tell whether requests can be served now: the own database answers. Not Kafka: the outbox absorbs that."""
    try:
        with transaction() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"}) from error
    return {"status": "ok"}


@blueprint.get("/healthz/startup", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
def startup() -> dict[str, Any]:
    """Tell whether the process may begin: the database has at least the schema that this version needs."""
    service = parts().service
    try:
        missing = behind(database().engine, service.migrations)
    except SQLAlchemyError as error:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"}) from error
    if missing:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"})
    return {"status": "ok"}


@blueprint.get("/version", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
def version() -> dict[str, Any]:
    """Name the service, its version, and what this process was built from, and when."""
    service, config = parts().service, parts().config
    return {
        "service": service.name,
        "version": service.version,
        "commit": config.revision,
        "built": config.built,
    }
