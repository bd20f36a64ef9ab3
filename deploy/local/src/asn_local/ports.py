"""Finds out early, and says clearly, that a port is taken."""

import socket
import time

import psutil

from asn_local.config import Config, port_setting
from asn_local.errors import StackError


def require_free(config: Config) -> None:
    """`StackError` names every port that another process listens on, and the setting that moves ours."""
    if len(set(config.ports.values())) < len(config.ports):
        raise StackError(f"Two processes cannot share a port: {config.ports}.")
    # A killed web role's workers notice within a second that they are alone.
    deadline = time.monotonic() + 3
    while busy := [name for name, port in config.ports.items() if not _free(port)]:
        if time.monotonic() > deadline:
            raise StackError("\n".join(_complaint(name, config.ports[name]) for name in busy))
        time.sleep(0.1)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _complaint(name: str, port: int) -> str:
    return f"Port {port} ({name}) is in use{_holder(port)}. Free it, or set {port_setting(name)} to another."


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            listening = connection.status == psutil.CONN_LISTEN and tuple(connection.laddr)[1:] == (port,)
            if listening and connection.pid:
                return f" by {psutil.Process(connection.pid).name()}, process {connection.pid}"
    except psutil.Error:
        pass  # Other users' processes stay hidden from us: the port alone must do.
    return ""
