"""Pages by keyset: bounded work whatever the size of the table; the cursor is signed, never trusted."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from flask import after_this_request, request
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import fields as marshmallow_fields
from sqlalchemy import Integer, Select, literal_column, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement
from werkzeug.wrappers import Response

from asn_chassis.parts import parts
from asn_chassis.values import encode
from asn_chassis.web import fields
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.schema import Schema, View

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class PageQuery(Schema):
    """`limit` and `cursor`: the base of every list's query."""

    limit = fields.Integer(min=1, max=MAX_LIMIT, text=True, load_default=DEFAULT_LIMIT)
    cursor = fields.String(max=2_000, load_default=None, metadata={"description": "next_cursor of the page before"})


@dataclass(frozen=True)
class Page:
    """One page of a list; `next_cursor` is None on the last one."""

    items: Sequence[Any]
    next_cursor: str | None


def page(
    session: Session,
    statement: Select[Any],
    *,
    keys: Sequence[ColumnElement[Any]],
    query: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
) -> Page:
    """Read one page of `statement` in the order of `keys` (NOT NULL columns; the last one unique).

    `query` is the loaded PageQuery with its filters; a cursor of another query is a 400 `invalid-cursor`. `values` are
    those of the statement's own parameters.
    """
    limit, cursor = query["limit"], query["cursor"]
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    if cursor is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*_read(cursor, filters, keys)))
    # In words: for a number that it knows PostgreSQL keeps one plan, for a parameter it would plan anew each time.
    most = literal_column(str(limit + 1), Integer)
    rows = session.execute(statement.add_columns(*keys).order_by(*keys).limit(most), values).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = _write(rows[-1][-len(keys) :], filters)
        _link_next(following)
    single = len(rows[0]) - len(keys) == 1 if rows else True
    return Page([row[0] if single else row for row in rows], following)


@cache
def page_view(item: type[View]) -> type[View]:
    """Return the schema of a page of these items."""
    name = item.__name__.removesuffix("View") + "PageView"
    parts = {
        "items": marshmallow_fields.List(marshmallow_fields.Nested(item), required=True),
        "next_cursor": marshmallow_fields.String(required=True, allow_none=True),
    }
    return type(name, (View,), parts)


def _write(values: Sequence[Any], filters: Mapping[str, Any]) -> str:
    written: str = _serializer(filters).dumps(msgspec.to_builtins(list(values), enc_hook=encode))
    return written


def _read(cursor: str, filters: Mapping[str, Any], keys: Sequence[ColumnElement[Any]]) -> list[Any]:
    try:
        values = _serializer(filters).loads(cursor)
        return [msgspec.convert(value, key.type.python_type) for value, key in zip(values, keys, strict=True)]
    except (BadData, ValueError, TypeError):
        raise ProblemError("invalid-cursor") from None


def _serializer(filters: Mapping[str, Any]) -> URLSafeSerializer:
    """Return what signs the cursors of this list with these filters, and of no other one."""
    config = parts().config
    # The last one signs, all are believed.
    keys = [key for key in (config.cursor_key_previous, config.cursor_key) if key is not None]
    named = sorted((name, str(value)) for name, value in filters.items())
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
