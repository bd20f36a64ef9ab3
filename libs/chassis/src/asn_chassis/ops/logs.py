"""Logs: one JSON object a line on standard output; ids and coordinates, never payloads."""

import logging
import re
import sys

from pythonjsonlogger.msgspec import MsgspecFormatter

from asn_chassis.events.flow import started_flow

# 18 digits are a NIP, in one or as papers write it (8 6 1 3), 16 a NIK: none may reach a log, whoever wrote the line.
PERSONAL = re.compile(r"\b(?:\d{18}|\d{16}|\d{8}[ .-]\d{6}[ .-]\d[ .-]\d{3})\b")


class _Flow(logging.Filter):
    """Adds the correlation id of the current flow to every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        flow = started_flow()
        if flow is not None:
            record.correlation_id = flow.correlation_id
        return True


class RedactingFormatter(MsgspecFormatter):
    """JSON lines with every run of digits that looks like a NIP or NIK masked."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, masked."""
        return PERSONAL.sub("[masked]", super().format(record))


def set_up(service: str, level: str) -> None:
    """Send every log line of this process to standard output as JSON, unless somebody set logging up before."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        RedactingFormatter(
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            static_fields={"service": service},
            timestamp=True,
        )
    )
    handler.addFilter(_Flow())
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("httpx").setLevel(logging.WARNING)
