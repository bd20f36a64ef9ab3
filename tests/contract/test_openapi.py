"""The OpenAPI documents: valid, equal to the running code, and kept by it under fuzzed input."""

import json
from importlib import import_module
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate

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


@pytest.mark.slow
def test_no_input_makes_a_server_error(running):
    name = running.service.name
    token = running.tokens.mint(name, f"{name}:read", f"{name}:write", "events:read")
    schema = schemathesis.openapi.from_wsgi("/openapi.json", running.app)
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=HealthCheck)
        @given(case=operation.as_strategy())
        def try_one(case):
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            tried.append(answer.status_code)
            assert answer.status_code < 500, case.as_curl_command()

        try_one()
    assert len(tried) > 100
