"""Pages for the people who build on the APIs: what each problem type means."""

from flask import Response, render_template_string

from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC, Blueprint
from asn_chassis.web.problems import ProblemError, language

blueprint = Blueprint("reference", __name__, description="What the answers mean.")

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
