"""What stands still although it runs: asked at the sockets where the programs tell how they are."""

import httpx

from asn_local.state import State


def standing_still(state: State, labels: list[str]) -> dict[str, str]:
    """Return which of these programs need somebody to look, with the reason; a restart mends none of them."""
    asked = {label: _trouble(state, label) for label in labels}
    return {label: trouble for label, trouble in asked.items() if trouble is not None}


def _trouble(state: State, label: str) -> str | None:
    try:
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(state.admin_socket(label))), timeout=2) as http:
            answer = http.get("http://admin/healthz/ready")
    except httpx.HTTPError:
        return None  # it does not run, which its state says
    if answer.is_success or answer.status_code == httpx.codes.NOT_FOUND:
        return None
    told = answer.json()
    return "; ".join(f"{name}: {reason}" for name, reason in told.get("reasons", {}).items()) or str(told["status"])
