"""Every operation of every service, by every kind of caller, with input that its document allows and that it forbids.

`make fuzz` tries 100 of each; `make test` a few, so that a document that its code does not keep is found at once.
"""

import json
import os
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAMES = ["employee", "training", "evaluation", "feedback"]
# Of each operation: two thirds that its document allows, the rest forbidden.
EXAMPLES = int(os.environ.get("ASN_FUZZ_EXAMPLES", "3"))
# How often a field has the value of its example, or an id of something that exists.
USUAL = 0.8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
HURRY = settings(
    max_examples=-(-EXAMPLES // 3),
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Known:
    """Ids that exist, by the names under which requests ask for them: of what was made, and of what events told."""

    def __init__(self):
        self._ids = {}
        self._chance = Random(17)  # noqa: S311 -- the same run each time

    def learn(self, named):
        for name, value in named.items():
            if name.endswith("_id") and isinstance(value, str):
                self._ids.setdefault(name, []).append(value)

    def put_into(self, case, example):
        """Ask for things that exist, and say what the document has as an example, mostly: a refusal tries little."""
        if isinstance(case.body, dict):
            case.body.update({name: value for name, value in example.items() if self._chance.random() < USUAL})
        if "wait" in (case.query or {}):
            case.query["wait"] = 0  # seconds in which nothing is tried
        for place in (case.path_parameters, case.query, case.body):
            if isinstance(place, dict):
                place.update({name: self._one(name, value) for name, value in place.items() if name in self._ids})

    def _one(self, name, value):
        return self._chance.choice(self._ids[name][-20:]) if self._chance.random() < USUAL else value


def scopes_of(operation):
    """Return the scopes that let in; none for a public operation."""
    return {scope for each in operation.definition.raw.get("security", ()) for scope in each.get("oauth2", ())}


def example_of(operation, document):
    """Return the example of a request's body that its document has; a file has none."""
    for content in operation.definition.raw.get("requestBody", {}).get("content", {}).values():
        if "$ref" in content["schema"]:
            name = content["schema"]["$ref"].rpartition("/")[2]
            (example,) = document["components"]["schemas"][name]["examples"]
            return example
    return {}


@pytest.fixture(params=NAMES)
def running(request, run_service):
    return run_service(import_module(f"{request.param}_service.app").SERVICE)


@pytest.fixture
def known(running):
    """What the services that this one listens to have told it."""
    found = Known()
    for event_type in running.service.handlers:
        _, source, fact, _ = event_type.split(".")
        for example in sorted((ROOT / "contracts" / "events" / source / fact / "examples").glob("*.json")):
            event = json.loads(example.read_text())
            if event["type"] == event_type:
                running.deliver_bytes(example.read_bytes())
                found.learn(event["data"])
    return found


def test_every_operation_keeps_its_document_and_lets_in_whom_it_should(running, known):
    document = running.client().get("/openapi.json").json
    schema = schemathesis.openapi.from_wsgi("/openapi.json", running.app)
    operations = [found.ok() for found in schema.get_all_operations()]
    scopes = {scope for each in operations for scope in scopes_of(each)}
    # On a slow machine this takes longer than a token usually lives.
    tokens = {scope: running.tokens.mint(running.service.name, scope, exp=time.time() + 7_200) for scope in scopes}
    callers = {None: {}, **{scope: {"Authorization": f"Bearer {token}"} for scope, token in tokens.items()}}
    statuses = Counter()

    def shut_out(case, scopes):
        for scope, headers in callers.items():
            if scopes and scope not in scopes:
                expected = 401 if scope is None else 403
                assert case.call(headers=headers).status_code == expected, case.as_curl_command()

    def let_in(case, scopes, checks):
        scope = next(iter(scopes), None)
        answer = case.call(headers=callers[scope])
        if "fields" in (case.query or {}):
            # Whoever asks for some fields alone gets less than the schema requires, as the parameter says.
            checks = [check for check in checks if check is not response_schema_conformance]
        case.validate_response(answer, checks=checks, headers=callers[scope])
        statuses[answer.status_code] += 1
        if answer.status_code == 201 and "Location" in answer.headers:
            known.learn(arguments_of(running.app, answer.headers["Location"][0]))

    def allowed(case):
        known.put_into(case, example_of(case.operation, document))
        scopes = scopes_of(case.operation)
        shut_out(case, scopes)
        let_in(case, scopes, CHECKS)

    def forbidden(case):
        let_in(case, scopes_of(case.operation), [*CHECKS, negative_data_rejection])

    # The second round asks for what the first one has made.
    rounds = [
        (GenerationMode.POSITIVE, allowed),
        (GenerationMode.POSITIVE, allowed),
        (GenerationMode.NEGATIVE, forbidden),
    ]
    failed = [
        failure
        for number, (mode, check) in enumerate(rounds)
        for operation in operations
        for failure in failures_of(operation.as_strategy(generation_mode=mode), check, number)
    ]
    print(running.service.name, dict(statuses))  # noqa: T201 -- with -s
    assert not failed, "\n\n".join(failed)
    assert {200, 422} <= statuses.keys()


def failures_of(cases, check, number):
    """Return what an operation fails at; of some there is no input that is forbidden."""

    @HURRY
    @seed(number)
    @given(case=cases)
    def one(case):
        check(case)

    try:
        one()
    except Unsatisfiable:
        return []
    except (AssertionError, BaseExceptionGroup) as failure:
        return ["\n".join(map(str, getattr(failure, "exceptions", [failure])))]
    return []


def arguments_of(app, location):
    _, arguments = app.url_map.bind("").match(location, method="GET")
    return {name: str(value) for name, value in arguments.items()}
