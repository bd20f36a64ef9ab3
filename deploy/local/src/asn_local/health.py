"""What stands still although it runs: asked at the sockets where the programs tell how they are."""

import json

from asn_chassis.ops.healthcheck import ask
from asn_local.state import State

NO = 503


def standing_still(state: State, labels: list[str]) -> dict[str, str]:
    """Return which of these programs need somebody to look, with the reason; a restart mends none of them."""
    asked = {label: _trouble(state, label) for label in labels}
    return {label: trouble for label, trouble in asked.items() if trouble is not None}


def _trouble(state: State, label: str) -> str | None:
    answer = ask(f"unix:{state.admin_socket(label)}", "/healthz/ready")
    if answer is None or answer[0] != NO:
        return None  # what does not run says so by its state
    told = json.loads(answer[1])
    return "; ".join(f"{name}: {reason}" for name, reason in told.get("reasons", {}).items()) or str(told["status"])
