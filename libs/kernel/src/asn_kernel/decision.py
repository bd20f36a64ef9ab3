"""Decisions: what a policy decided, with everything that is needed to decide it again."""

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar
from uuid import UUID

from asn_kernel.period import Period
from asn_kernel.reason import Plain, Reason
from asn_kernel.rule import Rule

Inputs = TypeVar("Inputs")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Step:
    """One intermediate result on the way to the outcome, such as a subtotal; decimals as text."""

    name: str
    value: Plain


@dataclass(frozen=True, kw_only=True)
class Decision(Generic[Inputs, Outcome]):
    """What `policy` made of `inputs` by the rule `rule_version`.

    `inputs` and `outcome` are frozen dataclasses of plain values, and complete: the policy saw nothing else. So
    the same policy on the same inputs and rule gives the same canonical bytes, for ever.
    """

    policy: str
    rule_version: str
    inputs: Inputs
    outcome: Outcome
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...] = ()

    @classmethod
    def by(  # the parts of a decision are this many
        cls,
        rule: Rule[Any],
        policy: str,
        *,
        inputs: Inputs,
        outcome: Outcome,
        reasons: Sequence[Reason],
        steps: Sequence[Step] = (),
    ) -> "Decision[Inputs, Outcome]":
        """Return what the policy decided by this rule."""
        return cls(
            policy=policy,
            rule_version=rule.version,
            inputs=inputs,
            outcome=outcome,
            reasons=tuple(reasons),
            steps=tuple(steps),
        )

    def canonical(self) -> bytes:
        """Return the decision as UTF-8 JSON with sorted names, decimals as text: equal decisions, equal bytes."""
        return json.dumps(plain(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    def recomputed(self, policy: "Callable[[Inputs], Decision[Inputs, Outcome]]") -> bool:
        """Tell whether the policy, given the rule already, comes to the same bytes again."""
        return policy(self.inputs).canonical() == self.canonical()


def plain(value: Any) -> Any:
    """Return JSON's own kinds of values; decimals, fractions, dates, ids and periods as text. TypeError for others."""
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, (str, Decimal, Fraction, UUID, Period)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _plain_parts(value)


def _plain_parts(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(inner) for name, inner in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(plain(inner) for inner in value)
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
