"""Errors that the chassis and its services share."""


class Unprocessable(Exception):
    """A message that no retry can mend: not JSON, wrong shape, unknown version, impossible data.

    The only exception that a consumer turns into a dead letter; every other one is retried with back-off.
    """


class ContractBreach(Exception):
    """An event that breaks its own published schema; raised before the outbox row is written."""
