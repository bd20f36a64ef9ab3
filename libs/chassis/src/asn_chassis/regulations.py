"""Law and policy as data: the documents of contracts/regulations, read once at start and handed to policies."""

from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
import yaml
from sqlalchemy.orm import Session

from asn_chassis.values import typed
from asn_kernel.rule import Rule, Rules

Regulations = TypeVar("Regulations")


class BadRegulation(Exception):
    """A document of contracts/regulations is missing or not what the code reads."""


def load(folder: Path, kind: type[Regulations]) -> Regulations:
    """Read a service's regulations: `kind` is a dataclass whose fields are `Rules[…]`, named like the documents.

    The field `learning_hours: Rules[LearningHours]` is the document `learning-hours.yaml`. BadRegulation where one
    is missing or does not fit.
    """
    hints = get_type_hints(kind)
    found = {field.name: _rules(folder, field.name.replace("_", "-"), hints[field.name]) for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**found)


def regulations_of(session: Session, kind: type[Regulations]) -> Regulations:
    """Return the regulations that this service loaded at its start."""
    found: Regulations = session.info["regulations"]
    if not isinstance(found, kind):
        raise BadRegulation(f"this service has not loaded {kind.__name__}")
    return found


def _rules(folder: Path, subject: str, hint: Any) -> Rules[Any]:
    (values,) = get_args(hint)
    path = folder / "regulations" / f"{subject}.yaml"
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        kind: Any = Rule[values]  # type: ignore[valid-type]
        rows = [typed({"subject": subject, **row}, kind) for row in document["rows"]]
    except (OSError, KeyError, TypeError, msgspec.ValidationError, ValueError, yaml.YAMLError) as error:
        raise BadRegulation(f"{path.name}: {error}") from error
    return Rules(subject, tuple(rows))
