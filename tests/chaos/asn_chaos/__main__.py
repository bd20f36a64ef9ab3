"""python -m asn_chaos: the long run; `--seed` has a run again, `--cluster` takes three brokers."""

import argparse
import secrets
import sys

from asn_chaos import schedule
from asn_chaos.run import chaos
from asn_chaos.stack import deployed

SHOWN = 40


def main() -> int:
    """Return 0 when nothing was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(prog="asn_chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--cluster", action="store_true")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)  # noqa: T201 -- before anything can fail
    plan = schedule.CLUSTER if arguments.cluster else schedule.ALL
    order = schedule.again_and_again(plan, arguments.seed)
    with deployed(cluster=arguments.cluster) as stack:
        verdict = chaos(stack, order, seed=arguments.seed, seconds=arguments.minutes * 60)
    print(verdict)  # noqa: T201
    for what, count in sorted(verdict.tally.faults.items()):
        print(f"  {count:4} x {what}")  # noqa: T201
    for finding in [*verdict.lost, *verdict.inverted, *verdict.wrong][:SHOWN]:
        print(f"  WRONG: {finding}")  # noqa: T201
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
