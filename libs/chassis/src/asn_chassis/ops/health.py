"""The health of a role that is made of loops, for whoever runs it: at its admin listener."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from asn_chassis.ops.admin import AdminListener
from asn_chassis.ops.exposing import Role
from asn_chassis.ops.healthcheck import LIVE
from asn_chassis.ops.heartbeat import WatchedStop

READY = "/healthz/ready"
# Longer than a loop may take for one round: a send that times out, a statement that does, and a pause.
OLDEST_BEAT = 90.0

# Whatever stands still, by name, with the reason.
Troubles = Callable[[], Mapping[str, str]]


def serve(address: str | None, *roles: Role, stop: WatchedStop, troubles: Troubles) -> None:
    """Answer at this address, where there is one: whether the loops go round, whether they get on, and the metrics.

    `/healthz/live` is no when a loop hangs, which only a restart mends. `/healthz/ready` is no also before all have
    begun, and while one stands still, which somebody must look at.
    """
    if address is not None:
        answers = {LIVE: lambda: live(stop.ages), READY: lambda: ready(stop.ages, troubles())}
        AdminListener(address, answers, roles=roles)


def silence(since: float, longest: float, failure: str) -> str | None:
    """Say that nothing has succeeded since then (seconds since 1970), where that is longer ago than so many seconds.

    `failure` is the kind of the last error, empty where there was none.
    """
    seconds = time.time() - since
    return f"nothing has succeeded for {seconds:.0f} seconds: {failure or 'it hangs'}" if seconds > longest else None


def live(ages: Mapping[str, float]) -> tuple[int, dict[str, Any]]:
    """Return the answer of /healthz/live for loops that were last heard of so many seconds ago."""
    hanging = {name: f"has not gone round for {age:.0f} seconds" for name, age in ages.items() if age > OLDEST_BEAT}
    loops = {name: round(age, 1) for name, age in ages.items()}
    if hanging:
        return 503, {"status": "hangs", "reasons": hanging, "loops": loops}
    return 200, {"status": "ok" if ages else "starting", "loops": loops}


def ready(ages: Mapping[str, float], troubles: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """Return the answer of /healthz/ready for such loops and what stands still."""
    status, told = live(ages)
    if status == 200 and not ages:  # noqa: PLR2004 -- HTTP's own
        return 503, told
    if status == 200 and troubles:  # noqa: PLR2004
        return 503, {"status": "stands still", "reasons": dict(troubles), "loops": told["loops"]}
    return status, told
