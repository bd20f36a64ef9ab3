"""Whether the system has drained: everything published, everything handled, by itself."""

from collections import Counter

from asn_chaos.evidence import LISTENS, inbox, outbox
from asn_chaos.stack import SERVICES, Stack
from asn_chaos.waiting import until

PENDING = "(position IS NULL OR position > published_position)"
# One query a service, so that asking takes less time than draining.
NUMBERS = f"""
    SELECT 'pending', count(*) FROM outbox, outbox_log WHERE {PENDING}
    UNION ALL SELECT 'handled', count(*) FROM inbox
    UNION ALL SELECT type, count(*) FROM outbox GROUP BY 1
"""  # noqa: S608 -- ours


def drained(stack: Stack, *, within: float) -> float:
    """Wait until nothing is on its way any more; return how many seconds that took."""
    return until("the system drains", lambda: on_their_way(stack) == 0, within=within, every=0.2)


def caught_up(stack: Stack, service: str, *, within: float) -> None:
    """Wait, under load, until a service has published and handled what is committed at this moment."""
    last = stack.sql(service, "SELECT coalesce(max(seq), 0) FROM outbox")[0][0]
    behind = f"SELECT count(*) FROM outbox, outbox_log WHERE seq <= {last} AND {PENDING}"  # noqa: S608 -- ours
    until(f"{service} publishes again", lambda: stack.sql(service, behind) == [["0"]], within=within)
    sent = {event.id for each in SERVICES for event in outbox(stack, each) if event.type in LISTENS[service]}
    until(f"{service} handles again", lambda: sent <= inbox(stack, service), within=within, every=1)


def on_their_way(stack: Stack) -> int:
    """Return how many events are not published, or not handled by somebody who listens to them."""
    numbers = {service: _numbers(stack, service) for service in SERVICES}
    sent = sum(numbers.values(), Counter())
    unhandled = sum(
        abs(sum(sent[event_type] for event_type in LISTENS[consumer]) - numbers[consumer]["handled"])
        for consumer in SERVICES
    )
    return sent["pending"] + unhandled


def pending(stack: Stack, service: str) -> int:
    """Return how many events of a service are not in Kafka yet."""
    return _numbers(stack, service)["pending"]


def handled(stack: Stack, service: str) -> int:
    """Return how many events a service has handled."""
    return _numbers(stack, service)["handled"]


def _numbers(stack: Stack, service: str) -> Counter[str]:
    return Counter({name: int(number) for name, number in stack.sql(service, NUMBERS)})
