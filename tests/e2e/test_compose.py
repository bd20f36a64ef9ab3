"""The deployment of docker-compose.yml, used as its callers use it: over HTTP, with everything behind it real."""

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from asn_chaos.stack import CLIENT, ROOT, SERVICES, deployed, shell

from asn_loop.checks import checks
from asn_loop.config import Config
from asn_loop.language import Words
from asn_loop.loop import close_the_loop
from asn_loop.period import periods_of
from asn_loop.saying import silent

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.usefixtures("container_engine")]

# A transaction's rows have its time, to the microsecond.
TOGETHER = """
    SELECT key, string_agg(type, ' ' ORDER BY position)
    FROM outbox GROUP BY key, created_at
    HAVING bool_or(type = 'asn.evaluation.evaluation-finalised.v1')
"""


@pytest.fixture(scope="module")
def stack(container_engine):  # noqa: ARG001 -- asked for first
    with deployed(chaos=False) as running:
        yield running


@pytest.fixture(scope="module")
def facts(stack):
    addresses = {name: stack.url(name) for name in SERVICES}
    config = Config(addresses, addresses, f"{stack.url('issuer')}/oauth/token", *CLIENT, stack.url("issuer"), 60, None)
    return close_the_loop(config, today=(datetime.now(UTC) + timedelta(hours=7)).date(), say=silent)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--profile", "demo"],
        ["--env-file", "deploy/compose/cluster.env"],
        ["--env-file", "deploy/compose/sso.env"],
        ["--env-file", "deploy/compose/production.env"],
    ],
    ids=" ".join,
)
def test_the_file_is_valid_in_every_profile(options):
    command = ["docker", "compose", *options, "config", "--quiet"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0  # noqa: S603


def test_the_gateway_alone_has_ports_and_every_container_has_bounds():
    asked = ["docker", "compose", "--profile", "*", "config", "--format", "json"]
    services = json.loads(shell(asked))["services"]

    # Keycloak's is for browsers that sign in on this machine, in its own profile.
    open_ = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert set(open_) == {"gateway", "keycloak"}
    assert services["keycloak"]["profiles"] == ["sso"]
    assert {port["host_ip"] for ports in open_.values() for port in ports} == {"127.0.0.1"}
    for name, service in services.items():
        assert int(service["mem_limit"]) > 0, name
        assert service["pids_limit"] > 0, name
        assert float(service["cpus"]) > 0, name
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name


def test_every_fact_of_the_loop_holds(facts):
    assert [check.sentence for check in checks(facts, Words("en")) if not check.holds] == []


def test_citizens_answers_become_a_training_need_in_the_register(facts):
    from_the_index = [need for need in facts.needs if need["cause_kind"] == "SATISFACTION_INDEX"]

    assert from_the_index
    for need in from_the_index:
        registered = facts.register[need["id"]]
        assert registered["cause"]["id"] == facts.index["survey_id"]
        assert registered["correlation_id"] == facts.correlation_id


def test_a_finalised_evaluation_says_all_it_decides_in_one_transaction_and_order(stack, facts):
    told = {key: types.split() for key, types in stack.sql("evaluation", TOGETHER)}

    assert set(told) == {evaluation["employee_id"] for evaluation in facts.evaluations}
    for types in told.values():
        first, *needs, last = (event_type.split(".")[2] for event_type in types)
        assert first == "evaluation-finalised"
        assert set(needs) <= {"training-need-identified"}
        assert last in {"incentive-recommended", "incentive-deferred", "incentive-withheld"}


def test_the_demo_profile_ends_with_its_report(stack, facts):
    said = stack.run("--profile", "demo", "run", "--rm", "--no-TTY", "demo")

    assert f"closed-loop-{periods_of(facts.today)[1]}" in said
    assert "✗" not in said


def test_ours_run_as_nobody_on_a_root_they_cannot_write(stack):
    for service in ("evaluation-web", "evaluation-consume", "evaluation-relay", "issuer"):
        told = stack.inside(service, "sh", "-c", "id -u; grep CapEff /proc/1/status; touch /app/x 2>&1 || true")

        assert told.split("\n")[0] == "10001"
        assert int(told.split()[2], 16) == 0
        assert "Read-only" in told


def test_a_database_lets_in_its_own_service_and_no_other(stack):
    owners = stack.sql("training", "SELECT rolname FROM pg_roles WHERE rolcanlogin ORDER BY 1")
    superusers = stack.sql("training", "SELECT rolname FROM pg_roles WHERE rolsuper")

    assert owners == [["postgres"], ["training"], ["training_service"], ["training_web"]]
    assert superusers == [["postgres"]]
