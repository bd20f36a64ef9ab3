"""The OpenAPI documents: valid, and equal to the running code; tests/fuzz tries whether it keeps them."""

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import httpx
import pytest
import yaml
from openapi_spec_validator import validate

from asn_chassis.files.formats import MEDIA_TYPES
from asn_issuer.clients import read_clients
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.persons import read_persons

ROOT = Path(__file__).parents[2]
NAMES = ["employee", "training", "evaluation", "feedback"]


@pytest.fixture(params=NAMES)
def running(request, run_service):
    return run_service(import_module(f"{request.param}_service.app").SERVICE)


def test_the_committed_document_is_the_code_s_own(running):
    committed = json.loads((ROOT / "contracts" / "openapi" / f"{running.service.name}.v1.json").read_text())

    assert committed == running.client().get("/openapi.json").json, "run `make contracts`"


def test_the_document_is_valid(running):
    validate(running.client().get("/openapi.json").json)


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield f"{method} {path}", operation, operation.get("parameters", []) + item.get("parameters", [])


@pytest.fixture(params=NAMES)
def document(request):
    return json.loads((ROOT / "contracts" / "openapi" / f"{request.param}.v1.json").read_text())


def test_the_development_issuer_knows_every_scope(document):
    offered = document["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]["scopes"]

    assert set(offered) <= read_persons(PERSONS).scopes | read_clients(CLIENTS).scopes


def test_every_operation_has_a_name_of_its_own_and_a_summary(document):
    names = [operation["operationId"] for _, operation, _ in operations(document)]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)
    assert all(operation["summary"] for _, operation, _ in operations(document))


def test_every_property_and_every_parameter_is_described(document):
    bare = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, found in schema.get("properties", {}).items()
        if not found.get("description")
    ]
    bare += [
        f"{name} {each['name']}"
        for name, _, found in operations(document)
        for each in found
        if "description" not in each
    ]

    assert bare == [], "say it in contracts/fields.yaml, or on the field where it means something narrower"


def test_every_word_of_the_dictionary_is_used_and_in_its_place():
    words = yaml.safe_load((ROOT / "contracts" / "fields.yaml").read_text())
    used = set()
    for name in NAMES:
        document = json.loads((ROOT / "contracts" / "openapi" / f"{name}.v1.json").read_text())
        used |= {
            field for schema in document["components"]["schemas"].values() for field in schema.get("properties", {})
        }
        used |= {each["name"] for _, _, found in operations(document) for each in found}

    assert list(words) == sorted(words)
    assert set(words) <= used


def test_the_example_of_each_request_is_accepted(running):
    document = running.client().get("/openapi.json").json
    schemas = {
        name: kind
        for module in [
            module
            for name, module in sys.modules.items()
            if name.startswith((f"{running.service.name}_service.api", "asn_chassis.files.views"))
        ]
        for name, kind in vars(module).items()
        if name.endswith("Request")
    }
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]
        for _, operation, _ in operations(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "$ref" in content["schema"]
    }

    assert bodies
    for name in bodies:
        (example,) = document["components"]["schemas"][name]["examples"]
        with running.app.app_context():
            assert schemas[name]().validate(example) == {}, name


def test_an_operation_names_its_errors_with_their_types_and_headers(document):
    for name, operation, parameters in operations(document):
        answers = operation["responses"]
        assert "default" not in answers
        assert {"500", "503"} <= set(answers), name
        assert "Retry-After" in answers["503"]["headers"]
        if operation["security"]:
            assert "WWW-Authenticate" in answers["401"]["headers"]
            assert "insufficient-scope" in answers["403"]["description"]
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= set(answers), name
        if any(each["name"] == "If-Match" for each in parameters):
            assert {"412", "428"} <= set(answers), name
            assert all("ETag" in answers[success]["headers"] for success in {"200", "201"} & answers.keys()), name
        if "{" in name:
            assert "404" in answers, name
        if any(each["name"] in ("cursor", "after") for each in parameters):
            assert "Link" in answers["200"]["headers"], name
        assert answers.pop("429", None) == (
            None if "/healthz/" in name else {"$ref": "#/components/responses/QuotaExceeded"}
        )
        for status, answer in answers.items():
            if status[0] in "45":
                assert answer["content"]["application/problem+json"]["schema"] == {
                    "$ref": "#/components/schemas/ProblemView"
                }


def test_no_enumeration_has_null_among_its_values(document):
    assert not re.search(r'"enum": \[[^]]*null', json.dumps(document))


def test_the_events_of_the_feed_are_typed(document):
    name = document["info"]["title"]
    feed = document["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]
    event = document["components"]["schemas"]["Event"]

    assert [content["schema"]["items"] for content in feed.values()] == [{"$ref": "#/components/schemas/Event"}], name
    for event_type, reference in event["discriminator"]["mapping"].items():
        typed = document["components"]["schemas"][reference.rpartition("/")[2]]
        assert typed["properties"]["type"]["const"] == event_type
        assert "position" in typed["required"]


def test_the_root_says_where_to_begin(running):
    client = running.client()
    answer = client.get("/")

    assert answer.json["service"] == running.service.name
    for name in ("documentation", "openapi", "health"):
        assert client.get(answer.json[name]).status_code == 200
        assert answer.json[name] in answer.headers["Link"]


@pytest.mark.slow
def test_a_generated_client_calls_and_reads_typed_answers(running, tmp_path, monkeypatch):
    name = running.service.name
    package = f"generated_{name}"
    settings_file = tmp_path / "config.yaml"
    # It knows no tables: for it they are bytes.
    overrides = dict.fromkeys(MEDIA_TYPES, "application/octet-stream")
    settings_file.write_text(yaml.safe_dump({"post_hooks": [], "content_type_overrides": overrides}))
    source = ROOT / "contracts" / "openapi" / f"{name}.v1.json"
    command = [
        "generate",
        "--path",
        source,
        "--output-path",
        tmp_path / package,
        "--meta",
        "none",
        "--config",
        settings_file,
    ]
    made = subprocess.run(  # noqa: S603 -- ours
        [Path(sys.executable).with_name("openapi-python-client"), *command], capture_output=True, text=True, check=True
    )
    monkeypatch.syspath_prepend(tmp_path)
    client = import_module(package).AuthenticatedClient(
        base_url="http://service.test",
        token=running.tokens.mint(name, f"{name}:read", "events:read"),
        httpx_args={"transport": httpx.WSGITransport(app=running.app)},
    )

    page = import_module(f"{package}.api.units.units_list").sync(client=client, limit=5)
    refused = import_module(f"{package}.api.events.events_read_events").sync(client=client, after=9)

    assert "WARNING" not in made.stdout + made.stderr, made.stdout
    assert (type(page).__name__, page.items) == ("UnitPageView", [])
    assert (type(refused).__name__, refused.code) == ("ProblemView", "feed-ahead")
