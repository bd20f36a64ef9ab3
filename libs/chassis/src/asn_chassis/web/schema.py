"""Base schemas: strict for what comes in, open for what goes out."""

from typing import Any

from marshmallow import EXCLUDE, RAISE
from marshmallow import Schema as MarshmallowSchema
from marshmallow.fields import Field

from asn_chassis.web.messages import DEFAULTS


class Schema(MarshmallowSchema):
    """Base of request bodies and queries: an unknown field is an error."""

    error_messages = DEFAULTS

    class Meta:
        """Reject what we do not know."""

        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:  # noqa: ARG002 -- marshmallow's signature
        """Replace the messages that every field has by our codes."""
        field_obj.error_messages |= {"required": "required", "null": "null", "validator_failed": "invalid"}


class View(MarshmallowSchema):
    """Base of responses: readers must accept fields that they do not know."""

    class Meta:
        """Stay open."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:  # noqa: ARG002 -- marshmallow's signature
        """Promise no bounds and no closed lists: what we answer may grow."""
        field_obj.validators = []
        if "enum" in field_obj.metadata:
            known = {name: value for name, value in field_obj.metadata.items() if name != "enum"}
            field_obj.metadata = {"examples": field_obj.metadata["enum"], **known}
