"""What every service must have in common, seen from outside."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from asn_chassis.config import Config
from asn_chassis.database.migrations import difference, downgrade, upgrade
from asn_chassis.parts import parts
from asn_chassis.testing import owner_of
from asn_chassis.web.guard import OPEN_ENDPOINTS, scope_of

ROOT = Path(__file__).parents[2]
NAMES = ["employee", "training", "evaluation", "feedback"]
SCOPES = re.compile(
    r"public|events:read|status:read|(employee|training|evaluation|feedback):(read|write|import|audit)"
    r"|employee:provision|feedback:integrity"
)
# Said in the chassis' README for all services alike.
KIT_ROUTES = {
    "/",
    "/v1/events",
    "/v1/audit-records",
    "/v1/references/<string:list_name>",
    "/v1/imports",
    "/v1/exports",
    "/v1/operations/<uuid:operation_id>",
    "/v1/operations/<uuid:operation_id>/report",
    "/v1/operations/<uuid:operation_id>/file",
    "/v1/status",
    "/healthz/live",
    "/healthz/ready",
    "/healthz/startup",
    "/version",
    "/metrics",
    "/assets/<string:digest>/<string:name>",
    "/problems",
    "/problems/<string:code>",
    "/events",
    "/events/<string:event_type>",
    "/references",
    "/references/<string:list_name>",
    "/login",
    "/login/callback",
    "/logout",
}


@pytest.fixture(params=NAMES)
def service(request):
    return import_module(f"{request.param}_service.app").SERVICE


def routes_of(app):
    return {
        (method, rule.rule): scope_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN_ENDPOINTS
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_states_a_scope_of_its_own_service(service, run_service):
    for (method, path), scope in routes_of(run_service(service).app).items():
        assert scope, f"{method} {path} states no scope"
        assert SCOPES.fullmatch(scope), f"{method} {path} states {scope}"
        assert scope in ("public", "events:read", "status:read") or scope.startswith(service.name)
        # An export shows what reading shows, and an operation is its caller's alone.
        of_readers = path in {"/v1/exports", "/v1/operations/<uuid:operation_id>"}
        assert method == "GET" or of_readers or scope != f"{service.name}:read"


def test_the_readme_lists_every_route_with_its_scope(service, run_service):
    readme = (ROOT / "services" / service.name / "README.md").read_text(encoding="utf-8")
    readme = re.sub(r"\{[a-z_]+\}", "{id}", readme)
    listed = dict(
        re.findall(
            r"^\| `?((?:GET|POST|PUT|PATCH|DELETE) /\S*?)`?(?: `[^`]*`)? \| `?([a-z:]+)`? \|", readme, re.MULTILINE
        )
    )

    actual = {
        f"{method} {re.sub(r'<[a-z_:]+>', '{id}', path)}": scope
        for (method, path), scope in routes_of(run_service(service).app).items()
        if path not in KIT_ROUTES
    }

    listed = {route: scope for route, scope in listed.items() if route.split()[1] not in KIT_ROUTES}
    assert listed == actual


def test_without_a_token_every_guarded_route_answers_401(service, run_service):
    running = run_service(service)
    client = running.client()
    for (method, path), scope in routes_of(running.app).items():
        if scope == "public":
            continue
        concrete = re.sub(r"<uuid:[a-z_]+>", "01a20bac-5bd0-708f-8add-7ff916bb302a", path)
        assert client.open(concrete, method=method).status_code == 401, f"{method} {path}"


def test_every_problem_that_can_be_told_is_declared(service, run_service):
    declared = parts(run_service(service).app).contracts.problems

    assert {problem.code for problem in service.problems.values()} <= set(declared)


def test_the_migrations_make_exactly_the_mapped_tables(service, database_for):
    database = database_for(service)

    assert difference(database.engine, service.metadata) == []


def test_the_migrations_can_go_down_and_up_again(service, database_for):
    database = database_for(service)

    downgrade(owner_of(database), service.migrations, "base")
    upgrade(owner_of(database), service.migrations)

    assert difference(database.engine, service.metadata) == []


def test_a_service_does_not_start_with_bad_settings(service):
    with pytest.raises(Exception, match="ASN_DATABASE_URL"):
        import_module(f"{service.name}_service.app").create_app(Config.from_environment({}))


def test_a_service_listens_to_others_only(service):
    assert service.name not in service.sources


@pytest.mark.parametrize("name", NAMES)
def test_a_service_is_whole(name):
    folder = ROOT / "services" / name
    missing = [
        part
        for part in (
            "README.md",
            "pyproject.toml",
            "requirements.lock",
            "migrations/versions",
            "tests/unit",
            "tests/integration",
        )
        if not (folder / part).exists()
    ]

    assert missing == []
