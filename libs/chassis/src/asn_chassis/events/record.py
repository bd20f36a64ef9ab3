"""Record: a message as it came in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Record:
    """One message as it came in: bytes and coordinates, nothing parsed."""

    stream: str
    partition: int
    position: int
    key: str | None
    value: bytes
    headers: dict[str, str] = field(default_factory=dict)
