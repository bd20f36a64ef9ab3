"""What views dump is what marshmallow dumps: ours only knows beforehand where each field stands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import marshmallow
import pytest
from marshmallow import fields as plain

from asn_chassis.web import View, fields
from asn_chassis.web.api import FastJson
from asn_chassis.web.decisions import Values
from asn_kernel.period import Period

for name in ("employee", "training", "evaluation", "feedback"):
    import_module(f"{name}_service.app")

VALUES = {
    fields.UUID: UUID("01990000-0000-7000-8000-00000000000a"),
    fields.Date: date(2026, 2, 28),
    fields.DateTime: datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
    fields.Period: Period.parse("2026-S1"),
    fields.Decimal: Decimal("3.50"),
    plain.Decimal: Decimal("88.31"),
    plain.Integer: 7,
    plain.Float: 0.25,
    plain.Boolean: True,
    plain.String: 'Dinas "Contoh" \u00e9',
    plain.Dict: {"PERSYARATAN": 3},
    plain.Raw: ["1.5", None],
    Values: (("rating", Decimal("1.5")), ("rule", None)),
}


def views(base: type[View] = View) -> Iterator[type[View]]:
    for view in base.__subclasses__():
        yield view
        yield from views(view)


def sample(field):
    """Return a value that the field can dump."""
    if isinstance(field, fields.Enum):
        return next(iter(field._enum))
    if isinstance(field, plain.List):
        return [sample(field.inner)] * 2
    if isinstance(field, plain.Nested):
        return objects(field.schema)
    kinds = [kind for kind in type(field).__mro__ if kind in VALUES]
    assert kinds, f"{type(field)} has no value in this test"
    return VALUES[kinds[0]]


def objects(view, *, without=frozenset()):
    """Return an object with a value at each place that the view looks at."""
    made = SimpleNamespace()
    # The shortest way first: the others go into what it holds.
    found = sorted((field.attribute or name, field) for name, field in view.dump_fields.items())
    for way, field in found:
        *steps, last = way.split(".")
        place = made
        for step in steps:
            place = vars(place).setdefault(step, SimpleNamespace()) if hasattr(place, "__dict__") else place
        value = None if way in without else sample(field)
        if not isinstance(place, SimpleNamespace):
            continue  # nothing, or a period, which has its days already
        if isinstance(value, SimpleNamespace) and hasattr(place, last):
            vars(getattr(place, last)).update(vars(value))
        else:
            setattr(place, last, value)
    return made


def methods(view, before=""):
    """Return the names of the fields that are methods."""
    for name, field in view.dump_fields.items():
        inner = field.inner if isinstance(field, plain.List) else field
        if isinstance(inner, plain.Nested):
            yield from methods(inner.schema, f"{before}{name}.")
        elif isinstance(inner, plain.Method):
            yield before + name


def mappings(value):
    """Return the same as mappings."""
    if isinstance(value, SimpleNamespace):
        return {name: mappings(each) for name, each in vars(value).items()}
    return [mappings(each) for each in value] if isinstance(value, list) else value


def as_bytes(dumped):
    return FastJson._encoder.encode(dumped)


@pytest.mark.parametrize("view", list(views()), ids=lambda view: view.__name__)
def test_a_view_dumps_what_marshmallow_dumps(view):
    # What a method computes it computes of the caller too.
    ours = view(exclude=list(methods(view())))
    ways = {field.attribute or name for name, field in ours.dump_fields.items()}
    nullable = {field.attribute or name for name, field in ours.dump_fields.items() if field.allow_none}
    full = objects(ours)
    bare = SimpleNamespace()
    shown = [full, objects(ours, without=nullable), bare, mappings(full)]
    # Values on the way to others are there or not, too.
    shown += [SimpleNamespace(**{way.partition(".")[0]: None for way in ways if "." in way})]

    assert len(ours.dump(full)) == len(ours.dump_fields)
    for each in shown:
        assert as_bytes(ours.dump(each)) == as_bytes(marshmallow.Schema.dump(ours, each))
    assert as_bytes(ours.dump(shown, many=True)) == as_bytes(marshmallow.Schema.dump(ours, shown, many=True))
