"""A probe: the smallest service that uses every part of the chassis."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from flask import url_for
from sqlalchemy import Column, Integer, Table, Text, Uuid, insert, select, update

from asn_chassis import outbox
from asn_chassis.clock import now
from asn_chassis.database import metadata
from asn_chassis.database.tables import chassis_tables
from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import batch, each
from asn_chassis.events.reading import read
from asn_chassis.ids import new_id
from asn_chassis.reach.tables import assignment_table, login_table
from asn_chassis.service import Service
from asn_chassis.web import Blueprint, Problem, ProblemError, Schema, View, fields, pagination, transaction

MADE = "asn.probe.thing-made.v1"
COUNTED = "asn.probe.thing-counted.v1"
tables = metadata()
chassis_tables(tables)
things = Table(
    "thing",
    tables,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("score", Integer, nullable=False),
)
login_table(tables)
assignment_table(tables)
blueprint = Blueprint("things", __name__, url_prefix="/v1")


class NameTaken(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MakeThing(Schema):
    name = fields.String(required=True, max=20)
    score = fields.Integer(required=True, min=1, max=4)


class ThingView(View):
    id = fields.UUID()
    name = fields.String()
    score = fields.Integer()


@blueprint.post("/things", scope="probe:write", idempotency="optional")
@blueprint.arguments(MakeThing)
@blueprint.response(201, ThingView)
def make_thing(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    thing = make_thing_of(body)
    return thing, {"Location": url_for("things.read_thing", thing_id=thing["id"])}


def make_thing_of(body: dict[str, Any]) -> dict[str, Any]:
    with transaction() as session:
        if session.scalar(select(things.c.id).where(things.c.name == body["name"])):
            raise NameTaken(body["name"])
        thing = {"id": new_id(), **body}
        session.execute(insert(things).values(thing))
        outbox.record(session, made(thing))
        return thing


@blueprint.post("/whispers", scope="probe:write", idempotency="anonymous")
@blueprint.arguments(MakeThing)
@blueprint.response(201, ThingView)
def whisper(body: dict[str, Any]) -> dict[str, Any]:
    return make_thing_of(body)


@blueprint.get("/things", scope="probe:read")
@blueprint.arguments(pagination.PageQuery, location="query")
@blueprint.response(200, pagination.page_view(ThingView))
def list_things(query: dict[str, Any]) -> pagination.Page:
    with transaction() as session:
        return pagination.page(session, select(things), sorts={"id": [things.c.id]}, query=query)


@blueprint.get("/things/<uuid:thing_id>", scope="probe:read")
@blueprint.response(200, ThingView)
def read_thing(thing_id: UUID) -> Any:
    with transaction() as session:
        thing = session.execute(select(things).where(things.c.id == thing_id)).first()
    if thing is None:
        raise ProblemError("not-found")
    return thing


@blueprint.get("/colours", scope="probe:read", personal=False)
@blueprint.alt_response(200, schema={"type": "object"})
def list_colours() -> dict[str, Any]:
    return {"items": ["merah"]}


class EchoRequest(Schema):
    names = fields.List(fields.String(max=20), required=True, max=5)


class EchoView(View):
    names = fields.List(fields.String())


@blueprint.post("/echoes", scope="public", max_body=2_048)
@blueprint.arguments(EchoRequest)
@blueprint.response(201, EchoView)
def echo(body: dict[str, Any]) -> dict[str, Any]:
    return body


SORTS = {"score": (things.c.score, things.c.id), "name": (things.c.name, things.c.id)}


class FilteredQuery(pagination.PageQuery):
    name = fields.String(load_default=None)
    sort = pagination.Sort(SORTS)
    shown = pagination.Shown(ThingView)


@blueprint.get("/ranking", scope="probe:read")
@blueprint.arguments(FilteredQuery, location="query")
@blueprint.response(200, pagination.page_view(ThingView))
def list_by_score(query: dict[str, Any]) -> pagination.Page:
    with transaction() as session:
        return pagination.page(session, select(things), sorts=SORTS, query=query)


@blueprint.get("/trouble", scope="public")
@blueprint.alt_response(200, schema={"type": "object"})
def trouble() -> None:
    raise RuntimeError("a secret that no answer may show")


def made(thing: dict[str, Any], **changes: Any) -> Event:
    data = {"thing_id": thing["id"], "score": thing["score"]}
    event = Event.of(
        MADE, subject="things/x", key=thing["id"], version=1, data=data, at=now(), classification="internal"
    )
    return msgspec.structs.replace(event, **changes)


class ThingMade(msgspec.Struct):
    thing_id: str
    score: int


def on_made(session: Any, event: Event) -> None:
    thing = read(event, ThingMade)
    if thing.score < 0:
        raise Unprocessable("a score is never negative")
    session.execute(insert(things).values(id=new_id(), name=str(event.id), score=thing.score))


def on_counted(session: Any, events: Any) -> None:
    session.execute(update(things).values(score=things.c.score + len(events)))


SERVICE = Service(
    name="probe",
    title="Probe",
    version="0",
    metadata=tables,
    migrations=Path(__file__).parent / "probe_migrations",
    handlers={MADE: each(on_made), COUNTED: batch(on_counted)},
    problems={NameTaken: Problem("name-taken", pointer="/name")},
    blueprints=[blueprint],
)
