"""Failpoints: named places where a test may have this process die, at the worst moment there is. Not for production."""

import os
import signal
from pathlib import Path

_order: Path | None = None


def arm(order: Path | None) -> None:
    """From now on die where this file says; None, as everywhere but in tests, is never to look."""
    global _order  # noqa: PLW0603 -- one process, one order; handing it down to every place would show it everywhere
    _order = order


def reach(name: str) -> None:
    """Die by SIGKILL if the file names this place. The file goes first, so that the next life passes."""
    if _order is None or not _order.exists():
        return
    if _order.read_text().strip() == name:
        _order.unlink(missing_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)
