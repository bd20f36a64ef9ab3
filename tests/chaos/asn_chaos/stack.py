"""The deployment under test: the project's own docker-compose.yml, under a name and on ports of its own."""

import csv
import io
import json
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from testcontainers.compose import DockerCompose

from asn_chaos.waiting import until
from asn_chassis.testing.server import free_ports

ROOT = Path(__file__).parents[3]
SERVICES = ("employee", "training", "evaluation", "feedback")
ROLES = ("web", "consume", "work", "relay")
CHAOS = "tests/chaos/compose.yml"
# Of the development issuer; public, see its clients.yaml.
CLIENT = ("sibolga-loop", "development-only-loop")


@dataclass(frozen=True)
class Stack:
    """A running deployment; `ports` are those on 127.0.0.1."""

    compose: DockerCompose
    project: str
    ports: Mapping[str, int]
    brokers: tuple[str, ...]

    def url(self, name: str) -> str:
        """Return the address of a web role or of the issuer."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def run(self, *arguments: str, timeout: float = 180) -> str:
        """Run a command of Compose and return what it prints."""
        return shell([*self.compose.docker_compose_command(), *arguments], timeout=timeout)

    def container(self, service: str) -> str:
        """Return the name of a service's (first) container."""
        return f"{self.project}-{service}-1"

    def engine(self, verb: str, service: str, *options: str) -> str:
        """Run a verb of the engine on a service's container."""
        return shell(["docker", verb, *options, self.container(service)])

    def engine_on(self, verb: str, services: Sequence[str]) -> None:
        """Run a verb of the engine on the containers of many services at once."""
        shell(["docker", verb, *map(self.container, services)])

    @contextmanager
    def frozen(self, service: str) -> Iterator[None]:
        """Keep every process of a service's container where it is; the engine cannot while it starts one there."""
        until(f"{service} stands still", lambda: self.engine("pause", service), within=30)
        try:
            yield
        finally:
            self.engine("unpause", service)

    def on_network(self, verb: str, network: str, service: str) -> None:
        """Connect a service's container to a network, or cut it off."""
        shell(["docker", "network", verb, network, self.container(service)])

    def inside(self, service: str, *command: str, timeout: float = 60) -> str:
        """Run a command in a service's container."""
        return shell(["docker", "exec", self.container(service), *command], timeout=timeout)

    def kill_inside(self, service: str, which: str) -> None:
        """Kill processes of a service's container from within; the container may end before the command does."""
        with suppress(RuntimeError):
            self.inside(service, "sh", "-c", f"kill -9 {which}")

    def state(self, service: str) -> dict[str, object]:
        """Return the engine's view of a service's container: Status, ExitCode, Health and so on."""
        found: dict[str, object] = json.loads(self.engine("inspect", service, "--format", "{{json .State}}"))
        return found

    def healthy(self, service: str) -> bool:
        """Tell whether a service's container passes its health check."""
        health = self.state(service)["Health"]
        return isinstance(health, dict) and health["Status"] == "healthy"

    def sql(self, service: str, query: str, database: str | None = None) -> list[list[str]]:
        """Return the rows of a query on a service's database, as text, read by psql."""
        command = ("psql", "--username=postgres", "--no-psqlrc", "--csv", "--tuples-only", "--command", query)
        text = self.inside(f"{service}-db", *command, database or service)
        return list(csv.reader(io.StringIO(text)))


def shell(command: Sequence[str], *, timeout: float = 180) -> str:
    """Run a command and return its output; the error names the command and what it said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout, cwd=ROOT)  # noqa: S603 -- ours
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:12])} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def deployed(*, cluster: bool = False, chaos: bool = True, build: bool = True) -> Iterator[Stack]:
    """Start the deployment, and remove all of it at the end."""
    files = [CHAOS] if chaos else []
    environment = ["deploy/compose/cluster.env"] if cluster else []
    with prepared("chaos" if chaos else "e2e", files=files, environment=environment) as stack:
        stack.run("up", *(["--build"] if build else []), "--wait", timeout=900)
        yield replace(stack, brokers=("kafka", "kafka-2", "kafka-3")) if cluster else stack


@contextmanager
def prepared(
    name: str, *, files: Sequence[str] = (), environment: Sequence[str] = (), **settings: object
) -> Iterator[Stack]:
    """Give a deployment under a name and on ports of its own, of which nothing runs yet; all of it goes at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="asn-compose-")))
        project = f"asn-{name}-{secrets.token_hex(3)}"
        ports = dict(zip(("issuer", *SERVICES), free_ports(1 + len(SERVICES)), strict=True))
        own = folder / "own.env"
        own.write_text("".join(f"{key}={value}\n" for key, value in (_settings(project, ports) | settings).items()))
        compose = DockerCompose(
            ROOT, compose_file_name=["docker-compose.yml", *files], env_file=[*environment, str(own)]
        )
        stack.callback(compose.stop)
        yield Stack(compose, project, ports, ("kafka",))


def _settings(project: str, ports: Mapping[str, int]) -> dict[str, object]:
    # One client at one address asks as fast as it can.
    limits = {"ASN_RATE_CLIENT": "off", "ASN_RATE_ADDRESS": "off"}
    return {
        "COMPOSE_PROJECT_NAME": project,
        **limits,
        **{f"ASN_{name.upper()}_PORT": port for name, port in ports.items()},
    }
