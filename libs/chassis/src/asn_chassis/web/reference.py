"""Pages for the people who build on the APIs: where to begin, and what each problem type means."""

from flask import Response, render_template_string

from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC, Blueprint
from asn_chassis.web.problems import ProblemError, language

blueprint = Blueprint("reference", __name__, description="What the answers mean.")

START = {"documentation": "/docs/", "openapi": "/openapi.json", "health": "/healthz/ready"}
LINK = '</openapi.json>; rel="service-desc", </docs/>; rel="service-doc", </healthz/ready>; rel="status"'


@blueprint.get("/", scope=PUBLIC)
@blueprint.alt_response(200, schema={"type": "object"})
def start() -> tuple[dict[str, str], dict[str, str]]:
    """Say which service this is, and where its documents are."""
    service = parts().service
    return {"service": service.name, "title": service.title, "version": service.version, **START}, {"Link": LINK}


PAGE = """<!doctype html>
<html lang="{{ said }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ problem.title[said] }} ({{ problem.status }})</title>
<h1>{{ problem.title[said] }}</h1>
<p><code>urn:problem-type:asn:{{ code }}</code>, HTTP {{ problem.status }}</p>
{% for spoken in ("id", "en") %}<p lang="{{ spoken }}">{{ problem.detail[spoken] }}</p>
{% endfor %}</html>
"""


@blueprint.get("/problems/<string:code>", scope=PUBLIC)
@blueprint.alt_response(200, content_type="text/html", schema={"type": "string"})
def problem_page(code: str) -> Response:
    """Explain one problem type, in both languages."""
    problem = parts().contracts.problems.get(code)
    if problem is None:
        raise ProblemError("not-found")
    page = render_template_string(PAGE, problem=problem, code=code, said=language())
    return Response(page, content_type="text/html; charset=utf-8")
