"""Heartbeats: a loop that asks whether to stop is alive, one that hangs does not ask."""

import time
from threading import Event as StopSignal
from threading import current_thread, main_thread


class WatchedStop(StopSignal):
    """A stop flag that notes which loop has asked for it, and when."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[str, float] = {}

    def is_set(self) -> bool:
        """Tell whether to stop, and note that this loop has asked."""
        # The main thread only starts the loops: it would grow old in peace.
        if current_thread() is not main_thread():
            self._asked[current_thread().name] = time.monotonic()
        return super().is_set()

    @property
    def ages(self) -> dict[str, float]:
        """How long ago each loop has last asked, in seconds; those that have not begun are not there."""
        now = time.monotonic()
        return {name: now - asked for name, asked in dict(self._asked).items()}
