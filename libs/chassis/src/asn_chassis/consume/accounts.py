"""What a consumer notes of what it did: counts and ages for the metrics, lines for the log; of no event its content."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from asn_chassis.events import names
from asn_chassis.events.event import Event
from asn_chassis.events.record import Record
from asn_chassis.ops import metrics

log = logging.getLogger(__name__)

# A type that nothing here handles may be anybody's word.
OTHER = "other"


def note_batch(records: Sequence[Record], events: Sequence[Event], applied: Sequence[Event], seconds: float) -> None:
    """Note a batch: of its records the `events` are handled here, and of these the `applied` are new."""
    fresh = Counter(event.type for event in applied)
    for event_type, count in fresh.items():
        metrics.inbox_events.labels(event_type, "applied").inc(count)
    repeated = Counter(event.type for event in events) - fresh if len(events) > len(applied) else {}
    for event_type, count in repeated.items():
        metrics.inbox_events.labels(event_type, "duplicate").inc(count)
    if len(records) > len(events):
        metrics.inbox_events.labels(OTHER, "ignored").inc(len(records) - len(events))
    _observe_ages(applied)
    _log_batch(records, len(applied), len(events) - len(applied), seconds)
    if log.isEnabledFor(logging.DEBUG):
        new = {id(event) for event in applied}
        for event in events:
            outcome = "applied" if id(event) in new else "duplicate"
            log.debug("event handled", extra={**asdict(names.of_event(event)), "outcome": outcome})


def _observe_ages(applied: Sequence[Event]) -> None:
    """Observe the age of the first of each type: it has waited longest, and one of a batch costs next to nothing."""
    now = datetime.now(UTC)
    for event in {event.type: event for event in reversed(applied)}.values():
        if not event.is_anonymous:
            metrics.event_age.labels(event.type).observe(max(0.0, (now - event.time).total_seconds()))


def note_dead(record: Record, code: str) -> None:
    """Note a record that has become a dead letter, for a reason that has this code."""
    metrics.inbox_events.labels(OTHER, "dead_lettered").inc()
    log.warning("dead letter", extra={**_of_record(record), "reason": code})


def note_parked(record: Record) -> None:
    """Note a record that waits behind a dead letter of its key."""
    metrics.inbox_events.labels(OTHER, "parked").inc()
    log.info("waits behind a dead letter of its key", extra=_of_record(record))


def _of_record(record: Record) -> dict[str, str | int | None]:
    place = {"stream": record.stream, "partition": record.partition, "position": record.position}
    return {**place, **asdict(names.of_record(record))}


def _log_batch(records: Sequence[Record], applied: int, duplicates: int, seconds: float) -> None:
    last = {(record.stream, record.partition): record.position for record in records}
    first = {(record.stream, record.partition): record.position for record in reversed(records)}
    log.info(
        "batch applied",
        extra={
            "records": len(records),
            "applied": applied,
            "duplicates": duplicates,
            "positions": {f"{place[0]}/{place[1]}": [first[place], last[place]] for place in last},
            "seconds": round(seconds, 3),
        },
    )
