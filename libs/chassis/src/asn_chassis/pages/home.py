"""Where to begin: for browsers a page, for programs the addresses of the documents."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, jsonify

from asn_chassis import dead_letters
from asn_chassis.pages.rendering import prefers_page, render
from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC, Blueprint
from asn_chassis.web.transactions import transaction

View = TypeVar("View", bound=Callable[..., Any])

blueprint = Blueprint("reference", __name__, description="Where to begin.")

START = {"documentation": "/docs/", "openapi": "/openapi.json", "health": "/healthz/ready"}
LINK = '</openapi.json>; rel="service-desc", </docs/>; rel="service-doc", </healthz/ready>; rel="status"'


def _also_page(view: View) -> View:
    """Let a route of the API take what pages take: a language."""
    view.__dict__.update(page=True, reads_query=True)
    return view


@blueprint.get("/", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
@_also_page
def start() -> Response:
    """Say which service this is, and where its documents are; a browser gets a page."""
    service = parts().service
    if prefers_page():
        response = _home()
    else:
        said: dict[str, Any] = {"service": service.name, "title": service.title, "version": service.version, **START}
        response = jsonify(said)
    response.headers["Link"] = LINK
    response.vary.add("Accept")
    return response


def _home() -> Response:
    with transaction() as session:
        counts = dead_letters.waiting(session)
    return render("pages/home.html", counts=counts, standing=dead_letters.standing(counts), links=START)
