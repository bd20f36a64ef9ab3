"""Heartbeats: a file a loop, touched as long as the loop goes round, for whoever watches the container."""

from pathlib import Path
from threading import Event as StopSignal
from threading import current_thread, main_thread


class WatchedStop(StopSignal):
    """A stop flag that notes who asks for it: a loop that asks is alive, one that hangs does not ask."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def is_set(self) -> bool:
        """Tell whether to stop, and note that this loop has asked."""
        # The main thread only starts the loops: its file would grow old in peace.
        if current_thread() is not main_thread():
            (self._folder / f"{current_thread().name}.beat").touch()
        return super().is_set()
