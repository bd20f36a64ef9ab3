"""The processes of the stack: for each a name, a command and its own settings."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from asn_issuer.clients import read_clients
from asn_issuer.config import CLIENTS
from asn_local import postgres
from asn_local.config import SERVICES, Config
from asn_local.state import State

LOOP_CLIENT = "sibolga-loop"
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Program:
    """One process to keep alive; `role` is web or consume."""

    role: str
    name: str
    command: tuple[str, ...]
    environment: dict[str, str]

    @property
    def label(self) -> str:
        """Unique, short, good for a file name."""
        return f"{self.role}-{self.name}"


def programs(config: Config, state: State) -> list[Program]:
    """Return the issuer, and per service a web role and a process that consumes and works."""
    issuer_environment = {
        "ASN_ENV": "development",
        "ASN_ISSUER_URL": config.url("issuer"),
        "ASN_ISSUER_STATE": str(state.issuer),
        "ASN_CONTRACTS_DIR": str(config.root / "contracts"),
    }
    issuer = gunicorn(config, "issuer", "asn_issuer.wsgi:app", "--workers", "1", "--threads", "4")
    found = [_program(state, "web", "issuer", issuer, issuer_environment)]
    for service in SERVICES:
        environment = settings(config, state, service, "_service")
        app = f"{service}_service.wsgi"
        web = gunicorn(config, service, f"{app}:app")
        found.append(_program(state, "web", service, web, settings(config, state, service, "_web")))
        found.append(_program(state, "consume", service, flask(app, "consume", "--work"), environment))
    return found


def _program(state: State, role: str, name: str, command: tuple[str, ...], environment: dict[str, str]) -> Program:
    """Return a program that tells how it is at a socket of its own; its processes count together in a folder beside."""
    program = Program(role, name, command, environment)
    own = {
        "ASN_ADMIN_ADDRESS": f"unix:{state.admin_socket(program.label)}",
        **({"PROMETHEUS_MULTIPROC_DIR": str(state.run / f"metrics-{name}")} if role == "web" else {}),
    }
    return replace(program, environment=environment | own)


def built_from(root: Path) -> dict[str, str]:
    """Return the settings that name the commit of this checkout and its time; none where git does not say them."""
    asked = ["git", "-C", str(root), "show", "--no-patch", "--format=%H %cI", "HEAD"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.split()  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return {}
    return dict(zip(("ASN_REVISION", "ASN_BUILT"), said, strict=True))


def settings(config: Config, state: State, service: str, login: str = "") -> dict[str, str]:
    """Return the environment of a role of one service, which comes to its database as the owner or with this login."""
    client = read_clients(CLIENTS).machines[f"{service}-consumer"]
    issuer = config.issuer
    others = ",".join(f"{other}={config.url(other)}" for other in SERVICES if other != service)
    return {
        "ASN_ENV": "development",
        "ASN_DATABASE_URL": postgres.url(state.postgres_socket, service, login),
        "ASN_CONTRACTS_DIR": str(config.root / "contracts"),
        "ASN_ISSUERS": f"{issuer.name}={issuer.keys}",
        "ASN_EVENT_TRANSPORT": "feed",
        "ASN_FEED_URLS": others,
        "ASN_BROWSER_URL": config.url(service),
        "ASN_BROWSER_AUTHORIZE_URL": issuer.authorize,
        "ASN_BROWSER_TOKEN_URL": issuer.token,
        "ASN_BROWSER_LOGOUT_URL": issuer.logout or "",
        "ASN_TOKEN_URL": issuer.token,
        "ASN_CLIENT_ID": client.client_id,
        "ASN_CLIENT_SECRET": client.secret,
        "ASN_CURSOR_KEY": state.secret("cursor"),
        "ASN_AUDIT_KEY": state.secret("audit"),
        "ASN_LOG_LEVEL": os.environ.get("ASN_LOG_LEVEL", "INFO"),
        # The loop is one client at one address, which plays a whole city as fast as it can.
        "ASN_RATE_CLIENT": "off",
        "ASN_RATE_ADDRESS": "off",
    }


def loop_settings(config: Config) -> dict[str, str]:
    """Return the environment of the program that drives the closed loop."""
    client = read_clients(CLIENTS).machines[LOOP_CLIENT]
    return {
        **{f"ASN_{service.upper()}_URL": config.url(service) for service in SERVICES},
        "ASN_TOKEN_URL": config.issuer.token,
        "ASN_CLIENT_ID": client.client_id,
        "ASN_CLIENT_SECRET": client.secret,
        "ASN_PERSONS_ISSUER": config.issuer.name,
        "ASN_LOOP_REPORT": str(config.state / "report"),
    }


def clean_environment(own: dict[str, str]) -> dict[str, str]:
    """Return the process's own settings and the caller's environment, without the ASN_… settings of others."""
    # Kept bytecode makes the nine imports of a start four times cheaper, so a ban on it is not passed on.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ASN_", NO_BYTECODE))}
    return {**inherited, "PYTHONUNBUFFERED": "1", "FLASK_SKIP_DOTENV": "1", **own}


def gunicorn(config: Config, name: str, app: str, *options: str) -> tuple[str, ...]:
    """Return a web role as it is deployed everywhere, on its own port of this machine."""
    settings_of_all = str(config.root / "deploy" / "gunicorn.conf.py")
    bind = f"127.0.0.1:{config.ports[name]}"
    return (sys.executable, "-m", "gunicorn", "--config", settings_of_all, "--bind", bind, *options, app)


def flask(app: str, *command: str) -> tuple[str, ...]:
    """Return a command of a service."""
    return (sys.executable, "-m", "flask", "--app", app, *command)
