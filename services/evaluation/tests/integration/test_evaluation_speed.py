"""Answers in a batch are many times faster than one transaction each."""

import time
from typing import Any

import pytest

from asn_chassis.testing.memory import MemoryTransport

ANSWERS = 300
ROUNDS = 3


def seconds_for(world: Any, *, at_once: int) -> float:
    """Consume fresh answers, so many a transaction."""
    transport = MemoryTransport(page=at_once)
    for _ in range(ANSWERS):
        transport.put(world.answered(3).to_wire(), key=str(world.survey_id))
    consumer = world.service.consumer(transport)
    started = time.perf_counter()
    consumer.drain()
    return time.perf_counter() - started


@pytest.mark.slow
def test_a_batch_is_at_least_five_times_as_fast_as_single_events(world: Any) -> None:
    world.tell(world.survey_opened())
    ratios = sorted(seconds_for(world, at_once=1) / seconds_for(world, at_once=100) for _ in range(ROUNDS))

    assert ratios[ROUNDS // 2] >= 5, ratios
    assert world.get(f"/service-indices/{world.survey_id}")["running"]["answers"] == 2 * ROUNDS * ANSWERS
