"""The stack comes up, heals itself, and goes down from every state it can be in."""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest
from click.testing import CliRunner

from asn_local import postgres
from asn_local.__main__ import main
from asn_local.errors import StackError
from asn_local.readiness import unready
from asn_local.stack import Stack

Survivors = Callable[[], list[psutil.Process]]


pytestmark = pytest.mark.slow


@pytest.fixture
def running(stack: Stack) -> Stack:
    stack.up(keep=True)
    return stack


def pids(stack: Stack) -> dict[str, int]:
    return {str(program["name"]): int(str(program["pid"])) for program in stack.supervisor.programs()}


def wait_until_ready(stack: Stack) -> None:
    deadline = time.monotonic() + 30
    while unready(stack.config, stack.supervisor):
        assert time.monotonic() < deadline, unready(stack.config, stack.supervisor)
        time.sleep(0.1)


@pytest.mark.parametrize("login", ["", "_web", "_service"])
def test_each_role_enters_its_own_database_alone(running: Stack, login: str) -> None:
    url = postgres.url(running.state.postgres_socket, "employee", login).replace("+psycopg", "")

    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW max_connections").fetchone() == ("200",)
    for other in ("asn_training", "postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url, dbname=other)


def test_a_second_up_uses_the_stack_that_runs(running: Stack) -> None:
    before = pids(running)

    running.up(keep=False)

    assert pids(running) == before
    assert len(before) == 9
    assert running.kept()


def test_a_killed_process_is_started_again(running: Stack) -> None:
    before = pids(running)

    for name in ("web-employee", "consume-training"):
        psutil.Process(before[name]).kill()
    deadline = time.monotonic() + 30
    while any(pids(running).get(name) in (0, before[name]) for name in ("web-employee", "consume-training")):
        assert time.monotonic() < deadline
        time.sleep(0.1)

    wait_until_ready(running)


def test_a_port_that_is_taken_is_named_with_the_setting_that_moves_ours(running: Stack, tmp_path: Path) -> None:
    other = Stack(replace(running.config, state=tmp_path / "other"), say=lambda _: None)

    with pytest.raises(StackError) as refusal:
        other.up(keep=False)

    assert f"Port {running.config.ports['training']} (training) is in use by" in str(refusal.value)
    assert "ASN_TRAINING_PORT" in str(refusal.value)
    assert postgres.running(other.state.postgres) is None


def test_a_killed_server_and_a_killed_supervisor_are_replaced_by_up(running: Stack) -> None:
    server, daemon = postgres.running(running.state.postgres), running.supervisor.running()
    assert server is not None
    assert daemon is not None

    server.kill()
    running.up(keep=True)
    assert postgres.running(running.state.postgres) != server
    assert running.supervisor.running() != daemon

    daemon = running.supervisor.running()
    assert daemon is not None
    daemon.kill()
    running.up(keep=True)
    assert unready(running.config, running.supervisor) == {}


def test_down_stops_what_a_killed_supervisor_left_behind_and_can_be_repeated(
    running: Stack, survivors: Survivors
) -> None:
    daemon, server = running.supervisor.running(), postgres.running(running.state.postgres)
    assert daemon is not None
    assert server is not None
    daemon.kill()
    server.suspend()
    assert len(survivors()) > 9

    stopped, again = running.down(), running.down()

    assert {"postgresql", "web-issuer", "web-employee", "consume-evaluation"} <= set(stopped)
    assert again == []
    assert survivors() == []
    assert list(running.state.run.glob("*.pid")) == []


def test_a_recorded_pid_that_belongs_to_a_stranger_is_left_alone(running: Stack) -> None:
    running.down()
    (running.state.run / "supervisord.pid").write_text("1\n")
    (running.state.run / "program-web-employee.pid").write_text("1\n")
    (running.state.postgres / "postmaster.pid").write_text("1\n")

    running.down()
    running.up(keep=True)

    assert unready(running.config, running.supervisor) == {}


@pytest.mark.parametrize("name", ["x" * 100, "a state"])
def test_a_path_that_no_socket_can_have_gets_short_socket_folders(stack: Stack, tmp_path: Path, name: str) -> None:
    odd = replace(stack.state, folder=tmp_path / name)
    plain = replace(stack.state, folder=Path("/srv/state"))

    assert len({odd.supervisor_socket.parent, odd.postgres_socket, plain.supervisor_socket.parent}) == 3
    assert max(len(str(odd.supervisor_socket)), len(str(odd.postgres_socket))) < 90
    assert " " not in f"{odd.supervisor_socket}{odd.postgres_socket}"
    assert plain.postgres_socket == plain.postgres


def test_what_is_forgotten_is_gone_and_the_stack_starts_from_nothing(running: Stack, survivors: Survivors) -> None:
    url = postgres.url(running.state.postgres_socket, "employee").replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE left_over ()")
    theirs = running.state.folder / "a person's file"
    theirs.write_text("kept")

    running.forget()

    assert survivors() == []
    assert not running.state.postgres.exists()
    assert theirs.read_text() == "kept"
    running.up(keep=True)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('left_over')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("who", "claims"),
    [
        ("sibolga-loop", {"sub": "sibolga-loop", "reach": "all"}),
        ("head-of-unit", {"client_id": "asn-pages", "reach": "subtree"}),
    ],
)
def test_a_token_comes_from_the_command_line(running: Stack, who: str, claims: dict[str, str]) -> None:
    said = CliRunner().invoke(main, ["token", who])

    payload = said.stdout.split(".")[1]
    said_of_itself = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert said_of_itself.items() >= {**claims, "iss": running.config.url("issuer")}.items()
