"""A whole stack for a test: temporary state folder, free ports, stopped at the end."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from asn_local.config import DEFAULT_PORTS, ROOT, Config
from asn_local.programs import clean_environment, loop_settings
from asn_local.stack import Stack


def free_ports(count: int) -> list[int]:
    """Give ports of 127.0.0.1 that nobody listens on."""
    with ExitStack() as sockets:
        probes = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def temporary_config() -> Config:
    """Give settings of a stack of its own; whoever asks removes the folder above the state."""
    ports = dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True))
    return Config(ROOT, Path(tempfile.mkdtemp(prefix="asn-stack-")).resolve() / "state", ports)


@contextmanager
def running(config: Config) -> Iterator[Stack]:
    """Bring a stack up, and down again whatever happens."""
    stack = Stack(config, say=lambda _: None)
    try:
        stack.up(keep=True)
        yield stack
    finally:
        stack.down()


@pytest.fixture(scope="module")
def local_stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Run the four services on this machine; the state with its logs is kept when a test fails."""
    config, failed = temporary_config(), request.session.testsfailed
    with running(config) as stack:
        yield stack
    if request.session.testsfailed == failed:
        shutil.rmtree(config.state.parent)


def loop_environment(stack: Stack) -> dict[str, str]:
    """Give the environment in which `python -m asn_loop` drives this stack."""
    return clean_environment(loop_settings(stack.config)) | {"COLUMNS": "80", "LANG": "C.UTF-8"}
