"""Base schemas: strict for what comes in, open for what goes out."""

from collections.abc import Callable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any

from marshmallow import EXCLUDE, RAISE, missing
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
    """Base of responses: readers must accept fields that they do not know. It has no hooks around `dump`."""

    class Meta:
        """Stay open."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:  # noqa: ARG002 -- marshmallow's signature
        """Promise no bounds and no closed lists: what we answer may grow."""
        field_obj.validators = []
        if "enum" in field_obj.metadata:
            known = {name: value for name, value in field_obj.metadata.items() if name != "enum"}
            field_obj.metadata = {"examples": field_obj.metadata["enum"], **known}

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """Return what marshmallow does, in a fraction of its time: where each field stands is found out once."""
        if self.many if many is None else many:
            return [self._dump_one(each) for each in obj]
        return self._dump_one(obj)

    def _dump_one(self, obj: Any) -> Any:
        if isinstance(obj, Mapping):
            return super().dump(obj, many=False)
        dumped = {}
        for key, name, value_of, field in self._dumped_fields:
            try:
                value = value_of(obj)
            except AttributeError:
                # Not there, or inside a mapping.
                value = field.serialize(name, obj, accessor=self.get_attribute)
            else:
                value = field._serialize(value, name, obj)  # noqa: SLF001 -- what a field of one's own implements
            if value is not missing:
                dumped[key] = value
        return dumped

    @cached_property
    def _dumped_fields(self) -> list[tuple[str, str, Callable[[Any], Any], Field[Any]]]:
        fields = self.dump_fields.items()
        return [(field.data_key or name, name, attrgetter(field.attribute or name), field) for name, field in fields]
