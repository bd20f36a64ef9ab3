"""Counters of rate limits in the memory of one process, which a flood of addresses cannot fill."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

# Some 20 MB.
MOST = 100_000


class Counters:
    """Counts by key in fixed windows, of at most so many keys: beyond it those are forgotten that began first.

    The memory storage of `limits` keeps every key of a window and looks through all of them after a hit: with 400,000
    addresses, 50 requests a second cost it two fifths of a processor.
    """

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._windows: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many keys are known."""
        return len(self._windows)

    def hit(self, key: Hashable, seconds: float) -> tuple[int, float]:
        """Count in the window of this key, which begins with its first hit.

        Returns the count and the seconds that are left of the window.
        """
        now = self._clock()
        with self._lock:
            count, end = self._windows.get(key, (0, now))
            if end <= now:
                self._windows.pop(key, None)
                count, end = 0, now + seconds
                if len(self._windows) >= self._most:
                    self._windows.popitem(last=False)
            self._windows[key] = count + 1, end
        return count + 1, end - now
