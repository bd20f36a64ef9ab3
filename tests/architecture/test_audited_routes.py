"""Whoever reads about a person leaves a record: every route that is not audited is named here."""

import re
from importlib import import_module

import pytest

from asn_chassis.web.guard import OPEN_ENDPOINTS

# What is read of units, law, money and services: no answer of these holds anything of a person.
OF_NO_PERSON = {
    "employee": {"units", "competencies", "positions", "public-services"},
    "training": {"units", "competencies", "providers", "courses", "budgets", "plans"},
    "evaluation": {"units", "competencies", "service-indices", "service-improvements"},
    "feedback": {"units", "public-services", "surveys", "satisfaction-indices"},
}
# Audited inside, a record a page, where the page holds events of the class personal.
FEED = "/v1/events"
# Says how the service stands.
STATUS = "/v1/status"
PERSONAL = re.compile(r"nip|nik|employee_id|assessor_id|.*_by")


@pytest.fixture(params=OF_NO_PERSON)
def running(request, run_service):
    return run_service(import_module(f"{request.param}_service.app").SERVICE)


def routes(app):
    """Return (method, rule, whether it is audited) of every route that asks for a token."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint not in OPEN_ENDPOINTS and view.scope != "public":
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield method, rule.rule, view.audited


def properties(document, schema):
    """Return the names of all properties that a schema has, in whatever depth."""
    if isinstance(schema, list):
        return {name for each in schema for name in properties(document, each)}
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        return properties(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return set(schema.get("properties", {})) | properties(document, list(schema.values()))


def test_every_route_is_audited_but_those_named_here(running):
    name = running.service.name
    for method, rule, audited in routes(running.app):
        collection = rule.removeprefix("/v1").split("/")[1]
        expected = method != "GET" or (rule not in (FEED, STATUS) and collection not in OF_NO_PERSON[name])
        if rule.startswith("/v1/plans/<"):
            expected = True  # its lines are needs, and a need is somebody's
        assert audited == expected, f"{method} {rule}"


def test_no_route_that_is_not_audited_shows_anything_of_a_person(running):
    document = running.client().get("/openapi.json").json
    for method, rule, audited in routes(running.app):
        if audited or rule == FEED:
            continue
        operation = document["paths"][re.sub(r"<\w+:(\w+)>", r"{\1}", rule)][method.lower()]
        shown = properties(document, operation["responses"]["200"])
        assert shown, rule
        assert {name for name in shown if PERSONAL.fullmatch(name)} == set(), rule
