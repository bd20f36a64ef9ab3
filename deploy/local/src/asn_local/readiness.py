"""Whether the stack answers: every process running and every /healthz/ready saying yes."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from asn_local.config import Config
from asn_local.errors import StackError
from asn_local.migrations import tail
from asn_local.supervision import Supervisor

HEALTH = {"issuer": "/healthz/live"}
OK = 200
# Seconds after which a person would wonder.
SILENCE = 10


def unready(config: Config, supervisor: Supervisor) -> dict[str, str]:
    """Return what is not ready yet, by process label, with what it lacks; empty when the stack may be used."""
    lacking = {
        str(program["name"]): str(program["statename"])
        for program in supervisor.programs()
        if program["statename"] != "RUNNING"
    }
    if supervisor.running() is None:
        lacking["supervisord"] = "not running"
    for name in config.ports:
        answer = _health(config, name)
        if answer != str(OK):
            lacking.setdefault(f"web-{name}", answer)
    return lacking


def wait_until_ready(config: Config, supervisor: Supervisor, *, patience: float, say: Callable[[str], object]) -> None:
    """Return when everything is ready; `StackError` names what is not, with the end of its log.

    Says what it waits for, every ten seconds.
    """
    deadline = time.monotonic() + patience
    mention = time.monotonic() + SILENCE
    while lacking := unready(config, supervisor):
        if time.monotonic() > deadline or "FATAL" in lacking.values():
            logs = supervisor.state.logs
            raise StackError(
                f"Not ready after {patience:.0f} seconds:\n"
                + "\n".join(f"{name}: {what}\n{tail(logs / f'{name}.log')}" for name, what in lacking.items())
            )
        if time.monotonic() > mention:
            mention += SILENCE
            say(f"  still starting: {', '.join(sorted(lacking))}")
        time.sleep(0.1)


def _health(config: Config, name: str) -> str:
    connection = HTTPConnection("127.0.0.1", config.ports[name], timeout=2)
    try:
        connection.request("GET", HEALTH.get(name, "/healthz/ready"))
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return str(error)
    finally:
        connection.close()
