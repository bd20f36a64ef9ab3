"""Logs: one JSON object a line on standard error; ids and coordinates, never payloads.

Standard output is for what a command answers.
"""

import logging
import re
import sys
import time
from collections.abc import Callable

from pythonjsonlogger.msgspec import MsgspecFormatter

from asn_chassis.events.flow import started_flow

# 18 digits are a NIP, in one or as papers write it (8 6 1 3), 16 a NIK, in one or in groups (6 6 4, 4 4 4 4): none may
# reach a log, whoever wrote the line.
PERSONAL = re.compile(
    r"\b(?:\d{18}|\d{16}|\d{8}[ .-]\d{6}[ .-]\d[ .-]\d{3}|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{4}(?:[ .-]\d{4}){3})\b"
)
# While a broker is away its client complains many times a second, and whoever waits for it once.
STORMY = ("kafka", "asn_chassis.kafka")
# Seconds between two lines of one place in it.
QUIET = 60.0


class _Flow(logging.Filter):
    """Adds the correlation id of the current flow to every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        flow = started_flow()
        if flow is not None:
            record.correlation_id = flow.correlation_id
        return True


class OneAMinute(logging.Filter):
    """Lets one line a minute pass of each place in these packages, which then says how many were left out."""

    def __init__(self, *packages: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._packages = tuple(f"{package}." for package in packages)
        self._clock = clock
        self._passed: dict[tuple[str, int], float] = {}
        self._left_out: dict[tuple[str, int], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the line passes."""
        if not f"{record.name}.".startswith(self._packages):
            return True
        place, now = (record.pathname, record.lineno), self._clock()
        if now - self._passed.get(place, float("-inf")) < QUIET:
            self._left_out[place] = self._left_out.get(place, 0) + 1
            return False
        self._passed[place] = now
        if left_out := self._left_out.pop(place, 0):
            record.left_out = left_out
        return True


class RedactingFormatter(MsgspecFormatter):
    """JSON lines with every run of digits that looks like a NIP or NIK masked."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, masked."""
        return PERSONAL.sub("[masked]", super().format(record))


def set_up(service: str, level: str) -> None:
    """Send every log line of this process to standard error as JSON, unless somebody else set logging up before.

    Called again it changes the service's name and the level.
    """
    root = logging.getLogger()
    handler = next((each for each in root.handlers if isinstance(each.formatter, RedactingFormatter)), None)
    if handler is None:
        if root.handlers:
            return
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(_Flow())
        handler.addFilter(OneAMinute(*STORMY))
        root.addHandler(handler)
    handler.setFormatter(
        RedactingFormatter(
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            static_fields={"service": service},
            timestamp=True,
        )
    )
    root.setLevel(level)
    # What these say at INFO is about themselves.
    for library in ("httpx", "alembic.runtime.plugins", "kafka"):
        logging.getLogger(library).setLevel(logging.WARNING)
