"""One fault of each kind: the long run is `make chaos`, three brokers `make chaos ARGS=--cluster`."""

import sys

import pytest
from asn_chaos import schedule
from asn_chaos.run import chaos
from asn_chaos.stack import deployed

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.usefixtures("container_engine")]

SEED = 20_261


def test_nothing_is_lost_doubled_or_out_of_order():
    with deployed() as stack:
        verdict = chaos(stack, schedule.once(schedule.SHORT, SEED), seed=SEED)

    sys.stdout.write(f"{verdict}\n")
    assert [*verdict.lost, *verdict.inverted, *verdict.wrong] == []
    assert verdict.duplicates > 0, "nothing was delivered twice: the faults did nothing"
