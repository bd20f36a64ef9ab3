"""A stack of stand-in services in a temporary state folder on free ports."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from asn_local.config import DEFAULT_PORTS, Config, port_setting
from asn_local.processes import MARK, alive
from asn_local.stack import Stack
from asn_local.testing import free_ports

STANDIN = Path(__file__).parent / "standin"


@pytest.fixture(scope="module")
def settings() -> Iterator[dict[str, str]]:
    """The settings of a stack of stand-ins; the folder goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix="asn-local-"))
    ports = zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True)
    path = os.pathsep.join(filter(None, [str(STANDIN), os.environ.get("PYTHONPATH")]))
    with pytest.MonkeyPatch.context() as patch:
        own = {
            "ASN_STATE": str(folder / "a state"),  # sockets do not like spaces
            "PYTHONPATH": path,
            **{port_setting(name): str(port) for name, port in ports},
        }
        for name, value in own.items():
            patch.setenv(name, value)
        yield own
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def stack(settings: dict[str, str]) -> Iterator[Stack]:  # noqa: ARG001 -- sets the environment
    made = Stack(Config.from_environment(), say=lambda _: None)
    yield made
    made.down()


@pytest.fixture
def survivors(stack: Stack) -> Callable[[], list[psutil.Process]]:
    """Finds everything that still runs for the stack's state folder."""

    def find() -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if _belongs(process, stack)]

    return find


def _belongs(process: psutil.Process, stack: Stack) -> bool:
    try:
        ours = process.environ().get(MARK) == str(stack.state.folder)
        return alive(process) and (ours or str(stack.state.postgres) in process.cmdline())
    except psutil.Error:
        return False
