"""One run: load, faults, drain, verdict."""

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from asn_chaos import checks
from asn_chaos.callers import Accepted
from asn_chaos.drain import drained
from asn_chaos.evidence import Evidence, gather
from asn_chaos.load import Load
from asn_chaos.stack import Stack
from asn_chaos.tally import Fault, Tally

# The system has to drain by itself within this many seconds of the last fault.
DRAINS_WITHIN = 90.0


@dataclass(frozen=True)
class Verdict:
    """What a run came to; `wrong` names everything that must not be."""

    seed: int
    events: int
    accepted: Accepted
    tally: Tally
    duplicates: int
    lost: list[str]
    inverted: list[str]
    wrong: list[str]
    drained_in: float

    @property
    def holds(self) -> bool:
        """Whether nothing is lost, doubled, out of order or different."""
        return not (self.lost or self.inverted or self.wrong)

    def __str__(self) -> str:
        done, faults = self.accepted, sum(self.tally.faults.values())
        slowest, who = max(((took, who) for who, took in self.tally.stops), default=(0.0, "nobody"))
        return (
            f"seed {self.seed}: {self.events} events, {done.answers} answers, {len(done.finalised)} evaluations, "
            f"{faults} faults, {done.repeated} requests repeated, {done.refused.total()} refused, "
            f"{self.duplicates} duplicates dropped, {len(self.lost)} losses, {len(self.inverted)} inversions, "
            f"{len(self.wrong)} other findings, drained in {self.drained_in:.1f} s, "
            f"slowest polite stop {slowest:.1f} s ({who})"
        )


def chaos(stack: Stack, faults: Iterable[Fault], *, seed: int, seconds: float = float("inf")) -> Verdict:
    """Disturb a loaded system, let it drain, and judge it."""
    chance = random.Random(seed)  # noqa: S311 -- replayable, not secret
    load, tally, pause = Load(stack, seed), Tally(), threading.Event()
    begun = time.monotonic()
    with load.running():
        for fault in faults:
            if time.monotonic() - begun > seconds:
                break
            pause.wait(chance.uniform(0.5, 2))
            fault(stack, chance, tally)
    load.require_health()
    took = drained(stack, within=DRAINS_WITHIN)
    return judge(stack, gather(stack, tally.truncated), load.accepted, tally, seed=seed, took=took)


def judge(stack: Stack, evidence: Evidence, accepted: Accepted, tally: Tally, *, seed: int, took: float) -> Verdict:
    """Compare what was done and answered with what databases and topics hold."""
    return Verdict(
        seed=seed,
        events=evidence.events,
        accepted=accepted,
        tally=tally,
        duplicates=tally.delivered_again + checks.published_again(evidence),
        lost=[*checks.losses(evidence), *checks.missing(stack, accepted)],
        inverted=checks.inversions(evidence),
        wrong=[
            *checks.inventions(evidence),
            *checks.differences(stack),
            *checks.miscounts(evidence, tally),
            *accepted.wrong(),
        ],
        drained_in=took,
    )
