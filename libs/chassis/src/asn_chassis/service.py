"""Service: the frozen description of one service that the chassis turns into processes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema
from sqlalchemy import MetaData, Select, Table

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


# Takes a batch of rows, in order, each as its schema loads it: returns for each None or why it was not taken.
Apply = Callable[..., Sequence[Exception | None]]


@dataclass(frozen=True)
class Resource:
    """What comes in and goes out as a file: `row` is the schema of a line, whose fields are the columns.

    `apply(session, rows, *, revising, at)` takes rows by the same policies as the API, with set-based reads and writes
    around them; `revising` lets a row whose natural key is known set right what differs. What it returns as refused has
    had no effect. `listed()` is the query of what an export shows, as rows that have the columns' names.
    """

    name: str
    row: type[Schema]
    apply: Apply
    listed: Callable[[], Select[Any]]


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
    # Its own pages, `asn_chassis.pages.Pages`.
    pages: Sequence[Any] = ()
    # What pages call it, and say that it owns: language -> text.
    label: Mapping[str, str] = field(default_factory=dict)
    owns: Mapping[str, str] = field(default_factory=dict)
    replicas: Mapping[str, Replica] = field(default_factory=dict)
    # What its work role does besides the chassis' own.
    jobs: Sequence[Task] = ()
    # What can be imported and exported.
    resources: Sequence[Resource] = ()
    # A dataclass of `Rules[…]`, each named like a document of contracts/regulations; None where it decides nothing.
    regulations: type | None = None
    # The code lists of contracts/references that it shows at /v1/references/{list}.
    references: Sequence[str] = ()

    def resource(self, name: str) -> Resource:
        """Return the resource of this name, which is one of `resources`."""
        return next(each for each in self.resources if each.name == name)

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
