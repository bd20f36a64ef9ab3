"""The signing key: made at the first start, kept in the state folder, readable by its owner alone."""

import json
import os
import secrets
from pathlib import Path

from joserfc.jwk import ECKey

ALGORITHM = "ES256"


def new_key(kid: str) -> ECKey:
    """Return a fresh P-256 key with the given id."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": ALGORITHM})


def kept_key(state: Path) -> ECKey:
    """Return the key of this state folder, made now if there is none yet."""
    state.mkdir(parents=True, exist_ok=True)
    path = state / "issuer-key.json"
    if not path.exists():
        _write_once(path, new_key(secrets.token_hex(8)))
    return ECKey.import_key(json.loads(path.read_text()))


def _write_once(path: Path, key: ECKey) -> None:
    # Written aside and linked in, so that two starts at once agree on one key and nobody reads half of it.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
