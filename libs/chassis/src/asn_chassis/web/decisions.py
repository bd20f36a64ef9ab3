"""What every decision shows: its policy, rule, inputs, steps and reasons, so that anyone can compute it again."""

from typing import Any

from marshmallow import fields as marshmallow_fields

from asn_chassis.web import fields
from asn_chassis.web.schema import View
from asn_kernel.decision import plain


class Values(marshmallow_fields.Field[Any]):
    """Values by name as JSON, decimals as text; which names there are depends on the policy."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return plain(value)


def values(description: str, **options: Any) -> Values:
    """Return a field of values by name."""
    return Values(required=True, metadata={"type": "object", "description": description}, **options)


class ReasonView(View):
    """One reason of a decision; more codes may be added."""

    code = fields.String(required=True, metadata={"description": "Keeps its meaning for ever"})
    text_id = fields.String(max=1_000, required=True, metadata={"description": "In Indonesian"})
    text_en = fields.String(max=1_000, required=True, metadata={"description": "In English"})
    values = values("The values that the texts quote, by name; decimals as text")


class StepView(View):
    """An intermediate result."""

    name = fields.String(required=True)
    value = marshmallow_fields.Raw(required=True, allow_none=True, metadata={"description": "Decimals as text"})


class DecisionView(View):
    """What a decision rests on: the policy on these inputs, by this rule, comes to the same again."""

    policy = fields.String(required=True, metadata={"examples": ["incentive"]})
    rule_version = fields.String(required=True, metadata={"description": "A row of contracts/regulations"})
    inputs = values("Everything that the policy saw, by name; decimals as text")
    steps = fields.List(fields.Nested(StepView), required=True)
    reasons = fields.List(fields.Nested(ReasonView), required=True)
