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
class Issuer:
    """The addresses of an issuer of tokens; `name` is its own, which every token says."""

    name: str
    keys: str
    authorize: str
    token: str
    # None where nobody stays signed in.
    logout: str | None = None


@dataclass(frozen=True)
class Config:
    """One stack: a state folder and a port for the issuer and each service."""

    root: Path
    state: Path
    ports: dict[str, int]
    # A realm of Keycloak that is trusted instead of the development issuer.
    realm: str | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read ASN_STATE, ASN_REALM_URL and ASN_<NAME>_PORT; `EnvValidationError` names every wrong setting."""
        env = Env(eager=False)
        state = env.path("ASN_STATE", default=ROOT / ".state")
        ports = {
            name: env.int(port_setting(name), default=port, validate=validate.Range(1, 65535))
            for name, port in DEFAULT_PORTS.items()
        }
        realm = env.str("ASN_REALM_URL", default=None)
        env.seal()
        return cls(root=ROOT, state=state.resolve(), ports=ports, realm=realm)

    @property
    def issuer(self) -> Issuer:
        """Whose tokens the services trust."""
        if self.realm is None:
            own = self.url("issuer")
            return Issuer(own, f"{own}/.well-known/jwks.json", f"{own}/oauth/authorize", f"{own}/oauth/token")
        at = f"{self.realm}/protocol/openid-connect"
        return Issuer(self.realm, f"{at}/certs", f"{at}/auth", f"{at}/token", f"{at}/logout")

    def url(self, name: str) -> str:
        """Return the address of the issuer or a service."""
        return f"http://127.0.0.1:{self.ports[name]}"
