"""Brings the four databases to the newest schema, side by side."""

import subprocess
from pathlib import Path

from asn_local import processes
from asn_local.config import SERVICES, Config
from asn_local.errors import StackError
from asn_local.programs import clean_environment, flask, settings
from asn_local.state import State


def migrate(config: Config, state: State) -> None:
    """Run `migrate` of every service; `StackError` ends with what the failing one said."""
    running = {service: _start(config, state, service) for service in SERVICES}
    try:
        failed = [service for service, process in running.items() if process.wait() != 0]
    finally:
        for process in running.values():
            process.terminate()
    if failed:
        raise StackError("\n".join(f"Migration of {name} failed:\n{tail(_log(state, name))}" for name in failed))


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for an error message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


def _start(config: Config, state: State, service: str) -> subprocess.Popen[bytes]:
    environment = settings(config, state, service) | {processes.MARK: str(state.folder)}
    with _log(state, service).open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            flask(f"{service}_service.wsgi", "migrate"),
            cwd=state.folder,
            env=clean_environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _log(state: State, service: str) -> Path:
    return state.logs / f"migrate-{service}.log"
