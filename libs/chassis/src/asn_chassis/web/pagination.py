"""Pages by keyset: bounded work whatever the size of the table; the cursor is signed, never trusted."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from flask import after_this_request, request
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import ValidationError
from marshmallow import fields as marshmallow_fields
from sqlalchemy import Integer, Select, literal_column, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement
from werkzeug.wrappers import Response

from asn_chassis.parts import parts
from asn_chassis.values import encode
from asn_chassis.web import fields
from asn_chassis.web.messages import says
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.schema import Schema, View

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class PageQuery(Schema):
    """`limit` and `cursor`: the base of every list's query."""

    limit = fields.Integer(min=1, max=MAX_LIMIT, text=True, load_default=DEFAULT_LIMIT)
    cursor = fields.String(max=2_000, load_default=None, metadata={"description": "next_cursor of the page before"})


# What a list is sorted by: its columns by the name of the sort, NOT NULL, the last one unique; the first is usual.
Sorts = Mapping[str, Sequence[ColumnElement[Any]]]


class Sort(fields.String):
    """`sort`: one of the list's sorts, from the least or, with `-` before it, from the greatest."""

    default_error_messages = {"invalid": "not-a-choice"}

    def __init__(self, sorts: Sorts) -> None:
        usual = next(iter(sorts))
        about = f"What to sort by, `-` before it for the other way round; {usual} where it is left out"
        self._choices = [f"{sign}{name}" for name in sorts for sign in ("", "-")]
        super().__init__(load_default=usual, metadata={"description": about, "enum": self._choices})

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:  # noqa: ARG002
        if value not in self._choices:
            raise ValidationError(says("not-a-choice", choices=", ".join(self._choices)))
        return str(value)


class Q(fields.String):
    """`q`: words of a name, each by its beginning; `rows.named` searches."""

    def __init__(self) -> None:
        about = "Words of the name, or their beginnings, in any order; titles, accents and capitals do not matter"
        super().__init__(max=100, load_default=None, metadata={"description": about})


class Subtree(fields.Boolean):
    """`subtree`: whether `unit_id` means the units below it too; `rows.units_of` finds them."""

    def __init__(self) -> None:
        about = "Whether unit_id means the units below it too; it does where this is left out"
        super().__init__(text=True, load_default=True, metadata={"description": about})


class Shown(fields.String):
    """`fields`: the names of the items' properties to answer with; the first one, their key, is always among them.

    Declared as `shown`: `fields` is what every schema has.
    """

    def __init__(self, view: type[View]) -> None:
        self._names = list(view._declared_fields)  # noqa: SLF001 -- known before a schema is made
        one = f"({'|'.join(self._names)})"
        about = (
            f"Names of the properties to answer with, by commas; {self._names[0]} is always there. The others are left "
            "out, also those that the schema of the item requires"
        )
        pattern = {"description": about, "pattern": f"^{one}(,{one})*$"}
        super().__init__(max=2_000, load_default=None, data_key="fields", metadata=pattern)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        names = super()._deserialize(value, attr, data, **kwargs)
        if not set(names.split(",")) <= set(self._names):
            raise ValidationError(says("not-a-choice", choices=", ".join(self._names)))
        return names


def filters(query: Mapping[str, Any], *besides: str) -> dict[str, Any]:
    """Return what a loaded query says of which items to list, without how they are shown and these `besides`."""
    return {name: value for name, value in query.items() if name not in {"limit", "cursor", "sort", "shown", *besides}}


@dataclass(frozen=True)
class Page:
    """One page of a list; `next_cursor` is None on the last one, `shown` names what of an item."""

    items: Sequence[Any]
    next_cursor: str | None
    shown: str | None = None

    def of(self, items: Sequence[Any]) -> "Page":
        """Return the page that shows these items instead."""
        return replace(self, items=items)


def page(
    session: Session,
    statement: Select[Any],
    *,
    sorts: Sorts,
    query: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
) -> Page:
    """Read one page of `statement` in the order of the sort that `query` names, the first one unless it does.

    `query` is the loaded PageQuery with its filters; a cursor of another sort or of other filters is a 400
    `invalid-cursor`. `values` are those of the statement's own parameters.
    """
    limit, cursor, sort = query["limit"], query["cursor"], query.get("sort", next(iter(sorts)))
    keys, descending = sorts[sort.removeprefix("-")], sort.startswith("-")
    bound = {name: value for name, value in query.items() if name not in ("limit", "cursor", "shown")}
    if cursor is not None:
        seen, last = tuple_(*keys), tuple_(*_read(cursor, bound, keys))
        statement = statement.where(seen < last if descending else seen > last)
    order = [key.desc() for key in keys] if descending else keys
    # In words: for a number that it knows PostgreSQL keeps one plan, for a parameter it would plan anew each time.
    most = literal_column(str(limit + 1), Integer)
    rows = session.execute(statement.add_columns(*keys).order_by(*order).limit(most), values).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = _write(rows[-1][-len(keys) :], bound)
        _link_next(following)
    single = len(rows[0]) - len(keys) == 1 if rows else True
    return Page([row[0] if single else row for row in rows], following, query.get("shown"))


class _Items(marshmallow_fields.List[Any]):
    """The items of a page, each with what the query asks for."""

    def __init__(self, item: type[View]) -> None:
        super().__init__(marshmallow_fields.Nested(item), required=True)
        self._item = item

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        shown = getattr(obj, "shown", None)
        if shown is None:
            return super()._serialize(value, attr, obj, **kwargs)
        return _narrowed(self._item, frozenset(shown.split(","))).dump(value, many=True)


@lru_cache(maxsize=256)  # whoever calls chooses the names
def _narrowed(item: type[View], only: frozenset[str]) -> View:
    key = next(iter(item._declared_fields))  # noqa: SLF001
    return item(only=sorted({key, *only}))


@cache
def page_view(item: type[View]) -> type[View]:
    """Return the schema of a page of these items."""
    name = item.__name__.removesuffix("View") + "PageView"
    parts = {
        "items": _Items(item),
        "next_cursor": marshmallow_fields.String(required=True, allow_none=True),
    }
    return type(name, (View,), parts)


def _write(values: Sequence[Any], bound: Mapping[str, Any]) -> str:
    written: str = _serializer(bound).dumps(msgspec.to_builtins(list(values), enc_hook=encode))
    return written


def _read(cursor: str, bound: Mapping[str, Any], keys: Sequence[ColumnElement[Any]]) -> list[Any]:
    try:
        values = _serializer(bound).loads(cursor)
        return [msgspec.convert(value, key.type.python_type) for value, key in zip(values, keys, strict=True)]
    except (BadData, ValueError, TypeError):
        raise ProblemError("invalid-cursor") from None


def _serializer(bound: Mapping[str, Any]) -> URLSafeSerializer:
    """Return what signs the cursors of this list with this sort and these filters, and of no other one."""
    config = parts().config
    # The last one signs, all are believed.
    keys = [key for key in (config.cursor_key_previous, config.cursor_key) if key is not None]
    named = sorted((name, str(value)) for name, value in bound.items())
    salt = msgspec.json.encode([request.path, named])
    return URLSafeSerializer(keys, salt=salt, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256})


def _link_next(cursor: str) -> None:
    # Written anew from what was understood: raw text of a request does not come back in a header.
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    address = f"{quote(request.path)}?{urlencode([*others, ('cursor', cursor)])}"

    @after_this_request
    def add(response: Response) -> Response:
        response.headers["Link"] = f'<{address}>; rel="next"'
        return response
