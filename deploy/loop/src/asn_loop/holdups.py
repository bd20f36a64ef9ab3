"""What holds the loop up where something did not follow: asked of the services themselves."""

from collections.abc import Iterator

from asn_loop.client import Api, Json
from asn_loop.errors import Refused
from asn_loop.rounds import Round

SHOWN = 3


def held_up(loop: Round) -> list[str]:
    """Say which services do not get on, and name the dead letters that hold them: of this round, or else the oldest."""
    services = {name: getattr(loop, name) for name in ("employee", "feedback", "evaluation", "training")}
    return [line for name, service in services.items() for line in _of_service(name, service, loop.correlation_id)]


def _of_service(name: str, service: Api, correlation_id: str) -> Iterator[str]:
    try:
        status = service.get("/status", correlation_id=correlation_id)
        letters = status["dead_letters"] or service.get("/status")["dead_letters"]
    except Refused:
        return  # whoever drives the loop may not ask
    if status["standing"] == "ok":
        return
    stands = "stands still" if status["standing"] == "stands-still" else "holds events back"
    yield f"{name} {stands}: {status['dead']} dead letters, {status['parked']} events wait behind them."
    yield from (f"  {_line(letter)}" for letter in letters[:SHOWN])
    if status["dead"] > SHOWN:
        yield f"  and {status['dead'] - min(SHOWN, len(letters))} more"


def _line(letter: Json) -> str:
    named = {
        "key": letter["key"],
        "reason": letter["code"],
        "correlation id": letter["correlation_id"],
        "dead letter": letter["id"],
    }
    said = ", ".join(f"{name} {value}" for name, value in named.items() if value is not None)
    return f"{letter['type'] or letter['stream']} at {letter['position']}: {said}"
