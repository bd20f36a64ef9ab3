"""Service: the frozen description of one service that the chassis turns into processes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import MetaData

from asn_chassis.handlers import Handlers
from asn_chassis.web.blueprint import KitBlueprint
from asn_chassis.web.problems import Problems


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
    blueprints: Sequence[KitBlueprint] = field(default_factory=tuple)

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
