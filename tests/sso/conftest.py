"""Keycloak as docker-compose.yml runs it, with the realm of deploy/keycloak, under a name and on a port of its own."""

import os
import secrets
import socket
import subprocess
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest

from asn_issuer.realm import ORIGINS
from asn_local.config import ROOT
from asn_local.testing import free_ports, running, temporary_config


@dataclass(frozen=True)
class Realm:
    """The realm as browsers and services reach it."""

    url: str

    @property
    def token_url(self):
        return f"{self.url}/protocol/openid-connect/token"


@pytest.fixture(scope="session")
def realm(container_engine):  # noqa: ARG001 -- asked for first
    port = free_ports(1)[0]
    environment = os.environ | {"ASN_KEYCLOAK_PORT": str(port)}
    project = ["docker", "compose", "--project-name", f"asn-sso-{secrets.token_hex(3)}", "--profile", "sso"]

    def compose(*command):
        done = subprocess.run(  # noqa: S603 -- ours
            [*project, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]

    try:
        compose("up", "--detach", "--wait", "--wait-timeout", "300", "keycloak")
        yield Realm(f"http://127.0.0.1:{port}/realms/asn")
    finally:
        compose("down", "--volumes")


@pytest.fixture(scope="session")
def stack(realm):
    """The four services on this machine, which trust the realm and nobody else.

    Employee has one of the ports from which the realm answers pages in a browser.
    """
    config = temporary_config()
    ports = config.ports | {"employee": next(filter(_is_free, (urlsplit(origin).port for origin in ORIGINS)))}
    with running(replace(config, ports=ports, realm=realm.url)) as stack:
        yield stack


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
