"""Where the state is kept and which ports are used; read from the environment, all errors at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from environs import Env, validate

SERVICES = ("employee", "training", "evaluation", "feedback")
DEFAULT_PORTS = {"issuer": 8100, "employee": 8101, "training": 8102, "evaluation": 8103, "feedback": 8104}
ROOT = Path(__file__).parents[4]


def port_setting(name: str) -> str:
    """Return the environment variable that moves this process to another port."""
    return f"ASN_{name.upper()}_PORT"


@dataclass(frozen=True)
class Config:
    """One stack: a state folder and a port for the issuer and each service."""

    root: Path
    state: Path
    ports: dict[str, int]

    @classmethod
    def from_environment(cls) -> Self:
        """Read ASN_STATE and ASN_<NAME>_PORT; `EnvValidationError` names every wrong setting."""
        env = Env(eager=False)
        state = env.path("ASN_STATE", default=ROOT / ".state")
        ports = {
            name: env.int(port_setting(name), default=port, validate=validate.Range(1, 65535))
            for name, port in DEFAULT_PORTS.items()
        }
        env.seal()
        return cls(root=ROOT, state=state.resolve(), ports=ports)

    def url(self, name: str) -> str:
        """Return the address of the issuer or a service."""
        return f"http://127.0.0.1:{self.ports[name]}"
