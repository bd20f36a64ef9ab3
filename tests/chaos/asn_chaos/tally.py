"""What was done to the system, and what is to be expected because of it."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from asn_chaos.stack import Stack
from asn_chaos.topic import Messages


@dataclass
class Tally:
    """The faults of a run by name; what each consumer must have set aside; what no topic tells any more."""

    faults: Counter[str] = field(default_factory=Counter)
    # Deliveries of what was handled already, by consumers set back; what is in a topic twice counts itself.
    delivered_again: int = 0
    produced_again: int = 0
    poisoned: Counter[str] = field(default_factory=Counter)
    stops: list[tuple[str, float]] = field(default_factory=list)
    truncated: defaultdict[str, Messages] = field(default_factory=lambda: defaultdict(dict))


Fault = Callable[[Stack, random.Random, Tally], None]
