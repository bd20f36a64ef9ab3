"""The persistence kit on real PostgreSQL: what is new, what is newer, what held on a day."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Column,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    insert,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.orm import Session, registry
from sqlalchemy.pool import NullPool

from asn_chassis import rows
from asn_kernel.period import Period


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True)
class Score:
    value: Decimal
    periods: tuple[Period, ...] = ()
    places: dict[str, int] = field(default_factory=dict)


@dataclass(eq=False)
class Thing:
    id: UUID
    code: str
    colour: Colour
    score: Score | None
    period: Period
    version: int


@dataclass(frozen=True)
class Seat:
    person: str
    effective_date: date
    place: str
    version: int


METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    rows.id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    rows.code_column("colour", Colour),
    Column("score", rows.Json(Score)),
    rows.period_column("period"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
)
SEATS = Table(
    "seats",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("effective_date", Date, primary_key=True),
    Column("place", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
registry(metadata=METADATA).map_imperatively(Thing, THINGS)


@pytest.fixture
def engine(embedded_postgres):
    def make(url):
        METADATA.create_all(create_engine(url, poolclass=NullPool))

    with embedded_postgres.database("rows_kit", make, owner="rows_kit") as url:
        yield create_engine(url, poolclass=NullPool)


@pytest.fixture
def session(engine):
    with Session(engine) as opened:
        yield opened


def a_thing(code, **changes):
    thing = Thing(uuid4(), code, Colour.RED, Score(Decimal("76.610")), Period.parse("2026-S1"), 1)
    for name, value in changes.items():
        setattr(thing, name, value)
    return thing


def places(session):
    return {(row.person, row.effective_date): (row.place, row.version) for row in session.execute(select(SEATS))}


def test_what_is_stored_comes_back_as_it_was(session):
    score = Score(Decimal("76.610"), (Period.parse("2026"), Period.parse("2026-M07")), {"a": 1})
    thing = a_thing("a", score=score, period=Period.parse("2026-Q3"), colour=Colour.BLUE)

    rows.add_all(session, THINGS, [thing])

    found = rows.get(session, Thing, thing.id, missing=KeyError)
    assert (found.score, found.period, found.colour) == (score, Period.parse("2026-Q3"), Colour.BLUE)
    assert str(found.score.value) == "76.610"
    stored = session.scalar(text("SELECT score::text FROM things"))
    assert '"76.610"' in stored


def test_no_value_object_is_null_and_no_json_null(session):
    rows.add_all(session, THINGS, [a_thing("a", score=None)])

    assert session.scalar(text("SELECT score IS NULL FROM things"))
    assert session.scalars(select(Thing)).one().score is None


def test_an_enumeration_refuses_other_words_in_python_and_in_the_database(session):
    with pytest.raises(StatementError):
        session.execute(insert(THINGS), rows.rows_of(THINGS, [a_thing("a", colour="GREEN")]))
    session.rollback()
    rows.add_all(session, THINGS, [a_thing("a")])
    with pytest.raises(SQLAlchemyError, match="violates check"):
        session.execute(text("UPDATE things SET colour = 'GREEN'"))


def test_exactly_the_new_ones_are_added_and_given_back(session):
    known, same_code, new = a_thing("a"), a_thing("a"), a_thing("b")
    rows.add_all(session, THINGS, [known])

    added = rows.add_new(session, THINGS, [same_code, new, a_thing("b"), new])

    assert added == [new]
    assert set(session.scalars(select(THINGS.c.id))) == {known.id, new.id}
    assert rows.add_new(session, THINGS, []) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1), (2, 0, 1)])
@pytest.mark.parametrize("together", [True, False])
def test_the_newest_row_stays_in_whatever_order_and_batches_they_come(session, order, together):
    monday = date(2026, 1, 5)
    versions = [Seat("ani", monday, place, version) for version, place in enumerate("abc", start=1)]
    arriving = [versions[number] for number in order]

    for batch in [arriving] if together else [[each] for each in arriving]:
        rows.keep_newer(session, SEATS, batch)

    assert places(session) == {("ani", monday): ("c", 3)}


def test_only_what_was_kept_is_given_back(session):
    monday = date(2026, 1, 5)
    first = Seat("ani", monday, "a", 2)
    assert rows.keep_newer(session, SEATS, [first]) == [first]

    older, same, other = replace(first, version=1), replace(first, place="b"), Seat("budi", monday, "a", 1)

    assert rows.keep_newer(session, SEATS, [older, same, other]) == [other]
    assert places(session)["ani", monday] == ("a", 2)


def test_on_a_day_the_latest_row_that_has_begun_holds(session):
    rows.add_all(
        session,
        SEATS,
        [
            Seat("ani", date(2026, 1, 1), "office", 1),
            Seat("ani", date(2026, 7, 1), "counter", 2),
            Seat("ani", date(2030, 1, 1), "head", 3),
            Seat("budi", date(2026, 7, 1), "office", 1),
        ],
    )

    def held(day):
        found = session.execute(rows.on_day(SEATS, day, key=["person"]))
        return {row.person: row.place for row in found}

    assert held(date(2025, 12, 31)) == {}
    assert held(date(2026, 1, 1)) == {"ani": "office"}
    assert held(date(2026, 6, 30)) == {"ani": "office"}
    assert held(date(2026, 7, 1)) == {"ani": "counter", "budi": "office"}
    assert held(date(2029, 12, 31))["ani"] == "counter"


def test_what_is_missing_raises_the_callers_error(session):
    class NoThing(Exception):
        pass

    with pytest.raises(NoThing):
        rows.get(session, Thing, uuid4(), missing=NoThing)
    assert rows.find(session, Thing, uuid4()) is None


def test_filters_that_are_not_given_do_not_filter(session):
    rows.add_all(session, THINGS, [a_thing("a"), a_thing("b", colour=Colour.BLUE)])

    everything = rows.matching(select(Thing), THINGS, code=None, colour=None)
    blue = rows.matching(select(Thing), THINGS, code=None, colour=Colour.BLUE)

    assert [len(session.scalars(query).all()) for query in (everything, blue)] == [2, 1]


def test_an_id_without_a_row_can_be_held(engine, session):
    ids = [uuid4(), uuid4()]
    rows.hold(session, ids)
    done = []

    def second():
        with Session(engine) as other:
            other.execute(text("SET lock_timeout = '10s'"))
            rows.hold(other, reversed(ids))
            done.append(True)

    thread = Thread(target=second)
    thread.start()
    thread.join(0.3)
    assert not done
    session.rollback()
    thread.join(10)
    assert done
