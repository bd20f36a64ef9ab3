"""Service: the frozen description of one service that the chassis turns into processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask_smorest import Blueprint
from sqlalchemy import MetaData, Table

from asn_chassis.errors import Problems
from asn_chassis.events.handlers import Handlers
from asn_chassis.jobs import Task


@dataclass(frozen=True)
class Replica:
    """A read model made of other services' events alone: its tables, and the handlers that fill them.

    The handlers publish nothing and touch no other table: `flask rebuild` runs them again on empty tables.
    """

    tables: Sequence[Table]
    handlers: Handlers

    @property
    def streams(self) -> list[str]:
        """The streams that it is made of, sorted."""
        return sorted({f"asn.{event_type.split('.')[1]}.v1" for event_type in self.handlers})


@dataclass(frozen=True)
class Service:
    """One service: what it is called, keeps, answers, and listens to."""

    name: str
    title: str
    version: str
    metadata: MetaData
    migrations: Path
    handlers: Handlers
    problems: Problems
    blueprints: Sequence[Blueprint] = field(default_factory=tuple)
    replicas: Mapping[str, Replica] = field(default_factory=dict)
    # What its work role does besides the chassis' own.
    jobs: Sequence[Task] = ()
    # A dataclass of `Rules[…]`, each named like a document of contracts/regulations; None where it decides nothing.
    regulations: type | None = None
    # The code lists of contracts/references that it shows at /v1/references/{list}.
    references: Sequence[str] = ()

    @property
    def stream(self) -> str:
        """The name of the stream that this service publishes to."""
        return f"asn.{self.name}.v1"

    @property
    def dead_letter_stream(self) -> str:
        """The name of the stream of messages that this service could not process."""
        return f"asn.{self.name}.dlq.v1"

    @property
    def group(self) -> str:
        """The name of the consumer group that this service's consumers form."""
        return f"{self.name}.events"

    @property
    def sources(self) -> list[str]:
        """The services whose events this one handles, sorted."""
        return sorted({event_type.split(".")[1] for event_type in self.handlers})
